"""Two doors that every request passes: the tenant scope, then the view's own access rule."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.access import Audience, rule_of
from core.context import acting, inside
from core.selectors.memberships import current_membership

logger = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]


class MembershipMiddleware:
    """Finds the membership a person works in, opens the scope of its organisation and turns on its clock.

    This is the only place of the web side that opens a scope for a signed-in person. Views of personal links
    open their own after finding the token.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        membership = current_membership(request)
        request.membership = membership  # type: ignore[attr-defined]
        request.organization = membership.organization if membership else None  # type: ignore[attr-defined]
        user = request.user if request.user.is_authenticated else None
        with acting(user, membership=membership, ip_address=request.META.get("REMOTE_ADDR") or None):
            if membership is None:
                return self.get_response(request)
            with inside(membership.organization):
                response = self.get_response(request)
                # A template response is rendered inside the scope, whoever made it lazy.
                if hasattr(response, "render") and not response.is_rendered:  # type: ignore[attr-defined]
                    response.render()
                return response


class AccessMiddleware:
    """Default deny: a view without a rule is refused to everybody, and said so in the log."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        rule = rule_of(view)
        if rule is None:
            logger.error("view without access rule: %s", getattr(view, "__qualname__", view))
            raise PermissionDenied
        if rule.audience is Audience.PUBLIC:
            return None
        if not request.user.is_authenticated:
            response = redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            if request.headers.get("HX-Request"):
                return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
            return response
        membership = request.membership  # type: ignore[attr-defined]
        if rule.audience is not Audience.SIGNED_IN and membership is None:
            return redirect("core:memberships")
        if not rule.allows(membership):
            raise PermissionDenied
        return None
