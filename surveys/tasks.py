"""Celery's side of `surveys`: adapters of a few lines over `surveys.domain`."""

from celery import shared_task


@shared_task(name="surveys.close_due_campaigns", ignore_result=True)
def close_due_campaigns() -> None:
    from surveys.domain.campaigns import close_due_campaigns as close  # noqa: PLC0415 - a task is an adapter

    close()


@shared_task(name="surveys.remind_due", ignore_result=True)
def remind_due() -> None:
    from surveys.domain.reminders import remind_due as remind  # noqa: PLC0415 - a task is an adapter

    remind()
