"""An empty migrated database, made once and copied: migrating takes most of a minute, a copy none.

It is known by the text of everything that migrations run, so a changed migration makes another one. SQLite's lies
in the temporary folder of this user, PostgreSQL's is a template on the server that the tests were given.
"""

import fcntl
import getpass
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2 import sql

ROOT = Path(__file__).resolve().parent.parent
APPS = ("core", "mentorship", "roadmap", "surveys", "reports")
WEEK_SECONDS = 7 * 24 * 3600


def put(connection: BaseDatabaseWrapper) -> None:
    """Lay a migrated database where this test process will look for its own."""
    with one_at_a_time() as folder:
        if connection.vendor == "sqlite":
            put_sqlite(folder, Path(connection.settings_dict["TEST"]["NAME"]))
        else:
            put_postgres(connection)


@contextmanager
def one_at_a_time() -> Iterator[Path]:
    """The folder of ready databases, locked: test processes start together and one is to do the work."""
    folder = Path(tempfile.gettempdir()) / f"portal-ready-{getpass.getuser()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def fingerprint() -> str:
    """Of the migrations and of the modules beside them that they call."""
    digest = hashlib.sha256((ROOT / "requirements" / "runtime.lock").read_bytes())
    for app in APPS:
        called = [
            path for name in ("*_guard.py", "likeness.py", "migrating.py") for path in (ROOT / app).glob(name)
        ]
        for path in sorted([*(ROOT / app / "migrations").glob("*.py"), *called]):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def migrate(url: str) -> None:
    with tempfile.TemporaryDirectory() as data:
        env = {**os.environ, "DATABASE_URL": url, "PORTAL_ENV": "test", "PORTAL_DATA_DIR": data}
        command = [sys.executable, "manage.py", "migrate", "-v0"]
        subprocess.run(command, cwd=ROOT, env=env, check=True)


def put_sqlite(folder: Path, target: Path) -> None:
    ready = folder / f"{fingerprint()}.sqlite3"
    if not ready.exists():
        for old in folder.glob("*.sqlite3"):
            if time.time() - old.stat().st_mtime > WEEK_SECONDS:
                old.unlink()
        with tempfile.TemporaryDirectory(dir=folder) as name:
            made = Path(name) / "ready.sqlite3"
            migrate(f"sqlite:///{made}")
            made.rename(ready)
    shutil.copyfile(ready, target)


def put_postgres(connection: BaseDatabaseWrapper) -> None:
    given = connection.settings_dict
    ready, target = f"ready_{fingerprint()}", given["TEST"]["NAME"] or f"test_{given['NAME']}"
    address = {
        "host": given["HOST"],
        "port": given["PORT"],
        "user": given["USER"],
        "password": given["PASSWORD"],
    }
    admin = psycopg2.connect(dbname="postgres", **address)
    try:
        admin.autocommit = True
        with admin.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [ready])
            if cursor.fetchone() is None:
                half = f"{ready}_half"
                cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(half)))
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(half)))
                migrate(
                    f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{half}"
                )
                rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                cursor.execute(rename.format(sql.Identifier(half), sql.Identifier(ready)))
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(target)))
            copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            cursor.execute(copy.format(sql.Identifier(target), sql.Identifier(ready)))
    finally:
        admin.close()
