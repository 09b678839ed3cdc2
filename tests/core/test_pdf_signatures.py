"""Signatures inside a PDF: made here and by other programs, told true by the portal and by a second tool."""

import io
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.pdf import html_to_pdf
from core.signatures import SignatureError, verify_pdf
from core.signatures.keys import open_key, sign_pdf
from tests.signing_tools import Signing, embed, make_signing, pkcs12_of

PASSWORD = "тайна"


def now() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=5)


@pytest.fixture(scope="module")
def issued() -> bytes:
    html = "<!doctype html><html lang=ru><title>Приказ</title><h1>Приказ</h1><p>Закрепить наставника.</p>"
    return html_to_pdf(html, stylesheet="document", created=datetime(2026, 10, 1, tzinfo=UTC), draft=False)


@pytest.fixture(scope="module")
def signing(tmp_path_factory) -> Signing:
    return make_signing(tmp_path_factory.mktemp("rsa"))


@pytest.fixture(scope="module")
def signed(issued, signing) -> bytes:
    key = open_key(pkcs12_of(signing), PASSWORD, at=now())
    return sign_pdf(issued, key, reason="Утверждаю")


def pdfsig(pdf: bytes, folder: Path) -> str:
    (folder / "signed.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdfsig", "-nocert", folder / "signed.pdf"], capture_output=True, text=True, check=False
    )
    return done.stdout


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_pdf_signed_here_is_confirmed_by_another_program(issued, tmp_path, kind):
    key = open_key(pkcs12_of(make_signing(tmp_path, kind)), PASSWORD, at=now())
    made = sign_pdf(issued, key, reason="Утверждаю")

    assert made.startswith(issued), "what was issued stands unchanged"
    (who,) = verify_pdf(made, issued, at=now())
    assert who.owner == "Примерова Анна Ильинична"
    told = pdfsig(made, tmp_path)
    assert "Signature is Valid" in told
    assert "ETSI.CAdES.detached" in told
    assert "Total document signed" in told
    (tmp_path / "made.pdf").write_bytes(made)
    assert subprocess.run(["qpdf", "--check", tmp_path / "made.pdf"], check=False).returncode == 0
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as meta:
            assert meta.pdfa_status == "2A"


@pytest.mark.parametrize("kind", ["rsa", "gost"])
def test_a_pdf_signed_by_another_program_is_taken(issued, tmp_path, kind):
    made = embed(issued, make_signing(tmp_path, kind))
    (who,) = verify_pdf(made, issued, at=now())
    assert who.owner == "Примерова Анна Ильинична"
    assert who.algorithm.startswith("ГОСТ" if kind == "gost" else "RSA")


@pytest.mark.slow
def test_a_process_that_has_verified_before_signs_too(issued, signing):
    """asn1crypto's tables of names are read by the verification before pyHanko adds to them."""
    code = (
        "import sys, datetime as dt; from pathlib import Path\n"
        "from core.signatures.verify import verify_detached\nfrom core.signatures import SignatureError\n"
        "from asn1crypto import cms\ncms.CMSAttributeType('signing_time')\n"
        "from core.signatures.keys import open_key, sign_pdf\n"
        "key = open_key(Path('me.p12').read_bytes(), 'тайна', at=dt.datetime.now(dt.UTC))\n"
        "sys.stdout.buffer.write(sign_pdf(Path('doc').read_bytes(), key, reason='Утверждаю'))\n"
    )
    pkcs12_of(signing)
    (signing.folder / "doc").write_bytes(issued)
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=signing.folder,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        check=False,
    )
    assert done.stdout.startswith(issued), done.stderr.decode()


def refused(made: bytes, issued: bytes) -> str:
    with pytest.raises(SignatureError) as caught:
        verify_pdf(made, issued, at=now())
    return caught.value.message


def test_whatever_was_changed_is_told(issued, signed, signing, tmp_path):
    assert "дописано 6 байт" in refused(signed + b"\n%late", issued)
    assert "нет подписи" in refused(issued, issued)
    assert "нет подписи" in refused(issued + b"\n% note", issued)
    assert "Подписан другой файл" in refused(signed.replace(b"%PDF-1.7", b"%PDF-1.6"), issued)
    flipped = bytearray(signed)
    flipped[signed.index(b"ETSI.CAdES", len(issued))] ^= 1  # among the bytes that are signed
    assert "не под этим файлом" in refused(bytes(flipped), issued)
    resaved = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        pdf.save(resaved)
    assert "переписала" in refused(resaved.getvalue(), issued)
    assert "не PDF" in refused(b"PK\x03\x04", issued)


def test_pages_changed_before_the_signing_are_told(issued, signing):
    """An addition that replaces what a page is drawn from, then honestly signed."""
    with pikepdf.open(io.BytesIO(issued)) as pdf:
        page = pdf.pages[0].obj
        contents = page.Contents if not isinstance(page.Contents, pikepdf.Array) else page.Contents[0]
        number, root, size = contents.objgen[0], pdf.Root.objgen[0], int(pdf.trailer.Size)
    xref = int(issued.rsplit(b"startxref", 1)[1].split()[0])
    out = bytearray(issued)
    place = len(out)
    out += b"%d 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n" % number
    table = len(out)
    out += (
        b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d /Root %d 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (*(number, place, size, root, xref, table),)
    )
    assert "страницы документа изменили" in refused(embed(bytes(out), signing), issued)


def test_keys_that_cannot_sign_are_refused_in_words(signing, tmp_path):
    good = pkcs12_of(signing)

    def told(data: bytes, password: str = PASSWORD, at: datetime | None = None) -> str:
        with pytest.raises(SignatureError) as caught:
            open_key(data, password, at=at or now())
        return caught.value.message

    assert "пароль" in told(good, "не тот")
    assert "пароль" in told(b"\x30\x82garbage")
    assert "до 100 КБ" in told(b"")
    assert "действует с" in told(good, at=now() + timedelta(days=400))
    weak = make_signing(tmp_path, "weak")
    assert "короткий" in told(pkcs12_of(weak))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.floats(0, 1), byte=st.integers(0, 255), cut=st.integers(0, 4000), tail=st.binary(max_size=200)
)
def test_no_damage_passes_and_none_crashes(signed, issued, place, byte, cut, tail):
    spoiled = bytearray(signed)
    at = len(issued) + int(place * (len(signed) - len(issued) - 1))
    spoiled[at] = byte
    made = bytes(spoiled[: len(spoiled) - cut]) + tail
    try:
        found = verify_pdf(made, issued, at=now())
    except SignatureError:
        return
    assert made == signed or found, "only what covers the whole file passes"
    assert verify_pdf(signed, issued, at=now()) == found
