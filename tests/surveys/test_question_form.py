"""The form of a question under anything that a browser or a stranger may send: told or taken, never a crash."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.enums import ItemKind, Purpose
from surveys.forms.bands import read_bands, write_bands
from surveys.forms.question import QuestionForm
from surveys.instruments import instrument_to_dict
from surveys.instruments.export import item_to_dict
from surveys.instruments.reading import item_from_dict
from tests.surveys.instruments.samples import every_kind
from tests.surveys.instruments.strategies import instruments

CONTENT = instrument_to_dict(every_kind())
EARLIER = [item for item in every_kind().items if item.asks]
NAMES = (
    *("text", "hint", "required", "section", "short", "topic", "polarity", "feeds", "low", "high", "other"),
    *("min_chosen", "max_chosen", "max_ranked", "decimals", "earliest", "max_length", "role", "rows"),
    *("if-mode", "if-0-item", "if-0-op", "if-0-value", "if-text", "choices-0-code", "choices-0-label"),
    *(
        "choices-0-score",
        "choices-1-label",
        "choices-paste",
        "rows-0-label",
        "columns-0-label",
        "columns-1-label",
    ),
)
VALUES = (
    st.text(max_size=20)
    | st.sampled_from(
        ["да", "1", "-1", "9" * 30, "useful", "took_part", "colour", "same", "least", "all", "any"]
    )
    | st.sampled_from(
        ["text", "first", "none", "\0", "\u202e", "все(useful >= 1)", "2026-09-01", "red; blue"]
    )
)


def form(kind, data=None, item=None):
    return QuestionForm(data, kind=kind, content=CONTENT, earlier=EARLIER, section="second", item=item)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(ItemKind.values), st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=14))
def test_anything_sent_is_told_or_taken(kind, data):
    sent = form(kind, {"text": "Вопрос", "section": "first", "polarity": "none"} | data)

    if sent.is_valid():
        assert "\\u0000" not in json.dumps(sent.made)
        item_from_dict(sent.made, purpose=Purpose.GENERAL)
    else:
        assert sent.errors
    sent.act(data.get("rows", "choices:up:0"))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@given(instruments())
def test_a_question_opened_and_saved_without_a_change_stays_as_it_was(instrument):
    for item in instrument.items:
        kept = item_to_dict(item)
        if kept.get("show_if") or item.kind == ItemKind.NOTE:
            continue  # a note has no topic and no hint in the form
        opened = form(item.kind, item=kept)
        sent = {name: value for name, value in opened.initial.items() if name in opened.fields}
        sent = {name: "on" if value is True else value for name, value in sent.items() if value is not False}
        for one in opened.lists:
            for place, row in enumerate(one.rows):
                for part in ("code", "label", "score"):
                    sent[f"{one.name}-{place}-{part}"] = getattr(row, part)
        labels = [row.label.strip().lower() for one in opened.lists for row in one.rows if row.label.strip()]
        saved = form(item.kind, {"polarity": "none"} | sent | {"section": "first"}, item=kept)
        if len(labels) != len(set(labels)):
            continue  # equal words are refused in a form, though a file may have them
        assert saved.is_valid(), (saved.errors, sent)
        assert saved.made == kept


@given(
    st.text(max_size=60) | st.text("0123456789-– абв\n", max_size=60),
    st.integers(-20, 20),
    st.integers(1, 40),
)
def test_bands_of_any_text_are_told_or_whole(text, least, span):
    bands, fault = read_bands(text, least=least, most=least + span, kept={})

    if not fault:
        assert (bands[0]["low"], bands[-1]["high"]) == (least, least + span)
        assert read_bands(write_bands(bands), least=least, most=least + span, kept={}) == (bands, "")


@pytest.mark.parametrize("sent", ["все(help\0 = да)", 'useful = "\0"', 'useful = "\u202eда"'])
def test_what_cannot_be_seen_does_not_pass_in_a_condition(sent):
    refused = form(
        "yes_no", {"text": "В", "section": "first", "polarity": "none", "if-mode": "text", "if-text": sent}
    )

    assert not refused.is_valid()
