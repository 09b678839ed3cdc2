"""Celery's side of `mentorship`: adapters of a few lines over `mentorship.domain`."""

from celery import shared_task


@shared_task(name="mentorship.lapse_consents", ignore_result=True)
def lapse_consents() -> None:
    from mentorship.domain.consent_terms import lapse_everywhere  # noqa: PLC0415 - a task is an adapter

    lapse_everywhere()


@shared_task(name="mentorship.end_agreements", ignore_result=True)
def end_agreements() -> None:
    from mentorship.domain.agreements import end_due_everywhere  # noqa: PLC0415 - a task is an adapter

    end_due_everywhere()


@shared_task(name="mentorship.remind_of_credentials", ignore_result=True)
def remind_of_credentials() -> None:
    from mentorship.domain.credential_reminders import remind_everywhere  # noqa: PLC0415 - a task is an adapter

    remind_everywhere()


@shared_task(name="mentorship.purge_import_files", ignore_result=True)
def purge_import_files() -> None:
    from mentorship.domain.import_terms import purge_everywhere  # noqa: PLC0415 - a task is an adapter

    purge_everywhere()


@shared_task(name="mentorship.refresh_pulses", ignore_result=True)
def refresh_pulses() -> None:
    from mentorship.domain.health import refresh_everywhere  # noqa: PLC0415 - a task is an adapter

    refresh_everywhere()


@shared_task(name="mentorship.enact_pair_changes", ignore_result=True)
def enact_pair_changes() -> None:
    from mentorship.domain.pair_changes import enact_due_everywhere  # noqa: PLC0415 - a task is an adapter

    enact_due_everywhere()


@shared_task(name="mentorship.settle_deputations", ignore_result=True)
def settle_deputations() -> None:
    from mentorship.domain.deputations import settle_everywhere  # noqa: PLC0415 - a task is an adapter

    settle_everywhere()
