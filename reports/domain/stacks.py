"""Scanned stacks: read by the codes on the sheets, laid out by hand where a code fails, confirmed by the curator."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import clock, uploads
from core.domain.files import read_file, store_file
from core.domain.jobs import start_job
from core.errors import DomainError
from core.models import Job, User
from core.pdf.codes import sheet_code
from core.pdf.scans import ScannedPage, cut_out
from core.russian import date_short
from mentorship.domain.consents import sign_consent
from mentorship.models import Consent, Programme
from mentorship.selectors.consents import UNSIGNED
from reports.enums import PLACEABLE, ScanOutcome
from reports.models import DocumentVersion, ScanPage, ScanStack
from reports.selectors.stacks import StackSheet, sheets_of

STACK_JOB = "documents.scan_stack"
STACK_PURPOSE = "scan_stack"
CONSENT_SCAN = "consent_scan"


def upload_stack(
    programme: Programme, *, data: bytes, name: str, signed_on: dt.date, original_place: str, actor: User
) -> tuple[ScanStack, Job | None]:
    """Keep a stack and start reading it. The same bytes again give the same stack, and no job once it is read.

    Raises DomainError for what is no PDF, is too big, or a day that has not come yet.
    """
    uploads.inspect(
        data, name, allowed=frozenset({uploads.FileKind.PDF}), max_bytes=settings.MAX_UPLOAD_BYTES
    )
    if signed_on > clock.today(programme.organization):
        raise DomainError("Дата подписи ещё не наступила.", field="signed_on", code="future")
    digest = hashlib.sha256(data).hexdigest()
    stack = ScanStack.objects.filter(programme=programme, sha256=digest).first()
    if stack is None:
        stack = _keep(programme, data, digest, signed_on, original_place, actor)
    if stack.read_at is not None:
        return stack, None
    job = start_job(
        STACK_JOB,
        organization=programme.organization,
        owner=actor,
        title="Разбор стопки сканов",
        params={"stack": stack.pk},
        key=f"stack:{stack.pk}",
    )
    ScanStack.objects.filter(pk=stack.pk).update(job=job)
    return stack, job


def _keep(
    programme: Programme, data: bytes, digest: str, signed_on: dt.date, original_place: str, actor: User
) -> ScanStack:
    try:
        with transaction.atomic():
            stored = store_file(
                data,
                name=f"Стопка {date_short(signed_on)}.pdf",
                content_type="application/pdf",
                purpose=STACK_PURPOSE,
                organization=programme.organization,
                created_by=actor,
            )
            return ScanStack.objects.create(
                organization=programme.organization,
                programme=programme,
                file=stored,
                sha256=digest,
                signed_on=signed_on,
                original_place=original_place.strip()[:200],
                created_by=actor,
            )
    except IntegrityError:
        # Uploaded by somebody else a moment earlier: theirs is the stack.
        return ScanStack.objects.get(programme=programme, sha256=digest)


def keep_page(stack: ScanStack, scanned: ScannedPage, *, actor: User | None) -> ScanPage:
    """Write what a page turned out to be; again after a crash it is the same row."""
    found = ScanPage.objects.filter(stack=stack, number=scanned.number).first()
    if found is not None:
        return found
    page = ScanPage(stack=stack, number=scanned.number, turn=scanned.turn, outcome=_outcome(stack, scanned))
    if page.outcome in {ScanOutcome.PLACED, ScanOutcome.REPEATED}:
        [code] = scanned.codes
        page.consent_id, page.page, page.pages = code.sheet.record, code.page, code.pages
    with transaction.atomic():
        if scanned.thumbnail:
            page.thumbnail = store_file(
                scanned.thumbnail,
                name=f"Страница {scanned.number}.jpg",
                content_type="image/jpeg",
                purpose=STACK_PURPOSE,
                organization=stack.organization,
                created_by=actor,
            )
        page.save()
    return page


def _outcome(stack: ScanStack, scanned: ScannedPage) -> ScanOutcome:
    if scanned.is_empty:
        return ScanOutcome.EMPTY
    if len(scanned.codes) != 1:
        return ScanOutcome.UNREADABLE
    [code] = scanned.codes
    if code.sheet.organization != stack.organization_id:
        return ScanOutcome.FOREIGN
    known = DocumentVersion.objects.filter(
        document__subject_id=code.sheet.record, sheet_code=sheet_code(code.sheet)
    )
    if not known.exists() or not Consent.objects.filter(pk=code.sheet.record).exists():
        return ScanOutcome.UNKNOWN
    taken = stack.pages.filter(outcome=ScanOutcome.PLACED, consent=code.sheet.record, page=code.page)
    return ScanOutcome.REPEATED if taken.exists() else ScanOutcome.PLACED


def finish_reading(stack: ScanStack) -> None:
    ScanStack.objects.filter(pk=stack.pk).update(read_at=timezone.now())


def place_page(page: ScanPage, consent: Consent, *, number: int, pages: int, turn: int = 0) -> ScanPage:
    """Lay a page out by hand. Raises DomainError for a page that needs no hand, and for a place that is taken."""
    if page.outcome not in PLACEABLE:
        raise DomainError("Эта страница уже разложена.", code="placed")
    if consent.state not in UNSIGNED:
        raise DomainError("Это согласие уже подписано или закрыто.", code="signed")
    if not 1 <= number <= pages:
        raise DomainError(f"В этом согласии страниц: {pages}.", field="number", code="number")
    page.outcome, page.consent, page.page, page.pages = ScanOutcome.PLACED, consent, number, pages
    page.turn, page.by_hand = turn, True
    try:
        with transaction.atomic():
            page.save()
    except IntegrityError as error:
        raise DomainError("Такая страница этого согласия в стопке уже есть.", code="taken") from error
    return page


@dataclass
class Confirmed:
    """How many consents are signed now; for the others, who and why."""

    signed: int = 0
    refused: list[str] = field(default_factory=list)


def confirm_stack(stack: ScanStack, *, days: Mapping[int, dt.date], actor: User) -> Confirmed:
    """Mark the whole consents of the stack as signed, each with its pages attached in order; again changes nothing.

    `days` corrects the day of signing by consent; consents that are signed already, or lack a page, stay as they are.
    """
    result = Confirmed()
    source = read_file(stack.file)
    for sheet in sheets_of(stack):
        if not sheet.may_sign:
            continue
        try:
            _sign(stack, sheet, source, days.get(sheet.consent.pk, stack.signed_on), actor)
            result.signed += 1
        except DomainError as error:
            result.refused.append(f"{sheet.consent.person.short_name}: {error.message}")
    return result


def _sign(stack: ScanStack, sheet: StackSheet, source: bytes, day: dt.date, actor: User) -> None:
    with transaction.atomic():
        consent = (
            Consent.objects.select_for_update(of=("self",))
            .select_related("person", "organization", "programme", "representative")
            .get(pk=sheet.consent.pk)
        )
        if consent.state not in UNSIGNED:
            raise DomainError("Согласие уже подписано или закрыто.", code="signed")
        scan = store_file(
            cut_out(source, [(page.number, page.turn) for page in sheet.pages]),
            name=f"Скан согласия {consent.person.full_name}.pdf",
            content_type="application/pdf",
            purpose=CONSENT_SCAN,
            organization=stack.organization,
            created_by=actor,
        )
        sign_consent(consent, signed_on=day, original_place=stack.original_place, actor=actor, scan=scan)
