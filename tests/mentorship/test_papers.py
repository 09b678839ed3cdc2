"""Certificates of mentors from outside and agreements of employees: the gates they keep, on every path."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core.errors import DomainError
from mentorship.domain.credentials import record_credential
from mentorship.domain.pairs import approve_pair, make_pair
from mentorship.domain.supplements import add_supplement, earliest_end, end_supplement
from mentorship.enums import CredentialKind, EntryState, PairState
from mentorship.models import Credential, Pair
from mentorship.selectors.credentials import credential_obstacles, standings
from mentorship.selectors.gates import pair_obstacles
from tests import factories
from tests.mentorship.conftest import guardian_for, in_bulk, propose, sign_all, today

pytestmark = pytest.mark.usefixtures("scoped")
ADULT = date(1990, 1, 1)


@pytest.fixture
def outsider(programme, project):
    person = factories.person(programme.organization, birth_date=ADULT, category="employer", group="")
    entry = factories.mentor(programme, person=person, state=EntryState.SELECTED)
    entry.projects.add(project)
    return entry


@pytest.fixture
def minor(programme, project):
    entry = factories.mentee(programme, project=project, state=EntryState.SURVEYED)
    guardian_for(entry.person)
    return entry


def show(entry, *, kinds=tuple(CredentialKind), until=100):
    for kind in kinds:
        record_credential(
            entry.person,
            kind=kind,
            number="1",
            issued_on=today() - timedelta(days=5),
            valid_until=today() + timedelta(days=until),
            actor=None,
        )


def test_a_mentor_from_outside_needs_both_papers_for_a_minor(outsider, minor):
    day = today()
    told = credential_obstacles(outsider.person, [minor], day)
    assert len(told) == 2
    assert "судимости" in told[0]
    show(outsider, kinds=[CredentialKind.NO_RECORD])
    assert len(credential_obstacles(outsider.person, [minor], day)) == 1
    show(outsider, kinds=[CredentialKind.MEDICAL], until=3)
    assert credential_obstacles(outsider.person, [minor], day) == []
    assert len(credential_obstacles(outsider.person, [minor], day + timedelta(days=4))) == 1


def test_an_adult_mentee_and_an_inside_mentor_need_none(programme, outsider, minor):
    adult = factories.mentee(programme, person=factories.person(programme.organization, birth_date=ADULT))
    assert credential_obstacles(outsider.person, [adult], today()) == []
    inside = factories.mentor(programme, person=factories.person(programme.organization, birth_date=ADULT))
    assert credential_obstacles(inside.person, [minor], today()) == []


def test_no_path_makes_a_working_pair_without_papers(programme, project, outsider, minor, curator, signed_in):
    sign_all(programme)
    # by the proposal of the portal
    propose(programme)
    assert not Pair.objects.exists()
    # by hand, then by confirming: domain and page
    pair = make_pair(project, outsider, [minor], actor=None)
    with pytest.raises(DomainError, match="судимости"):
        approve_pair(pair, actor=None)
    client = signed_in(curator)
    in_bulk(client, reverse("mentorship:pairs"), "approve", [pair.pk])
    pair.refresh_from_db()
    assert pair.state == PairState.PROPOSED
    assert "судимости" in client.get(reverse("mentorship:pair", args=[pair.pk])).content.decode()
    show(outsider)
    approve_pair(pair, actor=None)
    assert pair.state == PairState.TO_ORDER


def test_with_papers_the_pair_is_proposed(programme, project, outsider, minor):
    sign_all(programme)
    show(outsider)
    propose(programme)
    assert Pair.objects.get().mentor == outsider


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"issued_on": 1}, "issued_on"),
        ({"valid_until": -1}, "valid_until"),
        ({"issued_on": -3, "valid_until": -4}, "valid_until"),
    ],
)
def test_wrong_dates_of_a_paper_are_told(outsider, given, field):
    days = {"issued_on": -10, "valid_until": 100} | given
    with pytest.raises(DomainError) as error:
        record_credential(
            outsider.person,
            kind="medical",
            number="1",
            actor=None,
            **{name: today() + timedelta(days=shift) for name, shift in days.items()},
        )
    assert error.value.field == field
    assert not Credential.objects.exists()


def test_the_same_paper_is_recorded_once(outsider):
    show(outsider)
    with pytest.raises(DomainError, match="уже записана"):
        show(outsider)
    assert Credential.objects.count() == 2


def test_the_page_tells_how_papers_stand(outsider, curator, signed_in, queries_of):
    client = signed_in(curator)
    address = reverse("mentorship:credentials")
    page = client.get(address).content.decode()
    assert page.count("не предъявлена") == 2
    assert "нет справок" in client.get("/").content.decode()
    data = {"kind": "medical", "number": "7", "issued_on": today().isoformat()}
    add = reverse("mentorship:credential_add", args=[outsider.person_id])
    assert client.post(add, data).status_code == 422
    until = (today() + timedelta(days=20)).isoformat()
    assert client.post(add, data | {"valid_until": until}).status_code == 302
    assert "скоро истечёт" in client.get(address).content.decode()


def test_the_page_costs_the_same_for_one_mentor_and_for_three(programme, outsider, curator):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            rows = standings(curator, programme, today())
        return len(caught), len(rows)

    first = cost()
    for _ in range(2):
        person = factories.person(programme.organization, birth_date=ADULT, category="employer")
        factories.mentor(programme, person=person, state=EntryState.SELECTED)
    assert (first[1], cost()[1]) == (2, 6)
    assert first[0] == cost()[0]


# --- ТК ст. 351.8 ---


@pytest.fixture
def colleagues(programme):
    project = factories.project(
        programme, form=factories.form(mentor_category="employee", mentee_category="employee")
    )
    sides = []
    for make in (factories.mentor, factories.mentee):
        person = factories.person(programme.organization, birth_date=ADULT, category="employee", group="")
        sides.append(make(programme, person=person))
    mentor, mentee = sides
    mentor.projects.add(project)
    sign_all(programme)
    return project, mentor, mentee


def agree(programme, person, **given):
    values = {
        "number": "1-Н",
        "signed_on": today(),
        "starts_on": programme.period_start,
        "ends_on": programme.period_end,
        "content": "помощь молодому преподавателю",
        "pay_terms": "пункт 4.7 положения",
    }
    return add_supplement(person, programme=programme, actor=None, **values | given)


def test_two_employees_need_the_agreement_in_writing(programme, colleagues):
    project, mentor, mentee = colleagues
    assert any("351.8" in why for why in pair_obstacles(programme, project, mentor, [mentee]))
    made = agree(programme, mentor.person)
    assert pair_obstacles(programme, project, mentor, [mentee]) == []
    notice = today() - timedelta(days=10)
    end_supplement(made, notice_on=notice, on=today() - timedelta(days=1), actor=None)
    assert any("351.8" in why for why in pair_obstacles(programme, project, mentor, [mentee]))


def test_three_working_days_of_notice(programme, colleagues):
    made = agree(programme, colleagues[1].person)
    friday = date(2026, 11, 20)
    assert earliest_end(friday) == date(2026, 11, 25)
    with pytest.raises(DomainError, match="три рабочих дня"):
        end_supplement(made, notice_on=friday, on=date(2026, 11, 24), actor=None)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"ends_on": date(2026, 8, 1)}, "ends_on"),
        ({"signed_on": date(2030, 1, 1)}, "signed_on"),
        ({"pay": -1}, "pay"),
    ],
)
def test_a_wrong_agreement_is_told_at_its_field(programme, colleagues, given, field):
    with pytest.raises(DomainError) as error:
        agree(programme, colleagues[1].person, **given)
    assert error.value.field == field


def test_an_agreement_is_recorded_on_the_page_of_the_consent(programme, colleagues, curator, signed_in):
    _, mentor, _ = colleagues
    consent = mentor.person.consents.get(kind="employee_mentoring")
    client = signed_in(curator)
    address = reverse("mentorship:supplement_add", args=[consent.pk])
    data = {
        "number": "5-Н",
        "signed_on": today().isoformat(),
        "starts_on": "2026-09-01",
        "ends_on": "2027-08-31",
        "content": "методика предмета",
        "form": "any",
        "pay": "",
        "pay_terms": "без выплаты",
    }
    assert client.post(address, data | {"number": ""}).status_code == 422
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 422  # the same once more
    assert "№ 5-Н" in client.get(reverse("mentorship:consent", args=[consent.pk])).content.decode()
