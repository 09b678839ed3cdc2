"""Codes on pages, and stacks of scans read by them; a hostile stack is refused in words."""

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.errors import DomainError
from core.pdf import html_to_pdf, page_count
from core.pdf.codes import PageCode, SheetCode, page_code, read_code, sheet_code, stamp_pages
from core.pdf.scans import cut_out, scan_pages
from tests.core.stacks import Scan, stack

CODE = SheetCode(12, 345678, "3f2a90bc")
TWO_PAGES = (
    '<html lang="ru"><title>Лист</title><h1>Согласие</h1><p>текст</p>'
    '<p style="break-before: page">вторая</p></html>'
)


@pytest.fixture(scope="module")
def paper() -> bytes:
    return stamp_pages(html_to_pdf(TWO_PAGES), sheet_code(CODE))


@given(
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**40 - 1),
    st.binary(min_size=4, max_size=4),
    st.integers(1, 35),
)
def test_a_code_is_read_as_it_was_written(organization, record, check, pages):
    code = SheetCode(organization, record, check.hex())
    assert read_code(page_code(sheet_code(code), 1, pages)) == PageCode(code, 1, pages)


@given(st.text(max_size=60) | st.text("PN1ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", max_size=60).map("PN1".__add__))
def test_foreign_text_is_no_code(text):
    assert read_code(text) is None


def test_a_code_of_another_key_is_foreign(settings):
    text = page_code(sheet_code(CODE), 1, 1)
    settings.SECRET_KEY = "another portal"
    assert read_code(text) is None
    settings.SECRET_KEY_FALLBACKS = [*settings.SECRET_KEY_FALLBACKS, "x"]
    assert read_code(text) is None


def test_stamping_gives_the_same_bytes_and_leaves_the_text_alone(paper):
    assert stamp_pages(html_to_pdf(TWO_PAGES), sheet_code(CODE)) == paper
    assert page_count(paper) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("dpi", "noise", "quality", "turn"),
    # Every turn and every resolution once: the turn is found on the page as it is drawn, at any of them.
    [(150, 18, 45, 0), (200, 22, 45, 90), (150, 18, 45, 180), (300, 22, 45, 270)],
)
def test_turned_tilted_and_noisy_pages_are_read(paper, turn, dpi, noise, quality):
    scans = [
        Scan(paper, 2, turn, 3.5, dpi, noise, quality),
        Scan(paper, 1, turn, -4.0, dpi, noise, quality),
    ]
    pages = list(scan_pages(stack(scans)))
    assert [page.codes for page in pages] == [(PageCode(CODE, 2, 2),), (PageCode(CODE, 1, 2),)]
    assert [page.turn for page in pages] == [(360 - turn) % 360] * 2


@pytest.mark.slow
def test_a_page_cut_out_stands_upright(paper):
    source = stack([Scan(paper, 1, turn=90), Scan(paper, 2)])
    cut = cut_out(source, [(2, 0), (1, 270)])
    [second, first] = list(scan_pages(cut))
    assert (second.codes[0].page, first.codes[0].page) == (2, 1)
    assert (second.turn, first.turn) == (0, 0)


@pytest.mark.slow
def test_pages_without_a_code_bring_a_thumbnail_and_empty_backs_are_told(paper):
    white = Image.new("L", (1654, 2339), 250)
    grey = Image.new("L", (1654, 2339), 250)
    grey.paste(30, (300, 300, 1200, 900))
    read, other, empty = list(scan_pages(stack([Scan(paper), grey, white])))
    assert read.thumbnail == b""
    assert other.thumbnail.startswith(b"\xff\xd8")
    assert (other.codes, other.is_empty, empty.is_empty) == ((), False, True)


@pytest.mark.slow
def test_hostile_stacks_are_refused_in_words(paper):
    def pdf(pages):
        made = pikepdf.new()
        for _ in range(pages):
            made.add_blank_page()
        return made

    def saved(document, **options):
        target = io.BytesIO()
        document.save(target, **options)
        return target.getvalue()

    locked = saved(pdf(1), encryption=pikepdf.Encryption(owner="a", user="b"))
    for content, words in (
        (b"no pdf", "не читается"),
        (locked, "паролем"),
        (saved(pdf(500)), "Разделите стопку"),
    ):
        with pytest.raises(DomainError, match=words):
            list(scan_pages(content))


@pytest.mark.slow
def test_a_page_that_asks_for_all_the_memory_is_told_and_the_next_are_read(paper):
    with pikepdf.open(io.BytesIO(paper)) as document:
        side = 60_000
        image = document.make_stream(b"\x00" * 1000)
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height, image.BitsPerComponent = side, side, 8
        image.ColorSpace = pikepdf.Name.DeviceRGB
        document.add_blank_page(page_size=(595, 842))
        page = document.pages[-1]
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
        page.Contents = document.make_stream(b"q 595 0 0 842 0 0 cm /Im Do Q")
        document.pages.reverse()
        target = io.BytesIO()
        document.save(target)
    pages = list(scan_pages(target.getvalue()))
    assert [[code.page for code in page.codes] for page in pages] == [[], [2], [1]]
