"""What the shell keeps for a moment: never older than one's own change, never another's."""

import pytest
from django.urls import reverse

from core import registries
from core.enums import Role
from tests import factories

pytestmark = pytest.mark.usefixtures("only_core")


@pytest.fixture
def asked() -> list[int]:
    """Pages ask the navigation; each asking adds the membership that asked."""
    seen: list[int] = []

    def items(viewer: registries.Viewer) -> list[registries.NavItem]:
        seen.append(viewer.membership.pk)
        return [registries.NavItem("Дела", "/x/", count=len(seen) + 100)]

    registries.navigation.register(items)
    return seen


def test_a_second_page_does_not_ask_again(curator, signed_in, asked) -> None:
    client = signed_in(curator)
    assert "101" in client.get("/").content.decode()
    assert "101" in client.get("/").content.decode()
    assert asked == [curator.pk]


def test_after_ones_own_change_everything_is_asked_anew(curator, signed_in, asked) -> None:
    client = signed_in(curator)
    client.get("/")
    response = client.post(reverse("core:profile"), {"full_name": "Тестова Мария"})
    assert response.cookies["changed"]["httponly"]
    assert "102" in client.get("/").content.decode()


def test_a_change_is_seen_by_whoever_else_has_not_kept_anything(org, curator, signed_in, asked) -> None:
    signed_in(curator).get("/")
    colleague = factories.membership(org, Role.CURATOR)
    signed_in(colleague).get("/")
    assert asked == [curator.pk, colleague.pk]


def test_reading_marks_nothing(curator, signed_in) -> None:
    assert "changed" not in signed_in(curator).get("/").cookies


@pytest.mark.parametrize(("role", "times"), [(Role.CURATOR, 1), (Role.MENTOR, 2)])
def test_the_home_of_staff_counts_whole_bases_once_in_a_while(org, signed_in, role: Role, times: int) -> None:
    """A participant's page is their own matters, few and always fresh."""
    seen: list[int] = []

    def items(viewer: registries.Viewer) -> list[registries.AttentionItem]:
        seen.append(viewer.membership.pk)
        return [registries.AttentionItem("bad", "сегодня", f"Дело {len(seen)}")]

    registries.attention.register(items)
    client = signed_in(factories.membership(org, role))
    client.get("/")
    assert f"Дело {times}" in client.get("/").content.decode()
    assert len(seen) == times
