"""Help in the portal itself: the way of a programme's year and what to do when something does not go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.access import MEMBER, access


@access(MEMBER)
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "core/help.html", {"page_title": "Как работать в портале"})
