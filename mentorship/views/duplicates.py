"""Possible duplicates: the queue, comparing two cards, merging them, taking a merge back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.access import access
from core.domain.jobs import start_job
from core.errors import DomainError
from core.views.lists import ListPage
from core.views.pages import ConfirmPage
from mentorship.domain import merging as domain
from mentorship.enums import DuplicateState
from mentorship.filters.duplicates import DuplicateFilter
from mentorship.jobs import DUPLICATES
from mentorship.models import DuplicatePair, Person, PersonMerge
from mentorship.permissions import MERGE_PEOPLE
from mentorship.selectors.duplicates import duplicates_visible_to, pair_of
from mentorship.selectors.people import people_visible_to
from mentorship.tables.duplicates import DuplicateTable

QUEUE = "mentorship:duplicates"
_DECIDED = {
    "different": "Запомнено: это разные люди.",
    "later": "Отложено.",
    "open": "Пара снова в очереди.",
}


class DuplicatesPage(ListPage):
    """Pairs nobody has settled yet; the filter shows the settled ones."""

    access_rule = MERGE_PEOPLE
    title = "Возможные дубли"
    lead = "Карточки, похожие на карточки одного и того же человека. Объединение можно отменить."
    table_class = DuplicateTable
    filterset_class = DuplicateFilter
    template_name = "mentorship/people/duplicates.html"
    personal_data = True
    export_name = "возможные-дубли"
    empty = {
        "title": "Похожих карточек нет",
        "text": "Новые карточки сверяются со всеми, когда их вносят. Кнопка «Проверить всех» сверит и прежние.",
    }

    def get_queryset(self) -> QuerySet[DuplicatePair]:
        found = duplicates_visible_to(self.request.membership)  # type: ignore[attr-defined]
        return found if self.request.GET.get("state") else found.filter(state=DuplicateState.OPEN)


@access(MERGE_PEOPLE)
@require_POST
def duplicates_find(request: HttpRequest) -> HttpResponse:
    """Look over everybody in the background."""
    job = start_job(
        DUPLICATES,
        organization=request.organization,  # type: ignore[attr-defined]
        owner=request.user,  # type: ignore[arg-type]
        title="Поиск возможных дублей",
        key="all",
    )
    return redirect("core:job", pk=job.pk)


@access(MERGE_PEOPLE)
@require_POST
def duplicate_decide(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    if step not in _DECIDED:
        raise Http404
    pair = get_object_or_404(duplicates_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]
    try:
        domain.decide_pair(pair, to=step, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, _DECIDED[step])
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(QUEUE)


@access(MERGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def person_merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Both cards side by side: which values stay, what moves, what stands in the way; POST merges."""
    kept, merged = _two(request, pk, other)
    plan = domain.plan_merge(kept, merged)
    if request.method == "POST":
        choices = {
            field.name: request.POST.get(f"field_{field.name}", field.default) for field in plan.fields
        }
        try:
            merge = domain.merge_people(kept, merged, choices=choices, actor=request.user)  # type: ignore[arg-type]
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("mentorship:person_merge", pk=pk, other=other)
        messages.success(
            request, "Карточки объединены. Прежняя осталась в истории, объединение можно отменить."
        )
        return redirect("mentorship:person", pk=merge.kept_id)
    context = {
        "page_title": "Объединение карточек",
        "breadcrumbs": (("Возможные дубли", reverse(QUEUE)), (kept.short_name, "")),
        "plan": plan,
        "pair": pair_of(kept, merged),
    }
    return render(request, "mentorship/people/merge.html", context)


def _two(request: HttpRequest, pk: int, other: int) -> tuple[Person, Person]:
    visible = people_visible_to(request.membership).select_related("organization")  # type: ignore[attr-defined]
    if pk == other:
        raise Http404
    return get_object_or_404(visible, pk=pk), get_object_or_404(visible, pk=other)


class MergeUndo(ConfirmPage):
    """Take a merge back while nothing new depends on it."""

    access_rule = MERGE_PEOPLE
    title = "Отменить объединение"
    verb = "Отменить объединение"
    danger = True
    done = "Объединение отменено: карточек снова две."

    def load(self) -> None:
        visible = people_visible_to(self.request.membership)  # type: ignore[attr-defined]
        rows = PersonMerge.objects.filter(undone_at__isnull=True, kept__in=visible)
        self.merge = get_object_or_404(rows.select_related("kept", "merged"), pk=self.kwargs["pk"])

    def get_text(self) -> str:
        merged = self.merge.merged
        return f"Карточка «{merged.full_name}» (№ {merged.pk}) снова станет отдельной, всё перешедшее вернётся к ней."

    def get_cancel_url(self) -> str:
        return reverse("mentorship:person", kwargs={"pk": self.merge.kept_id})

    def save(self, form: Any) -> str:
        merged = domain.undo_merge(self.merge, actor=self.request.user)  # type: ignore[arg-type]
        return reverse("mentorship:person", kwargs={"pk": merged.pk})
