"""Columns of both bases as schools write them, several representatives, and what an import never does."""

import logging
from datetime import date

import pytest
from django.urls import reverse

from core.errors import DomainError
from core.models import AuditEntry, Job
from mentorship.domain import imports as domain
from mentorship.domain.people import edit_person
from mentorship.enums import EntryState, ImportBase
from mentorship.imports.results import CHANGED, ERROR, NEW, SAME
from mentorship.models import (
    Consent,
    Guardianship,
    ImportMapping,
    MenteeEntry,
    MentorEntry,
    Pair,
    PeopleImport,
    Person,
)
from tests import factories
from tests.data.bad import files

pytestmark = pytest.mark.usefixtures("scoped")
NAME = "Образцов Пётр Ильич"


def upload(programme, header, *rows, base=ImportBase.MENTEES):
    return domain.upload_people(
        programme, files.workbook([header, *rows]), "list.xlsx", base=base, actor=None, later=True
    )


def apply(programme, header, *rows, base=ImportBase.MENTEES):
    made = upload(programme, header, *rows, base=base)
    domain.apply_import(made, only_good=False, actor=None)
    again = upload(programme, header, *rows, base=base)
    assert again.counts == {NEW: 0, CHANGED: 0, SAME: len(rows), ERROR: 0}, (
        "the same list again changes nothing"
    )
    return made


def test_the_base_of_mentees_as_the_methodology_lays_it_out(programme):
    project = factories.project(programme, form=factories.form(title="Студент – студент"))
    header = ["№", "ФИО наставляемого", "Контакты", "Дата рождения", "Основной запрос", "ФИО наставника",
              "Форма наставничества", "Место работы/учёбы наставника", "Результаты программы", "Темы запросов",
              "Отметка о прохождении программы", "Согласие"]  # fmt: skip
    made = apply(
        programme,
        header,
        [1, NAME, "8 900 000-00-01, petr@example.test", "05.03.2012", "сварка", "Тестов Егор Львович",
         "студент-студент", "ООО «Пример»", "грамота", "Адаптация в коллективе; выбор профессии и карьера", "да", "да"],
    )  # fmt: skip
    entry = MenteeEntry.objects.get()
    assert (entry.person.phone, entry.person.email) == ("+79000000001", "petr@example.test")
    assert (entry.main_request, entry.results, entry.project) == ("сварка", "грамота", project)
    assert {topic.code for topic in entry.topics.all()} == {"adaptation", "career"}
    assert not Person.objects.filter(last_name="Тестов").exists()
    told = " ".join(made.warnings)
    for words in (
        "«ФИО наставника», «Место работы/учёбы наставника» — пары",
        "«Согласие»",
        "«Отметка о прохождении",
    ):
        assert words in told


def test_an_import_makes_no_pair_no_consent_and_no_state(programme):
    factories.mentor(programme)
    header = ["ФИО", "Группа", "Наставник", "Приказ", "Согласие получено", "Состояние", "Утверждён"]
    apply(programme, header, [NAME, "ТМ-21", "Тестов Егор Львович", "№ 45", "да", "В паре", "да"])
    assert MenteeEntry.objects.get().state == EntryState.CANDIDATE
    assert not Pair.objects.exists()
    assert not Consent.objects.exists()
    fields = {field for field, _ in domain_choices()}
    assert not fields & {"state", "consent", "pair", "pair_of_mentee", "user", "merged_into"}


def domain_choices():
    from mentorship.imports.columns import choices_for

    return [choice for base in ImportBase for choice in choices_for(base)]


def test_mother_and_father_have_columns_of_their_own(programme):
    header = ["ФИО", "Дата рождения", "Мать", "Телефон матери", "ФИО отца", "Контакты отца"]
    row = [
        NAME,
        "05.03.2012",
        "Образцова Вера Ильинична",
        "89000000099",
        "Образцов Илья Петрович",
        "ilya@example.test",
    ]
    apply(programme, header, row)
    links = {link.kind: link.guardian for link in Guardianship.objects.select_related("guardian")}
    assert links["mother"].phone == "+79000000099"
    assert links["father"].email == "ilya@example.test"


def test_several_representatives_in_one_cell(programme):
    cell = "Образцова Вера Ильинична (мать), 8 900 000-00-99; отец: Образцов Илья Петрович"
    apply(
        programme, ["ФИО", "Дата рождения", "Родители (законные представители)"], [NAME, "05.03.2012", cell]
    )
    links = Guardianship.objects.order_by("kind").values_list(
        "kind", "guardian__first_name", "guardian__phone"
    )
    assert list(links) == [("father", "Илья", ""), ("mother", "Вера", "+79000000099")]


def test_a_new_phone_of_a_representative_is_a_change_told_and_written(programme):
    header = ["ФИО", "Дата рождения", "Мать", "Телефон матери"]
    apply(programme, header, [NAME, "05.03.2012", "Образцова Вера Ильинична", "89000000099"])
    made = upload(programme, header, [NAME, "05.03.2012", "Образцова Вера Ильинична", "89000000088"])
    (row,) = made.checked_rows.all()
    assert row.status == CHANGED
    assert row.shown["changes"] == [
        ["представитель Образцова\u00a0В.\u00a0И.: телефон", "+79000000099", "+79000000088"]
    ]
    domain.apply_import(made, only_good=False, actor=None)
    assert Person.objects.get(first_name="Вера").phone == "+79000000088"


def test_a_grown_person_has_no_representative(programme):
    apply(programme, ["ФИО", "Дата рождения", "Мать"], [NAME, "05.03.2000", "Образцова Вера Ильинична"])
    assert not Guardianship.objects.exists()
    assert Person.objects.count() == 1


def test_the_base_of_mentors_in_three_columns_of_a_name(programme):
    factories.project(programme, form=factories.form(title="Работодатель – студент"))
    header = ["Отчество", "Имя", "Фамилия", "Место работы", "Должность", "Основные компетенции",
              "Важные для программы достижения", "Интересы", "Желаемый возраст наставляемых", "Ресурс времени",
              "Форма", "Может помочь", "Формат встреч", "ФИО наставляемых"]  # fmt: skip
    row = ["Львович", "Егор", "Тестов", "ООО «Пример»", "сварщик", "сварка", "диплом", "лыжи", "14–17",
           "2 часа в неделю", "Работодатель - студент", "Подготовка к конкурсам и олимпиадам", "очно", NAME]  # fmt: skip  # noqa: E501
    apply(programme, header, row, base=ImportBase.MENTORS)
    entry = MentorEntry.objects.get()
    assert (entry.person.full_name, entry.person.position) == ("Тестов Егор Львович", "сварщик")
    assert (entry.achievements, str(entry.hours_per_week), entry.meeting_format) == (
        "диплом",
        "2.0",
        "in_person",
    )
    assert [topic.code for topic in entry.topics.all()] == ["contests"]
    assert not MenteeEntry.objects.exists()


def test_an_unknown_line_of_the_map_names_the_known_ones(programme):
    made = upload(programme, ["ФИО", "Темы запросов"], [NAME, "шахматы"])
    (row,) = made.checked_rows.all()
    cell, text = row.shown["issues"][0]
    assert cell == "B2"
    assert "«шахматы» — нет в карте запросов. Есть: " in text
    assert "Адаптация в коллективе" in text


@pytest.mark.parametrize(
    ("year", "words"),
    [("2012", ""), ("2011 г.", "не сходится с датой рождения 05.03.2012"), ("1812", "невозможен")],
)
def test_a_year_of_birth_confirms_a_date(programme, year, words):
    made = upload(programme, ["ФИО", "Дата рождения", "Год рождения"], [NAME, "05.03.2012", year])
    (row,) = made.checked_rows.all()
    assert (row.status == ERROR) == bool(words)
    assert words in str(row.shown.get("issues", ""))


def test_columns_are_remembered_for_the_same_headers_only(programme):
    header = ["Кого учим", "Дата рождения", "Поток"]
    made = upload(programme, header, [NAME, "05.03.2012", "ТМ-21"])
    assert "нет обязательной колонки" in made.problem
    domain.map_columns(made, {"Кого учим": "full_name", "Поток": "group"}, actor=None)
    assert ImportMapping.objects.count() == 1
    again = upload(programme, ["поток", "КОГО УЧИМ", "Дата рождения"], ["ТМ-21", NAME, "05.03.2012"])
    assert not again.problem
    assert again.counts[NEW] == 1
    other = upload(programme, [*header, "Прочее"], [NAME, "05.03.2012", "ТМ-21", "x"])
    assert other.problem


def test_a_list_does_what_was_shown_or_nothing(programme):
    person = factories.person(
        programme.organization,
        last_name="Образцов",
        first_name="Пётр",
        middle_name="Ильич",
        birth_date=date(2012, 3, 5),
    )
    factories.mentee(programme, person=person)
    made = upload(programme, ["ФИО", "Дата рождения", "Группа"], [NAME, "05.03.2012", "ТМ-22"])
    edit_person(person, actor=None, group="ТМ-30")
    with pytest.raises(DomainError, match="что-то изменилось"):
        domain.apply_import(made, only_good=False, actor=None)
    domain.check_rows(made)
    domain.apply_import(made, only_good=False, actor=None)
    person.refresh_from_db()
    assert person.group == "ТМ-22"


def test_logs_jobs_and_titles_name_nobody(programme, curator, signed_in, caplog):
    caplog.set_level(logging.DEBUG)
    client = signed_in(curator)
    letters = "абвгдежзик"
    rows = [
        [
            f"Тестов{letters[n % 10]}{letters[n // 10 % 10]} {'Пётр' if n < 300 else 'П2'} {'я' * (n // 100 + 3)}ич",
            "05.03.2012",
            "8 900 123-45-67",
        ]
        for n in range(320)
    ]
    from django.core.files.uploadedfile import SimpleUploadedFile

    from core.domain.job_run import run_job

    data = files.workbook([["ФИО", "Дата рождения", "Телефон"], *rows])
    client.post(
        reverse("mentorship:people_import"),
        {"file": SimpleUploadedFile("Список Тестова.xlsx", data), "base": "mentees"},
    )
    run_job(Job.objects.latest("pk").pk)
    made = PeopleImport.objects.get()
    client.post(reverse("mentorship:people_import_apply", args=[made.pk]))
    run_job(Job.objects.filter(kind="people.import").get().pk)
    told = caplog.text + str(list(Job.objects.values("title", "error", "note", "params", "messages__text")))
    for word in ("Тестов", "123-45-67", "9001234567"):
        assert word not in told
    assert AuditEntry.objects.filter(action="people_import.uploaded").count() == 1
