"""A whole questionnaire as a file: YAML, JSON (both as `bank/FORMAT.md` says) and XLSX."""

from __future__ import annotations

import json
from typing import Any

import yaml

from core.errors import DomainError
from core.exports import XLSX_TYPE
from core.sheets.reading import read_workbook
from core.uploads import FileKind, inspect
from surveys.instruments.book import write_book
from surveys.instruments.book_reading import read_book
from surveys.instruments.errors import InstrumentError
from surveys.instruments.export import instrument_to_dict
from surveys.instruments.reading import instrument_from_dict
from surveys.instruments.schema import Instrument
from surveys.instruments.yamlfile import load_lists, load_yaml

MAX_BYTES = 400_000
"""A questionnaire of 200 questions takes a quarter of it; reading more would hold a page up for seconds."""

TYPES = {
    "yaml": "application/yaml; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xlsx": XLSX_TYPE,
}


def write_file(instrument: Instrument, kind: str) -> bytes:
    """Return the questionnaire as a file of a kind of :data:`TYPES`."""
    if kind == "xlsx":
        return write_book(instrument)
    data = instrument_to_dict(instrument)
    if kind == "json":
        return json.dumps(data, ensure_ascii=False, indent=2).encode()
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110).encode()


def read_file(content: bytes, name: str) -> Instrument:
    """Return the questionnaire of an uploaded file; what it is, its content says.

    :raises InstrumentError: with one Russian line for every fault, naming the row or the field.
    """
    if not content:
        raise InstrumentError(["Файл пустой. Проверьте, что он сохранился, и выберите его снова."])
    if len(content) > MAX_BYTES:
        raise InstrumentError([f"Файл больше {MAX_BYTES // 1000} КБ: это не анкета."])
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _read_book(content, name)
    lists = load_lists()
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return instrument_from_dict(_parse_json(content), lists=lists)
    return load_yaml(content, name="файл", lists=lists)


def _read_book(content: bytes, name: str) -> Instrument:
    try:
        inspect(content, name, allowed=frozenset({FileKind.XLSX}), max_bytes=MAX_BYTES)
        return read_book(read_workbook(content, name))
    except DomainError as error:
        raise InstrumentError([error.message]) from None


def _parse_json(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_refused)
    except UnicodeDecodeError:
        raise InstrumentError(["файл должен быть в кодировке UTF-8"]) from None
    except json.JSONDecodeError as error:
        raise InstrumentError([f"строка {error.lineno}, знак {error.colno}: это не JSON"]) from None
    except _RepeatedError as error:
        raise InstrumentError([str(error)]) from None
    except (ValueError, RecursionError):
        raise InstrumentError(["это не JSON или в нём недопустимые значения"]) from None


class _RepeatedError(Exception):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise _RepeatedError(f"поле «{name[:40]}» повторяется")
        made[name] = value
    return made


def _refused(name: str) -> None:
    raise ValueError(name)


class _Dumper(yaml.SafeDumper):
    """Lists stand inside their key, as the files of the bank are written."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True
