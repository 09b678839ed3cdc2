"""Tasks of care: raised once, seen by whose they are, closed with a word."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core.context import acting
from core.enums import Role
from core.errors import DomainError
from core.models import AuditEntry
from core.registries import personal_data
from mentorship.care_app import attention
from mentorship.care_enums import CareState
from mentorship.domain import care
from mentorship.models import CareTask
from mentorship.selectors.care import tasks_visible_to
from tests import factories
from tests.mentorship.conftest import today

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def pair(project):
    return factories.pair(project)


@pytest.fixture
def psychologist(org):
    return factories.membership(org, Role.PSYCHOLOGIST)


def raised(programme, key="feedback:1", **given):
    values = {"kind": "help", "text": "Просит о встрече", "due_on": today(), "role": Role.CURATOR}
    return care.raise_task(programme=programme, key=key, actor=None, **values | given)


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_a_task_is_raised_once_by_its_key(programme, pair):
    first = raised(programme, pair=pair)
    again = raised(programme, pair=pair, text="Другими словами")
    assert again.pk == first.pk
    assert CareTask.objects.get().text == "Просит о встрече"
    care.finish_task(first, outcome="Поговорили", actor=None)
    assert raised(programme, pair=pair).state == CareState.DONE
    assert raised(programme, key="feedback:2").pk != first.pk


@pytest.mark.parametrize("wrong", [{"role": Role.DIRECTOR}, {"text": "  "}, {"key": ""}])
def test_a_task_for_nobody_or_about_nothing_is_refused(programme, wrong):
    with pytest.raises(DomainError):
        raised(programme, **wrong)


def test_a_task_waits_is_taken_and_is_done_with_a_word(programme, curator):
    task = raised(programme)
    care.take_task(task, actor=curator.user)
    assert (task.state, task.taken_by) == (CareState.TAKEN, curator.user)
    with pytest.raises(DomainError):
        care.finish_task(task, outcome=" ", actor=curator.user)
    care.finish_task(task, outcome="Пара встретилась", actor=curator.user)
    task.refresh_from_db()
    assert (task.state, task.outcome, task.closed_on) == (CareState.DONE, "Пара встретилась", today())
    care.reopen_task(task, actor=curator.user)
    task.refresh_from_db()
    assert (task.state, task.closed_on, task.taken_by) == (CareState.OPEN, None, None)


def test_a_psychologists_task_is_a_psychologists_alone(programme, curator, psychologist, pair, signed_in):
    task = raised(programme, role=Role.PSYCHOLOGIST, pair=pair, text="Тревога перед экзаменом")
    address = reverse("mentorship:care_task", args=[task.pk])
    assert list(tasks_visible_to(curator, programme)) == []
    assert list(tasks_visible_to(psychologist, programme)) == [task]
    assert signed_in(curator).get(address).status_code == 404
    assert "Тревога" not in text(signed_in(curator).get(reverse("mentorship:care_tasks")))
    assert "Тревога перед экзаменом" in text(signed_in(psychologist).get(address))
    with acting(curator.user, membership=curator), pytest.raises(DomainError):
        care.finish_task(task, outcome="сделано", actor=curator.user)
    with acting(psychologist.user, membership=psychologist):
        care.finish_task(task, outcome="Беседа проведена", actor=psychologist.user)
    told = " ".join(str(entry.after) + entry.object_name + entry.reason for entry in AuditEntry.objects.all())
    assert "Тревога" not in told
    assert "Беседа" not in told


def test_a_project_curator_sees_the_tasks_of_their_forms(org, programme, project, pair):
    own = factories.membership(org, Role.PROJECT_CURATOR)
    other = factories.pair(factories.project(programme, title="Другая форма"))
    project.curators.add(own.user)
    mine, foreign = raised(programme, pair=pair), raised(programme, "other", pair=other)
    about_own = raised(programme, "person", person=pair.mentor.person)
    pair.mentor.projects.add(project)
    other.mentor.projects.add(other.project)
    about_other = raised(programme, "person 2", person=other.mentor.person)
    assert set(tasks_visible_to(own, programme)) == {mine, about_own}
    assert foreign not in set(tasks_visible_to(own, programme))
    assert about_other not in set(tasks_visible_to(own, programme))


def test_the_way_of_a_task_through_the_pages(programme, pair, curator, signed_in):
    client = signed_in(curator)
    form = text(client.get(f"{reverse('mentorship:care_add')}?pair={pair.pk}"))
    key = form.split('name="form_key" value="')[1].split('"')[0]
    data = {"text": "Узнать, почему молчат", "due_on": "2026-12-01", "role": "curator", "form_key": key}
    for _ in range(2):  # sent twice, it is one task
        client.post(f"{reverse('mentorship:care_add')}?pair={pair.pk}", data)
    task = CareTask.objects.get()
    assert task.pair == pair
    page = text(client.get(reverse("mentorship:care_tasks")))
    assert "Узнать, почему молчат" in page
    client.post(reverse("mentorship:care_step", args=[task.pk, "take"]))
    refused = client.post(reverse("mentorship:care_done", args=[task.pk]), {"outcome": ""})
    assert refused.status_code == 422
    client.post(reverse("mentorship:care_done", args=[task.pk]), {"outcome": "Встретились"})
    task.refresh_from_db()
    assert (task.state, task.outcome) == (CareState.DONE, "Встретились")
    assert "Встретились" in text(client.get(reverse("mentorship:care_task", args=[task.pk])))


def test_attention_counts_late_and_free_ones(programme, curator, psychologist, viewer_for):
    raised(programme, "late", due_on=today() - timedelta(days=1))
    raised(programme, "free", due_on=today() + timedelta(days=1))
    raised(programme, "not mine", role=Role.PSYCHOLOGIST, due_on=date(2026, 1, 1))
    rows = attention(viewer_for(curator, programme))
    assert [(row.tone, row.action) for row in rows] == [("bad", "Разобрать 1"), ("wait", "Открыть 1")]
    assert [row.tone for row in attention(viewer_for(psychologist, programme))] == ["bad"]


def test_the_list_costs_the_same_for_one_and_for_three(programme, project, curator, signed_in, queries_of):
    client = signed_in(curator)
    address = reverse("mentorship:care_tasks")
    raised(programme, pair=factories.pair(project))
    client.get(address)
    one = queries_of(lambda: client.get(address))
    for number in range(2):
        raised(programme, f"more {number}", pair=factories.pair(project))
    assert queries_of(lambda: client.get(address)) == one


def test_erasing_a_person_empties_the_words_of_tasks(programme, pair):
    person = pair.mentor.person
    task = raised(programme, person=person)
    of_pair = raised(programme, "pair", pair=pair)
    source = next(one for one in personal_data if one.label == "Задачи сопровождения")
    assert source.export(person)[0]["text"] == "Просит о встрече"
    assert source.erase(person) == 2
    for one in (task, of_pair):
        one.refresh_from_db()
        assert (one.text, one.kind) == ("", "help")
