"""The urn of an anonymous campaign: sheets go in mixed, and come out as responses after the close.

What sets a sheet apart in a database is not only a name: the order of rows, their keys, and PostgreSQL's own mark of
the transaction (`xmin`), which the invitation ticked off at the same moment bears too. So a new sheet never goes in
alone: as many others as :data:`MIXED` are taken out with it and put in anew, in random order, under new keys; and at
the close the whole urn is turned over once more (practice: EvaP rewrites every answer at each vote; this is its
bounded form).
"""

import logging
import secrets
import uuid
from typing import Any

from django.db import DatabaseError, connection, transaction

from core.domain.jobs import start_job
from core.models import Job, User
from surveys.answer_rows import rows_of
from surveys.enums import Anonymity, CampaignState, ResponseSource
from surveys.instruments import Answers
from surveys.models import Answer, Ballot, Campaign, Response
from surveys.selectors.questionnaires import load_version

logger = logging.getLogger(__name__)
_random = secrets.SystemRandom()

MIXED = 24
"""How many sheets are put in anew with each new one: among at least so many it cannot be told."""

JOB_KIND = "surveys.open_ballots"
_BATCH = 500


@transaction.atomic
def put_ballot(campaign: Campaign, answers: Answers) -> None:
    """Put one sheet into the urn, mixed with others."""
    Campaign.objects.select_for_update(no_key=True, of=("self",)).get(pk=campaign.pk)
    inside = list(campaign.ballots.values_list("pk", flat=True))
    taken = _random.sample(inside, min(MIXED, len(inside)))
    sheets: list[Any] = list(campaign.ballots.filter(pk__in=taken).values_list("answers", flat=True))
    campaign.ballots.filter(pk__in=taken).delete()
    sheets.append(answers)
    _random.shuffle(sheets)
    Ballot.objects.bulk_create(
        Ballot(id=uuid.uuid4(), organization_id=campaign.organization_id, campaign=campaign, answers=given)
        for given in sheets
    )


def start_opening(campaign: Campaign, *, actor: User | None) -> Job:
    """Start turning the sheets of a closed campaign into responses; returns the job."""
    return start_job(
        JOB_KIND,
        organization=campaign.organization,
        owner=actor,
        title=f"Результаты: {campaign.title}"[:200],
        params={"campaign": campaign.pk},
        key=f"campaign-{campaign.pk}",
    )


@transaction.atomic
def open_ballots(campaign: Campaign) -> int:
    """Turn every sheet of a closed campaign into a response, in random order; returns how many. Twice is harmless."""
    locked = Campaign.objects.select_for_update(of=("self",)).select_related("version").get(pk=campaign.pk)
    if locked.state != CampaignState.CLOSED:
        return 0
    loaded = load_version(locked.version)
    sheets = list(locked.ballots.values_list("answers", flat=True))
    _random.shuffle(sheets)
    responses = [
        Response(
            id=uuid.uuid4(),
            organization_id=locked.organization_id,
            campaign=locked,
            mode=Anonymity.ANONYMOUS,
            source=ResponseSource.LINK,
        )
        for _ in sheets
    ]
    Response.objects.bulk_create(responses, batch_size=_BATCH)
    rows: list[Answer] = []
    for response, answers in zip(responses, sheets, strict=True):
        rows += rows_of(loaded.instrument, answers, response=response, item_ids=loaded.item_ids)
    Answer.objects.bulk_create(rows, batch_size=_BATCH)
    locked.ballots.all().delete()
    return len(sheets)


def sweep_urn() -> None:
    """Let PostgreSQL forget the sheets' earlier places and marks at once, not when it comes to cleaning up."""
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (FULL) surveys_ballot")
    except DatabaseError as error:
        # Not the table's owner: autovacuum will do it later.
        logger.warning("the urn was not swept: %s", type(error).__name__)
