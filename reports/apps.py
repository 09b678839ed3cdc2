from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Документы и отчёты"

    def ready(self) -> None:
        import reports.documents  # noqa: PLC0415 - fills the registry of kinds; models must be loaded first
        import reports.jobs  # noqa: PLC0415
        import reports.jobs_archive  # noqa: PLC0415
        import reports.jobs_awards  # noqa: PLC0415
        import reports.jobs_events  # noqa: PLC0415
        import reports.jobs_plans  # noqa: PLC0415
        import reports.jobs_region  # noqa: PLC0415
        import reports.jobs_training  # noqa: PLC0415
        import reports.letter_jobs  # noqa: PLC0415
        import reports.receivers  # noqa: PLC0415, F401
        from core import history, registries  # noqa: PLC0415
        from core.files import register_purpose  # noqa: PLC0415
        from reports import (  # noqa: PLC0415
            director_home,
            indicator_providers,
            life_providers,
            moving,
            permissions,
            person_links,
            personal_data,
            providers,
            swot_providers,
        )
        from reports.batching import BATCH_PURPOSE  # noqa: PLC0415
        from reports.domain.drawing import FILE_PURPOSE  # noqa: PLC0415
        from reports.domain.electronic import PURPOSE as SIGNATURE_PURPOSE  # noqa: PLC0415
        from reports.domain.signing import SCAN_PURPOSE  # noqa: PLC0415
        from reports.domain.stacks import STACK_PURPOSE  # noqa: PLC0415
        from reports.selectors import documents, progress, stacks, year_archive  # noqa: PLC0415

        register_purpose(FILE_PURPOSE, documents.may_read_document_file, personal_data=True)
        register_purpose(SCAN_PURPOSE, documents.may_read_document_file, personal_data=True)
        register_purpose(SIGNATURE_PURPOSE, documents.may_read_document_file, personal_data=True)
        register_purpose(BATCH_PURPOSE, documents.may_read_batch_file, personal_data=True)
        register_purpose(
            "consent_signature",
            lambda membership, file: permissions.VIEW_CONSENTS.allows(membership),
            personal_data=True,
        )
        register_purpose(year_archive.PURPOSE, year_archive.may_read_archive, personal_data=True)
        register_purpose("public_copy", documents.may_read_public_copy)
        register_purpose(STACK_PURPOSE, stacks.may_read_stack_file, personal_data=True)
        from reports import passport_words  # noqa: PLC0415

        registries.navigation.register(providers.navigation)
        registries.attention.register(providers.attention)
        registries.search.register(providers.search)
        registries.navigation.register(life_providers.navigation)
        registries.attention.register(life_providers.attention)
        registries.proof_counts.register(progress.proof_counts)
        registries.navigation.register(indicator_providers.navigation)
        registries.navigation.register(swot_providers.navigation)
        registries.figures.register(indicator_providers.figures)
        registries.home_blocks.register(director_home.home_blocks)
        for source in personal_data.SOURCES:
            registries.personal_data.register(source)
        for link in person_links.LINKS:
            registries.person_links.register(link)
        registries.person_movers.register(moving.MOVER)
        from mentorship import partner_papers  # noqa: PLC0415
        from reports import partner_provider  # noqa: PLC0415

        partner_papers.papers.register(partner_provider.papers)
        partner_papers.actions.register(partner_provider.actions)
        registries.personal_data.register(partner_provider.SOURCE)
        from reports import own_kind_links  # noqa: PLC0415
        from reports.domain import own_kinds as own_kind_files  # noqa: PLC0415
        from reports.selectors import own_kinds  # noqa: PLC0415

        register_purpose(own_kind_files.KIND_PURPOSE, own_kinds.may_read_own_file)
        register_purpose(own_kind_files.DOCUMENT_PURPOSE, own_kinds.may_read_own_file, personal_data=True)

        registries.personal_data.register(own_kind_links.SOURCE)
        registries.person_links.register(own_kind_links.LINK)
        registries.person_links.register(partner_provider.LINK)
        history.UNTOLD.update({"number_series", "number_year", "number_place"})
        history.ACTIONS.update(partner_provider.ACTIONS)
        history.ACTIONS.update(indicator_providers.ACTIONS)
        history.ACTIONS.update(swot_providers.ACTIONS)
        history.ACTIONS.update(passport_words.ACTIONS)
        history.NAMES_OF_KEYS.update(passport_words.KEYS)
        history.ACTIONS.update(
            {
                "wording.saved": "Сохранён текст документов",
                "wording.previewed": "Текст показан на данных",
                "own_kind.created": "Добавлен свой вид документа",
                "own_kind.uploaded": "Загружен новый файл образца",
                "own_kind.archived": "Вид документа убран в архив",
                "own_document.made": "Подготовлен документ по своему образцу",
                "own_document.previewed": "Документ показан без сохранения",
                "document.to_sign": "Передан на подпись",
                "document.returned": "Возвращён с замечанием",
                "document.registered": "Зарегистрирован",
                "document.signed": "Подписан",
                "document.issued": "Выпущен",
                "document.cancelled": "Отменён",
                **life_providers.ACTIONS,
                "report_section.changed": "Изменён раздел отчёта",
                "report_section.moved": "Переставлен раздел отчёта",
                "portfolio.read": "Открыто портфолио наставника",
                "portfolio.exported": "Портфолио наставника выгружено",
                "development_plan.exported": "План развития выгружен",
                "activity_report.exported": "Отчёт участника выгружен",
                "order_extract.exported": "Выписка из приказа выгружена",
            }
        )
        from reports import region_provider  # noqa: PLC0415

        registries.navigation.register(region_provider.navigation)
        registries.attention.register(region_provider.attention)
        registries.home_blocks.register(region_provider.home_blocks)
        history.ACTIONS.update(region_provider.ACTIONS)
