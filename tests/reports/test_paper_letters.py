"""Papers of a batch by mail: to each their own, a child's to the child or to who answers for them, once."""

from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.domain.files import read_file
from core.domain.job_run import run_job
from core.enums import JobState, Role
from core.errors import DomainError
from core.models import JobMessage
from mentorship.domain.event_visits import mark_by_list
from mentorship.domain.events import hold_event, reopen_event
from mentorship.domain.people import add_guardian
from reports.domain.event_papers import start_certificates
from reports.domain.paper_letters import start_mailing, write_to
from reports.models import Document, DocumentBatch, PaperLetter
from reports.selectors.paper_letters import mailing_of
from tests import factories
from tests.mentorship import fair

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def keeper(org):
    return factories.membership(org, Role.CURATOR)


def batch_for(org, keeper, *people):
    programme = factories.programme(org)
    for one in people:
        factories.mentee(programme, person=one)
    event = fair.event(programme, code="final", title="Итоговый праздник")
    visits = fair.put(event, *people)
    mark_by_list(event, present=[visit.pk for visit in visits], absent=[], actor=None)
    hold_event(event, actor=None)
    run_job(start_certificates(event, actor=keeper.user).pk)
    return DocumentBatch.objects.first()


def person(org, born, email="", **given):
    return factories.person(org, birth_date=born, email=email, **given)


def read_by(org, batch):
    found = mailing_of(batch, day=clock.today(org))
    return {(one.name, one.reader.value, one.address) for one in (*found.to_write, *found.without)}


def test_a_paper_goes_to_whom_it_is_for_and_a_childs_to_nobody_else(org, keeper):
    year = clock.today(org).year
    parent = person(org, date(1980, 1, 1), "parent@example.test", category="parent", group="")
    grown = person(org, date(1990, 1, 1), "grown@example.test", last_name="Взрослова")
    teen = person(org, date(year - 16, 1, 1), "teen@example.test", last_name="Подросткова")
    silent = person(org, date(year - 16, 1, 1), last_name="Безадресова")
    young = person(org, date(year - 12, 1, 1), "young@example.test", last_name="Младшева")
    alone = person(org, date(year - 12, 1, 1), "alone@example.test", last_name="Одинова")
    unknown = person(org, None, "unknown@example.test", last_name="Неизвестнова")
    for child in (teen, silent, young):
        add_guardian(child, guardian=parent, kind="mother", actor=None)
    batch = batch_for(org, keeper, grown, teen, silent, young, alone, unknown)
    assert len(batch.documents) == 6
    assert read_by(org, batch) == {
        (grown.full_name, "self", "grown@example.test"),
        (teen.full_name, "self", "teen@example.test"),
        (silent.full_name, "guardian", "parent@example.test"),
        (young.full_name, "guardian", "parent@example.test"),
        (alone.full_name, "guardian", ""),
        (unknown.full_name, "guardian", ""),
    }


def test_each_gets_one_letter_with_their_own_file_however_often_it_is_asked_for(org, keeper):
    people = [person(org, date(1990, 1, 1), f"one{number}@example.test") for number in range(2)]
    bare = person(org, date(1990, 1, 1), last_name="Безпочтова")
    batch = batch_for(org, keeper, *people, bare)
    job = start_mailing(batch, actor=keeper.user)
    assert start_mailing(batch, actor=keeper.user).pk == job.pk
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error
    assert {tuple(letter.to) for letter in mail.outbox} == {("one0@example.test",), ("one1@example.test",)}
    papers = {one.subjects.get(model="mentorship.person").object_id: one for one in Document.objects.all()}
    for letter in mail.outbox:
        owner = next(one for one in people if one.email == letter.to[0])
        name, data, _ = letter.attachments[0]
        assert (name, data) == ("Сертификат.pdf", read_file(papers[owner.pk].file))
        assert owner.last_name not in letter.subject + letter.body, (
            "whose paper it is stands in the file alone"
        )
    assert [one.subject for one in JobMessage.objects.filter(job=job)] == [bare.full_name]
    assert PaperLetter.objects.count() == 2
    with pytest.raises(DomainError, match="Писать некому"):
        start_mailing(batch, actor=keeper.user)
    assert not any(write_to(one, actor=None) for one in Document.objects.all())
    assert len(mail.outbox) == 2


def test_a_paper_taken_back_before_the_letter_is_not_sent(org, keeper):
    batch = batch_for(org, keeper, person(org, date(1990, 1, 1), "one@example.test"))
    job = start_mailing(batch, actor=keeper.user)
    event = Document.objects.get().programme.events.get()
    reopen_event(event, reason="ошибка", actor=None)
    run_job(job.pk)
    assert mail.outbox == []
    assert mailing_of(batch, day=clock.today(org)).is_empty


def test_the_page_tells_counts_and_asks_once(org, keeper, signed_in):
    director = factories.membership(org, Role.DIRECTOR)
    batch = batch_for(
        org, keeper, person(org, date(1990, 1, 1), "one@example.test"), person(org, date(1990, 1, 1))
    )
    page, ask = (
        reverse("reports:papers_batch", args=[batch.pk]),
        reverse("reports:batch_letters", args=[batch.pk]),
    )
    client = signed_in(keeper)
    shown = client.get(page).content.decode()
    assert "Можно отправить: 1\u00a0письмо" in shown
    assert "Без почты: 1\u00a0человек" in shown
    assert ask in shown
    assert "Уйдёт 1\u00a0письмо" in client.get(ask).content.decode()
    assert client.post(ask).status_code == 302
    assert DocumentBatch.objects.get().documents == batch.documents
    assert ask not in signed_in(director).get(page).content.decode()


def test_the_list_costs_the_same_for_one_paper_and_three(org, keeper):
    counts = []
    for size in (1, 3):
        people = [person(org, date(1990, 1, 1), f"a{size}{number}@example.test") for number in range(size)]
        batch = batch_for(org, keeper, *people)
        with CaptureQueriesContext(connection) as asked:
            assert len(mailing_of(batch, day=clock.today(org)).to_write) == size
        counts.append(len(asked))
    assert counts[0] == counts[1]
