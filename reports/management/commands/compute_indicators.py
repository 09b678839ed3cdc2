"""`compute_indicators --program CODE [--date D] [--json]`: every indicator of a programme as of a day."""

import datetime as dt
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scopes_disabled

from core.clock import today
from core.context import inside
from mentorship.models import Programme
from reports.indicator_enums import Unit
from reports.selectors.indicator_json import indicators_as_json

#: Hours are kept as minutes of sixty: no fraction for a reader.
FRACTIONS = {Unit.PERCENT, Unit.SCORE}


class Command(BaseCommand):
    help = (
        "Counts the indicators of a programme as of a day, by the rules of the methodology; writes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--program", required=True, help="code of the programme")
        parser.add_argument(
            "--organization", default="", help="code of the institution, where several use the code"
        )
        parser.add_argument("--date", default="", help="reporting date, YYYY-MM-DD; today without it")
        parser.add_argument("--json", action="store_true", help="print as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        with scopes_disabled():
            rows = Programme.objects.filter(code=options["program"]).select_related("organization")
            if options["organization"]:
                rows = rows.filter(organization__code=options["organization"])
            found = list(rows[:2])
        if len(found) != 1:
            problem = "no programme" if not found else "more than one programme"
            hint = ": name the institution by --organization" if found else ""
            raise CommandError(f"{problem} with the code {options['program']}{hint}")
        programme = found[0]
        try:
            on = dt.date.fromisoformat(options["date"]) if options["date"] else today(programme.organization)
        except ValueError as error:
            raise CommandError(f"{options['date']}: not a date, use YYYY-MM-DD") from error
        with inside(programme.organization):
            told = indicators_as_json(programme, on=on)
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        self.stdout.write(f"{told['title']}, {told['date']}, {told['year']}")
        for row in told["indicators"]:
            value = f"{row['value']} {row['unit']}" if row["value"] is not None else f"н/д: {row['missing']}"
            is_fraction = row["unit"] in FRACTIONS and row["denominator"] is not None
            parts = f" ({row['numerator']} из {row['denominator']})" if is_fraction else ""
            self.stdout.write(f"{row['key']}: {value}{parts}; план {row['plan'] or '—'}")
