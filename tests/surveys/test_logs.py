"""Tokens of personal links are never written down."""

import io
import logging
import re
from pathlib import Path

from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from surveys.logs import HidePersonalLinks
from tests.surveys import makers


def test_every_handler_hides_personal_links():
    for name, handler in settings.LOGGING["handlers"].items():
        assert "personal_links" in handler["filters"], name


def test_a_refused_request_is_logged_without_its_token(invitation, link):
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(HidePersonalLinks())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        Client().get(f"{link}nowhere/")
        Client().get(link.replace(makers.token(invitation), makers.token(invitation)[::-1]))
    finally:
        logger.removeHandler(handler)

    assert "/s/…" in written.getvalue()
    assert makers.token(invitation) not in written.getvalue()
    assert makers.token(invitation)[::-1] not in written.getvalue()


def test_messages_without_links_pass_unchanged():
    record = logging.LogRecord("x", logging.INFO, "", 0, "saved %s of %s", (1, 2), None)

    assert HidePersonalLinks().filter(record)
    assert record.getMessage() == "saved 1 of 2"


def test_proxy_writes_no_access_log_of_personal_links():
    text = (Path(settings.BASE_DIR) / "docker" / "nginx.conf.template").read_text()

    block = text[text.index("location ^~ /s/") :]
    assert "access_log off;" in block[: block.index("}")]


def personal_addresses() -> list[str]:
    """Every address of a personal link that the portal has, of all apps."""
    found = []
    for included in get_resolver().url_patterns:
        for one in getattr(included, "url_patterns", [included]):
            route = str(getattr(one.pattern, "_route", ""))
            if route.startswith("s/"):
                found.append("/" + re.sub(r"<(?:str|slug):\w+>", "{}", re.sub(r"<int:\w+>", "7", route)))
    return found


def test_no_kind_of_personal_link_stays_in_a_message():
    token = "abcdefghjkmnpqrstuvwxyz234"
    addresses = personal_addresses()
    assert len(addresses) > 15
    for address in addresses:
        path = address.replace("{}", token)
        assert token in path, address
        record = logging.LogRecord("x", logging.INFO, "", 0, 'GET "%s" 200', (path,), None)
        assert HidePersonalLinks().filter(record)
        assert token not in record.getMessage(), address
