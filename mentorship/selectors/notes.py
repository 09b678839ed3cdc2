"""Who may tell about whom, what was told, and which requests still wait."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django_scopes import scopes_disabled

from core.clock import today
from core.domain.letters import public_link
from core.enums import Role
from core.models import Membership
from core.personal_tokens import hash_token, looks_right, token_for
from mentorship.enums import ConsentKind
from mentorship.models import Consent, MenteeEntry, NoteInvitation, Programme, ThirdPartyNote
from mentorship.models.note import PARTS
from mentorship.selectors.consents import holding
from mentorship.selectors.entries import OPEN_STATES, mentees_of
from mentorship.selectors.participants import person_of, wards_of

PURPOSE = "note"


def is_open(invitation: NoteInvitation, day: dt.date) -> bool:
    return invitation.revoked_at is None and invitation.expires_on >= day


def token_of(invitation: NoteInvitation) -> str:
    """The token that opens the link, also after the installation's secret was changed."""
    token = token_for(invitation.key, purpose=PURPOSE)
    if hash_token(token) != invitation.token_hash:
        invitation.token_hash = hash_token(token)
        invitation.save(update_fields=["token_hash"])
    return token


def link_of(invitation: NoteInvitation) -> str:
    return public_link("mentorship:note_by_link", token=token_of(invitation))


def find_invitation(token: str) -> NoteInvitation | None:
    """The invitation of a token of whatever institution: a personal link comes from nobody in particular."""
    if not looks_right(token):
        return None
    with scopes_disabled():
        return (
            NoteInvitation.objects.select_related("organization", "programme__organization")
            .filter(token_hash=hash_token(token))
            .first()
        )


def why_closed(invitation: NoteInvitation) -> str:
    if invitation.revoked_at is not None:
        return "Куратор закрыл эту ссылку. Если рассказать всё же нужно, попросите у него новую."
    if not is_open(invitation, today(invitation.organization)):
        return f"Ссылка действовала до {invitation.expires_on:%d.%m.%Y}. Попросите у куратора новую."
    return ""


# --- about whom ---


def may_be_described(entries: QuerySet[MenteeEntry], day: dt.date) -> QuerySet[MenteeEntry]:
    """Those who take part and whose consent to processing is in force: nothing is gathered of others."""
    signed = Consent.objects.filter(
        holding(day), programme=OuterRef("programme"), person=OuterRef("person"), kind=ConsentKind.PROCESSING
    )
    return entries.filter(Exists(signed), state__in=OPEN_STATES)


def mentees_to_describe(membership: Membership, programme: Programme | None) -> QuerySet[MenteeEntry]:
    """Whom this member may write about: own groups, own children, or the people they see."""
    if programme is None:
        return MenteeEntry.objects.none()
    day = today(membership.organization)
    rows = programme.mentees.select_related("person", "programme__organization")
    if membership.role == Role.INFORMANT:
        rows = rows.filter(person__group__in=[group for group in membership.groups if group])
    elif membership.role == Role.PARENT:
        person = person_of(membership)
        rows = rows.filter(person__in=wards_of(person, day=day) if person else [])
    elif membership.role in {Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST}:
        rows = mentees_of(membership, programme).select_related("programme__organization")
    else:
        return MenteeEntry.objects.none()
    return may_be_described(rows, day).order_by("person__group", "sort_name", "pk")


@dataclass(frozen=True)
class Line:
    """A mentee on the page of whoever is asked: the name and the group, nothing else."""

    entry: MenteeEntry
    is_told: bool


def lines_of(invitation: NoteInvitation) -> list[Line]:
    """The mentees of a link in the order of names: two queries."""
    told = set(invitation.notes.values_list("entry_id", flat=True))
    rows = may_be_described(invitation.mentees.select_related("person"), today(invitation.organization))
    return [Line(entry, entry.pk in told) for entry in rows.order_by("person__group", "sort_name", "pk")]


def waiting_of(invitation: NoteInvitation) -> list[MenteeEntry]:
    return [line.entry for line in lines_of(invitation) if not line.is_told]


def own_lines(membership: Membership, programme: Programme | None) -> list[Line]:
    """The mentees whom a member may write about, with whether they have: two queries."""
    entries = list(mentees_to_describe(membership, programme))
    told = set(
        ThirdPartyNote.objects.filter(author=membership.user, entry__in=entries).values_list(
            "entry_id", flat=True
        )
    )
    return [Line(entry, entry.pk in told) for entry in entries]


def own_notes(membership: Membership) -> QuerySet[ThirdPartyNote]:
    """What the member has told themselves; nobody else's."""
    return ThirdPartyNote.objects.filter(author=membership.user).select_related("entry__person")


# --- reading ---


@dataclass(frozen=True)
class NoteView:
    """A note as curators and the psychologist read it: headings with text."""

    note: ThirdPartyNote
    parts: list[tuple[str, str]]


def shown(note: ThirdPartyNote) -> NoteView:
    labels = {name: str(ThirdPartyNote._meta.get_field(name).verbose_name) for name in PARTS}  # type: ignore[union-attr]
    parts = [(labels[name].capitalize(), text) for name in PARTS if (text := getattr(note, name))]
    return NoteView(note, parts)


def notes_visible_to(membership: Membership, programme: Programme | None) -> QuerySet[ThirdPartyNote]:
    """Notes about the mentees whom the member sees; the rule of the page has let in curators and the psychologist."""
    entries = mentees_of(membership, programme)
    return ThirdPartyNote.objects.filter(entry__in=entries.order_by().values("pk")).select_related(
        "entry__person"
    )


def invitations_visible_to(membership: Membership, programme: Programme | None) -> QuerySet[NoteInvitation]:
    """Requests of the programme; a project curator sees those that ask about their own mentees alone."""
    found = NoteInvitation.objects.filter(programme=programme).select_related("organization", "programme")
    if membership.role != Role.PROJECT_CURATOR:
        return found
    through: Any = NoteInvitation.mentees.through
    own = mentees_of(membership, programme).order_by().values("pk")
    rows = through.objects.filter(noteinvitation=OuterRef("pk"))
    return found.filter(Exists(rows), ~Exists(rows.exclude(menteeentry__in=own)))


def tell_progress(invitations: Sequence[NoteInvitation]) -> None:
    """Set `asked` and `told` (numbers of mentees) on the invitations: two queries."""
    keys = [one.pk for one in invitations]
    through: Any = NoteInvitation.mentees.through
    asked: dict[int, set[int]] = {}
    told: dict[int, set[int]] = {}
    for key, entry in through.objects.filter(noteinvitation__in=keys).values_list(
        "noteinvitation_id", "menteeentry_id"
    ):
        asked.setdefault(key, set()).add(entry)
    for key, entry in ThirdPartyNote.objects.filter(invitation__in=keys).values_list(
        "invitation_id", "entry_id"
    ):
        told.setdefault(key, set()).add(entry)  # type: ignore[arg-type]
    for one in invitations:
        one.asked = len(asked.get(one.pk, ()))  # type: ignore[attr-defined]
        one.told = len(told.get(one.pk, set()) & asked.get(one.pk, set()))  # type: ignore[attr-defined]


def requests_to(membership: Membership, programme: Programme | None, day: dt.date) -> list[NoteInvitation]:
    """Open requests that wait for this account: three queries."""
    found = list(
        NoteInvitation.objects.filter(
            programme=programme, user=membership.user, revoked_at__isnull=True, expires_on__gte=day
        )
    )
    tell_progress(found)
    return [one for one in found if one.told < one.asked]  # type: ignore[attr-defined]
