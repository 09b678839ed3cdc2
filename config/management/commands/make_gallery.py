"""`make_gallery`: docs/gallery, the first page of each kind of document from the demo institution's records."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.demo.house import description
from config.gallery import pictures, write_gallery
from core.context import acting, inside
from core.models import Organization
from mentorship.models import Programme

LARGEST = 4 * 1024 * 1024


class Command(BaseCommand):
    help = "Рисует первые страницы документов всех видов из демонстрационных данных."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, default=settings.BASE_DIR / "docs" / "gallery")

    def handle(self, *args: Any, **options: Any) -> None:
        name = description()["organization"]["full_name"]
        college = Organization.objects.filter(full_name=name).first()
        if college is None:
            raise CommandError("the demo institution is not here: seed_demo --stage work")
        with inside(college), acting(None):
            programme = Programme.objects.order_by("-period_start", "pk").first()
            if programme is None:
                raise CommandError("the demo institution has no programme")
            found = list(pictures(college, programme))
        size = write_gallery(found, options["out"])
        drawn = sum(1 for picture in found if picture.png)
        self.stdout.write(f"{drawn} pictures of {len(found)} kinds, {size} bytes, in {options['out']}")
        if size > LARGEST:
            raise CommandError("the gallery has grown past 4 MB")
