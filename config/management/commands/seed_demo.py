"""`seed_demo [--stage launch|bases|pairs|work|closing]`: the demo college at a moment of its year."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.demo.house import description
from config.demo.logins import told
from config.demo.stages import STAGES, build
from core.models import Organization


class Command(BaseCommand):
    help = "Наполняет портал вымышленным колледжем. Существующие организации не трогает."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stage", choices=list(STAGES), default="work")

    def handle(self, *args: Any, **options: Any) -> None:
        given = description()
        if Organization.objects.filter(code=given["organization"]["code"]).exists():
            raise CommandError("Демонстрационный колледж уже есть.")
        build(options["stage"])
        self.stdout.write(told(given))
