from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MentorshipConfig(AppConfig):
    name = "mentorship"
    verbose_name = "Наставничество"

    def ready(self) -> None:
        from core import history, registries  # noqa: PLC0415 - models must be loaded first
        from core.files import register_purpose  # noqa: PLC0415
        from mentorship import (  # noqa: F401, PLC0415 - `jobs` registers its handlers
            guarded,
            home,
            jobs,
            jobs_pairs,
            pauses,
            person_links,
            personal_data,
            signing,
            work,
        )
        from mentorship.domain import merge_movers  # noqa: PLC0415
        from mentorship.domain.imports import PURPOSE  # noqa: PLC0415
        from mentorship.domain.reference import load_reference  # noqa: PLC0415
        from mentorship.permissions import ANSWER_REQUESTS, IMPORT_PEOPLE, VIEW_CONSENTS  # noqa: PLC0415
        from mentorship.selectors import programmes  # noqa: PLC0415

        # Built-in forms, role models and the map of requests (mentorship/reference/*.yaml) come with every
        # `migrate`, and come back after a test has emptied the database.
        post_migrate.connect(load_reference, sender=self)
        registries.set_programme_hooks(
            registries.ProgrammeHooks(
                current=programmes.current_programme_of, choices=programmes.programme_choices
            )
        )
        registries.navigation.register(home.programme_line)
        registries.home_blocks.register(home.home_blocks)
        registries.home_blocks.register(guarded.home_blocks)
        registries.figures.register(home.figures)
        registries.navigation.register(work.navigation)
        registries.attention.register(work.attention)
        registries.attention.register(guarded.attention)
        registries.attention.register(pauses.attention)
        registries.navigation.register(signing.navigation)
        registries.search.register(work.search)
        for source in personal_data.SOURCES:
            registries.personal_data.register(source)
        for link in person_links.LINKS:
            registries.person_links.register(link)
        for mover in merge_movers.MOVERS:
            registries.person_movers.register(mover)
        register_purpose(
            PURPOSE, lambda membership, file: IMPORT_PEOPLE.allows(membership), personal_data=True
        )
        register_purpose(
            "data_request",
            lambda membership, file: ANSWER_REQUESTS.allows(membership),
            personal_data=True,
        )
        register_purpose(
            "consent_scan", lambda membership, file: VIEW_CONSENTS.allows(membership), personal_data=True
        )
        from mentorship import (  # noqa: PLC0415
            awards_app,
            care_app,
            events_app,
            invitations_app,
            matching_app,
            pairs_app,
            partners_app,
            plans_app,
            practices_app,
            training_app,
        )

        invitations_app.ready()
        matching_app.ready()
        partners_app.ready()
        training_app.ready()
        care_app.ready()
        pairs_app.ready()
        events_app.ready()
        plans_app.ready()
        awards_app.ready()
        practices_app.ready()
        history.NAMES_OF_KEYS.update(work.NAMES_OF_KEYS | signing.NAMES_OF_KEYS)
        history.ACTIONS.update(
            {
                "programme.created": "Программа создана",
                "programme.edited": "Изменён паспорт программы",
                "programme.active": "Программа в работе",
                "programme.closed": "Программа завершена",
                "project.added": "Добавлен проект",
                "project.edited": "Изменена карточка проекта",
                **work.ACTIONS,
                **guarded.ACTIONS,
                **pauses.ACTIONS,
                **signing.ACTIONS,
            }
        )
