"""The outline of a plan's template, as a curator writes it, and the plain marks of materials. Pure functions.

    Раздел: Запрос | О чём просит наставляемый
    Цель: Закрыть долги по математике
    Показатель: нет задолженностей
    Неделя: 12
    - Разобрать пропущенные темы | список тем | 2 | вместе
    Точка: Первые итоги | 6

Weeks are counted from the first day of the plan. What a step brings, its week and who does it may be left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from core.errors import DomainError
from mentorship.plan_enums import StepOwner

MOST_GOALS, MOST_STEPS, MOST_WEEKS = 12, 15, 200
_OWNERS = {label.casefold(): value for value, label in StepOwner.choices}
_LENGTHS = {"Раздел": 120, "Цель": 300, "Показатель": 300, "Точка": 200}


@dataclass(frozen=True)
class OutlineSection:
    title: str
    hint: str = ""


@dataclass(frozen=True)
class OutlineStep:
    title: str
    expected: str = ""
    week: int | None = None
    owner: str = StepOwner.BOTH


@dataclass(frozen=True)
class OutlineGoal:
    title: str
    measure: str = ""
    week: int | None = None
    steps: tuple[OutlineStep, ...] = ()


@dataclass(frozen=True)
class OutlinePoint:
    title: str
    week: int


@dataclass(frozen=True)
class Outline:
    """What a template holds; weeks count from 1, which is the first week of the plan."""

    sections: tuple[OutlineSection, ...] = ()
    goals: tuple[OutlineGoal, ...] = ()
    points: tuple[OutlinePoint, ...] = ()


@dataclass
class _Reader:
    sections: list[OutlineSection] = field(default_factory=list)
    goals: list[OutlineGoal] = field(default_factory=list)
    points: list[OutlinePoint] = field(default_factory=list)


def read_outline(text: str) -> Outline:
    """The outline of a template. Raises DomainError (field `outline`) that names the line and what is wrong."""
    reader = _Reader()
    for number, raw in enumerate(text.splitlines(), start=1):
        line = " ".join(raw.split())
        if line:
            _take(reader, line, number)
    if not reader.goals:
        raise _error(None, "нужна хотя бы одна цель, например «Цель: Закрыть долги по математике»")
    unmeasured = next((goal for goal in reader.goals if not goal.measure), None)
    if unmeasured is not None:
        raise _error(None, f"у цели «{unmeasured.title}» нет строки «Показатель:»")
    titles = [section.title.casefold() for section in reader.sections]
    if len(titles) != len(set(titles)):
        raise _error(None, "разделы повторяются")
    return Outline(tuple(reader.sections), tuple(reader.goals), tuple(reader.points))


def write_outline(outline: Outline) -> str:
    """The same in the words that `read_outline` reads: reading what is written gives the outline back."""
    lines = [f"Раздел: {one.title}" + (f" | {one.hint}" if one.hint else "") for one in outline.sections]
    for goal in outline.goals:
        lines += ["", f"Цель: {goal.title}", f"Показатель: {goal.measure}"]
        if goal.week:
            lines.append(f"Неделя: {goal.week}")
        lines += [_step_line(step) for step in goal.steps]
    if outline.points:
        lines.append("")
    lines += [f"Точка: {point.title} | {point.week}" for point in outline.points]
    return "\n".join(lines).strip() + "\n"


def _step_line(step: OutlineStep) -> str:
    week = "" if step.week is None else str(step.week)
    parts = [step.title, step.expected, week, StepOwner(step.owner).label.lower()]
    if step.owner == StepOwner.BOTH:
        parts.pop()
        while len(parts) > 1 and not parts[-1]:
            parts.pop()
    return "- " + " | ".join(parts)


def _take(reader: _Reader, line: str, number: int) -> None:
    if line[0] in "-–—•":
        _take_step(reader, line[1:].strip(), number)
        return
    mark, colon, rest = line.partition(":")
    mark, rest = mark.strip().capitalize(), rest.strip()
    if not colon or mark not in {*_LENGTHS, "Неделя"}:
        raise _error(
            number, "начните строку со слова «Раздел:», «Цель:», «Показатель:», «Неделя:», «Точка:» или с «-»"
        )
    if not rest:
        raise _error(number, f"после «{mark}:» ничего не написано")
    first, *more = [part.strip() for part in rest.split("|")]
    if not first or len(first) > _LENGTHS.get(mark, 10):
        raise _error(number, f"слишком длинно или пусто, можно до {_LENGTHS.get(mark, 10)} знаков")
    if mark == "Раздел":
        hint = more[0] if more else ""
        if len(hint) > 300:
            raise _error(number, "подсказка длиннее 300 знаков")
        reader.sections.append(OutlineSection(first, hint))
    elif mark == "Цель":
        if len(reader.goals) == MOST_GOALS:
            raise _error(number, f"больше {MOST_GOALS} целей в одном плане не выполнить")
        reader.goals.append(OutlineGoal(first))
    elif mark == "Точка":
        reader.points.append(OutlinePoint(first, _week(more[0] if more else "", number)))
    else:
        _take_of_goal(reader, mark, first, number)


def _take_of_goal(reader: _Reader, mark: str, text: str, number: int) -> None:
    if not reader.goals:
        raise _error(number, f"«{mark}:» стоит раньше первой цели")
    goal = reader.goals[-1]
    changed = replace(goal, measure=text) if mark == "Показатель" else replace(goal, week=_week(text, number))
    reader.goals[-1] = changed


def _take_step(reader: _Reader, text: str, number: int) -> None:
    if not reader.goals:
        raise _error(number, "шаг стоит раньше первой цели")
    goal = reader.goals[-1]
    if len(goal.steps) == MOST_STEPS:
        raise _error(number, f"больше {MOST_STEPS} шагов у цели не бывает")
    title, expected, week, owner, *_ = [*(part.strip() for part in text.split("|")), "", "", "", ""]
    if not title or len(title) > 300 or len(expected) > 300:
        raise _error(number, "шаг и его результат: от 1 до 300 знаков")
    if owner and owner.casefold() not in _OWNERS:
        raise _error(number, f"кто делает: {', '.join(label.lower() for label in StepOwner.labels)}")
    step = OutlineStep(
        title, expected, _week(week, number) if week else None, _OWNERS.get(owner.casefold(), StepOwner.BOTH)
    )
    reader.goals[-1] = replace(goal, steps=(*goal.steps, step))


def _week(text: str, number: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MOST_WEEKS):
        raise _error(number, f"неделя — число от 1 до {MOST_WEEKS}")
    return int(text)


def _error(number: int | None, what: str) -> DomainError:
    where = "Содержание" if number is None else f"Строка {number}"
    return DomainError(f"{where}: {what}.", field="outline", code="outline")


@dataclass(frozen=True)
class Paragraphs:
    """A part of a material: `kind` is «h» (heading), «p» or «ul»; `lines` are its texts."""

    kind: str
    lines: tuple[str, ...]


def paragraphs_of(text: str) -> list[Paragraphs]:
    """Plain marks: «# Заголовок», «- строка списка», everything else is paragraphs parted by empty lines."""
    found: list[Paragraphs] = []
    open_kind = ""
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            open_kind = ""
            continue
        kind = "h" if line.startswith("# ") else "ul" if line[0] in "-•" and line[1:2] == " " else "p"
        words = line if kind == "p" else line[2:].strip()
        if kind == "h" or kind != open_kind:
            found.append(Paragraphs(kind, (words,)))
        else:
            last = found[-1]
            lines = (*last.lines, words) if kind == "ul" else (f"{last.lines[0]} {words}",)
            found[-1] = Paragraphs(kind, lines)
        open_kind = kind
    return [one for one in found if any(one.lines)]
