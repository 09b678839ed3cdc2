"""Rows of choices in the form of a question: moved, added and dropped by plain buttons, nothing typed is lost.

A list `choices` travels as `choices-0-code`, `choices-0-label`, `choices-0-score`; the code of a row is hidden and
stays with its words. A press of a row's button sends `rows=choices:up:0`: the page comes back changed, not saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.instruments.editing import new_key
from surveys.instruments.reader import MAX_CHOICES
from surveys.instruments.schema import OTHER

SPARE = 2
MORE = 3
TITLES = {"choices": "Варианты ответа", "rows": "Строки таблицы", "columns": "Столбцы таблицы"}
COMMANDS = ("up", "down", "drop", "add", "paste")


@dataclass(slots=True)
class AnswerRow:
    """One row as typed; `number` counts from 1 for people."""

    code: str = ""
    label: str = ""
    score: str = ""
    error: str = ""
    number: int = 0


@dataclass
class AnswerRows:
    """One list of choices in a form."""

    name: str
    least: int
    rows: list[AnswerRow] = field(default_factory=list)
    error: str = ""
    pasted: str = ""

    @property
    def title(self) -> str:
        """The heading of the list."""
        return TITLES[self.name]

    @property
    def has_scores(self) -> bool:
        """Rows and columns of a table have no numbers of their own to sum."""
        return self.name != "rows"

    def act(self, command: str, place: int) -> None:
        """Do what a button of the list says; an unknown place changes nothing."""
        rows = self.rows
        if command == "add":
            rows.extend(AnswerRow() for _ in range(MORE))
        elif command == "paste":
            filled = [row for row in rows if row.label or row.code]
            lines = [line.strip() for line in self.pasted.splitlines() if line.strip()]
            self.rows = filled + [AnswerRow(label=line[:300]) for line in lines]
            self.pasted = ""
        elif 0 <= place < len(rows):
            if command == "drop":
                del rows[place]
            elif command == "up" and place:
                rows[place - 1], rows[place] = rows[place], rows[place - 1]
            elif command == "down" and place + 1 < len(rows):
                rows[place + 1], rows[place] = rows[place], rows[place + 1]
        del self.rows[MAX_CHOICES + SPARE :]
        self._number()

    def clean(self) -> list[dict[str, Any]]:
        """The choices in the shape of the format; faults stand at their rows and in `error`."""
        made: list[dict[str, Any]] = []
        taken = {row.code for row in self.rows if row.code}
        for row in self.rows:
            if not row.label.strip():
                if row.score.strip():
                    row.error = "Напишите слова варианта или уберите балл."
                continue
            if len(row.label) > 300:
                row.error = "Не длиннее 300 знаков."
            if not row.code:
                row.code = new_key(row.label, taken | {OTHER}, fallback="answer")
                taken.add(row.code)
            made.append({"code": row.code, "label": row.label} | self._score(row))
        labels = [choice["label"].strip().lower() for choice in made]
        for row in self.rows:
            if row.label.strip() and labels.count(row.label.strip().lower()) > 1:
                row.error = "Такие слова уже есть."
        if any(row.error for row in self.rows):
            self.error = "Проверьте отмеченные строки."
        elif not self.least <= len(made) <= MAX_CHOICES:
            self.error = f"Нужно от {self.least} до {MAX_CHOICES}."
        return made

    def _score(self, row: AnswerRow) -> dict[str, int]:
        text = row.score.strip().replace("−", "-")
        if not text:
            return {}
        try:
            score = int(text)
        except ValueError:
            row.error = "Балл — целое число."
            return {}
        if not -1_000 <= score <= 1_000:
            row.error = "Балл — от -1000 до 1000."
            return {}
        return {"score": score}

    def _number(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            row.number = number


def rows_of(name: str, choices: Sequence[Mapping[str, Any]], *, least: int) -> AnswerRows:
    """The list as kept, with a few empty rows below."""
    made = AnswerRows(
        name,
        least,
        [
            AnswerRow(
                str(one["code"]), str(one["label"]), "" if one.get("score") is None else str(one["score"])
            )
            for one in choices
        ],
    )
    made.rows += [AnswerRow() for _ in range(SPARE)]
    made._number()
    return made


def rows_sent(name: str, data: Mapping[str, Any], *, least: int) -> AnswerRows:
    """The list as a form sent it, empty rows too."""
    made = AnswerRows(name, least, pasted=str(data.get(f"{name}-paste", ""))[:20_000])
    for place in range(MAX_CHOICES + SPARE):
        if f"{name}-{place}-label" not in data:
            break
        code, label, score = (
            str(data.get(f"{name}-{place}-{part}", ""))[:400] for part in ("code", "label", "score")
        )
        made.rows.append(AnswerRow(code, label, score))
    made._number()
    return made
