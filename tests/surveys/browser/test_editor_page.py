"""The editor in Chromium: steps by the keyboard with the focus kept, and no serious finding of axe on its pages."""

from typing import Any

import pytest
from django_scopes import scopes_disabled

from core.enums import Role
from surveys.domain.drafts import begin_from_file
from surveys.instruments import editing as edit
from tests import factories
from tests.browser import violations
from tests.surveys import makers

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def wrong_on(page: Any) -> list[str]:
    found = violations(page)
    told = [one["id"] for one in found if one["impact"] in {"serious", "critical"}]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        told.append("the page scrolls sideways")
    return told


def test_the_editor_by_keyboard_and_on_a_phone(site, desk):
    with scopes_disabled():
        member = factories.membership(factories.organization(), Role.CURATOR)
        draft = begin_from_file(makers.small_instrument(), organization=member.organization, actor=None)
    page = desk(member)
    problems = {}
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for tail in ("", "items/help_what/", "key/", "publish/"):
            page.goto(f"{site.url}/surveys/drafts/{draft.pk}/{tail}")
            problems[f"{width} {tail}"] = wrong_on(page)
    assert not any(problems.values()), problems

    page.goto(f"{site.url}/surveys/drafts/{draft.pk}/")
    page.get_by_role("button", name="Ниже: Насколько полезно?").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Последнее изменение: вопрос переставлен ниже").wait_for()

    assert page.evaluate("document.activeElement.id") == "press-downitemuseful"
    page.keyboard.press("Enter")
    page.locator("[name=stamp][value='2']").wait_for(state="attached")
    with scopes_disabled():
        draft.refresh_from_db()
    assert [item["key"] for item in edit.items_of(draft.content)][:3] == ["help", "help_what", "useful"]
