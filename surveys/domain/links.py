"""Addresses of personal links, as text and as a QR code."""

import io

import segno
from django.conf import settings
from django.urls import reverse

from surveys.domain.tokens import token_of
from surveys.models import Invitation


def link_of(invitation: Invitation) -> str:
    """Return the full address that a person opens."""
    path = reverse("surveys:answer", kwargs={"token": token_of(invitation)})
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def qr_svg(invitation: Invitation, *, title: str = "") -> str:
    """Return an SVG without size, style or script: 2 modules of white around, error correction M."""
    code = segno.make(link_of(invitation), error="m", micro=False)
    return code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None, title=title or None)


def qr_png(invitation: Invitation) -> bytes:
    """Return a black-and-white PNG fit for print."""
    target = io.BytesIO()
    segno.make(link_of(invitation), error="m", micro=False).save(target, kind="png", scale=8, border=4)
    return target.getvalue()
