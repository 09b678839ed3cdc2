"""Word files of institutions as templates: names in double braces and rows over declared lists, nothing else.

docxtpl hands every part of the file to Jinja. Ours is a sandbox without filters, tests or globals whose parser lets
through names, fields of a row, `for` over a declared list and `if` by a name; anything else is refused before it is
compiled. So what people type into a file is never executed.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jinja2
from docxtpl import DocxTemplate
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from core.errors import DomainError
from core.uploads import MEGABYTE, FileKind, UploadError, inspect

BROKEN = "Документ не открывается как документ Word. Сохраните его заново в формате .docx."
MAX_BYTES = 5 * MEGABYTE
MAX_UNPACKED = 40 * MEGABYTE
MAX_MADE = 20 * MEGABYTE
_PLAIN = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
)


@dataclass
class Names:
    """What a file asks for: names it uses, those that are not known, forms that are not allowed."""

    used: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


class _Refused(jinja2.TemplateError):
    """Something that is not a name: told at the upload, never run."""


class _NamesOnly(ImmutableSandboxedEnvironment):
    """Jinja that knows values by name. `known` maps a name to the fields of its rows, empty for a plain value."""

    def __init__(self, known: Mapping[str, frozenset[str]]) -> None:
        super().__init__(autoescape=True, undefined=jinja2.StrictUndefined, extensions=[])
        self.filters.clear()
        self.tests.clear()
        self.globals.clear()
        self.known, self.names = known, Names()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        self._look(tree, {}, depth=0)
        if self.names.refused:
            raise _Refused(self.names.refused[0])
        return tree

    def _look(self, node: nodes.Node, rows: dict[str, str], *, depth: int) -> None:
        """`rows` are the row names of the loops around: name → the list it goes over."""
        if not isinstance(node, _PLAIN):
            self.names.refused.append(type(node).__name__)
            return
        if isinstance(node, nodes.For):
            self._look_loop(node, rows, depth)
            return
        if isinstance(node, nodes.Getattr):
            self._look_field(node, rows)
            return
        if isinstance(node, nodes.Name):
            self._look_name(node.name, rows)
        if isinstance(node, nodes.Output):
            self._look_shown(node, rows)
        for child in node.iter_child_nodes():
            self._look(child, rows, depth=depth)

    def _look_shown(self, node: nodes.Output, rows: dict[str, str]) -> None:
        """A list or a row by itself is not a text: it would be printed as a computer writes it."""
        for child in node.nodes:
            if isinstance(child, nodes.Name) and (child.name in rows or self.known.get(child.name)):
                self.names.unknown.append(f"{child.name} без поля")

    def _look_loop(self, node: nodes.For, rows: dict[str, str], depth: int) -> None:
        plain = isinstance(node.target, nodes.Name) and isinstance(node.iter, nodes.Name)
        if not plain or node.test is not None or node.recursive or depth:
            self.names.refused.append("For")
            return
        listed, row = node.iter.name, node.target.name  # type: ignore[attr-defined]
        self._use(listed, is_known=bool(self.known.get(listed)))
        for child in (*node.body, *node.else_):
            self._look(child, {**rows, row: listed}, depth=depth + 1)

    def _look_field(self, node: nodes.Getattr, rows: dict[str, str]) -> None:
        row = node.node.name if isinstance(node.node, nodes.Name) else ""
        if row not in rows or node.attr.startswith("_"):
            self.names.refused.append("Getattr")
        elif node.attr not in self.known.get(rows[row], frozenset()):
            self.names.unknown.append(f"{row}.{node.attr}")

    def _look_name(self, name: str, rows: dict[str, str]) -> None:
        if name not in rows:
            self._use(name, is_known=name in self.known)

    def _use(self, name: str, *, is_known: bool) -> None:
        target = self.names.used if is_known else self.names.unknown
        if name not in target:
            target.append(name)


def check_template(data: bytes, filename: str, known: Mapping[str, frozenset[str]]) -> list[str]:
    """The names that a file uses, in their order. `known`: name → fields of its rows, empty for a plain value.

    Raises UploadError for what is not a Word document without macros and within bounds, for anything but names, and
    for unknown names, with the list of the known.
    """
    inspect(data, filename, allowed=frozenset({FileKind.DOCX}), max_bytes=MAX_BYTES)
    _check_package(data)
    environment = _NamesOnly(known)
    sample = {name: [dict.fromkeys(fields, "")] if fields else "" for name, fields in known.items()}
    _rendered(data, sample, environment)
    names = environment.names
    if names.unknown:
        unknown = ", ".join(f"«{name}»" for name in dict.fromkeys(names.unknown))
        raise UploadError(
            f"Портал не знает: {unknown}. Имена, которые он знает, перечислены на этой странице.",
            code="unknown",
        )
    return names.used


def fill_template(data: bytes, values: Mapping[str, Any], known: Mapping[str, frozenset[str]]) -> bytes:
    """The Word document with its values. Raises DomainError when the file can no longer be filled."""
    made = _rendered(data, values, _NamesOnly(known))
    if len(made) > MAX_MADE:
        raise DomainError("Документ вышел слишком большим.", code="too_big")
    return made


def _check_package(data: bytes) -> None:
    """Sizes, and what would reach outside when the file is opened: linked templates, objects, pictures."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
            raise UploadError(
                "Файл слишком велик в развёрнутом виде. Уберите из него картинки.", code="too_big"
            )
        for name in archive.namelist():
            low = name.lower()
            if "/embeddings/" in low or "/activex/" in low or low.endswith((".bin", ".exe", ".js", ".vbs")):
                raise UploadError("В файл вложены другие файлы или объекты: уберите их.", code="embedded")
            if not low.endswith(".rels"):
                continue
            for relation in _relations(archive, name):
                outside = relation.get("TargetMode") == "External"
                if outside and not str(relation.get("Type", "")).endswith("/hyperlink"):
                    raise UploadError(
                        "Файл ссылается на другой файл или адрес (шаблон, картинка по ссылке): уберите ссылку.",
                        code="external",
                    )


def _relations(archive: zipfile.ZipFile, name: str) -> list[etree._Element]:
    try:
        return list(etree.fromstring(archive.read(name), _parser()))
    except (etree.LxmlError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        raise UploadError(BROKEN, code="broken") from error


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _rendered(data: bytes, values: Mapping[str, Any], environment: _NamesOnly) -> bytes:
    try:
        template = DocxTemplate(io.BytesIO(data))
        template.render(dict(values), jinja_env=environment, autoescape=True)
        target = io.BytesIO()
        template.save(target)
    except _Refused as error:
        raise UploadError(
            "В файле есть выражения. Можно только имена в двойных фигурных скобках, строки по списку и «если» "
            "по имени: вычислений, обращений и команд портал не выполняет.",
            code="expressions",
        ) from error
    except jinja2.TemplateSyntaxError as error:
        raise UploadError(
            "Скобки в файле не читаются: проверьте, что у каждой «{{» есть «}}», а в именах нет пробелов.",
            code="syntax",
        ) from error
    except jinja2.TemplateError as error:
        if environment.names.unknown:
            return b""  # told by name
        raise UploadError("Файл не заполняется: проверьте имена в скобках.", code="template") from error
    except UploadError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, etree.LxmlError, zipfile.BadZipFile) as error:
        raise UploadError(BROKEN, code="broken") from error
    return target.getvalue()
