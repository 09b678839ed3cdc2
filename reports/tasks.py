"""Celery's side of `reports`: adapters of a few lines over `reports.domain`."""

from celery import shared_task


@shared_task(name="reports.refresh_region_figures", ignore_result=True)
def refresh_region_figures() -> None:
    from reports.domain.region_figures import refresh_everywhere  # noqa: PLC0415 - a task is an adapter

    refresh_everywhere()


@shared_task(name="reports.remind_of_periods", ignore_result=True)
def remind_of_periods() -> None:
    from reports.domain.periods import nudge_everywhere  # noqa: PLC0415 - a task is an adapter

    nudge_everywhere()
