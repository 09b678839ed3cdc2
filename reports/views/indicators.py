"""Pages of programme indicators: the table with plan and fact, and the forms behind it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.access import access
from core.errors import DomainError
from core.russian import counted
from core.selectors.audit import history_of
from core.selectors.viewer import current_programme, viewer_of
from core.views.pages import ConfirmPage, Crumbs, FormPage
from mentorship.enums import ProgrammeState
from reports.domain import indicators as domain
from reports.domain.contingent_import import load_contingent
from reports.indicator_catalogue import catalogue
from reports.indicator_forms import (
    ContingentFileForm,
    ContingentForm,
    FactForm,
    IndicatorForm,
    PlanForm,
    fact_initial,
)
from reports.indicator_formulas import spec_of
from reports.models import Indicator
from reports.permissions import MANAGE_INDICATORS, VIEW_INDICATORS
from reports.selectors import indicators as selectors
from reports.selectors.indicator_people import open_halves
from reports.selectors.indicator_split import by_forms, over_years

HISTORY_ROWS = 30
LIST = ("Показатели", reverse_lazy("reports:indicators"))
NO_PROGRAMME = "Сначала создайте программу: показатели ведут для неё."


def tell_contradictions(request: HttpRequest, programme: Any, **about: Any) -> None:
    """What was just entered is kept; what it contradicts is told at once."""
    today = viewer_of(request).today
    for one in selectors.contradictions_about(programme, on=today, **about):
        messages.warning(request, one.text)


def is_open(programme: Any) -> bool:
    return programme.state != ProgrammeState.CLOSED


def asked_day(request: HttpRequest, today: dt.date) -> dt.date:
    """The reporting date of the address, not later than today; today for anything else."""
    try:
        return min(dt.date.fromisoformat(request.GET.get("on", "")), today)
    except ValueError:
        return today


@access(VIEW_INDICATORS)
@require_GET
def indicators_page(request: HttpRequest) -> HttpResponse:
    """The table by groups: plan of the years, fact today with its fraction, contradictions, contingent."""
    viewer = viewer_of(request)
    programme = viewer.programme
    may_edit = MANAGE_INDICATORS.allows(viewer.membership)
    context = {
        "page_title": "Показатели",
        "programme": programme,
        "may_edit": may_edit,
        "may_plan": may_edit and programme is not None and is_open(programme),
    }
    if programme is not None:
        on = asked_day(request, viewer.today)
        board = selectors.indicator_board(programme, on=on)
        rows = [line for group in board.groups for line in group.lines]
        opened = {line.pk for line in rows if open_halves(viewer.membership, line).numerator}
        context |= {
            "board": board,
            "opened": opened,
            "on": on.isoformat(),
            "today": viewer.today.isoformat(),
            "page_lead": f"Факт на {on:%d.%m.%Y}, год {board.year.label}",
        }
    return render(request, "reports/indicators/list.html", context)


@access(MANAGE_INDICATORS)
@require_http_methods(["GET", "POST"])
def indicator_sets(request: HttpRequest) -> HttpResponse:
    """Shipped sets; POST adds the indicators of one that the programme does not have."""
    programme = current_programme(request)
    if programme is None:
        messages.error(request, NO_PROGRAMME)
        return redirect("mentorship:programmes")
    if request.method == "POST":
        return _add_set(request, programme)
    present = set(programme.indicators.values_list("code", flat=True))
    sets = [
        (one, [(row, row.code in present) for row in one.indicators], one.count_missing(present))
        for one in catalogue()
    ]
    context = {"page_title": "Наборы показателей", "breadcrumbs": (LIST, ("Наборы", "")), "sets": sets}
    return render(request, "reports/indicators/sets.html", context)


def _add_set(request: HttpRequest, programme: Any) -> HttpResponse:
    try:
        added = domain.add_catalogue_set(
            programme,
            set_code=request.POST.get("set", ""),
            actor=request.user,  # type: ignore[arg-type]
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("reports:indicator_sets")
    if added:
        told = counted(added, "показатель", "показателя", "показателей")
        messages.success(request, f"Добавлено: {told}. Теперь внесите план по годам и контингент.")
    else:
        messages.info(request, "Все показатели этого набора в программе уже есть.")
    return redirect("reports:indicators")


@access(VIEW_INDICATORS)
@require_GET
def indicator_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How one indicator is counted, its facts entered by hand, its history."""
    viewer = viewer_of(request)
    indicator = get_object_or_404(selectors.indicators_visible_to(viewer.membership), pk=pk)
    programme = indicator.programme
    [line] = selectors.lines_of(programme, Indicator.objects.filter(pk=pk), on=viewer.today)
    spec = spec_of(indicator.formula)
    may_edit = MANAGE_INDICATORS.allows(viewer.membership)
    context = {
        "page_title": indicator.title,
        "breadcrumbs": (LIST, (line.label, "")),
        "indicator": indicator,
        "line": line,
        "on": viewer.today.isoformat(),
        "open": open_halves(viewer.membership, line),
        "forms": by_forms(programme, [line], on=viewer.today).get(pk, []),
        "years": over_years(programme, on=viewer.today, code=indicator.code)[0],
        "how": spec.how,
        "facts": list(indicator.facts.order_by("-as_of")) if spec.takes_facts else [],
        "may_edit": may_edit,
        "may_plan": may_edit and is_open(programme),
        "about": selectors.contradictions_about(programme, on=viewer.today, indicators=[pk]),
        "history": history_of(indicator)[:HISTORY_ROWS],
    }
    return render(request, "reports/indicators/detail.html", context)


class OfProgramme(FormPage):
    """A page of the current programme; without one there is nothing to enter figures for."""

    access_rule = MANAGE_INDICATORS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        self.programme = current_programme(request)
        if self.programme is None:
            messages.error(request, NO_PROGRAMME)
            return redirect("mentorship:programmes")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_breadcrumbs(self) -> Crumbs:
        return (LIST, (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:indicators")


class IndicatorCreate(OfProgramme):
    title = "Новый показатель"
    form_class = IndicatorForm
    done = "Показатель добавлен."

    def form_options(self) -> dict[str, Any]:
        return {"groups": selectors.group_titles(self.programme)}

    def save(self, form: Any) -> str:
        made = domain.add_indicator(self.programme, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        tell_contradictions(self.request, self.programme, indicators=[made.pk])
        return reverse("reports:indicators")


class IndicatorPlanPage(OfProgramme):
    title = "План по годам"
    form_class = PlanForm
    template_name = "reports/indicators/plan.html"
    done = "План сохранён."

    def load(self) -> None:
        self.lines = selectors.indicator_lines(self.programme, on=viewer_of(self.request).today)
        self.years = selectors.programme_years(self.programme)

    def form_options(self) -> dict[str, Any]:
        return {"lines": self.lines, "years": self.years}

    def get_context(self) -> dict[str, Any]:
        return {"years": self.years}

    def save(self, form: Any) -> str:
        changed = form.plans()
        rows = Indicator.objects.filter(pk__in=changed).select_related("programme__organization")
        plans = {row: changed[row.pk] for row in rows}
        domain.set_plans(self.programme, plans=plans, actor=self.request.user)  # type: ignore[arg-type]
        tell_contradictions(self.request, self.programme, indicators=list(changed))
        return reverse("reports:indicators")


class ContingentPage(OfProgramme):
    title = "Контингент"
    form_class = ContingentForm
    template_name = "reports/indicators/contingent.html"
    intro = "Сколько всего обучающихся, молодых специалистов, предприятий: от этих чисел считаются доли."
    done = "Число внесено."

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"as_of": viewer_of(self.request).today}}

    def get_context(self) -> dict[str, Any]:
        return {"figures": self.programme.contingent.order_by("kind", "-as_of")}

    def save(self, form: Any) -> str:
        given = form.cleaned_data
        domain.record_contingent(self.programme, actor=self.request.user, **given)  # type: ignore[arg-type]
        tell_contradictions(self.request, self.programme, contingent=[given["kind"]])
        return reverse("reports:indicator_contingent")


class ContingentLoad(OfProgramme):
    title = "Загрузить контингент"
    form_class = ContingentFileForm
    intro = (
        "Таблица с колонками «Кто» (например, «Обучающиеся 10–19 лет»), «Сколько», «На дату», «Источник». Если хоть в "
        "одной строке ошибка, не запишется ничего: портал назовёт каждую, исправьте их и загрузите файл снова."
    )
    submit_label = "Загрузить"

    def form_options(self) -> dict[str, Any]:
        return {"today": viewer_of(self.request).today}

    def get_breadcrumbs(self) -> Crumbs:
        return (LIST, ("Контингент", reverse("reports:indicator_contingent")), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:indicator_contingent")

    def save(self, form: Any) -> str:
        file = form.cleaned_data["file"]
        found = load_contingent(
            self.programme,
            data=file.read(),
            filename=file.name,
            actor=self.request.user,  # type: ignore[arg-type]
        )
        if found.problems:
            raise DomainError(str(found.problems[0]), field="file")
        kinds = [line.kind for line in found.lines]
        told = counted(len(kinds), "число", "числа", "чисел")
        messages.success(self.request, f"Загружено: {told}.")
        tell_contradictions(self.request, self.programme, contingent=kinds)
        return reverse("reports:indicator_contingent")


class OfIndicator(FormPage):
    """A page of one indicator; 404 outside what the person sees."""

    access_rule = MANAGE_INDICATORS

    def load(self) -> None:
        rows = selectors.indicators_visible_to(self.request.membership)  # type: ignore[attr-defined]
        self.indicator = get_object_or_404(rows, pk=self.kwargs["pk"])

    def address(self) -> str:
        return reverse("reports:indicator", args=[self.indicator.pk])

    def get_breadcrumbs(self) -> Crumbs:
        name = self.indicator.short_title or self.indicator.title
        return (LIST, (name, self.address()), (self.title, ""))

    def get_cancel_url(self) -> str:
        return self.address()


class IndicatorEdit(OfIndicator):
    title = "Изменить показатель"
    form_class = IndicatorForm

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.indicator, "groups": selectors.group_titles(self.indicator.programme)}

    def save(self, form: Any) -> str:
        domain.edit_indicator(self.indicator, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        tell_contradictions(self.request, self.indicator.programme, indicators=[self.indicator.pk])
        return self.address()


class IndicatorFactPage(OfIndicator):
    title = "Внести факт"
    form_class = FactForm
    done = "Факт внесён."

    def load(self) -> None:
        super().load()
        if not spec_of(self.indicator.formula).takes_facts:
            raise Http404("the portal counts this indicator itself")

    def form_options(self) -> dict[str, Any]:
        today = viewer_of(self.request).today
        whole = selectors.known_whole(self.indicator, on=today)
        return {"initial": fact_initial(today, whole), "unit": self.indicator.unit}

    def get_context(self) -> dict[str, Any]:
        return {"intro": f"{self.indicator.title}. {self.indicator.definition}"}

    def save(self, form: Any) -> str:
        domain.record_fact(self.indicator, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return self.address()


class IndicatorRemove(OfIndicator, ConfirmPage):
    title = "Удалить показатель"
    verb = "Удалить показатель"
    danger = True
    consequence = "Вместе с ним удалятся план по годам и внесённые факты. В журнале останется, что было."
    done = "Показатель удалён."

    def get_text(self) -> str:
        return f"«{self.indicator.title}»"

    def save(self, form: Any) -> str:
        domain.remove_indicator(self.indicator, actor=self.request.user)  # type: ignore[arg-type]
        return reverse("reports:indicators")


@access(MANAGE_INDICATORS)
@require_POST
def contingent_remove(request: HttpRequest, pk: int) -> HttpResponse:
    rows = selectors.contingent_visible_to(request.membership)  # type: ignore[attr-defined]
    domain.remove_contingent(get_object_or_404(rows, pk=pk), actor=request.user)  # type: ignore[arg-type]
    messages.success(request, "Число удалено.")
    return redirect("reports:indicator_contingent")


@access(MANAGE_INDICATORS)
@require_POST
def fact_remove(request: HttpRequest, pk: int) -> HttpResponse:
    rows = selectors.facts_visible_to(request.membership)  # type: ignore[attr-defined]
    fact = get_object_or_404(rows, pk=pk)
    domain.remove_fact(fact, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, "Факт удалён.")
    return redirect("reports:indicator", pk=fact.indicator_id)
