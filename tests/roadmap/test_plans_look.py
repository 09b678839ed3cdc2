"""The pages of templates, versions, the move to another year and of print in a browser, on a desk and on a phone."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from core.enums import Role
from roadmap.domain.editing import edit_activity
from roadmap.domain.roadmaps import approve_roadmap
from roadmap.domain.templates import save_template
from roadmap.models import Activity
from tests import factories
from tests.core.test_a11y_pages import told
from tests.roadmap import makers

pytestmark = [pytest.mark.browser]


def test_pages_of_plans_are_read_on_a_desk_and_on_a_phone(site: Any, desk: Callable[..., Any]) -> None:
    with scopes_disabled():
        org = factories.organization()
        curator = factories.membership(org, Role.CURATOR)
        following = {"period_start": date(2027, 9, 1), "period_end": date(2028, 8, 31)}
        for title in ("Программа 2027/28", "Ещё одна программа 2027/28"):
            factories.programme(org, title=title, **following)
        rows = [
            makers.row(number=f"{n}.", stage=f"Этап {n}.", deadline=f"до {n} декабря 2026") for n in (1, 2, 3)
        ]
        roadmap = approve_roadmap(makers.roadmap(factories.programme(org), *rows), actor=curator.user)
        activity = Activity.objects.select_related("stage__roadmap__organization").first()
        edit_activity(activity, actor=curator.user, deadline="до 20 декабря 2026", responsible="Методист")
        save_template(roadmap, title="Наш план", actor=curator.user)
    page = desk(curator)
    problems: dict[str, list[str]] = {}
    for name, argument in (
        ("roadmap:templates", None),
        ("roadmap:reminders", None),
        ("roadmap:feeds", None),
        ("roadmap:template", "college"),
        ("roadmap:changes", roadmap.pk),
        ("roadmap:rollover", roadmap.pk),
        ("roadmap:template_save", roadmap.pk),
        ("reports:roadmap_print", roadmap.pk),
    ):
        page.set_viewport_size({"width": 1440, "height": 800})
        page.goto(site.url + reverse(name, args=[argument] if argument else []))
        wrong = told(page)
        page.set_viewport_size({"width": 390, "height": 844})
        wrong += told(page)
        if wrong:
            problems[name] = wrong
    assert problems == {}
