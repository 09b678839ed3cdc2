"""The renderer: a pure function from HTML to a PDF/A-2a that reads back as it was written."""

import datetime as dt
import io
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pypdf
import pytest

from core.pdf import html_to_pdf, page_count
from core.pdf.charset import PLACEHOLDER, printable

MOMENT = dt.datetime(2026, 10, 5, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
ROWS = "".join(
    f"<tr><td class=n>{n}</td><td>Образцов Пётр Ильич</td><td>студент – студент</td></tr>"
    for n in range(1, 61)
)
ORDER = f"""<html lang="ru"><head><title>Приказ «О закреплении пар»</title></head><body>
<h1 class="kind">ПРИКАЗ</h1><h2 class="heading">О закреплении наставнических пар</h2>
<div class="text"><p>В соответствии с Положением, утверждённым приказом от 5 октября 2026 г. № 31-ОД,</p>
<p class="verb">ПРИКАЗЫВАЮ:</p><p>1. Закрепить пары.</p></div>
<table class="grid"><thead><tr><th>№</th><th>Наставник</th><th>Форма</th></tr></thead><tbody>{ROWS}</tbody></table>
<table class="signature"><tr><td class="position">Директор</td><td class="mark"></td><td class="name">П. И. Образцов
</td></tr></table></body></html>"""


@pytest.fixture(scope="module")
def order_pdf():
    return html_to_pdf(ORDER, created=MOMENT)


def text_of(pdf):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def all_fonts(pdf):
    """Every font dictionary that the pages use, descendants of composite fonts included."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for font in page.Resources.get("/Font", {}).values():
                descriptor = font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font
                yield str(font.BaseFont), descriptor.keys()


@pytest.mark.slow
def test_text_reads_back_in_order_with_the_table_head_on_every_page(order_pdf):
    pages = text_of(order_pdf)
    assert len(pages) == page_count(order_pdf) > 1
    whole = "".join(pages)
    assert (
        whole.index("ПРИКАЗ")
        < whole.index("О закреплении")
        < whole.index("ПРИКАЗЫВАЮ")
        < whole.index("П. И.")
    )
    assert all("Наставник" in page for page in pages)
    assert "№ 31-ОД" in whole.replace("\u00a0", " ")


@pytest.mark.slow
def test_pages_are_numbered_from_the_second(order_pdf):
    first, second, *_ = text_of(order_pdf)
    assert not first.strip().startswith("1\n")
    assert "2" in (second.strip().splitlines()[0], second.strip().splitlines()[-1])


def test_fonts_are_embedded_paratype_subsets(order_pdf):
    fonts = dict(all_fonts(order_pdf))
    assert fonts
    assert all("PT-Serif" in name and "+" in name for name in fonts)
    assert all("/FontFile2" in descriptor for descriptor in fonts.values())


def test_the_file_is_tagged_titled_and_says_it_is_pdfa(order_pdf):
    with pikepdf.open(io.BytesIO(order_pdf)) as document:
        assert str(document.Root.Lang) == "ru"
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root
        assert "/OutputIntents" in document.Root
        assert str(document.docinfo["/Title"]) == "Приказ «О закреплении пар»"
        with document.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "2"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["dc:title"] == "Приказ «О закреплении пар»"
        roles = {
            str(item.S) for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item
        }
        assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD"} <= roles


def test_the_file_has_no_syntax_errors(order_pdf, tmp_path):
    with pikepdf.open(io.BytesIO(order_pdf)) as document:
        assert document.check_pdf_syntax() == []
    qpdf = shutil.which("qpdf")
    if qpdf is None:
        pytest.skip("qpdf is not installed")
    path = tmp_path / "order.pdf"
    path.write_bytes(order_pdf)
    answer = subprocess.run([qpdf, "--check", str(path)], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_same_input_gives_the_same_bytes_after_other_documents(order_pdf):
    html_to_pdf(
        '<html lang="ru"><title>Другое</title><p>Съешь ещё этих булок</p></html>', stylesheet="report"
    )
    assert html_to_pdf(ORDER, created=MOMENT) == order_pdf


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes_in_another_process(order_pdf):
    script = (
        "import sys, datetime as dt\n"
        "from core.pdf.render import html_to_pdf\n"
        f"moment = dt.datetime.fromisoformat({MOMENT.isoformat()!r})\n"
        "sys.stdout.buffer.write(html_to_pdf(sys.stdin.read(), created=moment))\n"
    )
    root = Path(__file__).resolve().parents[2]
    answer = subprocess.run(
        [sys.executable, "-c", script],
        input=ORDER.encode(),
        capture_output=True,
        cwd=root,
        env={"PYTHONHASHSEED": "7", "PYTHONUTF8": "1"},
        check=True,
    )
    assert answer.stdout == order_pdf


def test_the_date_comes_from_the_caller_or_is_absent(order_pdf):
    assert pypdf.PdfReader(io.BytesIO(order_pdf)).metadata.creation_date == MOMENT
    undated = html_to_pdf('<html lang="ru"><title>Т</title><p>Т</p></html>')
    assert pypdf.PdfReader(io.BytesIO(undated)).metadata.creation_date is None
    with pytest.raises(ValueError, match="aware"):
        html_to_pdf(ORDER, created=MOMENT.replace(tzinfo=None))


@pytest.mark.slow
def test_a_draft_says_so_on_every_page_and_outside_the_reading_order(order_pdf):
    draft = html_to_pdf(ORDER, created=MOMENT, draft=True)
    assert all("ПРОЕКТ" in page for page in text_of(draft))
    assert not any("ПРОЕКТ" in page for page in text_of(order_pdf))


@pytest.mark.parametrize(
    "html",
    [
        "<p>Т</p>",
        "<html lang=ru><p>Т</p></html>",
        "<html lang=ru><title> </title></html>",
        "<title>Т</title>",
    ],
)
def test_a_document_without_language_or_title_is_refused(html):
    with pytest.raises(ValueError, match="lang"):
        html_to_pdf(html)


def test_an_unknown_stylesheet_is_refused():
    for name in ("нет_такого", "../settings", "missing"):
        with pytest.raises(ValueError, match="stylesheet"):
            html_to_pdf(ORDER, stylesheet=name)


class Canary(BaseHTTPRequestHandler):
    """Counts everything that comes to it."""

    hits: list[str] = []

    def do_GET(self):
        self.hits.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"canary")

    do_HEAD = do_POST = do_GET  # noqa: N815

    def log_message(self, *_args):
        pass


def test_a_hostile_document_reaches_neither_the_network_nor_the_disk(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("СЕКРЕТ-КАНАРЕЙКА")
    Canary.hits.clear()
    server = HTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url, file = f"http://127.0.0.1:{server.server_port}", secret.as_uri()
    try:
        pdf = html_to_pdf(
            f"""<html lang="ru"><head><title>Т</title><base href="{url}/base/">
            <link rel="stylesheet" href="{url}/link.css"><link rel="stylesheet" href="{file}">
            <link rel="attachment" href="{file}"><link rel="attachment" href="{url}/attachment">
            <style>@import url({url}/import.css); @font-face{{font-family:x;src:url({url}/font.woff2)}}
            body{{font-family:x;background:url({url}/background.png)}} p{{background:url({file})}}
            @page{{@top-left{{content:url({url}/margin.png)}}}}</style></head>
            <body><p>Т</p><img src="{url}/image.png"><img src="relative.png"><img src="{file}">
            <object data="{url}/object.svg"></object><embed src="{url}/embed.svg"><iframe src="{url}/frame"></iframe>
            <svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{url}/svg.png" href="{file}"/>
            <use href="{url}/use.svg#a"/></svg>
            <img src='data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}/in.png"/></svg>'>
            </body></html>"""
        )
    finally:
        server.shutdown()
        server.server_close()
    assert Canary.hits == []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert not document.attachments
        streams = [item.read_bytes() for item in document.objects if isinstance(item, pikepdf.Stream)]
    assert not any("СЕКРЕТ".encode() in stream for stream in streams)


def test_characters_without_a_glyph_become_a_box_and_direction_tricks_go():
    assert printable("Аня 🦄 & 漢") == f"Аня {PLACEHOLDER} & {PLACEHOLDER}"
    assert printable("Иванов\u202eвонавИ\u200b") == "ИвановвонавИ"
    assert printable("1\u202f000, из\u2010за, \x0bтаб\t") == "1\u00a0000, из-за, таб\t"
    assert printable("ёлки №5 — «да» ₽ → ☐ ✓") == "ёлки №5 — «да» ₽ → ☐ ✓"


def test_no_text_makes_a_document_with_missing_glyphs():
    pdf = html_to_pdf('<html lang="ru"><title>Т</title><p>Аня 🦄 漢 ﷽ \U0001f1f7\U0001f1fa</p></html>')
    with pikepdf.open(io.BytesIO(pdf)) as document:
        content = b"".join(page.Contents.read_bytes() for page in document.pages)
    assert b"<0000" not in content


def test_a_page_of_text_stays_under_sixty_kilobytes(order_pdf):
    assert len(order_pdf) < 60_000 * page_count(order_pdf)
