"""What documents follow from what happened in the apps below."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, cast

from django.dispatch import receiver

from core.errors import DomainError
from core.facts import Fact, happened, withdraw
from core.models import User
from core.workflow import state_moved
from mentorship.award_enums import RoundState
from mentorship.event_enums import EventState
from mentorship.models import AwardRound, Erasure, Event, Programme, TrainingGroup
from mentorship.training_enums import GroupState
from reports.domain import award_papers, event_papers
from reports.domain.certificates import cancel_certificates
from reports.domain.destruction import make_act
from reports.domain.orders import create_pairs_order
from reports.domain.pair_changes import create_changes_order
from reports.domain.relations import enact_relations
from reports.enums import GONE, IN_FORCE, DocumentState
from reports.models import Document


@receiver(happened, dispatch_uid="reports.person_erased")
def hear(sender: Any, fact: Fact, **_: Any) -> None:
    if fact.kind == "person_erased":
        make_act(cast("Erasure", fact.subject), actor=fact.actor)
    elif fact.kind == "pair_changes_asked":
        create_changes_order(cast("Programme", fact.subject), fact.data["changes"], actor=fact.actor)


@receiver(happened, dispatch_uid="reports.pairs_confirmed")
def draft_order_of_meeting(sender: Any, fact: Fact, **_: Any) -> None:
    """Pairs found at a group meeting and confirmed there have their draft order at once; whatever stands in its way
    (a name without its forms) is told when the curator presses the button."""
    if fact.kind == "pairs_confirmed" and fact.detail == "group_meeting" and fact.actor is not None:
        with suppress(DomainError):
            create_pairs_order(cast("Programme", fact.programme), actor=fact.actor)


@receiver(state_moved, sender=TrainingGroup, dispatch_uid="reports.training_reopened")
def cancel_certificates_of(
    sender: Any, subject: TrainingGroup, before: str, actor: User | None, **_: Any
) -> None:
    """What an outcome gave goes with it."""
    if before == GroupState.FINISHED:
        cancel_certificates(subject, actor=actor, reason="итоги обучения отменены")


@receiver(state_moved, sender=Event, dispatch_uid="reports.event_reopened")
def cancel_event_certificates(sender: Any, subject: Event, before: str, actor: User | None, **_: Any) -> None:
    """An event that was not held after all gave nobody a certificate."""
    if before == EventState.HELD:
        event_papers.cancel_certificates(subject, actor=actor, reason="мероприятие возвращено")


@receiver(state_moved, sender=AwardRound, dispatch_uid="reports.award_reopened")
def cancel_award_papers(sender: Any, subject: AwardRound, before: str, actor: User | None, **_: Any) -> None:
    """An outcome that is taken back takes its papers with it."""
    if before == RoundState.CLOSED:
        award_papers.cancel_papers(subject, actor=actor, reason="итоги конкурса отменены")


@receiver(state_moved, sender=Document, dispatch_uid="reports.document_gone")
def take_back(sender: Any, subject: Document, before: str, after: str, actor: User | None, **_: Any) -> None:
    """A document that was in force and is cancelled proves nothing any more."""
    if subject.programme is not None and before in IN_FORCE and after in GONE:
        reason = f"документ отменён: {subject.remark}" if subject.remark else "документ отменён"
        withdraw("", subject=subject, programme=subject.programme, reason=reason, actor=actor)


@receiver(state_moved, sender=Document, dispatch_uid="reports.document_signed")
def change_earlier(sender: Any, subject: Document, after: str, actor: User | None, **_: Any) -> None:
    """A signed document changes or revokes the earlier ones that it names."""
    if after == DocumentState.SIGNED:
        enact_relations(subject, actor=actor)
