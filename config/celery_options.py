"""Celery's options: delivery that survives `kill -9`, one task in hand at a time, no results kept.

Read lazily by `config.celery`, because it needs Django's settings.
"""

from typing import Any

from django.conf import settings

from config import broker, env


def _expiring(schedule: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Let a periodic message lapse by the next one, so that none pile up while no worker runs."""
    return {
        name: {**entry, "options": {"expires": entry["schedule"], **entry.get("options", {})}}
        if isinstance(entry["schedule"], (int, float))
        else entry
        for name, entry in schedule.items()
    }


if settings.REDIS_URL:
    broker_url = settings.REDIS_URL
    broker_transport_options: dict[str, Any] = {
        # A message whose worker vanished comes back after these seconds. A task that is still running then
        # gets a second message, which does nothing: the Job row is leased.
        "visibility_timeout": env.integer("REDIS_VISIBILITY_TIMEOUT", 3600),
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 25,
    }
else:
    broker_url = f"{broker.SCHEME}://localhost//"
    broker_transport_options = broker.folder_options(settings.BROKER_DIR)

# A page that enqueues must not hang when the broker is away: the Job row is written, the pass sends it later.
task_publish_retry_policy = {"max_retries": 2, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.4}
broker_connection_retry_on_startup = True
broker_connection_max_retries = None

task_default_queue = "portal"
task_serializer = "json"
accept_content = ["json"]
task_ignore_result = True
task_acks_late = True
task_reject_on_worker_lost = True
worker_prefetch_multiplier = 1
worker_concurrency = env.integer("WORKER_CONCURRENCY", 2)
worker_max_tasks_per_child = 500
worker_cancel_long_running_tasks_on_connection_loss = True
worker_hijack_root_logger = False
timezone = "UTC"

beat_schedule = _expiring(settings.CELERY_BEAT_SCHEDULE)
beat_schedule_filename = str(settings.DATA_DIR / "beat-schedule")
