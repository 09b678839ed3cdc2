"""Addresses of indicators beyond their table: lists behind a figure."""

from typing import Any

from core.enums import Role
from reports.indicator_enums import Formula
from reports.models import Indicator, IndicatorSnapshot
from tests.matrix import Row, World, roles

KEEPERS = roles(Role.DIRECTOR, Role.CURATOR)


def behind(world: World) -> dict[str, Any]:
    """Students who are mentors: people, whom both the director and the curator may read."""

    def make() -> int:
        return Indicator.objects.create(
            organization=world.org,
            programme=world.programme,
            code="behind",
            title="Студенты-наставники",
            formula=Formula.STUDENT_MENTORS,
        ).pk

    day = world.programme.period_start.isoformat()
    return {"pk": world.once("counted_indicator", make), "side": "numerator", "on": day}


def counted(world: World) -> dict[str, Any]:
    return {"pk": behind(world)["pk"]}


def snapshot(world: World) -> dict[str, Any]:
    def make() -> int:
        return IndicatorSnapshot.objects.create(
            organization=world.org,
            programme=world.programme,
            on=world.programme.period_start,
            year=2026,
            purpose="Отчёт",
        ).pk

    return {"pk": world.once("indicator_snapshot", make)}


ROWS = [
    Row("reports:indicator_behind", KEEPERS, behind),
    Row("reports:contingent_load", roles(Role.CURATOR)),
    Row("reports:indicator_years", KEEPERS),
    Row("reports:indicator_chart", KEEPERS, counted),
    Row("reports:indicator_snapshots", KEEPERS),
    Row("reports:indicator_snapshot_take", roles(Role.CURATOR)),
    Row("reports:indicator_snapshot", KEEPERS, snapshot),
]
