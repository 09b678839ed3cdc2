"""Pages of personal links: no account, no cookie; the scope and the clock of the institution that the link is of."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from core.access import Rule, access
from core.context import acting, inside

View = Callable[..., HttpResponseBase]


def by_personal_link(find: Callable[[str], Any], *, rule: Rule) -> Callable[[View], View]:
    """Turn `view(request, found, token=…)` into a page of the token that `find` looks up across institutions.

    What `find` returns has an `organization`. The token is the whole right and is unknown to other sites, so a CSRF
    token would protect nothing and would cost a cookie: the views are exempt. Whoever is signed in in the same browser
    does not act here; the network address goes to the trail.
    """

    def declare(view: View) -> View:
        @csrf_exempt
        @access(rule)
        @wraps(view)
        def wrapped(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
            found = find(token)
            if found is None:
                return private(render(request, "core/personal/unknown.html", status=404))
            organization = found.organization
            address = request.META.get("REMOTE_ADDR") or None
            with (
                inside(organization),
                acting(None, ip_address=address),
            ):
                try:
                    return private(view(request, found, token=token, **kwargs))
                except (RequestDataTooBig, TooManyFieldsSent):
                    return private(
                        HttpResponse("Слишком большой запрос.", status=413, content_type="text/plain")
                    )

        return wrapped

    return declare


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Nothing of a personal link goes to other sites or stays on a shared computer."""
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
