"""The Word document of a kind whose words stand in its template: the printed page read back as blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.template.loader import render_to_string

from core.docx import Block
from core.docx.pages import blocks_of_page
from reports.kinds import kind_of


def page_blocks(code: str) -> Callable[[Any, Any], list[Block]]:
    """For `form_blocks` of the kind: the same words, number and date as the PDF has."""

    def made(content: Any, form: Any) -> list[Block]:
        kind = kind_of(code)
        plain = replace(form, link="")  # the codes of the portal stay with the PDF
        page = render_to_string(kind.template(kind.wording), {"doc": content, "form": plain, "kind": kind})
        return blocks_of_page(page)

    return made
