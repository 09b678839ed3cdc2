"""Detached signatures: each verdict is OpenSSL's as well; hostile files are told or refused, never a crash."""

import base64
import datetime as dt
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signatures import (
    Chain,
    OtherDocument,
    SignatureError,
    explain_difference,
    openssl,
    same_name,
    verify_detached,
)
from core.signatures.der import MAX_BYTES, check_shape, der_of
from tests.signing_tools import make_signing

DOCUMENT = b"%PDF-1.7\n" + b"a consent to be signed\n" * 400
NOW = dt.datetime.now(dt.UTC)
has_gost = pytest.mark.skipif(not openssl.has_gost(), reason="libengine-gost-openssl is not installed")
KINDS = ["rsa", "ec", pytest.param("gost", marks=has_gost)]


@pytest.fixture(autouse=True)
def roots(tmp_path, settings):
    settings.SIGNATURE_ROOTS = str(tmp_path / "roots")
    return tmp_path / "roots"


@pytest.fixture(scope="module")
def signing_of(tmp_path_factory):
    made = {}

    def make(kind, **given):
        key = (kind, *sorted(given.items()))
        if key not in made:
            made[key] = make_signing(tmp_path_factory.mktemp(kind), kind, **given)
        return made[key]

    return make


def trust(roots: Path, signing) -> None:
    roots.mkdir(exist_ok=True)
    (roots / "ca.pem").write_bytes(signing.root)


def soon():
    return dt.datetime.now(dt.UTC)


# --- what holds ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_signature_holds_and_openssl_agrees(signing_of, kind):
    signing = signing_of(kind)
    signature = signing.sign(DOCUMENT)
    assert signing.confirms(signature, DOCUMENT)
    [one] = verify_detached(signature, DOCUMENT, at=soon())
    assert one.owner == "Примерова Анна Ильинична"
    assert one.organization == "Приреченский колледж"
    assert one.issuer == "Пробный удостоверяющий центр"
    assert one.chain is Chain.UNCHECKED
    assert "не проверена" in one.chain.words
    assert one.signed_at is not None
    assert abs(one.signed_at - soon()) < dt.timedelta(minutes=2)
    assert one.algorithm == {"rsa": "RSA", "ec": "ECDSA", "gost": "ГОСТ Р 34.10"}[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_the_chain_is_followed_to_a_configured_root(signing_of, kind, roots):
    signing = signing_of(kind)
    trust(roots, signing)
    [one] = verify_detached(signing.sign(DOCUMENT), DOCUMENT, at=soon())
    assert one.chain is Chain.TRUSTED


@pytest.mark.parametrize("kind", KINDS)
def test_another_authority_is_not_trusted(signing_of, kind, roots, tmp_path):
    other = make_signing(tmp_path, "rsa")
    trust(roots, other)
    with pytest.raises(SignatureError, match="нет среди доверенных"):
        verify_detached(signing_of(kind).sign(DOCUMENT), DOCUMENT, at=soon())


def test_a_root_may_lie_in_der(signing_of, roots):
    signing = signing_of("ec")
    roots.mkdir()
    signing.run("x509", "-in", "ca.crt", "-outform", "DER", "-out", "ca.der")
    (roots / "ca.cer").write_bytes((signing.folder / "ca.der").read_bytes())
    (roots / "readme.txt").write_text("not a certificate")
    assert verify_detached(signing.sign(DOCUMENT), DOCUMENT, at=soon())[0].chain is Chain.TRUSTED


@pytest.mark.parametrize("wrap", ["pem", "base64", "lines", "bom"])
def test_pem_and_base64_are_read(signing_of, wrap):
    signing = signing_of("ec")
    der = signing.sign(DOCUMENT)
    data = {
        "pem": lambda: signing.sign(DOCUMENT, form="PEM"),
        "base64": lambda: base64.b64encode(der),
        "lines": lambda: base64.encodebytes(der).replace(b"\n", b"\r\n"),
        "bom": lambda: b"\xef\xbb\xbf" + base64.encodebytes(der),
    }[wrap]()
    assert verify_detached(data, DOCUMENT, at=soon())


@pytest.mark.parametrize(
    "more",
    [
        ["-noattr"],
        ["-cades"],
        ["-keyid"],
        ["-keyopt", "rsa_padding_mode:pss"],
        ["-md", "sha512"],
    ],
)
def test_other_ways_of_signing_hold_too(signing_of, more):
    signing = signing_of("rsa")
    signature = signing.sign(DOCUMENT, *more)
    assert signing.confirms(signature, DOCUMENT)
    assert verify_detached(signature, DOCUMENT, at=soon())


def test_two_signatures_in_one_file(signing_of):
    rsa, ec = signing_of("rsa"), signing_of("ec")
    (rsa.folder / "two.crt").write_bytes((ec.folder / "me.crt").read_bytes())
    (rsa.folder / "two.key").write_bytes((ec.folder / "me.key").read_bytes())
    signature = rsa.sign(DOCUMENT, "-signer", "two.crt", "-inkey", "two.key")
    assert {one.algorithm for one in verify_detached(signature, DOCUMENT, at=soon())} == {"RSA", "ECDSA"}


# --- what does not -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "changed", [DOCUMENT + b"\n", DOCUMENT[:-1], DOCUMENT.replace(b"a consent", b"A consent", 1), b""]
)
def test_other_bytes_are_another_document(signing_of, kind, changed):
    signing = signing_of(kind)
    signature = signing.sign(DOCUMENT)
    assert not signing.confirms(signature, changed)
    with pytest.raises(OtherDocument, match="не под этим файлом"):
        verify_detached(signature, changed, at=soon())


def test_the_digest_that_was_signed_is_told(signing_of):
    import hashlib

    signature = signing_of("rsa").sign(DOCUMENT)
    with pytest.raises(OtherDocument) as told:
        verify_detached(signature, b"%PDF-1.7 other", at=soon())
    assert told.value.digest == hashlib.sha256(DOCUMENT).hexdigest()


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_signature_does_not_hold(signing_of, kind):
    signing = signing_of(kind)
    signature = bytearray(signing.sign(DOCUMENT))
    signature[-3] ^= 0xFF
    assert not signing.confirms(bytes(signature), DOCUMENT)
    with pytest.raises(SignatureError):
        verify_detached(bytes(signature), DOCUMENT, at=soon())


def test_bytes_after_the_signature_are_refused(signing_of):
    with pytest.raises(SignatureError, match="не читается"):
        verify_detached(signing_of("ec").sign(DOCUMENT) + b"\x00\x00", DOCUMENT, at=soon())


def test_the_certificate_must_be_valid_when_it_signs(signing_of):
    signing = signing_of("ec")
    signature = signing.sign(DOCUMENT, "-noattr")
    for when in (soon() + dt.timedelta(days=31), soon() - dt.timedelta(days=1)):
        with pytest.raises(SignatureError, match="Сертификат действовал с"):
            verify_detached(signature, DOCUMENT, at=when)


def test_a_certificate_that_ended_later_does_no_harm(signing_of):
    """It was valid when it signed, as far as the signer's clock tells."""
    signature = signing_of("ec").sign(DOCUMENT)
    assert verify_detached(signature, DOCUMENT, at=soon() + dt.timedelta(days=400))


def test_a_signature_from_the_future_is_refused(signing_of):
    with pytest.raises(SignatureError, match="ещё не наступило"):
        verify_detached(signing_of("ec").sign(DOCUMENT), DOCUMENT, at=soon() - dt.timedelta(days=1))


def test_a_certificate_for_other_work_is_refused(signing_of):
    signing = signing_of("ec", usage="keyAgreement")
    with pytest.raises(SignatureError, match="не предназначен"):
        verify_detached(signing.sign(DOCUMENT), DOCUMENT, at=soon())


def test_weak_algorithms_are_refused(signing_of, tmp_path):
    with pytest.raises(SignatureError, match="ненадёжен"):
        verify_detached(signing_of("rsa").sign(DOCUMENT, "-md", "sha1"), DOCUMENT, at=soon())
    weak = make_signing(tmp_path, "weak")
    with pytest.raises(SignatureError, match="2048 бит"):
        verify_detached(weak.sign(DOCUMENT), DOCUMENT, at=soon())


def test_what_people_upload_instead_is_named(signing_of, tmp_path):
    signing = signing_of("ec")
    signing.run(
        *("pkcs12", "-export", "-in", "me.crt", "-inkey", "me.key", "-passout", "pass:x", "-out", "me.p12")
    )
    signing.run("x509", "-in", "me.crt", "-outform", "DER", "-out", "me.der")
    signing.run("pkcs8", "-topk8", "-nocrypt", "-in", "me.key", "-outform", "DER", "-out", "me.p8")
    read = lambda name: (signing.folder / name).read_bytes()  # noqa: E731
    for data, words in (
        (DOCUMENT, "Это документ PDF"),
        (b"PK\x03\x04zip", "архив"),
        (b"\xff\xd8\xff\xe0", "картинка"),
        (b"\x89PNG\r\n", "картинка"),
        (b"", "пустой"),
        (b"hello, this is not a signature!", "не файл электронной подписи"),
        ("Подпись".encode(), "не файл электронной подписи"),
        (read("me.crt"), "сертификат"),
        (read("me.der"), "сертификат"),
        (read("me.key"), "закрытый ключ"),
        (read("me.p12"), "закрытого ключа"),
        (read("me.p8"), "закрытого ключа"),
        (signing.sign(DOCUMENT, "-nodetach"), "присоединённая"),
        (signing.sign(DOCUMENT, "-stream", "-indef", "-nodetach"), "присоединённая"),
        (signing.sign(DOCUMENT, "-nocerts"), "нет сертификата"),
        (b"\x30" * (MAX_BYTES + 1), "слишком большой"),
    ):
        with pytest.raises(SignatureError, match=words):
            verify_detached(data, DOCUMENT, at=soon())


@pytest.mark.parametrize(
    ("presented", "words"),
    [
        (DOCUMENT, "^$"),
        (DOCUMENT + b"more", "дописано 4 байт"),
        (DOCUMENT[:-9], "не полностью"),
        (b"%PDF-1.4 other", "другой PDF"),
        (b"PK", "не PDF"),
    ],
)
def test_how_a_presented_file_differs_is_told(presented, words):
    import re

    assert re.search(words, explain_difference(DOCUMENT, presented))


# --- hostile files -------------------------------------------------------------------------------------------------


def refused(data):
    try:
        verify_detached(data, DOCUMENT, at=NOW)
    except SignatureError as error:
        return error
    return None


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_garbage_never_crashes(data):
    assert refused(data)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_garbage_that_looks_like_a_structure_never_crashes(data):
    assert refused(b"\x30\x82" + len(data).to_bytes(2, "big") + data)


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_a_damaged_signature_never_crashes_and_never_holds_by_chance(signing_of, data):
    good = getattr(test_a_damaged_signature_never_crashes_and_never_holds_by_chance, "good", None)
    if good is None:
        good = signing_of("ec").sign(DOCUMENT)
        test_a_damaged_signature_never_crashes_and_never_holds_by_chance.good = good
    place = data.draw(st.integers(0, len(good) - 1))
    byte = data.draw(st.integers(0, 255))
    damaged = good[:place] + bytes([byte]) + good[place + 1 :]
    if refused(damaged) is None:
        # What is not signed may change without harm: unsigned parts, the order of fields nobody reads.
        assert verify_detached(damaged, DOCUMENT, at=NOW + dt.timedelta(minutes=5))[0].fingerprint


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 2000), st.sampled_from([b"\x30\x80", b"\xa0\x80", b"\x31\x80", b"\x24\x80"]))
def test_depth_is_bounded(depth, opening):
    assert refused(opening * depth)
    assert refused(opening * depth + b"\x00\x00" * depth)


def test_parts_and_memory_are_bounded():
    inner = b"\x05\x00" * 200_000
    bomb = b"\x30\x83" + len(inner).to_bytes(3, "big") + inner
    tracemalloc.start()
    error = refused(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error is not None
    assert "слишком сложно" in error.message
    assert peak < 20 * 1024 * 1024


@pytest.mark.parametrize(
    "data",
    [
        b"\x30\x84\xff\xff\xff\xff",
        b"\x30\x89" + b"\x01" * 9,
        b"\x3f" + b"\xff" * 20,
        b"\x30\x03\x02\x05\x01",
        b"\x30\x80\x04\x80\x00\x00",
        b"\x30",
    ],
)
def test_lengths_that_lie_are_refused(data):
    with pytest.raises(SignatureError):
        check_shape(der_of(data))


# --- names ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("owner", "name", "same"),
    [
        ("ИВАНОВА АННА ПЕТРОВНА", "Иванова Анна Петровна", True),
        ("Семёнов  Пётр Ильич", "Семенов Петр Ильич", True),
        ("Иванова Анна", "Иванова Анна Петровна", True),
        ("Иванова Анна Игоревна", "Иванова Анна Петровна", False),
        ("Анна Иванова", "Иванова Анна", False),
        ("Иванова", "Иванова Анна", False),
        ("", "Иванова Анна", False),
        ("Мамедов Али Гусейн оглы", "Мамедов Али Гусейн оглы", True),
    ],
)
def test_names_are_compared_as_people_do(owner, name, same):
    assert same_name(owner, name) is same
