"""Tokens of personal links: 130 bits, kept as a hash, made anew for printing and mail.

A token is an HMAC of the invitation's random key under the installation's secret. So a link can be printed and
mailed again without a new one, a copy of the database alone opens no questionnaire, and a new key voids the link.
"""

import base64
import hashlib
import re
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac
from django_scopes import scopes_disabled

from core.prepared import Prepared
from surveys.models import Invitation

LENGTH = 26
"""Characters of 5 bits each: 130 bits."""

# No «0», «1», «l» and «o»: a link is sometimes typed from a printed card.
_ALPHABET = str.maketrans("abcdefghijklmnopqrstuvwxyz234567", "abcdefghijkmnpqrstuvwxyz23456789")
_TOKEN = re.compile(rf"[a-km-np-z2-9]{{{LENGTH}}}")


_BY_TOKEN = Prepared(
    lambda token_hash: (
        Invitation.objects.select_related(
            "organization", "person", "campaign__programme", "campaign__version__questionnaire"
        )
        .filter(token_hash=token_hash)
        .order_by()
    )
)

# For keeping an answer: no more than the gate and the checks look at. It runs with every tick that a person makes.
_TO_SAVE = Prepared(
    lambda token_hash: (
        Invitation.objects.select_related("organization", "campaign__version__questionnaire")
        .only(
            *("person", "key", "done_on", "seen_on", "revoked_on", "expires_on"),
            *("organization__id", "organization__time_zone"),
            *(
                f"campaign__{name}"
                for name in ("organization", "programme", "anonymity", "state", "opens_on")
            ),
            *(
                "campaign__closes_on",
                "campaign__version__frozen_at",
                "campaign__version__questionnaire__role",
            ),
        )
        .filter(token_hash=token_hash)
        .order_by()
    )
)


def new_key() -> str:
    """Return a random key of an invitation, 128 bits in hexadecimal."""
    return secrets.token_hex(16)


def token_for(key: str) -> str:
    """Return the token of an invitation's key."""
    digest = salted_hmac("surveys.invitation", key, secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower().translate(_ALPHABET)[:LENGTH]


def token_of(invitation: Invitation) -> str:
    """Return the token of an invitation that opens it.

    After a change of the installation's secret the token is another one: it becomes the valid one as soon as it is
    shown, and the link printed before stops working.
    """
    token = token_for(invitation.key)
    if hash_token(token) != invitation.token_hash:
        invitation.token_hash = hash_token(token)
        invitation.save(update_fields=["token_hash"])
    return token


def is_token(text: str) -> bool:
    """Whether a text has the shape of a token at all."""
    return bool(_TOKEN.fullmatch(text))


def hash_token(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_invitation(token: str) -> Invitation | None:
    """Return the invitation of a token of whatever institution, with campaign, version and person, or None.

    A personal link comes from nobody in particular, so this looks outside any tenant scope.
    """
    invitation = _find(_BY_TOKEN, token)
    if invitation is not None:
        # One institution all through: the campaign's is not read a second time.
        invitation.campaign.programme.organization = invitation.organization
    return invitation


def find_to_save(token: str) -> Invitation | None:
    """The same with the few columns that keeping an answer needs; the others are read when they are asked for."""
    return _find(_TO_SAVE, token)


def _find(statement: Prepared, token: str) -> Invitation | None:
    if not is_token(token):
        return None
    with scopes_disabled():
        found = statement(hash_token(token))
    if not found:
        return None
    invitation: Invitation = found[0]
    invitation.campaign.organization = invitation.organization
    return invitation
