"""The life of a document: made, changed while it is a draft, sent, registered, given back, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from core import clock
from core.access import Rule
from core.domain.files import discard
from core.errors import DomainError
from core.models import Organization, User
from core.names import UnknownGenderError
from core.workflow import move, move_all
from reports.citations import cite
from reports.domain.acting_heads import check_may_act_as_head
from reports.domain.drawing import Drawn, draw, keep, keep_first
from reports.domain.numbers import take_number
from reports.domain.reserved import use_number
from reports.domain.signatories import check_signatory
from reports.domain.visas import drop_visas
from reports.enums import DOCUMENT_TRANSITIONS, EDITABLE, DocumentState
from reports.kinds import AllConsequence, Built, DocumentKind, Source, kind_of
from reports.models import Document, DocumentSubject
from reports.permissions import PREPARE_DOCUMENTS, REGISTER_DOCUMENTS, SIGN_DOCUMENTS
from reports.rendering import Requisites
from reports.selectors.approval import needs_approval
from reports.selectors.documents import living_with_key
from reports.snapshot import freeze


def build(kind: DocumentKind, subject: models.Model, *, organization: Organization, **options: Any) -> Built:
    """The content of a document from the records as they are today. Raises DomainError in words for a curator."""
    return build_from(kind, Source(subject, organization, clock.today(organization), options))


def build_from(kind: DocumentKind, source: Source) -> Built:
    """The content of a document; whatever keeps it from being made is a DomainError in words for a curator."""
    for act in kind.cites:
        cite(act, source.today, cure="Бланк нужно обновить: сообщите администратору портала.")
    try:
        return kind.build(source)
    except UnknownGenderError as error:
        raise DomainError(str(error), code="gender") from error


def create_document(
    kind_code: str,
    subject: models.Model,
    *,
    organization: Organization,
    key: str,
    actor: User | None,
    options: dict[str, Any] | None = None,
) -> Document:
    """Make a document with its first version, or return the living one of the same key, brought up to date.

    What the head signs begins as a draft; other kinds are issued at once. Two presses make one document.
    Raises DomainError.
    """
    found = living_with_key(kind_code, key)
    prepared = prepare_document(
        kind_code, subject, organization=organization, key=key, actor=actor, options=options, found=found
    )
    return keep_document(prepared, actor=actor)


@dataclass(frozen=True)
class Prepared:
    """A document built, and drawn where its text needs nothing that only the database gives; nothing is written."""

    document: Document
    kind: DocumentKind
    built: Built
    drawn: Drawn | None
    is_new: bool


def prepare_document(
    kind_code: str,
    subject: models.Model,
    *,
    organization: Organization,
    key: str,
    actor: User | None,
    options: dict[str, Any] | None = None,
    found: Document | None,
) -> Prepared:
    """All of `create_document` that needs no transaction: a page takes longer to draw than all its rows to write.

    `found` is the living document of the same kind and key, if any. Raises DomainError.
    """
    kind = kind_of(kind_code)
    built = build(kind, subject, organization=organization, **(options or {}))
    if found is not None:
        return Prepared(found, kind, built, None, is_new=False)
    document = Document(
        organization=organization,
        kind=kind.code,
        key=key,
        subject_id=subject.pk,
        options=options or {},
        programme=built.programme,
        title=built.content.title[:300],
        summary=built.summary[:300],
        author=actor,
    )
    # The address of its page is printed on what the head signs, so that is drawn once the row has its number.
    later = kind.signed_by_head or kind.numbered_at_issue
    drawn = None if later else draw(document, kind, freeze(built.content), Requisites())
    return Prepared(document, kind, built, drawn, is_new=True)


def keep_document(prepared: Prepared, *, actor: User | None) -> Document:
    """Write a prepared document; if somebody made the same one a moment earlier, theirs is the document."""
    document, kind, built = prepared.document, prepared.kind, prepared.built
    if not prepared.is_new:
        return refresh_document(document, built=built, actor=actor)
    try:
        with transaction.atomic():
            drawn = prepared.drawn
            if drawn is None:
                document.save()
                requisites = (
                    _numbered(document, kind) if kind.numbered_at_issue else Requisites(is_draft=True)
                )
                drawn = draw(document, kind, freeze(built.content), requisites)
            keep(document, drawn, actor=actor)
            _add_subjects(document, built)
            if not kind.signed_by_head:
                issue_document(document, actor=actor)
    except IntegrityError:
        if document.file is not None:
            discard([document.file])
        earlier = living_with_key(kind.code, document.key)
        if earlier is None:
            raise
        return earlier
    return document


def keep_new_documents(prepared: Sequence[Prepared], *, actor: User | None) -> list[Document]:
    """`keep_document` for new documents of one institution that are drawn and issued at once, in few statements.

    All or none. Raises IntegrityError when somebody made one of them a moment earlier, DomainError when one of them
    may not be issued.
    """
    if not prepared:
        return []
    drawn = [(each.document, each.drawn) for each in prepared if each.drawn is not None]
    documents = [document for document, _ in drawn]
    try:
        with transaction.atomic():
            keep_first(drawn, actor=actor)
            DocumentSubject.objects.bulk_create(
                row for each in prepared for row in _subject_rows(each.document, each.built)
            )
            day = clock.today(documents[0].organization)
            move_all(
                documents,
                to=DocumentState.ISSUED,
                transitions=DOCUMENT_TRANSITIONS,
                actor=actor,
                set_fields={"date": day},
            )
            _follow(documents, actor)
    except Exception:
        discard(document.file for document in documents if document.file is not None)
        raise
    return documents


def _follow(documents: Sequence[Document], actor: User | None) -> None:
    """What follows of the issue of documents made together."""
    together: dict[AllConsequence, list[Document]] = {}
    for document in documents:
        kind = kind_of(document.kind)
        if kind.on_all_issued is not None:
            together.setdefault(kind.on_all_issued, []).append(document)
        elif kind.on_issued is not None:
            kind.on_issued(document, actor)
    for consequence, some in together.items():
        consequence(some, actor)


def refresh_document(document: Document, *, built: Built, actor: User | None, reason: str = "") -> Document:
    """Draw a new version if the records have changed since the last; a signed or registered text never changes."""
    kind = kind_of(document.kind)
    last = document.versions.order_by("-revision").first()
    if last is None:
        raise DomainError("У документа нет ни одной версии.", code="no_version")
    snapshot = freeze(built.content)
    has_code = bool(last.sheet_code) or not kind.scanned_back
    if last.snapshot == snapshot and last.wording == kind.wording and has_code:
        return document
    if document.state not in EDITABLE | {DocumentState.ISSUED}:
        raise DomainError(
            f"Документ в состоянии «{document.get_state_display()}» менять нельзя: верните или отмените его.",
            code="not_editable",
        )
    if kind.check_change is not None:
        kind.check_change(document)
    requisites = Requisites(number=last.number, date=last.date, is_draft=last.is_draft)
    drawn = draw(document, kind, snapshot, requisites)
    with transaction.atomic():
        locked = Document.objects.select_for_update().get(pk=document.pk)
        if locked.state != document.state or locked.revision != document.revision:
            raise DomainError("Документ только что изменили. Откройте его снова.", code="changed")
        document.title, document.summary = built.content.title[:300], built.summary[:300]
        _set_subjects(document, built)
        keep(document, drawn, actor=actor, reason=reason or "данные изменились")
    return document


def renew_document(document: Document, *, actor: User | None) -> Document:
    """Build the document again from today's records, with the subject and options it was made with."""
    kind = kind_of(document.kind)
    try:
        subject = kind.find(document.subject_id)
    except ObjectDoesNotExist as error:
        raise DomainError("Того, о чём этот документ, больше нет.", code="no_subject") from error
    built = build(kind, subject, organization=document.organization, **document.options)
    return refresh_document(document, built=built, actor=actor)


def issue_document(document: Document, *, actor: User | None) -> Document:
    """Finish a document that the head does not sign."""
    kind = kind_of(document.kind)
    with transaction.atomic():
        move(
            document,
            to=DocumentState.ISSUED,
            transitions=DOCUMENT_TRANSITIONS,
            actor=actor,
            set_fields={"date": clock.today(document.organization)},
        )
        if kind.on_issued is not None:
            kind.on_issued(document, actor)
    return document


def send_to_sign(document: Document, *, actor: User) -> Document:
    """Give a draft to the head. Raises DomainError for a kind that the head does not sign."""
    if not kind_of(document.kind).signed_by_head:
        raise DomainError("Документы этого вида руководитель не подписывает.", code="not_signed")
    if document.state == DocumentState.APPROVING:
        raise DomainError("Документ на согласовании: на подпись он уйдёт с последней визой.", code="visas")
    if needs_approval(document):
        raise DomainError("Сначала согласование: этот текст ещё не прошёл свой маршрут виз.", code="visas")
    return move(
        document,
        to=DocumentState.TO_SIGN,
        transitions=DOCUMENT_TRANSITIONS,
        actor=actor,
        rule=PREPARE_DOCUMENTS,
        set_fields={"sent_at": timezone.now(), "remark": ""},
    )


def return_document(document: Document, *, actor: User, remark: str) -> Document:
    """Give the document back to the curator with a remark. Raises DomainError without one."""
    remark = remark.strip()
    if not remark:
        raise DomainError("Напишите, что исправить.", field="remark", code="required")
    check_may_act_as_head(document.organization)
    return move(
        document,
        to=DocumentState.RETURNED,
        transitions=DOCUMENT_TRANSITIONS,
        actor=actor,
        rule=SIGN_DOCUMENTS,
        reason=remark,
        set_fields={"remark": remark, "sent_at": None},
    )


def register_document(document: Document, *, actor: User, reserved: int | None = None) -> Document:
    """Give the document its number and date and draw the text that will be signed, without «ПРОЕКТ».

    `reserved` is a number taken ahead (its id) instead of the next one. Raises DomainError when the text names a
    signatory who is not the head on this day. All in one transaction: if the drawing fails, the number is free again.
    """
    kind = kind_of(document.kind)
    check_may_act_as_head(document.organization)
    with transaction.atomic():
        locked = Document.objects.select_for_update().get(pk=document.pk)
        last = locked.versions.order_by("-revision").first()
        if last is None or not kind.series:
            raise DomainError("Этот документ не регистрируется.", code="not_registered")
        day = clock.today(document.organization)
        _check_move(locked, DocumentState.REGISTERED)
        check_signatory(document.organization, last.snapshot, on=day)
        if reserved is not None:
            number = use_number(document, reserved, series=kind.series, year=day.year, actor=actor)
        else:
            number = take_number(
                document.organization, series=kind.series, year=day.year, pattern=kind.number_pattern
            )
        move(
            document,
            to=DocumentState.REGISTERED,
            transitions=DOCUMENT_TRANSITIONS,
            actor=actor,
            rule=REGISTER_DOCUMENTS,
            set_fields={
                "number": number.text,
                "number_series": number.series,
                "number_year": number.year,
                "number_place": number.place,
                "date": day,
            },
        )
        requisites = Requisites(number=number.text, date=day)
        drawn = draw(document, kind, last.snapshot, requisites, wording=last.wording)
        keep(document, drawn, actor=actor, reason="регистрация")
    return document


def cancel_document(document: Document, *, actor: User, reason: str) -> Document:
    """Cancel a document that is not signed; a number once given stays in the register as void, with the reason."""
    reason = reason.strip()
    if not reason:
        raise DomainError("Укажите причину отмены.", field="reason", code="required")
    # What the institution has already numbered only its head cancels; a draft, whoever prepares documents.
    rule: Rule = SIGN_DOCUMENTS if document.state == DocumentState.REGISTERED else PREPARE_DOCUMENTS
    kind = kind_of(document.kind)
    check_may_act_as_head(document.organization)
    with transaction.atomic():
        drop_visas(document, actor=actor)
        move(
            document,
            to=DocumentState.CANCELLED,
            transitions=DOCUMENT_TRANSITIONS,
            actor=actor,
            rule=rule,
            reason=reason,
            set_fields={"remark": reason},
        )
        if kind.on_cancelled is not None:
            kind.on_cancelled(document, actor)
    return document


def _numbered(document: Document, kind: DocumentKind) -> Requisites:
    """The next number of the kind's own register, set on the document; within the transaction that makes it."""
    day = clock.today(document.organization)
    number = take_number(
        document.organization, series=kind.series, year=day.year, pattern=kind.number_pattern
    )
    document.number, document.date = number.text, day
    document.number_series, document.number_year, document.number_place = (
        number.series,
        number.year,
        number.place,
    )
    return Requisites(number=number.text, date=day)


def _check_move(document: Document, to: str) -> None:
    """Refuse before the counter is touched; `move` checks again under the same lock."""
    if to not in DOCUMENT_TRANSITIONS[document.state]:
        raise DomainError(f"Документ уже в состоянии «{document.get_state_display()}».", code="transition")


def _set_subjects(document: Document, built: Built) -> None:
    if built.subjects:
        document.subjects.all().delete()
        _add_subjects(document, built)


def _add_subjects(document: Document, built: Built) -> None:
    DocumentSubject.objects.bulk_create(_subject_rows(document, built))


def _subject_rows(document: Document, built: Built) -> list[DocumentSubject]:
    labels = {(each._meta.label_lower, each.pk) for each in built.subjects}
    return [DocumentSubject(document=document, model=model, object_id=pk) for model, pk in sorted(labels)]
