"""A list of people: every row told before it is written, written once, and bad files change nothing."""

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from core.errors import DomainError
from core.models import StoredFile
from core.selectors.audit import history_of
from mentorship.demo import make_people
from mentorship.domain import imports as domain
from mentorship.enums import ImportBase, ImportState
from mentorship.imports import cells
from mentorship.imports.results import CHANGED, ERROR, NEW, SAME
from mentorship.models import Guardianship, MenteeEntry, MentorEntry, PeopleImport, Person
from mentorship.selectors.imports import failed_rows
from tests import factories
from tests.data.bad import files

pytestmark = pytest.mark.usefixtures("scoped")
DEMO = Path(make_people.FILE).read_bytes()
HEADER = ["ФИО", "Дата рождения", "Группа", "Телефон", "Законный представитель", "Кем приходится"]
GOOD = ["Образцов Пётр Ильич", "05.03.2009", "ТМ-21", "8 (900) 000-00-01", "Образцова Вера Ильинична", "мать"]


@pytest.fixture
def forms(programme):
    return [
        factories.project(programme, form=factories.form(title=title))
        for title in ("Студент – студент", "Работодатель – студент")
    ]


def upload(programme, rows, *, base=ImportBase.MENTEES, name="list.xlsx"):
    return domain.upload_people(programme, files.workbook(rows), name, base=base, actor=None)


def checked(programme, *rows, header=HEADER, base=ImportBase.MENTEES):
    return domain.check_import(upload(programme, [header, *rows], base=base))


def totals():
    return (
        Person.objects.count(),
        MenteeEntry.objects.count(),
        MentorEntry.objects.count(),
        Guardianship.objects.count(),
        PeopleImport.objects.count(),
        StoredFile.objects.count(),
    )


@pytest.mark.slow
def test_the_demo_list_fills_both_bases_and_again_changes_nothing(programme, forms):
    made = domain.upload_people(programme, DEMO, "people.xlsx", base=ImportBase.BY_SHEETS, actor=None)
    before = Person.objects.count()
    assert domain.check_import(made).counts == {NEW: 60, CHANGED: 0, SAME: 0, ERROR: 0}
    assert Person.objects.count() == before
    domain.apply_import(made, only_good=False, actor=None)
    assert (MenteeEntry.objects.count(), MentorEntry.objects.count()) == (40, 20)
    assert all(entry.project_id for entry in MenteeEntry.objects.all())
    assert all(entry.projects.count() == 1 for entry in MentorEntry.objects.all())
    minors = [
        entry.person
        for entry in MenteeEntry.objects.select_related("person")
        if entry.person.birth_date.year > 2008
    ]
    assert minors
    assert all(person.guardian_links.count() == 1 for person in minors)
    again = domain.upload_people(programme, DEMO, "people.xlsx", base=ImportBase.BY_SHEETS, actor=None)
    assert domain.check_import(again).counts == {NEW: 0, CHANGED: 0, SAME: 60, ERROR: 0}
    people = totals()
    domain.apply_import(again, only_good=False, actor=None)
    assert totals() == people
    with pytest.raises(DomainError, match="уже внесён"):
        domain.apply_import(again, only_good=False, actor=None)


def test_the_demo_file_is_made_by_its_script():
    assert make_people.make() == DEMO


def test_a_changed_row_names_what_changes(programme):
    domain.apply_import(upload(programme, [HEADER, GOOD]), only_good=False, actor=None)
    (row,) = checked(programme, [GOOD[0].upper().replace("Ё", "Е"), GOOD[1], "ТМ-22", None, *GOOD[4:]]).rows
    assert row.status == CHANGED
    assert [(change.label, change.before, change.after) for change in row.changes] == [
        ("группа, класс", "ТМ-21", "ТМ-22")
    ]
    domain.apply_import(PeopleImport.objects.first(), only_good=False, actor=None)
    person = Person.objects.get(last_name="Образцов")
    assert (person.group, person.phone) == ("ТМ-22", "+79000000001")
    assert "person.import_changed" in [entry.action for entry in history_of(person)]


@pytest.mark.parametrize(
    ("column", "value", "cell", "words"),
    [
        (0, "Образцов", "A2", "нужны хотя бы фамилия и имя"),
        (0, "=HYPERLINK(1) Пётр", "A2", "только буквы"),
        (0, "Образцов П2тр", "A2", "только буквы"),
        (1, "31.02.2009", "B2", "нет в календаре"),
        (1, "ноябрь 2009", "B2", "полная дата"),
        (1, "11/01/2009", "B2", "двояко"),
        (1, "01.01.2099", "B2", "не наступила"),
        (1, "01.01.1890", "B2", "120 лет"),
        (2, "Т" * 41, "C2", "слишком длинное"),
        (3, "7.99912E+10", "D2", "не похоже на номер"),
        (3, "позвонить маме", "D2", "не похоже на номер"),
        (4, "Мама", "E2", "фамилия и имя"),
        (5, "сосед", "F2", "кем приходится"),
    ],
)
def test_an_error_names_its_cell(programme, column, value, cell, words):
    row = [*GOOD]
    row[column] = value
    book = openpyxl.Workbook()
    for line in (HEADER, row):
        book.active.append(line)
    book.active.cell(2, column + 1).data_type = "s"
    data = files.saved(book)
    made = domain.upload_people(programme, data, "list.xlsx", base=ImportBase.MENTEES, actor=None)
    (found,) = domain.check_import(made).rows
    assert found.status == ERROR
    assert (found.issues[0].cell, words in found.issues[0].text) == (cell, True), found.issues


def test_excel_errors_and_repeats_are_errors_of_their_rows(programme):
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(GOOD)
    book.active.append(GOOD)
    book.active.append(["Примерова Анна Олеговна", "#REF!", "ТМ-21"])
    book.active["B4"].data_type = "e"
    made = domain.upload_people(programme, files.saved(book), "a.xlsx", base=ImportBase.MENTEES, actor=None)
    check = domain.check_import(made)
    assert [row.status for row in check.rows] == [NEW, ERROR, ERROR]
    assert "строке 2" in str(check.rows[1].issues[0])
    assert "B4: Дата рождения — ошибка #REF!" in str(check.rows[2].issues[0])


def test_all_or_nothing_and_only_the_good(programme):
    bad = ["Примерова", "05.03.2009", "ТМ-21"]
    made = upload(programme, [HEADER, GOOD, bad])
    before = totals()
    with pytest.raises(DomainError, match="Строк с ошибками: 1"):
        domain.apply_import(made, only_good=False, actor=None)
    assert totals() == before
    assert domain.apply_import(made, only_good=True, actor=None) == {NEW: 1, CHANGED: 0, SAME: 0, ERROR: 1}
    assert MenteeEntry.objects.count() == 1


def test_failed_rows_come_back_with_their_reasons(programme):
    made = upload(programme, [HEADER, GOOD, ["Примерова", "05.03.2009", "ТМ-21"]])
    header, row = failed_rows(domain.check_rows(made))
    assert header[:2] == ["Что исправить", "ФИО"]
    assert row[0].startswith("A3: ФИО")
    assert row[1] == "Примерова"


def test_namesakes_are_told_apart_by_birth_date(programme):
    org = programme.organization
    for year in (2008, 2009):
        factories.person(
            org, last_name="Образцов", first_name="Пётр", middle_name="Ильич", birth_date=date(year, 3, 5)
        )
    same, other, unclear = checked(
        programme,
        ["Образцов Пётр Ильич", "05.03.2009"],
        ["Образцов Пётр Ильич", "06.03.2010"],
        ["Образцов Пётр Ильич", None],
    ).rows
    assert (same.status, same.person.birth_date.year) == (NEW, 2009)
    assert "уже есть на портале" in same.notes[-1]
    assert other.person.pk is None
    assert "тёзка" in other.notes[0]
    assert "укажите дату рождения" in str(unclear.issues[0])


def test_columns_are_mapped_by_hand_and_remembered(programme):
    header = ["Кого учим", "Дата рождения", "Поток"]
    made = upload(programme, [header, GOOD[:3]])
    with pytest.raises(DomainError, match="нет обязательной колонки"):
        domain.check_import(made)
    with pytest.raises(DomainError, match="для двух колонок"):
        domain.map_columns(made, {"Кого учим": "full_name", "Поток": "full_name"}, actor=None)
    made = domain.map_columns(made, {"Кого учим": "full_name", "Поток": "group"}, actor=None)
    assert domain.check_import(made).counts[NEW] == 1
    assert domain.check_import(upload(programme, [header, GOOD[:3]])).counts[NEW] == 1


def test_mentors_bring_what_they_offer(programme, forms):
    header = [
        "Наставник",
        "Место работы",
        "Компетенции",
        "Желаемый возраст",
        "Часов в неделю",
        "Готов вести",
        "Форма",
    ]
    row = ["Тестов Егор Львович", "ООО «Пример»", "сварка", "14–17", "1,5", 3, "работодатель - студент"]
    made = upload(programme, [header, row], base=ImportBase.MENTORS)
    domain.apply_import(made, only_good=False, actor=None)
    entry = MentorEntry.objects.get()
    assert (entry.preferred_age_min, entry.preferred_age_max, str(entry.hours_per_week), entry.capacity) == (
        14,
        17,
        "1.5",
        3,
    )
    assert entry.person.category == "employer"
    assert [project.form.title for project in entry.projects.all()] == ["Работодатель – студент"]
    assert domain.check_import(upload(programme, [header, row], base=ImportBase.MENTORS)).counts[SAME] == 1
    (wrong,) = checked(programme, [*row[:6], "шефство"], header=header, base=ImportBase.MENTORS).rows
    assert "нет такой формы" in str(wrong.issues[0])


def test_one_parent_of_two_children_is_one_person(programme):
    header = [*HEADER, "Телефон представителя"]
    rows = [
        [
            f"Образцов {name} Ильич",
            "05.03.2009",
            "ТМ-21",
            None,
            "Образцова Вера Ильинична",
            "мать",
            "89000000099",
        ]
        for name in ("Пётр", "Семён")
    ]
    domain.apply_import(upload(programme, [header, *rows]), only_good=False, actor=None)
    assert Guardianship.objects.count() == 2
    assert Person.objects.filter(first_name="Вера").count() == 1


BAD = {
    "empty": (b"", "0 байт"),
    "truncated": (DEMO[: len(DEMO) // 2], "не полностью"),
    "html": (b"<html><table></table></html>", "веб-страница"),
    "plain_zip": (files.archive({"a.txt": "x"}), "архив ZIP"),
    "encrypted": (files.encrypted_workbook(), "паролем"),
    "macros": (files.macro_workbook(), "макросы"),
    "traversal": (
        files.archive({"[Content_Types].xml": files.CONTENT_TYPES, "../../x": "1"}),
        "недопустимым",
    ),
    "entities": (files.entity_bomb(), "DOCTYPE"),
    "xxe": (files.external_entity(), "DOCTYPE"),
    "far_cell": (files.far_cell(), "XFD1048576"),
    "fifty_megabytes": (b"a;b\n" * 13_000_000, "слишком большой"),
    "no_header": (files.workbook([GOOD, GOOD]), "Не найдена строка с заголовками"),
    "no_rows": (files.workbook([HEADER]), "ни одной строки"),
    "two_tables": (files.workbook([HEADER, GOOD, [], HEADER, GOOD]), "в строке 1 и в строке 4"),
    "duplicate_header": (
        files.workbook([["ФИО", "Группа", "Класс"], ["А Б", "В", "Г"]]),
        "встретилась дважды",
    ),
    "nul_csv": ("ФИО;Группа\nА Б;\x00\n".encode(), "нулевой байт"),
    "open_quote": ('ФИО;Группа\nА Б;"нет\n'.encode(), "кавычка"),
    "mixed_encodings": ("ФИО;Группа\n".encode() + "Пётр Я;Т\n".encode("cp1251"), "две кодировки"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_has_its_message_and_changes_nothing(programme, name):
    data, words = BAD[name]
    before = totals()
    with pytest.raises(DomainError) as caught:
        domain.upload_people(
            programme,
            data,
            "people.csv" if name.endswith("csv") else "people.xlsx",
            base="mentees",
            actor=None,
        )
    assert words in caught.value.message
    assert totals() == before


@pytest.mark.slow
def test_the_zip_bomb_changes_nothing(programme):
    before = totals()
    with pytest.raises(DomainError, match="бомб"):
        domain.upload_people(programme, files.long_string_bomb(), "a.xlsx", base="mentees", actor=None)
    assert totals() == before


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8-sig", "utf-16"])
def test_csv_is_as_good_as_a_workbook(programme, encoding):
    data = (";".join(HEADER) + "\r\n" + ";".join(GOOD) + "\r\n").encode(encoding)
    made = domain.upload_people(programme, data, "list.csv", base="mentees", actor=None)
    assert domain.check_import(made).counts[NEW] == 1


def test_checking_costs_a_constant_number_of_queries(programme):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(count: int) -> int:
        made = upload(
            programme, [HEADER, *([f"Тестов {'а' * n}", "05.03.2009"] for n in range(2, count + 2))]
        )
        with CaptureQueriesContext(connection) as caught:
            domain.check_import(made)
        return len(caught)

    assert cost(1) == cost(30)


def test_a_discarded_list_stays_unwritten(programme):
    made = upload(programme, [HEADER, GOOD])
    assert domain.discard_import(made, actor=None).state == ImportState.DISCARDED
    with pytest.raises(DomainError):
        domain.apply_import(made, only_good=True, actor=None)


@pytest.mark.slow
def test_the_command_tells_in_json_and_dry_run_writes_nothing(programme, forms, tmp_path):
    before = totals()
    out = io.StringIO()
    options = {"organization": programme.organization.code, "base": "mentees", "json": True, "stdout": out}
    call_command("import_people", str(make_people.FILE), dry_run=True, **options)
    told = json.loads(out.getvalue())
    assert (told["counts"]["new"], told["applied"], len(told["rows"])) == (40, False, 40)
    assert totals() == before
    call_command("import_people", str(make_people.FILE), **options | {"stdout": io.StringIO()})
    assert MenteeEntry.objects.count() == 40
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"")
    with pytest.raises(CommandError, match="0 байт"):
        call_command("import_people", str(broken), **options)
    with pytest.raises(CommandError, match="Нет организации"):
        call_command("import_people", str(broken), organization="none", base="mentees")


@pytest.mark.parametrize(
    ("function", "cell", "value"),
    [
        (cells.phone, 79991234567, "+79991234567"),
        (cells.phone, "8 (999) 123-45-67", "+79991234567"),
        (cells.gender, "Жен.", "female"),
        (cells.age_range, "от 14", (14, None)),
        (cells.age_range, "до 16 лет", (None, 16)),
        (cells.age_range, "любой", (None, None)),
        (cells.meeting_format, "Очно-дистанционно", "mixed"),
        (cells.email, " A@Example.Test ", "a@example.test"),
    ],
)
def test_cells_are_read_as_people_write_them(function, cell, value):
    assert function(cell) == value
