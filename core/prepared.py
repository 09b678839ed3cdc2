"""Statements that every page runs: built and compiled to SQL once, then only given their values.

Django builds and compiles a queryset anew for each run, which costs a page more than the database's own answer
(decision 202). What is kept is Django's own compiled statement, so rows come back as from the queryset itself.
"""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django_scopes import get_scope, scope

from core.models import Organization

Value = int | str | Sequence[int]

#: Stand-ins for values while a statement is built; nothing else in it is as large.
FIRST_MARK = 8_000_000_000_000_000_000
#: How many lengths of lists a statement is kept for. Pages have few, the last page of a list may have any.
SHAPES = 64


@dataclass(frozen=True)
class _Statement:
    rows: QuerySet
    compiler: Any
    sql: str
    #: Of each parameter the place of its value among the given ones, or -1 and the constant itself.
    params: tuple[tuple[int, Any], ...]

    def run(self, given: Sequence[Any]) -> list[Any]:
        params = tuple(constant if place < 0 else given[place] for place, constant in self.params)
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # this thread's own
        compiler.as_sql = lambda *args, **options: (self.sql, params)
        rows = self.rows.all()
        rows.query.get_compiler = lambda *args, **options: compiler  # type: ignore[method-assign]
        return list(rows)


class Prepared:
    """`Prepared(build)(*values)` gives the rows of `build(*values)` as a list.

    `build` uses its values only as parameters of the statement: whole numbers, words, or lists of numbers. The
    organisation of the open scope is one value more, which is found by itself.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build = build
        self._known: dict[tuple[Any, ...], _Statement] = {}

    def __call__(self, *values: Value) -> list[Any]:
        opened = get_scope()
        tenant = opened.get("organization") if opened.get("_enabled") else None
        if any(isinstance(value, list | tuple) and not value for value in values):
            return list(self.build(*values))  # without its list a statement is another one
        shape = (opened.get("_enabled"), tenant is None, *(_length(value) for value in values))
        statement = self._known.get(shape)
        if statement is None:
            statement = self._prepare(values, tenant is not None)
            if len(self._known) >= SHAPES:
                self._known.clear()
            self._known[shape] = statement
        return statement.run([*_flat(values), *([tenant.pk] if tenant is not None else [])])

    def _prepare(self, values: tuple[Value, ...], in_scope: bool) -> _Statement:
        marks = _marks(values)
        places = {mark: place for place, mark in enumerate(_flat(marks))}
        if in_scope:
            tenant = Organization(pk=FIRST_MARK + len(places))
            places[tenant.pk] = len(places)
            with scope(organization=tenant):
                rows = self.build(*marks)
        else:
            rows = self.build(*marks)
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        return _Statement(rows, compiler, sql, tuple((places.get(one, -1), one) for one in params))


def _marks(values: Sequence[Value]) -> list[Value]:
    found: list[Value] = []
    number = FIRST_MARK
    for value in values:
        if isinstance(value, str):
            found.append(f"mark {number}")
            number += 1
        elif isinstance(value, int):
            found.append(number)
            number += 1
        else:
            found.append(list(range(number, number + len(value))))
            number += len(value)
    return found


def _length(value: Value) -> int | None:
    return None if isinstance(value, int | str) else len(value)


def _flat(values: Sequence[Value]) -> list[Any]:
    return [one for value in values for one in ([value] if isinstance(value, int | str) else value)]
