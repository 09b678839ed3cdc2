"""A real Chromium on the live server, for tests marked `browser`; Playwright allows one for the whole run."""

import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from core.models import Membership


def violations(page: Any) -> list[dict[str, Any]]:
    """What axe finds wrong on the page; to list what it finds right as well would take most of the time."""
    found: list[dict[str, Any]] = (
        Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    )
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    binary = shutil.which("chromium") or shutil.which("chromium-browser")
    if binary is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright's loop lives in this thread; rows are made and flushed by the tests, never from the loop.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=binary, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def site(chromium: Any, committed: None) -> Iterator[Any]:
    """A live server of this test alone, gone with its last request before the database is emptied.

    A page that is closed sends its last words after itself; the shared server of pytest-django would answer them
    in the middle of the next test, or keep their database connection to the end.
    """
    server = LiveServer("localhost")
    yield server
    server.stop()
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=10)


@pytest.fixture
def desk(chromium: Any, site: Any, signed_in: Callable[[Membership], Any]) -> Iterator[Callable[..., Any]]:
    """`desk(curator)` gives a page of somebody signed in; `width`, `height` and other options of a context."""
    contexts = []

    def start(
        membership: Membership | None = None, *, width: int = 1440, height: int = 800, **options: Any
    ) -> Any:
        options = {"locale": "ru-RU", "viewport": {"width": width, "height": height}} | options
        context = chromium.new_context(**options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        if membership is not None:
            cookie = signed_in(membership).cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site.url}])
        return context.new_page()

    yield start
    for context in contexts:
        context.close()
