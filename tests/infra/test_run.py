"""The runner's own report: what it counts, and that nothing failed goes unseen."""

import sys

import pytest

from tests.run import Report, run_tests


def test_last_line_counts_tests(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report()
    report.count.update(passed=7, skipped=2)
    assert report.close() == 0
    assert capsys.readouterr().out.splitlines()[-1] == "7 passed, 0 failed, 2 skipped"


def test_failed_section_fails_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report()
    report.count.update(passed=7)
    report.section("lint", ok=False, seconds=1, output="E501 somewhere")
    assert report.close() == 1
    out = capsys.readouterr().out
    assert "E501 somewhere" in out
    assert out.splitlines()[-1] == "7 passed, 1 failed, 0 skipped"


def test_run_without_any_test_fails() -> None:
    assert Report().close() == 1


@pytest.mark.slow
def test_outcomes_of_pytest_are_read(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["pytest"])
    report = Report()
    run_tests(report, "the broker's tests", "tests/infra/test_broker.py")
    assert report.count == {"passed": 5}
    assert not report.failed_sections
