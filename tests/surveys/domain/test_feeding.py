"""What answers become: the card, preferences, verdicts of a pair, tasks of care. Pairing reads these, not answers."""

from datetime import date

import pytest

from config.demo.answers import invented_answers
from core.enums import Role
from core.models import AuditEntry
from core.production_calendar import add_working_days
from mentorship.care_enums import CareKind
from mentorship.domain.health import refresh_pulses
from mentorship.enums import PairState
from mentorship.models import CareTask, MentorEntry, PairFeedback, PairPulse, PairVerdict, Preference
from mentorship.selectors.health import reasons_of
from surveys.domain.answering import IncompleteAnswers, enter_paper
from surveys.domain.feeds import mark_of_meeting
from surveys.enums import ItemKind, Polarity, Purpose
from surveys.enums import Role as Side
from surveys.instruments import Instrument, Item, ScaleOptions, Section
from surveys.models import Response
from surveys.selectors.questionnaires import load_version
from tests import factories
from tests.surveys import makers
from tests.surveys.domain.test_audience import in_pair

pytestmark = pytest.mark.usefixtures("unscoped")

COMPATIBLE = {key: ["9"] for key in ("understanding", "trust", "style", "pace", "use")}
MET = {"held_on": ["2026-11-01"], "useful": ["9"], "comfort": ["2"]}


def paper(campaign, person, actor, **answers):
    return enter_paper(makers.invitation(campaign, person), answers, actor=actor.user)


def told(person, action):
    return [one.after for one in AuditEntry.objects.filter(action=action, object_id=str(person.pk))]


def test_preferences_of_both_sides_become_ranks_and_refusals(programme, curator):
    person = makers.mentee_person(programme, birth_date=date(2000, 1, 1))
    mentors = [makers.mentor_person(programme) for _ in range(3)]
    first, second, third = (str(one.pk) for one in mentors)
    asked = makers.campaign(programme, instrument="preferences_mentee")
    paper(asked, person, curator, wanted=[second, first], unwanted=[third])
    back = makers.campaign(programme, instrument="preferences_mentor")
    paper(back, mentors[1], curator, wanted=[str(person.pk)])

    kept = {(row.side, row.mentor.person_id, row.rank) for row in Preference.objects.all()}
    assert kept == {
        ("mentee", int(second), 1),
        ("mentee", int(first), 2),
        ("mentee", int(third), None),
        ("mentor", int(second), 1),
    }
    assert {row.source for row in Preference.objects.all()} == {"questionnaire"}


def test_the_same_person_cannot_be_both_wanted_and_refused(programme, person, curator):
    mentor = makers.mentor_person(programme)
    asked = makers.campaign(programme, instrument="preferences_mentee")

    with pytest.raises(IncompleteAnswers) as refused:
        paper(asked, person, curator, wanted=[str(mentor.pk)], unwanted=[str(mentor.pk)])

    assert list(refused.value.errors) == ["unwanted"]
    assert not Preference.objects.exists()


@pytest.mark.parametrize(("answer", "verdict"), [("yes", "yes"), ("no", "no")])
def test_compatibility_becomes_the_verdict_of_the_pair(programme, curator, answer, verdict):
    mentee, mentor = in_pair(programme)
    for code, who in (("compatibility_mentee", mentee), ("compatibility_mentor", mentor)):
        campaign = makers.campaign(programme, instrument=code)
        paper(campaign, who, curator, **COMPATIBLE, go_on=[answer], obstacles=["Тайное сомнение"])

        said = PairVerdict.objects.get(person=who, is_current=True)
        assert (said.verdict, said.source) == (verdict, f"survey:{campaign.pk}")
        assert "Тайное" not in said.note, "what is for the psychologist alone stays in the answers"


def test_an_answer_that_fits_no_one_pair_is_kept_and_told(programme, curator):
    alone = makers.mentee_person(programme)
    campaign = makers.campaign(programme, instrument="compatibility_mentee")

    paper(campaign, alone, curator, **COMPATIBLE, go_on=["yes"])

    assert Response.objects.filter(person=alone).exists()
    assert not PairVerdict.objects.exists()
    assert "нет пары до приказа" in told(alone, "person.survey_not_fed")[0]["reason"]


def test_a_call_for_help_is_a_task_with_a_day_and_its_words_stay_where_they_are(programme, curator, org):
    mentee, _ = in_pair(programme, state=PairState.ACTIVE)
    campaign = makers.campaign(programme, instrument="meeting_mentee")
    paper(campaign, mentee, curator, **MET, need_help=["yes"], help_text=["Секретная беда"])

    task = CareTask.objects.get()
    assert (task.person, task.kind, task.role) == (mentee, CareKind.HELP, Role.CURATOR)
    assert task.pair is not None
    assert task.due_on == add_working_days(makers.today(), 2)
    assert "Секретная" not in task.text

    factories.membership(org, Role.PSYCHOLOGIST)
    other = makers.mentee_person(programme)
    again = makers.campaign(programme, instrument="meeting_mentee")
    paper(again, other, curator, **MET, need_help=["yes"], help_text=["Ещё беда"])
    assert CareTask.objects.get(person=other).role == Role.PSYCHOLOGIST
    content = makers.mentee_person(programme)
    paper(again, content, curator, **MET, need_help=["no"])
    assert CareTask.objects.count() == 2


def test_an_offer_fills_what_is_empty_on_the_card_and_leaves_what_was_typed(programme, curator):
    mentor = makers.mentor_person(programme)
    entry = MentorEntry.objects.get(person=mentor)
    MentorEntry.objects.filter(pk=entry.pk).update(motives="Записано куратором")
    campaign = makers.campaign(programme, instrument="offer_mentor")
    invitation = makers.invitation(campaign, mentor)
    instrument = load_version(campaign.version).instrument
    choices = {"codes": ["weekday-day", "saturday"], "other": ""}
    wished = {"times": choices, "life": "Служил на флоте", "motive": {"codes": ["share"], "other": ""}}
    raw = invented_answers(instrument, seed="1", wished=wished)
    enter_paper(invitation, raw, actor=curator.user)

    entry.refresh_from_db()
    assert entry.availability == "В будни днём, В субботу"
    assert entry.experience == "Служил на флоте"
    assert entry.motives == "Записано куратором"
    filled, kept = told(mentor, "person.survey_filled")[0], told(mentor, "person.survey_kept")[0]
    assert "когда удобно встречаться" in filled["fields"]
    assert kept["fields"] == "почему участвует"
    assert "флоте" not in str(filled), "the trail holds no own words"


@pytest.mark.parametrize(("comfort", "mark"), [("2", 1), ("5", 3), ("9", 5)])
def test_the_lowest_mark_of_a_meeting_joins_the_health_of_the_pair(programme, curator, comfort, mark):
    mentee, mentor = in_pair(programme, state=PairState.ACTIVE)
    campaign = makers.campaign(programme, instrument="meeting_mentee")

    paper(campaign, mentee, curator, **MET | {"comfort": [comfort]}, need_help=["no"])

    said = PairFeedback.objects.get()
    assert (said.person, said.score, said.pair.mentor.person) == (mentee, mark, mentor)
    refresh_pulses(programme.organization)
    told = [reason.text for reason in reasons_of(PairPulse.objects.get(), makers.today())]
    assert (f"последняя оценка: {mark} из 5" in told) is (mark <= 3)


@pytest.mark.parametrize("polarity", [Polarity.HIGHER, Polarity.LOWER])
def test_marks_of_a_scale_are_equal_fifths_in_both_directions(polarity):
    """0…10 in fifths of two: 0,1 → 1, 2,3 → 2, … 8–10 → 5; a scale where less is better is its mirror."""
    asked = Item("q", ItemKind.SCALE, "Как?", ScaleOptions(0, 10), polarity=polarity)
    meeting = Instrument("own", "Встреча", Purpose.MEETING, Side.MENTEE, (Section("all", "Всё", (asked,)),))
    got = [mark_of_meeting(meeting, {"q": value}) for value in range(11)]
    wanted = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5]
    assert got == (wanted if polarity == Polarity.HIGHER else wanted[::-1])
    assert mark_of_meeting(meeting, {}) is None
