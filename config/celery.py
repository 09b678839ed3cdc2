"""The Celery application: `celery -A config worker`, `celery -A config beat`."""

import ctypes
import importlib
import os
import signal
from typing import Any

from celery import Celery
from celery.signals import heartbeat_sent, setup_logging, worker_init, worker_process_init

from config import env

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("portal")
app.config_from_object("config.celery_options")
app.autodiscover_tasks()

PR_SET_PDEATHSIG = 1
_parent = os.getpid()


@setup_logging.connect
def keep_djangos_logging(**kwargs: Any) -> None:
    """Django has configured logging already; a receiver of this signal keeps Celery from doing it anew."""


@worker_init.connect
def warm_up(**kwargs: Any) -> None:
    """Load what is slow to load once, in the parent: forked children then start warm."""
    importlib.import_module("weasyprint")


@heartbeat_sent.connect
def leave_sign(**kwargs: Any) -> None:
    """For the container's health check: a worker that hangs sends no heartbeats."""
    (env.DATA_DIR / "worker-alive").touch()


@worker_process_init.connect
def die_with_parent(**kwargs: Any) -> None:
    """Leave no child behind when the worker's parent process is killed outright (Linux only)."""
    if os.uname().sysname != "Linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != _parent:  # it was gone before the wish was made
        os.kill(os.getpid(), signal.SIGKILL)
