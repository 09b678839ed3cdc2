"""Asking others about mentees, and keeping what they tell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, russian
from core.clock import today
from core.domain.letters import send_letter
from core.enums import Role
from core.errors import DomainError
from core.models import Membership, User
from core.personal_tokens import hash_token, new_key, token_for
from mentorship.domain.gates import require_processing_consent
from mentorship.enums import NoteAuthor
from mentorship.models import MenteeEntry, NoteInvitation, Programme, ThirdPartyNote
from mentorship.models.note import PARTS
from mentorship.selectors.notes import PURPOSE, is_open, link_of, waiting_of

#: A link is good for so many days unless the curator says otherwise, and never longer than a term.
LIFE, LONGEST = dt.timedelta(days=14), dt.timedelta(days=120)
MAX_TEXT = 2000
KEY = re.compile(r"[0-9a-f]{32}")


def invite(
    programme: Programme,
    mentees: Iterable[MenteeEntry],
    *,
    role: str,
    actor: User | None,
    group: str = "",
    full_name: str = "",
    email: str = "",
    user: User | None = None,
    expires_on: dt.date | None = None,
) -> NoteInvitation:
    """Ask one person about these mentees; the link is known from then on. Raises DomainError."""
    chosen = list(mentees)
    if not chosen:
        raise DomainError("Не выбрано ни одного наставляемого.", code="empty")
    key = new_key()
    with transaction.atomic():
        made = NoteInvitation.objects.create(
            organization=programme.organization,
            programme=programme,
            group=group[:40],
            role=role,
            full_name=" ".join(full_name.split())[:200],
            email=email.strip().lower(),
            user=user,
            key=key,
            token_hash=hash_token(token_for(key, purpose=PURPOSE)),
            created_by=actor,
            expires_on=_checked_day(programme, expires_on or today(programme.organization) + LIFE),
        )
        made.mentees.set(chosen)
        audit.record(
            "note_invitation.made", subject=made, actor=actor, after={"mentees": len(chosen), "role": role}
        )
    return made


def invite_by_groups(
    programme: Programme,
    mentees: Iterable[MenteeEntry],
    *,
    role: str,
    actor: User | None,
    expires_on: dt.date | None = None,
) -> tuple[list[NoteInvitation], int]:
    """One link a group. A living one of the same group and role takes the newcomers in: done again, nothing doubles.

    An informant whose groups name it is asked by name: the request stands on their home page as well. Returns the links
    and how many mentees have no group.
    """
    by_group: dict[str, list[MenteeEntry]] = {}
    for entry in mentees:
        by_group.setdefault(entry.person.group.strip(), []).append(entry)
    homeless = len(by_group.pop("", []))
    day = today(programme.organization)
    informants = _informants(programme)
    links = []
    with transaction.atomic():
        known = {
            one.group: one
            for one in NoteInvitation.objects.filter(programme=programme, role=role)
            .exclude(group="")
            .order_by("pk")
            if is_open(one, day)
        }
        for group, entries in sorted(by_group.items()):
            found = known.get(group)
            if found is not None:
                found.mentees.add(*entries)
            else:
                teacher = informants.get(group) if role != NoteAuthor.PARENT else None
                found = invite(
                    programme,
                    entries,
                    role=role,
                    actor=actor,
                    group=group,
                    full_name=str(teacher) if teacher else "",
                    email=teacher.email if teacher else "",
                    user=teacher,
                    expires_on=expires_on,
                )
            links.append(found)
    return links, homeless


def _informants(programme: Programme) -> dict[str, User]:
    """Group → the informant who speaks about it; a group of two informants is asked without a name."""
    found: dict[str, list[User]] = {}
    rows = Membership.objects.filter(
        organization=programme.organization, role=Role.INFORMANT, is_active=True
    ).select_related("user")
    for membership in rows:
        for group in membership.groups:
            found.setdefault(group, []).append(membership.user)
    return {group: users[0] for group, users in found.items() if len(users) == 1}


def edit_invitation(
    invitation: NoteInvitation, *, full_name: str, email: str, expires_on: dt.date, actor: User | None
) -> NoteInvitation:
    """Whom the link is for and until when. Raises DomainError."""
    _checked_day(invitation.programme, expires_on)
    with transaction.atomic():
        locked = NoteInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        locked.full_name, locked.email = " ".join(full_name.split())[:200], email.strip().lower()
        locked.expires_on = expires_on
        locked.save(update_fields=["full_name", "email", "expires_on", "updated_at"])
        audit.record(
            "note_invitation.edited", subject=locked, actor=actor, after={"expires_on": str(expires_on)}
        )
    return locked


def revoke_invitation(invitation: NoteInvitation, *, actor: User | None) -> NoteInvitation:
    """The link opens nothing from now on; what was told stays. Doing it twice changes nothing."""
    with transaction.atomic():
        locked = NoteInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        if locked.revoked_at is None:
            locked.revoked_at = timezone.now()
            locked.save(update_fields=["revoked_at", "updated_at"])
            audit.record("note_invitation.revoked", subject=locked, actor=actor)
    return locked


def send_invitation(invitation: NoteInvitation, *, actor: User | None) -> NoteInvitation:
    """Write to whoever is asked: the link and how many mentees wait. At most one letter a day. Raises DomainError."""
    day = today(invitation.organization)
    if not invitation.email:
        raise DomainError(f"{invitation}: не указана почта.", code="no_email")
    if not is_open(invitation, day):
        raise DomainError(f"{invitation}: ссылка не действует.", code="closed")
    waiting = waiting_of(invitation)
    if not waiting:
        raise DomainError(f"{invitation}: сведения уже есть обо всех.", code="done")
    with transaction.atomic():
        locked = NoteInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        if locked.sent_on == day:
            raise DomainError(f"{invitation}: письмо сегодня уже отправляли.", code="today")
        again = locked.sent_on is not None
        locked.sent_on = day
        locked.save(update_fields=["sent_on", "updated_at"])
        context = {
            "invitation": invitation,
            "again": again,
            "count": russian.counted(len(waiting), "наставляемом", "наставляемых", "наставляемых"),
            "link": link_of(invitation),
            "until": russian.date_long(invitation.expires_on),
        }
        subject = f"{'Напоминание: ' if again else ''}расскажите о наставляемых — {invitation.organization}"
        if not send_letter(
            invitation.email, subject=subject, template="mentorship/letters/note.txt", context=context
        ):
            raise DomainError("Письмо не отправлено: почта портала не отвечает.", code="mail")
        audit.record("note_invitation.sent", subject=locked, actor=actor)
    return locked


def send_many(invitations: Iterable[NoteInvitation], *, actor: User | None) -> tuple[int, list[str]]:
    """Letters to all who have not told everything; returns how many, and for the rest why not."""
    done, refused = 0, []
    for invitation in invitations:
        try:
            send_invitation(invitation, actor=actor)
            done += 1
        except DomainError as error:
            refused.append(error.message)
    return done, refused


def add_note(
    entry: MenteeEntry,
    *,
    parts: Mapping[str, str],
    form_key: str,
    author_role: str,
    author_name: str = "",
    author: User | None = None,
    invitation: NoteInvitation | None = None,
) -> ThirdPartyNote:
    """Keep what somebody tells of a mentee; the same form sent twice is one note. Raises DomainError.

    Only of those whose consent to processing is in force; a link must be open and ask about this very mentee.
    """
    if not KEY.fullmatch(form_key):
        raise DomainError("Обновите страницу и отправьте снова: написанное сохранится.", code="form_key")
    known = ThirdPartyNote.objects.filter(form_key=form_key, entry=entry).first()
    if known is not None:
        return known
    if invitation is not None and (
        not is_open(invitation, today(invitation.organization))
        or not invitation.mentees.filter(pk=entry.pk).exists()
    ):
        raise DomainError("Ссылка больше не действует.", code="closed")
    require_processing_consent(entry.person, entry.programme)
    told = {name: _text(name, parts.get(name, "")) for name in PARTS}
    if not any(told.values()):
        raise DomainError("Напишите хотя бы в одном поле.", code="empty")
    try:
        with transaction.atomic():
            made = ThirdPartyNote.objects.create(
                organization=entry.organization,
                entry=entry,
                invitation=invitation,
                author=author,
                author_name=" ".join(author_name.split())[:200],
                author_role=author_role,
                form_key=form_key,
                **told,
            )
            audit.record("note.added", subject=entry.person, actor=author, after={"role": author_role})
    except IntegrityError as error:
        twin = ThirdPartyNote.objects.filter(form_key=form_key, entry=entry).first()
        if twin is None:
            raise DomainError("Обновите страницу и отправьте снова.", code="form_key") from error
        return twin
    return made


def remove_note(note: ThirdPartyNote, *, reason: str, actor: User | None) -> None:
    """A mistaken note is destroyed, its reason stays in the trail. Raises DomainError without one."""
    if not reason.strip():
        raise DomainError("Укажите причину.", field="reason", code="reason")
    with transaction.atomic():
        audit.record("note.removed", subject=note.entry.person, actor=actor, reason=reason.strip()[:300])
        note.delete()


def note_opening(invitation: NoteInvitation) -> None:
    """Remember the first day on which the link was opened."""
    if invitation.opened_on is None:
        day = today(invitation.organization)
        NoteInvitation.objects.filter(pk=invitation.pk, opened_on=None).update(opened_on=day)


def _text(name: str, given: str) -> str:
    text = given.replace("\r\n", "\n").strip()
    if len(text) > MAX_TEXT:
        raise DomainError(f"Слишком длинно: {len(text)} знаков, можно {MAX_TEXT}.", field=name, code="long")
    return text


def _checked_day(programme: Programme, day: dt.date) -> dt.date:
    now = today(programme.organization)
    if not now <= day <= now + LONGEST:
        raise DomainError(
            f"Срок ссылки — от сегодняшнего дня до {russian.date_short(now + LONGEST)}.",
            field="expires_on",
            code="term",
        )
    return day
