"""Typed content of a document ↔ JSON: frozen when a version is made, thawed each time it is drawn.

Content is dataclasses of str, int, float, bool, None, date, nested dataclasses and lists of these. Drawing always
goes through the JSON, so that what is drawn today is what would be drawn from the database in ten years.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import types
import typing
from functools import lru_cache
from typing import Any, TypeVar

Content = TypeVar("Content")


def freeze(content: Any) -> dict[str, Any]:
    """The content as JSON values; dates become ISO strings. TypeError for anything that has no JSON."""
    frozen: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(content), default=_date_only))
    return frozen


def thaw(kind: type[Content], data: dict[str, Any]) -> Content:
    """The content of type `kind` from its JSON. TypeError or ValueError when the JSON does not fit the type."""
    return typing.cast(Content, _thaw_value(kind, data))


def check_code(*parts: Any) -> str:
    """Sixteen hexadecimal digits of SHA-256 over the canonical JSON of the parts: the code printed on the page."""
    canonical = json.dumps(
        parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_date_only
    )
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def _date_only(value: Any) -> str:
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise TypeError(f"{type(value).__name__} cannot lie in a snapshot")
    return value.isoformat()


@lru_cache(maxsize=256)
def _fields(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _thaw_value(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        if value is None:
            return None
        kind = next(option for option in typing.get_args(kind) if option is not type(None))
        return _thaw_value(kind, value)
    if origin is list:
        (item,) = typing.get_args(kind)
        return [_thaw_value(item, each) for each in value]
    if dataclasses.is_dataclass(kind):
        made = typing.cast(type, kind)
        known = _fields(made)
        # A field added later has a default; one dropped since is passed over.
        return made(**{name: _thaw_value(known[name], each) for name, each in value.items() if name in known})
    if kind is dt.date:
        return dt.date.fromisoformat(value)
    return value
