"""Turning the page «Наставничество» on and off, and its files for the institution's own site."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from core import audit, clock
from core.domain.files import read_file
from core.errors import DomainError
from core.models import Organization, User
from core.pdf import write_zip
from reports.domain.rights import require
from reports.domain.site_exports import keep_export
from reports.models import PublicPage
from reports.permissions import MANAGE_PUBLIC_PAGE
from reports.selectors.public_page import page_of, shown_page

EDITABLE = (
    "is_on",
    "intro",
    "contact_name",
    "contact_phone",
    "contact_email",
    "shows_documents",
    "shows_roadmap",
    "shows_mentors",
    "shows_practices",
    "frame_site",
)
_MARKUP = re.compile(r"<[a-zA-Z/!]")


def edit_page(organization: Organization, *, actor: User, **fields: Any) -> PublicPage:
    """Keep the settings of the page. Raises DomainError for markup in the intro: it is plain text."""
    require(MANAGE_PUBLIC_PAGE)
    if unknown := fields.keys() - set(EDITABLE):
        raise ValueError(f"not settings of the page: {unknown}")
    if _MARKUP.search(fields.get("intro", "")):
        raise DomainError("Вступление пишут простым текстом, без разметки.", field="intro", code="markup")
    page = page_of(organization)
    was = {name: getattr(page, name) for name in fields}
    for name, value in fields.items():
        setattr(page, name, value)
    page.save()
    changed = {name: value for name, value in fields.items() if was[name] != value}
    if changed:
        audit.record("public_page.edited", subject=page, actor=actor, after=changed)
    return page


def export_page(organization: Organization, *, actor: User) -> bytes:
    """The page as static files in a ZIP: index.html, its stylesheet, the published copies. What went out is kept."""
    require(MANAGE_PUBLIC_PAGE)
    shown = shown_page(organization)
    files = [(f"documents/{one.pk}.pdf", read_file(one.file)) for one in shown.documents if one.file]
    day = clock.today(organization)
    html = render_to_string("reports/public/static.html", {"shown": shown, "exported_on": day})
    found = finders.find("css/public.css")
    if not isinstance(found, str):
        raise DomainError("Оформление страницы не найдено. Сообщите администратору.", code="no_css")
    target = io.BytesIO()
    write_zip([("index.html", html.encode()), ("public.css", Path(found).read_bytes()), *files], target)
    made = keep_export(organization, shown, actor=actor)
    audit.record("public_page.exported", subject=made, organization=organization, actor=actor)
    return target.getvalue()
