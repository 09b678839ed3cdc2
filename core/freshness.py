"""What the shell of every page shows may be a few seconds old, but never older than one's own last change.

Counts of the navigation and the line of the year cost nine queries a page and change seldom. They are kept for
`KEPT` seconds for each membership and programme. Whoever sends a change gets a cookie that passes the kept
values by for as long as they may live, in whatever process the next page is made.
"""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from core.registries import Viewer

KEPT = 15
COOKIE = "changed"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
Value = TypeVar("Value")


def kept_for(request: HttpRequest, viewer: Viewer, name: str, make: Callable[[], Value]) -> Value:
    """The value of `make()`, at most `KEPT` seconds old; made anew after a change of one's own."""
    programme = getattr(viewer.programme, "pk", None)
    told = f"shell:{name}:{viewer.membership.pk}:{programme}:{viewer.today:%Y%m%d}"
    key = hashlib.blake2b(told.encode(), digest_size=20).hexdigest()  # a path may hold what a key must not
    if COOKIE not in request.COOKIES:
        found = cache.get(key)
        if found is not None:
            return found[0]  # type: ignore[no-any-return]
    value = make()
    cache.set(key, (value,), KEPT)
    return value


class FreshAfterChangeMiddleware:
    """Marks the browser of whoever has just sent a change."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        response = self.get_response(request)
        if request.method not in SAFE_METHODS and getattr(request, "membership", None) is not None:
            response.set_cookie(
                COOKIE,
                "1",
                max_age=KEPT + 5,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
