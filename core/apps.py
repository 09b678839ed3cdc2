from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Основа"

    def ready(self) -> None:
        from core import calendar_attention, registries  # noqa: PLC0415 - models must be loaded first
        from core.views import list_jobs  # noqa: F401, PLC0415 - registers its job and its purpose of files

        registries.attention.register(calendar_attention.attention)
