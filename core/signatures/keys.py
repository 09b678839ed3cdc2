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

from asn1crypto import cms, pem, x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from core.signatures import openssl
from core.signatures.errors import SignatureError
from core.signatures.revocation import Revocation, embeddable, revoked, status_of
from core.signatures.stamps import configured_stamper, no_stamp
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
    """A private key opened for one act; `signer` is pyHanko's, and `stamper` where an authority of stamps is named."""

    certificate: Certificate
    signer: Any
    stamper: Any = None


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
    return key_of(_signer(data, password), at=at)


def key_of(signer: Any, *, at: dt.datetime) -> Key:
    """pyHanko's signer as a key for one act. SignatureError for a certificate that is not valid at the time."""
    facts = certificate_facts(signer.signing_cert)
    facts.pop("fingerprint")
    certificate = Certificate(**facts)
    if not certificate.valid_from <= at <= certificate.valid_until:
        raise SignatureError(
            f"Сертификат действует с {certificate.valid_from:%d.%m.%Y} по {certificate.valid_until:%d.%m.%Y}.",
            code="expired",
        )
    others = [one.dump() for one in signer.cert_registry if one.dump() != signer.signing_cert.dump()]
    told, since = status_of(signer.signing_cert.dump(), others, at)
    if told == Revocation.REVOKED:
        raise revoked(since)
    return Key(certificate, signer, configured_stamper())


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
    from pyhanko.sign.general import SigningError  # noqa: PLC0415
    from pyhanko.sign.timestamps import TimestampRequestError  # noqa: PLC0415
    from pyhanko_certvalidator.errors import PathError  # noqa: PLC0415

    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        name=key.certificate.owner,
        reason=reason,
        **_evidence(),
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    try:
        out: io.BytesIO = signers.sign_pdf(writer, meta, signer=key.signer, timestamper=key.stamper)
    except TimestampRequestError as error:
        raise no_stamp() from error
    except (SigningError, PathError) as error:
        raise SignatureError(
            "Подписать не получилось: цепочка сертификата или службы времени не ведёт к доверенному удостоверяющему "
            "центру, либо сертификат отозван. Список центров ведёт администратор.",
            code="chain",
        ) from error
    return out.getvalue()


def _evidence() -> dict[str, Any]:
    """What goes in beside the signature so that it can be checked in years (PAdES-B-LT): the chain and the operator's
    lists of the revoked, in the same revision: nothing stands after the signature. Nothing without roots and lists.
    """
    roots, (lists, answers) = openssl.configured_roots(), embeddable()
    if not roots or not (lists or answers):
        return {}
    from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    trusted = [x509.Certificate.load(der) for _, _, der in pem.unarmor(roots, multiple=True)]
    return {
        "embed_validation_info": True,
        "signer_key_usage": set(),  # what a certificate is for is checked by `verify`, the same for every way
        "dss_settings": DSSContentSettings(
            include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
        ),
        "validation_context": ValidationContext(
            trust_roots=trusted, crls=lists, ocsps=answers, allow_fetching=False, revocation_mode="soft-fail"
        ),
    }
