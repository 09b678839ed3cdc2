"""Letters about unsigned consents: to whom, once a day, by job when many; who has no address stands in a list."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from core.domain.job_run import run_job
from core.errors import DomainError
from core.models import Job
from mentorship.domain import code_signing
from mentorship.domain.consents import ensure_needed, sign_consent
from mentorship.models import Consent
from reports.domain.consent_letters import remind, write_to
from reports.models import ConsentLetter
from reports.selectors.consent_letters import reminder_for
from tests import factories
from tests.mentorship.conftest import guardian_for, in_bulk, today

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def programme(org):
    return factories.programme(org)


def adult(programme, email="", **given):
    person = factories.person(programme.organization, birth_date=date(1985, 4, 3), email=email, **given)
    factories.mentor(programme, person=person)
    ensure_needed(programme, actor=None, people=[person])
    return person


def child(programme, parent_email="", email=""):
    person = factories.person(
        programme.organization, birth_date=today().replace(day=1, year=today().year - 12), email=email
    )
    factories.mentee(programme, person=person)
    parent = guardian_for(person, email=parent_email)
    ensure_needed(programme, actor=None, people=[person])
    return person, parent


def lists(programme):
    found = reminder_for(Consent.objects.filter(programme=programme), programme, day=today())
    return tuple(
        [one.person.pk for one in rows] for rows in (found.to_write, found.written_today, found.without_email)
    )


def test_who_signs_is_written_to_not_who_it_is_about(programme):
    ward, parent = child(programme, parent_email="parent@mail.test", email="child@mail.test")
    assert lists(programme) == ([parent.pk], [], [])
    assert remind(programme, [parent.pk], actor=None) == 1
    [letter] = mail.outbox
    assert letter.to == ["parent@mail.test"]
    assert "2 согласия" in letter.body.replace("\u00a0", " ")
    assert ward.last_name not in letter.body + letter.subject
    assert ward.group not in letter.body


def test_nobody_is_written_to_twice_a_day(programme):
    person = adult(programme, "a@mail.test")
    assert write_to(programme, person.pk, actor=None) is True
    assert write_to(programme, person.pk, actor=None) is False
    assert lists(programme) == ([], [person.pk], [])
    assert write_to(programme, person.pk, actor=None, day=today() + timedelta(days=1)) is True
    assert len(mail.outbox) == 2
    assert "Напоминание" in mail.outbox[1].subject
    row = ConsentLetter.objects.get()
    assert (row.count, row.sent_on) == (2, today() + timedelta(days=1))


def test_without_an_address_one_stands_in_the_list_for_paper(programme):
    person = adult(programme)
    assert lists(programme) == ([], [], [person.pk])
    assert write_to(programme, person.pk, actor=None) is False
    with pytest.raises(DomainError, match="Писать некому"):
        remind(programme, [], actor=None)


def test_who_has_signed_is_left_alone(programme):
    person = adult(programme, "a@mail.test")
    sign_consent(Consent.objects.get(), signed_on=today(), original_place="папка", actor=None)
    assert lists(programme) == ([], [], [])
    assert write_to(programme, person.pk, actor=None) is False


def test_a_letter_that_did_not_go_is_not_remembered(programme, settings):
    person = adult(programme, "a@mail.test")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(DomainError, match="не приняла письмо"):
        write_to(programme, person.pk, actor=None)
    assert not ConsentLetter.objects.filter(count__gt=0).exists()


def test_with_signing_by_code_the_letter_brings_the_links(programme):
    code_signing.record_act(
        programme.organization, number="1", signed_on=today(), in_force_from=today(), actor=None
    )
    person = adult(programme, "a@mail.test")
    write_to(programme, person.pk, actor=None)
    first = re.findall(r"/s/consent/\w+/", mail.outbox[0].body)
    assert len(first) == 1
    write_to(programme, person.pk, actor=None, day=today() + timedelta(days=1))
    assert re.findall(r"/s/consent/\w+/", mail.outbox[1].body) == first


def test_many_become_a_job_that_writes_to_nobody_twice(
    programme, curator, django_capture_on_commit_callbacks
):
    people = [adult(programme, f"p{number}@mail.test") for number in range(11)]
    write_to(programme, people[0].pk, actor=None)
    job = remind(programme, [person.pk for person in people], actor=curator.user)
    assert isinstance(job, Job)
    assert remind(programme, [person.pk for person in people], actor=curator.user) == job
    run_job(job.pk)
    assert len(mail.outbox) == 11
    job.refresh_from_db()
    assert (job.state, job.done) == ("done", 11)


def test_the_page_writes_and_tells(programme, curator, signed_in):
    client = signed_in(curator)
    person, silent = adult(programme, "a@mail.test"), adult(programme)
    address = reverse("reports:consent_letters")
    page = client.get(address).content.decode()
    assert person.full_name in page
    assert silent.full_name in page
    assert "Нет почты, нужна бумага: 1" in page
    told = client.post(address, follow=True).content.decode()
    assert "Отправлено: 1" in told
    assert "Сегодня письмо уже получили: 1" in told.replace("\u00a0", " ")
    assert "Писать некому" in client.post(address, follow=True).content.decode()


def test_people_chosen_on_the_board_alone(programme, curator, signed_in):
    client = signed_in(curator)
    one, other = adult(programme, "a@mail.test"), adult(programme, "b@mail.test")
    page = in_bulk(client, reverse("mentorship:consents_people"), "write", [one.pk])
    text = page.content.decode()
    assert one.full_name in text
    assert other.full_name not in text
    client.post(reverse("reports:consent_letters"), {"people": str(one.pk)})
    assert [letter.to for letter in mail.outbox] == [["a@mail.test"]]


@pytest.mark.parametrize("given", ["x", "1,,2", "٣", "9" * 40, "-1", "1 OR 1=1"])
def test_odd_ids_do_no_harm(programme, curator, signed_in, given):
    adult(programme, "a@mail.test")
    assert signed_in(curator).get(reverse("reports:consent_letters"), {"people": given}).status_code == 200


def test_the_page_asks_the_same_queries_for_one_and_for_three(
    programme, curator, signed_in, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(curator)
    address = reverse("reports:consent_letters")

    def more():
        adult(programme, f"x{Consent.objects.count()}@mail.test")
        adult(programme)
        child(programme)

    more()
    client.get(address)
    with CaptureQueriesContext(connection) as first:
        client.get(address)
    more()
    more()
    with django_assert_num_queries(len(first)):
        client.get(address)
