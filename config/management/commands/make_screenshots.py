"""`make_screenshots --url http://localhost:8000`: takes the README's pictures from a running demo portal.

Needs the development lock (`./portal test` installs it) and Debian's chromium.
"""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django_scopes import scopes_disabled

from config.demo.house import description
from surveys.domain.links import link_of
from surveys.models import Invitation

PAGES = (  # picture, demo login, address, width, height
    ("home", "curator@demo.example", "core:home", 1440, 900),
    ("roadmap", "curator@demo.example", "roadmap:roadmap", 1440, 900),
    ("mentees", "curator@demo.example", "mentorship:mentees", 1440, 900),
    ("pairs", "curator@demo.example", "mentorship:pairs", 1440, 900),
    ("director", "director@demo.example", "core:home", 1440, 900),
    ("signing", "director@demo.example", "reports:signing", 1440, 900),
    ("indicators", "curator@demo.example", "reports:indicators", 1440, 900),
    ("swot", "curator@demo.example", "reports:swot", 1440, 900),
    ("texts", "curator@demo.example", "reports:prepare", 1440, 900),
)
PHONE = (390, 844)


class Command(BaseCommand):
    help = "Снимает картинки для README с запущенного демонстрационного портала."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--url", default="http://127.0.0.1:8000")
        parser.add_argument("--out", type=Path, default=settings.BASE_DIR / "docs" / "screenshots")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a development tool
        except ImportError as error:
            raise CommandError("playwright is not installed: run ./portal test once") from error
        base, out = options["url"].rstrip("/"), options["out"]
        out.mkdir(parents=True, exist_ok=True)
        survey = base + "/" + self._survey_link().split("/", 3)[3]
        password = description()["password"]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            for name, login, address, width, height in PAGES:
                page = browser.new_page(viewport={"width": width, "height": height}, locale="ru-RU")
                page.goto(base + reverse("core:login"))
                page.fill("input[name=username]", login)
                page.fill("input[name=password]", password)
                page.click("main button[type=submit]")
                page.goto(base + reverse(address))
                page.wait_for_load_state("networkidle")
                page.screenshot(path=out / f"{name}.png")
                page.close()
            page = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]}, locale="ru-RU")
            page.goto(survey)
            page.screenshot(path=out / "survey.png")
            browser.close()
        self.stdout.write(f"{len(PAGES) + 1} pictures in {out}")

    def _survey_link(self) -> str:
        """An invitation that is still open; the demo keeps one campaign running for this."""
        with scopes_disabled():
            invitation = (
                Invitation.objects.select_related("campaign__organization")
                .filter(campaign__state="open", done_on__isnull=True)
                .first()
            )
        if invitation is None:
            raise CommandError("no open questionnaire: seed the demo with --stage work")
        return link_of(invitation)
