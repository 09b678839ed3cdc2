"""A roadmap as rows of a file."""

from collections.abc import Iterator
from typing import Any

from roadmap.selectors.roadmaps import StageBlock

HEADER = (
    "Этап", "№", "Мероприятие", "Срок по плану", "Как понято", "Начало", "Срок до", "Ответственные", "Результат",
    "Состояние", "Подтверждения",
)  # fmt: skip


def roadmap_rows(blocks: list[StageBlock]) -> Iterator[tuple[Any, ...]]:
    """The header and one row an activity, in the order of the plan."""
    yield HEADER
    for block in blocks:
        for line in block.lines:
            activity = line.activity
            yield (
                block.stage.title,
                activity.number,
                activity.text,
                activity.deadline,
                line.understood,
                activity.start,
                activity.end,
                activity.responsible,
                activity.result,
                line.status.label,
                "; ".join(str(proof) for proof in line.evidence),
            )
