"""CPU milliseconds a request of web workers and PostgreSQL together, against a bare view of the same server.

Requests a second depend on whatever else the machine does; CPU time and its ratio to the bare view's hardly do.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from config.bench.registry import Measurement, alternate
from config.env import BASE_DIR
from config.local_servers import Server, children_of, free_port, python_module, start

TICKS = os.sysconf("SC_CLK_TCK")
BARE_REQUESTS = 1000
PAGE_REQUESTS = 100


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and of the children it has already buried."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(field) for field in fields[11:15]) / TICKS


@dataclass
class Site:
    """The portal under gunicorn with two workers (single-threaded unless asked), and the PostgreSQL it talks to."""

    port: int
    web: Server
    postgres_pid: int

    def cpu(self) -> float:
        roots = (self.web.pid, self.postgres_pid)
        return sum(cpu_seconds(pid) for root in roots for pid in (root, *children_of(root)))

    def milliseconds_a_request(self, path: str, count: int, headers: Mapping[str, str]) -> float:
        order = {"port": self.port, "path": path, "headers": dict(headers), "count": count, "connections": 2}
        return self._cost(order, count)

    def posted(self, paths: list[str], bodies: list[dict[str, str]], *, count: int, status: int) -> float:
        """CPU milliseconds a request of so many forms sent to the paths in turn; each answer must be `status`."""
        order = {"port": self.port, "paths": paths, "bodies": [urlencode(body) for body in bodies]}
        order |= {"count": count, "connections": 2, "status": status}
        return self._cost(order, count)

    def _cost(self, order: dict[str, Any], count: int) -> float:
        before = self.cpu()
        done = subprocess.run(  # noqa: S603
            python_module("config.bench.client"),
            cwd=BASE_DIR,
            input=json.dumps(order),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{done.stderr.strip().splitlines()[-1]}\n{self.web.tail()}")
        return (self.cpu() - before) * 1000 / count


@contextlib.contextmanager
def site(postgres_pid: int, *, threads: int = 1) -> Iterator[Site]:
    """Start the server with this process's own settings; it must already run in the measuring environment."""
    port = free_port()
    env = {"BIND": f"127.0.0.1:{port}", "WEB_WORKERS": "2", "WEB_THREADS": str(threads)}
    command = python_module("gunicorn", "-c", "python:config.gunicorn_conf", "--max-requests", "0")
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        web = start([*command, "config.bench.wsgi"], Path(folder, "web.log"), env=env)
        running = Site(port, web, postgres_pid)
        try:
            web.wait_until(lambda: "Listening at" in web.tail(), "the web server listens")
            yield running
        finally:
            web.stop()


def measure_page(path: str, *, postgres_pid: int, headers: Mapping[str, str], rounds: int = 5) -> Measurement:
    """Median CPU ms a request of `path` and of the bare view, in turn; the first round is thrown away."""
    with site(postgres_pid) as running:
        measurement = alternate(
            lambda: running.milliseconds_a_request(path, PAGE_REQUESTS, headers),
            lambda: running.milliseconds_a_request("/__bench/bare", BARE_REQUESTS, {}),
            rounds=rounds,
        )
    if not measurement.reference:
        sys.exit("the bare view took no measurable time")
    return measurement
