"""What is promised above the first question, clause by clause, against the database itself."""

import random
import threading
from collections.abc import Sequence

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django_scopes import scope, scopes_disabled

from core.domain.job_run import run_job
from core.errors import DomainError
from core.models import AuditEntry, Job
from surveys.codes import code_of
from surveys.domain.answering import (
    GateClosed,
    IncompleteAnswers,
    enter_sheet,
    mark_on_paper,
    save_draft,
    send_sheet,
    submit_response,
)
from surveys.domain.ballots import MIXED, open_ballots
from surveys.domain.campaigns import close_campaign, create_campaign, open_campaign
from surveys.enums import Anonymity, Audience
from surveys.models import Answer, Ballot, Campaign, DraftAnswer, Invitation, Response
from surveys.selectors.gate import gate_of
from surveys.selectors.questionnaires import load_version
from tests import factories
from tests.surveys import makers

pytestmark = pytest.mark.usefixtures("unscoped")


def nameless(programme, mode: Anonymity = Anonymity.ANONYMOUS, **given) -> Campaign:
    return makers.campaign(programme, instrument=makers.general_instrument(), anonymity=mode, **given)


@pytest.fixture
def anonymous(programme) -> Campaign:
    return nameless(programme)


@pytest.fixture
def confidential(programme) -> Campaign:
    return nameless(programme, Anonymity.CONFIDENTIAL)


def invited(campaign: Campaign, count: int) -> list[Invitation]:
    return [makers.invitation(campaign, makers.mentee_person(campaign.programme)) for _ in range(count)]


def close(campaign: Campaign) -> None:
    close_campaign(campaign, actor=None)
    for job in Job.objects.filter(kind="surveys.open_ballots", state="queued"):
        run_job(job.pk)


def answer_coded(invitation: Invitation, **given: str) -> Response:
    raw = {key: [value] for key, value in ({"useful": "8"} | given).items()}
    save_draft(invitation, raw, keys=load_version(invitation.campaign.version).item_ids.keys())
    return submit_response(invitation)


# --- the mode is fit for the questionnaire, and stays what it was promised to be ---


@pytest.mark.parametrize("mode", [Anonymity.CONFIDENTIAL, Anonymity.ANONYMOUS])
def test_questionnaires_that_need_a_name_are_refused(programme, mode):
    with pytest.raises(DomainError, match="нужны с именем"):
        makers.campaign(programme, instrument="request_student", anonymity=mode)


@pytest.mark.parametrize("mode", [Anonymity.CONFIDENTIAL, Anonymity.ANONYMOUS])
@pytest.mark.parametrize("given", [{"minimum_group": 4}, {"minimum_texts": 9}])
def test_minimum_groups_have_a_floor_in_the_form_and_in_the_database(programme, mode, given):
    with pytest.raises(DomainError, match="не меньше чем от"):
        nameless(programme, mode, **given)
    made = nameless(programme, mode)
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(pk=made.pk).update(**given)


@pytest.mark.parametrize(
    "change",
    [{"anonymity": "named"}, {"anonymity": "confidential"}, {"minimum_group": 7}, {"minimum_texts": 11}],
)
def test_the_database_keeps_the_promise_from_the_first_answer_on(anonymous, change):
    Campaign.objects.filter(pk=anonymous.pk).update(**change)
    Campaign.objects.filter(pk=anonymous.pk).update(anonymity="anonymous", minimum_group=5, minimum_texts=10)
    makers.send(invited(anonymous, 1)[0])

    with pytest.raises((IntegrityError, Exception), match="cannot be changed"), transaction.atomic():
        Campaign.objects.filter(pk=anonymous.pk).update(**change)


def test_the_database_refuses_a_named_response_to_a_campaign_without_names(anonymous, person):
    with pytest.raises(IntegrityError, match="mode"), transaction.atomic():
        Response.objects.create(
            organization=anonymous.organization,
            campaign=anonymous,
            person=person,
            submitted_on=makers.today(),
            source="link",
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(
            organization=anonymous.organization,
            campaign=anonymous,
            mode="anonymous",
            person=person,
            source="link",
        )


def test_the_database_refuses_a_draft_and_a_ballot_in_the_wrong_campaign(anonymous, confidential, invitation):
    mine = invited(anonymous, 1)[0]
    item = anonymous.version.items.first()
    with pytest.raises(IntegrityError, match="draft"), transaction.atomic():
        DraftAnswer.objects.create(invitation=mine, item=item, value=8, saved_at=makers.timezone.now())
    with pytest.raises(IntegrityError, match="ballot"), transaction.atomic():
        Ballot.objects.create(organization=confidential.organization, campaign=confidential, answers={})


def test_drafts_and_single_responses_are_refused_by_the_domain_too(anonymous):
    mine = invited(anonymous, 1)[0]
    with pytest.raises(DomainError, match="целиком"):
        save_draft(mine, {"useful": ["8"]}, keys={"useful"})
    with pytest.raises(DomainError, match="целиком"):
        submit_response(mine)
    assert not DraftAnswer.objects.exists()


def test_a_campaign_without_names_is_not_opened_again_once_it_has_answers(programme):
    for mode in (Anonymity.CONFIDENTIAL, Anonymity.ANONYMOUS):
        campaign = nameless(programme, mode)
        close_campaign(campaign, actor=None)
        open_campaign(campaign, actor=None)
        mine = invited(campaign, 1)[0]
        if mode == Anonymity.ANONYMOUS:
            makers.send(mine)
        else:
            answer_coded(mine)
        close(campaign)
        with pytest.raises(DomainError, match="не открывают снова"):
            open_campaign(campaign, actor=None)


# --- what is kept of an anonymous answer ---


def test_sending_keeps_the_day_beside_the_person_and_the_answers_beside_nobody(anonymous):
    mine = invited(anonymous, 1)[0]
    before = AuditEntry.objects.count()

    makers.send(mine, words="Ничего")
    makers.send(mine, words="Ещё раз")

    mine.refresh_from_db()
    assert mine.done_on == makers.today()
    sheet = Ballot.objects.get()
    assert sheet.answers == {"useful": 8, "words": "Ничего"}
    assert AuditEntry.objects.count() == before, "the trail keeps no moment of sending"
    assert not Response.objects.exists()


def test_wrong_and_missing_answers_leave_no_trace(anonymous):
    mine = invited(anonymous, 1)[0]
    with pytest.raises(IncompleteAnswers) as refused:
        send_sheet(mine, {"useful": ["99"], "words": ["Текст"]})
    assert set(refused.value.errors) == {"useful"}
    mine.refresh_from_db()
    assert mine.done_on is None
    assert not Ballot.objects.exists()


def test_nothing_opens_before_the_close_and_everything_after(anonymous):
    for place, mine in enumerate(invited(anonymous, 6)):
        makers.send(mine, useful=str(place + 1))
    assert open_ballots(anonymous) == 0
    assert not Response.objects.exists()

    close(anonymous)

    assert not Ballot.objects.exists()
    assert sorted(int(row.number) for row in Answer.objects.all()) == [1, 2, 3, 4, 5, 6]
    assert {
        (row.person_id, row.code, row.submitted_on, row.entered_by_id) for row in Response.objects.all()
    } == {(None, "", None, None)}
    assert open_ballots(anonymous) == 0


def test_no_column_anywhere_ties_a_person_to_a_sheet_or_a_response():
    """Ballots and anonymous responses have no column that could name a person, a moment or a place in a queue."""
    columns = {field.name for field in Ballot._meta.get_fields()}
    assert columns == {"id", "organization", "campaign", "answers"}
    towards_people = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("surveys").get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in (Ballot, Response)
    }
    assert towards_people == {"Answer.response"}


def test_sheets_of_paper_go_in_without_names_as_many_as_were_handed_in(anonymous, org):
    curator = factories.user()
    one, two = invited(anonymous, 2)
    with pytest.raises(DomainError, match="уже внесены"):
        enter_sheet(anonymous, {"useful": ["5"]}, actor=curator)

    mark_on_paper(one, actor=curator)
    enter_sheet(anonymous, {"useful": ["5"]}, actor=curator)

    with pytest.raises(DomainError, match="уже внесены"):
        enter_sheet(anonymous, {"useful": ["5"]}, actor=curator)
    with pytest.raises(GateClosed):
        mark_on_paper(one, actor=curator)
    makers.send(two)
    assert Ballot.objects.count() == 2


# --- what is kept of a confidential answer ---


def test_confidential_answers_hang_on_a_code_that_is_the_same_before_and_after(confidential, programme):
    later = nameless(programme, Anonymity.CONFIDENTIAL)
    person = makers.mentee_person(programme)
    first = answer_coded(makers.invitation(confidential, person), useful="3")
    second = answer_coded(makers.invitation(later, person), useful="9")

    assert first.person is None
    assert first.submitted_on is None
    assert first.code == second.code == code_of(person.pk, programme_id=programme.pk)
    other = answer_coded(makers.invitation(later, makers.mentee_person(programme)))
    assert other.code != first.code
    assert not DraftAnswer.objects.exists()
    assert not AuditEntry.objects.filter(action="response.submitted").exists()


def test_the_code_needs_the_secret_of_the_installation(settings):
    mine = code_of(7, programme_id=1)
    settings.SECRET_KEY = "another secret of another installation"
    assert code_of(7, programme_id=1) != mine


def test_submitting_a_confidential_answer_twice_gives_the_same_response(confidential):
    mine = invited(confidential, 1)[0]
    first = answer_coded(mine)
    assert submit_response(mine).pk == first.pk


def test_closing_forgets_the_drafts_of_those_who_did_not_send(confidential):
    mine = invited(confidential, 1)[0]
    save_draft(mine, {"useful": ["8"]}, keys={"useful"})
    close(confidential)
    assert not DraftAnswer.objects.exists()


# --- the attack: everything that the database holds, read by its owner ---


def ranks(values: Sequence[float]) -> list[int]:
    order = sorted(range(len(values)), key=values.__getitem__)
    places = [0] * len(values)
    for place, index in enumerate(order):
        places[index] = place
    return places


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    first, second = ranks(one), ranks(other)
    size = len(first)
    return 1 - 6 * sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) / (size * (size**2 - 1))


def physical_order(table: str, marker: str) -> list[tuple[str, int]]:
    """Return (mark, transaction) of the rows of a table as they lie on disk: what an owner of the database can read."""
    if connection.vendor == "postgresql":
        query = f"SELECT {marker}, xmin::text::bigint FROM {table} ORDER BY ctid"
    else:
        query = f"SELECT {marker}, 0 FROM {table} ORDER BY rowid"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [(row[0], row[1]) for row in cursor.fetchall()]


def marks_of_answers() -> list[int]:
    item = "(SELECT id FROM surveys_item WHERE key = 'mark')"
    answers = physical_order(f"surveys_answer WHERE item_id = {item}", "number")
    return [int(number) for number, _ in answers]


def marks_by_response() -> list[int]:
    by_response = {
        str(row.response_id).replace("-", ""): int(row.number)
        for row in Answer.objects.filter(item__key="mark")
    }
    return [by_response[str(pk).replace("-", "")] for pk, _ in physical_order("surveys_response", "id")]


def marks_by_key() -> list[int]:
    return [int(row.number) for row in Answer.objects.filter(item__key="mark").order_by("response_id")]


@pytest.mark.slow
def test_linkage_attack_finds_no_more_than_chance(committed):
    """Who answered when is known to the attacker (they watched); whose sheet is whose, nothing tells.

    Each respondent's answer bears a number of their own, so that the test can see what the attacker cannot.
    """
    count = 120
    with scopes_disabled():
        programme = factories.programme(factories.organization())
        campaign = nameless(programme)
        people = invited(campaign, count)
        random.Random(20261121).shuffle(people)
        for place, mine in enumerate(people):
            makers.send(mine, mark=str(place))
        close(campaign)

        for name, seen in (
            ("rows of answers", marks_of_answers()),
            ("rows of responses", marks_by_response()),
            ("keys of responses", marks_by_key()),
        ):
            assert sorted(seen) == list(range(count))
            hits = sum(place == mark for place, mark in enumerate(seen))
            # Chance alone gives one on average; more than eight comes once in a million runs.
            assert hits <= 8, f"{name}: {hits} of {count} were told by their place"
            # 4.9 standard deviations: once in a million runs.
            assert abs(spearman(range(count), seen)) < 4.9 / (count - 1) ** 0.5, name
        if connection.vendor == "postgresql":
            assert len({mark for _, mark in physical_order("surveys_response", "id")}) == 1
            assert len({mark for _, mark in physical_order("surveys_answer", "id")}) == 1


def test_while_open_the_last_sheet_is_one_of_many(committed):
    """The invitation and the sheet of one sending bear one mark of one transaction; so do the sheets put in anew."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps no marks of transactions")
    with scopes_disabled():
        campaign = nameless(factories.programme(factories.organization()))
        for place, mine in enumerate(invited(campaign, 40), start=1):
            makers.send(mine)
            if place > MIXED:
                marks = [mark for _, mark in physical_order("surveys_ballot", "id")]
                assert marks.count(max(marks)) == MIXED + 1


def test_many_senders_at_one_moment_lose_nothing(committed):
    with scopes_disabled():
        campaign = nameless(factories.programme(factories.organization()))
        people = invited(campaign, 6)
    barrier, failures = threading.Barrier(12), []

    def run(invitation):
        try:
            barrier.wait(timeout=20)
            with scope(organization=invitation.organization):
                makers.send(invitation)
        except Exception as error:  # noqa: BLE001 - the test looks at everything that happened
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in people * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failures == []
    with scopes_disabled():
        assert Ballot.objects.count() == 6
        assert {gate_of(one) for one in campaign.invitations.all()} == {"done"}


def test_audience_of_a_nameless_campaign_may_be_made_in_the_same_words(programme):
    version = makers.adopt_instrument(
        makers.general_instrument(), organization=programme.organization, actor=None
    )
    made = create_campaign(
        programme,
        version=version,
        title="Без имён",
        audience=Audience.MENTEES,
        opens_on=makers.today(),
        closes_on=makers.today(),
        anonymity=Anonymity.ANONYMOUS,
        actor=None,
    )
    assert (made.is_anonymous, made.minimum_group, made.minimum_texts) == (True, 5, 10)
