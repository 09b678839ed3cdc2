"""Editing the draft of a report section by section. What was made into a document is not touched by it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import audit
from core.errors import DomainError
from core.models import User
from reports.models import ReportSection
from reports.report_enums import OwnText
from reports.selectors.books import BOOKS, edits_of, in_order, subject_of
from reports.selectors.spans import Span

MOST_TEXT = 20_000


def write_section(kind: str, span: Span, code: str, *, text: str, mode: str, actor: User) -> ReportSection:
    """Keep the curator's text of a section, beside the drafted one or instead of it; an empty text gives it back.

    Raises DomainError for a section that the report does not have and for a text beyond measure.
    """
    section = _drafted(kind, span, code)
    text = text.strip()
    if len(text) > MOST_TEXT:
        raise DomainError(f"Не больше {MOST_TEXT} знаков в разделе.", field="text", code="too_long")
    if not text:
        restored = restore_section(kind, span, code, actor=actor)
        return restored or _row(kind, span, code)
    return _write(kind, span, code, actor=actor, text=text, mode=OwnText(mode), drafted=section, author=actor)


def restore_section(kind: str, span: Span, code: str, *, actor: User) -> ReportSection | None:
    """«Вернуть составленное порталом»: the text goes, the place and whether it is kept stay."""
    if code not in edits_of(kind, span):
        return None
    return _write(kind, span, code, actor=actor, text="", drafted="", mode=OwnText.BESIDE)


def drop_section(kind: str, span: Span, code: str, *, is_dropped: bool, actor: User) -> ReportSection:
    """Leave a section out of the report, or take it back."""
    _drafted(kind, span, code)
    return _write(kind, span, code, actor=actor, is_dropped=is_dropped)


def move_section(kind: str, span: Span, code: str, *, up: bool, actor: User) -> None:
    """Change places with the neighbour; at the edge nothing happens. Annexes keep their order."""
    book = BOOKS[kind](span)
    order = [one.code for one in in_order(book.sections, edits_of(kind, span))]
    if code not in order:
        raise DomainError("Такого раздела в отчёте нет.", code="unknown_section")
    at = order.index(code)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(order):
        return
    order[at], order[other] = order[other], order[at]
    with transaction.atomic():
        for place, each in enumerate(order):
            _write(kind, span, each, actor=actor, quiet=True, place=place)
        audit.record("report_section.moved", subject=_row(kind, span, code), actor=actor)


def _drafted(kind: str, span: Span, code: str) -> str:
    """The fingerprint of the section as the portal drafts it now."""
    book = BOOKS[kind](span)
    found = next((one for one in [*book.sections, *book.annexes] if one.code == code), None)
    if found is None:
        raise DomainError("Такого раздела в отчёте нет.", code="unknown_section")
    return found.fingerprint


def _row(kind: str, span: Span, code: str) -> ReportSection:
    row, _ = ReportSection.objects.get_or_create(
        organization=span.programme.organization,
        kind=kind,
        subject_id=subject_of(kind, span),
        year=span.number,
        code=code,
        defaults={"programme": span.programme},
    )
    return row


def _write(
    kind: str, span: Span, code: str, *, actor: User, quiet: bool = False, **values: Any
) -> ReportSection:
    with transaction.atomic():
        row = ReportSection.objects.select_for_update().get(pk=_row(kind, span, code).pk)
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, values[name])
        if changed:
            row.save(update_fields=[*changed, "updated_at"])
            if not quiet:
                audit.record("report_section.changed", subject=row, actor=actor)
    return row
