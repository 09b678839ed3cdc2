"""Which memberships a user has and which one they work in."""

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django_scopes import scopes_disabled

from core.models import Membership, User
from core.prepared import Prepared

SESSION_KEY = "membership"


_ACTIVE = Prepared(
    lambda user: (
        Membership.objects.filter(user=user, is_active=True)
        .select_related("organization", "user")
        .order_by("organization__short_name", "pk")
    )
)


def _with_user(request: HttpRequest) -> list[Membership] | None:
    """The memberships and, by the same statement, the user of the session; None when Django has to look itself.

    Every page needs both. What Django's `get_user` checks is checked here: a known backend, an active user, the
    session's hash of the password.
    """
    session = request.session
    user_id, backend = session.get(auth.SESSION_KEY), session.get(auth.BACKEND_SESSION_KEY)
    if hasattr(request, "_cached_user") or not user_id or backend not in settings.AUTHENTICATION_BACKENDS:
        return None
    try:
        own = memberships_of(int(user_id))
    except ValueError:
        return None
    if not own:
        return None
    user = own[0].user
    known = session.get(auth.HASH_SESSION_KEY) or ""
    if not user.is_active or not constant_time_compare(known, user.get_session_auth_hash()):
        return None
    request._cached_user = user  # type: ignore[attr-defined] # where `django.contrib.auth.middleware` keeps it
    return own


def memberships_of(user: User | int) -> list[Membership]:
    """All active memberships of a user over all organisations: the one deliberate look across tenants."""
    with scopes_disabled():
        return _ACTIVE(user if isinstance(user, int) else user.pk)


def current_membership(request: HttpRequest) -> Membership | None:
    """The membership chosen in the session, else the first; None for a stranger or a user without any.

    Read from the database at each request, so that a right taken away is gone at the next click.
    """
    own = _with_user(request)
    if own is None:
        if not request.user.is_authenticated:
            return None
        own = memberships_of(request.user)  # type: ignore[arg-type]
    request.own_memberships = own  # type: ignore[attr-defined]  # the menu shows them without asking again
    if not own:
        return None
    chosen = request.session.get(SESSION_KEY)
    return next((membership for membership in own if membership.pk == chosen), own[0])
