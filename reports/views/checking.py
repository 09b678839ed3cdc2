"""The public page: is this paper the institution's, is it signed, has the file been changed."""

from __future__ import annotations

import re
import zoneinfo
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.access import access
from core.views.personal import private
from reports.forms import CheckCodeForm, CheckFileForm
from reports.permissions import CHECK_DOCUMENTS, VIEW_DOCUMENTS
from reports.selectors.checking import MAX_CHECKED, Checked, compare_file, find_checked
from reports.selectors.documents import documents_visible_to

TITLE = "Проверка документа"


@csrf_exempt  # changes nothing and needs no cookie
@require_http_methods(["GET", "HEAD", "POST"])
@access(CHECK_DOCUMENTS)
def check_by_code(request: HttpRequest) -> HttpResponseBase:
    """A field for the code, for those who have the paper and no camera."""
    form = CheckCodeForm(request.POST or None)
    unknown = False
    if request.method == "POST" and form.is_valid():
        code = re.sub(r"[^0-9a-f]", "", form.cleaned_data["code"].lower())
        if len(code) == 16 and find_checked(code):
            return redirect("reports:check_document", code=code)
        unknown = True
    context = {"page_title": TITLE, "form": form, "unknown": unknown}
    return private(render(request, "reports/check/page.html", context, status=404 if unknown else 200))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@access(CHECK_DOCUMENTS)
def check_document(request: HttpRequest, code: str) -> HttpResponseBase:
    """What is known of the sheet; POST compares a file with it."""
    checked = find_checked(code)
    if checked is None:
        context: dict[str, Any] = {"page_title": TITLE, "form": CheckCodeForm(), "unknown": True}
        return private(render(request, "reports/check/page.html", context, status=404))
    with timezone.override(zoneinfo.ZoneInfo(checked.organization.time_zone)):
        context = {
            "page_title": TITLE,
            "over_title": checked.organization.short_name,
            "checked": checked,
            "form": CheckFileForm(),
            "card": _card(request, checked),
        }
        if request.method == "POST":
            context |= _compare(request, checked)
        return private(render(request, "reports/check/page.html", context))


def _compare(request: HttpRequest, checked: Checked) -> dict[str, Any]:
    form = CheckFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return {"form": form}
    file = form.cleaned_data["file"]
    if file.size > MAX_CHECKED:
        form.add_error("file", "Файл больше 25 МБ: таких документов портал не выдаёт.")
        return {"form": form}
    same, verdict = compare_file(checked, file.read())
    return {"same": same, "verdict": verdict}


def _card(request: HttpRequest, checked: Checked) -> str:
    """For those who may see the document itself."""
    membership = getattr(request, "membership", None)
    if membership is None or not VIEW_DOCUMENTS.allows(membership):
        return ""
    if not documents_visible_to(membership).filter(pk=checked.version.document_id).exists():
        return ""
    return reverse("reports:document", args=[checked.version.document_id])
