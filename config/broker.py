"""A message broker in a folder, for the one-machine installation that has no Redis.

Kombu's own `filesystem` transport writes a message in place, so that a reader may take it half written, and
takes it by moving it to the system's temporary folder, which is not atomic when that lies on another file
system: two workers may then both get it. Here both steps are one rename inside one file system.

A message lost with a killed worker is not this module's matter: the Job rows are the truth, and the pass
`core.find_lost_jobs` sends again what they say is unfinished.
"""

import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads

SCHEME = "folder"


class Channel(filesystem.Channel):
    """One message is one file `<nanoseconds>_<uuid>.<queue>.msg`; its name gives the order."""

    def _put(self, queue: Any, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # its two bases disagree
        name = f"{time.time_ns():020d}_{uuid.uuid4().hex}.{queue}.msg"
        target = Path(self.data_folder_out, name)
        part = target.with_name(f"{name}.part")
        part.write_bytes(str_to_bytes(dumps(payload)))
        part.replace(target)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        for name in sorted(os.listdir(self.data_folder_in)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = Path(self.processed_folder, name)
            try:
                Path(self.data_folder_in, name).rename(taken)
            except FileNotFoundError:  # another worker was first
                continue
            payload = taken.read_bytes()
            taken.unlink()
            return loads(bytes_to_str(payload))
        raise Empty


class Transport(filesystem.Transport):
    """Kombu's file transport over the channel above."""

    Channel = Channel


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:{Transport.__name__}"


def folder_options(root: Path) -> dict[str, Any]:
    """Make the broker's folders under `root`; return kombu's transport options that name them."""
    folders = {name: root / name for name in ("messages", "taken", "control")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {
        "data_folder_in": str(folders["messages"]),
        "data_folder_out": str(folders["messages"]),
        "processed_folder": str(folders["taken"]),
        "control_folder": str(folders["control"]),
        # An idle worker looks this often, in seconds; the default of one second limits it to a task a second.
        "polling_interval": 0.1,
    }
