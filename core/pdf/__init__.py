"""HTML → PDF and what is done with PDFs afterwards: joining, packing, showing a page as a picture."""

from core.pdf.archive import safe_file_name, write_zip
from core.pdf.merge import merge_pdfs
from core.pdf.pages import page_count, page_png, pdf_text
from core.pdf.render import html_to_pdf, sheet_to_pdf, warm_up

__all__ = [
    "html_to_pdf",
    "merge_pdfs",
    "page_count",
    "page_png",
    "pdf_text",
    "safe_file_name",
    "sheet_to_pdf",
    "warm_up",
    "write_zip",
]
