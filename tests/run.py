"""What `./portal test` runs: every check, then the tests on SQLite, then on a real PostgreSQL and Redis.

Each section prints its name, its verdict and its time; what a failing one said follows it. The last line
counts tests and failed sections together. `--fast`: style, imports, migrations and the quick tests on SQLite.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
APPS = ("core", "mentorship", "roadmap", "surveys", "reports", "config")
# Types are checked where logic lives; forms, views and tables are Django's declarations.
TYPED = (
    *(f"{app}/{part}" for app in APPS for part in ("domain", "selectors")),
    *("core/pdf", "core/sheets", "roadmap/deadlines", "roadmap/reading", "config"),
    *(f"core/{name}.py" for name in ("russian", "names", "clock", "errors", "workflow", "registries")),
)
QUICK = ("-m", "not servers and not browser and not slow")
COUNTED = re.compile(r"(\d+) (passed|failed|skipped|errors?)\b")


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def static_sections(*, fast: bool) -> dict[str, list[str]]:
    typed = [path for path in TYPED if (ROOT / path).exists()]
    sections = {
        "format": [str(BIN / "ruff"), "format", "--check", "--quiet", ".", "portal"],
        "lint": [str(BIN / "ruff"), "check", "--quiet", ".", "portal"],
        "imports": [str(BIN / "lint-imports"), "--no-cache"],
        "migrations": python("manage.py", "makemigrations", "--check", "--dry-run"),
        "system check": python("manage.py", "check", "--fail-level", "WARNING"),
    }
    if not fast:
        sections["types"] = [str(BIN / "mypy"), "--no-error-summary", *typed]
        sections["bytecode"] = python("-m", "compileall", "-q", *APPS, "tests")
    return sections


class Report:
    """Verdicts as they come, and the count that ends the run."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.failed_sections: list[str] = []
        self.began = time.monotonic()

    def section(self, name: str, *, ok: bool, seconds: float, output: str = "") -> None:
        print(f"── {name}: {'ok' if ok else 'FAILED'} ({seconds:.1f} s)", flush=True)
        if not ok:
            self.failed_sections.append(name)
            print(output.rstrip(), flush=True)

    def close(self) -> int:
        minutes, seconds = divmod(int(time.monotonic() - self.began), 60)
        print(f"\nall sections: {minutes} min {seconds} s")
        if self.failed_sections:
            print("failed sections: " + ", ".join(self.failed_sections))
        # A section that failed without a failing test (a check, a crash of the runner) counts as one failure.
        failed = max(self.count["failed"], len(self.failed_sections))
        print(f"{self.count['passed']} passed, {failed} failed, {self.count['skipped']} skipped", flush=True)
        return 1 if failed or not self.count["passed"] else 0


def run_static(report: Report, *, fast: bool) -> None:
    def run(command: list[str]) -> tuple[subprocess.CompletedProcess[str], float]:
        began = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        return done, time.monotonic() - began

    sections = static_sections(fast=fast)
    with ThreadPoolExecutor(max_workers=2) as pool:
        for name, (done, seconds) in zip(sections, pool.map(run, sections.values()), strict=True):
            report.section(name, ok=done.returncode == 0, seconds=seconds, output=done.stdout)


def run_tests(report: Report, name: str, *options: str, env: Mapping[str, str] | None = None) -> None:
    print(f"── {name}", flush=True)
    began = time.monotonic()
    command = python("-m", "pytest", "-n", "2", "--dist", "loadgroup", "--durations", "8", "-rs", *options)
    last = ""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if COUNTED.search(line) and " in " in line:
                last = line
    for number, outcome in COUNTED.findall(last):
        report.count["failed" if outcome.startswith("error") else outcome] += int(number)
    report.section(name, ok=process.returncode == 0, seconds=time.monotonic() - began)


def run_on_servers(report: Report, folder: Path) -> None:
    """All that touches the database on PostgreSQL and Redis, with the slow tests and what only a browser can show."""
    from config.local_servers import private_postgres, private_redis

    with private_postgres(folder) as postgres, private_redis(folder) as redis_url:
        env = {"DATABASE_URL": postgres.create("portal"), "REDIS_URL": redis_url}
        run_tests(report, "tests on PostgreSQL and Redis", "--on-servers", env=env)


def main(arguments: list[str]) -> int:
    fast = "--fast" in arguments
    unknown = set(arguments) - {"--fast"}
    if unknown:
        print(f"unknown option: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    sys.path.insert(0, str(ROOT))
    report = Report()
    with tempfile.TemporaryDirectory(prefix="portal-test-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL's own user must reach its part
        for given in ("DATABASE_URL", "REDIS_URL"):
            os.environ.pop(given, None)
        os.environ |= {"PORTAL_ENV": "test", "PORTAL_DATA_DIR": str(folder / "data")}
        run_static(report, fast=fast)
        if fast:
            run_tests(report, "quick tests on SQLite", *QUICK, "--hypothesis-profile", "fast")
        else:
            run_tests(report, "tests on SQLite", *QUICK)
            run_on_servers(report, folder)
    return report.close()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
