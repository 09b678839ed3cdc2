"""Pages of meetings: a phone, two taps, no scripts; who sees what."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.enums import Role
from core.models import StoredFile
from mentorship.meeting_enums import MeetingKind as Kind
from mentorship.meeting_enums import MeetingState
from mentorship.models import CareTask, Meeting, MeetingFile, PairFeedback
from tests import factories
from tests.mentorship.conftest import today
from tests.mentorship.meeting_world import START, held, planned, working_pair

pytestmark = pytest.mark.usefixtures("scoped")
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40 + b"IEND\xaeB`\x82"


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def member(person, role):
    found = factories.membership(person.organization, role)
    person.user = found.user
    person.save(update_fields=["user"])
    return found


@pytest.fixture
def group(project):
    return working_pair(project, mentees=[factories.mentee(project.programme) for _ in range(2)])


@pytest.fixture
def mentor(group, signed_in):
    return signed_in(member(group.mentor.person, Role.MENTOR))


@pytest.fixture
def mentee(group, signed_in):
    return signed_in(member(group.places.order_by("pk").first().mentee.person, Role.MENTEE))


def filled(page) -> dict[str, object]:
    """What a browser would send of the form as it stands: the tap on the button alone."""
    form = page.context["form"]
    data: dict[str, object] = {}
    for bound in form:
        value = bound.value()
        if value in (None, False, "") or bound.name == "files":
            continue
        if isinstance(value, dt.date | dt.time):
            value = value.isoformat()
        data[bound.name] = "on" if value is True else value
    return data


def test_a_meeting_is_logged_by_the_form_as_it_is_filled_in(group, mentor):
    address = reverse("mentorship:meeting_log", args=[group.pk])
    page = mentor.get(address)
    data = filled(page)
    assert (data["kind"], data["on"], len(data["present"])) == (Kind.ACQUAINTANCE, today().isoformat(), 2)
    for _ in range(2):  # a double tap
        assert mentor.post(address, data).status_code == 302
    made = Meeting.objects.get()
    assert (made.state, made.on, made.presences.filter(was_there=True).count()) == (
        MeetingState.HELD, today(), 2,
    )  # fmt: skip
    assert made.mentor_confirmed_at
    assert made.next_on
    assert made.next_on > today()
    again = filled(mentor.get(address))
    assert again["kind"] == Kind.TRIAL


def test_a_mistake_keeps_every_word(group, mentor):
    address = reverse("mentorship:meeting_log", args=[group.pk])
    data = filled(mentor.get(address))
    wrong = data | {
        "kind": Kind.ACQUAINTANCE,
        "on": "2031-01-01",
        "agreements": "Подготовить доклад",
        "next_on": "",
    }
    page = mentor.post(address, wrong)
    assert page.status_code == 422
    assert "Подготовить доклад" in text(page)
    assert "ещё не наступил" in text(page)
    assert data["form_key"] in text(page)
    assert not Meeting.objects.exists()


def test_a_mentee_writes_for_themselves_and_sees_no_other_of_the_group(group, mentee):
    other = group.places.order_by("pk").last().mentee.person
    address = reverse("mentorship:meeting_log", args=[group.pk])
    page = mentee.get(address)
    assert other.last_name not in text(page)
    data = filled(page) | {"score": "4", "needs_help": "on", "word": "Хочу чаще"}
    mentee.post(address, data)
    made = Meeting.objects.get()
    assert made.presences.count() == 1
    assert made.mentees_confirmed_at
    assert PairFeedback.objects.get().word == "Хочу чаще"
    assert CareTask.objects.get().kind == "help"
    assert other.last_name not in text(mentee.get(reverse("mentorship:pair_meetings", args=[group.pk])))
    assert other.last_name not in text(mentee.get(reverse("mentorship:meeting", args=[made.pk])))


def test_the_other_side_never_reads_the_feedback(group, mentor, mentee, curator, signed_in):
    address = reverse("mentorship:meeting_log", args=[group.pk])
    mentee.post(address, filled(mentee.get(address)) | {"score": "2", "word": "Скучно на встречах"})
    shown = reverse("mentorship:meeting", args=[Meeting.objects.get().pk])
    assert "Скучно" not in text(mentor.get(shown))
    assert "Скучно на встречах" in text(signed_in(curator).get(shown))


def test_the_other_side_confirms_or_objects(group, mentor, mentee):
    made = held(group)
    page = text(mentee.get(reverse("mentorship:meeting", args=[made.pk])))
    assert "Так и было?" in page
    mentee.post(reverse("mentorship:meeting_dispute", args=[made.pk]), {"word": "Меня не было"})
    assert "Меня не было" in CareTask.objects.get().text
    mentee.post(reverse("mentorship:meeting_confirm", args=[made.pk]))
    made.refresh_from_db()
    assert made.mentees_confirmed_at
    assert "Так и было?" not in text(mentee.get(reverse("mentorship:meeting", args=[made.pk])))


def test_strangers_do_not_see_a_pair(group, project, signed_in, director):
    made = held(group)
    stranger = signed_in(member(working_pair(project).mentor.person, Role.MENTOR))
    parent = signed_in(member(factories.person(project.organization), Role.PARENT))
    addresses = [
        reverse("mentorship:pair_meetings", args=[group.pk]),
        reverse("mentorship:meeting_log", args=[group.pk]),
        reverse("mentorship:meeting", args=[made.pk]),
        reverse("mentorship:meeting_edit", args=[made.pk]),
    ]
    assert {client.get(one).status_code for client in (stranger, parent) for one in addresses} == {404}
    assert {signed_in(director).get(one).status_code for one in addresses} == {403}
    other = signed_in(factories.membership(project.organization, Role.PROJECT_CURATOR))
    assert {other.get(one).status_code for one in addresses} == {404}
    psychologist = signed_in(factories.membership(project.organization, Role.PSYCHOLOGIST))
    assert psychologist.get(addresses[0]).status_code == 200
    assert psychologist.get(addresses[1]).status_code == 403


def test_a_file_is_read_by_those_who_see_the_meeting(group, mentor, mentee, project, signed_in):
    address = reverse("mentorship:meeting_log", args=[group.pk])
    data = filled(mentor.get(address))
    wrong = SimpleUploadedFile("x.html", b"<html></html>", content_type="text/html")
    assert mentor.post(address, data | {"files": [wrong]}).status_code == 422
    assert not Meeting.objects.exists()
    photo = SimpleUploadedFile("лист.png", PNG, content_type="image/png")
    mentor.post(address, data | {"files": [photo]})
    link = reverse("core:file", args=[StoredFile.objects.get().pk])
    assert b"".join(mentee.get(link).streaming_content) == PNG
    stranger = signed_in(member(working_pair(project).mentor.person, Role.MENTOR))
    assert stranger.get(link).status_code == 403
    mentor.post(reverse("mentorship:meeting_file_remove", args=[MeetingFile.objects.get().pk]))
    assert not StoredFile.objects.exists()


def test_a_planned_meeting_from_the_form_to_the_end(group, mentor, mailoutbox):
    address = reverse("mentorship:meeting_plan", args=[group.pk])
    data = filled(mentor.get(address)) | {"starts_at": "15:30", "place": "Библиотека"}
    assert mentor.post(address, data, follow=True).status_code == 200
    made = Meeting.objects.get()
    assert (made.state, made.place) == (MeetingState.PLANNED, "Библиотека")
    page = text(mentor.get(reverse("core:home")))
    assert "Встреча-знакомство" in page
    Meeting.objects.update(on=today())
    hold = reverse("mentorship:meeting_hold", args=[made.pk])
    mentor.post(hold, filled(mentor.get(hold)))
    made.refresh_from_db()
    assert (made.state, made.place) == (MeetingState.HELD, "Библиотека")
    edit = reverse("mentorship:meeting_edit", args=[made.pk])
    mentor.post(edit, filled(mentor.get(edit)) | {"topic": "Знакомство"})
    mentor.post(reverse("mentorship:meeting_fail", args=[made.pk]), {"reason": "Ошибка"})
    made.refresh_from_db()
    assert (made.topic, made.state, made.reason) == ("Знакомство", MeetingState.MISSED, "Ошибка")
    other = planned(group)
    mentor.post(reverse("mentorship:meeting_cancel", args=[other.pk]), {"reason": "Болезнь"})
    other.refresh_from_db()
    assert other.state == MeetingState.CANCELLED
    miss = reverse("mentorship:meeting_miss", args=[group.pk])
    mentor.post(miss, filled(mentor.get(miss)) | {"reason": "Каникулы"})
    page = text(mentor.get(reverse("mentorship:pair_meetings", args=[group.pk])))
    assert "Каникулы" in page


def test_the_journal_filters_and_exports(group, project, curator, signed_in):
    client = signed_in(curator)
    made = held(group, on=START, topic="Первые шаги")
    planned(working_pair(project), on=today() + dt.timedelta(days=2))
    address = reverse("mentorship:meetings")
    assert "Первые шаги" in text(client.get(address))
    assert "Первые шаги" not in text(client.get(f"{address}?state=planned"))
    assert "Первые шаги" in text(
        client.get(f"{address}?confirmed=no&on_after=2026-08-01&on_before=2026-09-30")
    )
    name = group.mentor.person.last_name.lower()
    assert "Первые шаги" in text(client.get(address, {"q": name}))
    assert client.get(f"{address}?_export=xlsx").status_code == 200
    assert "Первые шаги" in text(client.get(f"{address}?_print=1"))
    assert made.pk


def test_lists_cost_the_same_for_one_and_for_three(group, project, curator, mentor, signed_in, queries_of):
    client = signed_in(curator)
    journal, own = reverse("mentorship:meetings"), reverse("mentorship:pair_meetings", args=[group.pk])
    home = reverse("core:home")
    held(group, on=START)
    pages = [(client, journal), (mentor, own), (mentor, home)]
    for who, address in pages:
        who.get(address)
    one = [queries_of(lambda who=who, address=address: who.get(address)) for who, address in pages]
    held(group, Kind.TRIAL, START + dt.timedelta(days=1))
    held(group, Kind.PLANNING, START + dt.timedelta(days=2))
    three = [queries_of(lambda who=who, address=address: who.get(address)) for who, address in pages]
    assert one == three
