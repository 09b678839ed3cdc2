"""Papers that run out: told once 30 and once 7 days before, and pairs with minors rest when they have."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse

from core.enums import Role
from core.errors import DomainError
from mentorship.domain.credential_reminders import remind_due, remind_everywhere
from mentorship.domain.credentials import record_credential
from mentorship.domain.pairs import activate_pairs, approve_pair, make_pair, resume_pair
from mentorship.enums import CredentialKind, EntryState, PairState
from mentorship.models import Credential, CredentialNotice
from mentorship.selectors.credentials import due_papers
from mentorship.tasks import remind_of_credentials
from tests import factories
from tests.mentorship.conftest import guardian_for, sign_all

pytestmark = pytest.mark.usefixtures("scoped")
NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)  # 12:00 in Kuzbass
ZONE = "Asia/Novokuznetsk"


def today() -> date:
    """The day of this file's institution: there it is tomorrow already when Moscow's evening comes."""
    return datetime.now(ZoneInfo(ZONE)).date()


@pytest.fixture
def org(org):
    org.time_zone = ZONE
    org.save()
    return org


@pytest.fixture
def outsider(programme, project):
    person = factories.person(
        programme.organization,
        birth_date=date(1990, 1, 1),
        category="employer",
        group="",
        email="smith@example.test",
    )
    entry = factories.mentor(programme, person=person, state=EntryState.SELECTED)
    entry.projects.add(project)
    return entry


@pytest.fixture
def head(org):
    """The curator who gets letters."""
    return factories.membership(org, Role.CURATOR)


def noon() -> datetime:
    """Noon of the real today in Kuzbass: for what asks the clock itself."""
    return datetime.combine(today(), datetime.min.time(), tzinfo=UTC) + timedelta(hours=5)


def shown(entry, *, until, kind=CredentialKind.MEDICAL):
    """A paper that is valid until so many days after the 21st of November."""
    day = date(2026, 11, 21)
    return Credential.objects.create(
        organization=entry.organization,
        person=entry.person,
        kind=kind,
        number=str(until),
        issued_on=day - timedelta(days=300),
        valid_until=day + timedelta(days=until),
        checked_on=day - timedelta(days=200),
    )


def addresses():
    return sorted(to for letter in mail.outbox for to in letter.to)


@pytest.mark.parametrize(
    ("until", "term"), [(31, None), (30, 30), (8, 30), (7, 7), (0, 7), (-1, 0), (-30, 0), (-31, None)]
)
def test_the_terms(outsider, until, term):
    shown(outsider, until=until)
    found = due_papers(date(2026, 11, 21))
    assert [one.days for one in found] == ([] if term is None else [term])


def test_curator_and_mentor_are_told_once_at_each_term(org, outsider, head):
    paper = shown(outsider, until=30)
    for days_later, letters in ((0, 2), (0, 0), (1, 0), (22, 0), (23, 2), (24, 0), (30, 0), (31, 2), (32, 0)):
        mail.outbox.clear()
        remind_due(org, NOON + timedelta(days=days_later))
        assert len(mail.outbox) == letters, days_later
        if letters:
            assert addresses() == sorted([head.user.email, "smith@example.test"])
    assert sorted(paper.notices.values_list("days_before", "letters")) == [(0, 2), (7, 2), (30, 2)]


def test_the_letter_says_whose_paper_and_until_when(org, outsider, head):
    shown(outsider, until=5)
    remind_due(org, NOON)
    letter = next(one for one in mail.outbox if one.to == [head.user.email])
    text = letter.body.replace("\u00a0", " ")
    assert (
        f"{outsider.person.full_name}: медицинский документ действует до 26.11.2026, осталось 5 дней" in text
    )
    assert reverse("mentorship:credentials") in text


def test_a_new_paper_ends_the_reminding(org, outsider, head):
    shown(outsider, until=5)
    shown(outsider, until=300)
    assert remind_due(org, NOON).letters == 0


@pytest.mark.parametrize("state", [EntryState.LEFT, EntryState.FINISHED])
def test_who_does_not_take_part_any_more_is_left_alone(org, outsider, head, state):
    shown(outsider, until=5)
    type(outsider).objects.filter(pk=outsider.pk).update(state=state)
    assert remind_due(org, NOON).letters == 0


@pytest.mark.parametrize(("hour", "letters"), [(0, 0), (1, 2), (12, 2), (13, 0)])
def test_letters_go_out_by_day_in_the_institutions_own_zone(org, outsider, head, hour, letters):
    """UTC+7: 7 in the morning is too early, 8 is not, 20 is too late."""
    shown(outsider, until=5)
    remind_due(org, datetime(2026, 11, 21, hour, 30, tzinfo=UTC))
    assert len(mail.outbox) == letters


def test_the_day_is_that_of_the_institution(org, outsider, head):
    """On the 20th at 20:00 UTC it is the 21st in Kuzbass, but night: at 8 in the morning the paper has 30 days."""
    shown(outsider, until=30)
    assert remind_due(org, datetime(2026, 11, 20, 12, 30, tzinfo=UTC)).notices == 0
    assert remind_due(org, datetime(2026, 11, 21, 1, 30, tzinfo=UTC)).notices == 1


def test_what_no_server_took_is_told_within_the_hour(org, outsider, head, settings):
    shown(outsider, until=5)
    settings.EMAIL_BACKEND = "tests.mentorship.test_credential_reminders.Refusing"
    assert remind_due(org, NOON).letters == 0
    assert not CredentialNotice.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert remind_due(org, NOON + timedelta(hours=1)).letters == 2


class Refusing:
    """A mail server that takes nothing."""

    def __init__(self, *args, **kwargs) -> None:
        pass

    def send_messages(self, messages) -> int:
        raise OSError("no server")


def test_without_anybody_to_write_to_the_row_of_attention_remains(org, outsider, signed_in):
    type(outsider.person).objects.filter(pk=outsider.person_id).update(email="")
    day = today()
    record_credential(
        outsider.person, kind="medical", number="1", issued_on=day - timedelta(days=5),
        valid_until=day + timedelta(days=5), actor=None,
    )  # fmt: skip
    remind_everywhere()
    page = signed_in(factories.membership(org, Role.CURATOR)).get("/").content.decode()
    assert "справк" in page


def test_the_pass_goes_over_all_institutions_and_the_task_calls_it(org, outsider, head):
    day = today()
    record_credential(
        outsider.person, kind="medical", number="1", issued_on=day - timedelta(days=5),
        valid_until=day + timedelta(days=5), actor=None,
    )  # fmt: skip
    assert {pk: done.letters for pk, done in remind_everywhere(noon()).items()} == {org.pk: 2}
    remind_of_credentials()
    assert CredentialNotice.objects.count() == 1


def test_told_of_ten_papers_a_curator_gets_one_letter(org, programme, outsider, head):
    shown(outsider, until=5)
    shown(outsider, until=6, kind=CredentialKind.NO_RECORD)
    assert remind_due(org, NOON).letters == 2
    letter = next(one for one in mail.outbox if one.to == [head.user.email])
    assert letter.body.count("•") == 2


@pytest.mark.parametrize(("until", "told"), [(5, "осталось 5 дней"), (-3, "срок закончился"), (100, "")])
def test_the_mentor_sees_it_at_home(org, outsider, signed_in, until, told):
    member = factories.membership(org, Role.MENTOR)
    type(outsider.person).objects.filter(pk=outsider.person_id).update(user=member.user)
    day = today()
    Credential.objects.create(
        organization=org, person=outsider.person, kind="medical", issued_on=day - timedelta(days=100),
        valid_until=day + timedelta(days=until), checked_on=day - timedelta(days=90),
    )  # fmt: skip
    page = signed_in(member).get("/").content.decode().replace("\u00a0", " ")
    assert ("Мои справки" in page) == bool(told)
    assert told in page


# --- pairs with minors ---


@pytest.fixture
def working(programme, project, outsider):
    """A pair with a minor that works by an order while both papers hold."""
    mentee = factories.mentee(programme, project=project, state=EntryState.SURVEYED)
    guardian_for(mentee.person)
    sign_all(programme)
    for kind in CredentialKind:
        record_credential(
            outsider.person, kind=kind, number="1", issued_on=today() - timedelta(days=5),
            valid_until=today() + timedelta(days=1), actor=None,
        )  # fmt: skip
    pair = make_pair(project, outsider, [mentee], actor=None)
    approve_pair(pair, actor=None)
    activate_pairs([pair], actor=None, order_document=1, order_number="1-ОД", order_date=today())
    return pair


def test_when_a_paper_has_run_out_the_pair_with_a_minor_rests_and_says_why(org, working, curator, signed_in):
    assert remind_due(org, noon()).paused == 0
    working.refresh_from_db()
    assert working.state == PairState.ACTIVE
    Credential.objects.filter(kind="no_record").update(valid_until=today() - timedelta(days=1))
    assert remind_due(org, noon()).paused == 1
    assert remind_due(org, noon()).paused == 0
    working.refresh_from_db()
    assert working.state == PairState.SUSPENDED
    page = signed_in(curator).get(reverse("mentorship:pair", args=[working.pk])).content.decode()
    assert "нет действующего документа" in page
    with pytest.raises(DomainError, match="судимости"):
        resume_pair(working, actor=None)
    record_credential(
        working.mentor.person, kind="no_record", number="2", issued_on=today(),
        valid_until=today() + timedelta(days=100), actor=None,
    )  # fmt: skip
    resume_pair(working, actor=None)
    assert working.state == PairState.ACTIVE


def test_a_pair_with_an_adult_works_on(org, working):
    Credential.objects.all().update(valid_until=today() - timedelta(days=1))
    mentee = working.places.get().mentee.person
    type(mentee).objects.filter(pk=mentee.pk).update(birth_date=date(1999, 1, 1))
    assert remind_due(org, noon()).paused == 0


def test_no_new_pair_is_confirmed_after_the_expiry(programme, project, outsider):
    mentee = factories.mentee(programme, project=project, state=EntryState.SURVEYED)
    guardian_for(mentee.person)
    sign_all(programme)
    shown(outsider, until=-1)
    pair = make_pair(project, outsider, [mentee], actor=None)
    with pytest.raises(DomainError, match="судимости"):
        approve_pair(pair, actor=None)


def test_a_pass_costs_the_same_for_one_paper_and_for_three(org, programme, outsider, queries_of):
    shown(outsider, until=100)
    before = queries_of(lambda: remind_due(org, NOON))
    for _ in range(2):
        person = factories.person(org, birth_date=date(1990, 1, 1), category="employer")
        shown(factories.mentor(programme, person=person), until=100)
    assert queries_of(lambda: remind_due(org, NOON)) == before
