"""Emancipation, a corrected date of birth, a lost consent: who signs is asked anew, a working pair rests."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core.models import AuditEntry
from core.registries import Viewer
from mentorship.domain import consents as domain
from mentorship.domain.consent_terms import lapse_due
from mentorship.domain.merging import merge_people
from mentorship.domain.pairs import activate_pairs, approve_pair, make_pair, resume_pair
from mentorship.domain.people import edit_person
from mentorship.domain.signers import CORRECTED, EMANCIPATED, follow_corrected
from mentorship.enums import ConsentKind, ConsentSigner, ConsentState, EntryState, PairState, PersonCategory
from mentorship.models import Consent
from mentorship.pauses import attention
from tests import factories
from tests.mentorship.conftest import guardian_for, sign_all, today

pytestmark = pytest.mark.usefixtures("scoped")
ORDER = {"order_document": 1, "order_number": "7-ОД"}


def years_ago(years, *, days=0):
    return today().replace(day=1, year=today().year - years) + timedelta(days=days)


@pytest.fixture
def teenager(programme, project):
    """A mentee of sixteen in a working pair, both consents signed by the mother and by themselves."""
    person = factories.person(programme.organization, last_name="Тестова", birth_date=years_ago(16))
    factories.mentee(programme, project=project, person=person)
    guardian_for(person)
    return person


@pytest.fixture
def pair(programme, project, teenager):
    mentor = factories.mentor(programme)
    domain.ensure_needed(programme, actor=None)
    for consent in Consent.objects.filter(programme=programme):
        domain.sign_consent(
            consent, signed_on=today() - timedelta(days=3), original_place="папка", actor=None
        )
    made = approve_pair(
        make_pair(project, mentor, list(teenager.mentee_entries.all()), actor=None), actor=None
    )
    return activate_pairs([made], actor=None, order_date=today(), **ORDER)[0]


def kinds(person, *states):
    return set(Consent.objects.filter(person=person, state__in=states).values_list("kind", "signer"))


def state(pair):
    pair.refresh_from_db()
    return pair.state


def viewer(membership, programme):
    return Viewer(membership.user, membership, today(), programme)


def test_an_emancipated_person_is_asked_anew_and_the_pair_rests(programme, teenager, pair, curator):
    edit_person(teenager, actor=None, is_emancipated=True)
    assert kinds(teenager, ConsentState.LAPSED) == {
        (ConsentKind.PROCESSING, ConsentSigner.REPRESENTATIVE_AND_TEENAGER),
        (ConsentKind.PARTICIPATION, ConsentSigner.REPRESENTATIVE_AND_TEENAGER),
    }
    assert kinds(teenager, ConsentState.NEEDED) == {(ConsentKind.PROCESSING, ConsentSigner.SELF)}
    told = AuditEntry.objects.filter(action="consent.lapsed").values_list("reason", flat=True)
    assert set(told) == {EMANCIPATED}
    assert state(pair) == PairState.SUSPENDED
    [row] = attention(viewer(curator, programme))
    assert teenager.short_name in row.what
    assert "обработку персональных данных" in row.what
    again = domain.sign_consent(
        Consent.objects.get(person=teenager, state=ConsentState.NEEDED),
        signed_on=today(),
        original_place="папка",
        actor=None,
    )
    assert again.representative is None
    assert attention(viewer(curator, programme)) == []
    assert resume_pair(pair, actor=None).state == PairState.ACTIVE


def test_doing_it_again_changes_nothing(programme, teenager, pair):
    edit_person(teenager, actor=None, is_emancipated=True)
    before = AuditEntry.objects.count()
    assert follow_corrected({teenager.pk: None}, actor=None) == 0
    assert AuditEntry.objects.count() == before


def test_a_corrected_date_that_names_another_signer_ends_the_consent(programme, teenager, pair):
    edit_person(teenager, actor=None, birth_date=years_ago(19))
    assert kinds(teenager, ConsentState.NEEDED) == {(ConsentKind.PROCESSING, ConsentSigner.SELF)}
    assert set(AuditEntry.objects.filter(action="consent.lapsed").values_list("reason", flat=True)) == {
        CORRECTED
    }
    assert state(pair) == PairState.SUSPENDED


def test_a_grown_up_who_is_a_child_after_all(programme, project):
    person = factories.person(programme.organization, last_name="Тестова", birth_date=years_ago(20))
    factories.mentee(programme, project=project, person=person)
    sign_all(programme)
    parent = guardian_for(person)
    edit_person(person, actor=None, birth_date=years_ago(15))
    assert kinds(person, ConsentState.NEEDED) == {
        (ConsentKind.PROCESSING, ConsentSigner.REPRESENTATIVE_AND_TEENAGER),
        (ConsentKind.PARTICIPATION, ConsentSigner.REPRESENTATIVE_AND_TEENAGER),
    }
    asked = Consent.objects.filter(person=person, state=ConsentState.NEEDED)
    assert {consent.representative for consent in asked} == {parent}


def test_a_corrected_date_with_the_same_signer_repairs_the_last_day(teenager, pair):
    earlier = years_ago(17)
    edit_person(teenager, actor=None, birth_date=earlier)
    ends = set(Consent.objects.filter(person=teenager).values_list("state", "valid_until"))
    assert ends == {(ConsentState.SIGNED, earlier.replace(year=earlier.year + 18) - timedelta(days=1))}
    later = years_ago(16, days=3)
    edit_person(teenager, actor=None, birth_date=later)
    until = Consent.objects.filter(person=teenager).first().valid_until
    assert until == later.replace(year=later.year + 18) - timedelta(days=1)
    assert state(pair) == PairState.ACTIVE


def test_a_last_day_set_by_hand_is_not_put_off(teenager, pair):
    chosen = today() + timedelta(days=30)
    Consent.objects.filter(person=teenager).update(valid_until=chosen)
    edit_person(teenager, actor=None, birth_date=years_ago(15))
    assert set(Consent.objects.filter(person=teenager).values_list("valid_until", flat=True)) == {chosen}


def test_a_signature_of_the_teenager_that_was_not_asked_for_does_no_harm(teenager, pair):
    edit_person(teenager, actor=None, birth_date=years_ago(13))
    assert {consent.state for consent in Consent.objects.filter(person=teenager)} == {ConsentState.SIGNED}


# --- how a consent may be lost -----------------------------------------------------------------------------------


def lose_by_withdrawal(consent):
    domain.withdraw_consent(consent, on=today(), actor=None, reason="передумали")


def lose_by_term(consent):
    Consent.objects.filter(pk=consent.pk).update(valid_until=today() - timedelta(days=1))
    lapse_due(consent.organization)


def lose_by_birthday(consent):
    person = consent.person
    grown = today().replace(year=today().year - 18, day=min(today().day, 28))
    type(person).objects.filter(pk=person.pk).update(birth_date=grown)
    lose_by_term(consent)


def lose_by_correction_in_a_list(consent):
    person = consent.person
    former = person.birth_date
    type(person).objects.filter(pk=person.pk).update(birth_date=years_ago(19))
    follow_corrected({person.pk: former}, actor=None)


def lose_by_any_other_way(consent):
    """Found by the nightly pass whatever took it away."""
    Consent.objects.filter(pk=consent.pk).update(state=ConsentState.REFUSED)
    lapse_due(consent.organization)


@pytest.mark.parametrize(
    "lose",
    [
        lose_by_withdrawal,
        lose_by_term,
        lose_by_birthday,
        lose_by_correction_in_a_list,
        lose_by_any_other_way,
    ],
)
def test_a_working_pair_never_goes_on_without_the_consent(lose, teenager, pair, curator, programme):
    lose(Consent.objects.get(person=teenager, kind=ConsentKind.PROCESSING))
    assert state(pair) == PairState.SUSPENDED
    entry = AuditEntry.objects.filter(action="pair.suspended").latest("pk")
    assert "согласие" in entry.reason
    assert len(attention(viewer(curator, programme))) == 1


def test_an_employees_consent_counts_too(programme):
    form = factories.form(mentor_category=PersonCategory.EMPLOYEE, mentee_category=PersonCategory.EMPLOYEE)
    project = factories.project(programme, form=form)
    people = [
        factories.person(
            programme.organization, birth_date=date(1985, 2, 3), category=PersonCategory.EMPLOYEE
        )
        for _ in range(2)
    ]
    mentor = factories.mentor(programme, person=people[0])
    mentor.projects.add(project)
    mentee = factories.mentee(programme, project=project, person=people[1])
    sign_all(programme)
    pair = factories.pair(
        project, mentor=mentor, mentees=[mentee], state=PairState.ACTIVE, order_number="7", order_date=today()
    )
    consent = Consent.objects.get(person=people[0], kind=ConsentKind.EMPLOYEE_MENTORING)
    domain.withdraw_consent(consent, on=today(), actor=None)
    assert state(pair) == PairState.SUSPENDED
    mentor.refresh_from_db()
    assert mentor.state != EntryState.LEFT


def test_a_pair_that_lacks_nothing_works_on(programme, teenager, pair):
    Consent.objects.filter(person=teenager, kind=ConsentKind.PROCESSING).update(
        valid_until=today() + timedelta(days=1)
    )
    assert lapse_due(programme.organization).paused == 0
    assert state(pair) == PairState.ACTIVE


def test_merging_with_a_card_of_another_age_asks_anew(programme, teenager, pair):
    grown = factories.person(programme.organization, last_name="Тестова", birth_date=years_ago(19))
    merge_people(grown, teenager, choices={"birth_date": "kept"}, actor=None)
    assert kinds(grown, ConsentState.NEEDED) == {(ConsentKind.PROCESSING, ConsentSigner.SELF)}
    assert state(pair) == PairState.SUSPENDED


def test_the_page_of_the_pair_tells_why_it_rests(teenager, pair, curator, signed_in):
    edit_person(teenager, actor=None, is_emancipated=True)
    page = signed_in(curator).get(reverse("mentorship:pair", args=[pair.pk])).content.decode()
    assert "Работа пары приостановлена:" in page
    assert "Пока нельзя возобновить:" in page
    history = signed_in(curator).get(
        reverse("mentorship:consent", args=[Consent.objects.filter(state=ConsentState.LAPSED)[0].pk])
    )
    assert EMANCIPATED in history.content.decode()


def test_a_page_corrects_the_date_and_the_consents_follow(teenager, pair, curator, signed_in):
    address = reverse("mentorship:person_edit", args=[teenager.pk])
    client = signed_in(curator)
    form = client.get(address).context["form"]
    values = {name: value for name, value in form.initial.items() if value is not None} | {
        "birth_date": years_ago(19).isoformat()
    }
    client.post(address, values)
    teenager.refresh_from_db()
    assert teenager.birth_date == years_ago(19)
    assert state(pair) == PairState.SUSPENDED


def test_attention_asks_the_same_queries_for_one_pair_and_for_three(
    programme, project, curator, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def resting():
        mentee = factories.mentee(programme, project=project)
        factories.pair(
            project, mentees=[mentee], state=PairState.SUSPENDED, order_number="7", order_date=today()
        )

    resting()
    with CaptureQueriesContext(
        connection,
    ) as first:
        assert len(attention(viewer(curator, programme))) == 1
    resting()
    resting()
    with django_assert_num_queries(len(first)):
        assert len(attention(viewer(curator, programme))) == 3
