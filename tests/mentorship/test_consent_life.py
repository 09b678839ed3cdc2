"""Consents run out, children come of age, a withdrawal starts a checklist with the terms of the law."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.errors import DomainError
from core.models import AuditEntry
from mentorship.domain import consents as domain
from mentorship.domain.consent_terms import lapse_due, lapse_everywhere, renew_for_purpose
from mentorship.domain.withdrawals import extend_answer, finish_step, terms
from mentorship.enums import (
    ConsentKind,
    ConsentMethod,
    ConsentPurpose,
    ConsentSigner,
    ConsentState,
    EntryState,
    WithdrawalStepCode,
)
from mentorship.models import Consent, DistributionItem, MenteeEntry
from mentorship.selectors.consents import has_processing_consent, may_publish
from mentorship.selectors.participants import wards_of
from mentorship.selectors.withdrawals import steps_of
from mentorship.tasks import lapse_consents
from tests import factories
from tests.mentorship.conftest import guardian_for, sign_all, today

pytestmark = pytest.mark.usefixtures("scoped")


def born(years: int, *, days: int = 0) -> date:
    """The birth date of somebody who becomes `years` old `days` after today."""
    day = today() + timedelta(days=days)
    return (
        date(day.year - years, 3, 1)
        if (day.month, day.day) == (2, 29)
        else day.replace(year=day.year - years)
    )


def minor_about_to_grow(programme, *, days):
    person = factories.person(programme.organization, birth_date=born(18, days=days))
    factories.mentee(programme, person=person)
    parent = guardian_for(person)
    domain.ensure_needed(programme, actor=None)
    for consent in Consent.objects.filter(person=person):
        domain.sign_consent(
            consent, signed_on=today() - timedelta(days=20), original_place="папка", actor=None
        )
    return person, parent


def live(person, kind=ConsentKind.PROCESSING):
    return Consent.objects.get(person=person, kind=kind, state__in=["needed", "issued", "signed"])


def grow(person):
    """The birthday has come: what was signed held to the day before it."""
    person.birth_date = born(18)
    person.save(update_fields=["birth_date"])
    Consent.objects.filter(person=person).update(valid_until=today() - timedelta(days=1))


def test_on_the_eighteenth_birthday_the_person_is_asked_anew(programme):
    person, _ = minor_about_to_grow(programme, days=5)
    assert lapse_due(programme.organization).lapsed == 0
    assert has_processing_consent(person)
    grow(person)
    done = lapse_due(programme.organization)
    assert (done.lapsed, done.asked_anew) == (2, 1)
    anew = live(person)
    assert (anew.state, anew.signer, anew.representative) == (ConsentState.NEEDED, ConsentSigner.SELF, None)
    old = Consent.objects.get(person=person, kind=ConsentKind.PROCESSING, state=ConsentState.LAPSED)
    assert old.ended_on == today() - timedelta(days=1)
    assert old.representative is not None
    assert not Consent.objects.filter(person=person, kind=ConsentKind.PARTICIPATION).exclude(
        state=ConsentState.LAPSED
    )
    assert not has_processing_consent(person)
    again = lapse_due(programme.organization)
    assert (again.lapsed, again.asked_anew) == (0, 0)


def test_an_unsigned_sheet_passes_to_the_person(programme):
    person = factories.person(programme.organization, birth_date=born(18, days=3))
    factories.mentee(programme, person=person)
    guardian_for(person)
    domain.ensure_needed(programme, actor=None)
    domain.mark_issued(live(person), actor=None)
    person.birth_date = born(18)
    person.save(update_fields=["birth_date"])
    lapse_due(programme.organization)
    consent = live(person)
    assert (consent.state, consent.signer) == (ConsentState.NEEDED, ConsentSigner.SELF)


def test_who_has_left_is_not_asked_anew(programme):
    person, _ = minor_about_to_grow(programme, days=5)
    MenteeEntry.objects.filter(person=person).update(state=EntryState.LEFT)
    grow(person)
    assert lapse_due(programme.organization).asked_anew == 0
    assert not Consent.objects.filter(person=person).exclude(state=ConsentState.LAPSED).exists()


def test_the_parents_access_ends_with_the_minority(programme):
    person, parent = minor_about_to_grow(programme, days=1)
    assert wards_of(parent) == [person]
    assert wards_of(parent, day=today() + timedelta(days=1)) == []
    person.is_emancipated = True
    person.save(update_fields=["is_emancipated"])
    assert wards_of(parent) == []


@pytest.mark.parametrize(("day", "represented"), [(date(2026, 2, 28), True), (date(2026, 3, 1), False)])
def test_born_on_the_leap_day_one_is_of_age_on_the_first_of_march(programme, day, represented):
    person = factories.person(programme.organization, birth_date=date(2008, 2, 29))
    parent = guardian_for(person)
    assert bool(wards_of(parent, day=day)) is represented


def test_the_nightly_task_goes_over_all_institutions(programme, unscoped):
    person, _ = minor_about_to_grow(programme, days=5)
    grow(person)
    assert lapse_everywhere()[programme.organization_id].lapsed == 2
    lapse_consents()
    assert Consent.objects.filter(person=person, state=ConsentState.LAPSED).count() == 2


def test_a_new_purpose_asks_for_a_new_consent(programme):
    person = factories.person(programme.organization, birth_date=date(1990, 1, 1))
    factories.mentor(programme, person=person)
    sign_all(programme)
    assert renew_for_purpose(person, programme, ConsentPurpose.PARTICIPANT) == 0
    assert renew_for_purpose(person, programme, ConsentPurpose.MENTOR) == 1
    assert live(person).purpose == ConsentPurpose.MENTOR
    assert renew_for_purpose(person, programme, ConsentPurpose.MENTOR) == 0


def test_from_fourteen_both_sign(programme):
    person, _ = minor_about_to_grow(programme, days=400)
    consent = live(person)
    assert consent.cosigned_on == consent.signed_on
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(cosigned_on=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(representative=None)


def test_the_teenager_may_sign_on_another_day_but_not_tomorrow(programme):
    person = factories.person(programme.organization, birth_date=born(16))
    factories.mentee(programme, person=person)
    guardian_for(person)
    domain.ensure_needed(programme, actor=None)
    consent, day = live(person), today()
    with pytest.raises(DomainError, match="не наступила") as error:
        domain.sign_consent(
            consent, signed_on=day, cosigned_on=day + timedelta(days=1), original_place="папка", actor=None
        )
    assert error.value.field == "cosigned_on"
    domain.sign_consent(
        consent, signed_on=day, cosigned_on=day - timedelta(days=1), original_place="папка", actor=None
    )
    assert live(person).cosigned_on == day - timedelta(days=1)


def test_an_electronic_signature_needs_no_folder_and_keeps_its_evidence(programme):
    person = factories.person(programme.organization, birth_date=date(1990, 1, 1))
    factories.mentor(programme, person=person)
    domain.ensure_needed(programme, actor=None)
    domain.sign_consent(
        live(person),
        signed_on=today(),
        original_place="",
        actor=None,
        method=ConsentMethod.DETACHED,
        evidence={"sha256": "ab"},
        rule=None,
    )
    assert (live(person).method, live(person).evidence) == ("detached", {"sha256": "ab"})


# --- withdrawal ---


def withdraw(programme, kind=ConsentKind.PROCESSING):
    person, _ = minor_about_to_grow(programme, days=400)
    consent = live(person, kind)
    domain.withdraw_consent(consent, on=today(), actor=None, reason="переезд")
    consent.refresh_from_db()
    return consent


def test_terms_follow_the_law():
    friday = date(2026, 11, 20)
    found = terms(ConsentKind.PROCESSING, friday)
    assert found[WithdrawalStepCode.DESTROY] == date(2026, 12, 20)
    assert found[WithdrawalStepCode.ANSWER] == date(2026, 12, 4)
    assert terms(ConsentKind.DISTRIBUTION, friday)[WithdrawalStepCode.PUBLICATION] == date(2026, 11, 25)
    assert WithdrawalStepCode.DESTROY not in terms(ConsentKind.PARTICIPATION, friday)


def test_a_withdrawal_takes_out_at_once_and_leaves_a_list(programme):
    consent = withdraw(programme)
    steps = {step.code: step for step in steps_of(consent)}
    assert list(steps) == ["stop", "pairs", "destroy", "act", "answer"]
    assert steps["stop"].done_on == today()
    assert MenteeEntry.objects.get(person=consent.person).state == EntryState.LEFT
    with pytest.raises(DomainError, match="после уничтожения"):
        finish_step(steps["act"], note="акт", actor=None)
    with pytest.raises(DomainError, match="что сделано"):
        finish_step(steps["destroy"], note=" ", actor=None)
    finish_step(steps["destroy"], note="Удалено из портала", actor=None)
    finish_step(steps["act"], note="Акт № 1", actor=None)
    again = finish_step(steps["act"], note="Акт № 2", actor=None)
    assert again.note == "Акт № 1"


def test_the_answer_is_put_off_once_with_a_reason(programme):
    consent = withdraw(programme)
    first = consent.withdrawal.steps.get(code="answer").due_on
    with pytest.raises(DomainError, match="причину"):
        extend_answer(consent.withdrawal, reason="", actor=None)
    assert extend_answer(consent.withdrawal, reason="нужны бумаги из архива", actor=None).due_on > first
    with pytest.raises(DomainError, match="уже продлён"):
        extend_answer(consent.withdrawal, reason="ещё раз", actor=None)
    assert AuditEntry.objects.filter(action="withdrawal.extended").count() == 1


def test_a_step_is_not_done_tomorrow_nor_before_the_withdrawal(programme):
    step = withdraw(programme).withdrawal.steps.get(code="answer")
    for day in (today() + timedelta(days=1), today() - timedelta(days=1)):
        with pytest.raises(DomainError, match="между отзывом"):
            finish_step(step, note="ответ", actor=None, on=day)


def test_the_list_is_worked_through_on_the_page(programme, curator, signed_in):
    consent = withdraw(programme)
    client = signed_in(curator)
    page = client.get(reverse("mentorship:consent", args=[consent.pk])).content.decode()
    assert "После отзыва" in page
    assert "Уничтожить данные" in page
    step = consent.withdrawal.steps.get(code="destroy")
    address = reverse("mentorship:consent_step", args=[consent.pk, step.pk])
    assert client.post(address, {"on": today().isoformat(), "note": ""}).status_code == 422
    assert client.post(address, {"on": today().isoformat(), "note": "стёрто"}).status_code == 302
    step.refresh_from_db()
    assert (step.note, step.done_by) == ("стёрто", curator.user)
    other = withdraw(programme)
    stranger = reverse("mentorship:consent_step", args=[consent.pk, other.withdrawal.steps.first().pk])
    assert client.get(stranger).status_code == 404
    extend = reverse("mentorship:consent_extend", args=[consent.pk])
    assert client.post(extend, {"reason": "архив"}).status_code == 302
    assert "отзыв: до" in client.get("/").content.decode()


def test_consents_that_run_out_soon_are_listed_and_told(programme, curator, signed_in):
    person, _ = minor_about_to_grow(programme, days=10)
    client = signed_in(curator)
    page = client.get(reverse("mentorship:consents"), {"ends": "soon"}).content.decode()
    assert person.last_name in page
    assert "скоро истекут" in client.get("/").content.decode()
    Consent.objects.filter(person=person).update(valid_until=today() + timedelta(days=60))
    page = client.get(reverse("mentorship:consents"), {"ends": "soon"}).content.decode()
    assert person.last_name not in page


# --- distribution ---


def test_only_what_is_allowed_by_name_may_be_published(programme):
    person = factories.person(programme.organization, birth_date=date(1990, 1, 1))
    consent = Consent.objects.create(
        organization=programme.organization,
        programme=programme,
        person=person,
        kind=ConsentKind.DISTRIBUTION,
        signer=ConsentSigner.SELF,
        state=ConsentState.SIGNED,
        signed_on=today(),
        method="paper",
    )
    assert not may_publish(person, "name")
    DistributionItem.objects.create(consent=consent, category="name", is_allowed=True)
    DistributionItem.objects.create(consent=consent, category="photo")
    assert may_publish(person, "name")
    assert not may_publish(person, "photo")
    assert not may_publish(person, "story")
    assert not may_publish(person, "name", day=today() - timedelta(days=1))
    domain.withdraw_consent(consent, on=today(), actor=None)
    assert not may_publish(person, "name")
    assert [step.code for step in steps_of(consent)] == ["publication", "answer"]
