"""Who signs by age; what a signature opens and a withdrawal closes."""

from datetime import date

import pytest

from core.errors import DomainError
from core.facts import happened
from mentorship.ages import age_on, birthday, signer_for
from mentorship.domain import consents as domain
from mentorship.domain.advance import move_entry
from mentorship.domain.entries import record_offer, record_request
from mentorship.enums import ConsentKind, ConsentSigner, ConsentState, EntryState, PairState
from mentorship.models import Consent
from mentorship.selectors.consents import board_figures, has_processing_consent, open_people, progress_by_kind
from tests import factories
from tests.mentorship.conftest import guardian_for, sign_all

pytestmark = pytest.mark.usefixtures("scoped")
ADULT = date(1990, 1, 1)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 11, 21), date(2026, 11, 20), 17),
        (date(2008, 11, 21), date(2026, 11, 21), 18),
    ],
)
def test_age_turns_on_the_birthday(born, day, age):
    assert age_on(born, day) == age
    assert age_on(born, birthday(born, 18)) == 18


@pytest.mark.parametrize(
    ("years", "signer"),
    [
        (13, ConsentSigner.REPRESENTATIVE),
        (14, ConsentSigner.REPRESENTATIVE_AND_TEENAGER),
        (17, ConsentSigner.REPRESENTATIVE_AND_TEENAGER),
        (18, ConsentSigner.SELF),
    ],
)
def test_the_signer_follows_the_age(years, signer):
    day = date(2026, 11, 21)
    assert signer_for(date(2026 - years, 11, 21), day) == signer
    assert signer_for(date(2026 - years, 11, 21), day, emancipated=True) == ConsentSigner.SELF


def test_rows_are_made_once_by_age(programme):
    minor = factories.mentee(programme).person
    parent = guardian_for(minor)
    factories.mentor(programme, person=factories.person(programme.organization, birth_date=ADULT))
    first = domain.ensure_needed(programme, actor=None)
    again = domain.ensure_needed(programme, actor=None)
    assert (first.created, again.created, again.renewed) == (3, 0, 0)
    kinds = {(row.kind, row.signer, row.representative) for row in Consent.objects.filter(person=minor)}
    both = ConsentSigner.REPRESENTATIVE_AND_TEENAGER
    assert kinds == {(ConsentKind.PROCESSING, both, parent), (ConsentKind.PARTICIPATION, both, parent)}


def test_people_who_cannot_be_served_are_told(programme):
    factories.mentee(programme, person=factories.person(programme.organization, birth_date=None))
    orphan = factories.mentee(programme).person
    result = domain.ensure_needed(programme, actor=None)
    assert [why for _, why in result.problems] == [
        "не указана дата рождения",
        "не указан законный представитель",
    ]
    consent = Consent.objects.filter(person=orphan).first()
    with pytest.raises(DomainError, match="законного представителя"):
        domain.sign_consent(consent, signed_on=date(2026, 9, 5), original_place="папка", actor=None)
    guardian_for(orphan)
    assert domain.ensure_needed(programme, actor=None).renewed == 2


def test_an_employee_mentoring_employees_signs_one_more(programme):
    form = factories.form(mentor_category="employee", mentee_category="employee")
    entry = factories.mentor(programme)
    entry.projects.add(factories.project(programme, form=form))
    domain.ensure_needed(programme, actor=None)
    kinds = set(Consent.objects.filter(person=entry.person).values_list("kind", flat=True))
    assert kinds == {ConsentKind.PROCESSING, ConsentKind.EMPLOYEE_MENTORING}


def test_signing_needs_a_past_date_and_a_place(programme):
    factories.mentor(programme)
    domain.ensure_needed(programme, actor=None)
    consent = Consent.objects.get()
    with pytest.raises(DomainError) as caught:
        domain.sign_consent(consent, signed_on=date(2990, 1, 1), original_place="папка", actor=None)
    assert caught.value.field == "signed_on"
    with pytest.raises(DomainError) as caught:
        domain.sign_consent(consent, signed_on=date(2026, 9, 5), original_place=" ", actor=None)
    assert caught.value.field == "original_place"


def test_a_minors_consent_lapses_at_majority(programme):
    person = factories.mentee(programme).person
    guardian_for(person)
    domain.ensure_needed(programme, actor=None)
    done, refused = domain.sign_consents(
        Consent.objects.all(), signed_on=date(2026, 9, 5), original_place="папка № 1", actor=None
    )
    assert (done, refused) == (2, [])
    assert {row.valid_until for row in Consent.objects.all()} == {date(2027, 3, 1)}
    assert has_processing_consent(person)
    assert not has_processing_consent(person, on=date(2027, 3, 2))
    assert not has_processing_consent(person, on=date(2026, 9, 4))


def test_the_last_signature_tells_the_roadmap(programme):
    heard = []

    def listen(fact, **_):
        heard.append((fact.kind, fact.detail))

    for _ in range(2):
        factories.mentor(programme)
    domain.ensure_needed(programme, actor=None)
    happened.connect(listen)
    try:
        for consent in Consent.objects.all():
            domain.sign_consent(consent, signed_on=date(2026, 9, 5), original_place="папка", actor=None)
    finally:
        happened.disconnect(listen)
    assert heard == [("consents_complete", ConsentKind.PROCESSING)]


def test_no_request_and_no_offer_before_the_consent(programme):
    mentee = factories.mentee(programme, state=EntryState.CANDIDATE)
    mentor = factories.mentor(programme, state=EntryState.CANDIDATE)
    with pytest.raises(DomainError, match="сначала нужно подписанное согласие"):
        record_request(mentee, text="хочу научиться")
    with pytest.raises(DomainError, match="сначала нужно подписанное согласие"):
        record_offer(mentor, competences="сварка")
    with pytest.raises(DomainError, match="нет — согласие"):
        move_entry(mentee, to=EntryState.SELECTED, actor=None)


def test_a_signature_lets_the_person_go_on(programme):
    mentee = factories.mentee(programme, state=EntryState.CANDIDATE)
    mentor = factories.mentor(programme, state=EntryState.CANDIDATE)
    guardian_for(mentee.person)
    sign_all(programme)
    request = record_request(
        mentee, topics=["career", "unknown"], text="Кем работать", interests=["шахматы", "бег"]
    )
    mentee.refresh_from_db()
    assert mentee.state == EntryState.SURVEYED
    assert [topic.code for topic in request.topics.all()] == ["career"]
    assert (mentee.main_request, mentee.interests) == ("Кем работать", "шахматы, бег")
    record_offer(
        mentor, competences=["сварка"], topics=["career"], preferred_age=(14, 18), hours=1.5, capacity=2
    )
    mentor.refresh_from_db()
    assert (mentor.state, mentor.capacity, str(mentor.hours_per_week)) == (EntryState.SURVEYED, 2, "1.5")
    move_entry(mentor, to=EntryState.SELECTED, actor=None)
    with pytest.raises(DomainError) as caught:
        record_offer(mentor, preferred_age=(18, 14))
    assert caught.value.field == "preferred_age_max"


def test_a_withdrawal_takes_the_person_out_of_work(programme, project):
    mentee = factories.mentee(programme, project=project)
    guardian_for(mentee.person)
    pair = factories.pair(project, mentees=[mentee])
    sign_all(programme)
    consent = Consent.objects.get(person=mentee.person, kind=ConsentKind.PROCESSING)
    domain.withdraw_consent(consent, on=date(2026, 10, 1), actor=None, reason="передумали")
    mentee.refresh_from_db()
    pair.refresh_from_db()
    assert (consent.state, mentee.state, pair.state) == (
        ConsentState.WITHDRAWN,
        EntryState.LEFT,
        PairState.REJECTED,
    )
    assert not pair.places.filter(is_live=True).exists()
    with pytest.raises(DomainError):
        domain.sign_consent(consent, signed_on=date(2026, 10, 2), original_place="папка", actor=None)


def test_refusal_may_be_asked_again(programme):
    factories.mentor(programme)
    domain.ensure_needed(programme, actor=None)
    consent = Consent.objects.get()
    domain.mark_issued(consent, actor=None)
    domain.refuse_consent(consent, on=date(2026, 9, 5), actor=None)
    assert domain.ask_again(consent, actor=None).state == ConsentState.NEEDED


def test_board_counts_people_without_rows(programme):
    for _ in range(2):
        factories.mentor(programme)
    figures = board_figures(Consent.objects.all(), open_people(programme))
    assert (figures.without_rows, figures.complete) == (2, False)
    sign_all(programme)
    assert board_figures(Consent.objects.all(), open_people(programme)).complete
    assert [(row.signed, row.total) for row in progress_by_kind(programme)] == [(2, 2)]
