"""Sorting the written answers to one question by themes."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.access import access
from core.errors import DomainError
from surveys.domain.themes import add_theme, mark_themes, show_words
from surveys.models import Campaign
from surveys.permissions import VIEW_ANSWERS
from surveys.selectors.campaigns import campaigns_visible_to
from surveys.selectors.results import TEXTS, results_of
from surveys.selectors.themes import theme_bars, themes_of, written_answers
from surveys.views.campaigns import crumbs_of

PAGE = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access(VIEW_ANSWERS)
def results_themes(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The written answers with a tick for every theme; a new theme is made on the same page."""
    campaign, item, least = _question(request, pk, key)
    answers = written_answers(campaign, key)
    page = Paginator(answers, PAGE).get_page(request.GET.get("page"))
    here = f"{reverse('surveys:results_themes', kwargs={'pk': pk, 'key': key})}?page={page.number}"
    title, refused = "", ""
    if request.method == "POST":
        title = request.POST.get("title", "")
        wanted = {answer.pk: _ticked(request, answer.pk) for answer in page.object_list}
        mark_themes(campaign, key, wanted, actor=request.user)  # type: ignore[arg-type]
        if not title.strip():
            messages.success(request, "Темы сохранены.")
            return redirect(here)
        try:
            add_theme(campaign, key, title, actor=request.user)  # type: ignore[arg-type]
        except DomainError as error:
            refused = error.message
            answers = written_answers(campaign, key)
            page = Paginator(answers, PAGE).get_page(request.GET.get("page"))
        else:
            return redirect(here)
    themes = themes_of(campaign, key)
    context = {
        "campaign": campaign,
        "item": item,
        "page_title": "Темы ответов",
        "breadcrumbs": crumbs_of(campaign, "Темы ответов"),
        "page": page,
        "lines": [
            (answer, [(theme, theme.pk in answer.themes) for theme in themes]) for answer in page.object_list
        ],
        "themes": themes,
        "bars": theme_bars(themes, answers, least=least),
        "title": title,
        "refused": refused,
    }
    return render(request, "surveys/results/themes.html", context, status=422 if refused else 200)


@require_POST
@access(VIEW_ANSWERS)
def results_words(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Show other words instead of one written answer."""
    campaign, _, _ = _question(request, pk, key)
    answer = request.POST.get("answer", "")
    try:
        number = int(answer) if answer.isascii() and answer.isdecimal() and len(answer) < 19 else 0
        show_words(campaign, number, request.POST.get("text", ""), actor=request.user)  # type: ignore[arg-type]
        messages.success(request, "Показанные слова изменены.")
    except DomainError as error:
        messages.error(request, error.message)
    page = request.POST.get("page", "1")
    address = reverse("surveys:results_themes", kwargs={"pk": pk, "key": key})
    return redirect(f"{address}?page={page if page.isdecimal() else 1}")


def _question(request: HttpRequest, pk: int, key: str) -> tuple[Campaign, Any, int]:
    """The question among those whose words this viewer sees; 404 otherwise."""
    membership = request.membership  # type: ignore[attr-defined]
    campaign = get_object_or_404(campaigns_visible_to(membership), pk=pk)
    shown = results_of(campaign, membership=membership)
    for result in shown.items:
        if result.item.key == key and result.item.kind in TEXTS and result.n is not None:
            return campaign, result.item, shown.least
    raise Http404


def _ticked(request: HttpRequest, answer: int) -> set[int]:
    given = request.POST.getlist(f"a-{answer}")
    return {int(value) for value in given if value.isascii() and value.isdecimal() and len(value) < 19}
