"""The pages of «Школа наставников»: lists, the attendance sheet without scripts, the mentor's own home."""

import pytest
from django.urls import reverse

from core.enums import Role
from core.registries import personal_data
from mentorship.domain.training import finish_group
from mentorship.enums import EntryState
from mentorship.models import (
    OutsideTraining,
    TrainingAttendance,
    TrainingCourse,
    TrainingGroup,
    TrainingPlace,
)
from tests import factories
from tests.mentorship import school
from tests.mentorship.conftest import sign_all, today

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def group(programme):
    return school.group(programme)


@pytest.fixture
def client(curator, signed_in):
    return signed_in(curator)


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_from_an_empty_page_to_a_trained_mentor(programme, client):
    mentor = factories.mentor(programme)
    sign_all(programme)
    listed = reverse("mentorship:trainings")
    assert "Начните с курса" in text(client.get(listed))
    data = {"title": "Школа наставников", "kind": "school", "hours": 2, "rule": "share", "threshold": 70}
    client.post(reverse("mentorship:course_create"), data)
    course = TrainingCourse.objects.get()
    topic = {"module": "Модуль 1", "title": "Первая встреча", "kind": "practice", "hours": "2"}
    client.post(reverse("mentorship:course_topic_add", args=[course.pk]), topic)
    assert "Первая встреча" in text(client.get(reverse("mentorship:course", args=[course.pk])))
    assert "Учебных групп пока нет" in text(client.get(listed))
    day = today().isoformat()
    of_group = {"course": course.pk, "title": "Осень", "leader": "Примерова А. Б.", "capacity": 20}
    client.post(reverse("mentorship:training_create"), of_group | {"starts_on": day, "ends_on": day})
    group = TrainingGroup.objects.get()
    session = {"topic": course.topics.get().pk, "on": day, "hours": "2", "starts_at": "15:00"}
    client.post(reverse("mentorship:session_add", args=[group.pk]), session)
    address = reverse("mentorship:training", args=[group.pk])
    assert "В группе пока никого" in text(client.get(address))
    enrolled(client, group, [mentor])
    page = text(client.get(address))
    place = TrainingPlace.objects.get()
    mark = f"{group.sessions.get().pk}-{place.pk}"
    assert f'value="{mark}"' in page
    assert client.post(address, {"was": "", "mark": [mark]}).status_code == 302
    assert TrainingAttendance.objects.count() == 1
    confirm = text(client.get(reverse("mentorship:training_finish", args=[group.pk])))
    assert "обучены 1 из 1" in confirm
    client.post(reverse("mentorship:training_finish", args=[group.pk]))
    mentor.refresh_from_db()
    assert mentor.state == EntryState.TRAINED
    assert "1 из 1 (100,0 %)" in text(client.get(listed))
    assert "обучены 1 из 1" in text(client.get(reverse("mentorship:mentors")))
    client.post(reverse("mentorship:training_reopen", args=[group.pk]), {"reason": "ошибка"})
    mentor.refresh_from_db()
    assert mentor.state == EntryState.SELECTED


def enrolled(client, group, entries):
    address = reverse("mentorship:mentors")
    asked = {"action": "training", "pk": [entry.pk for entry in entries]}
    page = client.post(address, asked).content.decode()
    fingerprint = page.split('name="fingerprint" value="')[1].split('"')[0]
    return client.post(address, asked | {"fingerprint": fingerprint, "group": group.pk}, follow=True)


def test_many_are_seated_from_the_base_and_who_is_not_is_told(programme, group, client):
    entries = [factories.mentor(programme) for _ in range(4)]
    page = text(enrolled(client, group, entries))
    assert "Записано в группу «Осень»: 3" in page
    assert "в группе больше нет мест (3)" in page


def test_the_base_shows_who_is_not_trained(programme, group, client):
    trained, waiting = factories.mentor(programme), factories.mentor(programme)
    candidate = factories.mentor(programme, state=EntryState.CANDIDATE)
    (place,) = school.seat(group, trained)
    school.attend(group, place, school.sessions(group, 1))
    finish_group(group, actor=None)
    address = reverse("mentorship:mentors")
    done, none = (text(client.get(address, {"training": value})) for value in ("done", "none"))
    assert trained.person.last_name in done
    assert waiting.person.last_name not in done
    assert waiting.person.last_name in none
    assert candidate.person.last_name not in none


def test_marks_taken_off_are_saved_and_foreign_ones_refused(programme, group, client):
    (place,) = school.seat(group, factories.mentor(programme))
    held = school.sessions(group, 2)
    school.attend(group, place, held)
    address = reverse("mentorship:training", args=[group.pk])
    both = [f"{session.pk}-{place.pk}" for session in held]
    client.post(address, {"was": " ".join(both), "mark": both[:1]})
    assert [mark.session for mark in TrainingAttendance.objects.all()] == held[:1]
    assert "изменился" in text(client.post(address, {"was": "", "mark": ["1-999999"]}, follow=True))
    assert "не изменились" in text(client.post(address, {"was": both[0], "mark": both[:1]}, follow=True))


def test_a_psychologist_reads_and_marks_nothing(programme, group, org, signed_in):
    (place,) = school.seat(group, factories.mentor(programme))
    (session,) = school.sessions(group, 1)
    client = signed_in(factories.membership(org, Role.PSYCHOLOGIST))
    address = reverse("mentorship:training", args=[group.pk])
    assert 'name="mark"' not in client.get(address).content.decode()
    client.post(address, {"was": "", "mark": [f"{session.pk}-{place.pk}"]})
    assert not TrainingAttendance.objects.exists()


def test_a_project_curator_marks_their_own_mentors_only(programme, project, group, org, signed_in):
    member = factories.membership(org, Role.PROJECT_CURATOR)
    project.curators.add(member.user)
    other = factories.project(programme)
    mine, foreign = factories.mentor(programme), factories.mentor(programme)
    mine.projects.add(project)
    foreign.projects.add(other)
    own, alien = school.seat(group, mine, foreign)
    (session,) = school.sessions(group, 1)
    client = signed_in(member)
    address = reverse("mentorship:training", args=[group.pk])
    assert foreign.person.last_name not in client.get(address).content.decode()
    client.post(address, {"was": "", "mark": [f"{session.pk}-{alien.pk}"]})
    assert not TrainingAttendance.objects.exists()
    client.post(address, {"was": "", "mark": [f"{session.pk}-{own.pk}"]})
    assert TrainingAttendance.objects.count() == 1
    assert client.get(reverse("mentorship:training_drop", args=[alien.pk])).status_code == 404


def test_the_sheet_is_printed(programme, group, client):
    mentor = factories.mentor(programme)
    (place,) = school.seat(group, mentor)
    school.attend(group, place, school.sessions(group, 2)[:1])
    page = text(client.get(reverse("mentorship:training_sheet", args=[group.pk])))
    assert mentor.person.full_name in page
    assert page.count("<td>+</td>") == 1


def test_a_group_and_a_session_are_changed(programme, group, client):
    (session,) = school.sessions(group, 1)
    given = {
        "title": "Осень",
        "leader": "Другая",
        "capacity": 5,
        "starts_on": "2026-09-01",
        "ends_on": "2027-05-31",
    }
    client.post(reverse("mentorship:training_edit", args=[group.pk]), given)
    group.refresh_from_db()
    assert (group.leader, group.capacity) == ("Другая", 5)
    wrong = client.post(
        reverse("mentorship:training_edit", args=[group.pk]), given | {"ends_on": "2026-08-01"}
    )
    assert wrong.status_code == 422
    edit = reverse("mentorship:session_edit", args=[session.pk])
    assert session.title in text(client.get(edit))
    client.post(edit, {"on": session.on.isoformat(), "hours": "3", "title": "Другое", "topic": ""})
    session.refresh_from_db()
    assert session.title == "Другое"
    client.post(reverse("mentorship:session_remove", args=[session.pk]))
    assert not group.sessions.exists()
    (place,) = school.seat(group, factories.mentor(programme))
    client.post(reverse("mentorship:training_drop", args=[place.pk]), {"reason": "уехал"})
    assert "уехал" in text(client.get(reverse("mentorship:training", args=[group.pk])))
    client.post(reverse("mentorship:training_cancel", args=[group.pk]), {"reason": "не набрали"})
    group.refresh_from_db()
    assert group.state == "cancelled"


def test_a_course_is_changed_and_put_away(programme, client):
    course = school.course(programme.organization)
    page = reverse("mentorship:course", args=[course.pk])
    client.post(
        reverse("mentorship:course_edit", args=[course.pk]),
        {"title": "Другая школа", "kind": "school", "hours": 10, "rule": "hours", "threshold": 8},
    )
    assert "не меньше 8 часов" in text(client.get(page))
    client.post(reverse("mentorship:course_archive", args=[course.pk]), {"archived": "1"})
    assert "Вернуть из архива" in text(client.get(page))
    assert "Другая школа" in text(client.get(reverse("mentorship:courses")))


def test_a_paper_from_elsewhere_stands_on_the_card(programme, client):
    mentor = factories.mentor(programme)
    card = reverse("mentorship:person", args=[mentor.person_id])
    assert "Не обучен" in text(client.get(card))
    add = reverse("mentorship:outside_training_add", args=[mentor.person_id])
    data = {
        "title": "Наставничество",
        "provider": "Институт",
        "hours": 36,
        "document": "Диплом",
        "number": "7",
    }
    assert client.post(add, data).status_code == 422
    assert client.post(add, data | {"issued_on": "2025-05-20"}).status_code == 302
    assert "диплом № 7 от 20.05.2025" in text(client.get(card))
    revoke = reverse("mentorship:outside_training_revoke", args=[OutsideTraining.objects.get().pk])
    client.post(revoke, {"reason": "чужой"})
    assert "Не обучен" in text(client.get(card))


def test_a_mentor_sees_their_own_training_at_home(programme, group, org, signed_in):
    member = factories.membership(org, Role.MENTOR)
    person = factories.person(org, user=member.user)
    school.seat(group, factories.mentor(programme, person=person))
    school.sessions(group, 1)
    page = text(signed_in(member).get("/"))
    assert "Моё обучение" in page
    assert "Следующее занятие" in page
    assert "Занятие 1" in page


def test_lists_cost_the_same_for_one_row_and_for_three(programme, project, client, queries_of):
    def grow(title):
        course = school.course(programme.organization, title=title)
        made = school.group(programme, course)
        entry = factories.mentor(programme)
        entry.projects.add(project)
        (place,) = school.seat(made, entry)
        school.attend(made, place, school.sessions(made, 1))
        return made

    first = grow("Первый")
    pages = [reverse(f"mentorship:{name}") for name in ("trainings", "courses", "mentors")]
    before = [queries_of(lambda page=page: client.get(page)) for page in pages]
    for title in ("Второй", "Третий"):
        grow(title)
    assert [queries_of(lambda page=page: client.get(page)) for page in pages] == before
    sheet = reverse("mentorship:training", args=[first.pk])
    one = queries_of(lambda: client.get(sheet))
    school.seat(first, factories.mentor(programme), factories.mentor(programme))
    school.sessions(first, 2, last=first.ends_on)
    assert queries_of(lambda: client.get(sheet)) == one


def test_what_is_held_about_training_is_given_and_erased(programme, group):
    mentor = factories.mentor(programme)
    school.seat(group, mentor)
    place = TrainingPlace.objects.get()
    TrainingPlace.objects.filter(pk=place.pk).update(state_reason="личное")
    from tests.mentorship.test_training import paper

    paper(mentor.person)
    source = next(one for one in personal_data if one.label == "Обучение")
    assert len(source.export(mentor.person)) == 2
    assert source.erase(mentor.person) == 2
    place.refresh_from_db()
    assert place.state_reason == ""
    assert not OutsideTraining.objects.exists()


def test_bulk_action_of_another_role_is_not_offered(programme, org, signed_in):
    factories.mentor(programme)
    client = signed_in(factories.membership(org, Role.DIRECTOR))
    assert "Записать в Школу" not in client.get(reverse("mentorship:mentors")).content.decode()
