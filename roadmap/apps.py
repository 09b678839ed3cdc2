from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "roadmap"
    verbose_name = "Дорожная карта"

    def ready(self) -> None:
        from core import files, history, registries  # noqa: PLC0415 - models must be loaded first
        from roadmap import providers, receivers  # noqa: F401, PLC0415
        from roadmap.domain import evidence, imports  # noqa: PLC0415

        registries.year_lines.register(providers.year_line)
        registries.navigation.register(providers.navigation)
        registries.attention.register(providers.attention)
        registries.figures.register(providers.figures)
        registries.search.register(providers.search)
        files.register_purpose(evidence.PURPOSE, providers.may_download)
        files.register_purpose(imports.PURPOSE, providers.may_download)
        history.ACTIONS.update(
            {
                "roadmap.created": "Дорожная карта загружена",
                "roadmap.approved": "Дорожная карта утверждена",
                "roadmap.draft": "Утверждение снято",
                "roadmap.archived": "Дорожная карта сдана в архив",
                "activity.edited": "Мероприятие изменено",
                "activity.proved": "Подтверждено записью портала",
                "activity.evidence_added": "Добавлено подтверждение",
                "activity.evidence_removed": "Подтверждение снято",
                "activity.done": "Отмечено выполненным",
                "activity.reopened": "Отметка о выполнении снята",
            }
        )
        history.NAMES_OF_KEYS.update(
            {
                "evidence": "Подтверждение",
                "done_on": "Выполнено",
                "rows": "Строк",
                "stages": "Этапов",
                "result_kinds": "Виды результата",
                "deadline": "Срок",
            }
        )
