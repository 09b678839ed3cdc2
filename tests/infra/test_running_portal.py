"""`./portal up` running: it serves, mends itself, stops as a whole and leaves nothing behind."""

import http.client
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.local_servers import Server, children_of, free_port, manage, wait_until
from tests.infra.portal_process import begin, refused

pytestmark = [pytest.mark.servers, pytest.mark.slow]


def status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def running(pids: list[int]) -> list[int]:
    return [pid for pid in pids if Path(f"/proc/{pid}/exe").exists()]


def process_of(leader: int, words: str) -> int:
    """The topmost descendant whose command line holds `words`."""
    for pid in children_of(leader):
        if words in Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode():
            return pid
    raise AssertionError(words)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which an earlier filling was cut off: the next start must begin the demo anew."""
    folder = tmp_path_factory.mktemp("portal")
    env = {"PORTAL_DATA_DIR": str(folder), "PORTAL_ENV": "embedded", "DATABASE_URL": "", "REDIS_URL": ""}
    env["DJANGO_SETTINGS_MODULE"] = "config.settings"
    manage("migrate", env=env)
    half = (
        "create_organization",
        "half",
        "--name",
        "Половина",
        "--short-name",
        "П",
        "--admin",
        "a@example.test",
    )
    manage(*half, env=env)
    (folder / "demo-unfinished").touch()
    return folder


@pytest.fixture(scope="module")
def started() -> Iterator[list[tuple[Server, int]]]:
    """The portals that tests have started, the latest last."""
    portals: list[tuple[Server, int]] = []
    yield portals
    for server, _ in portals:
        server.stop(seconds=40)


@pytest.fixture
def up(data: Path, tmp_path: Path, started: list[tuple[Server, int]]) -> tuple[Server, int]:
    """A portal that has answered and has said so: the last test's, if that left it alive."""
    if not started or not started[-1][0].alive():
        port = free_port()
        server = begin(data, port, tmp_path / "up.log")
        started.append((server, port))
        server.wait_until(lambda: "Портал работает" in server.tail(10**6), "the portal answers", seconds=300)
    return started[-1]


def test_demo_is_served_and_its_logins_are_told(up: tuple[Server, int]) -> None:
    server, port = up
    assert status(port, "/healthz") == 200
    assert status(port, "/login/") == 200
    said = server.tail(10**6)
    assert f"http://127.0.0.1:{port}" in said
    assert "пароль" in said


def test_second_start_on_the_same_data_is_refused(up: tuple[Server, int], data: Path) -> None:
    assert f"уже запущен: http://127.0.0.1:{up[1]}" in refused(data, free_port())


def test_what_dies_is_started_again(up: tuple[Server, int]) -> None:
    server, port = up
    web = process_of(server.pid, "gunicorn")
    os.kill(web, signal.SIGKILL)
    wait_until(lambda: web not in running([web]) and status(port, "/healthz") == 200, "the web is back")


def test_one_signal_stops_everything(up: tuple[Server, int]) -> None:
    server, port = up
    everything = children_of(server.pid)
    assert all(process_of(server.pid, name) for name in ("supervisord", "gunicorn", "worker", "beat"))
    server.process.send_signal(signal.SIGINT)
    server.process.wait(60)
    assert running(everything) == []
    assert status(port, "/healthz") == 0


@pytest.mark.parametrize("killed", ["portal", "supervisord"])
def test_nothing_outlives_a_leader_that_is_killed(up: tuple[Server, int], killed: str) -> None:
    server, _ = up
    everything = children_of(server.pid)
    os.kill(server.pid if killed == "portal" else process_of(server.pid, "supervisord"), signal.SIGKILL)
    wait_until(lambda: running(everything) == [], "all processes are gone", seconds=60)
