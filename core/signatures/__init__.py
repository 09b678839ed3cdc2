"""Detached electronic signatures (CMS, .sig/.p7s) made outside the portal: read, verified, told in plain words."""

from core.signatures.errors import OtherDocument, SignatureError
from core.signatures.names import same_name
from core.signatures.verify import Chain, SignedBy, explain_difference, verify_detached

__all__ = [
    "Chain",
    "OtherDocument",
    "SignatureError",
    "SignedBy",
    "explain_difference",
    "same_name",
    "verify_detached",
]
