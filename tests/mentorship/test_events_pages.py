"""The pages of events: from the base to the door, on the curator's phone and on the participant's."""

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.domain.job_run import run_job
from core.enums import Role
from core.models import Job
from core.personal_tokens import token_for
from core.registries import Viewer
from mentorship.event_codes import CODE, LINK, hall_token, hall_word
from mentorship.event_enums import EventAudience, EventState
from mentorship.event_work import attention
from mentorship.models import Event, EventKind, EventVisit
from tests import factories
from tests.mentorship import fair
from tests.mentorship.conftest import guardian_for, today

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def client(curator, signed_in):
    return signed_in(curator)


@pytest.fixture
def mentee(programme):
    return factories.mentee(programme)


@pytest.fixture
def participant(org, mentee):
    """The membership of the mentee's own account."""
    member = factories.membership(org, Role.MENTEE)
    type(mentee.person).objects.filter(pk=mentee.person_id).update(user=member.user)
    return member


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def added(client, base, event, entries):
    """«Добавить в мероприятие» from a base: the first posting only asks."""
    address = reverse(f"mentorship:{base}")
    asked = {"action": "event", "pk": [entry.pk for entry in entries]}
    fingerprint = text(client.post(address, asked)).split('name="fingerprint" value="')[1].split('"')[0]
    return text(client.post(address, asked | {"fingerprint": fingerprint, "event": event.pk}, follow=True))


def test_from_an_empty_page_to_a_held_event(programme, mentee, client):
    listed = reverse("mentorship:events")
    assert "Мероприятий пока нет" in text(client.get(listed))
    assert client.get(reverse("mentorship:event_create")).status_code == 200
    begins = timezone.localtime() - dt.timedelta(minutes=30)
    data = {
        "kind": EventKind.objects.get(code="final", organization=None).pk,
        "title": "Итоговая встреча",
        "on": begins.date().isoformat(),
        "begins": begins.strftime("%H:%M"),
        "ends": "23:59",
        "place": "Актовый зал",
        "agenda": "25:00 Сбор",
        "audience": EventAudience.EVERYBODY,
        "capacity": 1,
        "check_in_before": 30,
        "check_in_after": 30,
    }
    refused = client.post(reverse("mentorship:event_create"), data)
    assert refused.status_code == 422
    assert "времени «25:00» не бывает" in text(refused)
    client.post(reverse("mentorship:event_create"), data | {"agenda": "10:00 Сбор; Образцов П. И."})
    event = Event.objects.get()
    assert timezone.localtime(event.starts_at).strftime("%H:%M") == data["begins"]
    mentor = factories.mentor(programme)
    assert "«Итоговая встреча»: 1" in added(client, "mentees", event, [mentee])
    assert "в листе ожидания: 1" in added(client, "mentors", event, [mentor])
    page = text(client.get(reverse("mentorship:event", args=[event.pk])))
    assert "Образцов П. И." in page
    assert "1 из 1" in page
    edit = reverse("mentorship:event_edit", args=[event.pk])
    assert "10:00 Сбор; Образцов П. И." in text(client.get(edit))
    client.post(reverse("mentorship:event_hold", args=[event.pk]))
    event.refresh_from_db()
    assert event.state == EventState.HELD
    assert "Итоговая встреча" in text(client.get(listed))


def test_the_list_is_marked_exported_and_printed(programme, mentee, client):
    event = fair.event(programme)
    fair.put(event, mentee.person, factories.mentor(programme).person)
    address = reverse("mentorship:event_people", args=[event.pk])
    asked = {"action": "came", "pk": [event.visits.get(person=mentee.person).pk]}
    fingerprint = text(client.post(address, asked)).split('name="fingerprint" value="')[1].split('"')[0]
    assert "Отмечено присутствие: 1" in text(
        client.post(address, asked | {"fingerprint": fingerprint}, follow=True)
    )
    assert mentee.person.full_name in text(client.get(f"{address}?came=yes"))
    assert mentee.person.full_name not in text(client.get(f"{address}?came=no"))
    assert client.get(f"{address}?_export=xlsx")["Content-Type"].startswith("application/vnd")
    assert mentee.person.full_name in text(client.get(f"{address}?_print=1"))


@pytest.mark.parametrize("name", ["events", "event_people"])
def test_lists_cost_the_same_with_one_row_and_with_three(programme, client, queries_of, name):
    event = fair.event(programme)

    def grow(number):
        if name == "events":
            for place in range(number):
                fair.put(fair.event(programme, title=f"Встреча {place}"), factories.mentee(programme).person)
        else:
            fair.put(event, *(factories.mentee(programme).person for _ in range(number)))

    address = reverse(f"mentorship:{name}", args=[event.pk] if name == "event_people" else [])
    grow(1)
    client.get(address)
    one = queries_of(lambda: client.get(address))
    grow(2)
    assert queries_of(lambda: client.get(address)) == one


def test_own_page_and_home_cost_the_same_whatever_the_number(
    programme, mentee, participant, signed_in, queries_of
):
    own = signed_in(participant)
    addresses = [reverse("mentorship:own_events"), reverse("core:home")]
    fair.event(programme, starts_in=fair.HOUR)
    for address in addresses:
        own.get(address)
    before = [queries_of(lambda address=address: own.get(address)) for address in addresses]
    for place in range(2):
        fair.put(fair.event(programme, title=f"Ещё {place}", starts_in=fair.HOUR), mentee.person)
    assert [queries_of(lambda address=address: own.get(address)) for address in addresses] == before


def test_a_participant_comes_shows_the_code_and_thinks_better_of_it(
    programme, mentee, participant, client, signed_in
):
    event = fair.event(programme)
    own = signed_in(participant)
    assert "можно записаться" in text(own.get(reverse("core:home")))
    address = reverse("mentorship:own_event", args=[event.pk, mentee.person_id])
    own.post(address, {"step": "come"})
    assert 'class="qr"' in text(own.get(address))
    visit = EventVisit.objects.get()
    door = reverse("mentorship:event_code", args=[token_for(visit.key, purpose=CODE)])
    assert own.get(door).status_code == 403
    assert Client().get(door).status_code == 302
    assert "Отметить присутствие" in text(client.get(door))
    assert EventVisit.objects.get().attended_at is None
    assert "отмечен" in text(client.post(door, follow=True))
    assert "были на мероприятии" in text(own.get(address))
    other = fair.event(programme, title="Круглый стол", starts_in=fair.HOUR)
    away = reverse("mentorship:own_event", args=[other.pk, mentee.person_id])
    own.post(away, {"step": "come"})
    own.post(away, {"step": "decline"})
    assert other.visits.get().state == "declined"


def test_a_parent_answers_for_a_child_and_for_nobody_else(programme, mentee, org, signed_in):
    parent = guardian_for(mentee.person)
    member = factories.membership(org, Role.PARENT)
    type(parent).objects.filter(pk=parent.pk).update(user=member.user)
    event, own = fair.event(programme, starts_in=fair.HOUR), signed_in(member)
    own.post(reverse("mentorship:own_event", args=[event.pk, mentee.person_id]), {"step": "come"})
    assert event.visits.get().person_id == mentee.person_id
    stranger = factories.mentee(programme).person_id
    assert own.post(reverse("mentorship:own_event", args=[event.pk, stranger])).status_code == 404


def test_the_hall_marks_those_signed_in_and_asks_the_others_to(programme, mentee, participant, signed_in):
    event = fair.event(programme)
    fair.put(event, mentee.person)
    address = reverse("mentorship:event_hall", args=[hall_token(event.hall_key)])
    assert "войдите на портал" in text(Client().get(address))
    Client().post(address)
    assert EventVisit.objects.get().attended_at is None
    own = signed_in(participant)
    assert "Я здесь" in text(own.get(address))
    assert "Вы отмечены" in text(own.post(address))
    assert EventVisit.objects.get().marked_by == "hall"
    foreign = factories.membership(factories.organization(), Role.MENTEE)
    assert "нет в списке" in text(signed_in(foreign).get(address))


def test_the_hall_is_closed_before_its_time(programme, mentee, participant, signed_in):
    event = fair.event(programme, starts_in=3 * fair.HOUR)
    fair.put(event, mentee.person)
    answer = signed_in(participant).post(reverse("mentorship:event_hall", args=[hall_token(event.hall_key)]))
    assert answer.status_code == 422
    assert "Отметка откроется" in text(answer)


def test_a_personal_link_shows_the_code_declines_and_takes_the_word_of_the_hall(programme, mentee):
    event = fair.event(programme)
    (visit,) = fair.put(event, mentee.person)
    phone, address = Client(), reverse("mentorship:event_by_link", args=[token_for(visit.key, purpose=LINK)])
    page = phone.get(address)
    assert mentee.person.full_name in text(page)
    assert page["Cache-Control"] == "private, no-store"
    assert phone.post(address, {"step": "mark", "word": "ZZZZZZ"}).status_code == 422
    phone.post(address, {"step": "decline"})
    assert EventVisit.objects.get().state == "declined"
    phone.post(address, {"step": "come"})
    phone.post(address, {"step": "mark", "word": hall_word(event)})
    assert "Вы отмечены" in text(phone.get(address))
    calendar = phone.get(f"{address}calendar/")
    assert calendar["Content-Type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in calendar.content.decode()


def test_letters_go_once_to_those_who_have_an_address(programme, mentee, client):
    event = fair.event(programme, starts_in=fair.HOUR)
    type(mentee.person).objects.filter(pk=mentee.person_id).update(email="one@example.test")
    fair.put(event, mentee.person, factories.mentee(programme).person)
    client.post(reverse("mentorship:event_invite", args=[event.pk]))
    job = Job.objects.get()
    run_job(job.pk)
    (letter,) = mail.outbox
    assert token_for(EventVisit.objects.get(person=mentee.person).key, purpose=LINK) in letter.body
    assert letter.attachments[0][0] == "event.ics"
    assert "нет электронной почты" in job.messages.get().text
    client.post(reverse("mentorship:event_invite", args=[event.pk]))
    run_job(Job.objects.latest("pk").pk)
    assert len(mail.outbox) == 1


def test_a_project_curator_sees_and_marks_their_own_people_only(programme, project, org, mentee, signed_in):
    member = factories.membership(org, Role.PROJECT_CURATOR)
    project.curators.add(member.user)
    others = factories.mentee(programme, project=factories.project(programme))
    mine, foreign = fair.put(fair.event(programme), mentee.person, others.person)
    own = signed_in(member)
    page = text(own.get(reverse("mentorship:event_people", args=[mine.event_id])))
    assert mentee.person.full_name in page
    assert others.person.full_name not in page
    door = reverse("mentorship:event_code", args=[token_for(foreign.key, purpose=CODE)])
    assert own.get(door).status_code == 404


def test_what_waits_for_the_curator(programme, curator):
    viewer = Viewer(curator.user, curator, today(), programme)
    assert attention(viewer) == []
    fair.event(programme, title="Была", starts_in=-5 * fair.HOUR)
    fair.event(programme, title="Будет", starts_in=fair.HOUR)
    assert [item.why for item in attention(viewer)] == ["уже прошло", "никого в списке"]


def test_kinds_are_added_and_hidden(org, client):
    home = reverse("mentorship:lines", args=["events"])
    client.post(reverse("mentorship:category_add", args=["events"]), {"title": "Поход"})
    assert "Поход" in text(client.get(home))
    assert client.get(reverse("mentorship:lines", args=["mentees"])).status_code == 404
