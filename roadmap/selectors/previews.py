"""The preview of an import: every row with what was understood, what is doubtful, and what will come of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.enums import Role
from mentorship.models import Project
from roadmap.deadlines import Deadline, explained
from roadmap.drafts import PlanForm, RowForm
from roadmap.enums import DeadlineKind, ResultKind
from roadmap.proofs import PROOFS
from roadmap.targets import named_in

NOT_GIVEN = "срок не указан"


@dataclass(frozen=True)
class PreviewLine:
    """A row of the preview; `index` is its place in the plan (from 0)."""

    index: int
    row: RowForm
    reading: Deadline
    people: tuple[str, ...] = ()

    @property
    def answering(self) -> list[str]:
        """Who will answer for it in the portal: people by name, roles."""
        return [*self.people, *(Role(role).label for role in self.row.answering)]

    @property
    def understood(self) -> str:
        return explained(self.reading)

    @property
    def kinds(self) -> list[tuple[str, bool]]:
        """Kinds of result and whether the portal proves them itself."""
        return [(ResultKind(kind).label, kind in PROOFS) for kind in self.row.kinds]

    @property
    def doubts(self) -> list[str]:
        """What a person should look at, each once."""
        found = list(self.row.doubts)
        reading = self.reading
        if reading.kind == DeadlineKind.UNKNOWN and self.row.deadline:
            found.append(reading.note or "срок не понят")
        else:
            found += [doubt for doubt in reading.doubts if doubt not in found and doubt != NOT_GIVEN]
            if reading.needs_a_look and not reading.doubts and reading.kind != DeadlineKind.UNKNOWN:
                found.append(reading.note or "срок прочитан с сомнением")
        if self.row.edited:
            found = [doubt for doubt in found if doubt not in (NOT_GIVEN, "ответственный не указан")]
        return list(dict.fromkeys(found))

    @property
    def note(self) -> str:
        return "" if self.reading.note in self.doubts else self.reading.note


@dataclass(frozen=True)
class PreviewStage:
    title: str
    task: str
    lines: list[PreviewLine]


@dataclass(frozen=True)
class Preview:
    """The chosen plan with its rows by stage and the figures over them."""

    plan: PlanForm
    stages: list[PreviewStage]

    @property
    def lines(self) -> list[PreviewLine]:
        return [line for stage in self.stages for line in stage.lines]

    @property
    def included(self) -> int:
        return len(self.plan.included)

    @property
    def excluded(self) -> int:
        return len(self.plan.rows) - self.included

    @property
    def doubtful(self) -> int:
        return sum(bool(line.doubts) and line.row.included for line in self.lines)


def project_named(title: str, projects: Iterable[Project]) -> Project | None:
    """The project whose form of mentoring a plan's title names: «Проект „Студент – студент“»."""
    return next((project for project in projects if named_in(title, project.form.title)), None)


def preview_of(
    plan: PlanForm, *, only_doubtful: bool = False, names: Mapping[int, str] | None = None
) -> Preview:
    """Rows by stage, in the plan's order; rows of one stage that stand apart stay apart. `names` are users' names."""
    stages: list[PreviewStage] = []
    for index, (row, reading) in enumerate(zip(plan.rows, plan.readings(), strict=True)):
        people = tuple(names[user] for user in row.people if user in names) if names else ()
        line = PreviewLine(index, row, reading, people)
        if only_doubtful and not line.doubts:
            continue
        if not stages or stages[-1].title != row.stage:
            stages.append(PreviewStage(row.stage, plan.tasks.get(row.stage, ""), []))
        stages[-1].lines.append(line)
    return Preview(plan, stages)
