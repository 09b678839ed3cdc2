"""A draft becomes pairs: confirmed in bulk, each through the gates, places counted by the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from core import facts
from core.domain.jobs import start_job
from core.errors import DomainError
from core.models import Job, User
from core.workflow import move
from mentorship.domain.gates import require_pair_gates
from mentorship.domain.matching import open_draft
from mentorship.domain.pairs import approve_pair, make_pair
from mentorship.enums import PairState
from mentorship.match_enums import DRAFT_TRANSITIONS, DraftState
from mentorship.models import DraftPair, GroupMeeting, MatchDraft, MentorEntry, Pair, Project, RoleModel
from mentorship.pair_enums import PairPath
from mentorship.permissions import MANAGE_PAIRS
from mentorship.selectors.matching import weights_for

CONFIRM_KIND = "match.confirm"
#: Pairs to confirm beyond which it takes over a second and becomes a job.
MANY_TO_CONFIRM = 40


@dataclass
class Confirmed:
    """What came of confirming a draft."""

    pairs: int = 0
    mentees: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    """(pair, why)"""
    order: int | None = None
    """The draft order that holds the pairs already: at a group meeting it is made at once."""
    on_trial: bool = False
    """The pairs are proposed and wait for their trial meetings, not for the order."""


def start_confirming(draft: MatchDraft, *, actor: User | None, on_trial: bool = False) -> Confirmed | Job:
    """Confirm at once, or by a job when pairs are many."""
    open_draft(draft, lock=False)
    if draft.placed <= MANY_TO_CONFIRM:
        return confirm_draft(draft, actor=actor, on_trial=on_trial)
    return start_job(
        CONFIRM_KIND,
        organization=draft.organization,
        owner=actor,
        title=f"Подтверждение пар: подбор № {draft.number}",
        params={"draft": draft.pk, "on_trial": on_trial},
        key=f"{draft.pk}",
        total=draft.placed,
    )


def confirm_draft(
    draft: MatchDraft,
    *,
    actor: User | None,
    on_trial: bool = False,
    step: Callable[[int], None] | None = None,
) -> Confirmed:
    """Make the draft's pairs and confirm them: they wait for the order. Who was taken meanwhile is told and left out.

    With `on_trial`, and always where the programme asks the sides first, they are only proposed: their people meet and
    answer, then each pair is confirmed.
    The draft's row is locked: two curators confirm one draft once. Places are counted by the database, so two drafts
    that overlap cannot give one place twice.
    """
    told = Confirmed(on_trial=on_trial or draft.programme.pair_path == PairPath.FULL)
    with transaction.atomic():
        open_draft(draft)
        models = _only_role_models(draft.projects)
        done = 0
        for project, mentor, pairs in _groups(draft):
            done += len(pairs)
            role = _role(pairs, models)
            _confirm(project, mentor, pairs, role, told, actor)
            if step is not None:
                step(done)
        move(
            draft,
            to=DraftState.CONFIRMED,
            transitions=DRAFT_TRANSITIONS,
            actor=actor,
            rule=MANAGE_PAIRS,
            set_fields={"settled_at": timezone.now()},
        )
        if told.pairs and not told.on_trial:
            at_meeting = GroupMeeting.objects.filter(draft=draft).exists()
            facts.emit(
                "pairs_confirmed",
                subject=draft,
                programme=draft.programme,
                detail="group_meeting" if at_meeting else "",
                actor=actor,
            )
            held = Pair.objects.filter(programme=draft.programme, state=PairState.TO_ORDER)
            told.order = (
                held.exclude(order_document=None)
                .order_by("-pk")
                .values_list("order_document", flat=True)
                .first()
                if at_meeting
                else None
            )
    return told


def _confirm(
    project: Project,
    mentor: MentorEntry,
    pairs: list[DraftPair],
    role: RoleModel | None,
    told: Confirmed,
    actor: User | None,
) -> None:
    try:
        with transaction.atomic():
            made = make_pair(
                project,
                mentor,
                [pair.mentee for pair in pairs],
                actor=actor,
                role_model=role,
                score=sum(pair.score for pair in pairs) // len(pairs),
                reasons=_reasons_of(pairs),
            )
            if told.on_trial:
                require_pair_gates(made)
            else:
                approve_pair(made, actor=actor)
    except DomainError as error:
        if len(pairs) > 1:  # one who was taken meanwhile does not cost the others their place
            for pair in pairs:
                _confirm(project, mentor, [pair], role, told, actor)
            return
        names = f"{mentor.person.short_name} — {pairs[0].mentee.person.short_name}"
        told.refused.append((names, error.message))
        return
    told.pairs += 1
    told.mentees += len(pairs)


def _reasons_of(pairs: list[DraftPair]) -> list[dict[str, object]]:
    if len(pairs) == 1:
        return list(pairs[0].reasons)
    return [
        {**reason, "text": f"{pair.mentee.person.short_name}: {reason['text']}"}
        for pair in pairs
        for reason in pair.reasons
    ]


def _groups(draft: MatchDraft) -> list[tuple[Project, MentorEntry, list[DraftPair]]]:
    """The draft's pairs as they will be: singly, or the mentees of a mentor together in a form of groups."""
    rows = draft.pairs.select_related(
        "project__form", "project__programme__organization", "mentor__person", "mentee__person"
    ).order_by("mentor_id", "project_id", "mentee_id")
    sizes = {
        project: one.group_size for project, one in weights_for(list({row.project for row in rows})).items()
    }
    found: list[tuple[Project, MentorEntry, list[DraftPair]]] = []
    for row in rows:
        last = found[-1] if found else None
        joins = (
            last is not None
            and last[1].pk == row.mentor_id
            and last[0].pk == row.project_id
            and len(last[2]) < sizes.get(row.project_id, 0)
        )
        if joins and last is not None:
            last[2].append(row)
        else:
            found.append((row.project, row.mentor, [row]))
    return found


def _only_role_models(projects: list[int]) -> dict[int, RoleModel]:
    """Project → its role model, where it has just one."""
    rows = Project.objects.filter(pk__in=projects).prefetch_related("role_models")
    return {row.pk: models[0] for row in rows if len(models := list(row.role_models.all())) == 1}


def _role(pairs: list[DraftPair], only: dict[int, RoleModel]) -> RoleModel | None:
    wanted = {
        need.role_model
        for pair in pairs
        for need in pair.mentee.needs.filter(project=pair.project_id).select_related("role_model")
        if need.role_model
    }
    return wanted.pop() if len(wanted) == 1 else only.get(pairs[0].project_id)
