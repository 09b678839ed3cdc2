"""`python -m config.healthcheck web|worker|beat`: exit code 0 while that process does its work. For containers."""

import http.client
import sys
import time
from pathlib import Path

from config import env

# The worker touches its file with every heartbeat (2 s); the scheduler saves its own every 3 minutes.
SIGNS = {"worker": ("worker-alive", 60), "beat": ("beat-schedule", 600)}


def web_answers() -> bool:
    port = env.text("BIND", "127.0.0.1:8000").rpartition(":")[2]
    hosts = env.words("ALLOWED_HOSTS", "localhost")
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=8)
    try:
        connection.request("GET", "/healthz", headers={"Host": hosts[0]})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def left_a_sign(name: str, seconds: int) -> bool:
    """Whether the file `name` of the data folder, with whatever suffix, was written within `seconds`."""
    newest = max((path.stat().st_mtime for path in Path(env.DATA_DIR).glob(f"{name}*")), default=0.0)
    return time.time() - newest < seconds


def healthy(process: str) -> bool:
    """Whether the named process of the compose shape works; KeyError for an unknown name."""
    return web_answers() if process == "web" else left_a_sign(*SIGNS[process])


if __name__ == "__main__":
    sys.exit(0 if healthy(sys.argv[1]) else 1)
