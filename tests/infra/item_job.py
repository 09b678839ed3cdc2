"""A job of many items for the tests that kill: it stops dead in the middle of one item until it is killed."""

import threading
from pathlib import Path

from django.db import connection

from core.domain.job_run import JobRun
from core.jobs import job_handler

KIND = "tests.killed_items"


@job_handler(KIND)
def make_items(run: JobRun) -> None:
    """Params: total, folder (for the trace), stop_at (the item in which the first attempt hangs, or -1)."""
    folder, total = Path(run.params["folder"]), run.params["total"]
    run.start(total)
    for number in range(total):
        if not is_made(number):
            leave_trace(folder, number)
            if number == run.params["stop_at"] and run.job.attempts == 1:
                (folder / "hangs").touch()
                threading.Event().wait()
            make(number)
        run.step(number + 1)


def leave_trace(folder: Path, number: int) -> None:
    with (folder / "trace").open("a") as trace:
        trace.write(f"{number}\n")


def is_made(number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM tests_item WHERE number = %s", [number])
        return cursor.fetchone() is not None


def make(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO tests_item (number) VALUES (%s)", [number])
