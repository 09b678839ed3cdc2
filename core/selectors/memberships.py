"""Which memberships a user has and which one they work in."""

from django.http import HttpRequest
from django_scopes import scopes_disabled

from core.models import Membership, User

SESSION_KEY = "membership"


def memberships_of(user: User) -> list[Membership]:
    """All active memberships of a user over all organisations: the one deliberate look across tenants."""
    with scopes_disabled():
        return list(
            Membership.objects.filter(user=user, is_active=True)
            .select_related("organization", "user")
            .order_by("organization__short_name", "pk")
        )


def current_membership(request: HttpRequest) -> Membership | None:
    """The membership chosen in the session, else the first; None for a stranger or a user without any.

    Read from the database at each request, so that a right taken away is gone at the next click.
    """
    if not request.user.is_authenticated:
        return None
    own = memberships_of(request.user)  # type: ignore[arg-type]
    request.own_memberships = own  # type: ignore[attr-defined]  # the menu shows them without asking again
    if not own:
        return None
    chosen = request.session.get(SESSION_KEY)
    return next((membership for membership in own if membership.pk == chosen), own[0])
