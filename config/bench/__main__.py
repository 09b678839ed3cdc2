"""`python -m config.bench [NAME …]`: one JSON line for each measurement, on a private PostgreSQL of its own.

A NAME chooses an entry or, as «documents», all entries of an area; without names everything is measured.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from config.env import BASE_DIR
from config.local_servers import private_postgres, python_module


def measuring_environment(folder: Path, database_url: str) -> dict[str, str]:
    """Production's settings, without https, for a portal that only this process talks to."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PORTAL_ENV": "production",
        "PORTAL_DATA_DIR": str(folder / "data"),
        "DATABASE_URL": database_url,
        "REDIS_URL": "",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "HTTPS_ONLY": "0",
        "BENCH_VIEWS": "1",
    }


def main(names: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL's own user must reach its part
        with private_postgres(folder) as postgres:
            env = os.environ | measuring_environment(folder, postgres.create("portal"))
            env["BENCH_POSTGRES_PID"] = str(postgres.server.pid)
            # A process of its own: settings are read once, when they are first imported.
            command = python_module("config.bench.measure", *names)
            return subprocess.run(command, cwd=BASE_DIR, env=env, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
