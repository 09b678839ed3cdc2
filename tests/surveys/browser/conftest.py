"""A phone in a corridor: Chromium of 390 px on the live server."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from django_scopes import scopes_disabled

from mentorship.models import Programme
from tests import factories
from tests.surveys import makers
from tests.surveys.instruments.samples import EVERY_KIND

PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "ru-RU"}


@pytest.fixture
def phone(chromium: Any) -> Iterator[Any]:
    """`phone()` gives a fresh context, `phone(java_script_enabled=False)` one without scripts."""
    contexts = []

    def start(**options: Any) -> Any:
        context = chromium.new_context(**PHONE | options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context

    yield start
    for context in contexts:
        context.close()


@pytest.fixture
def live_programme(site: Any) -> Programme:
    return factories.programme(factories.organization())


def personal_link(site: Any, programme: Programme, instrument: Any = None) -> str:
    """The address of a fresh invitation."""
    with scopes_disabled():
        campaign = makers.campaign(programme, instrument=instrument)
        invitation = makers.invitation(campaign, makers.mentee_person(programme))
        return f"{site.url}/s/{makers.token(invitation)}/"


def shown_kinds() -> dict[str, Any]:
    """Every kind of item that a phone shows."""
    sections = [
        section | {"items": [item for item in section["items"] if item["kind"] != "person"]}  # type: ignore[operator, index, union-attr]
        for section in EVERY_KIND["sections"]  # type: ignore[union-attr]
    ]
    return EVERY_KIND | {"sections": sections}


def weight(responses: list[Any]) -> dict[str, int]:
    """Bytes on the line of each response, compressed as the server does (fonts are compressed already)."""
    found = {}
    for response in responses:
        body = response.body()
        packed = body if response.url.endswith(".woff2") else gzip.compress(body, 9)
        found[response.url.rsplit("/", 1)[-1] or "page"] = len(packed)
    return found
