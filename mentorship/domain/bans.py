"""Who may not be a pair: the curator's decision, relatives, a teacher of the mentee, a conflict."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.errors import DomainError
from core.models import User
from mentorship.match_enums import BanKind
from mentorship.models import MenteeEntry, MentorEntry, PairBan, Person


def ban_pair(
    mentor: MentorEntry | Person,
    mentee: MenteeEntry | Person,
    *,
    reason: str,
    actor: User | None,
    kind: str = BanKind.BAN,
) -> PairBan:
    """These two are not proposed and not confirmed any more, in any programme. A ban that holds already is returned."""
    if not reason.strip():
        raise DomainError("Укажите причину запрета.", field="reason", code="reason")
    first = mentor.person if isinstance(mentor, MentorEntry) else mentor
    second = mentee.person if isinstance(mentee, MenteeEntry) else mentee
    if first.pk == second.pk:
        raise DomainError("Выберите двух разных людей.", field="mentee", code="self")
    if first.organization_id != second.organization_id:
        raise DomainError("Люди из разных организаций.", field="mentee", code="organization")
    try:
        with transaction.atomic():
            ban = PairBan.objects.create(
                organization=first.organization,
                mentor=first,
                mentee=second,
                kind=kind,
                reason=reason.strip()[:300],
                created_by=actor,
            )
            audit.record("pair_ban.made", subject=ban, actor=actor, after={"kind": kind})
    except IntegrityError:
        return PairBan.objects.get(mentor=first, mentee=second, lifted_at__isnull=True)
    return ban


def lift_ban(ban: PairBan, *, reason: str, actor: User | None) -> PairBan:
    """The two may be matched again; the former ban stays in the list with the reason of lifting."""
    if not reason.strip():
        raise DomainError("Укажите, почему запрет снят.", field="reason", code="reason")
    with transaction.atomic():
        locked = PairBan.objects.select_for_update().get(pk=ban.pk)
        if locked.lifted_at is not None:
            raise DomainError("Запрет уже снят.", code="lifted")
        locked.lifted_at = timezone.now()
        locked.lifted_by = actor
        locked.lift_reason = reason.strip()[:300]
        locked.save(update_fields=["lifted_at", "lifted_by", "lift_reason", "updated_at"])
        audit.record("pair_ban.lifted", subject=locked, actor=actor)
    return locked
