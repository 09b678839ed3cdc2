"""Every page that a person of the demo college can open by an address without numbers, through axe."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django_scopes import scopes_disabled

from core.access import may_open
from core.enums import Role
from core.models import Membership
from tests.browser import violations
from tests.matrix.test_matrix import ADDRESSES

pytestmark = [pytest.mark.browser, pytest.mark.slow]
READERS = (
    Role.CURATOR,
    Role.DIRECTOR,
    Role.PSYCHOLOGIST,
    Role.MENTOR,
    Role.MENTEE,
    Role.PARENT,
    Role.PARTNER,
    Role.REGION_OBSERVER,
)


@pytest.fixture
def college(site: Any) -> dict[str, Membership]:
    """The demo college in the middle of its year: a member of each role."""
    with scopes_disabled():
        call_command("seed_demo", "--stage", "work", verbosity=0)
        return {one.role: one for one in Membership.objects.select_related("user").order_by("-pk")}


def pages_for(client: Client) -> list[str]:
    """Addresses that take no arguments and answer this person with a page."""
    found = []
    for name in sorted(ADDRESSES):
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        answer = client.get(address)
        if (
            answer.status_code == 200
            and answer["Content-Type"].startswith("text/html")
            and b"<html" in answer.content
        ):
            found.append(address)
    return found


def refused(page: Any, membership: Membership) -> list[str]:
    """Links drawn for somebody whom their pages do not let in."""
    links = page.eval_on_selector_all("a[href^='/']", "found => found.map(one => one.getAttribute('href'))")
    with scopes_disabled():
        return [f"a link to {link}" for link in set(links) if not may_open(link, membership)]


def told(page: Any) -> list[str]:
    found = violations(page)
    wrong = [
        f"{one['id']}: {node['html'][:140]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        wrong.append("the page scrolls sideways")
    if page.locator("h1").count() != 1 or page.title() != page.locator("h1").inner_text():
        wrong.append(f"title «{page.title()}» is not the one heading")
    return wrong


def test_every_page_of_the_demo(
    site: Any, college: dict[str, Membership], desk: Callable[..., Any], signed_in: Callable[..., Client]
) -> None:
    problems: dict[str, list[str]] = {}
    visited: set[str] = set()
    for role in READERS:
        page = desk(college[role])
        console: list[str] = []
        page.on("console", lambda message, console=console: console.append(f"{message.type}: {message.text}"))
        # What one role has seen, the next sees alike; a home page is each one's own.
        for address in [
            one for one in pages_for(signed_in(college[role])) if one == "/" or one not in visited
        ]:
            visited.add(address)
            page.set_viewport_size({"width": 1440, "height": 800})
            page.goto(site.url + address)
            wrong = told(page) + refused(page, college[role])
            page.set_viewport_size({"width": 390, "height": 844})
            wrong += [f"on a phone: {one}" for one in told(page)] + console
            console.clear()
            if wrong:
                problems[f"{role} {address}"] = wrong
    assert problems == {}
    assert len(visited) > 15
