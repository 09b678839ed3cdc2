"""How soon the portal answers after `./portal up`, when everything is installed and filled."""

import http.client
import os
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from config.bench.registry import Measurement, alternate, register
from config.env import BASE_DIR
from config.local_servers import free_port, python_module, start

# What this process was given for measuring pages must not reach a portal that starts as an administrator starts it.
UNSET = ("PORTAL_ENV", "DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "HTTPS_ONLY", "BENCH_VIEWS")


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def seconds_to_answer(command: list[str], log: Path, port: int, env: Mapping[str, str]) -> float:
    """Start, wait for the first good answer, stop; the stop is not counted."""
    began = time.perf_counter()
    server = start(command, log, env=env)
    try:
        server.wait_until(lambda: answers(port), "the site answers", seconds=120)
        return time.perf_counter() - began
    finally:
        server.stop(seconds=60)


@register("start.up", "s")
def second_start() -> Measurement:
    """`./portal up` on a filled portal; reference: gunicorn with a Django site of one view."""
    clean = ["env", *(part for name in UNSET for part in ("-u", name))]
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)

        def portal() -> float:
            port = free_port()
            env = {"PORT": str(port), "HOST": "127.0.0.1", "PORTAL_DATA_DIR": str(folder / "data")}
            command = [*clean, str(BASE_DIR / "portal"), "up"]
            return seconds_to_answer(command, folder / "up.log", port, {**os.environ, **env})

        def bare() -> float:
            port = free_port()
            command = python_module("gunicorn", "-w", "2", "--preload", "-b", f"127.0.0.1:{port}")
            return seconds_to_answer([*command, "config.bench.bare_site"], folder / "bare.log", port, {})

        portal()  # the first start fills the demo; only the ones after it count
        return alternate(portal, bare)
