"""Life of a job: asked for, sent to a worker, found again when its message or its worker is lost."""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django_scopes import scopes_disabled

from core.enums import JOB_TRANSITIONS, JobState
from core.errors import DomainError
from core.jobs import handler_of
from core.models import Job, Organization, User
from core.tasks_names import RUN_JOB
from core.workflow import move

logger = logging.getLogger(__name__)


def start_job(
    kind: str,
    *,
    organization: Organization,
    owner: User | None,
    title: str,
    params: dict[str, Any] | None = None,
    key: str = "",
    total: int = 0,
) -> Job:
    """Ask for long work and return its row; the message goes out when the transaction commits.

    A live job of the same kind and key is returned instead of a second one: pressing twice is harmless.
    """
    if handler_of(kind) is None:
        raise ValueError(f"no handler for job kind {kind!r}")
    try:
        with transaction.atomic():
            job = Job.objects.create(
                organization=organization,
                kind=kind,
                key=key,
                title=title,
                owner=owner,
                params=params or {},
                total=total,
                dispatched_at=timezone.now(),
            )
    except IntegrityError:
        if not key:
            raise
        return Job.objects.get(kind=kind, key=key, state__in=[JobState.QUEUED, JobState.RUNNING])
    transaction.on_commit(lambda: send_job(job.pk))
    return job


def send_job(job_id: int) -> None:
    """Wake a worker. A broker that is down loses nothing: `find_lost_jobs` sends the job again."""
    from celery import current_app  # noqa: PLC0415 - the web process needs the app only when it sends

    try:
        current_app.send_task(RUN_JOB, kwargs={"job_id": job_id}, retry=False)
    except Exception:
        logger.exception("job %s could not be sent, it will be sent again", job_id)


def cancel_job(job: Job, *, actor: User) -> Job:
    """Stop a waiting job at once, ask a running one to stop at its next item."""
    if job.state == JobState.QUEUED:
        return move(
            job,
            to=JobState.CANCELLED,
            transitions=JOB_TRANSITIONS,
            actor=actor,
            set_fields={"finished_at": timezone.now(), "lease": ""},
        )
    if job.state != JobState.RUNNING:
        raise DomainError("Задание уже закончено.", code="finished")
    Job.objects.filter(pk=job.pk).update(cancel_requested=True)
    job.cancel_requested = True
    return job


def repeat_job(job: Job, *, actor: User) -> Job:
    """Send a failed or stopped job again; what it has already made stays and is not made twice."""
    try:
        move(
            job,
            to=JobState.QUEUED,
            transitions=JOB_TRANSITIONS,
            actor=actor,
            set_fields={
                "cancel_requested": False,
                "attempts": 0,
                "error": "",
                "lease": "",
                "finished_at": None,
                "dispatched_at": timezone.now(),
            },
        )
    except IntegrityError as error:
        raise DomainError("Такое же задание уже выполняется.", code="live") from error
    transaction.on_commit(lambda: send_job(job.pk))
    return job


def find_lost_jobs() -> list[int]:
    """Send again every job whose message or worker is lost; returns their ids. Safe to run anywhere, any time.

    Waiting longer than a minute since the last sending: the message is lost, or the queue is long and a second
    message does no harm. Running without a heartbeat for a lease: the worker is dead.
    """
    now = timezone.now()
    sent: list[int] = []
    with scopes_disabled():
        stale = now - timedelta(seconds=settings.JOB_LEASE_SECONDS)
        lost = Q(state=JobState.QUEUED, dispatched_at__lt=now - timedelta(minutes=1)) | Q(
            state=JobState.RUNNING, heartbeat_at__lt=stale
        )
        for job in Job.objects.filter(lost).order_by("pk")[:500]:
            if _revive(job, stale=stale):
                send_job(job.pk)
                sent.append(job.pk)
    return sent


def _revive(job: Job, *, stale: Any) -> bool:
    """Put one lost job back into the queue; False if somebody else was first or it has failed too often."""
    now = timezone.now()
    with transaction.atomic():
        locked = Job.objects.select_for_update().get(pk=job.pk)
        if locked.state == JobState.RUNNING and (locked.heartbeat_at is None or locked.heartbeat_at < stale):
            if locked.attempts >= settings.JOB_MAX_ATTEMPTS:
                move(
                    locked,
                    to=JobState.FAILED,
                    transitions=JOB_TRANSITIONS,
                    actor=None,
                    set_fields={
                        "error": "Задание несколько раз прерывалось и остановлено. "
                        "Повторите его или сообщите администратору.",
                        "finished_at": now,
                        "lease": "",
                    },
                )
                return False
            move(
                locked,
                to=JobState.QUEUED,
                transitions=JOB_TRANSITIONS,
                actor=None,
                set_fields={"dispatched_at": now, "lease": ""},
            )
            return True
        if (
            locked.state == JobState.QUEUED
            and locked.dispatched_at
            and locked.dispatched_at < now - timedelta(minutes=1)
        ):
            Job.objects.filter(pk=locked.pk).update(dispatched_at=now)
            return True
    return False
