"""Names of Celery tasks: strings that outlive a renamed module, since messages in a queue carry them."""

RUN_JOB = "core.run_job"
FIND_LOST_JOBS = "core.find_lost_jobs"
SEND_PASSWORD_LETTER = "core.send_password_letter"  # noqa: S105 - the name of a task
PURGE_LIST_FILES = "core.purge_list_files"
