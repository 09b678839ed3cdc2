"""Letters of `core`. Links in them lead to the address of the installation, never to that of the request."""

import logging
from collections.abc import Sequence
from smtplib import SMTPException
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from core.models import Invitation, User

logger = logging.getLogger(__name__)


def public_link(name: str, **kwargs: object) -> str:
    """An absolute address for a letter or a QR code."""
    return urljoin(settings.PUBLIC_URL.rstrip("/") + "/", reverse(name, kwargs=kwargs).lstrip("/"))


def send_letter(
    to: str,
    *,
    subject: str,
    template: str,
    context: dict[str, object],
    headers: dict[str, str] | None = None,
    attachments: Sequence[tuple[str, bytes, str]] = (),
) -> bool:
    """Send a plain text letter; False if the mail server did not take it (the caller says so, nothing is lost).

    `attachments` are (name, bytes, content type).
    """
    text = render_to_string(template, context)
    letter = EmailMessage(
        " ".join(subject.split()), text, None, [to], headers=headers, attachments=list(attachments)
    )
    try:
        return letter.send() == 1
    except (SMTPException, OSError):
        logger.exception("a letter could not be sent")
        return False


def send_invitation(invitation: Invitation, *, link: str) -> bool:
    return send_letter(
        invitation.email,
        subject=f"Приглашение в портал наставничества: {invitation.organization}",
        template="core/letters/invitation.txt",
        context={"invitation": invitation, "link": link},
    )


def send_password_letter(user: User) -> bool:
    """A link that sets a new password, good for a day and for one use."""
    link = public_link(
        "core:password_reset_confirm",
        uidb64=urlsafe_base64_encode(force_bytes(user.pk)),
        token=default_token_generator.make_token(user),
    )
    return send_letter(
        user.email,
        subject="Новый пароль для портала наставничества",
        template="core/letters/password.txt",
        context={"user": user, "link": link},
    )
