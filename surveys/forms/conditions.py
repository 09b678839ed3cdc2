"""«Показывать, если» in the form of a question: a few comparisons, or a line of text for what they cannot say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.instruments.conditions import Condition
from surveys.instruments.export import condition_to_dict
from surveys.instruments.options import codes_of
from surveys.instruments.phrases import PhraseError, read_phrase, write_phrase
from surveys.instruments.schema import Item
from surveys.instruments.wording import answers_of

LINES = 3
ALWAYS, ALL, ANY, TEXT = "always", "all", "any", "text"
MODES = (
    (ALWAYS, "Всегда"),
    (ALL, "Когда верно всё из этого"),
    (ANY, "Когда верно хоть что-то из этого"),
    (TEXT, "По сложному условию"),
)
SAME, OTHER_THAN, LEAST, MOST = "same", "other", "least", "most"
OPERATORS = ((SAME, "ответ"), (OTHER_THAN, "ответ — не"), (LEAST, "не меньше"), (MOST, "не больше"))
_ASKABLE = ("scale", "number", "yes_no", "single", "multiple", "frequency")


@dataclass(slots=True)
class ConditionLine:
    """One comparison as typed."""

    item: str = ""
    operator: str = SAME
    value: str = ""
    error: str = ""


@dataclass
class ConditionFields:
    """The whole of «Показывать, если» as typed; `earlier` are the questions above."""

    earlier: Sequence[Item]
    mode: str = ALWAYS
    lines: list[ConditionLine] = field(default_factory=list)
    text: str = ""
    error: str = ""
    had: bool = False

    modes = MODES
    operators = OPERATORS

    @property
    def askable(self) -> list[Item]:
        """Questions above that a comparison can look at."""
        return [item for item in self.earlier if item.kind in _ASKABLE]

    @property
    def answers(self) -> list[str]:
        """Words of the answers above, offered while a value is typed."""
        return list(dict.fromkeys(label for item in self.askable for _, label in answers_of(item)))

    def clean(self) -> dict[str, Any] | None:
        """The condition in the shape of the format, None for always; faults stand at their lines."""
        if self.mode == ALWAYS:
            if not self.had and any(line.item and line.value.strip() for line in self.lines):
                self.error = (
                    "Условие заполнено, а выбрано «Всегда»: выберите «Когда верно…» или очистите строки."
                )
            return None
        if self.mode == TEXT:
            return self._from_text()
        made = []
        for line in self.lines:
            if not line.item and not line.value.strip():
                continue
            condition = self._comparison(line)
            if condition is not None:
                made.append(condition)
        if any(line.error for line in self.lines):
            self.error = "Проверьте отмеченные строки условия."
            return None
        if not made:
            self.error = "Назовите хотя бы одно условие или выберите «Всегда»."
            return None
        if len(made) == 1:
            return condition_to_dict(made[0])
        return condition_to_dict(Condition(group=self.mode, parts=tuple(made)))

    def _from_text(self) -> dict[str, Any] | None:
        try:
            return condition_to_dict(read_phrase(self.text))
        except PhraseError as error:
            self.error = f"Условие не прочитано: {error}."
            return None

    def _comparison(self, line: ConditionLine) -> Condition | None:
        item = next((one for one in self.askable if one.key == line.item), None)
        if item is None:
            line.error = "Выберите вопрос."
            return None
        if not line.value.strip():
            line.error = "Напишите ответ."
            return None
        if line.operator in (LEAST, MOST):
            number = _whole(line.value)
            if number is None or codes_of(item) is not None:
                line.error = "Сравнить больше и меньше можно только шкалу или число, с целым числом."
                return None
            return Condition(line.item, "at_least" if line.operator == LEAST else "at_most", number)
        values = [_value(part, item) for part in re.split(r"\s*;\s*", line.value.strip()) if part]
        if any(value is None for value in values) or not values:
            offered = "; ".join(f"«{label}»" for _, label in answers_of(item)) or "целое число"
            line.error = f"У этого вопроса возможны: {offered}."
            return None
        same = line.operator == SAME
        if len(values) == 1:
            return Condition(line.item, "is" if same else "not", values[0])  # type: ignore[arg-type]
        return Condition(line.item, "any_of" if same else "none_of", tuple(_code(value) for value in values))


def fields_of(condition: Condition | None, earlier: Sequence[Item]) -> ConditionFields:
    """What the form shows for a condition."""
    made = ConditionFields(earlier)
    if condition is not None:
        parts = condition.parts if condition.group else (condition,)
        by_key = {item.key: item for item in made.askable}
        lines = [_line(part, by_key) for part in parts]
        if len(parts) <= LINES and None not in lines:
            made.mode = condition.group or ALL
            made.lines = [line for line in lines if line is not None]
        else:
            made.mode, made.text = TEXT, write_phrase(condition)
    made.lines += [ConditionLine() for _ in range(LINES - len(made.lines))]
    return made


def fields_sent(data: Mapping[str, Any], earlier: Sequence[Item], *, had: bool) -> ConditionFields:
    """The same from what a form sent; `had` says that «Всегда» takes a condition away rather than forgets one."""
    mode = str(data.get("if-mode", ALWAYS))
    made = ConditionFields(earlier, mode if mode in dict(MODES) else ALWAYS)
    made.had = had
    made.text = str(data.get("if-text", ""))[:4_000]
    for place in range(LINES):
        item, operator, value = (
            str(data.get(f"if-{place}-{part}", ""))[:1_000] for part in ("item", "op", "value")
        )
        made.lines.append(ConditionLine(item, operator if operator in dict(OPERATORS) else SAME, value))
    return made


def _line(condition: Condition, items: Mapping[str, Item]) -> ConditionLine | None:
    """A comparison as a line, None when it cannot be one."""
    item = items.get(condition.item)
    if condition.group or item is None:
        return None
    if condition.operator in ("at_least", "at_most"):
        operator = LEAST if condition.operator == "at_least" else MOST
        return (
            ConditionLine(condition.item, operator, str(condition.value)) if codes_of(item) is None else None
        )
    labels = dict(answers_of(item))
    values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    words = [labels.get(_code(value), _code(value)) for value in values]
    if any(";" in word for word in words):
        return None
    operator = SAME if condition.operator in ("is", "any_of") else OTHER_THAN
    return ConditionLine(condition.item, operator, "; ".join(words))


def _value(text: str, item: Item) -> str | int | bool | None:
    wanted = text.strip(' «»"').lower()
    for code, label in answers_of(item):
        if wanted in (code.lower(), label.lower()):
            return code == "yes" if item.kind == "yes_no" else code
    return _whole(text) if codes_of(item) is None else None


def _code(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _whole(text: str) -> int | None:
    text = text.strip().replace("−", "-")
    return int(text) if re.fullmatch(r"-?\d{1,6}", text, re.ASCII) else None
