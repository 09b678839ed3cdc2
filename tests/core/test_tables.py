"""Cells of lists: the quick way writes what the library writes, values read as people read them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from core.enums import Role
from core.models import Membership
from core.tables import (
    DASH,
    ActionColumn,
    ChipColumn,
    LinkColumn,
    NumberColumn,
    PortalTable,
    cell_text,
    tables,
)
from tests import factories


class MixedTable(PortalTable):
    """A column of each kind that lists use."""

    user = LinkColumn(to=lambda row: f"/users/{row.pk}/")
    email = tables.Column(accessor="user__email")
    role = ChipColumn(tones={"mentor": "ok"})
    label = tables.Column(accessor="role")
    missing = tables.Column(accessor="user__no_such_field")
    position = tables.Column()
    shout = tables.Column(accessor="position")
    count = NumberColumn(accessor="pk")
    active = tables.Column(accessor="is_active")
    made = tables.Column(empty_values=(), orderable=False)
    name = tables.Column(accessor="user__get_full_text")
    linked = tables.Column(accessor="position", linkify=lambda record: f"/l/{record.pk}/")
    act = ActionColumn()

    def render_shout(self, value: str, record: Membership, bound_row: object) -> str:
        return f"{value.upper()} {record.pk} {bound_row is not None}"

    def render_made(self, **everything: object) -> str:
        return str(sorted(everything))

    def render_act(self) -> str:
        return "<b>"


@pytest.fixture
def rows(org, unscoped) -> list[Membership]:
    factories.membership(org, Role.MENTOR, position="Мастер", user=factories.user(full_name="<i>Тест</i>"))
    factories.membership(org, Role.MENTEE, position="")
    return list(Membership.objects.select_related("user").order_by("pk"))


def test_quick_cells_equal_the_cells_of_the_library(rows) -> None:
    table = MixedTable(rows)
    from core.tables import CellWriter

    for row in table.rows:
        for column in table.columns:
            assert CellWriter(column, table)(row) == row.get_cell(column.name), column.name


def test_rows_are_escaped_and_carry_their_labels_for_a_phone(rows) -> None:
    body = MixedTable(rows, selectable=True).body
    assert "<i>" not in body
    assert "&lt;i&gt;Тест&lt;/i&gt;" in body
    assert 'data-label="User" class="main-cell"' in body
    assert f'name="pk" value="{rows[0].pk}"' in body
    assert "&lt;b&gt;" in body


def test_rows_of_plain_dictionaries_are_drawn_too() -> None:
    class Plain(PortalTable):
        name = tables.Column()

    assert ">Тестова</td>" in Plain([{"name": "Тестова"}]).body


def test_a_column_named_like_a_relation_reads_the_rows_itself(rows) -> None:
    """«Категории» of a base is such a column: choosing it broke the page."""

    class Related(PortalTable):
        groups = tables.Column(accessor="user__groups", empty_values=())

        def render_groups(self, record: Membership) -> str:
            return f"групп: {record.user.groups.count()}"

    assert ">групп: 0</td>" in Related(rows).body


def test_days_stay_days_in_files(rows) -> None:
    """Columns that draw a day by a template gave «2026-10-01» as text, which no spreadsheet counts by."""

    class Days(PortalTable):
        created_at = tables.DateColumn(format="d.m.Y")
        updated_at = tables.DateTimeColumn(format="d.m.Y")

    _, first, _ = Days(rows).values_for_export()
    assert first == [timezone.localtime(rows[0].created_at).date(), timezone.localtime(rows[0].updated_at)]


def test_export_leaves_actions_out_and_markup_behind(rows) -> None:
    header, first, _ = MixedTable(rows).values_for_export()
    assert "" not in header
    assert first[header.index("Role")] == "Наставник"
    assert first[header.index("Count")] == rows[0].pk
    assert first[header.index("Active")] is True


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, DASH),
        ("", DASH),
        (True, "да"),
        (False, "нет"),
        (0, "0"),
        (12500, "12\u00a0500"),
        (2.5, "2,5"),
        (Decimal("10.20"), "10,2"),
        (Decimal("100"), "100"),
        (dt.date(2026, 11, 1), "01.11.2026"),
        ("<b>", "<b>"),
    ],
)
def test_values_read_as_people_read_them(value: object, shown: str) -> None:
    assert cell_text(value) == shown


def test_moments_are_told_in_the_zone_of_the_organisation() -> None:
    moment = dt.datetime(2026, 11, 21, 20, 30, tzinfo=dt.UTC)
    with timezone.override("Asia/Yekaterinburg"):
        assert cell_text(moment) == "22.11.2026 01:30"
