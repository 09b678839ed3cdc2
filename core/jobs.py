"""Handlers of long work, by kind. An app registers its own in `jobs.py`, imported from `ready()`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.domain.job_run import JobRun

Handler = Callable[["JobRun"], None]
_handlers: dict[str, Handler] = {}


def job_handler(kind: str) -> Callable[[Handler], Handler]:
    """Register a handler: a function of a `JobRun` that may be run again from the start after a crash.

    What it makes must be found, not made twice: look for each item by its own unique key first.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def handler_of(kind: str) -> Handler | None:
    return _handlers.get(kind)
