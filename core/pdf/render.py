"""HTML → PDF/A-2a by WeasyPrint, as a pure function.

What comes in is all that counts: the renderer reaches neither the network nor the disk (only `data:` addresses are
fetched), dates come from the caller, fonts are chosen by the print stylesheets. The same input gives the same bytes,
in this process and in the next one, as long as the same fonts and the same WeasyPrint are installed.

Each process keeps one font configuration and the stylesheets parsed once: on a one-page consent that is a third to a
half of the time.
"""

from __future__ import annotations

import atexit
import datetime as dt
import gc
import logging
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from core.pdf.charset import printable
from core.pdf.codes import stamp_pages
from core.pdf.forms import DoesNotFitError, Form, FormError, Sheet, lay_out, take_apart

logger = logging.getLogger(__name__)
VARIANT = "pdf/a-2a"
FORMS_KEPT = 32
BASE_STYLESHEET = "document"
_PRINT_STYLES = Path(__file__).resolve().parents[2] / "static" / "print"


class DataOnlyFetcher(URLFetcher):
    """Opens `data:` addresses and nothing else: no network, no files, no redirects."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)


@dataclass
class _Engine:
    """What a process keeps warm. WeasyPrint's objects are not made for threads, hence the lock."""

    fonts: FontConfiguration = field(default_factory=FontConfiguration)
    sheets: dict[str, CSS] = field(default_factory=dict)
    forms: OrderedDict[tuple[Any, ...], Form | None] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def stylesheet(self, name: str) -> CSS:
        if name not in self.sheets:
            self.sheets[name] = CSS(
                string=stylesheet_text(name), url_fetcher=DataOnlyFetcher(), font_config=self.fonts
            )
        return self.sheets[name]


@lru_cache(maxsize=1)
def _engine() -> _Engine:
    return _Engine()


# A forked worker must not inherit a lock that a thread of its parent held, nor Pango's state.
os.register_at_fork(after_in_child=_engine.cache_clear)
# Pango's objects must go while the interpreter still stands: freed during its shutdown they crash it.
atexit.register(_engine.cache_clear)


def html_to_pdf(
    html: str,
    *,
    stylesheet: str = BASE_STYLESHEET,
    created: dt.datetime | None = None,
    draft: bool = False,
) -> bytes:
    """The PDF/A-2a of an HTML document: tagged, with embedded fonts.

    `html` is a whole document with `lang` and `<title>` (PDF/A-2a and screen readers need both); ValueError
    otherwise. `stylesheet` names a file of `static/print`, laid over `document.css`. `created` (aware) becomes the
    date in the metadata; without it there is none. `draft` sets «ПРОЕКТ» across every page.
    """
    _require_aware(created)
    names = _stylesheets(stylesheet, draft)
    engine = _engine()
    with engine.lock, _garbage_waits():
        return _write(_render(engine, printable(html), names), created)


def sheet_to_pdf(
    html: str,
    *,
    stylesheet: str = BASE_STYLESHEET,
    created: dt.datetime | None = None,
    draft: bool = False,
    code: str = "",
) -> bytes:
    """The same page as `html_to_pdf` gives, for forms printed by the hundred: laid out once a form, then filled.

    `code` is set on each page as `codes.stamp_pages` sets it.

    What varies from sheet to sheet is marked `data-fill` in the page (see `core.pdf.forms`). The same arguments give
    the same bytes, whatever was drawn before; they differ from those of `html_to_pdf` in the fonts, which hold the
    whole alphabet.
    """
    _require_aware(created)
    names = _stylesheets(stylesheet, draft)
    page = printable(html)
    sheet = take_apart(page)
    engine = _engine()
    with engine.lock, _garbage_waits():
        form = _form(engine, names, sheet, dated=created is not None, coded=bool(code))
        if form is not None:
            try:
                return form.fill(sheet, created=created, code=code)
            except DoesNotFitError:
                pass
        pdf = _write(_render(engine, page, names), created)
    return stamp_pages(pdf, code) if code else pdf


def _form(engine: _Engine, names: list[str], sheet: Sheet, *, dated: bool, coded: bool) -> Form | None:
    """The form laid out, from the few kept; None when the page is no form."""
    if not sheet.values:
        return None
    key = (*names, dated, coded, sheet.form)
    if key not in engine.forms:
        try:
            rendered = _render(engine, sheet.form, names)
            engine.forms[key] = lay_out(
                rendered, len(sheet.values), variant=VARIANT, dated=dated, coded=coded
            )
        except FormError:
            # The sheets come out right all the same, each with a layout of its own.
            logger.warning("a page marked for filling in is no form", exc_info=True)
            engine.forms[key] = None
        if len(engine.forms) > FORMS_KEPT:
            engine.forms.popitem(last=False)
    engine.forms.move_to_end(key)
    return engine.forms[key]


def _render(engine: _Engine, page: str, names: list[str]) -> Document:
    source = HTML(string=page, url_fetcher=DataOnlyFetcher())
    _require_lang_and_title(source)
    return source.render(
        font_config=engine.fonts,
        stylesheets=[engine.stylesheet(name) for name in names],
        pdf_variant=VARIANT,
    )


def _write(rendered: Document, created: dt.datetime | None) -> bytes:
    moment = created.isoformat(timespec="seconds") if created else None
    rendered.metadata.created = rendered.metadata.modified = moment
    pdf: bytes = rendered.write_pdf(pdf_variant=VARIANT, pdf_tags=True)
    return pdf


def _stylesheets(stylesheet: str, draft: bool) -> list[str]:
    names = [BASE_STYLESHEET]
    return names + [name for name in (stylesheet, "draft" if draft else "") if name and name not in names]


def _require_aware(created: dt.datetime | None) -> None:
    if created is not None and created.tzinfo is None:
        raise ValueError("created must be an aware datetime")


@contextmanager
def _garbage_waits() -> Iterator[None]:
    """A layout makes a million objects that live until it is drawn: looking for garbage among them is a tenth of
    the time. It is looked for again as soon as the page is done."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def warm_up(*stylesheets: str) -> None:
    """Load fonts and stylesheets now, so that the first document of a worker costs what the others cost."""
    for name in stylesheets or (BASE_STYLESHEET,):
        html_to_pdf('<html lang="ru"><title>—</title><p>—</p></html>', stylesheet=name)


def stylesheet_text(name: str) -> str:
    """The text of a print stylesheet. ValueError when there is none of that name."""
    if not name.isidentifier():
        raise ValueError(f"Not a print stylesheet: {name!r}")
    path = _PRINT_STYLES / f"{name}.css"
    if not path.is_file():
        raise ValueError(f"Not a print stylesheet: {name!r}")
    return path.read_text(encoding="utf-8")


def _require_lang_and_title(source: HTML) -> None:
    root = source.etree_element
    title = root.find("head/title")
    if not root.get("lang") or title is None or not (title.text or "").strip():
        raise ValueError("A document needs <html lang> and a <title> that is not empty")
