"""The project itself as an app: it owns the commands that set a portal up, measure it and fill the demo."""

import importlib

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        # Tasks are declared with `shared_task`: web processes too must find this Celery app.
        importlib.import_module("config.celery")
