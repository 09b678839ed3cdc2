"""Inviting people of the bases to the portal by letter, and tying the account to the card when they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from core import audit
from core.domain.letters import public_link, send_invitation
from core.domain.memberships import invite
from core.enums import Role
from core.models import Invitation, Membership, User
from core.russian import date_short
from mentorship.enums import ConsentKind, ConsentState, EntryState
from mentorship.models import Consent, MenteeEntry, MentorEntry, Person

Entry = MenteeEntry | MentorEntry
JOB_KIND = "people.invite"
OUT = frozenset({EntryState.FINISHED, EntryState.LEFT})
#: Whose accounts are tied to cards when they come.
PARTICIPANTS = frozenset({Role.MENTEE, Role.MENTOR})


@dataclass
class Invitable:
    """Who gets a letter, and who does not and why: (name, reason)."""

    entries: list[Entry] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


def role_of(entry: Entry) -> Role:
    return Role.MENTOR if isinstance(entry, MentorEntry) else Role.MENTEE


def invitable(entries: Sequence[Entry]) -> Invitable:
    """Sort entries of one base into those who may be invited and those who may not. Five queries for any number."""
    found = Invitable()
    if not entries:
        return found
    role = role_of(entries[0])
    emails = {entry.person.email.lower() for entry in entries} - {""}
    people = [entry.person_id for entry in entries]
    consented = set(
        Consent.objects.filter(
            person__in=people,
            programme=entries[0].programme_id,
            kind=ConsentKind.PROCESSING,
            state=ConsentState.SIGNED,
        ).values_list("person_id", flat=True)
    )
    cards = Person.objects.filter(email_key__in=emails).order_by().values("email_key")
    shared = {row["email_key"] for row in cards.annotate(number=Count("pk")).filter(number__gt=1)}
    members = set(
        Membership.objects.filter(user__email__in=emails, role=role, is_active=True).values_list(
            "user__email", flat=True
        )
    )
    invited = dict(
        Invitation.objects.filter(
            email__in=emails,
            role=role,
            accepted_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=timezone.now(),
        ).values_list("email", "expires_at")
    )
    for entry in entries:
        why = _why_not(entry, consented=consented, shared=shared, members=members, invited=invited)
        if why:
            found.skipped.append((entry.person.short_name, why))
        else:
            found.entries.append(entry)
    return found


def _why_not(
    entry: Entry, *, consented: set[int], shared: set[str], members: set[str], invited: dict[str, Any]
) -> str:
    email = entry.person.email.lower()
    if entry.state in OUT:
        return "в программе больше не участвует"
    if entry.person.user_id is not None or email in members:
        return "уже пользуется порталом"
    if not email:
        return "нет электронной почты"
    if entry.person_id not in consented:
        return "не подписано согласие на обработку данных"
    if email in shared:
        return "этот адрес записан и на другой карточке"
    if email in invited:
        return f"уже приглашён, ссылка действует до {date_short(timezone.localtime(invited[email]).date())}"
    return ""


def invite_entry(entry: Entry, *, actor: User) -> bool:
    """Send one letter with its link; False when the mail server did not take it, and nothing is kept then.

    The letter goes out before the commit: a crash between them leaves a dead link and no invitation, so the next
    attempt writes again instead of taking the person for invited.
    """
    with transaction.atomic():
        invitation, token = invite(
            entry.organization,
            email=entry.person.email,
            role=role_of(entry),
            actor=actor,
            full_name=entry.person.full_name,
        )
        if send_invitation(invitation, link=public_link("core:invitation", token=token)):
            audit.record("person.invited", subject=entry.person, actor=actor)
            return True
        transaction.set_rollback(True)
    return False


def invite_entries(
    entries: Iterable[Entry],
    *,
    actor: User,
    failed: Callable[[str, str], None],
    step: Callable[[int], None] = lambda done: None,
) -> int:
    """Invite who may be invited now; `failed(name, why)` tells the others. Returns how many letters went out."""
    listed = list(entries)
    sorted_out = invitable(listed)
    for name, why in sorted_out.skipped:
        failed(name, why)
    sent, done = 0, len(sorted_out.skipped)
    for entry in sorted_out.entries:
        step(done)
        if invite_entry(entry, actor=actor):
            sent += 1
        else:
            failed(entry.person.short_name, "письмо не ушло: почта портала не отвечает")
        done += 1
    step(done)
    return sent


def tie_account(invitation: Invitation, user: User) -> Person | None:
    """The card of the one who has come by an invitation: the only one with this address and no account yet."""
    if invitation.role not in PARTICIPANTS:
        return None
    cards = list(Person.objects.select_for_update().filter(email_key=invitation.email.lower())[:2])
    if len(cards) != 1 or cards[0].user_id is not None or Person.objects.filter(user=user).exists():
        return None
    card = cards[0]
    card.user = user
    card.save(update_fields=["user", "updated_at"])
    audit.record("person.tied", subject=card, actor=user, after={"email": invitation.email})
    return card
