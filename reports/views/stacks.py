"""Scanned stacks of signed consents: upload, look through, lay out by hand, confirm."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import audit
from core.access import access
from core.errors import DomainError
from core.russian import counted
from core.selectors.viewer import current_programme, viewer_of
from core.views.pages import Crumbs, FormPage
from mentorship.models import Consent
from reports.domain import stacks as domain
from reports.enums import PLACEABLE
from reports.forms import PlaceForm, StackForm
from reports.models import ScanStack
from reports.permissions import PLACE_SCANS
from reports.selectors import stacks as selectors


def visible_stack(request: HttpRequest, pk: int) -> ScanStack:
    return get_object_or_404(selectors.stacks_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]


def crumbs(*rest: tuple[str, str]) -> Crumbs:
    return (("Согласия", reverse("mentorship:consents")), ("Сканы", reverse("reports:stack_add")), *rest)


class StackAdd(FormPage):
    """Upload one PDF with signed sheets; the stacks uploaded before stand below."""

    access_rule = PLACE_SCANS
    title = "Загрузить подписанные согласия"
    form_class = StackForm
    template_name = "reports/stacks/add.html"
    submit_label = "Загрузить и разобрать"
    done = ""

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"signed_on": viewer_of(self.request).today}}

    def get_breadcrumbs(self) -> Crumbs:
        return (("Согласия", reverse("mentorship:consents")), ("Сканы", ""))

    def get_context(self) -> dict[str, Any]:
        return {"stacks": selectors.stacks_visible_to(self.request.membership)[:20]}  # type: ignore[attr-defined]

    def save(self, form: Any) -> str:
        programme = current_programme(self.request)
        if programme is None:
            raise DomainError("Сначала создайте программу: согласия собирают для неё.")
        upload = form.cleaned_data["stack"]
        if upload.size > settings.MAX_UPLOAD_BYTES:
            raise DomainError("Файл слишком большой. Разделите стопку на части.", field="stack")
        stack, job = domain.upload_stack(
            programme,
            data=upload.read(),
            name=upload.name,
            signed_on=form.cleaned_data["signed_on"],
            original_place=form.cleaned_data["original_place"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        if job is not None:
            return reverse("core:job", args=[job.pk])
        messages.info(self.request, "Эта стопка уже загружена и разобрана: ничего не изменилось.")
        return reverse("reports:stack", args=[stack.pk])


@access(PLACE_SCANS)
@require_GET
def stack_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Whole sheets with the day of signing, sheets that lack a page, pages that wait for a hand."""
    stack = visible_stack(request, pk)
    audit.record("document.read", subject=stack)
    sheets = selectors.sheets_of(stack)
    context = {
        "page_title": "Разбор стопки",
        "page_lead": f"Загружена {stack.created_at:%d.%m.%Y}",
        "breadcrumbs": crumbs((str(stack), "")),
        "stack": stack,
        "ready": [sheet for sheet in sheets if sheet.may_sign],
        "partial": [sheet for sheet in sheets if sheet.missing and not sheet.is_signed],
        "signed": [sheet for sheet in sheets if sheet.is_signed],
        "others": selectors.other_pages(stack),
        "placeable": PLACEABLE,
    }
    return render(request, "reports/stacks/detail.html", context)


@access(PLACE_SCANS)
@require_POST
def stack_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the whole sheets of the stack, on the days told."""
    stack = visible_stack(request, pk)
    try:
        days = _days(request)
    except ValidationError:
        messages.error(request, "Проверьте даты: нужна дата вида 05.10.2026. Ничего не отмечено.")
        return redirect("reports:stack", pk=pk)
    done = domain.confirm_stack(stack, days=days, actor=request.user)  # type: ignore[arg-type]
    for line in done.refused:
        messages.error(request, line)
    if done.signed:
        told = counted(done.signed, "согласие", "согласия", "согласий")
        messages.success(request, f"Отмечено подписанными: {told}. Сканы приложены.")
    elif not done.refused:
        messages.info(request, "Отмечать нечего: всё, что нашлось целиком, уже подписано.")
    return redirect("reports:stack", pk=pk)


def _days(request: HttpRequest) -> dict[int, dt.date]:
    read = forms.DateField()
    days = {}
    for name, value in request.POST.items():
        key, _, number = name.partition("day-")
        if not key and number.isdecimal():
            days[int(number)] = read.clean(value)
    return days


class PagePlace(FormPage):
    """One page without a code: the person is searched, the consent and the page are chosen."""

    access_rule = PLACE_SCANS
    title = "Разложить страницу"
    form_class = PlaceForm
    template_name = "reports/stacks/place.html"
    submit_label = "Приложить"
    done = "Страница приложена."

    def load(self) -> None:
        self.stack = visible_stack(self.request, self.kwargs["pk"])
        self.page = get_object_or_404(
            self.stack.pages.select_related("thumbnail"),
            number=self.kwargs["number"],
            outcome__in=PLACEABLE,
        )
        self.words = (self.request.POST.get("q") or self.request.GET.get("q", ""))[:100]
        self.found = selectors.unsigned_found(self.stack.programme, self.words) if self.words.strip() else []

    def form_options(self) -> dict[str, Any]:
        return {"found": [(str(one.pk), _label(one)) for one in self.found]}

    def get_breadcrumbs(self) -> Crumbs:
        return crumbs(
            (str(self.stack), reverse("reports:stack", args=[self.stack.pk])),
            (f"Страница {self.page.number}", ""),
        )

    def get_cancel_url(self) -> str:
        return reverse("reports:stack", args=[self.stack.pk])

    def get_context(self) -> dict[str, Any]:
        return {"stack": self.stack, "page": self.page, "words": self.words, "found": self.found}

    def save(self, form: Any) -> str:
        consent = next(one for one in self.found if str(one.pk) == form.cleaned_data["consent"])
        domain.place_page(
            self.page,
            consent,
            number=form.cleaned_data["number"],
            pages=selectors.pages_of(consent),
            turn=form.cleaned_data["turn"],
        )
        return reverse("reports:stack", args=[self.stack.pk])


def _label(consent: Consent) -> str:
    person = consent.person
    parts = (person.full_name, person.group, consent.get_kind_display().lower())
    return ", ".join(part for part in parts if part)
