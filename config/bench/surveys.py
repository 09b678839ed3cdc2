"""Questionnaires: a page of 25 questions, its sending and saving, a whole school at once, results, invitations."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, reset_queries, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.bench.lesson import Lesson, hold
from config.bench.lists import filled_portal
from config.bench.pages import BARE_REQUESTS, Site, site
from config.bench.registry import Measurement, alternate, register, timed
from core.context import inside
from core.models import Membership
from mentorship.enums import ConsentKind, ConsentMethod, ConsentSigner, ConsentState
from mentorship.models import Consent, Person, Programme
from surveys.domain.campaigns import create_campaign, open_campaign
from surveys.domain.invitations import add_invitations
from surveys.domain.inviting import invite_in_parts
from surveys.domain.questionnaires import adopt_instrument
from surveys.domain.tokens import token_for
from surveys.enums import Anonymity, Audience, ResponseSource
from surveys.instruments import Instrument, instrument_from_dict
from surveys.models import Answer, Campaign, Response
from surveys.selectors.questionnaires import load_version
from surveys.selectors.results import results_of

QUESTIONS, TEXTS = 25, 5
SUBMISSIONS = 150
ROUNDS = 5
PUPILS = 750
RESPONSES = 20_000
SECONDS = 1.0
MEMORY_MB = 150


def questionnaire() -> Instrument:
    """Twenty marks and five short texts on one page."""
    marks = [
        {
            "key": f"mark{number}",
            "kind": "scale",
            "text": f"Насколько верно утверждение {number}?",
            "required": True,
        }
        for number in range(QUESTIONS - TEXTS)
    ]
    texts = [
        {"key": f"text{number}", "kind": "short_text", "text": f"Расскажите о деле {number}."}
        for number in range(TEXTS)
    ]
    return instrument_from_dict(
        {
            "format": 1,
            "code": "bench",
            "title": "Анкета для измерений",
            "purpose": "general",
            "role": "mentee",
            "sections": [{"key": "all", "title": "Вопросы", "items": [*marks, *texts]}],
        }
    )


def filled_form() -> dict[str, str]:
    marks = {f"mark{number}": str(1 + number % 10) for number in range(QUESTIONS - TEXTS)}
    return marks | {f"text{number}": "Ходили на завод, разбирали чертёж" for number in range(TEXTS)}


@contextmanager
def surveyed_portal(
    people: int, *, invited: int | None = None
) -> Iterator[tuple[Membership, Campaign, list[str]]]:
    """An open campaign of :func:`questionnaire`; yields the curator, the campaign, the tokens of the invited."""
    with filled_portal(people) as curator, inside(curator.organization):
        programme = Programme.objects.get()
        everybody = list(Person.objects.order_by("pk").values_list("pk", flat=True))
        _consent(programme, everybody)
        version = adopt_instrument(questionnaire(), organization=curator.organization, actor=None)
        day = timezone.localdate()
        campaign = create_campaign(
            programme,
            version=version,
            title="Опрос для измерений",
            audience=Audience.HAND,
            opens_on=day - timedelta(days=1),
            closes_on=day + timedelta(days=30),
            actor=None,
        )
        open_campaign(campaign, actor=None)
        with transaction.atomic():
            add_invitations(campaign, everybody[: people if invited is None else invited])
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        keys = campaign.invitations.order_by("pk").values_list("key", flat=True)
        yield curator, campaign, [token_for(key) for key in keys]


def _consent(programme: Programme, people: list[int]) -> None:
    Consent.objects.bulk_create(
        (
            Consent(
                organization_id=programme.organization_id,
                programme=programme,
                person_id=person,
                kind=ConsentKind.PROCESSING,
                signer=ConsentSigner.SELF,
                state=ConsentState.SIGNED,
                signed_on=timezone.localdate() - timedelta(days=3),
                method=ConsentMethod.PAPER,
            )
            for person in people
        ),
        batch_size=5000,
    )


def _against_bare(running: Site, cost: Any) -> Measurement:
    return alternate(
        cost, lambda: running.milliseconds_a_request("/__bench/bare", BARE_REQUESTS, {}), rounds=ROUNDS
    )


@register("surveys.page", "ms")
def page() -> Measurement:
    """A page of 25 questions opened by a personal link; the goal is a cost of 12 at most."""
    with surveyed_portal(10) as (_, _, tokens), site(int(os.environ["BENCH_POSTGRES_PID"])) as running:
        return _against_bare(running, lambda: running.milliseconds_a_request(f"/s/{tokens[0]}/1/", 100, {}))


@register("surveys.autosave", "ms")
def autosave() -> Measurement:
    """One answer kept while a person writes; the goal is a cost of 6 at most."""
    with surveyed_portal(10) as (_, _, tokens), site(int(os.environ["BENCH_POSTGRES_PID"])) as running:
        paths = [f"/s/{token}/save/" for token in tokens]
        bodies = [
            {"item": f"mark{number}", f"mark{number}": str(mark)} for number in range(5) for mark in (7, 8)
        ]
        return _against_bare(running, lambda: running.posted(paths, bodies, count=200, status=200))


@register("surveys.submit", "ms")
def submit() -> Measurement:
    """A whole page of 25 answers checked and stored, the invitation ticked off; the goal is a cost of 15 at most."""
    wanted = SUBMISSIONS * (ROUNDS + 1)
    with (
        surveyed_portal(wanted) as (_, campaign, tokens),
        site(int(os.environ["BENCH_POSTGRES_PID"])) as running,
    ):
        left = iter([tokens[place : place + SUBMISSIONS] for place in range(0, wanted, SUBMISSIONS)])

        def send() -> float:
            paths = [f"/s/{token}/1/" for token in next(left)]
            body = filled_form() | {"go": "next"}
            return running.posted(paths, [body], count=len(paths), status=302)

        found = _against_bare(running, send)
        _require_stored(campaign, wanted)
        return found


def _require_stored(campaign: Campaign, wanted: int) -> None:
    stored = Response.objects.filter(campaign=campaign).count()
    rows = Answer.objects.filter(response__campaign=campaign).count()
    if (stored, rows) != (wanted, wanted * QUESTIONS):
        raise RuntimeError(f"acknowledged {wanted}, stored {stored} responses with {rows} answers")


@register("surveys.lesson", "s")
def lesson() -> Measurement:
    """750 pupils open within two minutes and send within eight: p95 of all answers, against the bare view's p95.

    Arrivals do not wait for answers (open loop); one error fails the run. Takes ten minutes.
    """
    return _lesson(speed=1)


@register("surveys.lesson_quick", "s")
def lesson_quick() -> Measurement:
    """The same 750 pupils with time pressed tenfold: they open in 12 s, send in 48: not the goal's figure."""
    return _lesson(speed=10)


def _lesson(*, speed: float) -> Measurement:
    with (
        surveyed_portal(PUPILS) as (_, campaign, tokens),
        site(int(os.environ["BENCH_POSTGRES_PID"]), threads=4) as running,
    ):
        told = hold(Lesson(port=running.port, tokens=tokens, form=filled_form(), speed=speed))
        _require_stored(campaign, PUPILS)
    return Measurement(told.p95, told.bare_p95)


@register("surveys.results_20k", "s")
def results_20k() -> Measurement:
    """Results of 20,000 responses of 25 items, counted in the database, at most one second; queries do not grow.

    Reference: one statement that counts the same rows by item and mark.
    """
    with surveyed_portal(RESPONSES // 10, invited=0) as (curator, campaign, _):
        _answer(campaign, 200)
        few = _queries(campaign, curator)
        _answer(campaign, RESPONSES - 200)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        many = _queries(campaign, curator)
        if few != many:
            raise RuntimeError(f"{few} queries for 200 responses, {many} for {RESPONSES}")
        found = alternate(
            lambda: timed(lambda: results_of(campaign, membership=curator)),
            lambda: timed(lambda: _counted(campaign)),
        )
    if found.value > SECONDS:
        raise RuntimeError(f"results took {found.value:.2f} s, the goal is {SECONDS} s")
    return found


def _queries(campaign: Campaign, curator: Membership) -> int:
    reset_queries()
    with CaptureQueriesContext(connection) as caught:
        results_of(campaign, membership=curator)
    return len(caught)


def _counted(campaign: Campaign) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.item_id, a.number, count(*) FROM surveys_answer a "
            "JOIN surveys_response r ON r.id = a.response_id WHERE r.campaign_id = %s GROUP BY 1, 2",
            [campaign.pk],
        )
        cursor.fetchall()


def _answer(campaign: Campaign, count: int) -> None:
    """Responses straight into the tables; a confidential code stands for each, as the database demands a person."""
    items = load_version(campaign.version).item_ids
    Campaign.objects.filter(pk=campaign.pk).update(anonymity=Anonymity.CONFIDENTIAL)
    start = Response.objects.filter(campaign=campaign).count()
    for place in range(start, start + count, 2_000):
        responses = [
            Response(
                organization_id=campaign.organization_id,
                campaign=campaign,
                mode=Anonymity.CONFIDENTIAL,
                code=f"{number:064}",
                source=ResponseSource.LINK,
            )
            for number in range(place, min(place + 2_000, start + count))
        ]
        Response.objects.bulk_create(responses)
        Answer.objects.bulk_create(
            (
                Answer(
                    response=response,
                    item_id=pk,
                    number=Decimal(1 + (place + order * 7 + hash(response.code[-4:])) % 10)
                    if key.startswith("mark")
                    else None,
                    text="" if key.startswith("mark") else "Ходили на завод",
                )
                for order, response in enumerate(responses)
                for key, pk in items.items()
            ),
            batch_size=5_000,
        )
        with connection.cursor() as cursor:
            # The session keeps its plan of checking foreign keys: made for a small table, it reads the grown one whole.
            cursor.execute("ANALYZE surveys_response")
    Campaign.objects.filter(pk=campaign.pk).update(state="closed")
    campaign.refresh_from_db()


@register("surveys.invite_100k", "s")
def invite_100k() -> Measurement:
    """A hundred thousand people invited as the job does it, in parts; the memory may grow by 150 MB at most.

    Reference: as many rows of the same columns inserted by one statement of the database.
    """
    with surveyed_portal(100_000, invited=0) as (_, campaign, _):
        Campaign.objects.filter(pk=campaign.pk).update(audience=Audience.MENTEES)
        campaign.refresh_from_db()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seconds = timed(lambda: invite_in_parts(campaign, actor=None))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        if campaign.invitations.count() != 100_000:
            raise RuntimeError("not everybody was invited")
        if grown > MEMORY_MB:
            raise RuntimeError(f"the memory grew by {grown:.0f} MB")
        return Measurement(seconds, timed(_copied))


def _copied() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_copy (LIKE surveys_invitation INCLUDING ALL)")
        cursor.execute("INSERT INTO bench_copy SELECT * FROM surveys_invitation")
