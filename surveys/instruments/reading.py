"""From plain data (YAML, JSON, a database row) to an :class:`Instrument`, with every fault named."""

from collections.abc import Mapping, Sequence
from typing import Any

from surveys.enums import Confidence, ItemKind, Polarity, Purpose, Role
from surveys.instruments.conditions import OPERATORS, Condition
from surveys.instruments.errors import InstrumentError
from surveys.instruments.options import OPTION_KEYS, codes_of, read_options
from surveys.instruments.reader import Reader
from surveys.instruments.schema import Instrument, Item, Section
from surveys.instruments.scoring import read_scoring
from surveys.instruments.text import clean_text

FORMAT = 1
MAX_SECTIONS = 20
MAX_ITEMS = 200
MAX_CONDITION_DEPTH = 4
MAX_ANSWER = 300

_TOP_KEYS = {
    *("format", "code", "title", "purpose", "role", "intro", "thanks", "minutes", "source", "confidence"),
    *("sections", "scoring", "locked"),
}
_SECTION_KEYS = {"key", "title", "intro", "items"}
_ITEM_KEYS = {
    *(
        "key",
        "kind",
        "text",
        "hint",
        "short",
        "topic",
        "polarity",
        "required",
        "personal",
        "psychologist_only",
    ),
    *("show_if", "feeds"),
}

LIST_FEEDS = frozenset({"topics", "text", "interests", "competences", "mentor_wishes"})
"""Fields that take the answers of several questions together."""

_BOTH_FEEDS = {"topics", "interests", "meeting_format", "availability", "motives"}
FEEDS: dict[Purpose, frozenset[str]] = {
    Purpose.REQUEST: frozenset(_BOTH_FEEDS | {"text", "mentor_wishes"}),
    Purpose.OFFER: frozenset(
        _BOTH_FEEDS | {"competences", "achievements", "preferred_age", "hours", "capacity", "experience"}
    ),
    Purpose.PREFERENCE: frozenset({"wanted", "unwanted"}),
    Purpose.COMPAT: frozenset({"go_on"}),
    Purpose.MEETING: frozenset({"need_help"}),
    Purpose.GENERAL: frozenset(),
}
"""Fields of a request and an offer that an answer may fill, by what the questionnaire is for."""


def instrument_from_dict(
    data: object, *, lists: Mapping[str, Sequence[Mapping[str, Any]]] | None = None
) -> Instrument:
    """Build an instrument; ``lists`` are the named lists that ``choices: {list: …}`` may refer to.

    :raises InstrumentError: with one line for every fault found.
    """
    reader = Reader(lists or {})
    if not isinstance(data, Mapping):
        raise InstrumentError(["анкета должна быть набором полей «название: значение»"])
    reader.known(data, _TOP_KEYS, "анкета")
    if data.get("format") != FORMAT:
        reader.fault("анкета", f"поле format должно быть {FORMAT}")
    purpose = reader.choice(data, "purpose", Purpose, "анкета", Purpose.GENERAL)
    sections = _read_sections(reader, data.get("sections"), purpose)
    instrument = Instrument(
        code=reader.code(data, "code", "анкета"),
        title=reader.text(data, "title", "анкета", 200, required=True),
        purpose=purpose,
        role=reader.choice(data, "role", Role, "анкета", Role.MENTEE),
        sections=sections,
        intro=reader.text(data, "intro", "анкета", 2_000),
        thanks=reader.text(data, "thanks", "анкета", 2_000),
        minutes=reader.whole(data, "minutes", "анкета", 5, low=1, high=120),
        source=reader.text(data, "source", "анкета", 1_000),
        confidence=reader.choice(data, "confidence", Confidence, "анкета", Confidence.LOW),
        scoring=read_scoring(
            reader, data.get("scoring"), {item.key: item for section in sections for item in section.items}
        ),
        locked=reader.flag(data, "locked", "анкета"),
    )
    _check_references(reader, instrument)
    if reader.problems:
        raise InstrumentError(reader.problems)
    return instrument


def item_from_dict(data: Mapping[str, Any], *, purpose: Purpose) -> Item:
    """Build one item by itself; what its condition looks at is not checked.

    :raises InstrumentError: with one line for every fault found.
    """
    reader = Reader({})
    item = _read_item(reader, data, "вопрос", purpose)
    if reader.problems:
        raise InstrumentError(reader.problems)
    return item


def condition_from_dict(data: object) -> Condition:
    """Build one condition by itself; InstrumentError where it is none."""
    reader = Reader({})
    condition = _read_condition(reader, data, "вопрос")
    if reader.problems:
        raise InstrumentError(reader.problems)
    return condition


def _read_sections(reader: Reader, data: object, purpose: Purpose) -> tuple[Section, ...]:
    if not isinstance(data, list) or not data:
        reader.fault("анкета", "нужен хотя бы один раздел в поле sections")
        return ()
    if len(data) > MAX_SECTIONS:
        reader.fault("анкета", f"не больше {MAX_SECTIONS} разделов")
    sections = []
    for number, entry in enumerate(data[:MAX_SECTIONS], start=1):
        where = f"раздел {number}"
        if not isinstance(entry, Mapping):
            reader.fault(where, "должен быть набором полей")
            continue
        reader.known(entry, _SECTION_KEYS, where)
        items = entry.get("items")
        if not isinstance(items, list) or not items:
            reader.fault(where, "нужен хотя бы один вопрос в поле items")
            items = []
        sections.append(
            Section(
                key=reader.code(entry, "key", where),
                title=reader.text(entry, "title", where, 200, required=True),
                intro=reader.text(entry, "intro", where, 2_000),
                items=tuple(
                    _read_item(reader, item, f"{where}, вопрос {place}", purpose)
                    for place, item in enumerate(items[:MAX_ITEMS], start=1)
                ),
            )
        )
    return tuple(sections)


def _read_item(reader: Reader, data: object, where: str, purpose: Purpose) -> Item:
    if not isinstance(data, Mapping):
        reader.fault(where, "должен быть набором полей")
        data = {}
    if isinstance(data.get("key"), str):
        where = f"{where} («{data['key'][:40]}»)"
    kind = reader.choice(data, "kind", ItemKind, where, ItemKind.NOTE, required=True)
    reader.known(data, _ITEM_KEYS | OPTION_KEYS[kind], where)
    feeds = reader.text(data, "feeds", where, 40)
    if feeds and feeds not in FEEDS[purpose]:
        reader.fault(where, f"ответ не может заполнять поле «{feeds}»")
    item = Item(
        key=reader.code(data, "key", where),
        kind=kind,
        text=reader.text(data, "text", where, 1_000, required=True),
        options=read_options(reader, kind, data, where),
        hint=reader.text(data, "hint", where, 500),
        short=reader.text(data, "short", where, 80),
        topic=reader.code(data, "topic", where, required=False),
        polarity=reader.choice(data, "polarity", Polarity, where, Polarity.NONE),
        required=reader.flag(data, "required", where),
        personal=reader.flag(data, "personal", where),
        psychologist_only=reader.flag(data, "psychologist_only", where),
        show_if=_read_condition(reader, data["show_if"], where) if data.get("show_if") is not None else None,
        feeds=feeds,
    )
    if not item.asks and (item.required or item.feeds):
        reader.fault(where, "пояснение не может быть обязательным и не заполняет полей")
    return item


def _read_condition(reader: Reader, data: object, where: str, depth: int = 0) -> Condition:
    where_if = f"{where}, условие показа"
    if not isinstance(data, Mapping) or depth > MAX_CONDITION_DEPTH:
        reader.fault(where_if, "должно быть вида {item: ключ, is: ответ} или {all: [...]}, {any: [...]}")
        return Condition()
    for group in ("all", "any"):
        if group in data:
            parts = data[group]
            if len(data) > 1 or not isinstance(parts, list) or not 1 <= len(parts) <= 20:
                reader.fault(where_if, f"«{group}» — это список условий и ничего рядом с ним")
                return Condition()
            return Condition(
                group=group, parts=tuple(_read_condition(reader, part, where, depth + 1) for part in parts)
            )
    operators = [name for name in OPERATORS if name in data]
    if len(operators) != 1 or set(data) != {"item", operators[0]} or not isinstance(data["item"], str):
        reader.fault(where_if, f"нужны item и ровно одно из: {', '.join(OPERATORS)}")
        return Condition()
    return Condition(
        item=reader.code(data, "item", where_if),
        operator=operators[0],
        value=_condition_value(reader, operators[0], data[operators[0]], where_if),
    )


def _condition_value(reader: Reader, operator: str, value: object, where: str) -> Any:
    if operator in ("any_of", "none_of"):
        if isinstance(value, list | tuple) and value and all(_is_answer(code) for code in value):
            return tuple(value)
        reader.fault(where, f"«{operator}» ждёт список кодов")
        return ()
    if operator in ("at_least", "at_most"):
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        reader.fault(where, f"«{operator}» ждёт целое число")
        return 0
    if isinstance(value, int) or _is_answer(value):
        return value
    reader.fault(where, f"«{operator}» ждёт код, число или да/нет")
    return ""


def _is_answer(value: object) -> bool:
    """A text that an answer can be: short and with nothing invisible in it."""
    return isinstance(value, str) and len(value) <= MAX_ANSWER and clean_text(value) == value


def _check_references(reader: Reader, instrument: Instrument) -> None:
    """Keys are unique, and a condition looks only at an earlier question and at answers it can have."""
    if len(instrument.items) > MAX_ITEMS:
        reader.fault("анкета", f"не больше {MAX_ITEMS} вопросов")
    if instrument.sections and not any(item.asks for item in instrument.items):
        reader.fault("анкета", "нет ни одного вопроса")
    section_keys = [section.key for section in instrument.sections if section.key]
    for key in sorted({key for key in section_keys if section_keys.count(key) > 1}):
        reader.fault("анкета", f"ключ раздела «{key}» повторяется")
    earlier: dict[str, Item] = {}
    feeds: set[str] = set()
    for item in instrument.items:
        where = f"вопрос «{item.key}»"
        for condition in _comparisons(item.show_if):
            _check_comparison(reader, condition, earlier, where)
        if item.key in earlier:
            reader.fault(where, "ключ повторяется")
        if item.feeds in feeds and item.feeds not in LIST_FEEDS:
            reader.fault(where, f"поле «{item.feeds}» уже заполняет другой вопрос")
        feeds |= {item.feeds} - {""}
        earlier[item.key] = item


def _comparisons(condition: Condition | None) -> list[Condition]:
    if condition is None:
        return []
    if condition.group:
        return [leaf for part in condition.parts for leaf in _comparisons(part)]
    return [condition] if condition.item else []


def _check_comparison(reader: Reader, condition: Condition, earlier: Mapping[str, Item], where: str) -> None:
    asked = earlier.get(condition.item)
    if asked is None or not asked.asks:
        reader.fault(where, f"условие смотрит на «{condition.item[:40]}», а такого вопроса выше нет")
        return
    possible = codes_of(asked)
    if possible is None or condition.operator in ("at_least", "at_most"):
        return
    value = condition.value
    if isinstance(value, bool):
        value = "yes" if value else "no"
    for code in value if isinstance(value, tuple) else (str(value),):
        if code not in possible:
            reader.fault(where, f"условие ждёт «{code[:40]}», а у «{condition.item}» такого варианта нет")
