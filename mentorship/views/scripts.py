"""Scripts of meetings: read by everybody who meets, written by the curator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.access import access
from core.views.pages import FormPage
from mentorship.domain.scripts import PARTS, give_back_script, scripts_of, write_script
from mentorship.forms.scripts import ScriptForm
from mentorship.meeting_enums import MeetingKind
from mentorship.permissions import SEE_MEETINGS, SET_MEETINGS


@access(SEE_MEETINGS)
@require_GET
def scripts(request: HttpRequest) -> HttpResponse:
    """All five, one under another: to be read on a phone before the meeting."""
    found = scripts_of(request.organization)  # type: ignore[attr-defined]
    rows = [
        {
            "script": one,
            "kind": kind,
            "steps": one.steps.splitlines(),
            "questions": one.questions.splitlines(),
        }
        for kind, one in found.items()
    ]
    context = {
        "page_title": "Сценарии встреч",
        "rows": rows,
        "may_write": SET_MEETINGS.allows(request.membership),  # type: ignore[attr-defined]
    }
    return render(request, "mentorship/meetings/scripts.html", context)


class ScriptEdit(FormPage):
    access_rule = SET_MEETINGS
    title = "Сценарий встречи"
    form_class = ScriptForm
    done = "Сценарий сохранён."

    def load(self) -> None:
        if self.kwargs["kind"] not in MeetingKind.values:
            raise Http404
        self.kind = MeetingKind(self.kwargs["kind"])

    def get_title(self) -> str:
        return f"Сценарий: {self.kind.label.lower()}"

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (("Сценарии встреч", reverse("mentorship:scripts")), (self.kind.label, ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:scripts")

    def form_options(self) -> dict[str, Any]:
        known = scripts_of(self.request.organization).get(self.kind)  # type: ignore[attr-defined]
        return {"initial": {name: getattr(known, name, "") for name in PARTS}}

    def save(self, form: ScriptForm) -> str:
        organization = self.request.organization  # type: ignore[attr-defined]
        write_script(organization, self.kind, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return f"{reverse('mentorship:scripts')}#{self.kind}"


@access(SET_MEETINGS)
@require_POST
def script_give_back(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in MeetingKind.values:
        raise Http404
    give_back_script(request.organization, kind, actor=request.user)  # type: ignore[arg-type, attr-defined]
    messages.success(request, "Возвращён сценарий портала.")
    return redirect("mentorship:scripts")
