"""A bounded load on one loopback address, run as a process of its own: `python -m config.bench.client`.

Reads from standard input one JSON object: port, path, headers, count, connections. Every answer must be 200 and
not empty. With `paths` and `bodies` forms are sent instead, in turn, and every answer must be `status`.
Prints the seconds the whole took.
"""

import http.client
import json
import sys
import threading
import time
from typing import Any

LIMIT = 5000


def fetch(port: int, path: str, headers: dict[str, str], count: int, failures: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(count):
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200 or not body:
            failures.append(f"{path}: {response.status} {response.getheader('Location') or ''}")
            break
    connection.close()


def send(order: dict[str, Any], part: int, failures: list[str]) -> None:
    """Send this connection's share of forms: every n-th of the paths, each with its body."""
    connection = http.client.HTTPConnection("127.0.0.1", order["port"], timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    paths, bodies = order["paths"], order["bodies"]
    for number in range(part, min(order["count"], LIMIT), order["connections"]):
        connection.request("POST", paths[number % len(paths)], bodies[number % len(bodies)], headers)
        response = connection.getresponse()
        response.read()
        if response.status != order["status"]:
            failures.append(f"form {number}: {response.status}, wanted {order['status']}")
            break
    connection.close()


def load(order: dict[str, Any]) -> float:
    """Run the order; return seconds. RuntimeError names the first answer that was not a good one."""
    count, connections = min(order["count"], LIMIT), order.get("connections", 2)
    failures: list[str] = []
    if "paths" in order:
        threads = [threading.Thread(target=send, args=(order, part, failures)) for part in range(connections)]
    else:
        arguments = (order["port"], order["path"], order.get("headers", {}), count // connections, failures)
        threads = [threading.Thread(target=fetch, args=arguments) for _ in range(connections)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(failures[0])
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.stdout.write(f"{load(json.load(sys.stdin))}\n")
