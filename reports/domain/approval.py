"""Visas: a draft goes round before the head signs it; what is returned goes back to the preparer with the remark."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from core import audit, clock
from core.errors import DomainError
from core.models import Organization, User
from core.workflow import NotAllowed, move
from reports.domain.documents import send_to_sign
from reports.domain.visas import drop_visas
from reports.enums import DOCUMENT_TRANSITIONS, DocumentState
from reports.kinds import kind_of
from reports.life_enums import ANSWERS, VISA_TRANSITIONS, VisaState
from reports.models import ApprovalRoute, Document, RouteMember, Visa
from reports.permissions import GIVE_VISA, PREPARE_DOCUMENTS
from reports.selectors.approval import Approver, last_round, needs_approval, route_of, turn_of

MANY = 12


def set_route(
    organization: Organization,
    kind_code: str,
    members: Sequence[Approver],
    *,
    is_parallel: bool,
    actor: User,
) -> ApprovalRoute:
    """Keep the route by default of a kind (an empty code: of all). No members: drafts go to the head at once."""
    if kind_code and not kind_of(kind_code).signed_by_head:
        raise DomainError("Документы этого вида руководитель не подписывает.", code="not_signed")
    _check(members)
    with transaction.atomic():
        route, _ = ApprovalRoute.objects.get_or_create(organization=organization, kind=kind_code)
        route = ApprovalRoute.objects.select_for_update().get(pk=route.pk)
        route.is_parallel = is_parallel
        route.save(update_fields=["is_parallel", "updated_at"])
        route.members.all().delete()
        RouteMember.objects.bulk_create(
            RouteMember(
                route=route, place=place, full_name=one.full_name, position=one.position, user=one.user
            )
            for place, one in enumerate(members, start=1)
        )
        names = [one.full_name for one in members]
        audit.record("approval_route.set", subject=route, actor=actor, after={"members": names})
    return route


def send_onward(document: Document, *, actor: User) -> Document:
    """One press of the preparer: along the route by default where there is one, else straight to the head."""
    route = route_of(document.organization, document.kind) if needs_approval(document) else None
    if route is None:
        return send_to_sign(document, actor=actor)
    return start_approval(document, route.members, is_parallel=route.is_parallel, actor=actor)


def start_approval(
    document: Document, members: Sequence[Approver], *, is_parallel: bool, actor: User
) -> Document:
    """Send a draft round: all at once or one after another. Raises DomainError for nobody, doubles, a wrong state."""
    if not kind_of(document.kind).signed_by_head:
        raise DomainError("Документы этого вида руководитель не подписывает.", code="not_signed")
    if not members:
        raise DomainError("Укажите, кто согласует документ.", code="nobody")
    _check(members)
    with transaction.atomic():
        move(
            document,
            to=DocumentState.APPROVING,
            transitions=DOCUMENT_TRANSITIONS,
            actor=actor,
            rule=PREPARE_DOCUMENTS,
            set_fields={"remark": ""},
        )
        known = last_round(document)
        number = known[0].round + 1 if known else 1
        Visa.objects.bulk_create(
            Visa(
                document=document,
                round=number,
                step=1 if is_parallel else place,
                place=place,
                revision=document.revision,
                full_name=one.full_name,
                position=one.position,
                user=one.user,
            )
            for place, one in enumerate(members, start=1)
        )
    return document


def give_visa(visa: Visa, *, answer: str, actor: User, remark: str = "") -> Visa:
    """The person's own word in the portal. Raises DomainError out of turn, without a remark where one is due."""
    if visa.user_id != actor.pk:
        raise NotAllowed("Визу ставит тот, кого просили.", code="not_allowed")
    return _decide(visa, answer=answer, remark=remark, on=None, is_paper=False, actor=actor)


def mark_visa(visa: Visa, *, answer: str, on: dt.date, actor: User, remark: str = "") -> Visa:
    """The preparer writes down a visa given on paper."""
    today = clock.today(visa.document.organization)
    if on > today:
        raise DomainError("Дата визы не может быть в будущем.", field="decided_on", code="future")
    return _decide(visa, answer=answer, remark=remark, on=on, is_paper=True, actor=actor)


def _decide(visa: Visa, *, answer: str, remark: str, on: dt.date | None, is_paper: bool, actor: User) -> Visa:
    if answer not in ANSWERS:
        raise DomainError("Выберите ответ.", field="answer", code="unknown")
    remark = remark.strip()
    if answer != VisaState.AGREED and not remark:
        raise DomainError("Напишите замечания.", field="remark", code="required")
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=visa.document_id)
        visas = last_round(document)
        if document.state != DocumentState.APPROVING or visa.pk not in {one.pk for one in turn_of(visas)}:
            raise DomainError("Этой визы сейчас не ждут: откройте документ снова.", code="not_turn")
        move(
            visa,
            to=answer,
            transitions=VISA_TRANSITIONS,
            actor=actor,
            rule=PREPARE_DOCUMENTS if is_paper else GIVE_VISA,
            reason=remark,
            set_fields={
                "remark": remark,
                "decided_on": on or clock.today(document.organization),
                "is_paper": is_paper,
                "decided_by": actor,
            },
        )
        if answer == VisaState.RETURNED:
            drop_visas(document, actor=actor)
            told = f"{visa.full_name}: {remark}"
            _move(document, DocumentState.RETURNED, actor, reason=told, remark=told, sent_at=None)
        elif all(one.state != VisaState.WAITING for one in last_round(document)):
            _move(document, DocumentState.TO_SIGN, actor, sent_at=timezone.now())
    visa.document.refresh_from_db()
    return visa


def take_back(document: Document, *, actor: User, reason: str) -> Document:
    """The preparer calls the draft back from its round."""
    reason = reason.strip()
    if not reason:
        raise DomainError("Укажите причину.", field="reason", code="required")
    with transaction.atomic():
        if document.state != DocumentState.APPROVING:
            raise DomainError("Документ не на согласовании.", code="transition")
        drop_visas(document, actor=actor)
        move(
            document,
            to=DocumentState.RETURNED,
            transitions=DOCUMENT_TRANSITIONS,
            actor=actor,
            rule=PREPARE_DOCUMENTS,
            reason=reason,
            set_fields={"remark": f"Отозван с согласования: {reason}", "sent_at": None},
        )
    return document


def _move(document: Document, to: str, actor: User, *, reason: str = "", **fields: object) -> None:
    """By the answer of whoever was asked: the right to the move lies in their visa."""
    move(
        document,
        to=to,
        transitions=DOCUMENT_TRANSITIONS,
        actor=actor,
        reason=reason,
        set_fields=fields,
    )


def _check(members: Sequence[Approver]) -> None:
    if len(members) > MANY:
        raise DomainError(f"В маршруте может быть не больше {MANY} человек.", code="many")
    users = [one.user.pk for one in members if one.user]
    names = [one.full_name.strip().lower() for one in members]
    if len(set(users)) < len(users) or len(set(names)) < len(names):
        raise DomainError("Один человек назван в маршруте дважды.", code="twice")
    if not all(names):
        raise DomainError("У каждого в маршруте должны быть фамилия и имя.", code="nameless")
