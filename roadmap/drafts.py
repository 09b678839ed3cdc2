"""A plan between reading and the roadmap: plain values that a preview shows, a person edits, and JSON keeps."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from core.errors import DomainError
from roadmap.deadlines import Deadline, Period, parse_column
from roadmap.enums import ResultKind
from roadmap.named_people import Member, people_named
from roadmap.reading import PlanDraft, PlanRow
from roadmap.reading.results import result_kinds
from roadmap.responsible import roles_named

LISTS = ("kinds", "doubts", "roles", "people")


@dataclass(frozen=True, slots=True)
class RowForm:
    """One activity as it will be written. `included` False leaves it out; `edited` says that a person changed it.

    `raw` holds, of the texts that were changed, what stood in the document. `roles` None — those that the words name;
    `people` are users of the institution.
    """

    stage: str
    number: str
    text: str
    deadline: str = ""
    responsible: str = ""
    result: str = ""
    kinds: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    source_row: int = 0
    included: bool = True
    edited: bool = False
    raw: dict[str, str] = field(default_factory=dict)
    roles: tuple[str, ...] | None = None
    people: tuple[int, ...] = ()

    @property
    def answering(self) -> tuple[str, ...]:
        """Roles that answer for the row: as chosen, else as the plan's words name them."""
        return tuple(roles_named(self.responsible)) if self.roles is None else self.roles


@dataclass(frozen=True, slots=True)
class PlanForm:
    """A plan with its rows; `period_start`/`period_end` are None while nobody has said them.

    `target` says where one of several plans goes (`roadmap.targets`), "" for the only plan of a document.
    """

    title: str
    period_start: date | None
    period_end: date | None
    columns: tuple[tuple[str, str], ...] = ()
    rows: tuple[RowForm, ...] = ()
    tasks: dict[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    place: str = ""
    target: str = ""

    @property
    def period(self) -> Period:
        return Period(self.period_start, self.period_end)

    @property
    def included(self) -> list[RowForm]:
        return [row for row in self.rows if row.included]

    @property
    def stage_titles(self) -> list[str]:
        return list(dict.fromkeys(row.stage for row in self.included))

    def readings(self) -> list[Deadline]:
        """The deadlines of all rows, in their order, as the period lets them be read."""
        return parse_column([row.deadline for row in self.rows], self.period)

    def with_row(self, index: int, row: RowForm) -> "PlanForm":
        rows = list(self.rows)
        rows[index] = row
        return replace(self, rows=tuple(rows))

    def to_json(self) -> dict[str, Any]:
        values = asdict(self)
        for name in ("period_start", "period_end"):
            values[name] = values[name].isoformat() if values[name] else None
        return values

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "PlanForm":
        rows = tuple(
            RowForm(**row | {name: tuple(row[name]) for name in LISTS if row.get(name) is not None})
            for row in values["rows"]
        )
        days = {
            name: date.fromisoformat(values[name]) if values[name] else None
            for name in ("period_start", "period_end")
        }
        columns = tuple((heading, meaning) for heading, meaning in values["columns"])
        return cls(**values | days | {"rows": rows, "columns": columns, "doubts": tuple(values["doubts"])})


def plan_form(draft: PlanDraft, members: Sequence[Member] = ()) -> PlanForm:
    """A read plan ready for its preview: merged cells filled, results sorted into kinds, people found by name."""
    return PlanForm(
        title=draft.title[:300],
        period_start=draft.period.start,
        period_end=draft.period.end,
        columns=draft.columns,
        rows=tuple(_row_form(row, members) for row in draft.rows),
        tasks=dict(draft.tasks),
        doubts=draft.doubts,
        place=draft.place,
    )


def _row_form(row: PlanRow, members: Sequence[Member]) -> RowForm:
    result = row.effective("result")
    return RowForm(
        stage=row.stage[:500],
        number=row.number[:40],
        text=row.text,
        kinds=tuple(kind.value for kind in result_kinds(result, row.text)),
        doubts=row.doubts,
        source_row=row.source_row,
        deadline=row.effective("deadline"),
        responsible=row.effective("responsible"),
        result=result,
        people=tuple(people_named(row.effective("responsible"), members)),
    )


TEXTS = ("stage", "number", "text", "deadline", "responsible", "result")


def edited_row(row: RowForm, **values: Any) -> RowForm:
    """A row as a person changed it; kinds of result follow the new text unless they were chosen by hand."""
    text = " ".join(str(values.get("text", row.text)).split())
    if not text:
        raise DomainError("Напишите мероприятие: без него строку можно только исключить.", field="text")
    unknown = [kind for kind in values.get("kinds", ()) if kind not in ResultKind.values]
    if unknown:
        raise DomainError("Такого вида результата нет.", field="kinds")
    if tuple(values.get("roles") or ()) == row.answering and values.get("responsible") == row.responsible:
        values.pop("roles", None)  # left as the words name them
    changed = replace(row, **values)
    if "kinds" in values and tuple(values["kinds"]) != row.kinds:
        kinds = tuple(values["kinds"])
    elif changed.result != row.result or changed.text != row.text:
        kinds = tuple(kind.value for kind in result_kinds(changed.result, changed.text))
    else:
        kinds = row.kinds
    raw = {
        name: getattr(row, name) for name in TEXTS if getattr(changed, name) != getattr(row, name)
    } | row.raw
    raw = {name: text for name, text in raw.items() if getattr(changed, name) != text}
    return replace(changed, kinds=kinds, edited=True, raw=raw)
