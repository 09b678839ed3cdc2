"""The two commands of the operator."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from roadmap.models import Activity, Roadmap
from tests import factories
from tests.roadmap import makers
from tests.roadmap.shared_data import OWN, shared_file, tsv_rows


def parsed(text: str, monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    out = io.StringIO()
    call_command("parse_deadlines", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def wrong(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found = parsed(path.read_text(encoding="utf-8"), monkeypatch)
    names = ("kind", "start", "end", "recurrence")
    rows = tsv_rows(path)
    assert len(found) == len(rows)
    return [row["raw"] for row, got in zip(rows, found, strict=True) if any(got[n] != row[n] for n in names)]


def test_deadlines_are_printed_a_json_object_a_line(monkeypatch):
    text = "raw\tperiod_start\tperiod_end\nдо 5 октября\t2026-09-01\t2027-08-31\n\nчерез месяц\t\t\n"
    first, second = parsed(text, monkeypatch)
    assert (first["kind"], first["start"], first["end"], first["recurrence"]) == (
        "deadline",
        "",
        "2026-10-05",
        "",
    )
    assert (second["kind"], second["duration"]) == ("relative", "P1M")


@pytest.mark.parametrize("name", ["deadlines.tsv", "roadmaps/expected_deadlines.tsv"])
def test_collected_deadlines_are_printed_right(name, monkeypatch):
    assert wrong(shared_file(name), monkeypatch) == []


def test_windows_lines_mark_extra_columns_and_empty_periods_are_read(monkeypatch):
    text = (
        "\ufeffpage\tRAW\tperiod_end\tperiod_start \tseed\r\n"
        "7\tавгуст\t2027-05-31\t2026-09-01\tx\r\n"
        "8\tдо 5.10\\nили раньше\t\t\r\n"
        "9\t\t\t\t\r\n"
        "10\tмай\r\n"
    )
    found = parsed(text, monkeypatch)
    assert [row["kind"] for row in found] == ["month", "deadline", "unknown", "month"]
    assert [row["start"] for row in found] == ["2026-08-01", "", "", ""]
    assert found[1]["raw"] == "до 5.10\nили раньше"


def test_bytes_of_standard_input_are_utf8_whatever_the_locale(monkeypatch):
    data = "raw\tperiod_start\tperiod_end\nмай 2027\t\t\n".encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))
    out = io.StringIO()
    call_command("parse_deadlines", stdout=out)
    assert json.loads(out.getvalue())["start"] == "2027-05-01"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("raw\tмай".encode("cp1251"))))
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("parse_deadlines", stdout=out)


@pytest.mark.parametrize(
    "text", ["", "raw\tstart\nмай\t2026\n", "raw\tperiod_start\tperiod_end\nмай\tвчера\t\n"]
)
def test_wrong_table_is_refused(text, monkeypatch):
    with pytest.raises(CommandError):
        parsed(text, monkeypatch)


def imported(*arguments: str) -> dict:
    out = io.StringIO()
    call_command("import_roadmap", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_plan_without_a_programme_is_only_read(db, unscoped, capsys):
    assert len(imported(str(makers.DEMO_PLAN))["activities"]) == 44
    assert "nothing is written" in capsys.readouterr().err
    assert not Roadmap.objects.exists()


def test_whole_document_becomes_roadmaps_of_the_programme_and_its_projects(org, unscoped):
    factories.programme(org, code="year")
    imported(str(OWN / "passports.docx"), "--program", "year")
    assert [bool(row.project_id) for row in Roadmap.objects.order_by("pk")] == [True, True, False]
    assert Activity.objects.count() == 36


def test_dry_run_prints_the_plan_and_writes_nothing(db, unscoped):
    found = imported(str(makers.DEMO_PLAN), "--dry-run")
    assert (len(found["stages"]), len(found["activities"])) == (7, 44)
    row = next(row for row in found["activities"] if row["number"] == "5.6.")
    assert (row["deadline"], row["parsed"]["end"]) == ("До 10 декабря 2026", "2026-12-10")
    assert not Roadmap.objects.exists()


@pytest.mark.slow
def test_plan_of_the_file_becomes_the_roadmap_of_the_programme(org, unscoped):
    programme = factories.programme(org, code="year")
    imported(str(OWN / "passports.docx"), "--program", "year", "--plan", "3")
    assert Roadmap.objects.get().programme == programme
    assert Activity.objects.count() == 16
    with pytest.raises(CommandError, match="уже есть"):
        imported(str(makers.DEMO_PLAN), "--program", "year")
    imported(str(makers.DEMO_PLAN), "--program", "year", "--replace")
    assert Roadmap.objects.count() == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-such-file.docx", "--dry-run"),
        (str(makers.DEMO_PLAN), "--program", "nobody"),
        (str(OWN / "bad_no_header.docx"), "--dry-run"),
    ],
)
def test_import_that_cannot_be_done_says_why(arguments, db):
    with pytest.raises(CommandError):
        imported(*arguments)
