"""Addresses of personal links, as text and as a QR code."""

import io

import segno
from django.conf import settings
from django.urls import reverse

from surveys.domain.class_links import class_token
from surveys.domain.tokens import token_of
from surveys.models import ClassLink, Invitation


def link_of(invitation: Invitation) -> str:
    """Return the full address that a person opens."""
    path = reverse("surveys:answer", kwargs={"token": token_of(invitation)})
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def link_of_class(link: ClassLink) -> str:
    """Return the full address that is shown on the board."""
    path = reverse("surveys:class_entry", kwargs={"token": class_token(link.key)})
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def class_qr_svg(link: ClassLink) -> str:
    """Return the QR code of a class's link, to be seen from the last row."""
    return _svg(link_of_class(link), "QR-код для класса")


def qr_svg(invitation: Invitation, *, title: str = "") -> str:
    """Return an SVG without size, style or script: 2 modules of white around, error correction M."""
    return _svg(link_of(invitation), title)


def qr_png(invitation: Invitation) -> bytes:
    """Return a black-and-white PNG fit for print."""
    target = io.BytesIO()
    segno.make(link_of(invitation), error="m", micro=False).save(target, kind="png", scale=8, border=4)
    return target.getvalue()


def _svg(address: str, title: str) -> str:
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None, title=title or None)
