"""Several at once: each person gets a letter once, a roadmap is moved once."""

import threading
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django_scopes import scope, scopes_disabled

from core.enums import Role
from roadmap.domain.reminders import send_reminders
from roadmap.domain.roadmaps import approve_roadmap
from roadmap.domain.rollover import roll_over
from roadmap.models import Digest, Reminder, Roadmap
from tests import factories
from tests.roadmap import makers

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("committed")]
NOW = datetime(2026, 12, 10, 9, 0, tzinfo=ZoneInfo("Europe/Moscow"))


def test_passes_that_run_at_once_send_each_letter_once():
    with scopes_disabled():
        org = factories.organization()
        members = [factories.membership(org, Role.CURATOR) for _ in range(5)]
        approve_roadmap(makers.roadmap(factories.programme(org), makers.row(), makers.row()), actor=None)
    barrier, failed = threading.Barrier(4), []

    def run() -> None:
        barrier.wait(timeout=10)
        try:
            send_reminders(NOW)
        except Exception as error:  # noqa: BLE001 - told below: a thread's error is nobody's otherwise
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failed == []
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(each.user.email for each in members)
    with scopes_disabled():
        assert Digest.objects.filter(sent_at__isnull=False).count() == 5
        assert Reminder.objects.count() == 10


def test_roadmap_moved_by_two_people_at_once_is_moved_once():
    with scopes_disabled():
        org = factories.organization()
        source = makers.roadmap(factories.programme(org), makers.row(), makers.row())
        following = factories.programme(org, period_start=date(2027, 9, 1), period_end=date(2028, 8, 31))
    barrier, made, failed = threading.Barrier(3), [], []

    def run() -> None:
        barrier.wait(timeout=10)
        try:
            with scope(organization=org):
                made.append(roll_over(source, following, actor=None).pk)
        except Exception as error:  # noqa: BLE001 - told below: a thread's error is nobody's otherwise
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failed == []
    assert len(set(made)) == 1
    with scopes_disabled():
        assert Roadmap.objects.filter(programme=following).count() == 1
