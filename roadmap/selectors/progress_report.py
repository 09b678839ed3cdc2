"""The roadmap on a day: figures by stage, what was done and by what it is proved, what is late, what goes on."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from roadmap.enums import EvidenceKind, OccurrenceState, Status
from roadmap.models import Activity, Evidence, Occurrence, Roadmap
from roadmap.selectors.statuses import StatusView, status_of


@dataclass(frozen=True)
class ActivityOnDay:
    """An activity as it stood on a day, with the proofs that were there by then."""

    activity: Activity
    status: StatusView
    done_on: date | None
    proofs: list[str]


@dataclass
class StageOnDay:
    """A stage with its activities; `counts` by state."""

    title: str
    rows: list[ActivityOnDay] = field(default_factory=list)

    @property
    def counts(self) -> Counter[Status]:
        return Counter(row.status.status for row in self.rows)


def roadmap_on(roadmap: Roadmap, day: date) -> list[StageOnDay]:
    """Stages in their order as they stood at the end of a day of the institution; four queries.

    What was marked done later is open, a proof that came later is not there yet. The plan itself is today's.
    """
    end = datetime.combine(day, time.max, tzinfo=ZoneInfo(roadmap.organization.time_zone))
    stages = {row.pk: StageOnDay(str(row)) for row in roadmap.stages.filter(archived_at__isnull=True)}
    activities = (
        Activity.objects.filter(stage__roadmap=roadmap, archived_at__isnull=True)
        .select_related("stage")
        .prefetch_related("occurrences", "evidence__fact", "evidence__file")
    )
    for activity in activities:
        rows = [_as_of(row, day) for row in activity.occurrences.all()]
        status = status_of(activity, rows, today=day, adopted_on=roadmap.adopted_on)
        done = max((row.done_on for row in rows if row.done_on), default=None)
        proofs = [_proof(each) for each in activity.evidence.all() if _came(each) <= end]
        if activity.stage_id in stages:
            stages[activity.stage_id].rows.append(ActivityOnDay(activity, status, done, proofs))
    return list(stages.values())


def _as_of(row: Occurrence, day: date) -> Occurrence:
    """The occurrence in memory as it stood; it must not be saved."""
    if row.done_on and row.done_on > day:
        row.state, row.done_on = OccurrenceState.OPEN, None
    return row


def _came(proof: Evidence) -> datetime:
    """A record counts from its own moment: a roadmap that came later found it."""
    return min(proof.created_at, proof.fact.moment) if proof.fact else proof.created_at


def _proof(proof: Evidence) -> str:
    if proof.kind == EvidenceKind.FILE and proof.file:
        text = f"файл «{proof.file.name}»"
    elif proof.kind == EvidenceKind.LINK:
        text = proof.link
    else:
        text = str(proof)
    return f"{text} ({proof.note})" if proof.note and proof.kind != EvidenceKind.NOTE else text
