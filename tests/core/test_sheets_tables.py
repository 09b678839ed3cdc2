"""A person's table is found whatever stands around it; what cannot be certain is said with its place."""

import contextlib

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.sheets import CellError, Sheet, SheetError, find_table, find_tables, normalize_header, read_workbook
from tests.data.bad import files

SYNONYMS = {
    "full_name": ["ФИО", "Фамилия Имя Отчество", "Фамилия, имя, отчество"],
    "last_name": ["Фамилия"],
    "first_name": ["Имя"],
    "middle_name": ["Отчество"],
    "birth_date": ["Дата рождения", "Д.р.", "День рождения"],
    "group": ["Группа", "Класс", "Учебная группа"],
    "guardian": ["ФИО представителя", "Законный представитель"],
}
HEADER = ["ФИО", "Дата рождения", "Группа"]
ROW = ["Образцов Пётр Ильич", "05.03.2008", "ТМ-21"]


def sheet(*rows, merged=()) -> Sheet:
    return Sheet("Лист1", [list(row) for row in rows], list(merged))


def fails(source: Sheet, **kwargs) -> SheetError:
    with pytest.raises(SheetError) as caught:
        find_table(source, SYNONYMS, **kwargs)
    return caught.value


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("Ф.И.О.", "фио"),
        ("Ф. И. О.", "фио"),
        ("Фамилия,\nимя, отчество", "фамилия имя отчество"),
        ("Дата  рождения (дд.мм.гггг)", "дата рождения"),
        ("E-mail", "email"),
        ("№ п/п", "№ п п"),
    ],
)
def test_headers_are_compared_without_their_dress(written, normal):
    assert normalize_header(written) == normal


def test_title_rows_above_and_numbering_below_the_header_are_no_data():
    table = find_table(
        sheet(["СПИСОК"], ["на 2026/27 учебный год"], [], ["№", *HEADER], [1, 2, 3, 4], [1, *ROW], [2, *ROW]),
        SYNONYMS,
    )
    assert table.header_row == 4
    assert [row.number for row in table.rows] == [6, 7]
    assert table.values(table.rows[0]) == {"full_name": ROW[0], "birth_date": ROW[1], "group": ROW[2]}
    assert [column.header for column in table.unknown] == ["№"]


def test_renamed_and_reordered_columns():
    table = find_table(
        sheet(["Класс", "Д.р.", "Фамилия Имя Отчество обучающегося"], ["9А", "1.1.2010", "Х"]), SYNONYMS
    )
    assert [column.field for column in table.columns] == ["group", "birth_date", "full_name"]


def test_header_of_another_person_is_not_taken_for_the_main_one():
    table = find_table(sheet(["ФИО", "ФИО представителя", "ФИО куратора"], ["А", "Б", "В"]), SYNONYMS)
    assert [column.field for column in table.columns] == ["full_name", "guardian", ""]


def test_two_line_header_with_merged_top():
    rows = (
        ["№", "ФИО", None, None, "Группа"],
        [None, "Фамилия", "Имя", "Отчество", None],
        [1, "О", "П", "И", "Т"],
    )
    table = find_table(sheet(*rows, merged=[(0, 1, 0, 3), (0, 0, 1, 0), (0, 4, 1, 4)]), SYNONYMS)
    assert [column.field for column in table.columns[1:]] == [
        "last_name",
        "first_name",
        "middle_name",
        "group",
    ]
    assert [row.number for row in table.rows] == [3]


def test_header_merged_over_three_columns_is_one_value_in_parts():
    rows = (["ФИО", None, None, "Группа"], ["Образцов", "Пётр", "Ильич", "ТМ-21"])
    table = find_table(sheet(*rows, merged=[(0, 0, 0, 2)]), SYNONYMS)
    assert table.values(table.rows[0]) == {"full_name": "Образцов Пётр Ильич", "group": "ТМ-21"}


def test_group_merged_over_its_people_belongs_to_each():
    rows = [["Группа", "ФИО"], ["ТМ-21", "А"], [None, "Б"], [None, "В"], [None, "Г"]]
    table = find_table(sheet(*rows, merged=[(1, 0, 3, 0)]), SYNONYMS)
    assert [table.values(row)["group"] for row in table.rows] == ["ТМ-21", "ТМ-21", "ТМ-21", None]


def test_total_rows_and_page_break_headers_are_left_out_with_a_word():
    table = find_table(sheet(HEADER, ROW, HEADER, ROW, ["Итого: 2", None, None]), SYNONYMS)
    assert len(table.rows) == 2
    assert table.warnings == ["Строка 3: повтор заголовков пропущен.", "Строка 5 («Итого») пропущена."]


def test_values_right_of_the_table_are_told():
    table = find_table(sheet(HEADER, [*ROW, None, "заметка"], [*ROW, "ещё"]), SYNONYMS)
    assert "Строка 2" in table.warnings[0]
    assert "ещё в 1" in table.warnings[0]


def test_error_cells_stay_errors():
    table = find_table(sheet(HEADER, ["А", CellError("#REF!"), "Т"]), SYNONYMS)
    assert table.values(table.rows[0])["birth_date"] == CellError("#REF!")


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        (sheet(ROW, ROW), "no_header", "заголовк"),
        (sheet(), "no_header", "заголовк"),
        (sheet(HEADER), "no_rows", "ни одной строки"),
        (sheet(HEADER, ROW, [], HEADER, ROW), "two_tables", "в строке 1 и в строке 4"),
        (sheet(HEADER, ROW, [], ["Наставники"], HEADER, ROW), "two_tables", "в строке 1 и в строке 5"),
        (sheet([*HEADER, None, *HEADER], [*ROW, None, *ROW]), "two_tables", "в колонке E"),
        (
            sheet(["ФИО", "Группа", "Класс"], ["А", "Б", "В"]),
            "duplicate_header",
            "B — «Группа» и C — «Класс»",
        ),
    ],
)
def test_uncertain_tables_are_refused_with_their_place(source, code, words):
    error = fails(source)
    assert error.code == code
    assert words in error.message


def test_missing_required_column_lists_what_there_is():
    error = fails(sheet(["Группа", "Дата рождения"], ["Т", "1.1.2010"]), required=["full_name"])
    assert "«ФИО»" in error.message
    assert "«Группа», «Дата рождения»" in error.message


def test_columns_mapped_by_hand():
    table = find_table(sheet(["Ученик", "Группа", "Дата рождения"], ROW), SYNONYMS).mapped(
        {0: "full_name", 1: ""}
    )
    assert set(table.values(table.rows[0])) == {"full_name", "birth_date"}


def test_data_on_the_third_sheet_behind_a_hidden_one():
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(["Скрытый", "1.1.2000", "Х"])
    book.active.sheet_state = "hidden"
    book.create_sheet("Пояснения").append(["Заполните лист «Список»"])
    target = book.create_sheet("Список")
    target.append(HEADER)
    target.append(ROW)
    (table,) = find_tables(read_workbook(files.saved(book), "a.xlsx"), SYNONYMS)
    assert table.sheet == "Список"


def test_three_hundred_extra_columns_do_no_harm():
    extra = [f"Столбец {n}" for n in range(300)]
    table = find_table(sheet([*HEADER, *extra], [*ROW, *extra]), SYNONYMS)
    assert len(table.columns) == 300
    assert set(table.fields) == {"full_name", "birth_date", "group"}


CELL = st.one_of(
    st.none(), st.text(max_size=8), st.integers(), st.sampled_from([*HEADER, "Итого", "Фамилия", *ROW])
)


@pytest.mark.slow
@given(
    st.lists(st.lists(CELL, max_size=6), max_size=12),
    st.lists(st.tuples(*[st.integers(0, 8)] * 4), max_size=3),
)
@settings(max_examples=300, deadline=None)
def test_any_grid_gives_a_table_or_a_message(rows, merged):
    areas = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in merged]
    with contextlib.suppress(SheetError):
        table = find_table(Sheet("Л", rows, areas), SYNONYMS)
        assert table.rows
        for row in table.rows:
            assert set(table.values(row)) == set(table.fields)
