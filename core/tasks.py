"""Celery's side of `core`: adapters of a few lines over `core.domain`."""

from celery import shared_task

from core.tasks_names import FIND_LOST_JOBS, PURGE_LIST_FILES, RUN_JOB, SEND_PASSWORD_LETTER


@shared_task(name=RUN_JOB, ignore_result=True)
def run_job(*, job_id: int) -> None:
    from core.domain.job_run import run_job as run  # noqa: PLC0415 - a task is an adapter, loaded when it runs

    run(job_id)


@shared_task(name=FIND_LOST_JOBS, ignore_result=True)
def find_lost_jobs() -> None:
    from core.domain.jobs import find_lost_jobs as find  # noqa: PLC0415 - a task is an adapter

    find()


@shared_task(name=SEND_PASSWORD_LETTER, ignore_result=True)
def send_password_letter(*, user_id: int) -> None:
    from core.domain.letters import send_password_letter as send  # noqa: PLC0415 - a task is an adapter
    from core.models import User  # noqa: PLC0415 - a task is an adapter

    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        send(user)


@shared_task(name=PURGE_LIST_FILES, ignore_result=True)
def purge_list_files() -> None:
    from core.domain.list_terms import purge_list_files as purge  # noqa: PLC0415 - a task is an adapter

    purge()
