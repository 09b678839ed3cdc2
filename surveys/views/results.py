"""Pages of results: a campaign's figures, two questions crossed, before and after, files."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core import audit
from core.access import access, named
from core.errors import DomainError
from core.exports import CSV_TYPE, XLSX_TYPE, csv_lines, xlsx_bytes
from surveys.domain.exporting import KINDS, start_export
from surveys.enums import CampaignState
from surveys.models import Campaign
from surveys.permissions import VIEW_ANSWERS, VIEW_CAMPAIGNS
from surveys.selectors.campaigns import campaigns_visible_to, rate_of
from surveys.selectors.comparison import alike, comparable_with, compare_campaigns, in_order
from surveys.selectors.crossing import can_cross, cross_table
from surveys.selectors.questionnaires import load_version
from surveys.selectors.results import Results, is_rated, results_of
from surveys.selectors.segments import can_split, dimensions_of, segments_of
from surveys.selectors.themes import theme_counts
from surveys.selectors.years import comparable_years, years_of
from surveys.views.campaigns import crumbs_of

HEAD = (
    "Вопрос",
    "Строка",
    "Ответ",
    "Человек",
    "Доля, %",
    "Ответили",
    "Среднее",
    "Медиана",
    "8 и выше, %",
    "5 и ниже, %",
)
FEW = "мало"


@never_cache
@require_safe
@access(VIEW_CAMPAIGNS)
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that may be shown of the answers, question by question."""
    campaign = _campaign(request, pk)
    shown = results_of(campaign, membership=request.membership)  # type: ignore[attr-defined]
    bars = theme_counts(campaign, [one.item.key for one in shown.items if one.texts], least=shown.least)
    context = _frame(campaign, "Результаты") | {
        "results": shown,
        "lines": [(result, bars.get(result.item.key, [])) for result in shown.items],
        "rate": rate_of(campaign),
        "file_kinds": KINDS.items(),
        "may_mark": VIEW_ANSWERS.allows(request.membership),  # type: ignore[attr-defined]
        "others": alike(campaign, request.membership),  # type: ignore[attr-defined]
        "may_look_back": comparable_years(campaign, request.membership).exclude(pk=campaign.pk).exists(),  # type: ignore[attr-defined]
        "may_report": campaign.state == CampaignState.CLOSED
        and named("reports.prepare_documents").allows(request.membership),  # type: ignore[attr-defined]
        "may_split": bool(dimensions_of(campaign)) and any(can_split(one.item) for one in shown.items),
        "may_cross": sum(can_cross(result) for result in shown.items) > 1,
    }
    return render(request, "surveys/results/results.html", context)


@never_cache
@require_safe
@access(VIEW_CAMPAIGNS)
def results_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The figures of the page as XLSX or CSV: what is hidden there is hidden here."""
    campaign = _campaign(request, pk)
    shown = results_of(campaign, membership=request.membership)  # type: ignore[attr-defined]
    if shown.closed:
        raise Http404
    audit.record("campaign.results_exported", subject=campaign, after={"format": kind})
    rows = list(_rows(shown))
    if kind == "xlsx":
        response = HttpResponse(xlsx_bytes("Результаты", rows), content_type=XLSX_TYPE)
    else:
        response = HttpResponse(b"".join(csv_lines(rows)), content_type=CSV_TYPE)
    name = f"Результаты — {campaign.title}.{kind}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@require_POST
@access(VIEW_ANSWERS)
def answers_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """All answers with their names, as a file that a worker makes."""
    campaign = _campaign(request, pk)
    try:
        job = start_export(campaign, kind, membership=request.membership)  # type: ignore[attr-defined]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("surveys:results", pk=pk)
    return redirect("core:job", pk=job.pk)


@never_cache
@require_safe
@access(VIEW_CAMPAIGNS)
def results_cross(request: HttpRequest, pk: int) -> HttpResponse:
    """Two questions against each other."""
    campaign = _campaign(request, pk)
    shown = results_of(campaign, membership=request.membership)  # type: ignore[attr-defined]
    sides = {result.item.key: result for result in shown.items if can_cross(result)}
    first, second = sides.get(request.GET.get("first", "")), sides.get(request.GET.get("second", ""))
    cross = (
        cross_table(campaign, first, second, least=shown.least)
        if first and second and first is not second
        else None
    )
    context = _frame(campaign, "Два вопроса вместе") | {
        "results": shown,
        "sides": [result.item for result in sides.values()],
        "first": first.item if first else None,
        "second": second.item if second else None,
        "cross": cross,
        "cross_lines": [
            {"label": label, "cells": cells, "total": total}
            for label, cells, total in zip(cross.rows, cross.cells, cross.row_totals, strict=True)
        ]
        if cross
        else [],
    }
    return render(request, "surveys/results/cross.html", context)


@never_cache
@require_safe
@access(VIEW_CAMPAIGNS)
def results_groups(request: HttpRequest, pk: int) -> HttpResponse:
    """One question by group and by form of mentoring."""
    campaign = _campaign(request, pk)
    shown = results_of(campaign, membership=request.membership)  # type: ignore[attr-defined]
    questions = {
        result.item.key: result.item for result in shown.items if can_split(result.item) and result.n
    }
    item = questions.get(request.GET.get("item", "")) or next(
        iter(sorted(questions.values(), key=lambda one: not is_rated(one))), None
    )
    found = segments_of(campaign, item, least=shown.least) if item else {}
    context = _frame(campaign, "По группам и формам") | {
        "results": shown,
        "questions": list(questions.values()),
        "item": item,
        "tables": [(title, found.get(key, [])) for key, title in dimensions_of(campaign).items()],
    }
    return render(request, "surveys/results/groups.html", context)


@never_cache
@require_safe
@access(VIEW_CAMPAIGNS)
def results_compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Before and after, topic by topic, on those who answered both."""
    campaign = _campaign(request, pk)
    partner = get_object_or_404(comparable_with(campaign, request.membership), pk=other)  # type: ignore[attr-defined]
    before, after = in_order(campaign, partner)
    context = _frame(campaign, "До и после") | {
        "comparison": compare_campaigns(before, after, membership=request.membership),  # type: ignore[attr-defined]
    }
    return render(request, "surveys/results/compare.html", context)


@never_cache
@require_safe
@access(VIEW_CAMPAIGNS)
def results_years(request: HttpRequest, pk: int) -> HttpResponse:
    """The same topics in other years and of other roles."""
    campaign = _campaign(request, pk)
    context = _frame(campaign, "По годам и ролям") | {
        "years": years_of(campaign, membership=request.membership),  # type: ignore[attr-defined]
    }
    return render(request, "surveys/results/years.html", context)


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    found: Campaign = get_object_or_404(campaigns_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]
    return found


def _frame(campaign: Campaign, title: str) -> dict[str, Any]:
    return {
        "campaign": campaign,
        "page_title": title,
        "breadcrumbs": crumbs_of(campaign, title),
        "instrument": load_version(campaign.version).instrument,
    }


def _rows(shown: Results) -> Iterator[tuple[Any, ...]]:
    yield HEAD
    for result in shown.items:
        question = result.item.text
        figures = (result.n, result.mean, result.median, result.high, result.low)
        if result.n is None:
            yield (question, "", result.withheld, *[None] * 7)
            continue
        yield (question, "", "", None, None, *figures)
        for bar in result.bars:
            yield (question, "", bar.label, FEW if bar.count is None else bar.count, bar.share, *[None] * 5)
        for table in result.tables:
            for bar in table.bars:
                count = FEW if bar.count is None else bar.count
                yield (question, table.label, bar.label, count, bar.share, *[None] * 5)
        for text, count in result.texts:
            yield (question, "", text, count, *[None] * 6)
