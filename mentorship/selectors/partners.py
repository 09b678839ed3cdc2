"""Reading partners: whom a member sees, who speaks for them, their agreements, their mentors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from core.enums import Gender
from core.models import AuditEntry, Membership
from core.names import Case, UnknownGenderError, decline, short_name
from core.russian import decline_position, lower_first
from mentorship.models import (
    Agreement,
    MentorEntry,
    PartnerEmployee,
    PartnerMember,
    PartnerOrganization,
    Programme,
)
from mentorship.partner_enums import REMIND_DAYS, AgreementState, PartnerState
from mentorship.permissions import VIEW_PARTNERS
from mentorship.selectors.entries import OPEN_STATES, mentors_of

#: That a link still holds: the card says the place of work that was confirmed.
HOLDS = Q(employer=F("person__employer"), person__merged_into__isnull=True)


def partners_visible_to(membership: Membership) -> QuerySet[PartnerOrganization]:
    """All of the institution's for its staff; nobody's for the others: a partner's people have `own_partners`."""
    found = PartnerOrganization.objects.all()
    return found if VIEW_PARTNERS.allows(membership) else found.none()


def own_partners(membership: Membership) -> QuerySet[PartnerOrganization]:
    """Partners that the bearer of an account speaks for: tied to the account or to the account's card."""
    mine = PartnerMember.objects.filter(
        Q(user=membership.user) | Q(person__user=membership.user, person__merged_into__isnull=True),
        partner=OuterRef("pk"),
    )
    return PartnerOrganization.objects.filter(Exists(mine), state=PartnerState.ACTIVE)


def employees_of(partner: PartnerOrganization) -> QuerySet[PartnerEmployee]:
    """People confirmed to work at a partner whose cards still say so."""
    return PartnerEmployee.objects.filter(HOLDS, partner=partner).select_related("person")


def mentors_from(
    partners: QuerySet[PartnerOrganization] | Sequence[PartnerOrganization], programme: Programme | None
) -> QuerySet[MentorEntry]:
    """Mentors of a programme from these partners who are on their way or at work in it."""
    if programme is None:
        return MentorEntry.objects.none()
    links = PartnerEmployee.objects.filter(HOLDS, partner__in=partners).values("person")
    return (
        programme.mentors.filter(person__in=links, state__in=OPEN_STATES)
        .select_related("person")
        .order_by("sort_name", "pk")
    )


def visible_mentors_from(
    partner: PartnerOrganization, membership: Membership, programme: Programme | None
) -> QuerySet[MentorEntry]:
    """All mentors of a programme from a partner that this member of staff sees, those who have left too."""
    links = PartnerEmployee.objects.filter(HOLDS, partner=partner).values("person")
    return mentors_of(membership, programme).filter(person__in=links).order_by("sort_name", "pk")


# --- the list ---


def with_facts(
    rows: QuerySet[PartnerOrganization], programme: Programme | None
) -> QuerySet[PartnerOrganization]:
    """Annotate `mentor_count` (open places in the programme) and the agreement to show: `agreement_state`, `_ends`."""
    places = (
        MentorEntry.objects.filter(
            programme=programme,
            state__in=OPEN_STATES,
            person__works_at__partner=OuterRef("pk"),
            person__works_at__employer=F("person__employer"),
        )
        .order_by()
        .values("person__works_at__partner")
        .annotate(number=Count("pk"))
        .values("number")
    )
    shown = Agreement.objects.filter(partner=OuterRef("pk")).order_by(*_SHOWN_FIRST)
    return rows.annotate(
        mentor_count=Subquery(places),
        agreement_state=Subquery(shown.values("state")[:1]),
        agreement_ends=Subquery(shown.values("ends_on")[:1]),
    )


# «active» sorts before «draft», «ended», «sent» and «terminated»: the one in force is shown, else another.
_SHOWN_FIRST = ("state", "-ends_on", "-pk")


def in_force(day: dt.date) -> Q:
    """Agreements in force on the day."""
    return Q(state=AgreementState.ACTIVE, starts_on__lte=day, ends_on__gte=day)


def ending(day: dt.date, days: int = REMIND_DAYS[0]) -> Q:
    """Agreements in force that end within so many days."""
    return Q(state=AgreementState.ACTIVE, ends_on__gte=day, ends_on__lte=day + dt.timedelta(days=days))


def agreements_to_remind(day: dt.date) -> list[Agreement]:
    """Agreements that end within 30 days and have no successor in force after them, the soonest first."""
    after = Agreement.objects.filter(
        partner=OuterRef("partner"), state=AgreementState.ACTIVE, ends_on__gt=OuterRef("ends_on")
    )
    found = Agreement.objects.filter(ending(day), ~Exists(after), partner__state=PartnerState.ACTIVE)
    return list(found.select_related("partner").order_by("ends_on", "pk"))


# --- the head in cases ---


@dataclass(frozen=True)
class HeadForm:
    """The head of a partner in one case; `text` empty when the rules cannot tell it."""

    case: Case
    label: str
    text: str
    by_hand: bool


HEAD_CASES = {Case.GENITIVE: "В лице кого", Case.DATIVE: "Кому"}


def head_in(partner: PartnerOrganization, case: str, *, initials: bool = False) -> str:
    """«директора Образцова Петра Ильича», with `initials` «директору Образцову П. И.»; "" without a head.

    A form set by hand wins. Raises UnknownGenderError when the card tells neither the gender nor a patronymic that
    shows it, or a position that the rules do not know.
    """
    by_hand = str(partner.head_forms.get(str(case), "")).strip()
    if by_hand:
        return by_hand
    parts = (partner.head_last_name, partner.head_first_name, partner.head_middle_name)
    if not partner.head_last_name:
        return ""
    gender = partner.head_gender or None
    name = short_name(*parts, case=case, gender=gender) if initials else decline(*parts, case, gender)
    if not partner.head_position:
        return name
    position = decline_position(lower_first(partner.head_position), case)
    if position is None:
        raise UnknownGenderError(
            f"Портал не знает, как склонить должность «{partner.head_position}»: впишите руководителя в нужном "
            "падеже в карточке партнёра."
        )
    return f"{position} {name}"


def head_forms(partner: PartnerOrganization) -> list[HeadForm]:
    """The head in the cases that documents use."""
    found = []
    for case, label in HEAD_CASES.items():
        try:
            text = head_in(partner, case)
        except UnknownGenderError:
            text = ""
        found.append(HeadForm(case, label, text, bool(str(partner.head_forms.get(case, "")).strip())))
    return found


def salutation(partner: PartnerOrganization) -> str:
    """«Уважаемый Пётр Ильич!», «Уважаемая Анна Сергеевна!»; without a known gender or name «Уважаемые коллеги!»."""
    names = " ".join(part for part in (partner.head_first_name, partner.head_middle_name) if part)
    if not names or not partner.head_gender:
        return "Уважаемые коллеги!"
    adjective = "Уважаемая" if partner.head_gender == Gender.FEMALE else "Уважаемый"
    return f"{adjective} {names}!"


# --- history ---


def history_of_partner(partner: PartnerOrganization) -> QuerySet[AuditEntry]:
    """What was done with a partner and with its agreements, newest first."""
    agreements = [str(pk) for pk in partner.agreements.values_list("pk", flat=True)]
    return AuditEntry.objects.filter(
        Q(object_type=PartnerOrganization._meta.label_lower, object_id=str(partner.pk))
        | Q(object_type=Agreement._meta.label_lower, object_id__in=agreements)
    ).select_related("actor")
