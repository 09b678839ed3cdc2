"""What a signed document does to earlier ones, and how finished documents are put into the archive."""

from __future__ import annotations

from django.db import transaction

from core import audit, clock
from core.errors import DomainError
from core.models import User
from core.workflow import move
from mentorship.enums import WORKING_PAIR_STATES
from mentorship.models import Pair
from reports.enums import DOCUMENT_TRANSITIONS, EDITABLE, IN_FORCE, DocumentState
from reports.kinds import kind_of
from reports.life_enums import RelationKind
from reports.models import ArchivePlace, Document, DocumentRelation
from reports.permissions import PREPARE_DOCUMENTS

ARCHIVABLE = frozenset(
    {DocumentState.SIGNED, DocumentState.ISSUED, DocumentState.AMENDED, DocumentState.REVOKED}
)
#: Росархив, приказ от 20.12.2019 № 236: orders on the main activity are kept for ever.
FOR_EVER = "постоянно"


def relate(
    document: Document, target: Document, *, kind: str, actor: User | None, note: str = ""
) -> DocumentRelation:
    """Say in a draft what it changes or revokes; the same target said twice keeps the last word. DomainError."""
    if document.pk == target.pk or document.organization_id != target.organization_id:
        raise DomainError("Выберите другой документ этой организации.", field="target", code="foreign")
    if document.state not in EDITABLE:
        raise DomainError("Связи указывают в черновике.", code="not_editable")
    if target.state not in IN_FORCE or not kind_of(target.kind).signed_by_head:
        raise DomainError(
            f"Изменить или отменить можно действующий документ, а этот — «{target.get_state_display()}».",
            field="target",
            code="not_in_force",
        )
    if kind not in RelationKind.values:
        raise DomainError("Выберите, что делает документ.", field="kind", code="unknown")
    if kind == RelationKind.REVOKES:
        _check_revoking(target)
    made, _ = DocumentRelation.objects.update_or_create(
        document=document, target=target, defaults={"kind": kind, "note": note.strip()[:300], "author": actor}
    )
    audit.record(
        "document.related", subject=document, actor=actor, after={"kind": kind, "target": str(target)}
    )
    return made


def unrelate(relation: DocumentRelation, *, actor: User) -> None:
    if relation.document.state not in EDITABLE:
        raise DomainError("Связи меняют в черновике.", code="not_editable")
    audit.record(
        "document.unrelated", subject=relation.document, actor=actor, before={"target": str(relation.target)}
    )
    relation.delete()


def enact_relations(document: Document, *, actor: User | None) -> None:
    """When a document is signed, what it changes or revokes becomes so; within the transaction of the signing."""
    day = clock.today(document.organization)
    for relation in document.relations.select_related("target__organization", "target__programme"):
        target = Document.objects.select_for_update().get(pk=relation.target_id)
        target.organization = document.organization
        if target.state not in IN_FORCE:
            raise DomainError(
                f"«{target}» уже не действует: уберите его из связей этого документа.", code="not_in_force"
            )
        to = DocumentState.AMENDED
        if relation.kind == RelationKind.REVOKES:
            _check_revoking(target)
            to = DocumentState.REVOKED
        # Changed a second time, or lying in the archive: the state stays, the relation tells.
        if to in DOCUMENT_TRANSITIONS[target.state]:
            told = f"{relation.get_kind_display()}: {document}"
            move(
                target,
                to=to,
                transitions=DOCUMENT_TRANSITIONS,
                actor=actor,
                reason=told,
                set_fields={"remark": f"{document}"[:1000]} if to == DocumentState.REVOKED else {},
            )
        DocumentRelation.objects.filter(pk=relation.pk).update(in_force_on=document.date or day)


def _check_revoking(target: Document) -> None:
    """Pairs that work by an order are ended by an order of their own; without the order they would hang in the air."""
    if Pair.objects.filter(order_document=target.pk, state__in=WORKING_PAIR_STATES).exists():
        raise DomainError(
            "По этому приказу работают пары. Прекратите их приказом об изменении состава, "
            "тогда приказ о закреплении можно отменить.",
            field="target",
            code="pairs_work",
        )


def file_away(document: Document, *, case_index: str, actor: User, term: str = FOR_EVER) -> ArchivePlace:
    """Put a finished document into the archive: the file it lies in and how long it is kept. DomainError."""
    case_index = case_index.strip()
    if not case_index:
        raise DomainError("Укажите индекс дела по номенклатуре.", field="case_index", code="required")
    with transaction.atomic():
        locked = Document.objects.select_for_update().get(pk=document.pk)
        if locked.state not in ARCHIVABLE or ArchivePlace.objects.filter(document=locked).exists():
            raise DomainError(
                "В архив передают подписанный или выпущенный документ, один раз.", code="transition"
            )
        place = ArchivePlace.objects.create(
            document=document,
            case_index=case_index[:60],
            term=(term.strip() or FOR_EVER)[:120],
            filed_on=clock.today(document.organization),
            state_before=locked.state,
            author=actor,
        )
        # What another document has revoked stays «отменён» in every list; its place in the archive is told beside.
        if DocumentState.ARCHIVED in DOCUMENT_TRANSITIONS[locked.state]:
            move(
                document,
                to=DocumentState.ARCHIVED,
                transitions=DOCUMENT_TRANSITIONS,
                actor=actor,
                rule=PREPARE_DOCUMENTS,
                reason=f"дело {place.case_index}",
            )
        else:
            audit.record("document.filed", subject=document, actor=actor, after={"case": place.case_index})
    return place
