"""Steps of the editor: pure, by keys, with nothing lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.enums import ItemKind
from surveys.instruments import editing as edit
from surveys.instruments import instrument_from_dict, instrument_to_dict
from surveys.instruments.difference import differences
from tests.surveys.instruments.samples import every_kind
from tests.surveys.instruments.strategies import instruments

CONTENT = instrument_to_dict(every_kind())


def keys(content):
    return [item["key"] for item in edit.items_of(content)]


def test_a_question_crosses_the_border_of_its_section_and_comes_back():
    last = CONTENT["sections"][0]["items"][-1]["key"]

    down = edit.move_item(CONTENT, last, 1)

    assert down["sections"][1]["items"][0]["key"] == last
    assert edit.move_item(down, last, -1) == CONTENT
    assert keys(down) == keys(CONTENT)


def test_the_first_question_cannot_go_above_the_first():
    assert edit.move_item(CONTENT, keys(CONTENT)[0], -1) == CONTENT
    assert edit.move_section(CONTENT, "second", 1) == CONTENT


def test_a_double_has_a_key_of_its_own_and_stands_below():
    double = edit.duplicate_item(CONTENT, "useful", taken={"useful_2"})

    assert keys(double)[1:3] == ["useful", "useful_3"]
    assert instrument_from_dict(double)


def test_conditions_inside_a_doubled_section_follow_the_doubles():
    double = edit.duplicate_section(CONTENT, "first", taken=())

    assert edit.find_item(double, "where_2")["show_if"] == {"item": "took_part_2", "is": True}
    assert edit.find_item(double, "where")["show_if"] == {"item": "took_part", "is": True}


def test_a_question_that_others_hang_on_can_go_and_the_draft_says_so():
    without = edit.remove_item(CONTENT, "took_part")

    assert any("took_part" in fault for fault in edit.faults_of(without))
    assert edit.readable(without) is None
    assert edit.faults_of(CONTENT) == []


def test_what_is_gone_is_told():
    for step in (
        lambda: edit.remove_item(CONTENT, "nothing"),
        lambda: edit.move_section(CONTENT, "nothing", 1),
        lambda: edit.put_item(CONTENT, "useful", {}, section="nothing"),
    ):
        with pytest.raises(edit.MissingPartError):
            step()


def test_there_is_an_end_to_questions_and_sections():
    content = CONTENT
    for place in range(18):
        content = edit.add_section(content, key=f"s{place}", title="Ещё", intro="")
    with pytest.raises(edit.TooManyError, match="не больше 20 разделов"):
        edit.add_section(content, key="more", title="Ещё", intro="")
    note = {"kind": "note", "text": "и"}
    for place in range(200 - len(keys(content))):
        content = edit.add_item(content, "first", note | {"key": f"i{place}"})
    with pytest.raises(edit.TooManyError, match="не больше 200 вопросов"):
        edit.add_item(content, "first", note | {"key": "more"})


@given(st.text(max_size=90), st.sets(st.sampled_from(["vopros", "vopros_2", "question"])))
def test_a_key_made_from_words_is_a_key_and_new(text, taken):
    key = edit.new_key(text, taken)

    assert key not in taken
    instrument_from_dict(
        CONTENT
        | {
            "code": "one",
            "sections": [
                {"key": "a", "title": "а", "items": [{"key": key, "kind": ItemKind.YES_NO, "text": "?"}]}
            ],
        }
    )


def test_words_become_latin():
    assert edit.new_key("Чего Вам не хватает?", set()) == "chego_vam_ne_khvataet"
    assert edit.new_key("10 причин", set()) == "q_10_prichin"
    assert edit.new_key("???", {"question"}) == "question_2"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=20)
@given(instruments())
def test_nothing_differs_from_itself(instrument):
    assert differences(instrument, instrument) == []


def test_differences_are_told_in_words():
    after = edit.put_item(
        edit.move_item(edit.remove_item(CONTENT, "hello"), "story", -1),
        "useful",
        edit.find_item(CONTENT, "useful") | {"high": 5, "text": "Насколько полезно?"},
        section="first",
    )
    after = edit.put_head(after, {"title": "Новое название"})

    found = {(one.kind, one.name): one for one in differences(every_kind(), instrument_from_dict(after))}

    assert ("removed", "Начнём.") in found
    assert found["changed", "Анкета в целом"].changes[0].after == "Новое название"
    scale = found["changed", "Насколько полезно?"]
    assert scale.breaks
    assert [(change.what, change.before, change.after) for change in scale.changes] == [
        ("Вопрос", "Польза", "Насколько полезно?"),
        ("Ответы", "от 1 до 10", "от 1 до 5"),
    ]
    assert [name for kind, name in found if kind == "moved"] == ["День"]
    assert len(found) == 4, sorted(found)
