"""The broker in a folder: order, and one reader for each message however many ask."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from config import broker


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    options = broker.folder_options(tmp_path)
    with Connection(f"{broker.SCHEME}://localhost//", transport_options=options) as opened:
        yield opened


def drain(connection: Connection) -> list[int]:
    channel = connection.clone().channel()
    found = []
    while True:
        try:
            found.append(channel._get("work")["number"])
        except Empty:
            return found


def test_messages_come_in_the_order_they_were_sent(connection: Connection) -> None:
    channel = connection.channel()
    for number in range(30):
        channel._put("work", {"number": number})
    assert drain(connection) == list(range(30))


def test_each_message_has_one_reader(connection: Connection) -> None:
    channel = connection.channel()
    for number in range(200):
        channel._put("work", {"number": number})
    with ThreadPoolExecutor(max_workers=6) as pool:
        taken = [number for part in pool.map(drain, [connection] * 6) for number in part]
    assert sorted(taken) == list(range(200))


def test_half_written_message_is_not_seen(connection: Connection, tmp_path: Path) -> None:
    (tmp_path / "messages" / "0_0.work.msg.part").write_text('{"num')
    assert drain(connection) == []


def test_queues_do_not_mix(connection: Connection) -> None:
    connection.channel()._put("other", {"number": 1})
    assert drain(connection) == []


def test_folders_are_closed_to_other_users(connection: Connection, tmp_path: Path) -> None:
    assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir()} == {0}
