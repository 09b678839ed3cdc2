"""The measuring tools themselves."""

import http.server
import json
import threading
from collections.abc import Iterator

import pytest

from config.bench import measure
from config.bench.client import LIMIT, load
from config.bench.measure import chosen
from config.bench.pages import cpu_seconds
from config.bench.registry import Entry, Measurement, NotMeasured, alternate
from reports.bench_papers import OfficeMissing, bench_office_way

KNOWN = ["documents.consent", "documents.consents_500", "start.up"]


def test_names_choose_entries_and_areas() -> None:
    assert chosen([], KNOWN) == KNOWN
    assert chosen(["documents"], KNOWN) == KNOWN[:2]
    assert chosen(["start.up"], KNOWN) == ["start.up"]


def test_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SystemExit, match=r"unknown: document\b[\s\S]*documents\.consent"):
        chosen(["document"], KNOWN)


def test_what_this_machine_cannot_measure_is_told_and_the_rest_goes_on(monkeypatch, capsys) -> None:
    def lacking() -> Measurement:
        raise NotMeasured("LibreOffice is not installed: apt-get install libreoffice-writer")

    known = {
        "documents.office_way": Entry("documents.office_way", "s", lacking),
        "start.up": Entry("start.up", "s", lambda: Measurement(1.0, 2.0)),
    }
    monkeypatch.setattr(measure, "entries", known)
    measure.main([])
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told[0]["not_measured"].startswith("LibreOffice is not installed")
    assert told[1] == {"name": "start.up", "value": 1.0, "unit": "s", "reference": 2.0, "cost": 0.5}


@pytest.mark.django_db
def test_the_office_way_needs_an_office(monkeypatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(OfficeMissing, match="apt-get install libreoffice-writer"):
        bench_office_way(people=1)


def test_both_are_measured_in_turn_and_the_first_round_is_thrown_away() -> None:
    calls: list[str] = []
    ours, theirs = iter([99.0, 4.0, 6.0, 5.0]), iter([99.0, 2.0, 2.0, 8.0])

    def call(name: str, values: Iterator[float]) -> float:
        calls.append(name)
        return next(values)

    found = alternate(lambda: call("ours", ours), lambda: call("reference", theirs), rounds=3)
    assert (found.value, found.reference, found.cost) == (5.0, 2.0, 2.5)
    assert calls == ["reference", "ours", "ours", "reference"] * 2


@pytest.fixture
def served() -> Iterator[tuple[int, list[str]]]:
    seen: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(200 if self.path == "/good" else 302)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *args: object) -> None:
            """Silence: a test prints nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port, seen
    server.shutdown()
    server.server_close()
    thread.join()


def test_load_asks_exactly_as_often_as_told(served: tuple[int, list[str]]) -> None:
    port, seen = served
    assert load({"port": port, "path": "/good", "count": 20, "connections": 2}) > 0
    assert seen == ["/good"] * 20


def test_load_refuses_an_answer_that_is_not_the_page(served: tuple[int, list[str]]) -> None:
    port, _ = served
    with pytest.raises(RuntimeError, match="/login: 302"):
        load({"port": port, "path": "/login", "count": 4})


def test_load_is_bounded() -> None:
    assert LIMIT <= 5000
    json.dumps(LIMIT)


def test_a_vanished_process_has_used_no_time() -> None:
    assert cpu_seconds(2**30) == 0.0
