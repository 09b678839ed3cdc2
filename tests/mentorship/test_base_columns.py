"""All recommended columns of both bases (methodology §3.1, §3.2): by hand, from a file, in lists."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.models import AuditEntry, StoredFile
from mentorship.domain import imports as domain
from mentorship.domain.advance import leave, move_entry
from mentorship.domain.categories import add_line, rename_line, show_line
from mentorship.domain.entries import add_mentee, edit_entry
from mentorship.domain.import_undo import undo_import
from mentorship.enums import EntryState, ImportBase, PairState
from mentorship.imports import cells
from mentorship.imports.lists import categories_of, is_guarded
from mentorship.imports.results import CHANGED, ERROR, NEW, SAME
from mentorship.models import MenteeCategory, MenteeEntry, MentorEntry
from mentorship.selectors import base_columns as columns
from mentorship.selectors.categories import categories_for
from mentorship.tables.people import MenteeTable, MentorTable
from tests import factories
from tests.data.bad import files
from tests.mentorship.conftest import guardian_for, today

pytestmark = pytest.mark.usefixtures("scoped")
NAME = "Образцов Пётр Ильич"


def upload(programme, header, *rows, base=ImportBase.MENTEES):
    return domain.upload_people(
        programme, files.workbook([header, *rows]), "list.xlsx", base=base, actor=None, later=True
    )


MENTEE_HEADER = ["ФИО", "Дата рождения", "Категория наставляемого", "Мотивация", "Пожелания к наставнику",
                 "Удобное время", "Дата вхождения в программу", "Ссылка на кейс/отзыв наставляемого",
                 "Дата завершения программы", "ОВЗ"]  # fmt: skip
MENTEE_ROW = [NAME, "05.03.2012", "Новички; Одарённые", "сам попросил", "терпеливый", "среда", "02.09.2026",
              "college.example/case", "31.05.2027", None]  # fmt: skip


def test_a_list_of_mentees_brings_the_recommended_columns(programme):
    made = upload(programme, MENTEE_HEADER, MENTEE_ROW)
    told = " ".join(made.warnings)
    assert "«Дата завершения программы» — состояние" in told
    assert "«ОВЗ» — особые сведения" in told
    domain.apply_import(made, only_good=False, actor=None)
    entry = MenteeEntry.objects.get()
    assert {one.code for one in entry.categories.all()} == {"newcomers", "gifted"}
    assert (entry.motives, entry.mentor_wishes, entry.availability) == ("сам попросил", "терпеливый", "среда")
    assert (entry.entered_on, entry.story_url) == (date(2026, 9, 2), "https://college.example/case")
    again = upload(programme, MENTEE_HEADER, MENTEE_ROW)
    assert again.counts == {NEW: 0, CHANGED: 0, SAME: 1, ERROR: 0}


def test_changed_categories_are_told_and_come_back_with_the_undoing(programme):
    domain.apply_import(upload(programme, MENTEE_HEADER, MENTEE_ROW), only_good=False, actor=None)
    made = upload(programme, ["ФИО", "Дата рождения", "Категории"], [NAME, "05.03.2012", "новички"])
    assert made.counts[CHANGED] == 1
    domain.apply_import(made, only_good=False, actor=None)
    entry = MenteeEntry.objects.get()
    assert [one.code for one in entry.categories.all()] == ["newcomers"]
    made.refresh_from_db()
    undo_import(made, actor=None)
    assert {one.code for one in entry.categories.all()} == {"newcomers", "gifted"}


@pytest.mark.parametrize("word", ["ОВЗ", "ребёнок-инвалид", "сирота", "ТЖС", "состоит на учёте ПДН"])
def test_a_list_brings_nothing_of_health_family_or_offences(programme, word):
    made = upload(programme, ["ФИО", "Категории"], [NAME, f"новички; {word}"])
    assert made.counts[ERROR] == 1
    text = " ".join(str(row.shown) for row in made.checked_rows.all())
    assert "педагог-психолог" in text
    assert "B2" in text


@pytest.mark.parametrize("header", ["ОВЗ", "Социальный статус семьи", "Инвалидность", "Учёт"])
def test_a_file_with_such_a_column_filled_is_not_even_kept(programme, header):
    with pytest.raises(DomainError, match="Удалите колонку"):
        upload(programme, ["ФИО", header], [NAME, "да"])
    assert not StoredFile.objects.exists()


def test_a_long_file_with_such_a_column_is_emptied_when_it_is_read(programme, monkeypatch):
    monkeypatch.setattr(domain, "READ_LATER_FROM", 10)
    made = upload(programme, ["ФИО", "ТЖС"], [NAME, "да"])
    with pytest.raises(DomainError, match="Удалите колонку"):
        domain.check_rows(made)
    made.file.refresh_from_db()
    assert not made.file.file


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("Дата вхождения", "31.02.2026", "31.02.2026"),
        ("Дата вхождения", "01.09.2099", "не наступил"),
        ("Ссылка на кейс", "потом", "адрес страницы"),
        ("Категории", "шахматисты", "нет такой категории"),
    ],
)
def test_a_bad_cell_is_named(programme, column, value, told):
    made = upload(programme, ["ФИО", column], [NAME, value])
    assert made.counts[ERROR] == 1
    assert told in " ".join(str(row.shown) for row in made.checked_rows.all())


def test_a_list_of_mentors_brings_the_recommended_columns(programme):
    header = ["ФИО", "Место работы", "Основные компетенции", "Важные для программы достижения", "Интересы",
              "Желаемый возраст наставляемых", "Ресурс времени", "Дата вхождения в программу", "Стаж",
              "Мотивы", "Удобное время", "Ссылка на кейс/отзыв, размещённые на сайте"]  # fmt: skip
    row = [NAME, "ООО «Пример»", "сварка", "призёр", "шахматы", "14-17", "2 часа", "02.09.2026", "12 лет",
           "передать опыт", "суббота", "https://college.example/m"]  # fmt: skip
    domain.apply_import(upload(programme, header, row, base=ImportBase.MENTORS), only_good=False, actor=None)
    offer = MentorEntry.objects.get()
    assert (offer.experience, offer.motives, offer.availability) == ("12 лет", "передать опыт", "суббота")
    assert (offer.entered_on, offer.preferred_age_min) == (date(2026, 9, 2), 14)


def test_who_is_added_by_hand_or_by_a_list_enters_today(programme):
    entry = add_mentee(programme, factories.person(programme.organization), actor=None)
    domain.apply_import(upload(programme, ["ФИО"], [NAME]), only_good=False, actor=None)
    assert entry.entered_on == today()
    assert set(MenteeEntry.objects.values_list("entered_on", flat=True)) == {today()}


def test_the_day_of_leaving_is_kept_and_taken_back(programme):
    entry = add_mentee(programme, factories.person(programme.organization), actor=None)
    leave(entry, actor=None, reason="переехал")
    entry.refresh_from_db()
    assert entry.ended_on == today()
    move_entry(entry, to=EntryState.CANDIDATE, actor=None)
    entry.refresh_from_db()
    assert entry.ended_on is None


def test_the_day_of_entering_is_a_day_that_has_come_and_not_after_the_end(programme):
    entry = add_mentee(programme, factories.person(programme.organization), actor=None)
    with pytest.raises(DomainError, match="не наступил"):
        edit_entry(entry, actor=None, entered_on=today() + timedelta(days=1))
    MenteeEntry.objects.filter(pk=entry.pk).update(entered_on=date(2026, 9, 1), ended_on=date(2026, 9, 5))
    entry.refresh_from_db()
    with pytest.raises(DomainError, match="позже"):
        edit_entry(entry, actor=None, entered_on=date(2026, 9, 6))
    with pytest.raises(IntegrityError), transaction.atomic():
        MenteeEntry.objects.filter(pk=entry.pk).update(entered_on=date(2026, 9, 6))


def test_the_form_of_a_place_keeps_them(programme, curator, signed_in):
    entry = factories.mentee(programme)
    gifted = MenteeCategory.objects.get(organization=None, code="gifted")
    address = reverse("mentorship:entry_edit", args=["mentees", entry.pk])
    client = signed_in(curator)
    values = {
        "meeting_format": "any",
        "categories": [gifted.pk],
        "motives": "хочу",
        "entered_on": "2026-09-01",
    }
    assert client.post(address, values | {"story_url": "нет"}).status_code == 422
    assert client.post(address, values | {"story_url": "college.example/x"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.story_url, entry.motives) == ("https://college.example/x", "хочу")
    card = client.get(reverse("mentorship:person", args=[entry.person_id])).content.decode()
    assert "Одарённые" in card
    assert "01.09.2026" in card
    told = AuditEntry.objects.filter(action="menteeentry.edited").latest("pk").after
    assert told["motives"] == "есть"


def everything(table_class, rows):
    table = table_class(rows)
    for name in list(table.base_columns):
        table.columns.show(name)
    return table


@pytest.mark.parametrize("count", [1, 3])
def test_every_column_costs_the_same_queries_for_any_number_of_people(programme, project, count):
    for _ in range(count):
        mentor = factories.mentor(programme)
        mentee = factories.mentee(programme, project=project)
        guardian_for(mentee.person)
        factories.pair(
            project, mentor=mentor, mentees=[mentee], state=PairState.ACTIVE, order_number="7-ОД",
            order_date=date(2026, 10, 12),
        )  # fmt: skip
    for base, model, table_class, most in (
        ("mentees", MenteeEntry, MenteeTable, 6),
        ("mentors", MentorEntry, MentorTable, 7),  # training: elsewhere, and here in any year
    ):
        rows = model.objects.select_related("person").prefetch_related("topics")
        if base == "mentees":
            rows = rows.select_related("project__form")
        with CaptureQueriesContext(connection) as caught:
            listed = list(rows)
            columns.tell_columns(
                listed, base, columns.LINKED - ({"categories"} if base == "mentors" else set())
            )
            for entry in listed:
                entry.mentor_name = entry.free_places = entry.pair_id = None
            lines = list(everything(table_class, listed).values_for_export()) if base == "mentees" else []
        assert len(caught) <= most
        if lines:
            told = dict(zip(lines[0], lines[1], strict=True))
            assert told["Приказ о закреплении"] == "от 12.10.2026 №\N{NO-BREAK SPACE}7-ОД"
            assert told["ФИО наставника"].startswith("Тестова")
            assert told["Контакты"] is None
            assert told["Форма наставничества в паре"] == "Студент – студент"


def test_of_a_minor_the_contacts_are_those_of_the_representative(programme):
    entry = factories.mentee(
        programme, person=factories.person(programme.organization, birth_date=date(2012, 1, 1), phone="111")
    )
    guardian_for(entry.person, phone="+79000000001")
    adult = factories.mentee(
        programme, person=factories.person(programme.organization, birth_date=date(1990, 1, 1), phone="222")
    )
    rows = [entry, adult]
    columns.tell_columns(rows, "mentees", ["contacts"])
    told = [columns.contacts_of(one) for one in rows]
    assert told[0].endswith("+79000000001")
    assert "111" not in told[0]
    assert told[1] == "222"


# --- the list of categories ---


def test_an_own_category_is_added_named_hidden_and_kept_by_who_has_it(programme, org):
    made = add_line(MenteeCategory, org, title=" Кадеты ", actor=None)
    assert made.title == "Кадеты"
    rename_line(made, title="Кадетские классы", actor=None)
    entry = factories.mentee(programme)
    entry.categories.add(made)
    show_line(made, organization=org, shown=False, actor=None)
    show_line(made, organization=org, shown=False, actor=None)
    assert made not in categories_for(org)
    assert entry.categories.get() == made
    show_line(made, organization=org, shown=True, actor=None)
    assert made in categories_for(org)
    assert AuditEntry.objects.filter(action__startswith="category.").count() == 4


@pytest.mark.parametrize(
    ("title", "told"),
    [(" ", "Назовите"), ("одаренные, высокомотивированные", "уже есть"), ("Дети с ОВЗ", "особые")],
)
def test_an_empty_known_or_guarded_category_is_refused(org, title, told):
    with pytest.raises(DomainError, match=told):
        add_line(MenteeCategory, org, title=title, actor=None)


def test_a_built_in_category_is_only_hidden_and_only_for_the_own_institution(org, curator, signed_in):
    built_in = MenteeCategory.objects.get(organization=None, code="gifted")
    client = signed_in(curator)
    assert client.get(reverse("mentorship:category_edit", args=["mentees", built_in.pk])).status_code == 404
    client.post(reverse("mentorship:category_show", args=["mentees", built_in.pk]), {"shown": "0"})
    assert built_in not in categories_for(org)
    assert built_in in categories_for(factories.organization())
    assert "не предлагается" in client.get(reverse("mentorship:categories")).content.decode()


@pytest.mark.slow  # Hypothesis over all the readers of cells
@given(st.text(max_size=60))
def test_no_cell_breaks_the_reading_of_categories_links_and_days(text):
    lines = [MenteeCategory(pk=1, code="a", title="Новички (первый год)")]
    for read in (
        lambda: categories_of(text, lines),
        lambda: cells.link(text),
        lambda: cells.past_day(text, date(2026, 11, 21)),
    ):
        try:
            read()
        except ValueError:
            continue
    assert is_guarded(f"{text} ОВЗ")
