"""«Лист изменений»: two texts of a plan compared row by row, field by field. Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from roadmap.outlines import Outline, OutlineRow, OutlineStage

FIELDS = (
    ("stage", "Этап"),
    ("number", "Номер"),
    ("text", "Мероприятие"),
    ("deadline", "Срок"),
    ("moved", "Перенос срока"),
    ("responsible", "Ответственные"),
    ("result", "Результат"),
)
Placed = tuple[OutlineStage, OutlineRow]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a row; either side may be empty."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that is in both texts and differs; `row` is the new one."""

    stage: str
    row: OutlineRow
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class PlacedRow:
    stage: str
    row: OutlineRow


@dataclass(frozen=True)
class Changes:
    """What turns one text of a plan into the other; `head` are changes of its name and term."""

    head: tuple[FieldChange, ...]
    added: list[PlacedRow]
    removed: list[PlacedRow]
    changed: list[RowChange]

    @property
    def any(self) -> bool:
        return bool(self.head or self.added or self.removed or self.changed)

    @property
    def counts(self) -> dict[str, int]:
        return {"added": len(self.added), "removed": len(self.removed), "changed": len(self.changed)}


def compare(before: Outline, after: Outline) -> Changes:
    """The changes from `before` to `after`, in the order of the rows.

    Rows are told to be the same by the activity they come from, else by number and text, else by their text, else by
    their stage and number. Each row is matched once.
    """
    old, new = list(before.rows), list(after.rows)
    pairs = _matched(old, new)
    matched_old = {id(row) for (_, row), _ in pairs}
    matched_new = {id(row) for _, (_, row) in pairs}
    places = {id(row): place for place, (_, row) in enumerate(new)}
    changed = [
        RowChange(stage.title, row, fields)
        for was, (stage, row) in sorted(pairs, key=lambda pair: places[id(pair[1][1])])
        if (fields := _fields(was, (stage, row)))
    ]
    return Changes(
        head=_head(before, after),
        added=[PlacedRow(stage.title, row) for stage, row in new if id(row) not in matched_new],
        removed=[PlacedRow(stage.title, row) for stage, row in old if id(row) not in matched_old],
        changed=changed,
    )


def _matched(old: list[Placed], new: list[Placed]) -> list[tuple[Placed, Placed]]:
    keys: tuple[Callable[[Placed], Hashable], ...] = (
        lambda each: each[1].id or None,
        lambda each: (_folded(each[1].number), _folded(each[1].text)),
        lambda each: _folded(each[1].text) or None,
        lambda each: (_folded(each[0].title), _folded(each[1].number)) if each[1].number else None,
    )
    pairs: list[tuple[Placed, Placed]] = []
    for key in keys:
        waiting: dict[Hashable, list[Placed]] = defaultdict(list)
        for each in old:
            waiting[key(each)].append(each)
        left = []
        for each in new:
            found = key(each)
            if found is not None and waiting[found]:
                pairs.append((waiting[found].pop(0), each))
            else:
                left.append(each)
        taken = {id(was[1]) for was, _ in pairs}
        old, new = [each for each in old if id(each[1]) not in taken], left
    return pairs


def _folded(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").strip(" .").split())


def _values(each: Placed) -> dict[str, str]:
    stage, row = each
    return {
        "stage": stage.title,
        "number": row.number,
        "text": row.text,
        "deadline": row.deadline,
        "moved": row.moved,
        "responsible": row.responsible,
        "result": row.result,
    }


def _fields(was: Placed, now: Placed) -> tuple[FieldChange, ...]:
    before, after = _values(was), _values(now)
    return tuple(
        FieldChange(name, label, before[name], after[name])
        for name, label in FIELDS
        if before[name].split() != after[name].split()
    )


def _head(before: Outline, after: Outline) -> tuple[FieldChange, ...]:
    values = (
        ("title", "Название", before.title, after.title),
        ("period_start", "Начало", f"{before.period_start:%d.%m.%Y}", f"{after.period_start:%d.%m.%Y}"),
        ("period_end", "Окончание", f"{before.period_end:%d.%m.%Y}", f"{after.period_end:%d.%m.%Y}"),
    )
    return tuple(FieldChange(*each) for each in values if each[2] != each[3])
