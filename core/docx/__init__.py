"""Word documents from a few kinds of blocks: what an institution must be able to edit after it was drawn.

The printed truth is the PDF; a DOCX is the same content in an editor's hands.
"""

from core.docx.blocks import (
    Align,
    Approval,
    Band,
    Block,
    Cell,
    Columns,
    Contents,
    Heading,
    PageBreak,
    Paragraph,
    SignatureLine,
    Table,
)
from core.docx.writing import DOCX_TYPE, write_docx

__all__ = [
    "DOCX_TYPE",
    "Align",
    "Approval",
    "Band",
    "Block",
    "Cell",
    "Columns",
    "Contents",
    "Heading",
    "PageBreak",
    "Paragraph",
    "SignatureLine",
    "Table",
    "write_docx",
]
