"""Error pages in Russian."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.access import access, public


def _page(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"core/errors/{status}.html", status=status)


@access(public("an error page"))
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


@access(public("an error page"))
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


@access(public("an error page"))
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


@access(public("an error page"))
def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500)


@access(public("an error page"))
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403)
