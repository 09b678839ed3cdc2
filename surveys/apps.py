from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Анкеты"

    def ready(self) -> None:
        from core import history, registries  # noqa: PLC0415 - models must be loaded first
        from core.files import register_purpose  # noqa: PLC0415 - as above
        from mentorship import pair_slots  # noqa: PLC0415
        from surveys import jobs, moving, pair_gaps, person_links, providers, tasks  # noqa: F401, PLC0415 - handlers register themselves
        from surveys.domain.exporting import PURPOSE, may_read_file  # noqa: PLC0415 - as above
        from surveys.selectors import progress  # noqa: PLC0415

        register_purpose(PURPOSE, may_read_file, personal_data=True)
        history.ACTIONS.update(providers.HISTORY)
        history.NAMES_OF_KEYS.update(
            {
                "people": "Людей",
                "person": "Кто",
                "number": "Номер",
                "done": "Что сделано",
                "survey": "Анкета",
                "fields": "Поля",
            }
        )
        registries.navigation.register(providers.navigation)
        registries.home_blocks.register(providers.home_blocks)
        registries.attention.register(providers.attention)
        registries.figures.register(providers.figures)
        registries.search.register(providers.search)
        registries.proof_counts.register(progress.proof_counts)
        registries.personal_data.register(providers.personal_data)
        for link in person_links.LINKS:
            registries.person_links.register(link)
        registries.person_movers.register(moving.MOVER)
        pair_slots.gaps.register(pair_gaps.unanswered)
