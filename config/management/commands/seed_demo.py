"""`seed_demo [--stage …]`: the demo college at a moment of its year; `--scale college|region`: large invented ones."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.demo.house import description
from config.demo.logins import told
from config.demo.stages import STAGES, build
from config.scale import institutions as scale
from core.models import Organization


class Command(BaseCommand):
    help = "Наполняет портал вымышленным колледжем, большим колледжем или регионом. Существующее не трогает."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stage", choices=list(STAGES), default="work")
        parser.add_argument(
            "--scale",
            choices=["college", "region"],
            help="большие данные: колледж (3000 человек, 5 лет) или регион (400 организаций, 300 тыс. участников)",
        )
        parser.add_argument("--institutions", type=int, help="сколько организаций в регионе")
        parser.add_argument("--people", type=int, help="сколько участников всего")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["scale"]:
            self._fill(options)
            return
        given = description()
        if Organization.objects.filter(code=given["organization"]["code"]).exists():
            raise CommandError("Демонстрационный колледж уже есть.")
        build(options["stage"])
        self.stdout.write(told(given))

    def _fill(self, options: dict[str, Any]) -> None:
        is_region = options["scale"] == "region"
        code = scale.REGION if is_region else scale.COLLEGE
        if Organization.objects.filter(code=code).exists():
            raise CommandError("Эти данные уже есть.")
        for name in ("institutions", "people"):
            if options[name] is not None and options[name] < 1:
                raise CommandError(f"--{name}: нужно целое число от 1.")
        began = time.perf_counter()
        given = {"people": options["people"]} if options["people"] else {}
        if is_region:
            if options["institutions"]:
                given["institutions"] = options["institutions"]
            scale.build_region(self._tell, **given)
        else:
            scale.build_college(self._tell, **given)
        login = "region@scale.example" if is_region else "curator@scale.example, director@scale.example"
        self.stdout.write(
            f"Готово за {time.perf_counter() - began:.0f} с. Вход: {login}, пароль как в примере."
        )

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
