"""Endings are undone, many pairs end at once, notices run, nobody without a pair is forgotten, and gates hold."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.errors import DomainError
from core.production_calendar import add_working_days
from mentorship.domain import pair_changes as changes
from mentorship.domain import pairs as domain
from mentorship.domain.bans import ban_pair
from mentorship.domain.pair_closing import close_pairs
from mentorship.domain.pair_ends import reopen_pair
from mentorship.domain.supplements import add_supplement
from mentorship.domain.waiting import answer_support, appoint, offer_support
from mentorship.enums import ConsentKind, EntryState, PairState, PersonCategory
from mentorship.models import Consent, FormOfMentoring, Pair, PairChange, Project, SupplementaryAgreement
from mentorship.pair_enums import ChangeState, SupportAnswer
from mentorship.selectors.waiting import queue, tell_support, waiting_long, without_offer
from tests import factories
from tests.mentorship.conftest import sign_all, today

pytestmark = pytest.mark.usefixtures("scoped")


def working(project, mentor=None, count=1, **mentor_given):
    mentor = mentor or factories.mentor(project.programme, capacity=3, **mentor_given)
    mentees = [
        factories.mentee(project.programme, project=project, state=EntryState.SELECTED) for _ in range(count)
    ]
    sign_all(project.programme)
    pair = domain.approve_pair(domain.make_pair(project, mentor, mentees, actor=None), actor=None)
    domain.activate_pairs([pair], actor=None, order_document=1, order_number="1-ОД", order_date=today())
    return Pair.objects.get(pk=pair.pk)


def states(pair):
    return [
        type(pair.mentor).objects.get(pk=pair.mentor_id).state,
        *(type(place.mentee).objects.get(pk=place.mentee_id).state for place in pair.places.all()),
    ]


# --- undoing an end -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rested", [False, True])
def test_a_closed_pair_comes_back_with_its_people_and_places(project, rested):
    pair = working(project, count=2)
    if rested:
        domain.suspend_pair(pair, actor=None, reason="каникулы")
    domain.complete_pair(pair, on=today(), actor=None, reason="итог")
    assert states(pair) == [EntryState.FINISHED] * 3
    with pytest.raises(DomainError, match="почему"):
        reopen_pair(pair, actor=None, reason=" ")
    reopen_pair(pair, actor=None, reason="завершили по ошибке")
    pair.refresh_from_db()
    assert (pair.state, pair.ended_on, pair.end_reason) == (
        PairState.SUSPENDED if rested else PairState.ACTIVE,
        None,
        "",
    )
    assert states(pair) == [EntryState.PAIRED] * 3
    assert sorted(pair.places.values_list("is_live", "slot", "left_on")) == [(True, 1, None), (True, 2, None)]


def test_who_left_before_the_end_does_not_come_back_with_the_pair(project):
    pair = working(project, count=2)
    gone = pair.places.first()
    pair.places.filter(pk=gone.pk).update(is_live=False, left_on=today(), left_reason="перевод")
    domain.complete_pair(pair, on=today(), actor=None)
    reopen_pair(pair, actor=None, reason="ошибка")
    assert pair.places.filter(is_live=True).count() == 1
    assert pair.places.get(pk=gone.pk).left_reason == "перевод"


def test_a_taken_place_a_new_pair_and_a_lost_consent_keep_a_pair_closed(programme, project):
    pair = working(project)
    mentee = pair.places.get().mentee
    domain.terminate_pair(pair, on=today(), actor=None, reason="ссора")
    other = working(project, mentor=factories.mentor(programme, capacity=1))
    domain.terminate_pair(other, on=today(), actor=None, reason="ошибка")
    taker = factories.mentee(programme, project=project)
    domain.make_pair(project, other.mentor, [taker], actor=None)
    with pytest.raises(DomainError, match="места уже заняты"):
        reopen_pair(other, actor=None, reason="вернуть")
    elsewhere = domain.make_pair(project, factories.mentor(programme), [mentee], actor=None)
    with pytest.raises(DomainError, match="другая пара этой формы"):
        reopen_pair(pair, actor=None, reason="вернуть")
    domain.reject_pair(elsewhere, actor=None, reason="нет")
    Consent.objects.filter(person=mentee.person, kind=ConsentKind.PROCESSING).delete()
    with pytest.raises(DomainError, match="согласие на обработку"):
        reopen_pair(pair, actor=None, reason="вернуть")
    assert Pair.objects.get(pk=pair.pk).state == PairState.TERMINATED
    assert not pair.places.filter(is_live=True).exists()


def test_a_rejected_pair_is_proposed_again(project, programme):
    mentee = factories.mentee(programme, project=project)
    pair = domain.make_pair(project, factories.mentor(programme), [mentee], actor=None)
    domain.reject_pair(pair, actor=None, reason="нет")
    reopen_pair(pair, actor=None, reason="поспешили")
    assert (pair.state, pair.places.get().is_live) == (PairState.PROPOSED, True)


# --- the end of the year ------------------------------------------------------------------------------------------


def test_the_year_is_closed_without_waiting_for_a_form_and_one_mistake_keeps_nobody(project):
    pairs = [working(project) for _ in range(3)]
    Pair.objects.filter(pk=pairs[1].pk).update(
        period_start=today() + timedelta(days=10), period_end=today() + timedelta(days=99)
    )
    closed = close_pairs(Pair.objects.order_by("pk"), on=today(), reason="программа пройдена", actor=None)
    assert (closed.done, len(closed.refused)) == (2, 1)
    assert "раньше начала" in closed.refused[0]
    assert close_pairs(Pair.objects.filter(pk=pairs[0].pk), on=today(), actor=None).done == 0


# --- ТК РФ ст. 351.8 ----------------------------------------------------------------------------------------------


@pytest.fixture
def employees(org, programme):
    """A pair of two employees with everything the Labour Code asks for."""
    form = FormOfMentoring.objects.filter(
        mentor_category=PersonCategory.EMPLOYEE, mentee_category=PersonCategory.EMPLOYEE
    ).first()
    project = Project.objects.create(organization=org, programme=programme, title="Педагоги", form=form)
    given = {"category": PersonCategory.EMPLOYEE, "birth_date": today() - timedelta(days=15000), "group": ""}
    mentor = factories.mentor(programme, person=factories.person(org, **given), capacity=2)
    mentor.projects.add(project)
    mentee = factories.mentee(programme, person=factories.person(org, **given), project=project)
    add_supplement(
        mentor.person,
        programme=programme,
        number="1",
        signed_on=today() - timedelta(days=30),
        starts_on=today() - timedelta(days=30),
        ends_on=today() + timedelta(days=300),
        content="помощь",
        pay=Decimal(100),
        pay_terms="ежемесячно",
        actor=None,
    )
    sign_all(programme)
    pair = domain.approve_pair(domain.make_pair(project, mentor, [mentee], actor=None), actor=None)
    domain.activate_pairs([pair], actor=None, order_document=1, order_number="1-ОД", order_date=today())
    return Pair.objects.get(pk=pair.pk)


def test_a_notice_counts_three_working_days_and_ends_the_agreement(employees, monkeypatch):
    with pytest.raises(DomainError, match="в будущем"):
        changes.give_notice(
            employees, notice_on=today() + timedelta(days=1), side="employee", reason="", actor=None
        )
    with pytest.raises(DomainError, match="за 3 рабочих дня"):
        changes.give_notice(employees, notice_on=today(), side="employee", reason="", actor=None, on=today())
    change = changes.give_notice(employees, notice_on=today(), side="employee", reason="", actor=None)
    last = add_working_days(today(), 3)
    assert (change.takes_effect_on, change.order_document is None) == (last, False)
    changes.order_changes([change], actor=None, order_document=9, order_number="9-ОД", order_date=today())
    employees.refresh_from_db()
    assert (change.state, employees.state) == (ChangeState.ORDERED, PairState.ACTIVE)
    for module in ("mentorship.domain.pair_changes.today",):
        monkeypatch.setattr(module, lambda organization: last)
    assert changes.enact_due(employees.organization) == (1, [])
    employees.refresh_from_db()
    assert (employees.state, employees.ended_on) == (PairState.TERMINATED, last)
    assert SupplementaryAgreement.objects.get().ended_on == last


def test_a_notice_is_for_pairs_of_employees_alone(project):
    with pytest.raises(DomainError, match="работники"):
        changes.give_notice(working(project), notice_on=today(), side="employee", reason="", actor=None)


def test_a_running_notice_stands_in_what_needs_attention(employees, curator, client, signed_in):
    changes.give_notice(employees, notice_on=today(), side="employer", reason="", actor=None)
    page = signed_in(curator).get("/").content.decode().replace("\u00a0", " ")
    assert "осталось 3 рабочих дня" in page
    assert "работодатель отменяет поручение" in page


# --- without a pair -----------------------------------------------------------------------------------------------


def test_the_queue_tells_how_long_and_whether_support_was_offered(programme, project, curator):
    entry = factories.mentee(programme, project=project, state=EntryState.SELECTED)
    type(entry).objects.filter(pk=entry.pk).update(entered_on=today() - timedelta(days=40))
    sign_all(programme)
    [row] = queue(curator, programme)
    assert (today() - row.waits_since).days == 40
    assert list(without_offer(waiting_long(queue(curator, programme), today()))) == [entry]
    offer = offer_support(row, on=today(), actor=None)
    assert offer_support(row, on=today(), actor=None).pk == offer.pk
    assert not without_offer(queue(curator, programme)).exists()
    with pytest.raises(DomainError, match="раньше предложения"):
        answer_support(offer, answer="accepted", on=today() - timedelta(days=1), actor=None)
    answer_support(offer, answer=SupportAnswer.ACCEPTED, on=today(), actor=None)
    asked = Consent.objects.get(person=entry.person, kind=ConsentKind.PSYCHOLOGICAL)
    assert asked.state == "needed"
    tell_support([row])
    assert row.support.words == "согласны, согласие не подписано"
    with pytest.raises(DomainError, match="уже записан"):
        answer_support(offer, answer="declined", on=today(), actor=None)


def test_a_former_offer_does_not_count_for_a_new_waiting(programme, project, curator):
    pair = working(project)
    mentee = pair.places.get().mentee
    offer = offer_support(mentee, on=today() - timedelta(days=90), actor=None)
    answer_support(offer, answer=SupportAnswer.DECLINED, on=today(), actor=None)
    domain.terminate_pair(pair, on=today(), actor=None, reason="ссора")
    [row] = queue(curator, programme)
    tell_support([row])
    assert (row.waits_since, row.support.words) == (today(), "не предложена")


def test_an_appointment_needs_grounds_and_skips_answers_but_no_gate(programme, project):
    mentor, mentee = factories.mentor(programme), factories.mentee(programme, project=project)
    with pytest.raises(DomainError, match="основание"):
        appoint(project, mentor, mentee, grounds="надо", actor=None)
    grounds = "Обе стороны не выбрали никого, срок подбора вышел"
    with pytest.raises(DomainError, match="согласие"):
        appoint(project, mentor, mentee, grounds=grounds, actor=None)
    assert not Pair.objects.exists()
    sign_all(programme)
    type(programme).objects.update(pair_path="full")
    pair = appoint(project, mentor, mentee, grounds=grounds, actor=None)
    assert (pair.state, pair.directive_grounds) == (PairState.TO_ORDER, grounds)


def test_a_ban_holds_against_an_appointment_too(programme, project):
    mentor, mentee = factories.mentor(programme), factories.mentee(programme, project=project)
    sign_all(programme)
    ban_pair(mentor, mentee, reason="родственники", actor=None)
    with pytest.raises(DomainError, match="запрещена"):
        appoint(project, mentor, mentee, grounds="Больше никого нет в программе", actor=None)
    assert not Pair.objects.exists()


# --- gates on the new paths ---------------------------------------------------------------------------------------


def _trial(pair, new):
    domain.start_trial(pair, on=None, actor=None)


def _approve(pair, new):
    domain.approve_pair(pair, actor=None)


@pytest.mark.parametrize("path", [_trial, _approve])
def test_no_step_before_the_order_without_the_consent(programme, project, path):
    mentee = factories.mentee(programme, project=project)
    pair = domain.make_pair(project, factories.mentor(programme), [mentee], actor=None)
    with pytest.raises(DomainError, match="согласие на обработку"):
        path(pair, None)
    assert Pair.objects.get(pk=pair.pk).state == PairState.PROPOSED


def test_a_newcomer_passes_the_gates_when_asked_and_on_the_day_of_the_order(programme, project):
    pair = working(project)
    entry = factories.mentee(programme, project=project, state=EntryState.SELECTED)
    with pytest.raises(DomainError, match="согласие на обработку"):
        changes.ask_joining(pair, entry, on=today(), reason="проект", actor=None)
    sign_all(programme)
    change = changes.ask_joining(pair, entry, on=today(), reason="проект", actor=None)
    Consent.objects.filter(person=entry.person).delete()
    with pytest.raises(DomainError, match="согласие на обработку"):
        changes.order_changes([change], actor=None, order_document=9, order_number="9-ОД", order_date=today())
    assert PairChange.objects.get().state == ChangeState.WAITING
    assert pair.places.count() == 1
