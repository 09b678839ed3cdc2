"""The pages of an import in a browser: a checked list, an applied one, the way back, what stands in it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django_scopes import scopes_disabled

from core.enums import Role
from core.models import Membership
from mentorship.enums import ImportState
from mentorship.models import PeopleImport
from tests.core.test_a11y_pages import told


@pytest.mark.slow
def test_pages_of_lists_are_read_on_a_desk_and_on_a_phone(site: Any, desk: Callable[..., Any]) -> None:
    with scopes_disabled():
        call_command("seed_demo", "--stage", "work", verbosity=0)
        curator = Membership.objects.select_related("user").filter(role=Role.CURATOR).latest("pk")
        used, fresh = PeopleImport.objects.filter(state=ImportState.APPLIED).order_by("pk")
        checked = PeopleImport.objects.get(state=ImportState.UPLOADED)
    page = desk(curator)
    problems: dict[str, list[str]] = {}
    for made, name in (
        (checked, "people_import_check"),
        (fresh, "people_import_check"),
        (fresh, "people_import_undo"),
        (used, "people_import_undo"),
    ):
        address = reverse(f"mentorship:{name}", args=[made.pk])
        page.set_viewport_size({"width": 1440, "height": 800})
        page.goto(site.url + address)
        wrong = told(page)
        page.set_viewport_size({"width": 390, "height": 844})
        wrong += told(page)
        if wrong:
            problems[address] = wrong
    assert problems == {}
