"""Norms of meetings by form, and breaks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core import russian
from core.access import access
from core.errors import DomainError
from mentorship.domain import meeting_norms as domain
from mentorship.forms.meeting_rules import BreakForm, NormForm
from mentorship.models import FormOfMentoring, MeetingBreak, MeetingNorm, Project
from mentorship.permissions import SET_MEETINGS


@access(SET_MEETINGS)
@require_http_methods(["GET", "POST"])
def meeting_rules(request: HttpRequest) -> HttpResponse:
    """Both forms on one page: `_norms` and `_break` say which was sent."""
    forms = FormOfMentoring.objects.filter(pk__in=Project.objects.order_by().values("form")).order_by("order")
    known = dict(MeetingNorm.objects.values_list("form_id", "days"))
    is_norms = request.method == "POST" and "_norms" in request.POST
    is_break = request.method == "POST" and "_break" in request.POST
    norms = NormForm(request.POST if is_norms else None, forms=list(forms), known=known)
    pause = BreakForm(request.POST if is_break else None)
    sent: Any = norms if is_norms else pause if is_break else None
    if sent is not None and sent.is_valid():
        try:
            messages.success(request, _save(request, norms, pause, is_norms))
            return redirect("mentorship:meeting_rules")
        except DomainError as error:
            sent.refuse(error)
    context = {
        "page_title": "Нормы встреч и перерывы",
        "breadcrumbs": (("Здоровье пар", reverse("mentorship:health")), ("Нормы встреч и перерывы", "")),
        "norms": norms,
        "pause": pause,
        "form": sent or norms,
        "breaks": list(MeetingBreak.objects.all()),
    }
    return render(request, "mentorship/meetings/rules.html", context, status=422 if sent is not None else 200)


def _save(request: HttpRequest, norms: NormForm, pause: BreakForm, is_norms: bool) -> str:
    organization = request.organization  # type: ignore[attr-defined]
    if is_norms:
        changed = domain.set_norms(organization, norms.norms(), actor=request.user)  # type: ignore[arg-type]
        return f"Изменено норм: {russian.grouped(changed)}." if changed else "Нормы не изменились."
    domain.add_break(organization, actor=request.user, **pause.cleaned_data)  # type: ignore[arg-type]
    return "Перерыв добавлен: эти дни не считаются."


@access(SET_MEETINGS)
@require_POST
def break_remove(request: HttpRequest, pk: int) -> HttpResponse:
    domain.remove_break(get_object_or_404(MeetingBreak, pk=pk), actor=request.user)  # type: ignore[arg-type]
    messages.success(request, "Перерыв убран.")
    return redirect("mentorship:meeting_rules")
