"""The questionnaires that the portal ships with."""

import re

import pytest

from surveys.enums import Confidence, Purpose, Role
from surveys.instruments import ChoiceOptions, load_bank
from surveys.instruments.yamlfile import load_lists

BANK = load_bank()
BY_CODE = {instrument.code: instrument for instrument in BANK}


def test_bank_has_both_requests_and_the_offer():
    assert set(BY_CODE) >= {"request_student", "request_teacher", "offer_mentor"}
    assert BY_CODE["request_student"].purpose == Purpose.REQUEST
    assert BY_CODE["offer_mentor"].role == Role.MENTOR


@pytest.mark.parametrize("instrument", BANK, ids=lambda one: one.code)
def test_every_instrument_says_where_it_comes_from(instrument):
    assert instrument.source
    assert instrument.confidence in Confidence.values
    assert instrument.intro
    assert instrument.thanks


@pytest.mark.parametrize("instrument", BANK, ids=lambda one: one.code)
def test_every_question_has_a_short_label_unlike_the_others(instrument):
    labels = [item.short for item in instrument.questions()]

    assert all(labels)
    assert len(labels) == len(set(labels))


def test_requests_and_offers_meet_in_the_same_codes():
    lists = load_lists()

    for ask, offer in (
        ("request_topics", "offer_topics"),
        ("request_topics_teachers", "offer_topics_teachers"),
    ):
        assert [choice["code"] for choice in lists[ask]] == [choice["code"] for choice in lists[offer]]


def test_ages_are_codes_with_bounds_in_order():
    options = BY_CODE["offer_mentor"].by_key["preferred_age"].options

    assert isinstance(options, ChoiceOptions)
    bounds = [re.fullmatch(r"age_(\d+)_(\d+)", choice.code).groups() for choice in options.choices]
    assert all(int(low) <= int(high) for low, high in bounds)


FORMS = ("pupil-pupil", "teacher-teacher", "student-pupil", "employer-pupil", "employer-student")


@pytest.mark.parametrize("side", ["mentee", "mentor"])
@pytest.mark.parametrize("form", [*FORMS, "student-student"])
def test_expectation_and_outcome_are_asked_by_the_same_topics(form, side):
    entry, outcome = (BY_CODE[f"quality_{phase}_{form}_{side}"] for phase in ("entry", "exit"))

    def scales(instrument):
        return [
            (item.key, item.topic)
            for item in instrument.items
            if item.kind == "scale" and item.topic.startswith("quality-")
        ]

    assert scales(entry) == scales(outcome)
    assert len(scales(entry)) >= 8
    assert entry.items[0].key == outcome.items[0].key == "took_part"
    assert [item.key for item in outcome.items if item.topic.startswith("effect-")]
    assert entry.role == outcome.role == side
    assert 12 <= len(entry.items) <= 17
    assert 18 <= len(outcome.items) <= 27


def test_the_bank_covers_the_methodology():
    codes = set(BY_CODE)
    assert {
        f"quality_{phase}_{form}_{side}"
        for phase in ("entry", "exit")
        for form in FORMS
        for side in ("mentee", "mentor")
    } <= codes
    assert {
        "preferences_mentee",
        "preferences_mentor",
        "compatibility_mentee",
        "compatibility_mentor",
    } <= codes
    assert {
        "meeting_mentee",
        "meeting_mentor",
        "curator_score",
        "parents",
        "partners",
        "school_feedback",
    } <= codes
    assert {"influence_student", "influence_teacher", "influence_employer"} <= codes
    assert BY_CODE["curator_score"].scoring is not None


def test_personal_states_are_for_the_psychologist_alone():
    for code in ("influence_student", "influence_teacher"):
        assert all(item.psychologist_only for item in BY_CODE[code].questions())
