"""Bulk actions of the bases: exactly the chosen rows, who is passed by and why, once for a double submit."""

import io
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.domain.job_run import run_job
from core.domain.memberships import accept_invitation
from core.enums import JobState, Role
from core.models import AuditEntry, Invitation, Job
from core.views import list_files
from mentorship.domain.consents import ensure_needed
from mentorship.domain.portal_invitations import invitable
from mentorship.enums import ConsentState, EntryState
from mentorship.models import Consent, MenteeEntry
from tests import factories
from tests.mentorship.conftest import sign_all

pytestmark = pytest.mark.usefixtures("scoped")
ADDRESS = "mentorship:mentees"


def people(programme, count, **given):
    made = []
    for number in range(count):
        values = {"birth_date": date(1990, 1, 1), "email": f"Person{number}@Example.test"} | given
        person = factories.person(programme.organization, **values)
        made.append(factories.mentee(programme, person=person))
    return made


def signed(programme, entries):
    ensure_needed(programme, actor=None, people=[entry.person for entry in entries])
    sign_all(programme)


def act(client, action, entries=(), query="", **more):
    return client.post(
        reverse(ADDRESS) + query, {"action": action, "pk": [entry.pk for entry in entries]} | more
    )


def confirm(client, asked, query=""):
    form = {}
    for name, value in asked.context["hidden"]:
        form.setdefault(name, []).append(value)
    return client.post(reverse(ADDRESS) + query, form)


def test_the_confirmation_tells_who_is_passed_by_and_why(programme, curator, signed_in):
    entries = people(programme, 6)
    ready, mailless, shared, left, unsigned, _ = entries
    signed(programme, entries)
    type(mailless.person).objects.filter(pk=mailless.person_id).update(email="", email_key="")
    factories.person(programme.organization, email=shared.person.email, email_key=shared.person.email.lower())
    MenteeEntry.objects.filter(pk=left.pk).update(state=EntryState.LEFT)
    Consent.objects.filter(person=unsigned.person).update(state=ConsentState.NEEDED)
    page = act(signed_in(curator), "invite", entries[:5])
    told = page.content.decode()
    assert page.context["going"] == 1
    assert {why for _, why in page.context["passed_by"]} == {
        "нет электронной почты",
        "этот адрес записан и на другой карточке",
        "в программе больше не участвует",
        "не подписано согласие на обработку данных",
    }
    assert ready.person.short_name not in told.split("пропустим")[1].split("</ul>")[0]
    assert not Invitation.objects.exists()
    assert mail.outbox == []


def test_chosen_people_get_one_letter_each_however_often_it_is_pressed(programme, curator, signed_in):
    entries = people(programme, 3)
    signed(programme, entries)
    client = signed_in(curator)
    asked = act(client, "invite", entries[:2])
    first, second = confirm(client, asked), confirm(client, asked)
    job = Job.objects.get(kind="people.invite")
    assert first.url == second.url == reverse("core:job", args=[job.pk])
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, 2, 2)
    assert sorted(letter.to[0] for letter in mail.outbox) == ["person0@example.test", "person1@example.test"]
    confirm(client, asked)
    later = Job.objects.filter(kind="people.invite").latest("pk")
    run_job(later.pk)
    assert len(mail.outbox) == 2
    assert "уже приглашён" in later.messages.first().text
    assert AuditEntry.objects.filter(action="person.invited").count() == 2


def test_who_comes_by_the_letter_is_tied_to_the_card(programme, curator, signed_in):
    entries = people(programme, 2)
    signed(programme, entries)
    client = signed_in(curator)
    confirm(client, act(client, "invite", entries))
    run_job(Job.objects.get(kind="people.invite").pk)
    letter = next(one for one in mail.outbox if one.to == ["person1@example.test"])
    link = next(part for part in letter.body.split() if part.startswith("http"))
    token = link.rstrip("/").rsplit("/", 1)[-1]
    membership = accept_invitation(token, password="Длинный-Пароль-2026")
    entries[1].person.refresh_from_db()
    assert membership.role == Role.MENTEE
    assert entries[1].person.user == membership.user
    entries[0].person.refresh_from_db()
    assert entries[0].person.user is None


def test_a_mail_server_that_is_down_leaves_no_invitation(programme, curator, signed_in, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    entries = people(programme, 1)
    signed(programme, entries)
    client = signed_in(curator)
    confirm(client, act(client, "invite", entries))
    job = Job.objects.get(kind="people.invite")
    run_job(job.pk)
    assert not Invitation.objects.exists()
    assert "почта портала не отвечает" in job.messages.get().text


def test_an_invitation_that_is_out_of_date_may_be_sent_again(programme, curator):
    (entry,) = people(programme, 1)
    signed(programme, [entry])
    Invitation.objects.create(
        organization=programme.organization,
        email="person0@example.test",
        role=Role.MENTEE,
        token_hash="x",
        invited_by=curator.user,
        expires_at=timezone.now() - timedelta(days=1),
    )
    assert invitable([entry]).skipped == []


@pytest.mark.parametrize("count", [1, 3])
def test_looking_who_may_be_invited_costs_five_queries(programme, count, django_assert_num_queries):
    signed(programme, people(programme, count))
    entries = list(MenteeEntry.objects.select_related("person"))
    with django_assert_num_queries(4):
        invitable(entries)


def test_a_director_invites_nobody(programme, director, signed_in):
    assert act(signed_in(director), "invite", people(programme, 1)).status_code == 404


def test_the_confirmation_of_places_names_who_lacks_a_consent_and_writes_nothing(
    programme, curator, signed_in
):
    ready, lacking = people(programme, 2)
    signed(programme, [ready, lacking])
    Consent.objects.filter(person=lacking.person).update(state=ConsentState.NEEDED)
    page = act(signed_in(curator), "confirm", [ready, lacking])
    assert page.context["going"] == 1
    assert page.context["passed_by"][0][0].startswith(lacking.person.last_name)
    ready.refresh_from_db()
    assert ready.state == EntryState.SURVEYED


def test_chosen_rows_and_all_found_rows_go_to_excel(programme, curator, signed_in, monkeypatch):
    entries = people(programme, 30)
    client = signed_in(curator)

    def names(response):
        book = load_workbook(io.BytesIO(response.content))
        return [row[0] for row in book.active.iter_rows(min_row=2, values_only=True)]

    assert len(names(act(client, "_xlsx", entries[:2]))) == 2
    assert len(names(act(client, "_xlsx", all="1"))) == 30
    assert AuditEntry.objects.filter(action="list.exported").count() == 2
    assert act(client, "_xlsx").status_code == 302
    monkeypatch.setattr(list_files, "AT_ONCE", 10)
    job = act(client, "_xlsx", query="?state=surveyed", all="1")
    assert job.url.startswith("/jobs/")
    run_job(Job.objects.get().pk)
    assert Job.objects.get().done == 30


def test_letters_about_consents_go_on_to_their_page(programme, curator, signed_in):
    entries = people(programme, 2)
    answer = act(signed_in(curator), "letters", entries)
    assert answer.url.startswith(reverse("reports:consent_letters"))
    assert all(str(entry.person_id) in answer.url for entry in entries)
