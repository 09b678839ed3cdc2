"""Running a job: claim it by a lease, keep the lease alive, report progress, end it once."""

import logging
import secrets
import threading
from types import TracebackType

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from core.context import acting, inside
from core.enums import JOB_TRANSITIONS, JobState, MessageLevel
from core.errors import DomainError
from core.jobs import handler_of
from core.models import Job, JobMessage, StoredFile
from core.workflow import move

logger = logging.getLogger(__name__)


class Cancelled(Exception):
    """The owner asked to stop; raised at the next item so that the handler unwinds."""


class LeaseLost(Exception):
    """Another worker has taken the job over: this one must stop and write nothing more."""


class JobRun:
    """What a handler gets: the job's row and the ways to report. Every call is a cheap single statement."""

    def __init__(self, job: Job, lease: str) -> None:
        self.job = job
        self.lease = lease
        self.params = job.params
        self.organization = job.organization
        self.owner = job.owner

    def start(self, total: int, *, note: str = "") -> None:
        """Say how many items there are; items already made by an earlier attempt are counted by `step` again."""
        self._write(total=total, done=0, note=note)

    def step(self, done: int, *, note: str = "") -> None:
        """Report that `done` items are ready; raises Cancelled or LeaseLost, so call it between items."""
        self._write(done=done, note=note[:300])

    def warn(self, subject: str, text: str) -> None:
        self._say(MessageLevel.WARNING, subject, text)

    def fail_item(self, subject: str, text: str) -> None:
        """One item could not be made, in plain Russian; the job goes on with the others."""
        self._say(MessageLevel.ERROR, subject, text)

    def result(self, *, url: str = "", file: StoredFile | None = None) -> None:
        """Where the finished work is found."""
        self._write(result_url=url, result_file=file)

    def _say(self, level: MessageLevel, subject: str, text: str) -> None:
        # An attempt after a crash meets the same item again: its message is told once.
        JobMessage.objects.get_or_create(job=self.job, level=level, subject=subject[:200], text=text)

    def _write(self, **columns: object) -> None:
        mine = Job.objects.filter(pk=self.job.pk, lease=self.lease, state=JobState.RUNNING)
        if not mine.update(heartbeat_at=timezone.now(), **columns):
            raise LeaseLost
        for name, value in columns.items():
            setattr(self.job, name, value)
        if mine.filter(cancel_requested=True).exists():
            raise Cancelled


class Heartbeat:
    """Keeps the lease alive from a thread of its own while one item takes long. Dies with the process."""

    def __init__(self, job_id: int, lease: str) -> None:
        self._job_id, self._lease = job_id, lease
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"job-{job_id}-heartbeat", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _beat(self) -> None:
        try:
            while not self._stop.wait(settings.JOB_LEASE_SECONDS / 3):
                try:
                    with scopes_disabled():
                        Job.objects.filter(pk=self._job_id, lease=self._lease).update(
                            heartbeat_at=timezone.now()
                        )
                except Exception:
                    logger.exception("heartbeat of job %s failed", self._job_id)
                    close_old_connections()
        finally:
            connection.close()


def run_job(job_id: int) -> None:
    """Run a job if it waits; a doubled message finds nothing to do. Errors end in the row, never in the queue."""
    with scopes_disabled():
        job = _claim(job_id)
    if job is None:
        return
    handler = handler_of(job.kind)
    run = JobRun(job, job.lease)
    with inside(job.organization), acting(job.owner), Heartbeat(job.pk, job.lease):
        try:
            if handler is None:
                raise DomainError("Портал обновлён, и такое задание больше не выполняется.")
            handler(run)
        except LeaseLost:
            logger.warning("job %s was taken over by another worker", job_id)
        except Cancelled:
            _finish(run, JobState.CANCELLED)
        except DomainError as error:
            _finish(run, JobState.FAILED, error=error.message)
        except Exception:
            logger.exception("job %s failed", job_id)
            _finish(
                run,
                JobState.FAILED,
                error="Произошла внутренняя ошибка. Сделанное сохранено, задание можно повторить.",
            )
        else:
            _finish(run, JobState.DONE)


def _claim(job_id: int) -> Job | None:
    """Take a waiting job: one worker of many wins, the row lock decides."""
    with transaction.atomic():
        job = (
            Job.objects.select_for_update(of=("self",))
            .select_related("organization", "owner")
            .filter(pk=job_id, state=JobState.QUEUED)
            .first()
        )
        if job is None:
            return None
        now = timezone.now()
        move(
            job,
            to=JobState.RUNNING,
            transitions=JOB_TRANSITIONS,
            actor=None,
            set_fields={
                "lease": secrets.token_hex(16),
                "heartbeat_at": now,
                "started_at": job.started_at or now,
                "attempts": job.attempts + 1,
            },
        )
    return job


def _finish(run: JobRun, state: JobState, *, error: str = "") -> None:
    with transaction.atomic():
        mine = Job.objects.select_for_update().filter(pk=run.job.pk, lease=run.lease, state=JobState.RUNNING)
        job = mine.first()
        if job is None:
            return
        move(
            job,
            to=state,
            transitions=JOB_TRANSITIONS,
            actor=None,
            set_fields={"error": error, "finished_at": timezone.now(), "lease": "", "note": ""},
        )
