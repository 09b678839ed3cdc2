"""Tokens of personal links: 130 bits, kept as a hash, made anew from a random key whenever they are shown or mailed.

The token is an HMAC of the row's key under the installation's secret: a copy of the database alone opens nothing, and
the same link can be sent again in a reminder. A new key voids the old link. `purpose` keeps links of one kind from
opening another.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

LENGTH = 26
"""Characters of 5 bits each: 130 bits."""

# No «0», «1», «l» and «o»: a link is sometimes typed from paper.
_ALPHABET = str.maketrans("abcdefghijklmnopqrstuvwxyz234567", "abcdefghijkmnpqrstuvwxyz23456789")
_TOKEN = re.compile(rf"[a-km-np-z2-9]{{{LENGTH}}}")


def new_key() -> str:
    """A random key, 128 bits in hexadecimal."""
    return secrets.token_hex(16)


def token_for(key: str, *, purpose: str) -> str:
    digest = salted_hmac(f"personal.{purpose}", key, secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower().translate(_ALPHABET)[:LENGTH]


def hash_token(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def looks_right(token: str) -> bool:
    return _TOKEN.fullmatch(token) is not None


def masked_email(email: str) -> str:
    """«a•••@mail.example»: enough to know one's own address, not enough to learn it."""
    name, at, domain = email.partition("@")
    return f"{name[:1]}•••{at}{domain}" if at else "•••"
