"""Letters with personal links: to those who have not answered, at most one a day."""

from collections.abc import Iterable
from datetime import date

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from core.clock import today
from core.domain.jobs import start_job
from core.errors import DomainError
from core.models import Job, User
from surveys.domain.links import link_of
from surveys.enums import Gate
from surveys.models import Campaign, Invitation
from surveys.selectors.campaigns import pending_invitations, pending_of, takes_answers
from surveys.selectors.gate import gate_of

JOB_KIND = "surveys.mail"


def start_mailing(campaign: Campaign, *, actor: User | None, only: Iterable[int] | None = None) -> Job:
    """Start sending links to non-responders, or to those of `only` (ids of invitations); returns the job.

    :raises DomainError: when links of the campaign do not work today, or there is nobody to write to.
    """
    if not takes_answers(campaign):
        raise DomainError("Опрос сейчас не принимает ответы: письма ушли бы впустую.", code="not_open")
    if only is None and not pending_of(campaign).to_mail:
        raise DomainError(
            "Писать некому: у тех, кто не ответил, нет почты или согласия, или письмо сегодня уже было."
        )
    params = {"campaign": campaign.pk, "only": sorted(only) if only is not None else None}
    return start_job(
        JOB_KIND,
        organization=campaign.organization,
        owner=actor,
        title=f"Письма со ссылками: {campaign.title}"[:200],
        params=params,
        key=f"campaign-{campaign.pk}",
    )


def invitations_to_mail(campaign: Campaign, *, only: list[int] | None) -> list[int]:
    """Return the ids of invitations to write to, judged again one by one when their turn comes."""
    found = pending_invitations(campaign).exclude(person__email="")
    if only is not None:
        found = found.filter(pk__in=only)
    return list(found.order_by("pk").values_list("pk", flat=True))


def send_letter(invitation_id: int, *, day: date | None = None) -> Invitation | None:
    """Write to one person and mark it in the same transaction; None when no letter is due any more.

    Judged at the moment of sending: who has answered meanwhile, or had a letter today, gets none, also when the
    job runs again after a crash.
    """
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("organization", "person", "campaign__organization", "campaign__programme")
            .get(pk=invitation_id)
        )
        now = day or today(invitation.organization)
        if invitation.mailed_on == now or not invitation.person.email or gate_of(invitation) != Gate.OPEN:
            return None
        first = invitation.mail_count == 0
        invitation.mailed_on = now
        invitation.mail_count += 1
        invitation.save(update_fields=["mailed_on", "mail_count"])
        _letter(invitation, first=first).send()
    return invitation


def _letter(invitation: Invitation, *, first: bool) -> EmailMessage:
    campaign = invitation.campaign
    context = {
        "person": invitation.person,
        "campaign": campaign,
        "organization": invitation.organization,
        "link": link_of(invitation),
        "first": first,
    }
    # A header is one line, whatever a title holds.
    subject = " ".join(f"{'Анкета' if first else 'Напоминание'}: {campaign.title}".split())
    body = render_to_string("surveys/letters/link.txt", context)
    return EmailMessage(subject, body, to=[invitation.person.email])
