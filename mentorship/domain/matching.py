"""Drafts of pairs: weighed, computed, kept, put aside. Nothing of a draft is a pair before it is confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core import audit
from core.domain.jobs import start_job
from core.errors import DomainError
from core.models import Job, User
from core.workflow import move
from mentorship.match_enums import DRAFT_TRANSITIONS, DraftState
from mentorship.matching import Assignment, best_assignment
from mentorship.models import (
    DraftLeft,
    DraftPair,
    MatchDraft,
    MatchWeights,
    Programme,
    Project,
)
from mentorship.models.matching import POINTS
from mentorship.permissions import MANAGE_PAIRS
from mentorship.selectors.matching import Input, mentees_waiting, read_input

JOB_KIND = "match.run"
#: Thinkable pairs beyond which a run takes over a second and becomes a job.
MANY_PAIRS = 60_000
NOT_OPEN = "Черновик уже подтверждён или отложен."


def set_weights(project: Project, *, actor: User | None, **values: int) -> MatchWeights:
    """What is important in a form: columns of `MatchWeights`. Raises DomainError naming the field."""
    for name, value in values.items():
        most = 100 if name in POINTS else {"group_size": 30, "age_tolerance": 20, "minutes": 600}[name]
        if not 0 <= value <= most:
            raise DomainError(f"От 0 до {most}.", field=name, code="range")
    if all(values.get(name, 1) == 0 for name in POINTS):
        raise DomainError("Все веса равны нулю: выбирать не по чему.", field="topics", code="zero")
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        row, _ = MatchWeights.objects.get_or_create(project=project, organization=project.organization)
        before = audit.plain(row, list(values))
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        after = audit.plain(row, list(values))
        if before != after:
            audit.record("match.weights_set", subject=project, actor=actor, before=before, after=after)
    return row


def start_matching(
    programme: Programme,
    *,
    projects: Iterable[Project],
    actor: User | None,
    parent: MatchDraft | None = None,
    meeting: int | None = None,
) -> MatchDraft | Job:
    """A draft at once, or the job that makes it when people are many and ties it to the group meeting."""
    chosen = list(projects)
    mentees, mentors = mentees_waiting(programme).count(), programme.mentors.count()
    if mentees * mentors <= MANY_PAIRS:
        return run_matching(programme, projects=chosen, actor=actor, parent=parent)
    return start_job(
        JOB_KIND,
        organization=programme.organization,
        owner=actor,
        title=f"Подбор пар: {programme.title}",
        params={
            "programme": programme.pk,
            "projects": [project.pk for project in chosen],
            "parent": parent.pk if parent else None,
            "meeting": meeting,
        },
        key=f"{programme.pk}",
        total=4,
    )


def run_matching(
    programme: Programme,
    *,
    projects: Iterable[Project],
    actor: User | None,
    parent: MatchDraft | None = None,
    note: str = "",
) -> MatchDraft:
    """Match everybody who waits and keep the result as a draft; pairs locked in `parent` stay."""
    chosen = sorted(projects, key=lambda one: one.pk)
    if not chosen:
        raise DomainError("Выберите хотя бы одну форму наставничества.", field="projects", code="empty")
    given = read_input(programme, chosen)
    return keep_draft(programme, chosen, given, solve(given, parent), actor=actor, parent=parent, note=note)


def solve(given: Input, parent: MatchDraft | None = None) -> Assignment:
    locked: list[tuple[int, int, int | None]] = []
    if parent is not None:
        rows = parent.pairs.filter(is_locked=True)
        locked = [(row.mentor_id, row.mentee_id, row.project_id) for row in rows]
    return best_assignment(given.mentors, given.mentees, given.weights, locked=locked)


def keep_draft(
    programme: Programme,
    projects: list[Project],
    given: Input,
    found: Assignment,
    *,
    actor: User | None,
    parent: MatchDraft | None = None,
    note: str = "",
    job: Job | None = None,
) -> MatchDraft:
    """Write a result down as the programme's next draft."""
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        number = MatchDraft.objects.filter(programme=programme).aggregate(last=Max("number"))["last"] or 0
        draft = MatchDraft.objects.create(
            organization=programme.organization,
            programme=programme,
            number=number + 1,
            note=note[:200],
            parent=parent,
            created_by=actor,
            job=job,
            projects=[project.pk for project in projects],
            weights={str(pk): asdict(one) for pk, one in given.weights.items()},
            waiting=len(given.mentees),
            placed=found.placed,
            score=found.score,
            bound_placed=found.bound.placed,
            bound_score=found.bound.score,
            refusals=dict(found.refusals),
            loosened=len(found.loosened),
        )
        DraftPair.objects.bulk_create(
            (
                DraftPair(
                    organization=programme.organization,
                    draft=draft,
                    project_id=match.project or projects[0].pk,
                    mentor_id=match.mentor,
                    mentee_id=match.mentee,
                    score=match.score,
                    reasons=[reason.as_dict() for reason in match.reasons],
                    is_locked=match.locked,
                )
                for match in found.matches
            ),
            batch_size=1000,
        )
        left = [(one, {"mentee_id": one.id}) for one in found.unmatched_mentees]
        left += [(one, {"mentor_id": one.id}) for one in found.unmatched_mentors]
        DraftLeft.objects.bulk_create(
            (
                DraftLeft(
                    organization=programme.organization,
                    draft=draft,
                    project_id=one.project,
                    why=one.why,
                    cure=one.cure,
                    **who,
                )
                for one, who in left
            ),
            batch_size=1000,
        )
        audit.record(
            "match.run",
            subject=draft,
            actor=actor,
            after={"placed": found.placed, "unmatched": len(found.unmatched_mentees), "score": found.score},
        )
    return draft


def discard_draft(draft: MatchDraft, *, actor: User | None) -> MatchDraft:
    """Put a draft aside; it stays to be compared with."""
    return move(
        draft,
        to=DraftState.DISCARDED,
        transitions=DRAFT_TRANSITIONS,
        actor=actor,
        rule=MANAGE_PAIRS,
        set_fields={"settled_at": timezone.now()},
    )


def open_draft(draft: MatchDraft, *, lock: bool = True) -> MatchDraft:
    rows = MatchDraft.objects.select_for_update() if lock else MatchDraft.objects
    fresh = rows.get(pk=draft.pk)
    if fresh.state != DraftState.DRAFT:
        raise DomainError(NOT_OPEN, code="state")
    return fresh
