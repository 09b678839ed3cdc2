"""Each rule of SWOT on figures made by hand: what it says on either side of its threshold."""

from decimal import Decimal

import pytest

from reports.indicator_enums import Direction, Unit
from reports.indicator_lines import Fact, IndicatorLine, PlanCell
from reports.selectors.swot_facts import judged
from reports.swot.facts import (
    CodedTheme,
    Endings,
    Expectation,
    Facts,
    Mean,
    Part,
    Share,
)
from reports.swot.limits import Limits
from reports.swot.rules import RULES, drafts_of
from reports.swot_enums import Quadrant

S, W, O, T = Quadrant.STRENGTH, Quadrant.WEAKNESS, Quadrant.OPPORTUNITY, Quadrant.THREAT  # noqa: E741


def said(**given):
    """(rule, quadrant, text) of everything that these facts alone give."""
    found = drafts_of(Facts(None, "Программа", **given), Limits())
    return [(one.rule, one.quadrant, one.text.replace("\u00a0", " ")) for one in found]


def mean(value):
    return (Mean("quality-comfort:mentee", "Комфорт участия", "наставляемые", value, 24, "/r/"),)


def expectation(before, after):
    return (Expectation("quality-plan:mentee", "Понятность плана", "наставляемые", before, after, 18, "/i/"),)


def share(topic, yes, n=20):
    return (Share(f"{topic}:mentee", topic, "Хочет продолжить", "наставляемые", yes, n, "/r/"),)


def part(of, whole, label="опрос «Выход»"):
    return Part("key", label, of, whole, "/p/")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"means": mean(7.9)}, []),
        ({"means": mean(8.0)}, [("mean_high", S)]),
        ({"means": mean(5.0)}, [("mean_low", W)]),
        ({"means": mean(5.1)}, []),
        ({"expectations": expectation(8.0, 6.0)}, [("gap_down", W)]),
        ({"expectations": expectation(8.0, 6.1)}, []),
        ({"expectations": expectation(7.0, 8.0)}, [("gap_up", S)]),
        ({"shares": share("continue", 12)}, [("more_wanted", O), ("more_refused", T)]),
        ({"shares": share("continue", 13)}, [("more_wanted", O)]),
        ({"shares": share("continue", 11)}, [("more_refused", T)]),
        ({"shares": share("effect-stay-mentor", 19)}, [("more_wanted", O)]),
        ({"shares": share("effect-study", 12)}, [("effect_common", S)]),
        ({"shares": share("effect-study", 6)}, [("effect_rare", W)]),
        ({"shares": share("effect-study", 8)}, []),
        ({"satisfaction": (part(17, 20),)}, [("satisfaction", S)]),
        ({"satisfaction": (part(9, 20),)}, [("satisfaction", W)]),
        ({"satisfaction": (part(10, 20),)}, []),
        ({"rates": (part(16, 20),)}, [("response", S)]),
        ({"rates": (part(9, 20),)}, [("response", W)]),
        ({"cadence": part(1, 10)}, [("cadence", S)]),
        ({"cadence": part(3, 12)}, [("cadence", W)]),
        ({"cadence": part(0, 0)}, []),
        ({"training": part(9, 10)}, [("training", S)]),
        ({"training": part(6, 10)}, [("training", W)]),
        ({"training": part(7, 10)}, []),
        ({"waiting": part(3, 10)}, [("waiting", W)]),
        ({"waiting": part(2, 10)}, []),
        ({"roadmap": part(9, 10)}, [("roadmap_done", S)]),
        ({"overdue": part(2, 10)}, [("roadmap_overdue", W)]),
        ({"overdue": part(1, 10)}, []),
        ({"agreements": part(2, 3)}, [("agreements", O)]),
        ({"agreements": part(0, 3)}, []),
        ({"ended_agreements": part(1, 3)}, [("agreements_ended", T)]),
        ({"alumni": part(4, 6)}, [("alumni", O)]),
        ({"risks": ("Мало наставников", "Текучесть кадров")}, [("risks", T), ("risks", T)]),
    ],
)
def test_a_rule_speaks_past_its_threshold_only(given, expected):
    assert [(rule, quadrant) for rule, quadrant, _ in said(**given)] == expected


def theme(topic, count, n=20):
    return CodedTheme(
        f"{topic}:m:t", topic, "Мало встреч", "наставляемые", count, n, ("Хотелось чаще.",), "/t/"
    )


@pytest.mark.parametrize(("topic", "quadrant"), [("valuable", S), ("lacking", W), ("partners-offers", O)])
def test_a_frequent_theme_goes_to_the_quadrant_of_its_question_with_words(topic, quadrant):
    [draft] = drafts_of(Facts(None, "", themes=(theme(topic, 4),)), Limits())
    assert (draft.quadrant, draft.quotes, draft.facts[0].url) == (quadrant, ("Хотелось чаще.",), "/t/")
    assert "4 из 20 ответов" in draft.text


def test_a_rare_theme_and_a_theme_of_another_question_say_nothing():
    assert said(themes=(theme("lacking", 3), theme("other", 15))) == []


def test_influence_goes_by_the_direction_of_the_parameter():
    less_anxiety = Expectation("influence-anxiety", "Тревожность", "наставляемые", 7.0, 5.0, 20, "/i/")
    [better] = drafts_of(Facts(None, "", influence=((less_anxiety, True, "Стало лучше."),)), Limits())
    [worse] = drafts_of(Facts(None, "", influence=((less_anxiety, False, "Стало хуже."),)), Limits())
    assert (better.quadrant, worse.quadrant) == (S, W)
    assert "7,0 → 5,0" in better.text


def line(value, planned, *, unit=Unit.PERCENT, less=False):
    """An indicator with the fact `value` (of 20 when a share) and a plan."""
    fact = Fact(value, 20 if unit == Unit.PERCENT else None)
    return IndicatorLine(
        1, "code", "Показатель", "", "", "", "", Direction.LESS if less else Direction.MORE, True,
        (PlanCell(2026, "2026/27", Decimal(planned), is_current=True, unit=unit),), fact, unit=unit,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "quadrant", "told"),
    [
        (line(7, 40), W, "35,0 % при плане 40 % (7 из 20)"),
        (line(8, 40), S, "40,0 % при плане 40 % (8 из 20)"),
        (line(7, 40, less=True), S, "35,0 % при плане 40 % (7 из 20)"),
        (line(9, 40, less=True), W, "45,0 % при плане 40 % (9 из 20)"),
        (line(24, 60, unit=Unit.HOURS), W, "24 ч при плане 60 ч (40 % плана)"),
        (line(30, 20, unit=Unit.COUNT), S, "30 при плане 20 (150 % плана)"),
        (line(3, 0, unit=Unit.COUNT), S, "3 при плане 0"),
        (line(9_999_999_999, 1, unit=Unit.ROUBLES), S, "9 999 999 999 руб. при плане 1 руб."),
    ],
)
def test_an_indicator_is_judged_by_its_direction_and_told_in_its_unit(indicator, quadrant, told):
    facts = Facts(None, "", indicators=tuple(judged([indicator])))
    [draft] = drafts_of(facts, Limits())
    assert draft.quadrant == quadrant
    assert draft.facts[0].value.replace("\u00a0", " ").startswith(told)
    assert draft.figure is None or draft.figure < Decimal("9999999.99")


def endings(**given):
    values = {"started": 20, "completed": 0, "ended_early": 0, "rejected": 0, "reasons": (), "url": "/pairs/"}
    return Endings(**values | given)


def test_early_ends_are_told_with_the_reasons_that_several_pairs_share():
    [(rule, quadrant, text)] = said(endings=endings(ended_early=7, reasons=(("Отчислен", 5),)))
    assert (rule, quadrant) == ("ended_early", W)
    assert "7 из 20 пар" in text
    assert "Причины: отчислен – 5." in text
    assert said(endings=endings(ended_early=2)) == []


def test_finished_pairs_and_refusals():
    assert [one[:2] for one in said(endings=endings(completed=8, ended_early=2))] == [("completed", S)]
    assert [one[:2] for one in said(endings=endings(rejected=5))] == [("refused", T)]
    assert said(endings=endings(rejected=1)) == []


def test_every_rule_has_its_own_code_and_says_what_it_looks_at():
    codes = [one.code for one in RULES]
    assert len(set(codes)) == len(codes)
    assert all(len(f"{code}.opportunity") <= 40 for code in codes)
    assert all(one.about for one in RULES)


def test_nothing_is_said_of_nothing():
    assert said() == []
