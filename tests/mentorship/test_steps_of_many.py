"""Steps of many people: shown beforehand who stays and why, in few queries; above a threshold as a job."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.domain.job_run import run_job
from core.enums import JobState
from core.models import Job
from core.views.bulk import tried
from mentorship.domain.advance import Order, advance_many
from mentorship.domain.consents import ensure_needed
from mentorship.domain.pairs import make_pair
from mentorship.enums import ConsentState, EntryState
from mentorship.forms.lifecycle import BY_HAND
from mentorship.models import Alumnus, Consent, MenteeEntry, MentorEntry, PartnerEmployee
from mentorship.selectors.step_obstacles import passed_by_step
from mentorship.views import base_actions
from tests import factories
from tests.mentorship.conftest import in_bulk, sign_all

pytestmark = pytest.mark.usefixtures("scoped")
S = EntryState
ORDER = Order("12-ОД", date(2026, 10, 1))


def places(programme, make, states, **given):
    return [
        make(
            programme,
            state=state,
            person=factories.person(programme.organization, birth_date=date(1990, 1, 1), group=""),
            **({"order_number": "1", "order_date": date(2026, 9, 3)} if state == S.APPROVED else {}),
            **given,
        )
        for state in states
    ]


@pytest.mark.parametrize("base", ["mentees", "mentors"])
def test_the_preview_says_what_the_step_does(programme, base):
    """Every state, with consents and without, in a pair and not: the same people stay for the same reasons."""
    form = factories.form(mentor_category="employee", mentee_category="employee", order=990)
    project = factories.project(programme, form=form)
    if base == "mentors":
        entries = places(programme, factories.mentor, EntryState)
        unsigned = places(programme, factories.mentor, [S.CANDIDATE, S.SURVEYED, S.SELECTED])
        for entry in entries[:4]:
            entry.projects.add(project)
    else:
        entries = places(programme, factories.mentee, EntryState, project=project)
        unsigned = places(programme, factories.mentee, [S.CANDIDATE, S.SURVEYED, S.SELECTED])
    sign_all(programme)
    Consent.objects.filter(person__in=[entry.person_id for entry in unsigned]).update(
        state=ConsentState.NEEDED, signed_on=None
    )
    other = factories.mentor if base == "mentees" else factories.mentee
    side = places(programme, other, [S.APPROVED])[0]
    pair = (side, [entries[4]]) if base == "mentees" else (entries[4], [side])
    if base == "mentees":
        side.projects.add(project)
    make_pair(project, pair[0], pair[1], actor=None)
    model = MenteeEntry if base == "mentees" else MentorEntry
    rows = model.objects.filter(programme=programme).select_related("person", "programme").order_by("pk")
    for to in [*BY_HAND, S.LEFT, S.PAIRED, S.FINISHED]:

        def done(to=to):
            found = []
            for entry in rows:
                _, why = advance_many([entry], to=to, actor=None, reason="переезд", order=ORDER)
                found += [(entry.person.short_name, text) for text in why]
            return found

        told, acted = passed_by_step(rows, to=to), tried(done)
        assert [name for name, _ in told] == [name for name, _ in acted], to
        for (name, why), (_, text) in zip(told, acted, strict=True):
            assert why in text.replace(f"{name}: ", ""), to


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("to", [S.SURVEYED, S.SELECTED, S.LEFT])
def test_the_preview_costs_the_same_for_any_number(programme, count, to):
    places(programme, factories.mentor, [S.CANDIDATE] * count)
    with CaptureQueriesContext(connection) as caught:
        assert len(passed_by_step(MentorEntry.objects.all(), to=to)) == (0 if to == S.LEFT else count)
    assert len(caught) == 4


def test_a_filled_form_shows_once_more_whom_it_would_pass_by(programme, curator, signed_in):
    ready, late = places(programme, factories.mentee, [S.SURVEYED, S.SELECTED])
    sign_all(programme)
    client, address = signed_in(curator), reverse("mentorship:mentees")
    asked = {"action": "move", "pk": [ready.pk, late.pk]}
    page = client.post(address, asked).content.decode()
    filled = asked | {
        "to": S.CHECKING,
        "fingerprint": page.split('name="fingerprint" value="')[1].split('"')[0],
    }
    page = client.post(address, filled).content.decode()
    assert "Сделаем для 1, пропустим 1" in page
    assert f"{late.person.short_name}: Нельзя перейти из состояния «{S(late.state).label}»" in page
    ready.refresh_from_db()
    assert ready.state == S.SURVEYED
    token = page.split('name="looked" value="')[1].split('"')[0]
    other = client.post(address, filled | {"to": S.SELECTED, "looked": token}).content.decode()
    assert "пропустим 1" in other  # another step is looked at anew
    client.post(address, filled | {"looked": token}, follow=True)
    ready.refresh_from_db()
    assert ready.state == S.CHECKING


@pytest.mark.parametrize(
    ("action", "given", "now", "to"),
    [
        ("confirm", {}, S.SURVEYED, S.SELECTED),
        ("move", {"to": S.APPROVED, "order_number": "7", "order_date": "2026-10-01"}, S.SELECTED, S.APPROVED),
        ("leave", {"reason": "окончание проекта"}, S.SURVEYED, S.LEFT),
    ],
)
def test_many_people_are_moved_by_a_job(
    programme, curator, signed_in, monkeypatch, django_capture_on_commit_callbacks, action, given, now, to
):
    monkeypatch.setattr(base_actions, "AT_ONCE", 2)
    entries = places(programme, factories.mentee, [now, now, S.FINISHED])
    sign_all(programme)
    client, address = signed_in(curator), reverse("mentorship:mentees")
    asked = {"action": action, "pk": [entry.pk for entry in entries]} | given
    page = client.post(address, asked).content.decode()
    sent = asked | {"fingerprint": page.split('name="fingerprint" value="')[1].split('"')[0]}
    again = client.post(address, sent)
    if again.status_code == 200:  # a step of a form shows whom it passes by
        sent |= {"looked": again.content.decode().split('name="looked" value="')[1].split('"')[0]}
        again = client.post(address, sent)
    job = Job.objects.get(kind="people.step")
    assert again["Location"] == reverse("core:job", args=[job.pk])
    assert {entry.state for entry in MenteeEntry.objects.filter(state__in=[to])} == set()
    for _ in range(2):  # a second run finds everybody where the first has put them
        run_job(job.pk)
        job.refresh_from_db()
        assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
        told = [(message.subject, message.text) for message in job.messages.all()]
        assert [name for name, _ in told] == [entries[2].person.short_name]
        Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    assert MenteeEntry.objects.filter(state=to).count() == 2
    moved = MenteeEntry.objects.get(pk=entries[0].pk)
    if to == S.APPROVED:
        assert (moved.order_number, moved.order_date) == ("7", date(2026, 10, 1))
    if to == S.LEFT:
        assert moved.state_reason == "окончание проекта"


def test_few_people_are_moved_at_once(programme, curator, signed_in):
    (entry,) = places(programme, factories.mentee, [S.SURVEYED])
    ensure_needed(programme, actor=None)
    sign_all(programme)
    in_bulk(signed_in(curator), reverse("mentorship:mentees"), "confirm", [entry.pk])
    entry.refresh_from_db()
    assert (entry.state, Job.objects.count()) == (S.SELECTED, 0)


def test_many_graduates_are_taken_in_by_a_job(org, curator, signed_in, monkeypatch):
    monkeypatch.setattr(base_actions, "AT_ONCE", 2)
    people = [factories.person(org, category="graduate") for _ in range(3)]
    client, address = signed_in(curator), reverse("mentorship:alumni_join")
    asked = {"action": "join", "pk": [person.pk for person in people], "left_year": 2024}
    page = client.post(address, asked).content.decode()
    sent = asked | {"fingerprint": page.split('name="fingerprint" value="')[1].split('"')[0]}
    answer = client.post(address, sent)
    job = Job.objects.get(kind="people.alumni")
    assert answer["Location"] == reverse("core:job", args=[job.pk])
    for _ in range(2):
        run_job(job.pk)
        job.refresh_from_db()
        assert (job.state, job.done, job.result_url) == (JobState.DONE, 3, reverse("mentorship:alumni"))
        assert set(Alumnus.objects.values_list("person_id", "left_year")) == {(p.pk, 2024) for p in people}
        Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)


@pytest.mark.parametrize("by_choice", [False, True])
def test_many_people_of_an_employer_are_tied_by_a_job(org, curator, signed_in, monkeypatch, by_choice):
    monkeypatch.setattr(base_actions, "AT_ONCE", 2)
    partner = factories.partner(org, short_name="ООО «Вектор»")
    people = [factories.person(org, employer="Вектор", category="employer") for _ in range(3)]
    client = signed_in(curator)
    if by_choice:
        answer = client.post(
            reverse("mentorship:employer_link") + "?employer=Вектор", {"partner": partner.pk}
        )
    else:
        address = reverse("mentorship:employer_confirm", args=[partner.pk])
        answer = client.post(address, {"employer": "Вектор"})
    job = Job.objects.get(kind="people.partner")
    assert answer["Location"] == reverse("core:job", args=[job.pk])
    assert not PartnerEmployee.objects.exists()
    for _ in range(2):
        run_job(job.pk)
        job.refresh_from_db()
        assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
        assert set(PartnerEmployee.objects.values_list("person_id", "partner_id")) == {
            (person.pk, partner.pk) for person in people
        }
        Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
