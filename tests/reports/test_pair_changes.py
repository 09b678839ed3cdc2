"""Amending orders: what is asked of a working pair is drafted at once and made by the signed order, on its day."""

import datetime as dt

import pytest

from core import facts
from core.clock import today
from core.errors import DomainError
from mentorship.domain import pair_changes as domain
from mentorship.domain.pair_ends import reopen_pair
from mentorship.enums import EntryState, PairState
from mentorship.models import Consent, Pair, PairChange
from mentorship.pair_enums import ChangeState
from mentorship.selectors.matching import mentees_waiting
from mentorship.selectors.pairs import busy_places
from reports.domain.documents import cancel_document
from reports.domain.orders import create_pairs_order
from reports.domain.pair_changes import create_changes_order, free_changes
from reports.enums import DocumentState
from reports.models import Document
from tests import factories
from tests.reports.conftest import sign_all_consents
from tests.reports.test_orders import register, sign, text_of


@pytest.fixture
def working(college):
    """The college's pair and group work by a signed order."""
    with college.as_curator() as user:
        order = create_pairs_order(college.programme, actor=user)
    sign(college, register(college, order))
    return college


def group_and_pair(college):
    pairs = sorted(Pair.objects.all(), key=lambda pair: -pair.places.count())
    return pairs[0], pairs[1]


def order_of(change) -> Document:
    return Document.objects.get(pk=change.order_document)


def signed(college, document):
    return sign(college, register(college, document))


def newcomer(college, capacity=3):
    mentor = factories.mentor(college.programme, capacity=capacity)
    sign_all_consents(college.programme)
    return mentor


def test_one_leaves_the_group_and_the_rest_goes_on(working):
    with working.as_curator() as user:
        group, _ = group_and_pair(working)
        gone = group.places.first().mentee
        change = domain.ask_leaving(group, gone, on=today(working.org), reason="Перевод", actor=user)
        draft = order_of(change)
        text = text_of(draft)
        assert draft.title == "Об изменении состава наставнических пар (групп)"
        assert "исключить из состава группы наставника" in text
        assert "Основание: перевод." in text
        assert group.places.get(mentee=gone).is_live
    signed(working, draft)
    with working.as_curator():
        place = group.places.get(mentee=gone)
        assert (place.is_live, place.left_reason) == (False, "Перевод")
        group.refresh_from_db()
        gone.refresh_from_db()
        change.refresh_from_db()
        assert (group.state, gone.state, change.state) == (
            PairState.ACTIVE,
            EntryState.SELECTED,
            ChangeState.DONE,
        )
        last = group.places.get(is_live=True).mentee
        with pytest.raises(DomainError, match="последний наставляемый"):
            domain.ask_leaving(group, last, on=today(working.org), reason="Болезнь", actor=None)


def test_somebody_joins_and_their_place_is_held_till_the_order(working):
    with working.as_curator() as user:
        _, pair = group_and_pair(working)
        type(pair.mentor).objects.filter(pk=pair.mentor_id).update(capacity=2)
        entry = factories.mentee(working.programme, project=pair.project, state=EntryState.SELECTED)
        other = factories.mentee(working.programme, project=pair.project, state=EntryState.SELECTED)
        sign_all_consents(working.programme)
        change = domain.ask_joining(pair, entry, on=today(working.org), reason="Общий проект", actor=user)
        assert busy_places([pair.mentor_id])[pair.mentor_id] == 2
        assert entry not in mentees_waiting(working.programme)
        with pytest.raises(DomainError, match="свободных мест не хватает"):
            domain.ask_joining(pair, other, on=today(working.org), reason="Тоже", actor=user)
        draft = order_of(change)
    signed(working, draft)
    with working.as_curator():
        assert pair.places.get(mentee=entry).is_live
        entry.refresh_from_db()
        assert entry.state == EntryState.PAIRED


def test_a_replaced_mentor_hands_the_mentees_on(working):
    heard = []

    def hear(sender, fact, **_):
        if fact.kind == "pair_mentor_replaced":
            heard.append(fact)

    facts.happened.connect(hear)
    with working.as_curator() as user:
        group, _ = group_and_pair(working)
        mentees = set(group.places.values_list("mentee_id", flat=True))
        new = newcomer(working)
        change = domain.replace_mentor(group, new, on=today(working.org), reason="Увольнение", actor=user)
        assert "вместо наставника" in text_of(order_of(change))
        draft = order_of(change)
    signed(working, draft)
    facts.happened.disconnect(hear)
    with working.as_curator():
        group.refresh_from_db()
        made = Pair.objects.get(replaces=group)
        assert (group.state, group.end_reason) == (PairState.TERMINATED, "Увольнение")
        assert (made.state, made.mentor_id, made.order_number) == (
            PairState.ACTIVE,
            new.pk,
            Document.objects.get(pk=draft.pk).number,
        )
        assert set(made.places.values_list("mentee_id", flat=True)) == mentees
        assert [(fact.subject.pk, fact.data["former"]) for fact in heard] == [(made.pk, group.pk)]
        for entry in (group.mentor, *(place.mentee for place in made.places.all())):
            entry.refresh_from_db()
        assert group.mentor.state == EntryState.SELECTED
        assert {place.mentee.state for place in made.places.all()} == {EntryState.PAIRED}
        with pytest.raises(DomainError, match="продолжена с другим наставником"):
            reopen_pair(group, actor=None, reason="ошибка")


def test_an_early_end_waits_for_its_day_after_the_signing(working, monkeypatch):
    with working.as_curator() as user:
        _, pair = group_and_pair(working)
        day = today(working.org)
        later = day + dt.timedelta(days=5)
        change = domain.ask_termination(pair, on=later, reason="Отчисление", actor=user)
        draft = order_of(change)
        assert draft.title == "О досрочном прекращении наставничества"
    signed(working, draft)
    with working.as_curator():
        change.refresh_from_db()
        pair.refresh_from_db()
        assert (change.state, pair.state) == (ChangeState.ORDERED, PairState.ACTIVE)
        assert domain.enact_due(working.org) == (0, [])
        monkeypatch.setattr(domain, "today", lambda organization: later)
        assert domain.enact_due(working.org) == (1, [])
        assert domain.enact_due(working.org) == (0, [])
        pair.refresh_from_db()
        assert (pair.state, pair.ended_on) == (PairState.TERMINATED, later)


def test_the_gates_are_asked_when_it_is_asked_and_when_it_is_signed(working):
    with working.as_curator() as user:
        group, _ = group_and_pair(working)
        unsigned = factories.mentor(working.programme, capacity=3)
        with pytest.raises(DomainError, match="согласие на обработку"):
            domain.replace_mentor(group, unsigned, on=today(working.org), reason="Отпуск", actor=user)
        new = newcomer(working)
        change = domain.replace_mentor(group, new, on=today(working.org), reason="Отпуск", actor=user)
        draft = order_of(change)
        Consent.objects.filter(person=new.person).delete()
    register(working, draft)
    with pytest.raises(DomainError, match="согласие на обработку"):
        sign(working, draft)
    with working.as_curator():
        change.refresh_from_db()
        group.refresh_from_db()
        draft.refresh_from_db()
        assert (change.state, group.state, draft.state) == (
            ChangeState.WAITING,
            PairState.ACTIVE,
            DocumentState.REGISTERED,
        )
        assert not Pair.objects.filter(replaces=group).exists()


def test_several_changes_go_into_one_order_and_a_cancelled_draft_gives_them_back(working):
    with working.as_curator() as user:
        group, pair = group_and_pair(working)
        first = domain.ask_leaving(
            group, group.places.first().mentee, on=today(working.org), reason="Перевод", actor=user
        )
        second = domain.ask_termination(pair, on=today(working.org), reason="Отчисление", actor=user)
        with pytest.raises(DomainError, match="уже ждёт приказа"):
            domain.ask_termination(pair, on=today(working.org), reason="Ещё раз", actor=user)
        with pytest.raises(DomainError, match="в проекте приказа"):
            domain.cancel_change(second, reason="передумали", actor=user)
        order = create_changes_order(working.programme, free_changes(working.programme), actor=user)
        assert set(PairChange.objects.values_list("order_document", flat=True)) == {order.pk}
        states = Document.objects.filter(kind="order_pair_changes").values_list("state", flat=True)
        assert sorted(states) == [DocumentState.CANCELLED, DocumentState.CANCELLED, DocumentState.DRAFT]
        again = create_changes_order(working.programme, free_changes(working.programme), actor=user)
        assert again.pk == order.pk
        cancel_document(order, actor=user, reason="ошибка")
        for change in (first, second):
            change.refresh_from_db()
            assert change.order_document is None
            domain.cancel_change(change, reason="передумали", actor=user)
        assert free_changes(working.programme) == []
