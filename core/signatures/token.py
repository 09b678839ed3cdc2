"""A key on a token of the server (PKCS#11): the operator names the module, the head gives the PIN for the one act."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from core.signatures.errors import SignatureError
from core.signatures.keys import Key, key_of


def has_token() -> bool:
    """Whether the operator has named a module and the certificate to sign by."""
    return bool(settings.SIGNATURE_PKCS11_MODULE and settings.SIGNATURE_PKCS11_CERTIFICATE)


@contextmanager
def open_token(pin: str, *, at: dt.datetime) -> Iterator[Key]:
    """The key of the token for one act. SignatureError in plain Russian; the PIN is kept nowhere."""
    if not has_token():
        raise SignatureError("Токен на сервере не настроен.", code="no_token")
    try:
        import pkcs11  # noqa: PLC0415 - an extra: most portals have no token
        from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # noqa: PLC0415
    except ImportError as error:
        raise SignatureError(
            "На сервере нет модуля python-pkcs11: администратору нужно его поставить.", code="no_token"
        ) from error
    label = settings.SIGNATURE_PKCS11_TOKEN
    try:
        session: Any = open_pkcs11_session(
            settings.SIGNATURE_PKCS11_MODULE,
            token_criteria=TokenCriteria(label=label) if label else None,
            user_pin=pin,
        )
    except pkcs11.exceptions.PinIncorrect as error:
        raise SignatureError("ПИН-код не подошёл.", code="pin") from error
    except pkcs11.exceptions.PinLocked as error:
        raise SignatureError("Токен заблокирован после неверных ПИН-кодов.", code="pin") from error
    except (pkcs11.exceptions.PKCS11Error, RuntimeError, OSError) as error:
        raise _silent() from error
    with session:
        signer = PKCS11Signer(session, cert_label=settings.SIGNATURE_PKCS11_CERTIFICATE)
        try:
            asyncio.run(signer.ensure_objects_loaded())
        except (pkcs11.exceptions.PKCS11Error, ValueError, RuntimeError) as error:
            raise _silent() from error
        yield key_of(signer, at=at)


def _silent() -> SignatureError:
    return SignatureError(
        "Токен не отвечает или на нём нет названного сертификата. Проверьте, что он вставлен.",
        code="no_token",
    )
