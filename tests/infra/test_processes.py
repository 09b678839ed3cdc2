"""Small parts that the running processes lean on."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from config import env, healthcheck
from config.celery import app
from config.management.commands import prepare
from config.proxy import behind_proxy


def address_seen(header: str | None) -> str:
    def portal(environ: dict[str, Any], start_response: object) -> list[bytes]:
        return [environ["REMOTE_ADDR"].encode()]

    environ = {"REMOTE_ADDR": "172.18.0.2"} | ({} if header is None else {"HTTP_X_FORWARDED_FOR": header})
    return b"".join(behind_proxy(portal)(environ, lambda *_: None)).decode()


def test_portal_behind_nginx_sees_the_clients_address() -> None:
    assert address_seen("203.0.113.7") == "203.0.113.7"
    assert address_seen(None) == "172.18.0.2"


def test_address_that_a_client_claims_is_not_believed() -> None:
    assert address_seen("10.0.0.1, 203.0.113.7") == "203.0.113.7"


def test_tasks_are_acknowledged_when_done_and_taken_one_by_one() -> None:
    assert app.conf.task_acks_late is True
    assert app.conf.task_reject_on_worker_lost is True
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.accept_content == ["json"]


def test_periodic_messages_lapse_when_nobody_takes_them() -> None:
    schedule = app.conf.beat_schedule
    assert schedule.keys() == django_settings.CELERY_BEAT_SCHEDULE.keys()
    timed = [entry for entry in schedule.values() if isinstance(entry["schedule"], float)]
    assert timed
    assert all(entry["options"]["expires"] == entry["schedule"] for entry in timed)


def test_every_periodic_task_exists() -> None:
    app.autodiscover_tasks(force=True)
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_worker_without_a_sign_is_not_healthy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "DATA_DIR", tmp_path)
    assert not healthcheck.healthy("worker")
    (tmp_path / "worker-alive").touch()
    assert healthcheck.healthy("worker")
    long_ago = time.time() - 61
    os.utime(tmp_path / "worker-alive", (long_ago, long_ago))
    assert not healthcheck.healthy("worker")


def test_web_that_does_not_listen_is_not_healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIND", "127.0.0.1:1")
    assert not healthcheck.healthy("web")


def test_static_files_are_collected_only_when_they_changed(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    settings.STATIC_ROOT = str(tmp_path / "static")
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: calls.append(name))
    command = prepare.Command()

    command.collect_static()
    command.collect_static()
    assert calls == ["collectstatic"]
    (source / "b.css").write_text("b")
    command.collect_static()
    assert calls == ["collectstatic"] * 2
