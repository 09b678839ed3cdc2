"""Celery's side of `roadmap`: adapters of a few lines over `roadmap.domain`."""

from celery import shared_task


@shared_task(name="roadmap.send_reminders", ignore_result=True)
def send_reminders() -> None:
    from roadmap.domain.reminders import send_reminders as send  # noqa: PLC0415 - a task is an adapter

    send()


@shared_task(name="roadmap.judge_day", ignore_result=True)
def judge_day() -> None:
    from roadmap.domain.nightly import judge_everywhere  # noqa: PLC0415 - a task is an adapter

    judge_everywhere()
