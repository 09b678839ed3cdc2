"""Long work of `surveys`."""

import logging
from smtplib import SMTPException

from django.urls import reverse

from core.context import current
from core.domain.files import store_file
from core.domain.job_run import JobRun
from core.errors import DomainError
from core.jobs import job_handler
from core.models import Membership
from surveys.domain.ballots import JOB_KIND as OPEN_BALLOTS
from surveys.domain.ballots import open_ballots, sweep_urn
from surveys.domain.exporting import JOB_KIND as ANSWERS_FILE
from surveys.domain.exporting import PURPOSE
from surveys.domain.inviting import JOB_KIND as INVITE
from surveys.domain.inviting import invite_in_parts
from surveys.domain.mailing import JOB_KIND, invitations_to_mail, send_letter
from surveys.models import Campaign, Invitation
from surveys.permissions import VIEW_ANSWERS
from surveys.resources import TYPES, file_of
from surveys.selectors.campaigns import campaigns_visible_to
from surveys.selectors.microdata import microdata

logger = logging.getLogger(__name__)


@job_handler(JOB_KIND)
def mail_links(run: JobRun) -> None:
    """Write to everybody who has not answered; a letter that cannot be sent does not stop the others."""
    campaign = Campaign.objects.select_related("organization").get(pk=run.params["campaign"])
    ids = invitations_to_mail(campaign, only=run.params.get("only"))
    run.start(len(ids))
    for place, invitation_id in enumerate(ids, start=1):
        try:
            send_letter(invitation_id)
        except (SMTPException, OSError) as error:
            # The address and the link stay out of the log.
            logger.warning("letter of invitation %s was not sent: %s", invitation_id, type(error).__name__)
            person = Invitation.objects.select_related("person").get(pk=invitation_id).person
            run.fail_item(
                person.short_name, "Письмо не ушло: почтовый сервер его не принял. Проверьте адрес."
            )
        run.step(place)
    run.result(url=reverse("surveys:campaign", kwargs={"pk": campaign.pk}))


@job_handler(INVITE)
def invite_many(run: JobRun) -> None:
    """Invite whom the campaign's rule names; running again goes on where it stopped."""
    campaign = Campaign.objects.select_related("organization", "programme").get(pk=run.params["campaign"])
    invite_in_parts(campaign, actor=current().user, start=run.start, step=run.step)
    run.result(url=reverse("surveys:campaign", kwargs={"pk": campaign.pk}))


@job_handler(OPEN_BALLOTS)
def open_closed_ballots(run: JobRun) -> None:
    """Turn the sheets of a closed anonymous campaign into responses; running again finds an empty urn."""
    campaign = Campaign.objects.get(pk=run.params["campaign"])
    run.start(1)
    open_ballots(campaign)
    sweep_urn()
    run.step(1)
    run.result(url=reverse("surveys:campaign", kwargs={"pk": campaign.pk}))


@job_handler(ANSWERS_FILE)
def make_answers_file(run: JobRun) -> None:
    """Write all answers of a campaign into a private file, with the rights that its owner has by now."""
    membership = Membership.objects.select_related("user", "organization").get(pk=run.params["membership"])
    campaign = campaigns_visible_to(membership).filter(pk=run.params["campaign"]).first()
    if campaign is None or not VIEW_ANSWERS.allows(membership):
        raise DomainError("У вас больше нет права читать эти ответы.")
    kind = run.params["kind"]
    columns, respondents = microdata(campaign, membership=membership)
    rows = list(respondents)
    run.start(1)
    stored = store_file(
        file_of(kind, columns, rows),
        name=f"Ответы — {campaign.title}.{kind}",
        content_type=TYPES[kind],
        purpose=PURPOSE,
        organization=campaign.organization,
        created_by=membership.user,
    )
    run.step(1)
    run.result(url=reverse("core:file", kwargs={"pk": stored.pk}), file=stored)
