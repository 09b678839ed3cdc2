"""Definitions of questionnaires: every fault named, nothing else raised."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.instruments import (
    InstrumentError,
    fingerprint,
    instrument_from_dict,
    instrument_to_dict,
    load_yaml,
)
from tests.surveys.instruments.samples import EVERY_KIND, every_kind

SMALL = b"""
format: 1
code: small
title: Small
sections:
  - key: one
    title: One
    items:
      - {key: a, kind: scale, text: How}
"""


def changed(path, value):
    data = copy.deepcopy(EVERY_KIND)
    target = data
    for step in path[:-1]:
        target = target[step]
    if value is None:
        del target[path[-1]]
    else:
        target[path[-1]] = value
    return data


def test_export_and_reading_are_inverse():
    instrument = every_kind()

    again = instrument_from_dict(instrument_to_dict(instrument))

    assert again == instrument
    assert fingerprint(again) == fingerprint(instrument)


def test_fingerprint_notices_a_changed_word():
    other = instrument_from_dict(changed(["sections", 0, "items", 1, "text"], "Польза?"))

    assert fingerprint(other) != fingerprint(every_kind())


ITEM = ["sections", 0, "items"]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["format"], 2, "format должно быть 1"),
        (["title"], "", "title не заполнено"),
        (["title"], 12, "возьмите его в кавычки"),
        (["sections"], [], "хотя бы один раздел"),
        (["extra"], 1, "лишнее поле «extra»"),
        (["role"], "robot", "mentee, mentor"),
        ([*ITEM, 1, "key"], "Useful", "строчные латинские"),
        ([*ITEM, 1, "key"], "often", "ключ повторяется"),
        ([*ITEM, 1, "requred"], True, "лишнее поле «requred»"),
        ([*ITEM, 1, "required"], "да", "true или false"),
        ([*ITEM, 1, "high"], 1, "от 2 до 21 делений"),
        ([*ITEM, 1, "high"], 10**9, "от -100 до 100"),
        ([*ITEM, 1, "kind"], "slider", "возможны scale"),
        ([*ITEM, 0, "required"], True, "пояснение не может"),
        ([*ITEM, 1, "feeds"], "topics", "не может заполнять"),
        ([*ITEM, 4, "show_if"], {"item": "why", "is": "x"}, "такого вопроса выше нет"),
        ([*ITEM, 4, "show_if"], {"item": "took_part", "is": "perhaps"}, "такого варианта нет"),
        ([*ITEM, 4, "show_if"], {"item": "took_part"}, "ровно одно из"),
        ([*ITEM, 4, "show_if"], {"item": "useful", "at_least": "пять"}, "целое число"),
        ([*ITEM, 5, "choices"], [{"code": "a", "label": "A"}], "от 2 до 80"),
        ([*ITEM, 5, "choices"], [{"code": "a", "label": "A"}] * 2, "«a» повторяется"),
        ([*ITEM, 5, "choices"], {"list": "planets"}, "списка «planets» нет"),
        ([*ITEM, 5, "choices", 0, "code"], "other", "занят"),
        ([*ITEM, 6, "min_chosen"], 3, "min_chosen больше"),
        (["sections", 1, "items", 4, "earliest"], "2026-02-31", "нужна дата"),
        (["sections", 1, "key"], "first", "ключ раздела «first» повторяется"),
    ],
)
def test_fault_is_named(path, value, said):
    with pytest.raises(InstrumentError) as caught:
        instrument_from_dict(changed(path, value))

    assert said in str(caught.value)


def test_all_faults_come_at_once():
    data = changed(["title"], "")
    data["minutes"] = "пять"

    with pytest.raises(InstrumentError) as caught:
        instrument_from_dict(data)

    assert len(caught.value.problems) == 2


def test_yaml_file_is_read():
    assert load_yaml(SMALL).items[0].options.high == 10


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "набором полей"),
        (b"\x00", "недопустимые знаки"),
        (b"\xff\xfe", "UTF-8"),
        (b"a: [1", "строка 1: запись не читается"),
        (b"a: 1\na: 2", "«a» повторяется"),
        (b"a: &x [1]\nb: *x", "ссылки"),
        (b"!!python/object/apply:os.system ['true']", "python"),
        (b"day: 2026-02-31", "не YAML"),
        (b"[" * 5000, "глубокая вложенность"),
        (b"? [a]\n: b", "ключ должен быть словом"),
        (b"x" * 1_000_001, "больше 1 МБ"),
    ],
)
def test_bad_file_is_named(content, said):
    with pytest.raises(InstrumentError) as caught:
        load_yaml(content, name="анкета.yaml")

    assert said in str(caught.value)
    assert "анкета.yaml" in str(caught.value)


KEYS = st.integers() | st.sampled_from(
    ["item", "is", "all", "any", "code", "label", "list", "choices", "key", "kind", "any_of"]
)
leaf = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
branch = st.lists(leaf, max_size=3) | st.dictionaries(KEYS, leaf, max_size=4)
plain = leaf | branch | st.lists(branch, max_size=3) | st.dictionaries(KEYS, leaf | branch, max_size=4)
FIELDS = ("kind", "key", "text", "choices", "show_if", "rows", "columns", "low", "high", "other", "earliest")


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.integers(0, 1), st.integers(0, 6), st.sampled_from(FIELDS), plain)
def test_any_value_in_any_field_is_taken_or_named(section, item, name, value):
    data = copy.deepcopy(EVERY_KIND)
    data["sections"][section]["items"][item][name] = value

    try:
        instrument = instrument_from_dict(data)
    except InstrumentError as error:
        named = error.problems
    else:
        named = ["nothing to name"]
        assert instrument_from_dict(instrument_to_dict(instrument)) == instrument
    assert named


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_named(content):
    with pytest.raises(InstrumentError):
        load_yaml(content)
