"""Papers of awards: protocol, order, letters of thanks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.access import access
from core.errors import DomainError
from core.views.pages import FormPage
from mentorship.models import AwardRound
from mentorship.selectors.awards import rounds_visible_to
from reports.domain.award_papers import make_order, make_protocol, start_letters
from reports.forms_awards import LettersForm
from reports.permissions import PREPARE_DOCUMENTS


def _round(request: HttpRequest, pk: int) -> AwardRound:
    return get_object_or_404(rounds_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]


def _made(request: HttpRequest, pk: int, make: Any) -> HttpResponse:
    found = _round(request, pk)
    try:
        document = make(found, actor=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("mentorship:award", pk=found.pk)
    return redirect("reports:document", pk=document.pk)


@access(PREPARE_DOCUMENTS)
@require_POST
def award_protocol(request: HttpRequest, pk: int) -> HttpResponse:
    return _made(request, pk, make_protocol)


@access(PREPARE_DOCUMENTS)
@require_POST
def award_order(request: HttpRequest, pk: int) -> HttpResponse:
    return _made(request, pk, make_order)


class AwardLetters(FormPage):
    access_rule = PREPARE_DOCUMENTS
    title = "Благодарственные письма"
    form_class = LettersForm
    submit_label = "Подготовить"
    done = ""

    def load(self) -> None:
        self.round = _round(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Награды", reverse("mentorship:awards")),
            (self.round.title, self.get_cancel_url()),
            (self.title, ""),
        )

    def get_cancel_url(self) -> str:
        return reverse("mentorship:award", kwargs={"pk": self.round.pk})

    def save(self, form: LettersForm) -> str:
        job = start_letters(self.round, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return reverse("core:job", kwargs={"pk": job.pk})
