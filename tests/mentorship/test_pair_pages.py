"""The pages of a pair's life as a curator and a psychologist use them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.enums import Role
from mentorship.domain import pair_changes as changes
from mentorship.domain import pairs as domain
from mentorship.domain.health import refresh_pulses
from mentorship.enums import EntryState, PairState
from mentorship.models import Consent, MatchDraft, Pair, PairChange, PairVerdict, SupportOffer
from mentorship.pair_enums import ChangeState
from mentorship.tasks import enact_pair_changes
from tests import factories
from tests.mentorship.conftest import sign_all, today
from tests.mentorship.test_pair_life import states, working

pytestmark = pytest.mark.usefixtures("scoped")


def address(name, *args):
    return reverse(f"mentorship:{name}", args=args)


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


@pytest.fixture
def site(curator, signed_in):
    return signed_in(curator)


def proposed(programme, project):
    mentee = factories.mentee(programme, project=project)
    pair = domain.make_pair(project, factories.mentor(programme), [mentee], actor=None)
    sign_all(programme)
    return pair


def test_from_the_proposal_by_a_trial_to_the_order_on_the_page(site, programme, project, org, signed_in):
    pair = proposed(programme, project)
    page = address("pair", pair.pk)
    assert "назначьте пробную встречу" in text(site.get(page))
    site.post(address("pair_trial", pair.pk), {"on": today().isoformat()})
    assert "Проведите пробную встречу" in text(site.get(page))
    form = address("pair_verdict", pair.pk)
    assert "педагог-психолог" not in text(site.get(form)).lower().split("кто отвечает")[1][:900]
    mentor = pair.mentor.person
    assert site.post(form, {"who": "9999999", "verdict": "yes"}).status_code == 422
    site.post(form, {"who": mentor.pk, "verdict": "doubt", "note": "редко свободен"})
    own = signed_in(factories.membership(org, Role.PSYCHOLOGIST))
    own.post(form, {"who": "psychologist", "verdict": "yes"})
    shown = text(site.get(page))
    assert "редко свободен" in shown
    assert "Есть сомнения" in shown
    assert sorted(PairVerdict.objects.values_list("side", flat=True)) == ["mentor", "psycho"]
    site.post(address("pair_step", pair.pk, "approve"))
    pair.refresh_from_db()
    assert pair.state == PairState.TO_ORDER


@pytest.mark.slow
def test_every_step_of_a_working_pair_has_its_page_and_draft(site, programme, project, curator):
    pair = working(project, count=2)
    entry = factories.mentee(programme, project=project, state=EntryState.SELECTED)
    new = factories.mentor(programme, capacity=3)
    sign_all(programme)
    day, why = today().isoformat(), "перевод"
    for name, given in (
        ("pair_leave", {"mentee": pair.places.first().mentee_id}),
        ("pair_join", {"mentee": entry.pk}),
        ("pair_replace", {"mentor": new.pk}),
    ):
        assert site.get(address(name, pair.pk)).status_code == 200
        assert site.post(address(name, pair.pk), {"on": day, "reason": "", **given}).status_code == 422
        assert site.post(address(name, pair.pk), {"on": day, "reason": why, **given}).status_code == 302
    assert PairChange.objects.filter(order_document__isnull=False).count() == 3
    again = site.post(address("pair_terminate", pair.pk), {"on": day, "reason": why})
    assert "уже ждёт приказа" in text(again)
    assert "Проект приказа" in text(site.get(address("pair", pair.pk)))
    site.post(address("pair_suspend", pair.pk), {"reason": "каникулы"})
    history = text(site.get(address("pair", pair.pk))).split('id="history-title"')[1]
    assert "Причина: каникулы" in history, "why"
    assert f"</time> · {curator.user}" in history, "when and who"
    site.post(address("pair_complete", pair.pk), {"on": day, "reason": "итог"})
    site.post(address("pair_reopen", pair.pk), {"reason": "ошибка"})
    pair.refresh_from_db()
    assert pair.state == PairState.SUSPENDED
    assert "Завершение отменено" in text(site.get(address("pair", pair.pk)))


def test_one_order_of_all_changes_and_giving_one_up(site, project):
    pairs = [working(project) for _ in range(2)]
    for pair in pairs:
        changes.ask_termination(pair, on=today(), reason="перевод", actor=None)
    assert "Один приказ на все: 2" in text(site.get(address("pair_changes")))
    order = site.post(reverse("reports:order_changes_create"))
    assert order.status_code == 302
    assert len(set(PairChange.objects.values_list("order_document", flat=True))) == 1
    change = PairChange.objects.first()
    refused = site.post(address("pair_change_cancel", change.pk), {"reason": "передумали"})
    assert "сначала отмените проект" in text(refused)
    PairChange.objects.update(order_document=None)
    site.post(address("pair_change_cancel", change.pk), {"reason": "передумали"})
    change.refresh_from_db()
    assert change.state == ChangeState.CANCELLED


def test_the_year_is_closed_from_the_list_that_tells_what_is_missing(site, project):
    pairs = [working(project) for _ in range(2)]
    page = address("pairs_closing")
    assert "нет итоговой встречи" in text(site.get(page))
    action = "close"
    asked = {"action": action, "pk": [pair.pk for pair in pairs]}
    confirm = text(site.post(page, asked))
    assert "этого не задержат" in confirm
    fingerprint = confirm.split('name="fingerprint" value="')[1].split('"')[0]
    told = site.post(
        page,
        {**asked, "fingerprint": fingerprint, "on": today().isoformat(), "reason": "итог"},
        follow=True,
    )
    assert "Завершено: 2 пары" in text(told)
    assert set(Pair.objects.values_list("state", flat=True)) == {PairState.COMPLETED}


def test_a_mentee_without_a_pair_from_the_offer_to_the_appointment(site, programme, project, signed_in):
    entry = factories.mentee(programme, project=project, state=EntryState.SELECTED)
    mentor = factories.mentor(programme)
    sign_all(programme)
    queue = address("pairs_waiting")
    assert "В подборе ещё не были" in text(site.get(queue))
    Consent.objects.filter(person=entry.person).delete()
    site.post(address("match_run"))
    waits = text(site.get(queue))
    assert "не предложена" in waits
    assert "нет — согласие" in waits, "why, by the last run"
    draft = MatchDraft.objects.get()
    assert address("match_left", draft.pk) in waits
    own = factories.membership(programme.organization, Role.PROJECT_CURATOR)
    project.curators.add(own.user)
    MatchDraft.objects.update(projects=[project.pk, factories.project(programme, form=factories.form()).pk])
    waits = text(signed_in(own).get(queue))
    assert "нет — согласие" in waits, "the rule is told, others' draft is not opened"
    assert address("match_left", draft.pk) not in waits
    sign_all(programme)
    site.post(address("match_run"))
    assert "Пара есть в черновике" in text(site.get(queue)), "the later run counts"
    sign_all(programme)
    site.post(address("support_offer", entry.pk), {"on": today().isoformat()})
    offer = SupportOffer.objects.get()
    site.post(address("support_answer", offer.pk), {"answer": "declined", "on": today().isoformat()})
    assert "отказались" in text(site.get(queue))
    form = address("pair_appoint", entry.pk)
    values = {"project": project.pk, "mentor": mentor.pk, "reason": "Никто никого не выбрал, срок вышел"}
    assert site.post(form, {**values, "reason": ""}).status_code == 422
    Consent.objects.filter(person=mentor.person).delete()
    assert "согласие" in text(site.post(form, values))
    sign_all(programme)
    assert site.post(form, values).status_code == 302
    assert Pair.objects.get().state == PairState.TO_ORDER
    assert "Назначена директивно" in text(site.get(address("pair", Pair.objects.get().pk)))


def test_the_hourly_task_makes_what_was_ordered_for_a_later_day(project):
    pair = working(project)
    change = changes.ask_termination(pair, on=today() + timedelta(days=1), reason="перевод", actor=None)
    changes.order_changes([change], actor=None, order_document=9, order_number="9-ОД", order_date=today())
    enact_pair_changes()
    pair.refresh_from_db()
    assert pair.state == PairState.ACTIVE
    PairChange.objects.update(takes_effect_on=today())
    Consent.objects.filter(person=pair.mentor.person).delete()
    enact_pair_changes()
    pair.refresh_from_db()
    assert pair.state == PairState.TERMINATED
    assert states(pair) == [EntryState.SELECTED, EntryState.SELECTED]


@pytest.mark.parametrize(
    ("query", "seen"), [("group=ТМ-31", True), ("group=ТМ-99", False), ("state=active", True), ("health=0", True),
                        ("health=2", False)]
)  # fmt: skip
def test_the_list_is_narrowed_by_state_group_and_health(site, project, query, seen):
    mentor = factories.mentor(
        project.programme, person=factories.person(project.organization, group="ТМ-31"), capacity=3
    )
    pair = working(project, mentor=mentor)
    refresh_pulses(project.organization)
    page = text(site.get(f"{address('pairs')}?{query}"))
    assert (pair.mentor.person.full_name in page) is seen


LISTS = ["pairs", "pairs_waiting", "pair_changes", "pairs_closing"]


def grow(project):
    pair = working(project)
    changes.ask_termination(pair, on=today(), reason="перевод", actor=None)
    waiting = factories.mentee(project.programme, project=project, state=EntryState.SELECTED)
    SupportOffer.objects.create(organization=project.organization, mentee=waiting, offered_on=today())


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_one_row_and_for_three(site, project, name):
    def cost() -> int:
        site.get(address(name))
        with CaptureQueriesContext(connection) as caught:
            assert site.get(address(name)).status_code == 200
        return len(caught)

    grow(project)
    one = cost()
    for _ in range(2):
        grow(project)
    assert cost() == one
    assert site.get(f"{address(name)}?export=xlsx").status_code == 200


def test_pairs_stand_by_the_name_of_the_mentor_and_none_is_lost_on_the_way(site, project):
    programme = project.programme
    for name in ("Ёжикова", "Абрикосова", "Яблокова"):
        person = factories.person(project.organization, last_name=name)
        working(project, mentor=factories.mentor(programme, person=person, capacity=3))
    for sort, names in (
        ("", ["Абрикосова", "Ёжикова", "Яблокова"]),
        ("-name", ["Яблокова", "Ёжикова", "Абрикосова"]),
    ):
        page = text(site.get(f"{address('pairs')}?sort={sort}"))
        places = [page.index(f"{name} ") for name in names]
        assert places == sorted(places)
        assert "Всего 3" in page
