"""Orders that change or revoke earlier ones, told on both sides and to whoever checks the paper; the archive."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_scopes import scope

from core.clock import today
from core.errors import DomainError
from core.facts import happened
from core.workflow import TransitionRefused, move
from mentorship.domain import pair_changes
from mentorship.enums import PairState
from mentorship.models import Pair
from reports.domain.relations import enact_relations, file_away, relate, unrelate
from reports.enums import DOCUMENT_TRANSITIONS, DocumentState
from reports.life_enums import RelationKind
from reports.models import Document, DocumentRelation
from reports.selectors.documents import current_version, living_with_key
from reports.selectors.relations import relations_of
from tests.reports.test_orders import make_draft, register, sign


@pytest.fixture
def order(college):
    return sign(college, register(college, make_draft(college)))


def draft_after(college, key="second"):
    """Another order of the institution, as a draft."""
    with scope(organization=college.org):
        first = Document.objects.earliest("pk")
        made = Document.objects.create(
            organization=college.org,
            kind="order_pairs",
            key=key,
            subject_id=college.programme.pk,
            programme=college.programme,
            title="Об изменении приказа",
        )
        version = first.versions.order_by("-revision").first()
        version.pk, version.document, version.number, version.check_code = (
            None,
            made,
            "",
            "0" * 15 + key[0].encode().hex()[0],
        )
        version.revision, version.is_draft = 1, True
        version.save()
        made.revision, made.file = 1, first.file
        made.save()
        return made


def test_an_amending_order_of_pairs_names_the_order_it_changes(college, order, signed_in):
    with college.as_curator() as user:
        group = max(Pair.objects.all(), key=lambda pair: pair.places.count())
        change = pair_changes.ask_leaving(
            group, group.places.first().mentee, on=today(college.org), reason="Перевод", actor=user
        )
        draft = Document.objects.get(pk=change.order_document)
        assert [(one.label, one.is_done) for one in relations_of(draft, planned=True)] == [
            ("Изменяет", False)
        ]
        assert relations_of(order) == []
    amending = sign(college, register(college, draft))
    with scope(organization=college.org):
        order.refresh_from_db()
        code = current_version(order).check_code
        assert order.state == DocumentState.AMENDED
        assert relations_of(order)[0].other == amending
    curator = signed_in(college.curator)
    told = f"№\u00a0{amending.number}"
    assert told in curator.get(reverse("reports:document", args=[order.pk])).content.decode()
    assert (
        f"№\u00a0{order.number}"
        in curator.get(reverse("reports:document", args=[amending.pk])).content.decode()
    )
    public = curator.get(reverse("reports:check_document", args=[code])).content.decode()
    assert "действует с изменениями" in public
    assert told in public


def test_an_order_whose_pairs_work_is_not_revoked(college, order):
    draft = draft_after(college)
    with college.as_curator() as user, pytest.raises(DomainError, match="работают пары"):
        relate(draft, order, kind=RelationKind.REVOKES, actor=user)


def test_a_revoked_order_proves_nothing_and_frees_its_key(college, order):
    told = []
    hear = lambda sender, fact, **_: told.append(fact.kind)  # noqa: E731
    happened.connect(hear)
    draft = draft_after(college)
    with college.as_curator() as user:
        Pair.objects.update(state=PairState.TO_ORDER, order_date=None)
        relate(draft, order, kind=RelationKind.REVOKES, note="полностью", actor=user)
        draft.state = DocumentState.SIGNED
        enact_relations(draft, actor=user)
        order.refresh_from_db()
        assert order.state == DocumentState.REVOKED
        assert living_with_key(order.kind, order.key) is None
        with pytest.raises(TransitionRefused):
            move(order, to=DocumentState.SIGNED, transitions=DOCUMENT_TRANSITIONS, actor=user)
        with pytest.raises(DomainError, match="уже не действует"):
            enact_relations(draft, actor=user)


def test_relations_are_said_in_drafts_about_what_is_in_force(college, order):
    draft = draft_after(college)
    with college.as_curator() as user:
        with pytest.raises(DomainError, match="другой документ"):
            relate(draft, draft, kind=RelationKind.AMENDS, actor=user)
        with pytest.raises(DomainError, match="в черновике"):
            relate(order, draft, kind=RelationKind.AMENDS, actor=user)
        other = draft_after(college, key="third")
        with pytest.raises(DomainError, match="действующий"):
            relate(draft, other, kind=RelationKind.AMENDS, actor=user)
        relate(draft, order, kind=RelationKind.AMENDS, actor=user)
        again = relate(draft, order, kind=RelationKind.AMENDS, note="пункт 2", actor=user)
        assert DocumentRelation.objects.get().note == "пункт 2"
        unrelate(again, actor=user)
        assert not DocumentRelation.objects.exists()
        with pytest.raises(IntegrityError), transaction.atomic():
            DocumentRelation.objects.create(document=draft, target=draft, kind="amends")


def test_a_signed_order_goes_to_the_archive_once_and_stays_in_force(college, order, signed_in):
    curator, address = signed_in(college.curator), reverse("reports:document_archive", args=[order.pk])
    assert curator.post(address, {"case_index": "", "term": "постоянно"}).status_code == 422
    assert curator.post(address, {"case_index": "01-05", "term": "постоянно"}).status_code == 302
    with college.as_curator() as user:
        order.refresh_from_db()
        assert order.state == DocumentState.ARCHIVED
        assert order.archive_place.state_before == DocumentState.SIGNED
        code = current_version(order).check_code
        with pytest.raises(DomainError, match="один раз"):
            file_away(order, case_index="01-06", actor=user)
    assert "01-05" in curator.get(reverse("reports:document", args=[order.pk])).content.decode()
    assert "передан в архив" in curator.get(reverse("reports:check_document", args=[code])).content.decode()


def test_a_draft_is_not_archived(college):
    draft = make_draft(college)
    with college.as_curator() as user, pytest.raises(DomainError, match="подписанный или выпущенный"):
        file_away(draft, case_index="01-05", actor=user)
