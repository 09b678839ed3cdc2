"""The pages of people, consents, pairs and imports as a curator uses them."""

from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.domain.job_run import run_job
from core.models import Job
from mentorship.domain.consents import ensure_needed
from mentorship.enums import ConsentState, EntryState, PairState
from mentorship.models import Consent, MatchDraft, MenteeEntry, MentorEntry, Pair, PeopleImport, Person
from tests import factories
from tests.data.bad import files
from tests.mentorship.conftest import guardian_for, propose, sign_all
from tests.mentorship.test_imports import BAD, DEMO, GOOD, HEADER

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def client(signed_in, curator, programme):
    return signed_in(curator)


@pytest.fixture
def world(programme, project):
    """Two mentees and a mentor with everything signed."""
    mentees = [factories.mentee(programme, project=project, main_request="сварка") for _ in range(2)]
    for entry in mentees:
        guardian_for(entry.person)
    mentor = factories.mentor(programme, capacity=2, competences="сварка")
    sign_all(programme)
    return mentees, mentor


def address(name, *args, **kwargs):
    return reverse(f"mentorship:{name}", args=args, kwargs=kwargs)


def text(response) -> str:
    return response.content.decode()


def load(client, data, name="people.xlsx", base="mentees"):
    return client.post(address("people_import"), {"file": SimpleUploadedFile(name, data), "base": base})


def queries(client, url) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


@pytest.mark.parametrize("name", ["mentees", "mentors", "consents", "pairs", "pairs_waiting"])
def test_lists_cost_the_same_at_one_and_three_rows(client, programme, project, name):
    def grow():
        entry = factories.mentee(programme, project=project)
        guardian_for(entry.person)
        mentor = factories.mentor(programme)
        mentor.projects.add(project)
        factories.pair(project, mentor=mentor, mentees=[entry])
        ensure_needed(programme, actor=None)

    grow()
    client.get(address(name))
    few = queries(client, address(name))
    grow()
    grow()
    assert queries(client, address(name)) == few


def test_search_forgives_yo_case_and_initials(client, programme):
    person = factories.person(
        programme.organization, last_name="Ёлкина", first_name="Семёна", middle_name="Тестовна"
    )
    factories.mentee(programme, person=person)
    factories.mentee(programme)
    for asked in ("елкина", "ЁЛКИНА  с", "Елкина С. Т.", "семена ёлкина"):
        page = text(client.get(address("mentees"), {"q": asked}))
        assert "Ёлкина" in page
        assert "Всего 1" in page
    assert "Ёлкина Семёна" in text(client.get(reverse("core:search"), {"q": "елкина"}))


def test_filters_and_export_follow_the_screen(client, programme):
    factories.mentee(programme, state=EntryState.CANDIDATE)
    factories.mentee(programme, state=EntryState.SELECTED)
    url = address("mentees")
    assert "Всего 1" in text(client.get(url, {"state": "candidate"}))
    assert "Всего 2" in text(client.get(url, {"consents": "none"}))
    exported = client.get(url, {"state": "candidate", "_export": "csv"})
    assert exported.content.decode("utf-8-sig").count("\r\n") == 2
    assert client.get(url, {"state": "no such"}).status_code == 200


def test_empty_bases_say_what_to_do_first(client):
    assert "Загрузить список" in text(client.get(address("mentees")))
    assert "Согласия ещё не готовились" in text(client.get(address("consents")))
    assert "Подобрать пары" in text(client.get(address("pairs")))


def test_a_person_by_hand_with_a_warning_of_namesakes(client, programme):
    values = {"last_name": "Образцов", "first_name": "Пётр", "middle_name": "Ильич", "category": "student"}
    values |= {"birth_date": "2009-03-05", "phone": "8 900 000-00-01"}
    assert client.post(address("mentee_create"), values).status_code == 302
    person = Person.objects.get()
    assert (person.gender, person.phone) == ("male", "+79000000001")
    again = client.post(address("mentee_create"), values)
    assert again.status_code == 422
    assert "совпали фамилия, имя, отчество и дата рождения" in text(again)
    assert client.post(address("mentee_create"), values | {"anyway": "other"}).status_code == 302
    assert MenteeEntry.objects.count() == 2
    wrong = client.post(address("mentee_create"), values | {"last_name": "<b>", "phone": "мама"})
    assert wrong.status_code == 422
    assert "не похоже на номер" in text(wrong)


def test_the_card_shows_and_moves(client, programme, project, world):
    entry = world[0][0]
    page = text(client.get(address("person", entry.person_id)))
    assert "несовершеннолетний" in page
    assert "Законные представители" in page
    client.post(address("entry_confirm", "mentees", entry.pk))
    entry.refresh_from_db()
    assert entry.state == EntryState.SELECTED
    edited = client.post(
        address("entry_edit", "mentees", entry.pk),
        {
            "project": project.pk,
            "main_request": "роботы",
            "interests": "",
            "meeting_format": "any",
            "results": "",
        },
    )
    assert edited.status_code == 302
    client.post(address("entry_leave", "mentees", entry.pk), {"reason": "перевод"})
    entry.refresh_from_db()
    assert (entry.state, entry.state_reason, entry.main_request) == (EntryState.LEFT, "перевод", "роботы")
    client.post(address("entry_return", "mentees", entry.pk))
    client.post(address("entry_add", entry.person_id, "mentors"))
    assert MentorEntry.objects.filter(person=entry.person).exists()
    assert "Выбыл" not in text(client.get(address("person", entry.person_id))).split("История")[0]


def test_editing_a_person_and_a_mentor(client, world):
    mentor = world[1]
    person = mentor.person
    values = {
        "last_name": "Новофамильная",
        "first_name": person.first_name,
        "category": "employee",
        "position": "мастер",
    }
    assert client.post(address("person_edit", person.pk), values).status_code == 302
    person.refresh_from_db()
    assert person.search_key.startswith("новофамильная")
    bad = client.post(address("entry_edit", "mentors", mentor.pk), {"capacity": 0, "meeting_format": "any"})
    assert bad.status_code == 422
    good = {"capacity": 3, "meeting_format": "any", "preferred_age_min": 14, "preferred_age_max": 17}
    assert client.post(address("entry_edit", "mentors", mentor.pk), good).status_code == 302
    mentor.refresh_from_db()
    assert mentor.capacity == 3


def test_a_representative_is_added_and_removed(client, programme):
    ward = factories.mentee(programme).person
    empty = client.post(address("guardian_add", ward.pk), {"kind": "mother"})
    assert empty.status_code == 422
    values = {"kind": "mother", "last_name": "Тестова", "first_name": "Вера", "phone": "89000000002"}
    assert client.post(address("guardian_add", ward.pk), values).status_code == 302
    link = ward.guardian_links.get()
    assert client.post(address("guardian_remove", link.pk), {"reason": "ошибка"}).status_code == 302
    assert not ward.guardian_links.exists()


@pytest.mark.slow
def test_consents_from_needed_to_withdrawn(client, programme):
    entry = factories.mentee(programme)
    guardian_for(entry.person)
    client.post(address("consents_ensure"))
    consents = list(Consent.objects.order_by("pk"))
    assert len(consents) == 2
    assert "Подготовить бланки: 2" in text(client.get(address("consents")))
    unsigned = client.post(
        address("consent_sign", consents[0].pk), {"signed_on": "2099-01-01", "original_place": "а"}
    )
    assert unsigned.status_code == 422
    bad_scan = {
        "signed_on": "2026-09-05",
        "original_place": "папка",
        "scan": SimpleUploadedFile("a.pdf", b"<html>"),
    }
    assert "веб-страница" in text(client.post(address("consent_sign", consents[0].pk), bad_scan))
    scan = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF\n")
    signed = {"signed_on": "2026-09-05", "original_place": "папка", "scan": scan}
    assert client.post(address("consent_sign", consents[0].pk), signed).status_code == 302
    consents[0].refresh_from_db()
    assert consents[0].scan is not None
    page = text(client.get(address("consent", consents[0].pk)))
    assert reverse("core:file", args=[consents[0].scan_id]) in page
    listed = client.post(
        address("consents"),
        {"action": "sign", "pk": [consents[1].pk], "signed_on": "2026-09-05", "original_place": "п"},
    )
    assert "fingerprint" in text(listed)
    client.post(address("consent_withdraw", consents[0].pk), {"on": "2026-10-01", "reason": "передумали"})
    entry.refresh_from_db()
    assert entry.state == EntryState.LEFT


def test_bulk_signing_touches_what_was_shown(client, programme):
    for _ in range(3):
        factories.mentor(programme)
    ensure_needed(programme, actor=None)
    url = address("consents") + "?state=needed"
    page = text(client.post(url, {"action": "sign", "all": "1"}))
    fingerprint = page.split('name="fingerprint" value="')[1].split('"')[0]
    done = client.post(
        url,
        {
            "action": "sign",
            "all": "1",
            "fingerprint": fingerprint,
            "signed_on": "2026-09-05",
            "original_place": "папка",
        },
    )
    assert done.status_code == 302
    assert set(Consent.objects.values_list("state", flat=True)) == {ConsentState.SIGNED}


def test_refusal_and_asking_again(client, programme):
    factories.mentor(programme)
    ensure_needed(programme, actor=None)
    consent = Consent.objects.get()
    client.post(address("consent_refuse", consent.pk), {"on": "2026-09-05", "reason": "не хочет"})
    assert "Отказов" in text(client.get(address("consents")))
    client.post(address("consent_again", consent.pk))
    consent.refresh_from_db()
    assert consent.state == ConsentState.NEEDED


def test_pairs_from_matching_to_the_order(client, programme, world):
    client.post(address("match_run"))
    draft = MatchDraft.objects.get()
    told = text(client.post(address("match_confirm", draft.pk), {"way": "trial"}, follow=True))
    assert "Предложено: 2 пары. Назначьте пробные встречи." in told.replace("\xa0", " ")
    assert Pair.objects.count() == 2
    page = text(client.get(address("pairs")))
    assert "совпали слова запроса" in page
    pair = Pair.objects.first()
    shown = text(client.get(address("pair", pair.pk)))
    assert "Почему эта пара" in shown
    assert "Пока нельзя" not in shown
    client.post(address("pair_step", pk=pair.pk, step="approve"))
    pair.refresh_from_db()
    assert pair.state == PairState.TO_ORDER
    assert "Подготовить приказ: 1" in text(client.get(address("pairs")))
    client.post(address("pair_step", pk=pair.pk, step="return"))
    client.post(address("pair_reject", pair.pk), {"reason": "не сошлись"})
    pair.refresh_from_db()
    assert pair.state == PairState.REJECTED
    assert client.get(address("pairs_unmatched")).url == address("pairs_waiting"), "bookmarks of old pages"
    assert client.get(address("pairs_propose")).url == address("matching")


def test_bulk_confirmation_tells_who_was_left_out(client, programme, project, world):
    propose(programme)
    Consent.objects.filter(person=world[0][0].person).delete()
    url = address("pairs") + "?state=proposed"
    page = text(client.post(url, {"action": "approve", "all": "1"}))
    fingerprint = page.split('name="fingerprint" value="')[1].split('"')[0]
    told = text(client.post(url, {"action": "approve", "all": "1", "fingerprint": fingerprint}, follow=True))
    assert "Подтверждено пар: 1" in told
    assert "согласие на обработку" in told


def test_a_pair_by_hand_and_its_ends(client, project, world):
    mentees, mentor = world
    values = {"project": project.pk, "mentor": mentor.pk, "mentees": [entry.pk for entry in mentees]}
    assert client.post(address("pair_create"), {}).status_code == 422
    assert client.post(address("pair_create"), values).status_code == 302
    pair = Pair.objects.get()
    assert pair.places.count() == 2
    Pair.objects.filter(pk=pair.pk).update(
        state=PairState.ACTIVE, order_number="1", order_date=date(2026, 9, 10), period_start=date(2026, 9, 10)
    )
    early = client.post(address("pair_complete", pair.pk), {"on": "2026-09-01", "reason": "итог"})
    assert early.status_code == 422
    client.post(address("pair_terminate", pair.pk), {"on": "2026-10-01", "reason": "отчислен"})
    change = pair.changes.get()
    assert (change.kind, change.reason, change.order_document is None) == ("ended", "отчислен", False)


@pytest.mark.slow
def test_import_from_file_to_bases(client, programme):
    for title in ("Студент – студент", "Работодатель – студент"):
        factories.project(programme, form=factories.form(title=title))
    response = load(client, DEMO, base="sheets")
    made = PeopleImport.objects.get()
    assert response["Location"] == address("people_import_check", made.pk)
    page = text(client.get(response["Location"]))
    assert "Внести 60" in page
    assert not Person.objects.exists()
    applied = client.post(address("people_import_apply", made.pk), follow=True)
    assert "Внесено новых: 60" in text(applied)
    assert MenteeEntry.objects.count() == 40
    assert "уже внесён" in text(client.post(address("people_import_apply", made.pk), follow=True))


@pytest.mark.slow
def test_import_with_errors_gives_them_back(client):
    load(client, files.workbook([HEADER, GOOD, ["Примерова", "31.02.2009"]]))
    made = PeopleImport.objects.get()
    page = text(client.get(address("people_import_check", made.pk)))
    assert "<b>A3</b>: ФИО" in page
    assert "Внести 1 без ошибок" in page
    assert "A3" in text(client.get(address("people_import_check", made.pk), {"status": "error"}))
    failed = client.get(address("people_import_failed", made.pk))
    assert failed["Content-Type"].startswith("application/vnd.openxmlformats")
    refused = client.post(address("people_import_apply", made.pk), follow=True)
    assert "Строк с ошибками: 1" in text(refused)
    client.post(address("people_import_apply", made.pk), {"only_good": "1"})
    assert MenteeEntry.objects.count() == 1


@pytest.mark.slow
def test_import_maps_columns_by_hand(client):
    load(client, files.workbook([["Кого учим", "Дата рождения", "Поток"], GOOD[:3]]))
    made = PeopleImport.objects.get()
    page = text(client.get(address("people_import_check", made.pk)))
    assert "нет обязательной колонки" in page
    client.post(address("people_import_map", made.pk), {"column_0": "full_name", "column_2": "group"})
    assert "Внести 1" in text(client.get(address("people_import_check", made.pk)))
    client.post(address("people_import_map", made.pk), {"column_2": ""})
    made.refresh_from_db()
    assert made.mapping["Поток"] == ""
    client.post(address("people_import_discard", made.pk))
    assert not Person.objects.exists()


@pytest.mark.slow
def test_a_long_list_is_written_by_a_job(client, programme, curator):
    rows = [[f"Тестов {'а' * (n % 60 + 2)} {'б' * (n // 60 + 2)}", "05.03.2009"] for n in range(320)]
    load(client, files.workbook([["ФИО", "Дата рождения"], *rows]))
    made = PeopleImport.objects.get()
    checking = Job.objects.get()
    assert "ещё проверяется" in text(client.post(address("people_import_apply", made.pk), follow=True))
    run_job(checking.pk)
    page = text(client.get(address("people_import_check", made.pk), {"page": "9" * 30}))
    assert "Внести 320" in page
    assert "301–320 из 320" in text(client.get(address("people_import_check", made.pk), {"page": "4"}))
    response = client.post(address("people_import_apply", made.pk))
    job = Job.objects.get(kind="people.import")
    assert response["Location"] == reverse("core:job", args=[job.pk])
    assert made.file.name not in job.title
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 320, 320)
    assert MenteeEntry.objects.count() == 320


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_on_the_page(client, name):
    data, words = BAD[name]
    if len(data) > 5_000_000:
        pytest.skip("the size is told by the domain's own test")
    response = load(client, data)
    assert response.status_code == 422
    assert words in text(response).replace("&quot;", '"')
    assert not PeopleImport.objects.exists()


def test_attention_and_navigation_tell_what_waits(client, programme, project):
    entry = factories.mentee(programme, project=project)
    guardian_for(entry.person)
    page = text(client.get(reverse("core:home")))
    assert "без единого согласия" in page
    assert "без наставника" in page
    ensure_needed(programme, actor=None)
    cache.clear()  # the page of staff may be some seconds old
    assert "2 согласия к печати" in text(client.get(reverse("core:home"))).replace("\xa0", " ")


def test_home_costs_the_same_at_one_and_three_people(client, programme, project):
    def grow():
        entry = factories.mentee(programme, project=project)
        guardian_for(entry.person)
        ensure_needed(programme, actor=None)
        factories.pair(project)

    def counted_anew():
        cache.clear()  # else the page would be the kept one
        return queries(client, reverse("core:home"))

    grow()
    client.get(reverse("core:home"))
    few = counted_anew()
    grow()
    grow()
    assert counted_anew() == few


def test_hostile_numbers_in_addresses_are_no_error(client):
    for number in ("999999999999999999999999999999", "0"):
        for name in ("person", "consent", "pair", "people_import_check"):
            assert client.get(address(name, 1).replace("/1/", f"/{number}/")).status_code == 404


def test_every_row_about_a_person_is_in_the_personal_data_registry():
    from django.apps import apps

    from core.registries import personal_data

    covered = {model for source in personal_data for model in source.models}
    for model in apps.get_app_config("mentorship").get_models():
        points = any(field.related_model is Person for field in model._meta.get_fields() if field.many_to_one)
        assert not points or model in covered, model


def test_personal_data_is_exported_and_erased(programme, world):
    from core.registries import personal_data

    person = world[0][0].person
    sources = [source for source in personal_data if source.models[0]._meta.app_label == "mentorship"]
    told = str([source.export(person) for source in sources])
    assert person.last_name in told
    assert "сварка" in told
    for source in sources:
        source.erase(person)
    person.refresh_from_db()
    assert (person.last_name, person.birth_date, person.search_key) == ("Удалено", None, "")
    assert "сварка" not in str([source.export(person) for source in sources])
