"""Private servers on free loopback ports, for tests and measurements: they live in a folder and die with us.

PostgreSQL refuses to run as root; as root it is started under the packages' own `postgres` user, or `nobody`.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import redis

from config.env import BASE_DIR

STARTED = 30.0


class ServerError(Exception):
    """A server did not start or stop; the message holds the end of its log."""


def free_port() -> int:
    """A TCP port that nothing listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(
    condition: Callable[[], bool], what: str, *, seconds: float = STARTED, step: float = 0.05
) -> None:
    """Return once `condition` holds; ServerError naming `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise ServerError(f"not within {seconds:.0f} s: {what}")
        time.sleep(step)


@dataclass
class Server:
    """A running process, the leader of its own process group."""

    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM

    @property
    def pid(self) -> int:
        return self.process.pid

    def alive(self) -> bool:
        return self.process.poll() is None

    def tail(self, characters: int = 3000) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-characters:]

    def wait_until(self, condition: Callable[[], bool], what: str, *, seconds: float = STARTED) -> None:
        """As the function of this name; also fails as soon as the process ends, and shows its log."""

        def holds() -> bool:
            if not self.alive():
                raise ServerError(f"ended with {self.process.returncode}")
            return condition()

        try:
            wait_until(holds, what, seconds=seconds)
        except ServerError as error:
            raise ServerError(f"{error}\n{self.tail()}") from error

    def stop(self, *, seconds: float = 20) -> int:
        """Ask it to end and wait; whatever is left of its group then is killed."""
        if self.alive():
            self.process.send_signal(self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        return self.kill()

    def kill(self) -> int:
        """kill -9 for the whole process group."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        return self.process.wait()


def start(
    command: list[str],
    log: Path,
    *,
    env: Mapping[str, str] | None = None,
    user: str = "",
    stop_signal: signal.Signals = signal.SIGTERM,
) -> Server:
    """Start a process that gets `stop_signal` when this one dies, however it dies."""
    identity = ["--reuid", user, "--regid", user_group(user), "--clear-groups"] if user else []
    death = ["--pdeathsig", stop_signal.name.removeprefix("SIG")]
    with log.open("ab") as sink:
        process = subprocess.Popen(
            ["setpriv", *identity, *death, "--", *command],
            cwd=log.parent if user else BASE_DIR,
            env=None if env is None else {**os.environ, **env},
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Server(process, log, stop_signal)


def user_group(user: str) -> str:
    return str(pwd.getpwnam(user).pw_gid)


def python_module(*arguments: str) -> list[str]:
    return [sys.executable, "-m", *arguments]


# ── PostgreSQL ──


@dataclass
class Postgres:
    server: Server
    port: int

    def url(self, database: str) -> str:
        return f"postgres://portal@127.0.0.1:{self.port}/{database}"

    def create(self, database: str) -> str:
        """Make an empty database; return its URL."""
        connection = psycopg2.connect(self.url("postgres"))
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{database}"')
        finally:
            connection.close()
        return self.url(database)


def postgres_binaries() -> Path:
    """The folder of the newest PostgreSQL server installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    if initdb is None:
        raise ServerError("PostgreSQL is not installed: apt-get install postgresql")
    return Path(initdb).resolve().parent


def unprivileged_user() -> str:
    """Who runs PostgreSQL: an empty string means us, because we are not root."""
    if os.geteuid() != 0:
        return ""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextlib.contextmanager
def private_postgres(folder: Path) -> Iterator[Postgres]:
    """A PostgreSQL of its own: Russian order, no password on loopback, not durable: for throw-away data."""
    user, binaries, port = unprivileged_user(), postgres_binaries(), free_port()
    home = folder / "postgres"
    home.mkdir()
    if user:
        shutil.chown(home, user, int(user_group(user)))
    log = home / "log"
    init = [str(binaries / "initdb"), "-D", str(home / "data"), "-U", "portal", "--auth=trust", "--no-sync"]
    locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=ru"]
    made = start([*init, *locale], log, user=user)
    if made.process.wait() != 0:
        raise ServerError(f"initdb failed\n{made.tail()}")
    options = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": 60,
        "shared_buffers": "128MB",
        "log_min_messages": "fatal",
    }
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    command = [str(binaries / "postgres"), "-D", str(home / "data"), *settings]
    postgres = Postgres(start(command, log, user=user, stop_signal=signal.SIGINT), port)

    def accepts() -> bool:
        try:
            psycopg2.connect(postgres.url("postgres"), connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    try:
        postgres.server.wait_until(accepts, "PostgreSQL accepts connections")
        yield postgres
    finally:
        postgres.server.stop()


# ── Redis ──


@contextlib.contextmanager
def private_redis(folder: Path) -> Iterator[str]:
    """A Redis of its own, append-only as in production; yields its URL (database 0)."""
    binary = shutil.which("redis-server")
    if binary is None:
        raise ServerError("Redis is not installed: apt-get install redis-server")
    home, port = folder / "redis", free_port()
    home.mkdir()
    options = [
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--dir",
        str(home),
        "--save",
        "",
        "--appendonly",
        "yes",
    ]
    server = start([binary, *options], home / "log")

    def accepts() -> bool:
        try:
            with redis.Redis(port=port) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    try:
        server.wait_until(accepts, "Redis answers")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.stop()


# ── The portal's own processes ──


def manage(*arguments: str, env: Mapping[str, str]) -> str:
    """Run a management command in a process of its own; return what it printed, ServerError when it fails."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, cwd=BASE_DIR, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ServerError(f"manage.py {' '.join(arguments)}\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout


def children_of(pid: int) -> list[int]:
    """Process ids of all living descendants."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            direct = [int(child) for child in (task / "children").read_text().split()]
            found += direct
            for child in direct:
                found += children_of(child)
    return found


def start_worker(log: Path, env: Mapping[str, str], *, concurrency: int = 1, include: str = "") -> Server:
    """A real Celery worker writing to a new `log`; returns once it takes tasks. `include` is one more module."""
    options = [
        "--loglevel",
        "INFO",
        "--concurrency",
        str(concurrency),
        "--without-gossip",
        "--without-mingle",
    ]
    more = ["--include", include] if include else []
    worker = start(python_module("celery", "-A", "config", "worker", *options, *more), log, env=env)
    worker.wait_until(lambda: " ready." in worker.tail(), "the worker is ready")
    return worker


def start_beat(log: Path, env: Mapping[str, str]) -> Server:
    return start(
        python_module("celery", "-A", "config", "beat", "--loglevel", "INFO", "--pidfile="), log, env=env
    )


def start_web(log: Path, env: Mapping[str, str]) -> Server:
    return start(python_module("gunicorn", "-c", "python:config.gunicorn_conf", "config.wsgi"), log, env=env)
