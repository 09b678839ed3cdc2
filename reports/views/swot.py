"""Pages of SWOT: the four quadrants, what the curator says of a statement, measures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_GET, require_POST

from core.access import access
from core.enums import Role
from core.errors import DomainError
from core.forms import ReasonForm
from core.models import Membership, User
from core.selectors.viewer import current_programme, viewer_of
from core.views.pages import ConfirmPage, Crumbs, FormPage
from mentorship.models import Programme
from mentorship.selectors.programmes import projects_visible_to
from reports.domain import swot as domain
from reports.forms_swot import DecisionsForm, MeasureForm, OwnStatementForm, WordingForm
from reports.indicator_years import year_label
from reports.models import SwotAnalysis, SwotStatement
from reports.permissions import LEAD_SWOT, MAKE_REPORTS, MANAGE_SWOT, VIEW_SWOT
from reports.selectors.swot import analyses_visible_to, sessions_visible_to, statements_visible_to, swot_of
from reports.swot_enums import Origin
from roadmap.enums import RoadmapState
from roadmap.models import Stage
from roadmap.selectors.roadmaps import all_roadmaps_visible_to

LIST = ("SWOT", reverse_lazy("reports:swot"))
NO_PROGRAMME = "Сначала создайте программу: SWOT составляют для неё."


@access(VIEW_SWOT)
@require_GET
def swot_page(request: HttpRequest) -> HttpResponse:
    """The analysis of the current year of account, or of an earlier one (`?year=`)."""
    viewer = viewer_of(request)
    programme = viewer.programme
    context: dict[str, Any] = {
        "page_title": "SWOT",
        "page_lead": "Сильные и слабые стороны, возможности и угрозы программы: черновик составляет портал, "
        "решает куратор.",
        "programme": programme,
        "may_manage": MANAGE_SWOT.allows(viewer.membership),
        "may_lead": LEAD_SWOT.allows(viewer.membership),
        "may_make": MAKE_REPORTS.allows(viewer.membership),
    }
    if programme is not None:
        now = domain.year_of(programme, viewer.today)
        years = list(
            SwotAnalysis.objects.filter(programme=programme).order_by("-year").values_list("year", flat=True)
        )
        asked = request.GET.get("year", "")
        year = int(asked) if asked.isdecimal() and int(asked) in years else now.number
        swot = swot_of(programme, year, membership=viewer.membership)
        context |= {
            "swot": swot,
            "year": year,
            "years": [(one, year_label(one, programme.organization.year_basis)) for one in years],
            "compared": year_label(swot.compared_with, programme.organization.year_basis)
            if swot and swot.compared_with
            else "",
            "is_now": year == now.number,
            "sessions": sessions_visible_to(viewer.membership).filter(analysis=swot.pk)[:20] if swot else [],
        }
    return render(request, "reports/swot/page.html", context)


@access(LEAD_SWOT)
@require_POST
def swot_draft(request: HttpRequest) -> HttpResponse:
    programme = current_programme(request)
    if programme is None:
        messages.error(request, NO_PROGRAMME)
        return redirect("mentorship:programmes")
    domain.draft_swot(programme, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, "Черновик составлен по сегодняшним цифрам. Ваши решения и слова остались.")
    return redirect("reports:swot")


def statement_of(request: HttpRequest, pk: int) -> SwotStatement:
    return get_object_or_404(statements_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]


def back(statement: SwotStatement) -> str:
    """The page of the analysis at the statement's place."""
    return f"{reverse('reports:swot')}?year={statement.analysis.year}#s{statement.pk}"


@access(MANAGE_SWOT)
@require_POST
def statement_keep(request: HttpRequest, pk: int) -> HttpResponse:
    statement = statement_of(request, pk)
    try:
        domain.keep_statement(statement, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(back(statement))


@access(MANAGE_SWOT)
@require_POST
def statement_seen(request: HttpRequest, pk: int) -> HttpResponse:
    statement = statement_of(request, pk)
    domain.accept_figures(statement, actor=request.user)  # type: ignore[arg-type]
    return redirect(back(statement))


@access(MANAGE_SWOT)
@require_POST
def statement_place(request: HttpRequest, pk: int) -> HttpResponse:
    statement = statement_of(request, pk)
    step = {"up": -1, "down": 1}.get(request.POST.get("step", ""), 0)
    if step:
        domain.place_statement(statement, step=step, actor=request.user)  # type: ignore[arg-type]
    return redirect(back(statement))


class OfStatement(FormPage):
    access_rule = MANAGE_SWOT
    statement: SwotStatement

    def load(self) -> None:
        self.statement = statement_of(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> Crumbs:
        return (LIST, (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return back(self.statement)


class StatementWord(OfStatement):
    title = "Изменить формулировку"
    form_class = WordingForm

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"text": self.statement.text}}

    def get_context(self) -> dict[str, Any]:
        if self.statement.origin != Origin.RULE:
            return {}
        return {
            "intro": f"Портал написал: «{self.statement.drafted}» Пустое поле вернёт эти слова. Цифры-основания "
            "остаются при утверждении, новый черновик ваших слов не изменит."
        }

    def save(self, form: Any) -> str:
        domain.word_statement(self.statement, text=form.cleaned_data["text"], actor=self.request.user)  # type: ignore[arg-type]
        return back(self.statement)


class StatementDrop(OfStatement, ConfirmPage):
    title = "Убрать утверждение"
    verb = "Убрать"
    form_class = ReasonForm
    consequence = (
        "Утверждение не войдёт в отчёт и не вернётся в черновик. Вернуть его можно кнопкой «Оставить»."
    )
    done = "Утверждение убрано."

    def get_text(self) -> str:
        return f"«{self.statement.text}»"

    def save(self, form: Any) -> str:
        domain.drop_statement(self.statement, reason=form.cleaned_data["reason"], actor=self.request.user)  # type: ignore[arg-type]
        return back(self.statement)


class StatementRemove(OfStatement, ConfirmPage):
    title = "Удалить утверждение"
    verb = "Удалить"
    danger = True
    done = "Утверждение удалено."

    def load(self) -> None:
        super().load()
        if self.statement.origin == Origin.RULE:
            raise Http404("what the portal has drafted is dropped with a reason")

    def get_text(self) -> str:
        return f"«{self.statement.text}»"

    def save(self, form: Any) -> str:
        address = f"{reverse('reports:swot')}?year={self.statement.analysis.year}"
        domain.remove_statement(self.statement, actor=self.request.user)  # type: ignore[arg-type]
        return address


class StatementMeasure(OfStatement):
    title = "Назначить меру"
    form_class = MeasureForm
    submit_label = "Записать в дорожную карту"
    done = "Мера записана в дорожную карту."

    def form_options(self) -> dict[str, Any]:
        membership: Membership = self.request.membership  # type: ignore[attr-defined]
        roadmaps = all_roadmaps_visible_to(membership).exclude(state=RoadmapState.ARCHIVED)
        stages = Stage.objects.filter(roadmap__in=roadmaps).select_related(
            "roadmap__organization", "roadmap__programme"
        )
        colleagues = Membership.objects.filter(organization=membership.organization, is_active=True)
        staff = colleagues.filter(
            role__in=(Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)
        )
        users = User.objects.filter(pk__in=staff.values("user")).order_by("full_name")
        return {"stages": stages, "users": users}

    def get_context(self) -> dict[str, Any]:
        return {"intro": f"Что делаем с этим: «{self.statement.text}»"}

    def save(self, form: Any) -> str:
        given = dict(form.cleaned_data)
        user = given.pop("user")
        domain.assign_measure(
            self.statement,
            users=[user] if user else [],
            actor=self.request.user,  # type: ignore[arg-type]
            **given,
        )
        return back(self.statement)


class OfAnalysis(FormPage):
    """A page of the current year's analysis."""

    access_rule = MANAGE_SWOT
    analysis: SwotAnalysis

    def load(self) -> None:
        rows = analyses_visible_to(self.request.membership)  # type: ignore[attr-defined]
        self.analysis = get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def programme(self) -> Programme:
        return self.analysis.programme

    def address(self) -> str:
        return f"{reverse('reports:swot')}?year={self.analysis.year}"

    def get_breadcrumbs(self) -> Crumbs:
        return (LIST, (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return self.address()


class StatementAdd(OfAnalysis):
    title = "Добавить утверждение"
    form_class = OwnStatementForm
    done = "Утверждение добавлено."

    def form_options(self) -> dict[str, Any]:
        membership: Membership = self.request.membership  # type: ignore[attr-defined]
        own = [one.pk for one in projects_visible_to(membership, self.programme)]
        return {
            "projects": self.programme.projects.filter(pk__in=own).select_related("form"),
            "whole": membership.role != Role.PROJECT_CURATOR,
            "initial": {"quadrant": self.request.GET.get("quadrant", "")},
        }

    def save(self, form: Any) -> str:
        made = domain.add_statement(self.analysis, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return back(made)


class Decisions(OfAnalysis):
    access_rule = LEAD_SWOT
    title = "Выводы и решения"
    form_class = DecisionsForm

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"text": self.analysis.decisions}}

    def save(self, form: Any) -> str:
        domain.write_decisions(self.analysis, text=form.cleaned_data["text"], actor=self.request.user)  # type: ignore[arg-type]
        return self.address()
