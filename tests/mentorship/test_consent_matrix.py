"""The page «Кто без чего»: people by kinds of consent."""

from datetime import date

import pytest
from django.urls import reverse

from core.enums import Role
from mentorship.domain.consents import ask_for, ensure_needed
from mentorship.enums import ConsentKind, ConsentState, EntryState
from mentorship.models import Consent
from mentorship.selectors.consent_matrix import lacking, people_asked, progress_of, with_states
from tests import factories
from tests.mentorship.conftest import guardian_for, in_bulk, sign_all

pytestmark = pytest.mark.usefixtures("scoped")
PAGE = "mentorship:consents_people"


def test_each_person_stands_once_with_the_state_of_each_kind(programme, curator):
    both = factories.mentee(programme)
    factories.mentor(programme, person=both.person)
    left = factories.mentee(programme, state=EntryState.LEFT)
    fresh = factories.mentor(programme)
    guardian_for(both.person)
    ensure_needed(programme, actor=None, people=[both.person])
    Consent.objects.filter(kind=ConsentKind.PARTICIPATION).update(state=ConsentState.REFUSED)
    Consent.objects.create(
        organization=programme.organization, programme=programme, person=both.person, kind="psychological",
        signer="self", state=ConsentState.WITHDRAWN,
    )  # fmt: skip
    rows = {row.pk: row for row in with_states(people_asked(curator, programme), programme)}
    assert set(rows) == {both.person_id, fresh.person_id}
    assert left.person_id not in rows
    one = rows[both.person_id]
    assert (one.consent_processing, one.consent_participation) == ("needed", "refused")
    assert (one.consent_psychological, one.consent_distribution) == (None, None)
    assert rows[fresh.person_id].consent_processing is None


def test_who_lacks_a_kind(programme, curator):
    signed, asked, unasked = (factories.mentee(programme) for _ in range(3))
    for entry in (signed, asked):
        guardian_for(entry.person)
    sign_all(programme)
    Consent.objects.filter(person=unasked.person).delete()
    Consent.objects.filter(person=asked.person).update(state=ConsentState.ISSUED)
    people = people_asked(curator, programme)

    def who(kind):
        return set(lacking(people, programme, kind).values_list("pk", flat=True))

    assert who(ConsentKind.PROCESSING) == {asked.person_id, unasked.person_id}
    assert who(ConsentKind.PARTICIPATION) == {asked.person_id}
    assert who(ConsentKind.DISTRIBUTION) == set()
    assert [(kind.value, done, of) for kind, done, of in progress_of(people, programme)] == [
        ("processing", 1, 2),
        ("participation", 1, 2),
    ]


def test_the_page_filters_and_asks(programme, project, curator, signed_in):
    entry = factories.mentee(programme, project=project)
    other = factories.mentor(programme)
    guardian_for(entry.person)
    client = signed_in(curator)
    address = reverse(PAGE)
    page = client.get(address).content.decode()
    assert page.count("не определено") == 2
    assert other.person.full_name not in client.get(address, {"project": project.pk}).content.decode()
    in_bulk(client, address, "ask", [entry.person_id])
    assert Consent.objects.filter(person=entry.person).count() == 2
    assert "0 из 1" in client.get(address, {"lacks": "participation"}).content.decode()


def test_a_curator_of_a_project_sees_their_people(programme, project, signed_in):
    mine, other = factories.mentee(programme, project=project), factories.project(programme)
    alien = factories.mentee(programme, project=other)
    member = factories.membership(programme.organization, Role.PROJECT_CURATOR)
    project.curators.add(member.user)
    page = signed_in(member).get(reverse(PAGE)).content.decode()
    assert mine.person.full_name in page
    assert alien.person.full_name not in page


def test_the_page_costs_the_same_for_one_and_for_three(programme, curator, signed_in, queries_of):
    client = signed_in(curator)
    sign = [factories.mentee(programme)]
    sign_all(programme)
    client.get(reverse(PAGE))
    first = queries_of(lambda: client.get(reverse(PAGE)))
    sign += [factories.mentee(programme), factories.mentor(programme)]
    sign_all(programme)
    assert queries_of(lambda: client.get(reverse(PAGE))) == first


@pytest.mark.parametrize("kind", [ConsentKind.DISTRIBUTION, ConsentKind.PSYCHOLOGICAL])
def test_one_more_consent_is_asked_of_the_chosen(programme, curator, signed_in, kind):
    """Of each once, whoever signs; a refused one anew; who has nobody to sign is named and left out."""
    ready, refused, orphan, other = (factories.mentee(programme).person for _ in range(4))
    adult = factories.mentor(
        programme, person=factories.person(programme.organization, birth_date=date(1990, 1, 1))
    )
    for person in (ready, refused, other):
        guardian_for(person)
    ask_for(refused, programme, kind, actor=None)
    Consent.objects.filter(person=refused).update(state=ConsentState.REFUSED)
    client, address = signed_in(curator), reverse(PAGE)
    chosen = {"action": "ask_kind", "pk": [ready.pk, refused.pk, orphan.pk, adult.person_id]}
    page = client.post(address, chosen).content.decode()
    sent = chosen | {"fingerprint": page.split('name="fingerprint" value="')[1].split('"')[0]}
    assert (
        client.post(address, sent | {"kind": "processing"}).status_code == 200
    )  # asked of everybody as it is
    assert not Consent.objects.exclude(person=refused).exists()
    for _ in range(2):
        told = client.post(address, sent | {"kind": kind}, follow=True).content.decode()
        assert "Отмечено нужным: 3" in told
        assert f"{orphan.short_name}: не указан законный представитель" in told
        found = Consent.objects.filter(kind=kind).values_list("person_id", "state", "signer")
        assert sorted(found) == sorted(
            [
                (ready.pk, "needed", "both"),
                (refused.pk, "needed", "both"),
                (adult.person_id, "needed", "self"),
            ]
        )
