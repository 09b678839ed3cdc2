from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MentorshipConfig(AppConfig):
    name = "mentorship"
    verbose_name = "Наставничество"

    def ready(self) -> None:
        from core import history, registries  # noqa: PLC0415 - models must be loaded first
        from mentorship import home  # noqa: PLC0415
        from mentorship.domain.reference import load_reference  # noqa: PLC0415
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
        registries.figures.register(home.figures)
        history.ACTIONS.update(
            {
                "programme.created": "Программа создана",
                "programme.edited": "Изменён паспорт программы",
                "programme.active": "Программа в работе",
                "programme.closed": "Программа завершена",
                "project.added": "Добавлен проект",
                "project.edited": "Изменена карточка проекта",
            }
        )
