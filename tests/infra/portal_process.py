"""`./portal up` as a process, for tests: started as it is documented, whatever the test command itself was given."""

import os
import subprocess
from pathlib import Path

from config.local_servers import Server, start

ROOT = Path(__file__).resolve().parents[2]
CHOSEN = ("DATABASE_URL", "REDIS_URL", "PORTAL_ENV", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "PUBLIC_URL")


def begin(data: Path, port: int, log: Path) -> Server:
    # Started from a background job the tests have SIGINT ignored, and so would all that they start.
    command = ["env", "--default-signal=INT", *(part for name in CHOSEN for part in ("-u", name))]
    command += [str(ROOT / "portal"), "up"]
    return start(command, log, env={"PORT": str(port), "PORTAL_DATA_DIR": str(data)})


def refused(data: Path, port: object) -> str:
    """What a start says that must fail."""
    env = {name: value for name, value in os.environ.items() if name not in CHOSEN}
    env |= {"PORT": str(port), "PORTAL_DATA_DIR": str(data)}
    done = subprocess.run([ROOT / "portal", "up"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    return done.stderr
