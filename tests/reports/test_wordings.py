"""Words of an institution: the small language, what is refused at saving, versions, documents that keep theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.files import read_file
from core.errors import DomainError
from reports.domain.documents import create_document, renew_document
from reports.domain.drawing import rebuild_pdf
from reports.domain.wordings import (
    WordingRefused,
    reset_wording,
    restore_wording,
    save_wording,
)
from reports.models import WordingVersion
from reports.selectors.wordings import clauses_of, compare, wording_at, wordings_of
from reports.wordings import Clause, Part, Text, Variable
from reports.wordings.declared import problems, text_of
from reports.wordings.filling import Filling, Grid, fill, word
from reports.wordings.syntax import Slot, normalized, parse, write

KIND = "order_curator"
TEXT = Text(
    kind="sample",
    clauses=(),
    variables=(
        Variable("куратор", "", cases=True),
        Variable("программа", ""),
        Variable("список", "", table=True),
    ),
    conditions={"есть группы": ""},
    parts=tuple(Part),
)


def changed(clauses, key, **fields):
    return [Clause(**{**vars(one), **fields}) if one.key == key else one for one in clauses]


# --- the language ---

names = st.text(alphabet="абвгдё жз", min_size=1, max_size=20).map(normalized).filter(bool)
parts = st.lists(st.one_of(st.text(max_size=30).filter(bool), names.map(Slot)), max_size=8)


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_without_a_crash(typed):
    parsed = parse(typed)
    assert all(0 <= mistake.at < len(typed) for mistake in parsed.mistakes)
    if not parsed.mistakes:
        assert parse(write(parsed.parts)).parts == parsed.parts


@given(st.text(alphabet="{}%а, .__()'\"", max_size=80))
def test_braces_in_any_order_are_mistakes_or_words(typed):
    parsed = parse(typed)
    words = "".join(part for part in parsed.parts if isinstance(part, str))
    assert parsed.mistakes or words.count("{") == typed.replace("{{", "\0").count("\0")


@given(parts)
def test_what_is_written_is_read_back(given_parts):
    joined = []
    for part in given_parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    assert parse(write(tuple(joined))).parts == tuple(joined)


@given(st.text(max_size=60))
def test_a_value_is_never_read_as_text(value):
    assert fill("«{программа}» и {{скобки}}", {"программа": value}) == f"«{value}» и {{скобки}}"


@pytest.mark.parametrize("typed", ["{{7*7}}", "{{ request.user }}", "%(x)s", "<script>alert(1)</script>"])
def test_templates_of_other_languages_are_plain_words(typed):
    filled = fill(typed, {})
    assert "49" not in filled
    assert filled == typed.replace("{{", "{").replace("}}", "}")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Назначить {куратор", "Скобка «{» не закрыта"),
        ("Назначить куратор}", "Лишняя скобка «}»"),
        ("Назначить {}", "Пустые скобки"),
        ("Назначить {кураттор}", "Переменной «кураттор» нет. Может быть, {куратор}"),
        ("Назначить {куратор, звательный}", "нет формы «звательный»"),
        ("«{программа, дательный}»", "не склоняется"),
        ("{список} и после неё слова", "стоит в конце"),
        ("{куратор.__class__}", "только буквы, цифры и запятая"),
        ("{% load x %}", "только буквы"),
        ("${7*7}", "только буквы"),
        ("{{{куратор|safe}}}", "только буквы"),
        ("{request}", "Переменной «request» нет"),
        ("(приложение № {номер приложения, состав})", "Приложения «состав» в тексте нет"),
        ("   ", "Текст пуст"),
    ],
)
def test_a_mistake_is_told_at_its_clause(typed, told):
    found = problems(TEXT, [Clause("a", Part.POINT, typed)])
    assert told in found["a"][0]


def test_the_order_of_parts_is_looked_at():
    lonely = [Clause("a", Part.SUBPOINT, "подпункт"), Clause("b", Part.CONTROL, "Контроль.")]
    assert "Подпункт стоит после пункта" in problems(TEXT, lonely)["a"][0]
    assert "ни одного пункта" in problems(TEXT, [Clause("a", Part.PREAMBLE, "Слова")])[""][0]
    assert "Условия «есть слоны»" in problems(TEXT, [Clause("a", Part.POINT, "Слова", "есть слоны")])["a"][0]
    twice = [Clause("a", Part.CONTROL, "Контроль."), Clause("b", Part.CONTROL, "Контроль.")]
    assert "только один" in problems(TEXT, twice)[""][0]


# --- filling ---


def test_points_are_numbered_by_those_that_stand():
    clauses = [
        Clause("a", Part.PREAMBLE, "В целях программы «{программа}»"),
        Clause("b", Part.POINT, "Первый.", "есть группы"),
        Clause("c", Part.POINT, "Назначить {куратор, винительный}:"),
        Clause("d", Part.SUBPOINT, "подпункт;", "не есть группы"),
        Clause("e", Part.POINT, "Список (приложение № {номер приложения, список})."),
        Clause("f", Part.ANNEX, "Список\n{список}", "", "список"),
    ]
    assert problems(TEXT, clauses) == {}
    grid = Grid(["№"], [["1"]], [100])
    filling = Filling(
        {"программа": "Путь", "куратор, винительный": lambda: "Кураторову"}, tables={"список": grid}
    )
    made = word(TEXT, clauses, filling, version=3)
    assert [(line.number, line.text.replace("\u00a0", " ")) for line in made.lines] == [
        ("", "В целях программы «Путь»"),
        ("1", "Назначить Кураторову:"),
        ("1.1", "подпункт;"),
        ("2", "Список (приложение № 1)."),
        ("1", "Список"),
    ]
    assert made.annexes[0].table == grid
    with_groups = word(TEXT, clauses, Filling(filling.values, frozenset({"есть группы"})), version=3)
    assert [line.number for line in with_groups.body] == ["1", "2", "3"]


def test_points_of_sections_bear_their_number():
    clauses = [
        Clause("a", Part.SECTION, "Общие положения"),
        Clause("b", Part.POINT, "Первый."),
        Clause("c", Part.SUBPOINT, "под первым;"),
        Clause("d", Part.SECTION, "Права"),
        Clause("e", Part.POINT, "Второй."),
    ]
    made = word(TEXT, clauses, Filling({}), version=0)
    assert [line.number for line in made.lines] == ["1", "1.1", "1.1.1", "2", "2.1"]


def test_an_annex_that_is_not_there_is_told():
    clauses = [
        Clause("e", Part.POINT, "Список (приложение № {номер приложения, список})."),
        Clause("f", Part.ANNEX, "Список", "есть группы", "список"),
    ]
    with pytest.raises(DomainError, match="Часть текста «Список"):
        word(TEXT, clauses, Filling({}), version=0)


# --- versions ---


def test_saved_texts_are_versions_and_the_shipped_one_comes_back(college):
    with college.as_curator() as user:
        shipped = clauses_of(college.org, KIND)
        assert (shipped.version, shipped.is_shipped) == (0, True)
        words = changed(shipped.clauses, "control", text="Контроль возлагаю на {куратор, винительный}.")
        first = save_wording(college.org, KIND, words, actor=user, base=0, note="Контроль у куратора")
        assert (first.version, first.is_shipped, first.author) == (1, False, user)
        again = save_wording(college.org, KIND, first.clauses, actor=user, base=1)
        assert again.version == 1, "nothing changed: no version"
        assert reset_wording(college.org, KIND, actor=user).version == 2
        assert clauses_of(college.org, KIND).clauses == text_of(KIND).clauses
        with pytest.raises(DomainError, match="и так исходный"):
            reset_wording(college.org, KIND, actor=user)
        back = restore_wording(college.org, KIND, 1, actor=user)
        assert (back.version, back.clauses) == (3, first.clauses)
        assert WordingVersion.objects.count() == 3
        assert wording_at(college.org, KIND, 0).is_shipped


def test_two_who_edit_at_once_are_told_of_each_other(college):
    with college.as_curator() as user:
        shipped = clauses_of(college.org, KIND).clauses
        one = changed(shipped, "control", text="Контроль за куратором.")
        other = changed(shipped, "control", text="Контроль за директором.")
        save_wording(college.org, KIND, one, actor=user, base=0)
        with pytest.raises(DomainError, match=r"версия 1 \(Кураторова"):
            save_wording(college.org, KIND, other, actor=user, base=0)


def test_a_text_with_a_mistake_is_not_saved(college):
    with college.as_curator() as user:
        wrong = changed(clauses_of(college.org, KIND).clauses, "appoint", text="Назначить {кого-нибудь}")
        with pytest.raises(WordingRefused) as refused:
            save_wording(college.org, KIND, wrong, actor=user, base=0)
        assert list(refused.value.problems) == ["appoint"]
        assert not WordingVersion.objects.exists()


def test_the_list_of_texts_costs_the_same_for_one_version_and_three(college, django_assert_num_queries):
    with college.as_curator() as user:
        for number in range(3):
            words = changed(clauses_of(college.org, KIND).clauses, "control", text=f"Контроль {number}.")
            save_wording(college.org, KIND, words, actor=user, base=number)
            with django_assert_num_queries(1):
                found = {one.kind: one.version for one in wordings_of(college.org)}
            assert found[KIND] == number + 1


def test_a_comparison_shows_what_went_what_came_and_what_moved():
    a, b, c = (Clause(key, Part.POINT, f"Пункт {key}") for key in "abc")
    changes = compare(
        [a, b, c], [c, Clause("a", Part.POINT, "Пункт новый a"), Clause("d", Part.POINT, "Ещё")]
    )
    assert [(one.clause.key, one.how) for one in changes] == [
        ("c", "moved"), ("a", "changed"), ("b", "gone"), ("d", "new"),
    ]  # fmt: skip
    assert [(piece.text, piece.how) for piece in changes[1].pieces] == [
        ("Пункт ", "same"), ("новый ", "new"), ("a", "same"),
    ]  # fmt: skip
    assert {one.how for one in compare([a, b], [b, a])} == {"same", "moved"}


# --- documents ---


def make(college, user):
    return create_document(KIND, college.programme, organization=college.org, key="k", actor=user)


def test_a_document_keeps_the_words_it_was_made_with(college):
    with college.as_curator() as user:
        words = changed(
            clauses_of(college.org, KIND).clauses, "control", text="Контроль возложить на методиста."
        )
        save_wording(college.org, KIND, words, actor=user, base=0)
        document = make(college, user)
        version = document.versions.get()
        assert version.snapshot["text"]["version"] == 1
        reset_wording(college.org, KIND, actor=user)
        WordingVersion.objects.all().delete()
        kept = read_file(version.file)
        assert rebuild_pdf(version) == kept, "years later, whatever the wording says by then"
        renew_document(document, actor=user)
        assert document.revision == 2
        assert "оставляю за" in document.versions.first().snapshot["text"]["lines"][-1]["text"]
