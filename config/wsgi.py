"""The WSGI entry point for the web server."""

import os

from django.core.wsgi import get_wsgi_application

from config import env
from config.proxy import Application, behind_proxy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application: Application = get_wsgi_application()
if env.flag("TRUST_PROXY"):
    application = behind_proxy(application)
