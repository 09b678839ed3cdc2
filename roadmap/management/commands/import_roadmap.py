"""`import_roadmap FILE [--program CODE] [--dry-run] [--json]`: a plan from a file, to look at or into the roadmap."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django_scopes import scopes_disabled

from core.context import inside
from core.errors import DomainError
from mentorship.models import Programme
from roadmap.deadlines import Period, parse_column
from roadmap.domain.import_plans import apply_plans
from roadmap.domain.imports import apply_import, choose_plan, upload_plan
from roadmap.management.commands.parse_deadlines import as_json
from roadmap.models import Roadmap
from roadmap.reading import PlanDraft, read_plan


class Command(BaseCommand):
    help = (
        "Reads the plans of a file (DOCX, XLSX, ODS, CSV, TXT); writes them as roadmaps of a programme "
        "unless --dry-run is given."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--program", default="", help="code of the programme; without it the plan is only read"
        )
        parser.add_argument(
            "--plan", type=int, default=0, help="only this plan of the file, from 1; all of them without it"
        )
        parser.add_argument(
            "--replace", action="store_true", help="put the programme's roadmap into the archive"
        )
        parser.add_argument("--dry-run", action="store_true", help="only read, write nothing")
        parser.add_argument("--json", action="store_true", help="print stages and activities as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"{path}: no such file")
        only_read = options["dry_run"] or not options["program"]
        if only_read and not options["dry_run"]:
            self.stderr.write("no --program CODE: the plan is only read, nothing is written")
        try:
            drafts = read_plan(path.read_bytes(), path.name)
            roadmaps = [] if only_read else self._write(path, options)
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(
            json.dumps(as_plans(drafts), ensure_ascii=False, indent=1) if options["json"] else told(drafts)
        )
        for roadmap in [] if options["json"] else roadmaps:
            self.stdout.write(f"Записана дорожная карта {roadmap.pk}: {roadmap.title}")

    def _write(self, path: Path, options: dict[str, Any]) -> list[Roadmap]:
        with scopes_disabled():
            found = list(Programme.objects.filter(code=options["program"]).select_related("organization")[:2])
        if len(found) != 1:
            problem = "no programme" if not found else "more than one programme"
            raise CommandError(f"{problem} with the code {options['program']}")
        with inside(found[0].organization), transaction.atomic():
            plan_import = upload_plan(found[0], path.read_bytes(), path.name, actor=None)
            if options["plan"] or len(plan_import.plans) == 1:
                choose_plan(plan_import, max(options["plan"], 1) - 1)
                return [apply_import(plan_import, actor=None, replace=options["replace"])]
            return apply_plans(plan_import, actor=None, replace=options["replace"])


def as_plans(drafts: list[PlanDraft]) -> dict[str, Any]:
    """Everything that was found. `activities` are the rows of all plans in order, `plans` the same plan by plan."""
    plans = [as_plan(draft) for draft in drafts]
    return {
        "plans": plans,
        "stages": [stage for plan in plans for stage in plan["stages"]],
        "activities": [activity for plan in plans for activity in plan["activities"]],
    }


def as_plan(draft: PlanDraft) -> dict[str, Any]:
    period = Period(draft.period.start, draft.period.end)
    readings = parse_column([row.effective("deadline") for row in draft.rows], period)
    return {
        "title": draft.title,
        "period_start": period.start.isoformat() if period.start else "",
        "period_end": period.end.isoformat() if period.end else "",
        "columns": [{"heading": heading, "meaning": meaning} for heading, meaning in draft.columns],
        "doubts": list(draft.doubts),
        "stages": [{"title": title, "task": draft.tasks.get(title, "")} for title in draft.stages],
        "activities": [
            {
                "stage": row.stage,
                "number": row.number,
                "activity": row.text,
                "deadline": row.deadline,
                "responsible": row.responsible,
                "result": row.result,
                "inherited": row.inherited,
                "parsed": as_json(reading),
                "doubts": list(row.doubts),
                "source_row": row.source_row,
            }
            for row, reading in zip(draft.rows, readings, strict=True)
        ],
    }


def told(drafts: list[PlanDraft]) -> str:
    lines = []
    for draft in drafts:
        start, end = draft.period.start, draft.period.end
        lines.append(
            f"{draft.title} ({start or '?'} – {end or '?'}): этапов {len(draft.stages)}, строк {len(draft.rows)}"
        )
    return "\n".join(lines)
