"""Time stamps (RFC 3161): asked of an authority that the operator has named, read and verified in what others signed.

Nothing is asked of the network unless `SIGNATURE_TSA_URL` is set. A stamp is believed when OpenSSL verifies it to one
of the configured roots; one that cannot be verified is told and proves no time.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms, tsp
from django.conf import settings

from core.signatures import openssl
from core.signatures.errors import SignatureError

MAX_ANSWER = 64 * 1024
_DIGESTS = frozenset({"sha256", "sha384", "sha512"})


@dataclass(frozen=True)
class Stamp:
    """`at` is the authority's time, `is_trusted` whether its signature leads to a configured root."""

    at: dt.datetime
    authority: str
    is_trusted: bool


def stamp_of(signer: Any, at: dt.datetime) -> Stamp | None:
    """The stamp over this signature, None when there is none. SignatureError for one that is over another signature.

    `signer` is a SignerInfo of asn1crypto; `at` is now.
    """
    token = _token_of(signer)
    if token is None:
        return None
    signed = token["content"]
    info = signed["encap_content_info"]["content"].parsed
    imprint = info["message_imprint"]
    name = str(imprint["hash_algorithm"]["algorithm"].native)
    if name not in _DIGESTS:
        return Stamp(info["gen_time"].native, _authority(info, signed), is_trusted=False)
    digest = hashlib.new(name, signer["signature"].native).digest()
    if digest != imprint["hashed_message"].native:
        raise SignatureError("Штамп времени стоит под другой подписью: файл изменён.", code="stamp")
    when = info["gen_time"].native
    if when > at + dt.timedelta(minutes=10):
        raise SignatureError("Время штампа ещё не наступило.", code="stamp")
    others = [one.chosen.dump() for one in signed["certificates"] or () if one.name == "certificate"]
    trusted = openssl.stamp_holds(token.dump(), digest, openssl.configured_roots(), others, when)
    return Stamp(when, _authority(info, signed), trusted)


def _token_of(signer: Any) -> Any:
    for one in signer["unsigned_attrs"] or ():
        if one["type"].native == "signature_time_stamp_token":
            found = one["values"][0]
            return found if isinstance(found, cms.ContentInfo) else cms.ContentInfo.load(found.dump())
    return None


def _authority(info: Any, signed: Any) -> str:
    """Who stamped, by the certificate in the token; the name is only shown."""
    for one in signed["certificates"] or ():
        if one.name == "certificate" and not one.chosen.ca:
            subject = one.chosen.subject.native
            return str(subject.get("common_name") or one.chosen.subject.human_friendly)[:200]
    return "служба не назвала себя"


def configured_stamper() -> Any:
    """pyHanko's client of the named authority, None when none is named."""
    if not settings.SIGNATURE_TSA_URL:
        return None
    from pyhanko.sign.timestamps import TimeStamper  # noqa: PLC0415 - loaded by the few acts that need it

    class Authority(TimeStamper):  # type: ignore[misc]
        """Asks by the standard library: one request, bounded in time and size."""

        async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
            return tsp.TimeStampResp.load(await asyncio.to_thread(_ask, req.dump()))

    return Authority()


def _ask(request: bytes) -> bytes:
    """POST the request. SignatureError when the authority does not answer as one."""
    asked = urllib.request.Request(  # noqa: S310 - the operator's own address, http or https
        settings.SIGNATURE_TSA_URL, data=request, headers={"Content-Type": "application/timestamp-query"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=settings.SIGNATURE_TSA_SECONDS) as answer:  # noqa: S310
            kind, data = answer.headers.get_content_type(), answer.read(MAX_ANSWER + 1)
    except (OSError, urllib.error.URLError) as error:
        raise no_stamp() from error
    if kind != "application/timestamp-reply" or len(data) > MAX_ANSWER:
        raise no_stamp()
    return bytes(data)


def no_stamp() -> SignatureError:
    return SignatureError(
        "Служба штампов времени не отвечает. Документ не подписан: повторите позже или сообщите администратору.",
        code="tsa",
    )
