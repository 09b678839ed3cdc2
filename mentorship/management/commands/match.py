"""`match --program CODE [--organization CODE] [--dry-run] --json`: the best pairs of those who wait, with every why."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scopes_disabled

from core.context import acting, inside
from core.errors import DomainError
from mentorship.domain import matching as domain
from mentorship.matching import Assignment
from mentorship.models import Programme, Project
from mentorship.selectors.matching import Input, read_input


class Command(BaseCommand):
    help = "Подобрать пары программы; --dry-run ничего не записывает, без него остаётся черновик."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--program", required=True, metavar="CODE")
        parser.add_argument("--organization", metavar="CODE", help="если код программы есть у нескольких")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        try:
            programme = self._programme(options)
            with inside(programme.organization), acting(None):
                projects = list(programme.projects.select_related("form").order_by("pk"))
                given = read_input(programme, projects)
                found = domain.solve(given)
                told = _told(programme, projects, given, found)
                if not options["dry_run"]:
                    draft = domain.keep_draft(programme, projects, given, found, actor=None)
                    told["draft"] = draft.number
        except DomainError as error:
            if options["json"]:
                self.stdout.write(json.dumps({"error": error.message}, ensure_ascii=False))
            raise CommandError(error.message) from error
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self._print(told)

    def _programme(self, options: dict[str, Any]) -> Programme:
        with scopes_disabled():
            rows = Programme.objects.select_related("organization").filter(code=options["program"])
            if options["organization"]:
                rows = rows.filter(organization__code=options["organization"])
            found = list(rows[:2])
        if not found:
            raise DomainError(f"Нет программы с кодом «{options['program']}».", code="program")
        if len(found) > 1:
            raise DomainError(
                "Программа с таким кодом есть у нескольких организаций: назовите организацию.",
                code="organization",
            )
        return found[0]

    def _print(self, told: dict[str, Any]) -> None:
        for pair in told["pairs"]:
            self.stdout.write(f"{pair['mentor']['name']} — {pair['mentee']['name']}: {pair['score']}")
            for reason in pair["reasons"]:
                self.stdout.write(f"    {reason['text']} ({reason['points']:+d})")
        for one in told["unmatched"]:
            self.stdout.write(f"Без пары: {one['name']} — {one['rule']}. {one['cure']}")
        bound = told["bound"]
        self.stdout.write(
            f"Подобрано {told['placed']} (больше {bound['placed']} нельзя), баллов {told['score']} "
            f"(больше {bound['score']} нельзя)."
        )


def _told(programme: Programme, projects: list[Project], given: Input, found: Assignment) -> dict[str, Any]:
    mentors = {one.id: one.name for one in given.mentors}
    mentees = {one.id: one.name for one in given.mentees}
    forms = {project.pk: project.form.title for project in projects}
    return {
        "program": programme.code,
        "waiting": len(given.mentees),
        "placed": found.placed,
        "score": found.score,
        "bound": {
            "placed": found.bound.placed,
            "score": found.bound.score,
            "proved": found.bound.proved,
        },
        "pairs": [
            {
                "mentor": {"id": match.mentor, "name": mentors[match.mentor]},
                "mentee": {"id": match.mentee, "name": mentees[match.mentee]},
                "form": forms.get(match.project or 0, ""),
                "score": match.score,
                "reasons": [reason.as_dict() for reason in match.reasons],
            }
            for match in found.matches
        ],
        "unmatched": [
            {
                "id": one.id,
                "name": one.name,
                "form": forms.get(one.project or 0, ""),
                "rule": one.why,
                "cure": one.cure,
            }
            for one in found.unmatched_mentees
        ],
        "idle_mentors": [
            {"id": one.id, "name": one.name, "rule": one.why} for one in found.unmatched_mentors
        ],
        "rules": dict(found.refusals),
    }
