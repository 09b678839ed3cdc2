"""How often pairs meet in the institution, and when nobody is expected to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from core import audit
from core.errors import DomainError
from core.models import Organization, User
from mentorship.domain.health import refresh_later
from mentorship.enums import PairState
from mentorship.meeting_enums import USUAL_NORM
from mentorship.models import FormOfMentoring, MeetingBreak, MeetingNorm, Pair

#: A break longer than this is not a vacation.
LONGEST_BREAK = 120


def set_norms(organization: Organization, norms: Mapping[int, int], *, actor: User | None) -> int:
    """Form → days between meetings; how many have changed. Raises DomainError."""
    changed = 0
    with transaction.atomic():
        known = {one.form_id: one for one in MeetingNorm.objects.filter(form__in=list(norms))}
        forms = {form.pk: form for form in FormOfMentoring.objects.filter(pk__in=list(norms))}
        for form, days in norms.items():
            if not 1 <= days <= 120:
                raise DomainError("Норма — от 1 до 120 дней.", field=f"form_{form}", code="range")
            one = known.get(form) or MeetingNorm(organization=organization, form=forms[form], days=USUAL_NORM)
            if one.days == days and (one.pk or days == USUAL_NORM):
                continue
            before, one.days = one.days, days
            one.save()
            audit.record(
                "meeting_norm.set", subject=one, actor=actor, before={"days": before}, after={"days": days}
            )
            changed += 1
        if changed:
            _recount(organization)
    return changed


def add_break(
    organization: Organization, *, title: str, starts_on: dt.date, ends_on: dt.date, actor: User | None
) -> MeetingBreak:
    """Vacations or practice: days that do not count. Raises DomainError."""
    if ends_on < starts_on:
        raise DomainError("Перерыв не может закончиться раньше, чем начался.", field="ends_on", code="order")
    if (ends_on - starts_on).days > LONGEST_BREAK:
        raise DomainError(f"Перерыв длиннее {LONGEST_BREAK} дней.", field="ends_on", code="long")
    try:
        with transaction.atomic():
            made = MeetingBreak.objects.create(
                organization=organization,
                title=" ".join(title.split())[:120],
                starts_on=starts_on,
                ends_on=ends_on,
            )
            audit.record("meeting_break.added", subject=made, actor=actor, after={"title": made.title})
            _recount(organization)
    except IntegrityError:
        raise DomainError("Такой перерыв уже есть.", field="starts_on", code="known") from None
    return made


def remove_break(gone: MeetingBreak, *, actor: User | None) -> None:
    with transaction.atomic():
        audit.record("meeting_break.removed", subject=gone, actor=actor, before={"title": gone.title})
        organization = gone.organization
        gone.delete()
        _recount(organization)


def _recount(organization: Organization) -> None:
    working = Pair.objects.filter(state__in=[PairState.ACTIVE, PairState.SUSPENDED])
    refresh_later(organization.pk, working.order_by().values_list("pk", flat=True))
