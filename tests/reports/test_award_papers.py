"""Papers of awards: the protocol with its ties and conflicts, the draft order, letters to three kinds of people."""

from datetime import date

import pytest
from django.urls import reverse

from core.domain.files import read_file
from core.domain.job_run import run_job
from core.enums import Role
from core.errors import DomainError
from mentorship.award_enums import RoundState
from mentorship.domain.awards import close_round, move_round
from mentorship.domain.nominations import recuse
from mentorship.models import PartnerEmployee
from reports.domain.award_papers import letters_of, make_order, make_protocol, start_letters
from reports.enums import DocumentState
from reports.models import Document, DocumentBatch
from tests import factories
from tests.mentorship import prize
from tests.mentorship.conftest import guardian_for
from tests.reports.test_certificates import text_of

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def keeper(org):
    return factories.membership(org, Role.CURATOR)


@pytest.fixture
def closed(org):
    """Two mentors, one of them a pupil with a mother and the other a partner's man, share the first place."""
    programme = factories.programme(org)
    pupil = factories.mentor(
        programme, person=factories.person(org, last_name="Юная", first_name="Анна")
    ).person
    guardian_for(pupil, last_name="Мамина", first_name="Вера")
    worker = factories.mentor(programme).person
    PartnerEmployee.objects.create(organization=org, partner=factories.partner(org), person=worker)
    found = prize.round_of(programme, share_ties=True)
    prize.juror(found, is_chair=True)
    recused = prize.juror(found)
    one, two = prize.put(found, pupil, worker)
    prize.judged(found, {one: [5], two: [5]})
    recuse(one, recused, reason="учила её", actor=recused.user)
    return close_round(found, without_missing=True, actor=None)


def test_the_protocol_tells_places_ties_and_conflicts(closed, keeper, signed_in):
    document = make_protocol(closed, actor=keeper.user)
    assert make_protocol(closed, actor=keeper.user).pk == document.pk
    told = text_of(read_file(document.file))
    for words in ("1–2", "Места 1–2 поделили", "Конфликт интересов", "учила её", "РЕШИЛИ", "Юная А. О."):
        assert words in told, words
    client = signed_in(keeper)
    assert client.get(reverse("reports:document_docx", args=[document.pk])).status_code == 200
    made = client.post(reverse("reports:award_order", args=[closed.pk]))
    assert made.url == reverse("reports:document", args=[Document.objects.get(kind="order_award").pk])


def test_the_order_is_a_draft_with_the_laureates(closed, keeper):
    document = make_order(closed, actor=keeper.user)
    assert document.state == DocumentState.DRAFT
    told = text_of(read_file(document.file))
    assert "О поощрении" in told
    assert "Юную Анну" in told


def test_letters_go_to_people_parents_and_employers_once(closed, keeper):
    everybody = ["person", "parent", "employer"]
    for _ in range(2):
        job = start_letters(closed, variants=everybody, only_laureates=True, actor=keeper.user)
        run_job(job.pk)
        job.refresh_from_db()
        assert job.state == "done", job.error
    kinds = sorted(Document.objects.filter(kind__startswith="thanks").values_list("kind", flat=True))
    assert kinds == ["thanks_employer", "thanks_parent", "thanks_person", "thanks_person"]
    parent = text_of(read_file(Document.objects.get(kind="thanks_parent").file))
    assert "Маминой Вере" in parent
    assert "воспитание Юной Анны" in parent
    assert DocumentBatch.objects.filter(kind="thanks").count() == 2


def test_a_grown_up_gets_no_letter_to_parents(closed):
    Document.objects.all().delete()
    person = closed.nominations.filter(person__last_name="Юная").get().person
    type(person).objects.filter(pk=person.pk).update(birth_date=date(1990, 1, 1))
    assert letters_of(closed, variants=["parent"], only_laureates=False) == []


def test_taken_back_the_papers_are_void(closed, keeper):
    make_protocol(closed, actor=keeper.user)
    make_order(closed, actor=keeper.user)
    move_round(closed, to=RoundState.SCORING, reason="ошибка", actor=None)
    assert {one.state for one in Document.objects.all()} == {DocumentState.CANCELLED}
    with pytest.raises(DomainError, match="Сначала подведите"):
        make_order(closed, actor=keeper.user)
