"""Pages of quality and influence: the curator's score, satisfaction, expectations, waves, one person's dynamics."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from core import audit
from core.access import access
from core.enums import Role
from core.models import Membership
from core.selectors.viewer import current_programme, viewer_of
from core.views.pages import Crumbs, FormPage
from mentorship.models import Programme
from mentorship.selectors.programmes import projects_visible_to
from reports.domain.quality import score_programme
from reports.forms_swot import ScoreForm
from reports.influence_charts import charts_of
from reports.permissions import FOLLOW_PEOPLE, PREPARE_DOCUMENTS, SCORE_PROGRAMME, VIEW_QUALITY
from reports.selectors.influence import (
    InfluenceLine,
    expectation_lines,
    form_of,
    influence_board,
    waves_to_follow,
)
from reports.selectors.quality import (
    satisfaction_lines,
    satisfaction_totals,
    score_instrument,
    score_views,
    scores_visible_to,
)
from reports.swot_enums import MonitoringStage
from surveys.selectors.dynamics import dynamics_of

QUALITY = ("Качество", reverse_lazy("reports:quality"))
INFLUENCE = ("Влияние", reverse_lazy("reports:influence"))
NO_PROGRAMME = "Сначала создайте программу: мониторинг ведут для неё."


def own_forms(membership: Membership, programme: Programme) -> set[int] | None:
    """Ids of the forms that a project curator leads; None for those who see all."""
    if membership.role != Role.PROJECT_CURATOR:
        return None
    return set(projects_visible_to(membership, programme).values_list("pk", flat=True))


def seen(lines: list[InfluenceLine], own: set[int] | None) -> list[InfluenceLine]:
    return lines if own is None else [line for line in lines if line.project in own]


@access(VIEW_QUALITY)
@require_GET
def quality_page(request: HttpRequest) -> HttpResponse:
    """The curator's score with its history, satisfaction by form, expectation against reality."""
    viewer = viewer_of(request)
    programme = viewer.programme
    context: dict[str, Any] = {
        "page_title": "Качество программы",
        "programme": programme,
        "may_score": SCORE_PROGRAMME.allows(viewer.membership) and programme is not None,
        "may_make": PREPARE_DOCUMENTS.allows(viewer.membership),
        "stages": MonitoringStage,
    }
    if programme is not None:
        own = own_forms(viewer.membership, programme)
        lines = satisfaction_lines(programme, on=viewer.today)
        context |= {
            "scores": score_views(scores_visible_to(viewer.membership).filter(programme=programme)),
            "satisfaction": lines if own is None else [line for line in lines if line.project in own],
            "totals": satisfaction_totals(lines) if own is None else [],
            "groups": charts_of(seen(expectation_lines(programme, on=viewer.today), own)),
        }
    return render(request, "reports/quality/quality.html", context)


class Score(FormPage):
    access_rule = SCORE_PROGRAMME
    title = "Оценка куратора"
    form_class = ScoreForm
    template_name = "reports/quality/score.html"
    submit_label = "Сохранить оценку"
    done = "Оценка сохранена."

    def load(self) -> None:
        programme = current_programme(self.request)
        if programme is None:
            raise Http404("no programme to score")
        self.programme = programme
        self.instrument = score_instrument(programme.organization)

    def get_breadcrumbs(self) -> Crumbs:
        return (QUALITY, (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:quality")

    def get_context(self) -> dict[str, Any]:
        return {"scoring": self.instrument.scoring}

    def form_options(self) -> dict[str, Any]:
        membership: Membership = self.request.membership  # type: ignore[attr-defined]
        return {
            "instrument": self.instrument,
            "projects": projects_visible_to(membership, self.programme),
            "whole": membership.role != Role.PROJECT_CURATOR,
            "today": viewer_of(self.request).today,
        }

    def save(self, form: Any) -> str:
        given = form.cleaned_data
        score_programme(
            self.programme,
            marks=form.marks,
            scored_on=given["scored_on"],
            project=given["project"],
            comment=given["comment"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return reverse("reports:quality")


@access(VIEW_QUALITY)
@require_GET
def score_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One score with its nine marks."""
    rows = scores_visible_to(request.membership)  # type: ignore[attr-defined]
    score = get_object_or_404(rows, pk=pk)
    [view] = score_views(rows.filter(pk=pk))
    context = {
        "page_title": f"Оценка куратора от {score.scored_on:%d.%m.%Y}",
        "breadcrumbs": (QUALITY, ("Оценка", "")),
        "score": view,
    }
    return render(request, "reports/quality/score_page.html", context)


@access(VIEW_QUALITY)
@require_GET
def influence_page(request: HttpRequest) -> HttpResponse:
    """Entry, middle and exit by parameter and audience: a chart with its table."""
    viewer = viewer_of(request)
    programme = viewer.programme
    context: dict[str, Any] = {
        "page_title": "Влияние на участников",
        "programme": programme,
        "may_follow": FOLLOW_PEOPLE.allows(viewer.membership),
    }
    if programme is not None:
        own = own_forms(viewer.membership, programme)
        lines, gaps = influence_board(programme, on=viewer.today)
        context |= {"groups": charts_of(seen(lines, own)), "gaps": gaps if own is None else []}
    return render(request, "reports/quality/influence.html", context)


@never_cache
@access(FOLLOW_PEOPLE)
@require_GET
def influence_people(request: HttpRequest) -> HttpResponse:
    """One person after another, for the psychologist alone; each look goes to the trail."""
    programme = current_programme(request)
    if programme is None:
        messages.error(request, NO_PROGRAMME)
        return redirect("reports:influence")
    waves = [
        {"title": series.title, "form": form_of(series), "people": dynamics_of(before, after)}
        for series, before, after in waves_to_follow(programme, on=viewer_of(request).today)
    ]
    audit.record("influence.people_read", subject=programme)
    context = {
        "page_title": "Личная динамика",
        "breadcrumbs": (INFLUENCE, ("Личная динамика", "")),
        "waves": waves,
    }
    return render(request, "reports/quality/people.html", context)
