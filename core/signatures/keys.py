"""Signing a PDF here (PAdES-B-B) by a certificate that is given for the one act and kept nowhere.

The mark that people see is laid out with the page; the signature itself is invisible, so the file stays PDF/A and
tagged. ГОСТ keys are not for this way: those sign outside, with their own program.
"""

from __future__ import annotations

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms, x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from core.signatures.errors import SignatureError
from core.signatures.verify import MIN_RSA_BITS, certificate_facts

MAX_KEY_FILE = 100 * 1024
FIELD = "Podpis1"


@dataclass(frozen=True)
class Certificate:
    """The certificate as it is printed in the mark."""

    owner: str
    organization: str
    serial: str
    issuer: str
    valid_from: dt.datetime
    valid_until: dt.datetime


@dataclass(frozen=True)
class Key:
    """A private key opened for one act; `signer` is pyHanko's."""

    certificate: Certificate
    signer: Any


def open_key(data: bytes, password: str, *, at: dt.datetime) -> Key:
    """Open a PKCS#12 (.p12, .pfx) with its password. Raises SignatureError in plain Russian; nothing is kept."""
    if not data or len(data) > MAX_KEY_FILE:
        raise SignatureError("Нужен файл с ключом и сертификатом (.p12 или .pfx), до 100 КБ.", code="key")
    try:
        found = pkcs12.load_pkcs12(data, password.encode())
    except ValueError as error:
        raise SignatureError(
            "Файл ключа не открылся: неверный пароль, повреждённый файл или ключ по ГОСТ. Ключом по ГОСТ подпишите "
            "файл в своей программе и приложите подпись.",
            code="key",
        ) from error
    except Exception as error:
        # A ГОСТ key comes out as an unsupported algorithm of any layer below.
        raise SignatureError(
            "Такой ключ портал не использует. Подпишите файл в своей программе и приложите подпись.",
            code="key",
        ) from error
    if found.key is None or found.cert is None:
        raise SignatureError("В файле нет закрытого ключа или сертификата.", code="key")
    weak = isinstance(found.key, rsa.RSAPrivateKey) and found.key.key_size < MIN_RSA_BITS
    if weak or not isinstance(found.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise SignatureError("Ключ слишком короткий или такого вида портал не использует.", code="key")
    facts = certificate_facts(x509.Certificate.load(found.cert.certificate.public_bytes(Encoding.DER)))
    facts.pop("fingerprint")
    certificate = Certificate(**facts)
    if not certificate.valid_from <= at <= certificate.valid_until:
        raise SignatureError(
            f"Сертификат действует с {certificate.valid_from:%d.%m.%Y} по {certificate.valid_until:%d.%m.%Y}.",
            code="expired",
        )
    return Key(certificate, _signer(data, password))


def _signer(data: bytes, password: str) -> Any:
    from pyhanko.sign import signers  # noqa: PLC0415 - loaded by the few acts in a year that need it

    _know_new_names()
    return signers.SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=password.encode())


def _know_new_names() -> None:
    """pyHanko adds names to asn1crypto's tables; their reverse is built at first use, which may have been before."""
    for names in (cms.CMSAttributeType, x509.ExtensionId):
        if names._reverse_map is not None:
            names._reverse_map.update({name: number for number, name in names._map.items()})


def sign_pdf(pdf: bytes, key: Key, *, reason: str) -> bytes:
    """Return the PDF with an invisible PAdES signature added after its end."""
    # pyHanko runs an event loop of its own, which a thread that has one would refuse.
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(_sign, pdf, key, reason).result()


def _sign(pdf: bytes, key: Key, reason: str) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - as above
    from pyhanko.sign import fields, signers  # noqa: PLC0415

    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        name=key.certificate.owner,
        reason=reason,
    )
    out: io.BytesIO = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), meta, signer=key.signer)
    return out.getvalue()
