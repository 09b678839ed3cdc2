"""The key of a questionnaire: sums and bands."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.instruments import InstrumentError, instrument_from_dict, instrument_to_dict, load_bank
from surveys.instruments.scoring import Band, Scoring, oriented

CURATOR = next(each for each in load_bank() if each.code == "curator_score")
BANDS = st.lists(st.integers(1, 20), min_size=1, max_size=10)


@pytest.mark.parametrize(
    ("total", "band"), [(0, "low"), (8, "low"), (9, "middle"), (14, "middle"), (15, "high"), (18, "high")]
)
def test_bands_of_the_curators_score_at_their_boundaries(total, band):
    assert CURATOR.scoring.band_of(total).code == band


def test_a_sum_is_known_only_when_every_question_is_answered():
    answers = dict.fromkeys(CURATOR.scoring.items, 2)
    assert CURATOR.scoring.total(answers) == 18
    assert CURATOR.scoring.total({**answers, "climate": 0}) == 16
    assert CURATOR.scoring.total(dict.fromkeys(CURATOR.scoring.items[1:], 2)) is None
    assert CURATOR.scoring.total({**answers, "climate": True}) is None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda key: key["bands"][1].update(low=10), "дыра или перекрытие"),
        (lambda key: key["bands"][1].update(low=8), "дыра или перекрытие"),
        (lambda key: key["bands"][2].update(high=17), "от 0 до 18"),
        (lambda key: key["items"].append("comment"), "«comment» нет"),
        (lambda key: key["items"].append("climate"), "дважды"),
        (lambda key: key.update(bands=[]), "нужен список"),
        (lambda key: key.update(items="climate"), "список ключей"),
        (lambda key: key.update(weights={}), "weights"),
    ],
)
def test_a_faulty_key_is_named(change, fault):
    data = copy.deepcopy(instrument_to_dict(CURATOR))
    change(data["scoring"])
    with pytest.raises(InstrumentError) as error:
        instrument_from_dict(data)
    assert any(fault in problem for problem in error.value.problems)


def test_a_key_survives_writing_and_reading():
    assert instrument_from_dict(instrument_to_dict(CURATOR)) == CURATOR


@given(BANDS, st.floats(0, 200, allow_nan=False))
def test_every_sum_has_exactly_one_band(widths, total):
    bands, low = [], 0
    for number, width in enumerate(widths):
        bands.append(Band(f"b{number}", str(number), low, low + width - 1))
        low += width
    scoring = Scoring(("a",), tuple(bands))
    found = scoring.band_of(total)
    assert found.low <= total
    assert total < found.high + 1 or found is scoring.bands[-1]


def test_less_is_better_is_turned_round():
    assert oriented(1, "lower", low=1, high=10) == 10
    assert oriented(3, "higher", low=1, high=10) == 3
