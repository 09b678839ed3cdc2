"""The bases as files: in the official order, equal to the screen, and without persons for a region."""

import csv
import io
from collections import Counter
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.domain.files import read_file
from core.domain.job_run import run_job
from core.enums import JobState
from core.models import AuditEntry, Job
from core.views import list_files
from mentorship.enums import EntryState, PairState
from mentorship.models import MenteeEntry, RequestTopic
from mentorship.selectors.impersonal import OTHER, SMALLEST, Trait, age_band, generalised
from tests import factories

pytestmark = pytest.mark.usefixtures("scoped")
MENTEES = [
    "№",
    "ФИО наставляемого",
    "Контактные данные (для несовершеннолетних — представителя)",
    "Год рождения",
    "Основной запрос",
    "Дата вхождения в программу",
    "ФИО наставника",
    "Форма наставничества",
    "Место работы (учёбы) наставника",
    "Дата завершения программы",
    "Результаты программы",
    "Ссылка на кейс, отзыв наставляемого",
    "Отметка о прохождении программы",
]


def sheet(response):
    book = load_workbook(io.BytesIO(response.content))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


def lines(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def page(curator, signed_in, programme):
    client = signed_in(curator)
    return lambda base="mentees", **query: client.get(reverse(f"mentorship:{base}"), query)


def test_the_official_form_has_its_title_and_columns_in_order_and_the_rows_of_the_filter(programme, page):
    org = programme.organization
    for name in ("Яшмова", "Ясенева"):
        person = factories.person(org, last_name=name, birth_date=date(1990, 5, 1), phone="+79990000000")
        factories.mentee(programme, person=person, main_request="=1+1")
    rows = sheet(page(q="яшмова", _export="xlsx", _form="official"))
    assert rows[0][0] == "База наставляемых"
    assert rows[1][0] == org.full_name
    assert programme.title in rows[2][0]
    assert rows[4] == MENTEES
    assert [row[1].split()[0] for row in rows[5:]] == ["Яшмова"]
    assert rows[5][0] == 1
    assert rows[5][3:5] == [1990, "=1+1"]
    told = lines(page(q="яшмова", _export="csv", _form="official"))
    assert told[4] == MENTEES
    assert told[5][4] == "'=1+1"
    assert AuditEntry.objects.filter(action="list.exported").count() == 2


def test_the_official_form_of_mentors_keeps_columns_that_nobody_filled_in(programme, page):
    factories.mentor(programme)
    rows = sheet(page("mentors", _export="xlsx", _form="official"))
    assert rows[0][0] == "База наставников"
    assert len(rows[4]) == 16
    assert rows[4][-3:] == ["Дата завершения", "Результаты программы", "Ссылка на кейс, отзыв"] or rows[4][
        -3
    ].startswith("Дата завершения")
    assert len(rows) == 6


def test_the_official_form_is_printed(programme, page):
    factories.mentee(programme)
    text = page(_print="1", _form="official").content.decode()
    assert "База наставляемых" in text
    assert all(label in text for label in MENTEES)
    assert "btn-primary" not in text.split("<table", 1)[1]


@pytest.mark.parametrize("form", ["official", "impersonal"])
def test_a_file_costs_the_same_queries_for_any_number(form, programme, project, page, queries_of):
    def add(count):
        for _ in range(count):
            mentor = factories.mentor(programme)
            mentee = factories.mentee(programme, project=project)
            factories.pair(project, mentor=mentor, mentees=[mentee])

    add(SMALLEST)
    page()
    few = queries_of(lambda: page(_export="xlsx", _form=form))
    add(3)
    assert queries_of(lambda: page(_export="xlsx", _form=form)) == few


PLANTED = "Растопырина"


@pytest.mark.parametrize("base", ["mentees", "mentors"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_no_personal_word_is_left_for_a_region(base, kind, programme, project, page):
    org = programme.organization
    word = PLANTED
    own = RequestTopic.objects.create(organization=org, code="planted", title=f"Запрос {word}")
    for number in range(7):
        person = factories.person(
            org,
            last_name=word,
            first_name=f"Имя{word}",
            middle_name=word,
            birth_date=date(2009, 2, 3 + number),
            group=f"{word}-21",
            position=word,
            employer=word,
            email=f"{number}@planted.example",
            phone="+79995553311",
            address=word,
        )
        texts = dict.fromkeys(("interests", "results", "state_reason", "motives", "availability"), word)
        if base == "mentees":
            entry = factories.mentee(programme, project=project, person=person, main_request=word, **texts)
        else:
            entry = factories.mentor(programme, person=person, competences=word, achievements=word, **texts)
        entry.topics.add(own)
    response = page(base, _export=kind, _form="impersonal")
    told = "\n".join(
        ";".join(str(cell) for cell in row)
        for row in (sheet(response) if kind == "xlsx" else lines(response))
    )
    assert len(told.splitlines()) == 4 + 1 + 7
    for secret in (word, word.lower(), "planted", "5553311", "2009", "03.02", "-21"):
        assert secret not in told
    assert not any(
        str(pk) in told for pk in MenteeEntry.objects.filter(pk__gt=100).values_list("pk", flat=True)
    )
    assert AuditEntry.objects.filter(action="list.exported").count() == 1


def test_fewer_people_than_can_hide_are_refused(programme, page):
    for _ in range(SMALLEST - 1):
        factories.mentee(programme)
    response = page(_export="xlsx", _form="impersonal")
    assert response.status_code == 302
    assert not AuditEntry.objects.filter(action="list.exported").exists()


def test_a_director_does_not_send_files_to_a_region_without_the_right(programme, director, signed_in):
    for _ in range(SMALLEST):
        factories.mentee(programme)
    client = signed_in(director)
    rows = sheet(client.get(reverse("mentorship:mentees"), {"_export": "xlsx", "_form": "impersonal"}))
    assert rows[0][0] == "Фамилия, имя, отчество"  # an unknown form is the list as it stands
    assert "Без имён" not in client.get(reverse("mentorship:mentees")).content.decode()


words = st.sampled_from(["а", "б", "в"])
traits = st.builds(
    Trait, age=words, who=words, form=words, state=words, year=words, paired=words, topics=st.tuples(words)
)


@pytest.mark.slow
@given(st.lists(traits, min_size=SMALLEST, max_size=60))
def test_nobody_stands_out(rows):
    found = generalised(rows)
    assert len(found) == len(rows)
    assert min(Counter(row.cell for row in found).values()) >= SMALLEST
    pairs = Counter((row.cell, row.paired) for row in found if row.paired != OTHER)
    assert all(count >= SMALLEST for count in pairs.values())


def test_many_alike_keep_their_traits():
    row = Trait("16–17", "Обучающийся", "студент – студент", "отобран", "2026", "да", ())
    assert generalised([row] * SMALLEST) == [row] * SMALLEST


@pytest.mark.parametrize(
    ("years", "band"), [(13, "до 14"), (14, "14–15"), (17, "16–17"), (60, "55 и старше")]
)
def test_age_bands(years, band):
    assert age_band(date(2026 - years, 1, 1), date(2026, 11, 21)) == band


@pytest.mark.parametrize("form", ["", "official", "impersonal"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_long_list_is_written_by_a_job_for_its_owner_alone(
    form, kind, programme, curator, director, signed_in, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(list_files, "AT_ONCE", 3)
    for number in range(6):
        person = factories.person(programme.organization, last_name=f"Яшмова{'абвгде'[number]}")
        factories.mentee(programme, person=person)
    client, query = signed_in(curator), {"q": "яшмова", "_export": kind, "_form": form}
    address = reverse("mentorship:mentees")
    first, second = (client.get(address, query) for _ in range(2))
    job = Job.objects.get()  # pressed twice, begun once
    assert first.url == second.url == reverse("core:job", args=[job.pk])
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.error) == (JobState.DONE, 6, 6, "")
    monkeypatch.setattr(list_files, "AT_ONCE", 5000)
    at_once = client.get(address, query)
    written = read_file(job.result_file)
    if form != "impersonal":  # its order is another each time
        if kind == "csv":
            assert written == at_once.content
        else:
            book = load_workbook(io.BytesIO(written))
            assert [list(row) for row in book.active.iter_rows(values_only=True)] == sheet(at_once)
    file = reverse("core:file", args=[job.result_file.pk])
    assert b"".join(client.get(file)) == written
    assert signed_in(director).get(file).status_code == 403
    assert AuditEntry.objects.filter(action="list.exported").count() == 2


def test_a_job_of_somebody_who_has_lost_the_right_writes_nothing(programme, curator, signed_in, monkeypatch):
    monkeypatch.setattr(list_files, "AT_ONCE", 0)
    factories.mentee(programme, state=EntryState.SELECTED)
    signed_in(curator).get(reverse("mentorship:mentees"), {"_export": "xlsx"})
    curator.is_active = False
    curator.save()
    job = Job.objects.get()
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result_file) == (JobState.FAILED, None)
    assert "права" in job.error


def test_a_pair_is_told_with_the_other_side_and_its_place(programme, project, page):
    mentor = factories.mentor(programme)
    mentee = factories.mentee(programme, project=project)
    pair = factories.pair(project, mentor=mentor, mentees=[mentee])
    type(pair).objects.filter(pk=pair.pk).update(
        state=PairState.ACTIVE, order_number="7-ОД", order_date=date(2026, 10, 12)
    )
    row = sheet(page(_export="xlsx", _form="official"))[5]
    assert row[6] == mentor.person.full_name
    assert row[7] == project.form.title
