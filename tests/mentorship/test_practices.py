"""Practices: both sides' word, impersonal by default, published only under the ст. 10.1 consent, on every path."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from core.errors import DomainError
from core.registries import personal_data
from core.workflow import TransitionRefused
from mentorship.domain.consents import withdraw_consent
from mentorship.domain.practices import (
    approve_practice,
    ask_for_word,
    edit_practice,
    publish_practice,
    return_to_draft,
    say_word,
    take_down,
)
from mentorship.enums import ConsentState, DistributionCategory
from mentorship.models import Consent, DistributionItem, Practice, PracticePerson
from mentorship.practice_enums import PracticeState, Word, WordWay
from mentorship.selectors.practices import bank, credits_of, obstacles, published_practices
from tests import factories
from tests.mentorship import story
from tests.mentorship.conftest import today

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def pair(project):
    return story.pair(project)


def shown(org):
    return list(published_practices(org))


def test_a_practice_needs_its_parts_and_both_sides(pair):
    practice = story.written(pair, result="")
    with pytest.raises(DomainError, match="результат"):
        ask_for_word(practice, actor=None)
    edit_practice(practice, result="Зачёт", actor=None)
    ask_for_word(practice, actor=None)
    mentor, mentee = practice.people.order_by("-side")
    say_word(mentor, word=Word.AGREED, way=WordWay.PORTAL, actor=None)
    with pytest.raises(DomainError, match=mentee.person.short_name):
        approve_practice(practice, actor=None)
    with pytest.raises(DomainError, match="что не так"):
        say_word(mentee, word=Word.REFUSED, way=WordWay.PORTAL, actor=None)
    say_word(mentee, word=Word.REFUSED, way=WordWay.PORTAL, remark="не так было", actor=None)
    return_to_draft(practice, reason="исправить", actor=None)
    edit_practice(practice, result="Зачёт со второго раза", actor=None)
    assert set(practice.people.values_list("word", flat=True)) == {Word.WAITING}


def test_a_text_that_has_words_is_not_changed_under_them(pair):
    practice = story.approved(pair)
    with pytest.raises(DomainError, match="только черновик"):
        edit_practice(practice, result="Иначе", actor=None)


def test_without_names_the_words_are_enough(pair, org):
    practice = story.approved(pair)
    publish_practice(practice, actor=None)
    assert shown(org) == [practice]
    assert credits_of(practice) == []


def test_a_text_without_names_may_not_name_anybody(pair, org):
    person = pair.mentor.person
    type(person).objects.filter(pk=person.pk).update(last_name="Образцова")
    practice = story.approved(pair, result="С Образцовой получилось", advice="Спросите Тестова П. И.")
    with pytest.raises(DomainError, match=r"названа фамилия: Образцова.*посторонний: Тестова П. И"):
        publish_practice(practice, actor=None)
    assert shown(org) == []


@pytest.mark.parametrize(
    "given",
    [
        {"categories": (DistributionCategory.NAME,)},
        {"categories": (DistributionCategory.STORY,)},
        {"state": ConsentState.ISSUED},
        {"valid_until": date(2026, 9, 3)},
        {"signed_on": date(2099, 1, 1), "valid_until": None},
    ],
)
def test_names_need_every_item_of_a_consent_in_force(pair, org, given):
    practice = story.approved(pair, is_named=True)
    story.allow(practice, **given)
    with pytest.raises(DomainError, match=r"ст\. 10\.1"):
        publish_practice(practice, actor=None)
    assert shown(org) == []


def test_everybody_named_must_allow_it(pair, org):
    practice = story.approved(pair, is_named=True)
    first, _ = story.allow(practice)
    DistributionItem.objects.filter(consent=first, category=DistributionCategory.NAME).update(
        is_allowed=False
    )
    with pytest.raises(DomainError, match=first.person.short_name):
        publish_practice(practice, actor=None)
    DistributionItem.objects.filter(consent=first).update(is_allowed=True)
    publish_practice(practice, actor=None)
    assert shown(org) == [practice]
    assert len(credits_of(practice)) == 2


def test_a_withdrawn_consent_takes_it_down_by_itself(pair, org):
    practice = story.approved(pair, is_named=True)
    consent, _ = story.allow(practice)
    publish_practice(practice, actor=None)
    withdraw_consent(consent, on=today(), actor=None)
    practice.refresh_from_db()
    assert (practice.state, practice.published_on) == (PracticeState.APPROVED, None)
    assert "больше не действует" in practice.state_reason
    assert shown(org) == []


def test_a_forbidden_item_takes_it_down_by_itself(pair, org):
    practice = story.approved(pair, is_named=True)
    consent, _ = story.allow(practice)
    publish_practice(practice, actor=None)
    item = consent.distribution_items.first()
    item.is_allowed = False
    item.save()
    practice.refresh_from_db()
    assert practice.state == PracticeState.APPROVED


def test_what_no_signal_tells_is_hidden_all_the_same(pair, org):
    """A term that ends, rows changed behind the domain's back: the public is asked for anew each time."""
    practice = story.approved(pair, is_named=True)
    story.allow(practice, valid_until=today())
    publish_practice(practice, actor=None)
    assert shown(org) == [practice]
    assert list(published_practices(org, day=today() + timedelta(days=1))) == []
    Consent.objects.update(state=ConsentState.LAPSED)
    assert shown(org) == []
    assert credits_of(practice) == []


def test_a_state_written_by_hand_publishes_nothing(pair, org):
    practice = story.written(pair)
    Practice.objects.update(state=PracticeState.PUBLISHED, published_on=today())
    assert shown(org) == []
    assert obstacles(practice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.update(published_on=None)


def test_a_draft_does_not_jump_to_the_public(pair):
    practice = story.written(pair)
    PracticePerson.objects.update(word=Word.AGREED, way=WordWay.PAPER, said_at="2026-09-01T00:00Z")
    with pytest.raises(TransitionRefused):
        publish_practice(practice, actor=None)


def test_a_word_taken_back_takes_it_out_of_the_bank(pair, org):
    practice = story.approved(pair)
    publish_practice(practice, actor=None)
    told = practice.people.first()
    say_word(told, word=Word.REFUSED, way=WordWay.PORTAL, remark="передумал", actor=None)
    practice.refresh_from_db()
    assert practice.state == PracticeState.DRAFT
    assert not bank(org).exists()
    assert shown(org) == []


def test_taking_down_keeps_it_in_the_bank(pair, org):
    practice = story.approved(pair)
    publish_practice(practice, actor=None)
    with pytest.raises(DomainError, match="причину"):
        take_down(practice, reason=" ", actor=None)
    take_down(practice, reason="устарела", actor=None)
    assert list(bank(org)) == [practice]


def test_another_institution_publishes_nothing_here(pair, org):
    publish_practice(story.approved(pair), actor=None)
    assert shown(factories.organization()) == []


def test_erasing_takes_names_out_and_the_text_down(pair, org):
    person = pair.mentor.person
    type(person).objects.filter(pk=person.pk).update(last_name="Образцова", first_name="Анна")
    person.refresh_from_db()
    practice = story.approved(pair, is_named=True, testimonial="Анна Образцова помогла.")
    story.allow(practice)
    publish_practice(practice, actor=None)
    (source,) = [one for one in personal_data if PracticePerson in one.models]
    assert "Образцова" in source.export(person)[0]["testimonial"]
    source.erase(person)
    practice.refresh_from_db()
    assert practice.state == PracticeState.APPROVED
    assert "Образцова" not in practice.testimonial
    assert shown(org) == []
