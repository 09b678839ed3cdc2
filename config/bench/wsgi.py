"""The web server's entry point while measuring: the portal, and the reference views without any middleware."""

import os
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from config.wsgi import application as portal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def bare_handler() -> WSGIHandler:
    """Django's own handler with the same settings and addresses, but an empty middleware chain."""
    django.setup()
    chain, settings.MIDDLEWARE = settings.MIDDLEWARE, []
    try:
        return WSGIHandler()
    finally:
        settings.MIDDLEWARE = chain


reference = bare_handler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    handler = reference if environ["PATH_INFO"].startswith("/__bench/") else portal
    return handler(environ, start_response)
