"""Fixtures of real processes: PostgreSQL, Redis, Celery workers, and the whole server shape behind nginx."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from kombu import pools

from config import broker
from config.celery import app
from config.local_servers import Server, private_postgres, private_redis, start_worker
from tests import emptying, ready_database
from tests.server_shape import Shape, server_shape

# Tests of one mark share servers and processor time: one test process takes them all, one after another.
ALONE = ("servers", "browser")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--on-servers",
        action="store_true",
        help="leave out what has run without them and would only repeat itself",
    )


def pytest_configure() -> None:
    emptying.use()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for mark in ALONE:
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.xdist_group(mark))
    if config.getoption("--on-servers"):
        left_out = [item for item in items if not runs_on_servers(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if runs_on_servers(item)]


def runs_on_servers(item: pytest.Item) -> bool:
    """Whatever touches the database, and the slow ones, which run here alone."""
    marked = any(item.get_closest_marker(mark) for mark in (*ALONE, "slow", "django_db"))
    return marked or bool({"db", "transactional_db"} & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    """A short path that other users may pass through: PostgreSQL runs under a user of its own."""
    with tempfile.TemporaryDirectory(prefix="portal-servers-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest, server_folder: Path) -> None:
    """SQLite in a file, as in life: WAL works, and a worker process can open it too."""
    database = django_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(server_folder / "test.sqlite3")
        connection.settings_dict["TEST"]["NAME"] = str(server_folder / "test.sqlite3")
    request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")
    ready_database.put(connection)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The database is there already, a copy of the migrated one: Django only looks whether anything is left."""
    return True


@pytest.fixture(scope="session")
def postgres_url(server_folder: Path) -> Iterator[str]:
    """An empty database of a private PostgreSQL."""
    with private_postgres(server_folder) as postgres:
        yield postgres.create("stack")


@pytest.fixture(scope="session")
def redis_url(server_folder: Path) -> Iterator[str]:
    with private_redis(server_folder) as url:
        yield url


@pytest.fixture(scope="session")
def production_stack(server_folder: Path, postgres_url: str, redis_url: str) -> Iterator[Shape]:
    """Web, worker, beat and nginx of docker-compose.yml as native processes."""
    with server_shape(server_folder, postgres_url, redis_url) as shape:
        yield shape


def test_database_url() -> str:
    """The database of the running test, as another process is told of it."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


test_database_url.__test__ = False  # type: ignore[attr-defined]


@contextlib.contextmanager
def app_broker(url: str, options: dict[str, Any]) -> Iterator[None]:
    """Let this process send its messages to the broker `url`."""

    def point(**conf: Any) -> None:
        pools.reset()
        app.conf.update(conf)
        app._pool = None
        app.amqp._producer_pool = None

    before = {
        name: app.conf[name] for name in ("broker_url", "broker_transport_options", "task_always_eager")
    }
    point(broker_url=url, broker_transport_options=options, task_always_eager=False)
    try:
        yield
    finally:
        point(**before)


StartWorker = Callable[..., Server]


@pytest.fixture(params=["folder", pytest.param("redis", marks=pytest.mark.servers)])
def message_broker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """An empty broker of each kind, this process sending to it; yields the environment of its workers."""
    env = {"PORTAL_DATA_DIR": str(tmp_path / "data"), "REDIS_URL": ""}
    if request.param == "folder":
        url, options = f"{broker.SCHEME}://localhost//", broker.folder_options(tmp_path / "data" / "broker")
    else:
        (tmp_path / "data").mkdir()
        url, options = request.getfixturevalue("redis_url"), {}
        env["REDIS_URL"] = url
    with app_broker(url, options):
        app.control.purge()
        yield env


@pytest.fixture
def live_worker(committed: None, message_broker: dict[str, str], tmp_path: Path) -> Iterator[StartWorker]:
    """`live_worker(**env)` starts a real worker on the test's own database and broker; all end with the test."""
    started: list[Server] = []

    def begin(*, include: str = "", **env: str) -> Server:
        shape = {"DATABASE_URL": test_database_url(), "PORTAL_ENV": "test", **message_broker, **env}
        log = tmp_path / f"worker{len(started)}.log"
        worker = start_worker(log, {**shape, "DJANGO_SETTINGS_MODULE": "config.settings"}, include=include)
        started.append(worker)
        return worker

    yield begin
    for worker in started:
        worker.kill()
