"""What can be measured, by name, and how two things are measured in turn."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 5


class NotMeasured(Exception):
    """This machine lacks what the measurement compares with; the words say what to install."""


@dataclass(frozen=True)
class Measurement:
    """Medians of one run: ours and, measured in turn with it, the reference; both in the entry's unit."""

    value: float
    reference: float

    @property
    def cost(self) -> float:
        """How many times the reference ours takes."""
        return self.value / self.reference


@dataclass(frozen=True)
class Entry:
    name: str
    unit: str
    run: Callable[[], Measurement]


entries: dict[str, Entry] = {}


def register(name: str, unit: str) -> Callable[[Callable[[], Measurement]], Callable[[], Measurement]]:
    """Declare a measurement «area.what», in seconds (`s`) or CPU milliseconds a request (`ms`)."""

    def declare(run: Callable[[], Measurement]) -> Callable[[], Measurement]:
        if name in entries:
            raise ValueError(f"measurement {name} is declared twice")
        entries[name] = Entry(name, unit, run)
        return run

    return declare


def timed(action: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def alternate(
    ours: Callable[[], float], reference: Callable[[], float], *, rounds: int = ROUNDS, warm_up: int = 1
) -> Measurement:
    """Measure the two in turn and take medians; each callable returns one measured value.

    The order within a round changes from round to round, so that neither always runs on the warmer machine.
    """
    values: list[float] = []
    references: list[float] = []
    for number in range(warm_up + rounds):
        pair = ((ours, values), (reference, references))
        for measure, kept in pair if number % 2 else pair[::-1]:
            result = measure()
            if number >= warm_up:
                kept.append(result)
    return Measurement(statistics.median(values), statistics.median(references))
