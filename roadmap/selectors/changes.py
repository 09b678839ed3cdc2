"""What changed between two texts of a roadmap: approved versions and the plan as it stands."""

from dataclasses import dataclass

from core.errors import DomainError
from roadmap.comparing import Changes, compare
from roadmap.enums import RoadmapState
from roadmap.models import Roadmap, RoadmapVersion
from roadmap.selectors.outlines import held_outline, outline_of

CURRENT = 0  # the plan as it stands, in the place of a version's number


@dataclass(frozen=True)
class VersionLine:
    """A text that can be chosen; `number` 0 is the plan as it stands now."""

    number: int
    label: str


@dataclass(frozen=True)
class ChangeSheet:
    """Two texts compared. `after` None is the plan as it stands."""

    roadmap: Roadmap
    before: RoadmapVersion
    after: RoadmapVersion | None
    changes: Changes
    choices: list[VersionLine]
    reasons: list[str]

    @property
    def may_approve(self) -> bool:
        """Whether what is shown waits for approval."""
        last = self.choices[-1].number if self.choices else 0
        waits = self.after is None and self.before.number == last
        return waits and self.changes.any and self.roadmap.state == RoadmapState.APPROVED


def change_sheet(
    roadmap: Roadmap, *, before: int | None = None, after: int | None = CURRENT
) -> ChangeSheet | None:
    """The changes from one version to another, by default from the last approved to the plan as it stands.

    None when nothing was approved yet. Raises DomainError for a version that is not there or an order turned round.
    """
    versions = list(roadmap.versions.select_related("approved_by"))
    if not versions:
        return None
    known = {each.number: each for each in versions}
    first = known.get(before) if before else versions[-1]
    last = known.get(after) if after else None
    if first is None or (after and last is None):
        raise DomainError("Такой версии нет.", code="no_version")
    if last is not None and last.number <= first.number:
        raise DomainError("Сравните более раннюю версию с более поздней.", code="order")
    changes = compare(held_outline(first), held_outline(last) if last else outline_of(roadmap))
    until = last.number if last else versions[-1].number
    return ChangeSheet(
        roadmap,
        first,
        last,
        changes,
        [
            VersionLine(each.number, f"Версия {each.number} от {each.approved_on:%d.%m.%Y}")
            for each in versions
        ],
        [each.reason for each in versions if first.number < each.number <= until and each.reason],
    )
