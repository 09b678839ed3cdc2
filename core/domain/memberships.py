"""Who belongs to an organisation and by which role: invitations, acceptance, rights taken away."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django_scopes import scopes_disabled

from core import audit
from core.context import inside
from core.enums import Role
from core.errors import DomainError
from core.models import Invitation, Membership, Organization, User

INVITATION_LIFE = timedelta(days=14)
#: Sent inside the transaction of an acceptance with `invitation` and `user`.
accepted = Signal()


def hash_token(token: str) -> str:
    """Only this is kept: a stolen database opens no link."""
    return hashlib.sha256(token.encode()).hexdigest()


def grant_membership(
    user: User, *, organization: Organization, role: Role, actor: User | None, position: str = ""
) -> Membership:
    """Make the user a member, or bring an earlier membership of the same role back to life."""
    with transaction.atomic():
        membership, created = Membership.objects.get_or_create(
            user=user, organization=organization, role=role, defaults={"position": position}
        )
        if not created and not membership.is_active:
            membership.is_active = True
            membership.save(update_fields=["is_active", "updated_at"])
        audit.record("membership.granted", subject=membership, actor=actor, after={"role": role})
    return membership


def revoke_membership(membership: Membership, *, actor: User) -> Membership:
    """Take a role away; the next request of that person no longer has it. The last administrator stays."""
    with transaction.atomic():
        peers = Membership.objects.select_for_update().filter(
            organization=membership.organization, role=Role.ADMINISTRATOR, is_active=True
        )
        if membership.role == Role.ADMINISTRATOR and list(peers) == [membership]:
            raise DomainError(
                "Это единственный администратор: сначала назначьте другого.", code="last_administrator"
            )
        Membership.objects.filter(pk=membership.pk).update(is_active=False, updated_at=timezone.now())
        membership.is_active = False
        audit.record(
            "membership.revoked",
            subject=membership,
            actor=actor,
            before={"is_active": True},
            after={"is_active": False},
        )
    return membership


def restore_membership(membership: Membership, *, actor: User) -> Membership:
    """Give a taken role back."""
    return grant_membership(
        membership.user, organization=membership.organization, role=Role(membership.role), actor=actor
    )


def invite(
    organization: Organization,
    *,
    email: str,
    role: Role,
    actor: User,
    full_name: str = "",
    position: str = "",
) -> tuple[Invitation, str]:
    """Make an invitation and return it with its secret token, which is known only now.

    An earlier open invitation of the same person to the same role is revoked: one link works at a time.
    """
    address = email.strip().lower()
    if Membership.objects.filter(user__email=address, role=role, is_active=True).exists():
        raise DomainError("Этот человек уже имеет такую роль в организации.", field="email", code="member")
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        for earlier in Invitation.objects.filter(
            email=address, role=role, accepted_at__isnull=True, revoked_at__isnull=True
        ):
            revoke_invitation(earlier, actor=actor)
        invitation = Invitation.objects.create(
            organization=organization,
            email=address,
            full_name=full_name,
            role=role,
            position=position,
            token_hash=hash_token(token),
            invited_by=actor,
            expires_at=timezone.now() + INVITATION_LIFE,
        )
        audit.record(
            "invitation.made", subject=invitation, actor=actor, after={"email": address, "role": role}
        )
    return invitation, token


def revoke_invitation(invitation: Invitation, *, actor: User) -> Invitation:
    """Make the link of an invitation useless; an accepted one is past that."""
    if invitation.accepted_at is not None:
        raise DomainError("Приглашение уже принято.", code="accepted")
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at", "updated_at"])
    audit.record("invitation.revoked", subject=invitation, actor=actor)
    return invitation


def find_invitation(token: str) -> Invitation | None:
    """The open invitation of a link, or None if it is unknown, used, revoked or out of date."""
    with scopes_disabled():
        return (
            Invitation.objects.select_related("organization")
            .filter(
                token_hash=hash_token(token),
                accepted_at__isnull=True,
                revoked_at__isnull=True,
                expires_at__gt=timezone.now(),
            )
            .first()
        )


def accept_invitation(
    token: str, *, password: str | None = None, full_name: str = "", user: User | None = None
) -> Membership:
    """Turn a link into a membership, once.

    A person who already has an account must be signed in to it (`user`): a link alone never opens, nor changes
    the password of, an existing account. A new person chooses a password. Raises DomainError.
    """
    found = find_invitation(token)
    if found is None:
        raise DomainError("Ссылка недействительна: она уже использована, отозвана или устарела.", code="link")
    with inside(found.organization), transaction.atomic():
        invitation = Invitation.objects.select_for_update().get(pk=found.pk)
        if invitation.accepted_at is not None or invitation.revoked_at is not None:
            raise DomainError("Ссылка недействительна: она уже использована или отозвана.", code="link")
        account = User.objects.filter(email=invitation.email).first()
        if account is None:
            if not password:
                raise DomainError("Придумайте пароль.", field="password", code="password")
            account = User.objects.create_user(
                invitation.email, password, full_name=full_name.strip() or invitation.full_name
            )
        elif user is None or user.pk != account.pk:
            raise DomainError("Войдите под своей учётной записью, чтобы принять приглашение.", code="sign_in")
        membership = grant_membership(
            account,
            organization=invitation.organization,
            role=Role(invitation.role),
            actor=account,
            position=invitation.position,
        )
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at", "updated_at"])
        audit.record("invitation.accepted", subject=invitation, actor=account)
        accepted.send(sender=Invitation, invitation=invitation, user=account)
    return membership
