"""Values of the variables that every order knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from core.models import Organization
from core.russian import period_long
from mentorship.models import Programme
from reports.citations import LABOUR_CODE_MENTORING, REFERENCES, TARGET_MODEL, cite
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
        **{one.variable: partial(cite, one.act, day) for one in REFERENCES},
    }


def acts_of_pairs(employees: Sequence[bool], day: dt.date) -> list[str]:
    """What an order of pairs rests on; `employees` tells of each pair whether both sides are employees.

    Р-145 speaks of pupils and students; pairs of employees rest on the Labour Code (methodology §1.1, §6.2).
    DomainError when an act is out of force on the day.
    """
    acts = [] if all(employees) else [TARGET_MODEL]
    acts += [LABOUR_CODE_MENTORING] if any(employees) else []
    return [cite(act, day) for act in acts]


def year_of(programme: Programme) -> str:
    """«2026/27 учебный год», «2026 год», «2026–2028 годы»: as the programme runs."""
    start, end = programme.period_start, programme.period_end
    if start.year == end.year:
        return f"{start.year}\u00a0год"
    if end.year == start.year + 1 and start.month >= 7:
        return f"{start.year}/{end.year % 100:02d} учебный год"
    return f"{start.year}–{end.year} годы"
