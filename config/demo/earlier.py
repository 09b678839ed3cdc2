"""The year before the demo's own: a programme that is over, with the figures of its report and its SWOT.

The invented college came to the portal in the autumn, so that of the year before it has what stood on paper.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from config.demo.house import House, description
from mentorship.domain import programmes
from mentorship.models import FormOfMentoring, Programme
from reports.domain import indicators, swot
from reports.domain.indicator_snapshots import take_snapshot
from reports.indicator_catalogue import catalogue_set
from reports.indicator_enums import Formula
from reports.indicator_formulas import unit_of
from reports.models import Indicator
from reports.swot_enums import Quadrant


def bring_earlier_year(house: House) -> Programme:
    """The programme of the year before with its indicators and SWOT, closed."""
    given: dict[str, Any] = description()["earlier"]
    programme = programmes.create_programme(
        house.organization, actor=house.curator, curator=house.curator, **given["programme"]
    )
    for card in given["projects"]:
        form = FormOfMentoring.objects.get(organization=None, code=card["form"])
        programmes.add_project(programme, form=form, title=card["title"], actor=house.curator)
    programmes.start_programme(programme, actor=house.curator)
    _measure(programme, given, house)
    last: dt.date = programme.period_end
    take_snapshot(programme, on=last, purpose=given["source"], actor=house.curator)
    _conclude(programme, given["swot"], house)
    programmes.close_programme(programme, actor=house.curator, reason="Год закончен")
    return programme


def _measure(programme: Programme, given: dict[str, Any], house: House) -> None:
    """Plan and fact as the paper report had them: the portal has counted nothing of that year."""
    cards = {
        row.code: row for code in ("r145", "work") if (own := catalogue_set(code)) for row in own.indicators
    }
    plans: dict[Indicator, dict[int, Decimal | None]] = {}
    for code, (planned, part, whole) in given["figures"].items():
        card = cards[code]
        row = indicators.add_indicator(
            programme,
            actor=house.curator,
            code=code,
            title=card.title,
            short_title=card.short_title,
            group=card.group,
            formula=Formula.MANUAL,
            unit=unit_of(card.formula),
        )
        plans[row] = {programme.period_start.year: Decimal(planned)}
        indicators.record_fact(
            row,
            numerator=part,
            denominator=whole,
            as_of=programme.period_end,
            source=given["source"],
            actor=house.curator,
        )
    indicators.set_plans(programme, plans=plans, actor=house.curator)


def _conclude(programme: Programme, given: dict[str, Any], house: House) -> None:
    """What the team decided then: everything that the figures said was kept, one statement added."""
    analysis = swot.draft_swot(programme, actor=house.curator, on=programme.period_end)
    for row in analysis.statements.all():
        swot.keep_statement(row, actor=house.curator)
    for quadrant, text in given["added"].items():
        swot.add_statement(analysis, quadrant=Quadrant(quadrant), text=text, actor=house.curator)
    swot.write_decisions(analysis, text=given["decisions"], actor=house.curator)
