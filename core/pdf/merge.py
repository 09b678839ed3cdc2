"""Many PDFs as one file for the printer."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import BinaryIO

import pikepdf


def merge_pdfs(
    parts: Iterable[tuple[str, bytes]], target: BinaryIO, *, title: str, whole_sheets: bool = False
) -> int:
    """Join (bookmark, pdf) pairs into `target`; returns the number of pages.

    Each part gets a bookmark. With `whole_sheets` a part with an odd number of pages is followed by an empty page, so
    that on a duplex printer two people never share a sheet. Raises pikepdf.PdfError for a part that is no PDF.
    """
    with pikepdf.new() as joined:
        bookmarks: list[tuple[str, int]] = []
        for label, content in parts:
            bookmarks.append((label, len(joined.pages)))
            with pikepdf.open(io.BytesIO(content)) as part:
                joined.pages.extend(part.pages)
                if whole_sheets and len(part.pages) % 2:
                    box = part.pages[-1].mediabox
                    joined.add_blank_page(page_size=(float(box[2] - box[0]), float(box[3] - box[1])))
        with joined.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(label, page) for label, page in bookmarks)
        for page in joined.pages:
            # The parts' structure trees are not carried over: their marks would point nowhere.
            if "/StructParents" in page:
                del page["/StructParents"]
        joined.docinfo["/Title"] = title
        joined.Root.Lang = pikepdf.String("ru")
        joined.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return len(joined.pages)
