"""A link that would answer 403 is not drawn."""

from django.template import Context, Template

from core.access import may_open
from core.context import acting
from core.enums import Role
from core.models import Organization
from tests import factories

USERS = "/users/"


def drawn(membership) -> str:
    with acting(membership.user, membership=membership):
        return Template("{% load ui %}{% link_if_may address text %}").render(
            Context({"address": USERS, "text": "<Люди>"})
        )


def test_a_link_is_drawn_for_whom_its_page_lets_in(org: Organization) -> None:
    administrator = factories.membership(org, Role.ADMINISTRATOR)
    mentor = factories.membership(org, Role.MENTOR)
    assert drawn(administrator) == '<a href="/users/">&lt;Люди&gt;</a>'
    assert drawn(mentor) == "&lt;Люди&gt;"


def test_what_is_not_a_page_of_the_portal_is_not_judged(org: Organization) -> None:
    mentor = factories.membership(org, Role.MENTOR)
    assert may_open("https://example.org/", mentor)
    assert may_open("/no-such-page/", mentor)
    assert not may_open(f"{USERS}?page=2#top", mentor)
    assert not may_open(USERS, None)
