"""One search over everything that the apps know how to find."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import registries
from core.access import access
from core.permissions import SEARCH
from core.searching import search_words
from core.selectors.viewer import viewer_of

EACH = 10
MAX_QUERY = 200


@access(SEARCH)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Up to ten hits of each kind; one letter is too little to search by."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_QUERY]
    hits: list[registries.SearchHit] = []
    enough = sum(len(word) for word in search_words(query)) >= 2
    if enough:
        viewer = viewer_of(request)
        for provider in registries.search:
            hits.extend(provider(viewer, query, EACH))
    hits.sort(key=lambda hit: hit.kind)
    groups = [(kind, list(found)) for kind, found in groupby(hits, key=lambda hit: hit.kind)]
    context = {
        "page_title": f"Поиск: {query}" if query else "Поиск",
        "search_query": query,
        "groups": groups,
        "enough": enough,
        "without_year": True,
    }
    return render(request, "core/search.html", context)
