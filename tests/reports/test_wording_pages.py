"""The editor in the browser: no scripts, every button sends the whole text, mistakes stand at their clauses."""

import io

import pypdf
import pytest
from django.urls import reverse

from reports.models import WordingVersion
from reports.wordings.declared import text_of

KIND = "order_curator"


def sent(clauses, act="save", base=0, **fields):
    data = {"act": act, "base": base}
    for place, one in enumerate(clauses):
        data |= {
            f"n-{place}-key": one.key,
            f"n-{place}-part": str(one.part),
            f"n-{place}-text": one.text,
            f"n-{place}-condition": one.condition,
            f"n-{place}-name": one.name,
        }
    return data | fields


@pytest.fixture
def client(college, signed_in):
    return signed_in(college.curator)


@pytest.fixture
def page():
    return reverse("reports:wording_edit", args=[KIND])


CLAUSES = text_of(KIND).clauses


def test_a_saved_text_is_a_version_with_its_note_and_comparison(page, client, college):
    changed = sent(CLAUSES, **{"n-0-text": "В целях развития наставничества", "note": "Короче"})
    assert client.post(page, changed).status_code == 302
    with college.as_curator():
        assert WordingVersion.objects.get().note == "Короче"
    shown = client.get(reverse("reports:wording", args=[KIND])).content.decode()
    assert "Свой текст, версия 1" in shown
    assert "В целях развития наставничества" in shown
    compared = client.get(reverse("reports:wording_compare", args=[KIND])).content.decode()
    assert "<del>" in compared
    assert "<ins>" in compared
    assert client.post(reverse("reports:wording_restore", args=[KIND, 0])).status_code == 302
    assert "Исходный текст портала" in client.get(reverse("reports:wording", args=[KIND])).content.decode()


def test_a_mistake_stands_at_its_clause_and_nothing_is_lost(page, client, college):
    answer = client.post(page, sent(CLAUSES, **{"n-1-text": "Назначить {кураттора} сегодня"}))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#n-1-text"' in shown
    assert "Переменной «кураттора» нет. Может быть, {куратор}" in shown
    assert "Назначить {кураттора} сегодня" in shown
    with college.as_curator():
        assert not WordingVersion.objects.exists()


def test_buttons_move_add_remove_and_insert_without_saving(page, client):
    first, second = CLAUSES[0].text.split("{")[0], CLAUSES[1].text.split("{")[0]
    swapped = client.post(page, sent(CLAUSES, act="down-0")).content.decode()
    assert swapped.index(second) < swapped.index(first)
    assert "own-1" in client.post(page, sent(CLAUSES, act="add-2")).content.decode()
    assert second not in client.post(page, sent(CLAUSES, act="remove-1")).content.decode()
    inserted = client.post(page, sent(CLAUSES, act="insert-8", **{"n-8-insert": "город"})).content.decode()
    assert f"{CLAUSES[8].text} {{город}}</textarea>" in inserted
    for nonsense in ("up-999", "down-", "drop-1", "remove--1"):
        assert client.post(page, sent(CLAUSES, act=nonsense)).status_code == 200
    assert not WordingVersion.objects.model._base_manager.exists()


def test_the_unsaved_text_is_shown_on_the_institutions_own_data(page, client, college):
    words = {"n-0-text": "Пробная преамбула программы «{программа}»", "n-9-text": "Контроль."}
    answer = client.post(page, sent(CLAUSES, act="preview", **words))
    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    assert f"Пробная преамбула программы «{college.programme.title}»" in text.replace("\u00a0", " ")
    assert "Кураторову Нину Петровну, методиста" in text.replace("\u00a0", " ")
    assert client.post(page, sent(CLAUSES, act="preview", **{"n-0-text": "{нет такой}"})).status_code == 422


def test_what_the_form_never_offered_is_refused(page, client):
    for field, value in (("n-0-part", "script"), ("n-0-condition", "есть слоны"), ("n-0-key", "../x")):
        assert client.post(page, sent(CLAUSES, **{field: value, "n-1-text": "Слова"})).status_code == 422
    assert client.post(page, {"act": "save", "base": "x"}).status_code == 422
    assert client.get(reverse("reports:wording_edit", args=["consent_processing"])).status_code == 404
