"""The editor in the browser without scripts: from nothing to a published questionnaire, and two people in one draft."""

import html
import re

import pytest
from django.urls import reverse

from core.enums import Role
from surveys.domain import drafts as domain
from surveys.instruments import editing as edit
from surveys.models import QuestionnaireDraft, QuestionnaireVersion
from surveys.selectors.questionnaires import bank, load_version
from tests import factories
from tests.surveys import makers

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def desk(curator, signed_in, programme):
    return signed_in(curator)


@pytest.fixture
def draft(org):
    return domain.begin_from_file(makers.small_instrument(), organization=org, actor=None)


def url(name, **kwargs):
    return reverse(f"surveys:{name}", kwargs=kwargs)


def text(response):
    return html.unescape(response.content.decode()).replace("\u00a0", " ")


def hidden(response, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    return found[1] if found else ""


def item(draft, key):
    draft.refresh_from_db()
    return edit.find_item(draft.content, key)


def keys(draft):
    draft.refresh_from_db()
    return [one["key"] for one in edit.items_of(draft.content)]


def rows(name, *labels, codes=()):
    sent = {}
    for place, label in enumerate(labels):
        sent[f"{name}-{place}-code"] = codes[place] if place < len(codes) else ""
        sent[f"{name}-{place}-label"] = label
        sent[f"{name}-{place}-score"] = ""
    return sent


QUESTION = {
    "scale": {"low": "0", "high": "5"},
    "frequency": rows("choices", "Редко", "Часто"),
    "yes_no": {},
    "single": rows("choices", "Дома", "В школе") | {"other": "on"},
    "multiple": rows("choices", "Дома", "В школе") | {"max_chosen": "2"},
    "matrix": rows("rows", "Утром", "") | rows("columns", "Хорошо", "Плохо"),
    "ranking": rows("choices", "Первое", "Второе", ""),
    "number": {"low": "0", "high": "40", "decimals": "1", "unit": "ч"},
    "date": {"earliest": "2026-09-01"},
    "short_text": {"max_length": "100"},
    "long_text": {"max_length": "900"},
    "person": {"role": "mentor", "max_chosen": "3"},
    "note": {},
}


def test_from_nothing_to_a_published_questionnaire_with_every_kind(desk):
    made = desk.post(url("questionnaire_new"), {"title": "Моя", "role": "mentee", "purpose": "general"})
    draft = QuestionnaireDraft.objects.get()
    assert made["Location"] == url("draft", pk=draft.pk)
    assert "нужен хотя бы один вопрос" in text(desk.get(made["Location"]))
    asked = desk.post(url("draft_step", pk=draft.pk), {"step": "add:section:part", "kind-part": "scale"})
    assert asked["Location"] == url("draft_item_new", pk=draft.pk) + "?section=part&kind=scale"
    for kind, own in QUESTION.items():
        page = desk.get(url("draft_item_new", pk=draft.pk), {"kind": kind, "section": "part"})
        assert page.status_code == 200
        sent = {
            "kind": kind,
            "text": f"Вопрос {kind}",
            "section": "part",
            "if-mode": "always",
            "polarity": "none",
        }
        saved = desk.post(url("draft_item_new", pk=draft.pk), sent | own)
        assert saved.status_code == 302, text(saved)

    assert len(keys(draft)) == len(QUESTION)
    assert item(draft, "vopros_single")["choices"] == [
        {"code": "doma", "label": "Дома"},
        {"code": "v_shkole", "label": "В школе"},
    ]
    page = desk.get(url("draft_publish", pk=draft.pk))
    done = desk.post(url("draft_publish", pk=draft.pk), {"stamp": hidden(page, "stamp")})
    version = QuestionnaireVersion.objects.get()
    assert done["Location"] == url("questionnaire", pk=version.questionnaire_id)
    assert version.frozen_at
    assert len(load_version(version).instrument.items) == len(QUESTION)


def test_buttons_of_rows_change_the_page_and_save_nothing(desk, draft):
    sent = {"kind": "single", "text": "Недописанный", "section": "one", "if-mode": "always"}
    sent |= rows("choices", "Раз", "Два", codes=("a", "b"))
    address = url("draft_item_new", pk=draft.pk)

    swapped = text(desk.post(address, sent | {"rows": "choices:down:0"}))
    dropped = text(desk.post(address, sent | {"rows": "choices:drop:0"}))
    pasted = text(desk.post(address, sent | {"rows": "choices:paste:0", "choices-paste": "Три\n\nЧетыре"}))

    assert swapped.index('value="Два"') < swapped.index('value="Раз"')
    assert 'value="Раз"' not in dropped
    assert 'value="Четыре"' in pasted
    assert all("Недописанный" in page and "field-error" not in page for page in (swapped, dropped, pasted))
    assert "new" not in keys(draft)
    assert len(keys(draft)) == 5


@pytest.mark.parametrize("command", ["choices:up:99", "nothing:up:0", "choices:up:x", ":::", "choices:fly:0"])
def test_an_unknown_button_changes_nothing(desk, draft, command):
    sent = {"kind": "single", "text": "Вопрос", "section": "one", **rows("choices", "Раз", "Два")}

    assert desk.post(url("draft_item_new", pk=draft.pk), sent | {"rows": command}).status_code == 200


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"text": ""}, "Обязательное поле"),
        ({"choices-1-label": "дома"}, "Такие слова уже есть"),
        ({"choices-1-label": ""}, "Нужно от 2 до 80"),
        ({"choices-0-score": "много"}, "Балл — целое число"),
        ({"topic": "Тема"}, "Строчные латинские буквы"),
        ({"if-mode": "all"}, "Назовите хотя бы одно условие"),
        ({"if-0-item": "help", "if-0-value": "Да"}, "а выбрано «Всегда»"),
        ({"if-mode": "all", "if-0-item": "help", "if-0-value": "возможно"}, "возможны: «Да»; «Нет»"),
        ({"if-mode": "any", "if-0-item": "useful", "if-0-op": "least", "if-0-value": "x"}, "с целым числом"),
        ({"if-mode": "text", "if-text": "help ="}, "Условие не прочитано"),
        ({"choices-0-code": "Ж"}, "нужны строчные латинские буквы"),
    ],
)
def test_a_mistake_is_told_and_everything_typed_is_kept(desk, draft, change, told):
    sent = {"kind": "single", "text": "Где?", "section": "two", "hint": "Моя подсказка", "polarity": "none"}
    sent |= rows("choices", "Дома", "В школе") | {"if-mode": "always"} | change

    page = desk.post(url("draft_item_new", pk=draft.pk), sent)

    assert page.status_code == 422
    assert told in text(page)
    assert "Моя подсказка" in text(page)
    assert len(keys(draft)) == 5


def test_a_condition_in_words_becomes_codes_and_is_shown_again(desk, draft):
    sent = {"kind": "yes_no", "text": "Нужен психолог?", "section": "two", "polarity": "none"}
    sent |= {"if-mode": "any", "if-0-item": "help", "if-0-op": "same", "if-0-value": "Да"}
    sent |= {"if-1-item": "useful", "if-1-op": "most", "if-1-value": "5"}

    desk.post(url("draft_item_new", pk=draft.pk), sent)

    assert item(draft, "nuzhen_psikholog")["show_if"] == {
        "any": [{"item": "help", "is": True}, {"item": "useful", "at_most": 5}]
    }
    page = text(desk.get(url("draft_item", pk=draft.pk, key="nuzhen_psikholog")))
    assert 'value="any" checked' in page
    assert 'value="Да"' in page
    shown = text(desk.get(url("draft", pk=draft.pk)))
    assert (
        "Только если на вопрос «Нужна помощь?» ответили «Да» или на вопрос «Насколько полезно?» ответили 5"
        in shown
    )


def test_a_condition_too_complex_for_lines_is_kept_as_text(desk, org):
    condition = {"all": [{"item": "help", "is": True}, {"any": [{"item": "useful", "at_least": 2}]}]}
    data = edit.put_item(
        domain.instrument_to_dict(makers.small_instrument()),
        "story",
        {"key": "story", "kind": "long_text", "text": "Что?", "show_if": condition},
        section="two",
    )
    draft = domain.begin_from_file(domain.instrument_from_dict(data), organization=org, actor=None)
    address = url("draft_item", pk=draft.pk, key="story")

    page = desk.get(address)
    assert "все(help = да; любое(useful >= 2))" in text(page)
    sent = {"kind": "long_text", "text": "Что?", "section": "two", "max_length": "500", "polarity": "none"}
    sent |= {"mark": hidden(page, "mark"), "if-mode": "text", "if-text": "все(help = да; любое(useful >= 2))"}
    desk.post(address, sent)

    assert item(draft, "story")["show_if"] == condition
    assert item(draft, "story")["max_length"] == 500


def test_codes_of_answers_stay_when_words_change(desk, org):
    draft = domain.begin_edition("request_student", organization=org, actor=None)
    before = item(draft, "topics")
    address = url("draft_item", pk=draft.pk, key="topics")
    labels = [choice["label"] for choice in before["choices"]]
    sent = {
        "kind": "multiple",
        "text": "С чем помочь?",
        "section": "help",
        "feeds": "topics",
        "polarity": "none",
    }
    sent |= rows(
        "choices", "Совсем другие слова", *labels[1:], codes=[one["code"] for one in before["choices"]]
    )
    sent |= {"mark": hidden(desk.get(address), "mark"), "if-mode": "always"}

    assert desk.post(address, sent).status_code == 302

    after = item(draft, "topics")
    assert [one["code"] for one in after["choices"]] == [one["code"] for one in before["choices"]]
    assert (after["key"], after["choices"][0]["label"]) == ("topics", "Совсем другие слова")


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("down:item:useful", ["help", "useful", "help_what", "story", "secret"]),
        ("up:item:story", ["useful", "help", "help_what", "story", "secret"]),
        ("copy:item:story", ["useful", "help", "help_what", "story", "story_2", "secret"]),
        ("drop:item:story", ["useful", "help", "help_what", "secret"]),
        ("down:section:one", ["story", "secret", "useful", "help", "help_what"]),
        ("drop:section:two", ["useful", "help", "help_what"]),
    ],
)
def test_steps_of_the_list_and_their_undoing(desk, draft, step, expected):
    before = draft.content
    steps = url("draft_step", pk=draft.pk)

    desk.post(steps, {"step": step, "stamp": "0"})
    assert keys(draft) == expected
    if step == "up:item:story":
        assert edit.section_of(draft.content, "story")["key"] == "one"
    page = desk.get(url("draft", pk=draft.pk))
    assert "Последнее изменение: " in text(page)
    desk.post(steps, {"step": "undo", "stamp": hidden(page, "stamp")})

    draft.refresh_from_db()
    assert draft.content == before


@pytest.mark.parametrize("step", ["", "up", "fly:item:useful", "drop:item:nothing", "drop:draft:1", "undo"])
def test_a_step_that_is_none_changes_nothing(desk, draft, step):
    answer = desk.post(url("draft_step", pk=draft.pk), {"step": step, "stamp": "0"})

    assert answer.status_code == 302
    assert len(keys(draft)) == 5


def test_a_press_on_an_old_page_is_told_and_not_taken(desk, draft):
    steps = url("draft_step", pk=draft.pk)
    desk.post(steps, {"step": "drop:item:story", "stamp": "0"})

    answer = desk.post(steps, {"step": "drop:item:useful", "stamp": "0"}, follow=True)

    assert "Ваше не записано" in text(answer)
    assert "useful" in keys(draft)


def save_question(desk, draft, mark, words):
    sent = {"kind": "scale", "text": words, "section": "one", "low": "1", "high": "10", "polarity": "none"}
    sent |= {"mark": mark, "if-mode": "always", "required": "on", "hint": "Написано мной"}
    return desk.post(url("draft_item", pk=draft.pk, key="useful"), sent)


def test_the_second_of_two_people_sees_both_texts_and_decides(desk, draft):
    mark = hidden(desk.get(url("draft_item", pk=draft.pk, key="useful")), "mark")
    assert save_question(desk, draft, mark, "Слова первого").status_code == 302

    told = save_question(desk, draft, mark, "Слова второго")

    assert told.status_code == 409
    assert "Слова первого" in text(told)
    assert "Слова второго" in text(told)
    assert "Написано мной" in text(told)
    assert item(draft, "useful")["text"] == "Слова первого"
    assert save_question(desk, draft, hidden(told, "mark"), "Слова второго").status_code == 302
    assert item(draft, "useful")["text"] == "Слова второго"


def test_what_was_typed_into_a_deleted_question_can_be_saved_as_a_new_one(desk, draft):
    mark = hidden(desk.get(url("draft_item", pk=draft.pk, key="useful")), "mark")
    desk.post(url("draft_step", pk=draft.pk), {"step": "drop:item:useful", "stamp": "0"})

    told = save_question(desk, draft, mark, "Слова второго")

    assert told.status_code == 409
    assert "Слова второго" in text(told)
    assert f'action="{url("draft_item_new", pk=draft.pk)}"' in text(told)


def test_the_head_too_is_told_when_another_has_changed_it(desk, draft):
    address = url("draft_head", pk=draft.pk)
    mark = hidden(desk.get(address), "mark")
    sent = {"title": "Первое", "minutes": "5", "confidence": "low", "role": "mentee", "purpose": "general"}
    assert desk.post(address, sent | {"mark": mark}).status_code == 302

    told = desk.post(address, sent | {"title": "Второе", "intro": "Моё вступление", "mark": mark})

    assert told.status_code == 422
    assert "Моё вступление" in text(told)
    assert "Первое" in text(told)
    draft.refresh_from_db()
    assert draft.title == "Первое"


def test_sections_are_added_and_renamed(desk, draft):
    desk.post(url("draft_section_new", pk=draft.pk), {"title": "Третий раздел", "intro": "Зачем"})
    draft.refresh_from_db()
    assert draft.content["sections"][-1]["key"] == "tretiy_razdel"
    address = url("draft_section", pk=draft.pk, key="two")
    desk.post(address, {"title": "Вторая часть", "intro": "", "mark": hidden(desk.get(address), "mark")})

    draft.refresh_from_db()
    assert edit.find_section(draft.content, "two")["title"] == "Вторая часть"


def test_a_key_with_bands_is_made_and_its_holes_are_told(desk, draft):
    address = url("draft_scoring", pk=draft.pk)
    sent = {"items": ["useful"], "note": "Своё", "mark": hidden(desk.get(address), "mark")}

    for bands, told in (
        ("1–5 Мало", "заканчиваться на 10"),
        ("1–5 Мало\n7–10 Много", "начинаться с 6"),
        ("мало", "нужно «от–до название»"),
        ("", "суммы идут от 1 до 10"),
    ):
        page = desk.post(address, sent | {"bands": bands})
        assert page.status_code == 422
        assert told in text(page)
    desk.post(address, sent | {"bands": "1-5 Мало\n6–10: Много"})

    draft.refresh_from_db()
    assert [band["label"] for band in draft.content["scoring"]["bands"]] == ["Мало", "Много"]
    assert edit.faults_of(draft.content) == []


def test_purpose_and_role_stay_once_there_is_a_version(desk, org):
    draft = domain.begin_edition("parents", organization=org, actor=None)
    address = url("draft_head", pk=draft.pk)
    sent = {"title": "Другое", "minutes": "5", "confidence": "low", "role": "mentee", "purpose": "request"}

    desk.post(address, sent | {"mark": hidden(desk.get(address), "mark")})

    draft.refresh_from_db()
    assert (draft.content["role"], draft.content["purpose"]) == ("parent", "general")
    assert draft.title == "Другое"


def test_publishing_shows_what_changes_and_stops_at_faults(desk, org):
    draft = domain.begin_edition("parents", organization=org, actor=None)
    first = keys(draft)[0]
    desk.post(url("draft_step", pk=draft.pk), {"step": f"drop:item:{first}", "stamp": "0"})

    page = text(desk.get(url("draft_publish", pk=draft.pk)))

    assert bank()["parents"].items[0].text in page
    assert "убран" in page
    empty = domain.begin_blank(title="Пустая", purpose="general", role="mentee", organization=org, actor=None)
    assert "Пока не опубликовать" in text(desk.get(url("draft_publish", pk=empty.pk)))
    assert desk.post(url("draft_publish", pk=empty.pk), {"stamp": "0"}).status_code == 422


def test_a_discarded_draft_is_gone(desk, draft):
    assert desk.get(url("draft_discard", pk=draft.pk)).status_code == 200
    desk.post(url("draft_discard", pk=draft.pk))

    assert not QuestionnaireDraft.objects.exists()


def test_a_draft_of_another_institution_is_not_there(desk, db):
    other = factories.organization(code="other")
    foreign = domain.begin_from_file(makers.small_instrument(), organization=other, actor=None)

    assert desk.get(url("draft", pk=foreign.pk)).status_code == 404
    assert desk.post(url("draft_step", pk=foreign.pk), {"step": "drop:item:useful"}).status_code == 404


def test_the_right_can_be_given_to_a_psychologist(org, signed_in, draft):
    member = factories.membership(org, Role.PSYCHOLOGIST)
    client = signed_in(member)
    assert client.get(url("draft", pk=draft.pk)).status_code == 403
    member.grants = ["surveys.edit_questionnaires"]
    member.save()

    assert client.get(url("draft", pk=draft.pk)).status_code == 200


def test_the_editor_asks_the_database_the_same_number_of_times(desk, draft, queries_of):
    few = queries_of(lambda: desk.get(url("draft", pk=draft.pk)))
    for place in range(3):
        note = {"key": f"k{place}", "kind": "note", "text": "и"}
        domain.change_draft(
            draft, lambda one, note=note: edit.add_item(one, "one", note), done="", actor=None
        )

    assert queries_of(lambda: desk.get(url("draft", pk=draft.pk))) == few
