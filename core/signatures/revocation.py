"""Whether a certificate has been revoked, by the lists that the operator keeps in a folder; the network is never asked.

The lists (.crl, DER or PEM) and kept answers of authorities (.ocsp, DER) lie in `SIGNATURE_CRLS`. Who fetches them
there, and how often, is the operator's business (docs/operations.md).
"""

from __future__ import annotations

import base64
import datetime as dt
import logging
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from asn1crypto import crl, ocsp, pem, x509
from django.conf import settings

from core.signatures import openssl
from core.signatures.errors import SignatureError

log = logging.getLogger(__name__)
MAX_LISTS = 200
#: Larger lists are read for checking and not embedded: a signed document is not to weigh megabytes.
MAX_EMBEDDED = 512 * 1024


class Revocation(StrEnum):
    """What the lists say. UNASKED: the operator keeps none."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    UNASKED = ""

    @property
    def words(self) -> str:
        return {
            Revocation.GOOD: "в списках отозванных сертификата нет",
            Revocation.REVOKED: "сертификат отозван",
            Revocation.UNKNOWN: "свежего списка отозванных для этого удостоверяющего центра нет",
            Revocation.UNASKED: "",
        }[self]


def _kept(suffixes: tuple[str, ...], probe: Callable[[bytes], object]) -> list[bytes]:
    """Files of the folder that are what they are called, as DER; another is passed over and told in the log."""
    folder = Path(settings.SIGNATURE_CRLS)
    if not folder.is_dir():
        return []
    found = []
    names = sorted(path for path in folder.iterdir() if path.suffix.lower() in suffixes and path.is_file())
    for path in names[:MAX_LISTS]:
        try:
            data = path.read_bytes()
            der = pem.unarmor(data)[2] if pem.detect(data) else data
            probe(der)
        except (OSError, ValueError, TypeError):
            log.warning("%s is no list of revoked certificates", path.name)
            continue
        found.append(der)
    return found


def _probe_list(der: bytes) -> object:
    """ValueError when it is no list; its rows, which may be a hundred thousand, are not read."""
    return crl.CertificateList.load(der, strict=True)["tbs_cert_list"]["this_update"].native


def _probe_answer(der: bytes) -> object:
    return ocsp.OCSPResponse.load(der, strict=True)["response_status"].native


def configured_lists() -> list[bytes]:
    """The lists as DER."""
    return _kept((".crl", ".pem"), _probe_list)


def embeddable() -> tuple[list[bytes], list[bytes]]:
    """(lists, answers) that may go into a signature made here."""
    small = [one for one in configured_lists() if len(one) <= MAX_EMBEDDED]
    return small, [one for one in _kept((".ocsp",), _probe_answer) if len(one) <= MAX_EMBEDDED]


def status_of(
    certificate: bytes, others: Sequence[bytes], at: dt.datetime
) -> tuple[Revocation, dt.datetime | None]:
    """(what the lists say, since when it is revoked). Certificates are DER; `at` is now: lists are of today."""
    lists, roots = configured_lists(), openssl.configured_roots()
    if not lists or not roots:
        return Revocation.UNASKED, None
    armored = b"".join(_armor(one) for one in lists)
    told = openssl.revocation(roots, armored, certificate, others, at)
    if told != Revocation.REVOKED:
        return Revocation(told), None
    return Revocation.REVOKED, _since(certificate, lists)


def revoked(since: dt.datetime | None) -> SignatureError:
    day = f" {since:%d.%m.%Y}" if since else ""
    return SignatureError(f"Сертификат отозван{day}. Нужна подпись действующим сертификатом.", code="revoked")


def _since(certificate: bytes, lists: Sequence[bytes]) -> dt.datetime | None:
    """The day that the list names; the list itself has been verified."""
    one = x509.Certificate.load(certificate)
    for data in lists:
        body = crl.CertificateList.load(data)["tbs_cert_list"]
        if body["issuer"] != one.issuer:
            continue
        for row in body["revoked_certificates"] or ():
            if row["user_certificate"].native == one.serial_number:
                found: dt.datetime = row["revocation_date"].native
                return found
    return None


def _armor(der: bytes) -> bytes:
    return b"-----BEGIN X509 CRL-----\n" + base64.encodebytes(der) + b"-----END X509 CRL-----\n"
