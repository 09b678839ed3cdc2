"""Letters to those whose signature a consent waits for: at most one a day each, with their links where there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from core import audit
from core.clock import today
from core.domain.jobs import start_job
from core.domain.letters import send_letter
from core.errors import DomainError
from core.models import Job, User
from mentorship.models import Consent, Person, Programme
from mentorship.selectors.code_signing import act_in_force
from reports.domain.consent_codes import give_links
from reports.enums import SignerRole
from reports.models import ConsentLetter
from reports.selectors.consent_letters import waiting_for
from reports.selectors.consent_signing import link_address, why_no_links

JOB_KIND = "documents.consent_letters"
AT_ONCE = 10  # letters that are written while the person waits; more become a job


def remind(programme: Programme, people: Sequence[int], *, actor: User) -> Job | int:
    """Write to these people (ids) about their unsigned consents: how many letters went, or the job that writes them.

    Raises DomainError when there is nobody.
    """
    if not people:
        raise DomainError("Писать некому: у всех, чьей подписи ждут, нет почты, или письмо сегодня уже было.")
    if len(people) > AT_ONCE:
        return start_job(
            JOB_KIND,
            organization=programme.organization,
            owner=actor,
            title=f"Письма о согласиях: {programme.title}"[:200],
            params={"programme": programme.pk, "people": sorted(people)},
            key=f"programme:{programme.pk}",
        )
    return sum(write_to(programme, pk, actor=actor) for pk in people)


def write_to(programme: Programme, person_id: int, *, actor: User | None, day: dt.date | None = None) -> bool:
    """Write to one person and remember it in the same transaction; False when no letter is due.

    Judged at the moment of sending: who has signed meanwhile, has no address or had a letter today gets none, also when
    a job runs again after a crash. Raises DomainError when the mail server does not take the letter.
    """
    when = day or today(programme.organization)
    with transaction.atomic():
        row, _ = ConsentLetter.objects.get_or_create(
            programme=programme, person_id=person_id, defaults={"organization": programme.organization}
        )
        row = (
            ConsentLetter.objects.select_for_update(of=("self",))
            .select_related("person__organization")
            .get(pk=row.pk)
        )
        waiting = waiting_for(row.person, programme)
        if row.sent_on == when or not row.person.email or not waiting:
            return False
        first, row.sent_on, row.count = row.count == 0, when, row.count + 1
        row.save(update_fields=["sent_on", "count", "updated_at"])
        for consent, _ in waiting:
            audit.record("consent.reminded", subject=consent, actor=actor)
        if not _send(row.person, programme, waiting, first=first, actor=actor):
            raise DomainError(f"{row.person.short_name}: почта портала не приняла письмо. Повторите позже.")
    return True


def _send(
    person: Person,
    programme: Programme,
    waiting: list[tuple[Consent, SignerRole]],
    *,
    first: bool,
    actor: User | None,
) -> bool:
    """The letter names no child and no group: how many consents wait, and the links to them."""
    word = "Согласия на подпись" if first else "Напоминание о согласиях"
    return send_letter(
        person.email,
        subject=f"{word}: {programme.organization.short_name}",
        template="reports/letters/consents_wait.txt",
        context={
            "organization": programme.organization,
            "count": len(waiting),
            "first": first,
            "links": _links(waiting, actor),
        },
    )


def _links(waiting: list[tuple[Consent, SignerRole]], actor: User | None) -> list[tuple[str, str]]:
    """(what, address) of the consents that may be signed by code; none where no such signatures are taken."""
    if not waiting or act_in_force(waiting[0][0].organization) is None:
        return []
    found = []
    for consent, role in waiting:
        if why_no_links(consent):
            continue
        try:
            links = give_links(consent, actor=actor)
        except DomainError:  # its sheet cannot be drawn: the person is asked to come for the paper
            continue
        found += [(consent.get_kind_display(), link_address(link)) for link in links if link.role == role]
    return found
