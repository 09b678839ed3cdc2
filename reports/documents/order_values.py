"""Values of the variables that every order knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from core.errors import DomainError
from core.models import Organization
from core.russian import date_long, period_long
from mentorship.models import Programme
from reports.citations import REFERENCES, Reference
from reports.documents.curators import curator_in_dative
from reports.documents.letterhead import head_in, town
from reports.wordings.declared import CASES
from reports.wordings.filling import Value


def in_cases(name: str, form: Callable[[str], str]) -> dict[str, Value]:
    """«куратор» and its five other forms, each found when a text uses it. `form` takes a value of core.names.Case."""
    made: dict[str, Value] = {name: partial(form, "nominative")}
    made |= {f"{name}, {word}": partial(form, case) for word, case in CASES.items()}
    return made


def common_values(organization: Organization, programme: Programme, day: dt.date) -> dict[str, Value]:
    """What `reports.wordings.common.COMMON` promises."""
    return {
        "учреждение": organization.full_name,
        "учреждение кратко": organization.short_name or organization.full_name,
        "учредитель": organization.founder,
        "город": town(organization.city),
        **in_cases("руководитель", partial(head_in, organization)),
        "программа": programme.title,
        "срок программы": period_long(programme.period_start, programme.period_end),
        "учебный год": year_of(programme),
        "куратор программы кому": partial(curator_in_dative, programme),
        **{one.variable: partial(_cited, one, day) for one in REFERENCES},
    }


def _cited(one: Reference, day: dt.date) -> str:
    """An act is cited while it is in force; afterwards the text has to be worded anew."""
    if not one.in_force(day):
        raise DomainError(
            f"{one.act.named}: на {date_long(day)} не действует. Замените ссылку в тексте.", code="act"
        )
    return one.act.by


def year_of(programme: Programme) -> str:
    """«2026/27 учебный год», «2026 год», «2026–2028 годы»: as the programme runs."""
    start, end = programme.period_start, programme.period_end
    if start.year == end.year:
        return f"{start.year}\u00a0год"
    if end.year == start.year + 1 and start.month >= 7:
        return f"{start.year}/{end.year % 100:02d} учебный год"
    return f"{start.year}–{end.year} годы"
