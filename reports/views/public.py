"""The public page of an institution, its settings, and decisions to publish documents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST, require_safe

from core.access import access
from core.context import acting, inside
from core.domain.letters import public_link
from core.errors import DomainError
from core.forms import PortalForm, PortalModelForm, ReasonForm
from core.models import Organization
from core.views.files import send_file
from core.views.pages import FormPage
from reports.domain.public_page import EDITABLE, edit_page, export_page
from reports.domain.publication import publish, withhold
from reports.domain.site_exports import mark_removed
from reports.models import PublicPage
from reports.permissions import MANAGE_PUBLIC_PAGE, PREPARE_DOCUMENTS, SEE_PUBLIC_PAGE
from reports.selectors.public_page import frame_sources, page_of, shown_page
from reports.selectors.publication import hidden_now, published_documents
from reports.selectors.site_exports import last_exports, site_tasks
from reports.views.documents import DocumentStepPage


@contextmanager
def _opened(code: str) -> Iterator[Organization]:
    """The institution whose page is on, its scope and clock; 404 otherwise. Nobody acts here."""
    organization = Organization.objects.filter(code=code).first()
    if organization is None:
        raise Http404
    with inside(organization), acting(None):
        if not page_of(organization).is_on:
            raise Http404
        yield organization


def _in_frame(response: HttpResponse, organization: Organization) -> HttpResponse:
    """This page alone may stand in a frame, and only of the institution's own site."""
    sources = frame_sources(page_of(organization))
    response._csp_replace = {"frame-ancestors": sources}  # type: ignore[attr-defined]
    response.xframe_options_exempt = True  # type: ignore[attr-defined]
    response["Cache-Control"] = "no-cache"  # a withdrawn consent is gone at the next look
    return response


@access(SEE_PUBLIC_PAGE)
@require_safe
def public_page(request: HttpRequest, code: str) -> HttpResponse:
    with _opened(code) as organization:
        context = {"shown": shown_page(organization), "page_title": "Наставничество"}
        return _in_frame(render(request, "reports/public/page.html", context), organization)


@access(SEE_PUBLIC_PAGE)
@require_safe
def public_document(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """A published copy, while it is published and everybody named in it allows it."""
    with _opened(code) as organization:
        if not page_of(organization).shows_documents:
            raise Http404
        found = next((one for one in published_documents(organization) if one.pk == pk), None)
        if found is None or found.file is None:
            raise Http404
        return send_file(found.file, inline=True)


# --- the institution's side ---


class PublicPageForm(PortalModelForm):
    frame_site = forms.URLField(
        label="Сайт, в который встраивают",
        required=False,
        assume_scheme="https",
        help_text="Сайт из карточки организации разрешён всегда.",
    )

    class Meta:
        model = PublicPage
        fields = list(EDITABLE)
        widgets = {"intro": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "is_on": "Пока выключено, по адресу страницы ничего нет.",
            "shows_mentors": "Только совершеннолетние, кто разрешил распространять имя на сайте.",
        }


class PublicPageEdit(FormPage):
    access_rule = MANAGE_PUBLIC_PAGE
    title = "Публичная страница"
    form_class = PublicPageForm
    template_name = "reports/public/edit.html"
    done = "Страница сохранена."

    def form_options(self) -> dict[str, Any]:
        return {"instance": page_of(self.request.organization)}  # type: ignore[attr-defined]

    def get_context(self) -> dict[str, Any]:
        organization = self.request.organization  # type: ignore[attr-defined]
        return {
            "address": public_link("reports:public_page", code=organization.code),
            "is_on": page_of(organization).is_on,
            "documents": published_documents(organization),
            "hidden_now": hidden_now(organization),
            "tasks": site_tasks(organization),
            "exports": last_exports(organization),
            "without_year": True,
        }

    def save(self, form: Any) -> str:
        edit_page(self.request.organization, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type,attr-defined]
        return reverse("reports:public_edit")


@access(MANAGE_PUBLIC_PAGE)
@require_GET
def public_preview(request: HttpRequest) -> HttpResponse:
    """The page as everybody would see it, also while it is off."""
    context = {"shown": shown_page(request.organization), "page_title": "Наставничество"}  # type: ignore[attr-defined]
    return render(request, "reports/public/page.html", context)


@access(MANAGE_PUBLIC_PAGE)
@require_POST
def public_export(request: HttpRequest) -> HttpResponse:
    """The page as files for the institution's own site."""
    data = export_page(request.organization, actor=request.user)  # type: ignore[arg-type,attr-defined]
    response = HttpResponse(data, content_type="application/zip")
    name = "Наставничество.zip"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@access(MANAGE_PUBLIC_PAGE)
@require_POST
def public_taken_off(request: HttpRequest) -> HttpResponse:
    """«Сделано»: the thing named is gone from the institution's own site."""
    try:
        task = mark_removed(
            request.organization,  # type: ignore[attr-defined]
            request.POST.get("key", ""),
            actor=request.user,  # type: ignore[arg-type]
        )
        messages.success(request, f"Отмечено: {task.label}.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("reports:public_edit")


class PublishForm(PortalForm):
    without_people = forms.BooleanField(label="Скрыть все имена, и тех, кто разрешил", required=False)


class DocumentPublish(DocumentStepPage):
    access_rule = PREPARE_DOCUMENTS
    title = "Опубликовать"
    form_class = PublishForm
    verb = "Опубликовать"
    consequence = (
        "Портал сделает копию для сайта: имена несовершеннолетних и тех, кто не дал согласия "
        "на распространение, в ней скрыты. Подписанный файл не меняется."
    )
    done = "Копия опубликована. Проверьте её на странице «Публичная страница»."

    def save(self, form: Any) -> str:
        publish(self.document, actor=self.request.user, without_people=form.cleaned_data["without_people"])
        return reverse("reports:document", args=[self.document.pk])


class DocumentWithhold(DocumentStepPage):
    access_rule = PREPARE_DOCUMENTS
    title = "Не публиковать"
    form_class = ReasonForm
    verb = "Не публиковать"
    done = "Решение записано."

    def save(self, form: Any) -> str:
        withhold(self.document, reason=form.cleaned_data["reason"], actor=self.request.user)
        return reverse("reports:document", args=[self.document.pk])
