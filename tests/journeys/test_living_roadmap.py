"""The living roadmap, as people walk it: a whole programme comes in, an order is signed, the activity proves itself."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from core.clock import today
from core.domain.files import read_file
from reports.domain.documents import register_document, send_to_sign
from reports.domain.orders import create_pairs_order
from reports.models import Document
from roadmap.models import Activity, Occurrence, Roadmap
from tests import factories
from tests.browser import violations
from tests.journeys.test_first_way import Walk
from tests.reports.conftest import College, make_college, sign_all_consents
from tests.roadmap.shared_data import OWN, SHARED

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# How many roadmaps each document gives: of the projects and of the programme itself.
PLANS = [
    pytest.param(OWN / "passports.docx", 3, id="own"),
    pytest.param(SHARED / "roadmaps" / "seed_002_kuztagis_whole_programme.docx", 5, id="collected"),
]

# The year scrolls to today by itself: a bar is taken when it stands still.
STILL = """() => {
  const box = document.querySelector(".gantt-container"), at = box.scrollLeft;
  return new Promise((done) => setTimeout(() => done(box.scrollLeft === at), 150));
}"""


@pytest.fixture
def college(committed: None) -> College:
    made = make_college(factories.organization(city="г. Приречный"))
    with scope(organization=made.org):
        sign_all_consents(made.programme)
    return made


def import_plans(curator: Walk, path: Path) -> None:
    curator.go("roadmap:import")
    curator.page.set_input_files("input[type=file]", str(path))
    curator.press("Прочитать")
    curator.press("Загрузить все планы")
    curator.press(re.compile("^Загрузить"))


def expect_order_of_pairs(curator: Walk, activity: Activity) -> None:
    """The plan says «приказ» only: the curator says which one, and by when."""
    curator.go("roadmap:activity_edit", pk=activity.pk)
    page = curator.page
    for box in reversed(page.locator("[name=result_kinds]:checked").all()):
        box.uncheck()
    page.check("[name=result_kinds][value=order_pairs]")
    page.fill("[name=deadline]", day_for(activity).strftime("до %d.%m.%Y"))
    curator.press("Сохранить")
    assert "приказ о закреплении пар не подписан в портале" in curator.text()


def day_for(activity: Activity) -> date:
    """In three weeks, or within a plan that is over already."""
    with scopes_disabled():
        roadmap = Roadmap.objects.select_related("organization").get(stages__activities=activity)
        return min(today(roadmap.organization) + timedelta(days=20), roadmap.period_end - timedelta(days=60))


def draft_order(college: College) -> Document:
    with college.as_curator() as user:
        document = create_pairs_order(college.programme, actor=user)
        send_to_sign(document, actor=user)
    with college.as_director() as user:
        return register_document(document, actor=user)


def sign(director: Walk, order: Document) -> None:
    with scopes_disabled():
        scan = {"name": "Приказ.pdf", "mimeType": "application/pdf", "buffer": read_file(order.file)}
    director.go("reports:document", pk=order.pk)
    director.press("Отметить подписанным")
    director.page.set_input_files("input[type=file]", scan)
    director.press("Отметить подписанным")


def drag_a_bar(curator: Walk, activity: Activity) -> None:
    """Three weeks of the year's line to the right, asked and told."""
    page = curator.page
    curator.go("roadmap:roadmap")
    curator.press("Линия года")
    page.get_by_role("button", name="Недели").click()
    bar = page.locator(f".gantt .bar-wrapper[data-id='{activity.pk}'] .bar")
    bar.scroll_into_view_if_needed()
    page.wait_for_function(STILL)
    place = bar.bounding_box()
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 84 * 3, y, steps=6)
    page.mouse.up()
    dialog = page.locator("[data-timeline-dialog]")
    dialog.wait_for()
    with scopes_disabled():
        before = Occurrence.objects.filter(activity=activity).first()
    assert dialog.locator("[name=due]").input_value() == (before.due + timedelta(days=21)).isoformat()
    dialog.locator("[name=reason]").fill("Перенос защиты")
    dialog.get_by_role("button", name="Перенести").click()
    page.wait_for_load_state()
    assert "Срок перенесён" in curator.text()
    with scopes_disabled():
        after = Occurrence.objects.get(pk=before.pk)
    assert (after.due, after.is_moved) == (before.due + timedelta(days=21), True)


@pytest.mark.parametrize(("path", "roadmaps"), PLANS)
def test_signed_order_proves_the_activity_of_an_imported_plan(
    college: College, desk: Callable[..., Any], site: Any, path: Path, roadmaps: int
) -> None:
    if not path.exists():
        pytest.skip("the collected plans are not beside this checkout")
    curator, director = Walk(desk(college.curator), site.url), Walk(desk(college.director), site.url)
    problems: list[str] = []
    curator.page.on("console", lambda told: problems.append(told.text) if told.type == "error" else None)
    import_plans(curator, path)
    with scopes_disabled():
        assert Roadmap.objects.count() == roadmaps
        own = Activity.objects.filter(stage__roadmap__project=None)
        activity = next(one for one in own if any(kind.startswith("order_") for kind in one.result_kinds))
    expect_order_of_pairs(curator, activity)
    if path.is_relative_to(OWN):
        drag_a_bar(curator, activity)
    order = draft_order(college)
    curator.go("roadmap:activity", pk=activity.pk)
    assert "приказ составлен и ждёт подписи" in curator.text()
    sign(director, order)
    curator.go("roadmap:activity", pk=activity.pk)
    shown = curator.text().lower()
    assert "подписан приказ" in shown
    assert "по записям портала" in shown
    curator.page.goto(f"{site.url}{reverse('roadmap:roadmap')}?view=timeline")
    curator.page.locator(".gantt svg, svg.gantt").first.wait_for()
    wrong = [found["id"] for found in violations(curator.page)
             if found["impact"] in {"serious", "critical"}]  # fmt: skip
    assert (wrong, problems) == ([], [])
