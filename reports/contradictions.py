"""Contradictions among indicators, found by their words and figures and told in plain Russian. Pure functions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from core.russian import date_short, fraction, grouped
from reports.indicator_enums import ContingentKind, Direction, Formula
from reports.indicator_formulas import Side, spec_of
from reports.indicator_lines import Denominator, IndicatorLine, PlanCell, amount_text
from reports.indicator_meaning import ages_apart, alike


class Kind(Enum):
    REPEATED = "repeated"
    DIFFERENT_PLANS = "different_plans"
    ALIKE = "alike"
    SWAPPED = "swapped"
    OTHER_AGES = "other_ages"
    OVER_WHOLE = "over_whole"
    PLAN_FALLS = "plan_falls"
    CONTINGENT = "contingent"


_MILD = frozenset({Kind.PLAN_FALLS, Kind.REPEATED, Kind.ALIKE})


@dataclass(frozen=True)
class Contradiction:
    """`indicators` are the rows it is about; `contingent` the kinds of figures, if it is about those."""

    kind: Kind
    text: str
    indicators: tuple[int, ...] = ()
    contingent: tuple[str, ...] = ()

    @property
    def tone(self) -> str:
        return "wait" if self.kind in _MILD else "bad"

    @property
    def chip(self) -> str:
        return "проверьте" if self.kind in _MILD else "противоречие"


def contradictions(
    lines: Sequence[IndicatorLine], contingent: Iterable[Denominator] = ()
) -> list[Contradiction]:
    """Everything that cannot be right (first) or looks like a slip, in the order of the lines."""
    found = [*_repeated(lines)]
    told = [{line.pk for line in same} for same in _clusters(lines)]
    found += [
        _alike(first, other)
        for first, other in alike(lines)
        if not any({first.pk, other.pk} <= same for same in told)
    ]
    for line in lines:
        found += [*_swapped(line), *_other_ages(line), *_over_whole(line), *_plan_against_direction(line)]
    found += _contingent(contingent)
    return sorted(found, key=lambda one: one.tone != "bad")


def title_key(title: str) -> str:
    """A title without brackets, punctuation and per cent signs: what makes two rows one indicator."""
    bare = re.sub(r"\([^()]*\)", " ", title.lower().replace("ё", "е"))
    return " ".join(re.findall(r"[а-яa-z0-9]+", bare))


# --- the same indicator twice ---


def _repeated(lines: Sequence[IndicatorLine]) -> list[Contradiction]:
    found = []
    for same in _clusters(lines):
        first, *others = same
        found += [_pair_of(first, other) for other in others]
    return found


def _clusters(lines: Sequence[IndicatorLine]) -> list[list[IndicatorLine]]:
    """Lines that share a title or a named formula, also through a third line; single lines are left out."""
    cluster_of: dict[int, int] = {}
    members: dict[int, list[IndicatorLine]] = {}
    seen: dict[str, int] = {}
    for line in lines:
        keys = [f"title {title_key(line.title)}"]
        if line.formula != Formula.MANUAL:
            keys.append(f"formula {line.formula}")
        own = {cluster_of[seen[key]] for key in keys if key in seen}
        target = min(own, default=line.pk)
        merged = [each for number in sorted(own) for each in members.pop(number)]
        members[target] = [*merged, line]
        for each in members[target]:
            cluster_of[each.pk] = target
        for key in keys:
            seen[key] = line.pk
    return [same for same in members.values() if len(same) > 1]


def _pair_of(first: IndicatorLine, other: IndicatorLine) -> Contradiction:
    where = f"«{first.title}» стоит дважды: {_in_groups(first, other)}"
    if title_key(first.title) != title_key(other.title):
        where = f"«{first.title}» и «{other.title}» – один показатель: {_in_groups(first, other)}"
    differ = _differing_years(first.plan, other.plan)
    pks = (first.pk, other.pk)
    if not differ:
        return Contradiction(Kind.REPEATED, f"{where}. План одинаков: оставьте одну строку.", pks)
    years = "; ".join(f"{a.label} – {a.text} и {b.text}" for a, b in differ)
    text = f"{where}, а план разный: {years}. Оставьте одну строку или исправьте план."
    return Contradiction(Kind.DIFFERENT_PLANS, text, pks)


def _alike(first: IndicatorLine, other: IndicatorLine) -> Contradiction:
    text = f"«{first.title}» и «{other.title}» похожи на один показатель: {_in_groups(first, other)}"
    differ = "; ".join(
        f"{a.label} – {a.text} и {b.text}" for a, b in _differing_years(first.plan, other.plan)
    )
    text += f". План разный: {differ}." if differ else "."
    text += " Если они разные, уточните названия; если один – оставьте одну строку."
    return Contradiction(Kind.ALIKE, text, (first.pk, other.pk))


def _other_ages(line: IndicatorLine) -> list[Contradiction]:
    """A numerator outside its denominator: people of one age taken of people of another."""
    why = ages_apart(line)
    return [Contradiction(Kind.OTHER_AGES, f"«{line.title}»: {why}", (line.pk,))] if why else []


def _in_groups(first: IndicatorLine, other: IndicatorLine) -> str:
    names = [line.group or "без группы" for line in (first, other)]
    if names[0] == names[1]:
        return f"в группе «{names[0]}»"
    return f"в группах «{names[0]}» и «{names[1]}»"


def _differing_years(first: Sequence[PlanCell], other: Sequence[PlanCell]) -> list[tuple[PlanCell, PlanCell]]:
    """Years that both plan, differently: a year that one row leaves empty contradicts nothing."""
    by_year = {cell.year: cell for cell in other if cell.amount is not None}
    return [
        (cell, by_year[cell.year])
        for cell in first
        if cell.amount is not None and cell.year in by_year and cell.amount != by_year[cell.year].amount
    ]


# --- a definition that counts the others ---

_WHO = {"наставник": Side.MENTORS, "наставляем": Side.MENTEES}
_PERSON = r"(наставник|наставляем)\w*"
_SATISFIED = re.compile(rf"удовлетворенност\w*\s+(?:\w+\s+)?{_PERSON}")
_IN_ROLE = re.compile(rf"в\s+роли\s+{_PERSON}")
_COUNTED = re.compile(rf"(?:количеств|числ|дол)\w*\s+(?:\w+\s+)?{_PERSON}")


def _subject(text: str, *patterns: re.Pattern[str]) -> Side | None:
    plain = text.lower().replace("ё", "е")
    for pattern in patterns:
        if match := pattern.search(plain):
            return _WHO[match.group(1)]
    return None


def _swapped(line: IndicatorLine) -> list[Contradiction]:
    named = _subject(line.title, _SATISFIED, _IN_ROLE)
    if named is None:
        return []
    where = f"«{line.title}»{f' (группа «{line.group}»)' if line.group else ''}"
    defined = _subject(line.definition, _IN_ROLE, _COUNTED)
    if defined not in {None, named}:
        text = (
            f"{where}: в названии {named.value}, а в определении считаются {_other(named).value}. "
            "Похоже, определения двух показателей перепутаны местами."
        )
        return [Contradiction(Kind.SWAPPED, text, (line.pk,))]
    counted = spec_of(line.formula).side
    if counted not in {None, named}:
        text = f"{where}: в названии {named.value}, а формула считает показатель «{Formula(line.formula).label}»."
        return [Contradiction(Kind.SWAPPED, text, (line.pk,))]
    return []


def _other(side: Side) -> Side:
    return Side.MENTEES if side is Side.MENTORS else Side.MENTORS


# --- figures ---


def _over_whole(line: IndicatorLine) -> list[Contradiction]:
    part, whole = line.fact.numerator, line.fact.denominator
    if not line.is_share or part is None or whole is None or part <= whole:
        return []
    text = f"«{line.title}»: {fraction(part, whole)} – часть больше целого."
    if line.whole is None:
        return [Contradiction(Kind.OVER_WHOLE, f"{text} Проверьте факт.", (line.pk,))]
    figure = line.whole
    text += f" Проверьте контингент «{figure.label}» на {date_short(figure.as_of)}: {figure.source}."
    return [Contradiction(Kind.OVER_WHOLE, text, (line.pk,), (figure.kind,))]


def _plan_against_direction(line: IndicatorLine) -> list[Contradiction]:
    """One warning a line: a plan that moves the wrong way is usually a slip of the keyboard."""
    planned = [(cell.label, cell.amount) for cell in line.plan if cell.amount is not None]
    less = line.direction == Direction.LESS
    for (year, before), (next_year, after) in pairwise(planned):
        if after > before if less else after < before:
            verb = "растёт, хотя лучше меньше:" if less else "снижается:"
            text = (
                f"«{line.title}»: план {verb} {year} – {amount_text(before, line.unit)}, "
                f"{next_year} – {amount_text(after, line.unit)}. Проверьте, нет ли описки."
            )
            return [Contradiction(Kind.PLAN_FALLS, text, (line.pk,))]
    return []


_PARTS = (
    (ContingentKind.STUDENTS_15_19, ContingentKind.STUDENTS_10_19),
    (ContingentKind.STUDENTS_10_19, ContingentKind.STUDENTS),
    (ContingentKind.STUDENTS_15_19, ContingentKind.STUDENTS),
    (ContingentKind.YOUNG_SPECIALISTS, ContingentKind.TEACHERS),
)


def _contingent(figures: Iterable[Denominator]) -> list[Contradiction]:
    """A part of the contingent cannot be larger than the whole it belongs to, on the same day."""
    by_day: dict[object, dict[str, Denominator]] = defaultdict(dict)
    for figure in figures:
        by_day[figure.as_of][figure.kind] = figure
    found = []
    for on_day in by_day.values():
        for part_kind, whole_kind in _PARTS:
            part, whole = on_day.get(part_kind), on_day.get(whole_kind)
            if part and whole and part.count > whole.count:
                text = (
                    f"Контингент на {date_short(part.as_of)}: «{part.label}» – {grouped(part.count)}, "
                    f"больше, чем «{whole.label}» – {grouped(whole.count)}."
                )
                found.append(Contradiction(Kind.CONTINGENT, text, contingent=(part.kind, whole.kind)))
    return found
