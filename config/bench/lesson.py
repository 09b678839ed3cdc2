"""A lesson: many pupils open a questionnaire and send it, each at a moment of their own (open-loop arrival).

The moments are drawn before anything is sent and do not wait for answers; a delay is counted from the moment at which
the request should have gone. So a server that falls behind shows it in the figures.
"""

import heapq
import http.client
import random
import statistics
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

OPEN_WITHIN, SEND_WITHIN = 120.0, 480.0
SAVES = 5
WORKERS = 96
BARE_EVERY = 0.5


@dataclass(frozen=True)
class Lesson:
    """Whose questionnaires on which port; `speed` presses the time together."""

    port: int
    tokens: list[str]
    form: Mapping[str, str]
    speed: float = 1.0


@dataclass
class Told:
    """Seconds from the due moment to the whole answer."""

    delays: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.delays, n=20)[-1]

    @property
    def bare_p95(self) -> float:
        return statistics.quantiles(self.bare, n=20)[-1]


Request = tuple[float, str, str, str, int]
"""Moment, method, path, body, expected status."""


def schedule(lesson: Lesson, *, seed: int = 1) -> list[Request]:
    """All requests in the order of their moments: open, save some answers, send; and the bare view between."""
    chance = random.Random(seed)  # noqa: S311 - the same arrivals at every run
    found: list[Request] = []
    for token in lesson.tokens:
        opened = chance.uniform(0, OPEN_WITHIN)
        sent = opened + chance.uniform(SEND_WITHIN / 4, SEND_WITHIN)
        found.append((opened, "GET", f"/s/{token}/1/", "", 200))
        for place, key in enumerate(list(lesson.form)[:SAVES], start=1):
            moment = opened + (sent - opened) * place / (SAVES + 1)
            body = urlencode({"item": key, key: lesson.form[key]})
            found.append((moment, "POST", f"/s/{token}/save/", body, 200))
        found.append((sent, "POST", f"/s/{token}/1/", urlencode({**lesson.form, "go": "next"}), 302))
    end = max(moment for moment, *_ in found)
    found += [
        (BARE_EVERY * number, "GET", "/__bench/bare", "", 200) for number in range(int(end / BARE_EVERY))
    ]
    pressed = [(moment / lesson.speed, *rest) for moment, *rest in found]
    return sorted(pressed)  # type: ignore[arg-type]


def hold(lesson: Lesson) -> Told:
    """Run the lesson. RuntimeError names the first answer that was not the right one."""
    waiting = schedule(lesson)
    heapq.heapify(waiting)
    told, lock, began = Told(), threading.Lock(), time.perf_counter()

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", lesson.port, timeout=60)
        while True:
            with lock:
                if not waiting or told.failures:
                    return
                due, method, path, body, status = heapq.heappop(waiting)
            time.sleep(max(0.0, began + due - time.perf_counter()))
            problem = _ask(connection, method, path, body, status)
            delay = time.perf_counter() - began - due
            with lock:
                (told.bare if path.startswith("/__bench") else told.delays).append(delay)
                if problem:
                    told.failures.append(problem)

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if told.failures:
        raise RuntimeError(told.failures[0])
    return told


def _ask(connection: http.client.HTTPConnection, method: str, path: str, body: str, status: int) -> str:
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    for last in (False, True):
        try:
            connection.request(method, path, body=body or None, headers=headers)
            response = connection.getresponse()
            response.read()
        except (http.client.HTTPException, OSError) as error:
            # A kept connection that the server has closed meanwhile is opened once more, as a browser does.
            connection.close()
            if last:
                return f"{method} {type(error).__name__}"
            continue
        return "" if response.status == status else f"{method} {response.status}, wanted {status}"
    return ""
