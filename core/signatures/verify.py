"""A detached CMS over an exact file: digest, signature, the certificate at the time of signing, the chain to roots.

RSA and ECDSA are verified here by `cryptography`, ГОСТ Р 34.10-2012 by OpenSSL with its engine (`openssl`).
Parsing is asn1crypto's, after `core.signatures.der` has bounded what comes in.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from asn1crypto import cms, core, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.x509 import InvalidVersion, load_der_x509_certificate

from core.signatures import openssl
from core.signatures.der import check_shape, der_of, unreadable
from core.signatures.errors import OtherDocument, SignatureError
from core.signatures.revocation import Revocation, revoked, status_of
from core.signatures.stamps import Stamp, stamp_of

MAX_SIGNERS = 8
MAX_CERTIFICATES = 40
SLACK = dt.timedelta(minutes=10)
MIN_RSA_BITS = 2048
_HASHES: dict[str, Any] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
    "sha224": hashes.SHA224,
}
# Streebog (ГОСТ Р 34.11-2012), the older ГОСТ Р 34.11-94, and the keys of ГОСТ Р 34.10-2012 and 2001.
_GOST = ("1.2.643.",)
_ASN1_ERRORS = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
    NotImplementedError,
    InvalidVersion,
    UnsupportedAlgorithm,
)


class Chain(StrEnum):
    """How far the certificate is trusted."""

    TRUSTED = "trusted"
    UNCHECKED = "unchecked"

    @property
    def words(self) -> str:
        if self is Chain.TRUSTED:
            return "цепочка сертификатов проверена до доверенного удостоверяющего центра"
        return "цепочка не проверена: администратор не указал доверенных удостоверяющих центров"


@dataclass(frozen=True)
class SignedBy:
    """One verified signature. `signed_at` is what a trusted stamp says, else what the signer's computer claims; None
    when it claims nothing. `revocation` and `stamp` are words for people, empty when there is nothing to say."""

    owner: str
    organization: str
    serial: str
    issuer: str
    valid_from: dt.datetime
    valid_until: dt.datetime
    signed_at: dt.datetime | None
    algorithm: str
    chain: Chain
    fingerprint: str
    revocation: str = ""
    stamp: Stamp | None = None

    @property
    def stamp_words(self) -> str:
        if self.stamp is None:
            return ""
        checked = "проверен" if self.stamp.is_trusted else "не проверен: служба не из доверенных"
        return f"штамп времени {self.stamp.authority}, {checked}"


def verify_detached(signature: bytes, document: bytes, *, at: dt.datetime) -> list[SignedBy]:
    """Everybody who signed exactly these bytes; all signatures of the file must hold at `at` (now, aware).

    `signature` is DER, PEM or base64. Raises SignatureError with a message in plain Russian: a file that is no
    signature, a signature under other bytes (`OtherDocument`), one that does not hold, a certificate that was not valid
    at the time of signing or leads to no configured root.
    """
    der = der_of(signature)
    check_shape(der)
    with _reading():
        signed = _signed_data(der)
        certificates = _certificates(signed)
        signers = list(signed["signer_infos"])
    if not signers:
        raise SignatureError("В файле нет ни одной подписи.", code="no_signers")
    if len(signers) > MAX_SIGNERS:
        raise SignatureError(f"В файле больше {MAX_SIGNERS} подписей.", code="shape")
    found = [_verify_one(der, signer, certificates, document, at) for signer in signers]
    if any(one.algorithm.startswith("ГОСТ") for one in found):
        openssl.verify_cms(der, document)
    return found


def explain_difference(issued: bytes, presented: bytes) -> str:
    """How a presented file differs from the issued one; empty when they are the same."""
    if presented == issued:
        return ""
    if not presented.startswith(b"%PDF-"):
        return "Приложенный файл — не PDF, который выдал портал."
    if presented.startswith(issued):
        extra = len(presented) - len(issued)
        return (
            f"К файлу дописано {extra} байт: так бывает, когда PDF открыли, подписали или отметили в другой программе "
            "и сохранили. Подпишите файл ровно таким, каким его выдал портал."
        )
    if issued.startswith(presented):
        return "Файл скачан не полностью: не хватает его конца. Скачайте его снова и подпишите заново."
    return "Приложен другой PDF. Скачайте файл со страницы согласия и подпишите именно его."


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except _ASN1_ERRORS as error:
        raise unreadable() from error


def _signed_data(der: bytes) -> Any:
    try:
        info = cms.ContentInfo.load(der, strict=True)
        kind = info["content_type"].native
    except _ASN1_ERRORS as error:
        raise _what_else(der) from error
    if kind == "enveloped_data" or kind == "encrypted_data":
        raise SignatureError("Это зашифрованный файл, а не подпись.", code="wrong_file")
    if kind != "signed_data":
        raise _what_else(der)
    signed = info["content"]
    if signed["encap_content_info"]["content"].native is not None:
        raise SignatureError(
            "Подпись присоединённая: документ лежит внутри неё. Подпишите снова, выбрав «отделённая подпись» "
            "(«сохранить подпись в отдельном файле»).",
            code="attached",
        )
    return signed


def _what_else(der: bytes) -> SignatureError:
    """A structure that is no signed data: what people upload instead."""
    try:
        x509.Certificate.load(der, strict=True)["tbs_certificate"]["subject"].native  # noqa: B018 - it must parse
        return SignatureError("Это сертификат, а нужна сама подпись (.sig, .p7s).", code="wrong_file")
    except _ASN1_ERRORS:
        pass
    try:
        parts = core.SequenceOf.load(der, spec=core.Any, strict=True)
        if parts[0].parse(core.Integer).native in (0, 3):
            return SignatureError(
                "Похоже на контейнер закрытого ключа. Никому его не передавайте! Файл не сохранён.",
                code="key",
            )
    except _ASN1_ERRORS:
        pass
    return unreadable()


def _certificates(signed: Any) -> list[x509.Certificate]:
    chosen = (
        [one.chosen for one in signed["certificates"] if one.name == "certificate"]
        if signed["certificates"]
        else []
    )
    if len(chosen) > MAX_CERTIFICATES:
        raise SignatureError("В файле подписи слишком много сертификатов.", code="shape")
    return chosen


def _verify_one(
    der: bytes, signer: Any, certificates: list[x509.Certificate], document: bytes, at: dt.datetime
) -> SignedBy:
    with _reading():
        certificate = _certificate_of(signer, certificates)
        digest_name = str(signer["digest_algorithm"]["algorithm"].native)
        attributes = signer["signed_attrs"] if signer["signed_attrs"] else None
        claimed = _attribute(attributes, "signing_time")
        expected = _attribute(attributes, "message_digest")
        # asn1crypto does not know ГОСТ keys; this reads the name of the algorithm alone.
        key_oid = load_der_x509_certificate(certificate.dump()).public_key_algorithm_oid.dotted_string
        facts = certificate_facts(certificate)
        stamp = stamp_of(signer, at)
    if stamp is not None and stamp.is_trusted:
        claimed = stamp.at
    is_gost = key_oid.startswith(_GOST) or digest_name.startswith(_GOST)
    if not is_gost:
        with _reading():
            _check_here(signer, certificate, attributes, digest_name, expected, document)
    _check_time(facts, claimed, at)
    _check_usage(certificate)
    when = claimed if isinstance(claimed, dt.datetime) else at
    chain = _check_chain(certificate, certificates, when)
    revocation = _check_revocation(certificate, certificates, at, stamp)
    return SignedBy(
        **facts,
        signed_at=claimed if isinstance(claimed, dt.datetime) else None,
        algorithm="ГОСТ Р 34.10" if is_gost else _algorithm(certificate),
        chain=chain,
        revocation=revocation.words,
        stamp=stamp,
    )


def _certificate_of(signer: Any, certificates: list[x509.Certificate]) -> x509.Certificate:
    sid = signer["sid"]
    for one in certificates:
        if sid.name == "issuer_and_serial_number":
            same = (
                one.issuer.dump() == sid.chosen["issuer"].dump()
                and one.serial_number == sid.chosen["serial_number"].native
            )
        else:
            same = one.key_identifier is not None and one.key_identifier == sid.chosen.native
        if same:
            return one
    raise SignatureError(
        "В файле подписи нет сертификата подписавшего. Подпишите снова, включив сертификат в подпись.",
        code="no_certificate",
    )


def _attribute(attributes: Any, name: str) -> Any:
    for one in attributes or ():
        if one["type"].native == name:
            return one["values"][0].native
    return None


def certificate_facts(certificate: x509.Certificate) -> dict[str, Any]:
    """What is told of a certificate: fields of :class:`SignedBy`."""
    subject = certificate.subject.native
    surname, given, common = (_first(subject.get(key)) for key in ("surname", "given_name", "common_name"))
    owner = f"{surname} {given}" if surname and given else common
    return {
        "owner": " ".join(owner.split())[:200],
        "organization": _first(subject.get("organization_name"))[:200],
        "serial": f"{certificate.serial_number:X}"[:64],
        "issuer": (_first(certificate.issuer.native.get("common_name")) or certificate.issuer.human_friendly)[
            :200
        ],
        "valid_from": certificate["tbs_certificate"]["validity"]["not_before"].native,
        "valid_until": certificate["tbs_certificate"]["validity"]["not_after"].native,
        "fingerprint": hashlib.sha256(certificate.dump()).hexdigest(),
    }


def _first(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value or "")


def _check_here(
    signer: Any,
    certificate: x509.Certificate,
    attributes: Any,
    digest_name: str,
    expected: bytes | None,
    document: bytes,
) -> None:
    """RSA and ECDSA: the digest of the document, then the signature over the signed attributes."""
    if digest_name not in _HASHES:
        raise SignatureError(
            f"Алгоритм хэша «{digest_name}» ненадёжен или порталу неизвестен. Подпишите с SHA-256 или ГОСТ.",
            code="algorithm",
        )
    digest = hashlib.new(digest_name, document).digest()
    if attributes is not None:
        if _attribute(attributes, "content_type") != "data" or expected is None:
            raise unreadable()
        if expected != digest:
            raise OtherDocument(bytes(expected).hex(), digest_name)
        digest = hashlib.new(digest_name, attributes.untag().dump()).digest()
    try:
        _check_signature(signer, certificate, _HASHES[digest_name](), digest)
    except InvalidSignature as error:
        if attributes is None:
            raise OtherDocument from error
        raise SignatureError(
            "Подпись не сходится с сертификатом: файл подписи изменён или повреждён.", code="invalid"
        ) from error
    except UnsupportedAlgorithm as error:
        raise SignatureError("Ключ подписи порталу неизвестен.", code="algorithm") from error


def _check_signature(signer: Any, certificate: x509.Certificate, digest: Any, value: bytes) -> None:
    key = load_der_x509_certificate(certificate.dump()).public_key()
    signature = signer["signature"].native
    scheme = signer["signature_algorithm"]
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size < MIN_RSA_BITS:
            raise SignatureError("Ключ подписи короче 2048 бит и ненадёжен.", code="algorithm")
        fill: Any = padding.PKCS1v15()
        if scheme["algorithm"].native == "rsassa_pss":
            salt = int(scheme["parameters"]["salt_length"].native)
            fill = padding.PSS(mgf=padding.MGF1(digest), salt_length=salt)
        key.verify(signature, value, fill, Prehashed(digest))
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, value, ec.ECDSA(Prehashed(digest)))
    else:
        raise UnsupportedAlgorithm(type(key).__name__)


def _check_time(facts: dict[str, Any], claimed: Any, at: dt.datetime) -> None:
    when = claimed if isinstance(claimed, dt.datetime) else at
    if when > at + SLACK:
        raise SignatureError(
            "Время подписания ещё не наступило: на компьютере подписавшего неверные часы.", code="future"
        )
    if not facts["valid_from"] - SLACK <= when <= facts["valid_until"]:
        raise SignatureError(
            f"Сертификат действовал с {facts['valid_from']:%d.%m.%Y} по {facts['valid_until']:%d.%m.%Y}, "
            f"а подпись поставлена {when:%d.%m.%Y}. Нужна подпись действующим сертификатом.",
            code="expired",
        )


def _check_usage(certificate: x509.Certificate) -> None:
    with _reading():
        usage = certificate.key_usage_value.native if certificate.key_usage_value else None
    if usage is not None and not usage & {"digital_signature", "non_repudiation"}:
        raise SignatureError("Сертификат не предназначен для подписи документов.", code="usage")


def _check_chain(certificate: x509.Certificate, others: list[x509.Certificate], when: dt.datetime) -> Chain:
    roots = openssl.configured_roots()
    if not roots:
        return Chain.UNCHECKED
    rest = [one.dump() for one in others if one is not certificate]
    if not openssl.leads_to(roots, certificate.dump(), rest, when):
        raise SignatureError(
            "Сертификат выдан удостоверяющим центром, которого нет среди доверенных, или цепочка до него неполная. "
            "Список доверенных центров ведёт администратор.",
            code="chain",
        )
    return Chain.TRUSTED


def _check_revocation(
    certificate: x509.Certificate,
    others: list[x509.Certificate],
    at: dt.datetime,
    stamp: Stamp | None,
) -> Revocation:
    """A revoked certificate signs nothing; what a trusted stamp shows to be older than the revocation stands (63-ФЗ
    ст. 11: the day is believed when there is sure knowledge of it, the signer's own clock is none)."""
    rest = [one.dump() for one in others if one is not certificate]
    told, since = status_of(certificate.dump(), rest, at)
    if told != Revocation.REVOKED:
        return told
    if stamp is not None and stamp.is_trusted and since is not None and stamp.at < since:
        return Revocation.GOOD
    raise revoked(since)


def _algorithm(certificate: x509.Certificate) -> str:
    name = certificate.public_key.algorithm
    return {"rsa": "RSA", "ec": "ECDSA", "rsassa_pss": "RSA"}.get(name, str(name).upper())
