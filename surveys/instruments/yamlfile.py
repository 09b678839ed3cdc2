"""Reading questionnaires from YAML files (``surveys/bank/FORMAT.md`` documents the format)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from surveys.instruments.errors import InstrumentError
from surveys.instruments.quality import quality_instruments
from surveys.instruments.reading import instrument_from_dict
from surveys.instruments.schema import Instrument

MAX_BYTES = 1_000_000
BANK = Path(__file__).resolve().parent.parent / "bank"
LISTS = "lists.yaml"
QUALITY = "quality.yaml"


DEEPEST = 50
MISSPELT = "запись не читается: проверьте скобки, кавычки и отступы"
#: The library's reader in C is ten times faster; a build of it without C reads the same files.
_Fast: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _PlainLoader(_Fast):
    """Safe loader that also refuses repeated keys."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "ключ должен быть словом", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"ключ «{key.value[:40]}» повторяется", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _require_plain(text: str) -> None:
    """Refuse aliases (they can unfold without end) and depths that no questionnaire has, before anything is built."""
    depth = 0
    for event in yaml.parse(text, Loader=_Fast):
        mark: Any = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "ссылки «*» не допускаются", mark)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise yaml.composer.ComposerError(None, None, "слишком глубокая вложенность", mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def parse_yaml(content: bytes, *, name: str = "файл") -> Any:
    """Return the plain data of a YAML file.

    :raises InstrumentError: when it is too large, not UTF-8 or not YAML; the line is named.
    """
    if len(content) > MAX_BYTES:
        raise InstrumentError([f"{name}: файл больше 1 МБ"])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InstrumentError([f"{name}: файл должен быть в кодировке UTF-8"]) from None
    try:
        _require_plain(text)
        return yaml.load(text, Loader=_PlainLoader)  # noqa: S506 — a subclass of SafeLoader
    except yaml.MarkedYAMLError as error:
        mark, last = error.problem_mark, text.count("\n") + 1
        place = f"строка {min(mark.line + 1, last)}: " if mark else ""
        spelled = isinstance(error, yaml.scanner.ScannerError | yaml.parser.ParserError)
        said = MISSPELT if spelled else error.problem or "не удалось прочитать"
        raise InstrumentError([f"{name}: {place}{said}"]) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        # ValueError: PyYAML lets impossible dates such as 2026-02-31 through to datetime.
        raise InstrumentError([f"{name}: это не YAML или в нём недопустимые знаки"]) from None


def load_yaml(
    content: bytes, *, name: str = "файл", lists: Mapping[str, Sequence[Mapping[str, Any]]] | None = None
) -> Instrument:
    """Return the instrument of a YAML file.

    :raises InstrumentError: with every fault found.
    """
    data = parse_yaml(content, name=name)
    try:
        return instrument_from_dict(data, lists=lists)
    except InstrumentError as error:
        raise InstrumentError([f"{name}: {problem}" for problem in error.problems]) from None


def load_lists(folder: Path = BANK) -> dict[str, list[dict[str, Any]]]:
    """Return the shared lists of choices (topics of requests, interests, competences …) by name."""
    lists: dict[str, list[dict[str, Any]]] = parse_yaml((folder / LISTS).read_bytes(), name=LISTS)["lists"]
    return lists


def load_bank(folder: Path = BANK) -> list[Instrument]:
    """Return the instruments that the portal ships with, ordered by file name;
    the questionnaires of quality come last.

    :raises InstrumentError: when a file of the bank is faulty.
    """
    lists = load_lists(folder)
    single = [
        load_yaml(path.read_bytes(), name=path.name, lists=lists)
        for path in sorted(folder.glob("*.yaml"))
        if path.name not in (LISTS, QUALITY)
    ]
    quality = parse_yaml((folder / QUALITY).read_bytes(), name=QUALITY)
    return [*single, *quality_instruments(quality, name=QUALITY)]
