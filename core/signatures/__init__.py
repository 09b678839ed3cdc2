"""Electronic signatures: detached (CMS, .sig, .p7s) and inside a PDF verified; a PDF signed by a given key."""

from core.signatures.errors import OtherDocument, SignatureError
from core.signatures.names import same_name
from core.signatures.pdf import is_pdf, verify_pdf
from core.signatures.verify import Chain, SignedBy, explain_difference, verify_detached

__all__ = [
    "Chain",
    "OtherDocument",
    "SignatureError",
    "SignedBy",
    "explain_difference",
    "is_pdf",
    "same_name",
    "verify_detached",
    "verify_pdf",
]
