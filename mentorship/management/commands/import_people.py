"""`import_people FILE --organization CODE --base mentors|mentees [--program CODE] [--dry-run] --json`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django_scopes import scope

from core.context import acting
from core.errors import DomainError
from core.models import Organization
from mentorship.domain.imports import apply_import, check_import, upload_people
from mentorship.enums import ImportBase, ProgrammeState
from mentorship.imports.results import Check
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
        organization = Organization.objects.filter(code=options["organization"]).first()
        if organization is None:
            raise CommandError(f"Нет организации с кодом «{options['organization']}».")
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"Файл не читается: {error.strerror}.") from error
        with scope(organization=organization), acting(None):
            programme = self._programme(organization, options["program"])
            try:
                check = self._run(programme, data, options)
            except DomainError as error:
                if options["json"]:
                    self.stdout.write(
                        json.dumps({"error": error.message, "code": error.code}, ensure_ascii=False)
                    )
                raise CommandError(error.message) from error
        self._print(check, options)

    def _programme(self, organization: Organization, code: str | None) -> Programme:
        rows = Programme.objects.filter(organization=organization)
        found = (
            rows.filter(code=code).first()
            if code
            else rows.filter(state=ProgrammeState.ACTIVE).first() or rows.first()
        )
        if found is None:
            raise CommandError("Нет такой программы." if code else "В организации ещё нет программы.")
        return found

    def _run(self, programme: Programme, data: bytes, options: dict[str, Any]) -> Check:
        base = ImportBase(options["base"])
        with transaction.atomic():
            made = upload_people(programme, data, options["file"].name, base=base, actor=None)
            check = check_import(made)
            if options["dry_run"]:
                path, storage = made.file.file.name, made.file.file.storage
                transaction.set_rollback(True)
                storage.delete(path)
            else:
                apply_import(made, only_good=options["only_good"], actor=None)
        return check

    def _print(self, check: Check, options: dict[str, Any]) -> None:
        if not options["json"]:
            for row in check.rows:
                issues = "; ".join(map(str, row.issues))
                self.stdout.write(
                    f"{row.sheet} {row.number}: {row.name} — {row.status_label} {issues}".rstrip()
                )
            self.stdout.write(", ".join(f"{status}: {count}" for status, count in check.counts.items()))
            return
        rows = [
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
            for row in check.rows
        ]
        answer = {
            "counts": check.counts,
            "warnings": check.warnings,
            "applied": not options["dry_run"],
            "rows": rows,
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))
