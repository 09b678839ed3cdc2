"""`python -m config.bench [NAME …]`: one JSON line for each measurement, on a private PostgreSQL of its own.

A NAME chooses an entry or, as «documents», all entries of an area; without names everything is measured.
"""

import contextlib
import importlib
import json
import os
import secrets
import sys
import tempfile
from pathlib import Path

AREAS = ("documents", "lists", "start")


def chosen(names: list[str], known: list[str]) -> list[str]:
    """The entries that `names` mean, in the order of registration; SystemExit names an unknown one."""
    unknown = [
        name for name in names if not any(entry == name or entry.startswith(f"{name}.") for entry in known)
    ]
    if unknown:
        sys.exit(f"unknown: {', '.join(unknown)}\nknown: {', '.join(known)}")
    return [
        entry
        for entry in known
        if not names or any(entry == name or entry.startswith(f"{name}.") for name in names)
    ]


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


def main(names: list[str]) -> None:
    from config.local_servers import private_postgres  # noqa: PLC0415 - before Django, which is set up below

    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-")))
        folder.chmod(0o711)  # PostgreSQL's own user must reach its part
        postgres = stack.enter_context(private_postgres(folder))
        os.environ |= measuring_environment(folder, postgres.create("portal"))
        os.environ["BENCH_POSTGRES_PID"] = str(postgres.server.pid)

        import django  # noqa: PLC0415 - the environment above is what it reads

        django.setup()
        for area in AREAS:
            importlib.import_module(f"config.bench.{area}")
        from config.bench.registry import entries  # noqa: PLC0415

        for name in chosen(names, list(entries)):
            entry = entries[name]
            found = entry.run()
            line = {
                "name": name,
                "value": round(found.value, 4),
                "unit": entry.unit,
                "reference": round(found.reference, 4),
                "cost": round(found.cost, 3),
            }
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
