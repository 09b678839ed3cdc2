"""`manage.py prepare`: all between «the code is here» and «the processes may start», in one process."""

import hashlib
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection


def static_fingerprint() -> str:
    """A digest of names, sizes and times of all static sources: collecting is slow, looking is not."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


class Command(BaseCommand):
    """Migrate, collect static files, and fill an empty portal with the demo institution when asked to."""

    help = "Готовит портал к запуску: база данных, статические файлы, демонстрационное учреждение."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="наполнить пустой портал примером")

    def handle(self, *args: Any, **options: Any) -> None:
        unfinished = Path(settings.DATA_DIR) / "demo-unfinished"
        if unfinished.exists():
            self.forget_half_a_demo()
            unfinished.unlink()
        # Also with nothing to migrate: what apps load after every migrate may be newer than the database's.
        call_command("migrate", interactive=False, verbosity=0)
        self.collect_static()
        if options["demo"] and not apps.get_model("core", "Organization")._base_manager.exists():
            self.stderr.write("Создаётся демонстрационное учреждение, это минута-другая…")
            unfinished.touch()
            call_command("seed_demo", stdout=self.stdout)
            unfinished.unlink()

    def forget_half_a_demo(self) -> None:
        """Filling was cut off and began with an empty portal: nothing but a half of the demo is in the database."""
        if connection.vendor != "sqlite":
            raise CommandError("Пример записан не до конца: создайте базу данных заново и повторите.")
        name = str(connection.settings_dict["NAME"])
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)

    def collect_static(self) -> None:
        root = Path(settings.STATIC_ROOT)
        mark = root / ".fingerprint"
        fingerprint = static_fingerprint()
        if mark.exists() and mark.read_text() == fingerprint:
            return
        self.stderr.write("Собираются статические файлы…")
        call_command("collectstatic", interactive=False, verbosity=0)
        root.mkdir(parents=True, exist_ok=True)
        mark.write_text(fingerprint)
