"""Approved versions are frozen; what changes afterwards is listed field by field."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from roadmap.comparing import compare
from roadmap.domain.editing import edit_activity
from roadmap.domain.roadmaps import approve_roadmap
from roadmap.domain.versions import approve_changes
from roadmap.models import Activity, RoadmapVersion
from roadmap.outlines import Outline, OutlineRow, OutlineStage
from roadmap.selectors.changes import change_sheet
from tests import factories
from tests.roadmap import makers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture
def programme(org):
    return factories.programme(org)


def approved(programme, user):
    roadmap = makers.roadmap(
        programme, makers.row(number="1.", text="Собраться"), makers.row(number="2.", text="Отчитаться")
    )
    return approve_roadmap(roadmap, actor=user)


def edit(programme, user, number, **values):
    activity = Activity.objects.select_related("stage__roadmap__organization").get(
        stage__roadmap__programme=programme, number=number
    )
    edit_activity(activity, actor=user, **values)


def test_approval_freezes_the_first_version_which_no_edit_changes(programme, curator):
    roadmap = approved(programme, curator.user)
    version = RoadmapVersion.objects.get()
    assert (version.number, version.approved_by) == (1, curator.user)
    edit(programme, curator.user, "1.", deadline="до 20 декабря 2026")
    version.refresh_from_db()
    assert version.content["stages"][0]["rows"][0]["deadline"] == "До 10 декабря 2026"
    assert change_sheet(roadmap).changes.counts == {"added": 0, "removed": 0, "changed": 1}


def test_changes_are_listed_field_by_field(programme, curator):
    roadmap = approved(programme, curator.user)
    edit(programme, curator.user, "1.", deadline="до 20 декабря 2026", responsible="Методист")
    (row,) = change_sheet(roadmap).changes.changed
    assert [(each.label, each.before, each.after) for each in row.fields] == [
        ("Срок", "До 10 декабря 2026", "до 20 декабря 2026"),
        ("Ответственные", "Куратор программы", "Методист"),
    ]


def test_approved_changes_are_the_next_version_and_any_two_are_compared(programme, curator):
    roadmap = approved(programme, curator.user)
    with pytest.raises(DomainError, match="ничего не изменилось"):
        approve_changes(roadmap, actor=curator.user)
    edit(programme, curator.user, "1.", text="Собраться всем вместе")
    approve_changes(roadmap, actor=curator.user, reason="Протокол № 4")
    edit(programme, curator.user, "2.", result="Отчёт")
    sheet = change_sheet(roadmap, before=1, after=2)
    assert [each.field for row in sheet.changes.changed for each in row.fields] == ["text"]
    assert sheet.reasons == ["Протокол № 4"]
    assert change_sheet(roadmap).changes.counts["changed"] == 1
    assert change_sheet(roadmap, before=1).changes.counts["changed"] == 2
    for wrong in ({"before": 9}, {"before": 2, "after": 1}, {"before": 1, "after": 9}):
        with pytest.raises(DomainError):
            change_sheet(roadmap, **wrong)


def test_changes_of_a_plan_that_is_not_approved_are_not(programme, curator):
    roadmap = makers.roadmap(programme)
    assert change_sheet(roadmap) is None
    with pytest.raises(DomainError, match="утвердите саму"):
        approve_changes(roadmap, actor=curator.user)


def outline(*rows: OutlineRow, title: str = "План") -> Outline:
    return Outline(title, date(2026, 9, 1), date(2027, 8, 31), (OutlineStage("Этап", "", rows),))


def test_rows_are_found_again_by_activity_then_text_then_number():
    before = outline(
        OutlineRow("1.", "Первое", id=1), OutlineRow("2.", "Второе", id=2), OutlineRow("3.", "Третье", id=3)
    )
    same = outline(OutlineRow("7.", "Иное", id=1), OutlineRow("2.", "Второе", id=2))
    changes = compare(before, same)
    assert [[each.field for each in row.fields] for row in changes.changed] == [["number", "text"]]
    assert [each.row.number for each in changes.removed] == ["3."]
    other = outline(
        OutlineRow("1.", "Второе", id=11),
        OutlineRow("3.", "Совсем другое", id=12),
        OutlineRow("9.", "Новое", id=13),
    )
    changes = compare(before, other)
    assert [row.row.text for row in changes.changed] == ["Второе", "Совсем другое"]
    assert ([each.row.text for each in changes.added], [each.row.text for each in changes.removed]) == (
        ["Новое"],
        ["Первое"],
    )


rows = st.lists(
    st.builds(
        OutlineRow,
        number=st.sampled_from(["", "1.", "1.1.", "2."]),
        text=st.sampled_from(["Дело", "Собрание", "Отчёт", ""]),
        deadline=st.sampled_from(["", "май", "до 5 мая"]),
        id=st.integers(0, 4),
    ),
    max_size=6,
)


@given(rows, rows)
def test_every_row_is_counted_once(before, after):
    changes = compare(outline(*before), outline(*after))
    assert len(before) - len(changes.removed) == len(after) - len(changes.added)
    assert not compare(outline(*before), outline(*before)).any


def test_page_lists_changes_and_lets_the_curator_approve_them(programme, curator, director, signed_in):
    roadmap = approved(programme, curator.user)
    address = reverse("roadmap:changes", args=[roadmap.pk])
    assert "Изменений нет" in signed_in(curator).get(address).content.decode()
    edit(programme, curator.user, "1.", deadline="до 20 декабря 2026")
    page = signed_in(curator).get(address).content.decode()
    approve = reverse("roadmap:changes_approve", args=[roadmap.pk])
    assert "до 20 декабря 2026" in page
    assert approve in page
    assert approve not in signed_in(director).get(address).content.decode()
    assert signed_in(curator).post(approve, {"reason": "Протокол № 4"}).status_code == 302
    assert "Протокол № 4" in signed_in(curator).get(f"{address}?from=1").content.decode()
    assert signed_in(curator).post(approve, {"reason": ""}).status_code == 422
    for query in ("from=x", "from=9", "to=1", "from=99999999"):
        assert signed_in(curator).get(f"{address}?{query}").status_code == 404


def test_page_costs_the_same_for_one_row_and_for_three(org, curator, signed_in, queries_of):
    browser, costs = signed_in(curator), []
    for count in (1, 3):
        programme = factories.programme(org)
        made = [makers.row(number=f"{n}.", stage=f"Этап {n}.") for n in range(1, count + 1)]
        roadmap = approve_roadmap(makers.roadmap(programme, *made), actor=curator.user)
        for each in made:
            edit(programme, curator.user, each.number, deadline="май")
        address = reverse("roadmap:changes", args=[roadmap.pk])
        browser.get(address)
        costs.append(queries_of(lambda address=address: browser.get(address)))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    "values",
    [{"content": {"stages": []}}, {"number": 7}, {"approved_on": date(2020, 1, 1)}, {"reason": "иначе"}],
)
def test_the_database_keeps_an_approved_version_as_it_is(programme, curator, values):
    approved(programme, curator.user)
    with pytest.raises(DatabaseError), transaction.atomic():
        RoadmapVersion.objects.update(**values)
    version = RoadmapVersion.objects.get()
    for name, value in values.items():
        setattr(version, name, value)
    with pytest.raises(DatabaseError), transaction.atomic():
        version.save()
    assert RoadmapVersion.objects.get().number == 1
    RoadmapVersion.objects.update(approved_by=None)  # the account of who approved may go
    assert RoadmapVersion.objects.get().approved_by is None


def test_the_database_lets_no_version_go(programme, curator):
    approved(programme, curator.user)
    for gone in (RoadmapVersion.objects.all(), RoadmapVersion.objects.get(), programme.roadmaps.get()):
        with pytest.raises(DatabaseError), transaction.atomic():
            gone.delete()
    assert RoadmapVersion.objects.count() == 1


def test_the_database_takes_a_version_only_behind_the_last_of_an_approved_plan(programme, curator):
    roadmap = approved(programme, curator.user)
    draft = makers.roadmap(factories.programme(programme.organization))
    for plan, number in ((roadmap, 3), (draft, 1)):
        with pytest.raises(DatabaseError), transaction.atomic():
            RoadmapVersion.objects.create(
                roadmap=plan, number=number, content={}, approved_on=date(2026, 9, 1)
            )
    RoadmapVersion.objects.create(roadmap=roadmap, number=2, content={}, approved_on=date(2026, 9, 1))
    draft.delete()  # nothing of it was ever approved
