"""Development plans: the list of staff, the page that every side opens, how a plan begins and is agreed upon."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_GET, require_POST

from core.access import access, named
from core.clock import today
from core.errors import DomainError
from core.history import told
from core.selectors.audit import history_of
from core.selectors.viewer import current_programme
from core.views.bulk import BulkAction
from core.views.lists import ListPage
from core.views.pages import FormPage
from mentorship.domain import plans as domain
from mentorship.filters.plans import PlanFilter
from mentorship.forms.plans import PlanStartForm
from mentorship.models import DevelopmentPlan, PairMentee
from mentorship.permissions import APPROVE_PLANS, OPEN_PLAN, VIEW_PLANS, WORK_ON_PLAN
from mentorship.plan_enums import PLAN_TONES, PlanState
from mentorship.selectors import plans as selectors
from mentorship.selectors.participants import person_of
from mentorship.selectors.plan_pages import page_of
from mentorship.selectors.plan_templates import fitting_templates
from mentorship.tables.plans import PlanTable
from mentorship.views.base_actions import tell_refusals
from mentorship.views.plan_access import LIST, MINE, find_plan, part_of, plan_address, sides_to_speak


def approve_many(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    """Plans that wait for the approval are approved; the others are told."""
    done, refused = 0, []
    for plan in rows.select_related("organization", "mentee__person", "programme"):
        try:
            domain.approve_plan(plan, actor=request.user)  # type: ignore[arg-type]
            done += 1
        except DomainError as error:
            refused.append(f"{plan.mentee.person.short_name}: {error.message}")
    tell_refusals(request, refused)
    return f"Утверждено планов: {done}."


class PlansPage(ListPage):
    access_rule = VIEW_PLANS
    title = "Планы развития"
    template_name = "mentorship/plans/list.html"
    table_class = PlanTable
    filterset_class = PlanFilter
    personal_data = True
    empty = {
        "title": "Планов пока нет",
        "text": "План начинают со страницы пары или на странице наставника, когда пара подтверждена.",
        "url": reverse_lazy("mentorship:pairs"),
        "label": "Пары и группы",
    }
    bulk_actions = (BulkAction("approve", "Утвердить", apply=approve_many, rule=APPROVE_PLANS),)

    def get_queryset(self) -> QuerySet[DevelopmentPlan]:
        plans = selectors.plans_of(self.request.membership, current_programme(self.request))
        return selectors.with_progress(plans, today(self.request.membership.organization))

    def get_context(self) -> dict[str, Any]:
        return {
            "may_approve": APPROVE_PLANS.allows(self.request.membership),
            "may_print": named("reports.prepare_documents").allows(self.request.membership),
        }


@access(OPEN_PLAN)
@require_GET
def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: what comes next, sections, goals with steps, mid-points, the list of changes."""
    plan = find_plan(request, pk)
    part = part_of(request, plan)
    staff = VIEW_PLANS.allows(request.membership)  # type: ignore[attr-defined]
    first = LIST if staff else MINE
    context = {
        "page_title": plan.get_kind_display(),
        "breadcrumbs": ((first[0], str(first[1])), (plan.mentee.person.short_name, "")),
        "without_year": not staff,
        "plan": plan,
        "part": part,
        "tone": PLAN_TONES[PlanState(plan.state)],
        "page": page_of(plan),
        "speaks": sides_to_speak(part),
        "today": today(plan.organization),
        "history": told(history_of(plan)[:30]) if staff else [],
        "is_reader": staff,
    }
    return render(request, "mentorship/plans/plan.html", context)


class PlanStart(FormPage):
    """Begin the plan of a mentee: a curator, the mentor or the mentee."""

    access_rule = WORK_ON_PLAN
    title = "Новый план развития"
    form_class = PlanStartForm
    submit_label = "Начать план"
    done = "План начат. Уточните цели и отправьте его на согласование."
    place: PairMentee

    def load(self) -> None:
        found = selectors.places_visible_to(self.request.membership)  # type: ignore[attr-defined]
        self.place = get_object_or_404(found, pk=self.kwargs["pk"])

    def form_options(self) -> dict[str, Any]:
        pair, day = self.place.pair, today(self.place.pair.organization)
        templates = fitting_templates(self.place)
        start = max(day, pair.period_start or pair.programme.period_start)
        end = pair.period_end or pair.programme.pair_period_end or pair.programme.period_end
        return {
            "templates": templates,
            "initial": {
                "template": templates[0].pk if templates else "",
                "period_start": start,
                "period_end": max(start, end),
            },
        }

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        staff = VIEW_PLANS.allows(self.request.membership)  # type: ignore[attr-defined]
        first = LIST if staff else MINE
        return ((first[0], str(first[1])), (self.place.mentee.person.short_name, ""))

    def get_context(self) -> dict[str, Any]:
        person = self.place.mentee.person
        return {"intro": f"{person.full_name} – {self.place.pair.project.form.title}", "without_year": True}

    def save(self, form: PlanStartForm) -> str:
        plan = domain.start_plan(self.place, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return plan_address(plan)


@access(WORK_ON_PLAN)
@require_POST
def plan_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """«Отправить на согласование», «согласовать», «утвердить»."""
    plan = find_plan(request, pk)
    try:
        messages.success(request, _STEPS[step](request, plan))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(plan_address(plan))


def _send(request: HttpRequest, plan: DevelopmentPlan) -> str:
    part = part_of(request, plan)
    if not part.works:
        raise PermissionDenied
    domain.send_plan(plan, actor=request.user)  # type: ignore[arg-type]
    # Whoever sends the plan agrees to it.
    return _agreed(request, plan, default="План отправлен на согласование.")


def _agree(request: HttpRequest, plan: DevelopmentPlan) -> str:
    if not part_of(request, plan).sides:
        raise PermissionDenied
    told_words = _agreed(request, plan)
    if not told_words:
        raise DomainError("Ваше согласие сейчас не нужно.", code="not_needed")
    return told_words


def _agreed(request: HttpRequest, plan: DevelopmentPlan, default: str = "") -> str:
    person = person_of(request.membership)  # type: ignore[attr-defined]
    for side in sides_to_speak(part_of(request, plan)):
        if person is not None:
            domain.agree_plan(plan, side=side, person=person, actor=request.user)  # type: ignore[arg-type]
            default = "Вы согласовали план."
    return default


def _approve(request: HttpRequest, plan: DevelopmentPlan) -> str:
    if not part_of(request, plan).is_staff:
        raise PermissionDenied
    domain.approve_plan(plan, actor=request.user)  # type: ignore[arg-type]
    return "План утверждён."


_STEPS = {"send": _send, "agree": _agree, "approve": _approve}
