"""Numbers of orders: one after another, without gaps or doubles, whatever fails and however many press at once."""

import os
import random
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_scopes import scope

from core.errors import DomainError
from reports.domain.numbers import format_number, take_number
from reports.enums import DocumentState
from reports.models import Document, NumberCounter
from tests import factories


@pytest.mark.parametrize(
    ("pattern", "text"), [("{number}-ОД", "45-ОД"), ("{year}/{number}", "2026/45"), ("Н-{number}", "Н-45")]
)
def test_a_number_is_written_as_the_organisation_writes_it(pattern, text):
    assert format_number(pattern, 45, 2026) == text


@pytest.mark.parametrize(
    "pattern", ["45-ОД", "{nomer}", "{number.__class__}", "{number[0]}", "{", "{0}", "{number!x}{"]
)
def test_a_wrong_format_is_told_and_never_executed(pattern):
    with pytest.raises(DomainError, match="Формат номера"):
        format_number(pattern, 45, 2026)


def test_numbers_run_by_organisation_and_year(org):
    other = factories.organization()
    taken = []
    for organization, year in ((org, 2026), (org, 2026), (other, 2026), (org, 2027), (org, 2026)):
        with scope(organization=organization), transaction.atomic():
            taken.append(take_number(organization, series="orders", year=year).text)
    assert taken == ["1-ОД", "2-ОД", "1-ОД", "1-ОД", "3-ОД"]


def test_a_rollback_gives_the_number_to_the_next(org):
    with scope(organization=org):
        with transaction.atomic():
            take_number(org, series="orders", year=2026)
        with transaction.atomic():
            take_number(org, series="orders", year=2026)
            transaction.set_rollback(True)
        with transaction.atomic():
            assert take_number(org, series="orders", year=2026).place == 2


def register_many(org, *, writers: int, each: int, failing: float) -> list[str]:
    """Many threads register at once; some transactions fail after taking their number. Returns errors shown."""
    programme = factories.programme(org)
    luck = random.Random(7)
    fates = [[luck.random() < failing for _ in range(each)] for _ in range(writers)]

    def write(writer: int) -> list[str]:
        errors = []
        try:
            with scope(organization=org):
                for place, fails in enumerate(fates[writer]):
                    for attempt in range(2):  # the person whose transaction failed presses again
                        try:
                            with transaction.atomic():
                                keep(f"{writer}-{place}")
                                if fails and attempt == 0:
                                    raise ZeroDivisionError
                            break
                        except ZeroDivisionError:
                            continue
                        except Exception as error:  # noqa: BLE001 - whatever a person would see counts
                            errors.append(repr(error))
                            break
        finally:
            connection.close()
        return errors

    def keep(key: str) -> None:
        number = take_number(org, series="orders", year=2026)
        Document.objects.create(
            organization=org,
            kind="order_pairs",
            key=key,
            subject_id=programme.pk,
            programme=programme,
            title="О проверке",
            state=DocumentState.REGISTERED,
            number=number.text,
            number_series=number.series,
            number_year=number.year,
            number_place=number.place,
            date=timezone.localdate(),
        )

    with ThreadPoolExecutor(writers) as pool:
        return [error for errors in pool.map(write, range(writers)) for error in errors]


@pytest.mark.parametrize(
    ("writers", "each"),
    [(4, 10), pytest.param(16, 40, marks=pytest.mark.servers)],
    ids=["few writers", "16 writers of 40 orders"],
)
def test_writers_at_once_leave_no_gap_and_no_double(committed, unscoped, writers, each):
    if writers == 16 and connection.vendor != "postgresql":
        pytest.skip("the full crowd is for PostgreSQL")
    org = factories.organization()
    assert register_many(org, writers=writers, each=each, failing=0.02) == []
    places = sorted(Document.objects.values_list("number_place", flat=True))
    assert places == list(range(1, writers * each + 1))
    assert NumberCounter.objects.get().last == writers * each


# A writer in a process of its own: takes a number, writes its document and holds the transaction open.
HOLDER = """
import sys, django
django.setup()
from django.db import transaction
from django.utils import timezone
from django_scopes import scope
from core.models import Organization
from reports.domain.numbers import take_number
from reports.models import Document
org = Organization.objects.get(pk=int(sys.argv[1]))
with scope(organization=org), transaction.atomic():
    number = take_number(org, series="orders", year=2026)
    Document.objects.create(
        organization=org, kind="order_pairs", key="killed", subject_id=1, title="О проверке", state="registered",
        number=number.text, number_series=number.series, number_year=number.year, number_place=number.place,
        date=timezone.localdate(),
    )
    print(number.place, flush=True)
    sys.stdin.read()
"""


@pytest.mark.servers
def test_a_killed_writer_leaves_no_gap_and_holds_nobody_up(committed, unscoped):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    org = factories.organization()
    with transaction.atomic():
        first = take_number(org, series="orders", year=2026)
        Document.objects.create(
            organization=org, kind="order_pairs", key="first", subject_id=1, title="О проверке",
            state=DocumentState.REGISTERED, number=first.text, number_series=first.series,
            number_year=first.year, number_place=first.place, date=timezone.localdate(),
        )  # fmt: skip
    database = connection.settings_dict
    url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(org.pk)],
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder as child, ThreadPoolExecutor(1) as crowd:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "2"
        writing = crowd.submit(register_many, org, writers=16, each=40, failing=0.02)
        os.kill(child.pid, signal.SIGKILL)
        assert writing.result() == []
    places = sorted(Document.objects.values_list("number_place", flat=True))
    assert places == list(range(1, 16 * 40 + 2))
    assert not Document.objects.filter(key="killed").exists()
