"""`import_people FILE --organization CODE --base mentors|mentees [--program CODE] [--dry-run] --json`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.context import acting, inside
from core.errors import DomainError
from core.models import Organization
from mentorship.domain.imports import apply_import, check_import, upload_people
from mentorship.enums import ImportBase, ProgrammeState
from mentorship.imports.results import STATUS_LABELS, ImportRow
from mentorship.models import Programme


class Command(BaseCommand):
    help = "Внести список людей в базу наставляемых или наставников; --dry-run только проверяет."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organization", required=True, metavar="CODE")
        parser.add_argument("--base", required=True, choices=["mentors", "mentees", "sheets"])
        parser.add_argument("--program", metavar="CODE", help="код программы; иначе идущая или новейшая")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--only-good", action="store_true", help="внести строки без ошибок")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        rows: list[ImportRow] = []
        try:
            organization = Organization.objects.filter(code=options["organization"]).first()
            if organization is None:
                raise DomainError(
                    f"Нет организации с кодом «{options['organization']}».", code="organization"
                )
            try:
                data = options["file"].read_bytes()
            except OSError as error:
                raise DomainError(f"Файл не читается: {error.strerror}.", code="file") from error
            with inside(organization), acting(None):
                programme = self._programme(organization, options["program"])
                warnings = self._run(programme, data, options, rows)
        except DomainError as error:
            if options["json"]:
                told = {"error": error.message, "code": error.code} | (
                    _told(rows, applied=False) if rows else {}
                )
                self._say(told)
            raise CommandError(error.message) from error
        if options["json"]:
            self._say({"warnings": warnings} | _told(rows, applied=not options["dry_run"]))
        else:
            self._print(rows, warnings)

    def _programme(self, organization: Organization, code: str | None) -> Programme:
        rows = Programme.objects.filter(organization=organization)
        found = (
            rows.filter(code=code).first()
            if code
            else rows.filter(state=ProgrammeState.ACTIVE).first() or rows.first()
        )
        if found is None:
            message = "Нет такой программы." if code else "В организации ещё нет программы."
            raise DomainError(message, code="program")
        return found

    def _run(
        self, programme: Programme, data: bytes, options: dict[str, Any], rows: list[ImportRow]
    ) -> list[str]:
        """Fill `rows` with what every row does or would do; a refused list leaves nothing behind."""
        base = ImportBase(options["base"])
        path, storage = "", None
        try:
            with transaction.atomic():
                made = upload_people(programme, data, options["file"].name, base=base, actor=None)
                path, storage = str(made.file.file.name), made.file.file.storage
                if options["dry_run"]:
                    check = check_import(made)
                    rows += check.rows
                    raise _Dry(check.warnings)
                apply_import(made, only_good=options["only_good"], actor=None, on_batch=rows.extend)
                return list(made.warnings)
        except _Dry as dry:
            storage.delete(path)  # type: ignore[union-attr]
            return dry.warnings
        except DomainError:
            if storage is not None:
                storage.delete(path)
            raise

    def _say(self, told: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(told, ensure_ascii=False, default=str))

    def _print(self, rows: list[ImportRow], warnings: list[str]) -> None:
        for warning in warnings:
            self.stdout.write(warning)
        for row in rows:
            issues = "; ".join(map(str, row.issues))
            self.stdout.write(f"{row.sheet} {row.number}: {row.name} — {row.status_label} {issues}".rstrip())
        self.stdout.write(", ".join(f"{status}: {count}" for status, count in _counts(rows).items()))


class _Dry(Exception):
    """Rolls a dry run back."""

    def __init__(self, warnings: list[str]) -> None:
        super().__init__()
        self.warnings = warnings


def _counts(rows: list[ImportRow]) -> dict[str, int]:
    found = Counter(str(row.status) for row in rows)
    return {status: found[status] for status in STATUS_LABELS}


def _told(rows: list[ImportRow], *, applied: bool) -> dict[str, Any]:
    return {
        "counts": _counts(rows),
        "applied": applied,
        "rows": [
            {
                "sheet": row.sheet,
                "row": row.number,
                "base": row.base,
                "name": row.name,
                "status": row.status,
                "changes": [
                    {"field": change.label, "before": change.before, "after": change.after}
                    for change in row.changes
                ],
                "errors": [{"cell": issue.cell, "text": issue.text} for issue in row.issues],
                "notes": row.notes,
            }
            for row in rows
        ],
    }
