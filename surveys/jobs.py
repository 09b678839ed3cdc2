"""Long work of `surveys`."""

import logging
from smtplib import SMTPException

from django.urls import reverse

from core.domain.job_run import JobRun
from core.jobs import job_handler
from surveys.domain.ballots import JOB_KIND as OPEN_BALLOTS
from surveys.domain.ballots import open_ballots, sweep_urn
from surveys.domain.mailing import JOB_KIND, invitations_to_mail, send_letter
from surveys.models import Campaign, Invitation

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


@job_handler(OPEN_BALLOTS)
def open_closed_ballots(run: JobRun) -> None:
    """Turn the sheets of a closed anonymous campaign into responses; running again finds an empty urn."""
    campaign = Campaign.objects.get(pk=run.params["campaign"])
    run.start(1)
    open_ballots(campaign)
    sweep_urn()
    run.step(1)
    run.result(url=reverse("surveys:campaign", kwargs={"pk": campaign.pk}))
