"""What a draft changes or revokes, and putting a finished document into the archive."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.access import access
from core.errors import DomainError
from reports.domain.relations import file_away, relate, unrelate
from reports.forms_life import ArchiveForm, RelationForm
from reports.permissions import PREPARE_DOCUMENTS
from reports.selectors.relations import named, possible_targets
from reports.views.documents import DocumentStepPage, visible_document

MANY = 300


class RelationAdd(DocumentStepPage):
    access_rule = PREPARE_DOCUMENTS
    title = "Изменяет или отменяет"
    form_class = RelationForm
    verb = "Сохранить связь"
    consequence = "Связь начнёт действовать с подписанием этого документа и будет видна на страницах обоих."
    done = "Связь сохранена."

    def load(self) -> None:
        super().load()
        self.targets = {str(one.pk): one for one in possible_targets(self.document)[:MANY]}

    def form_options(self) -> dict[str, Any]:
        found = [(pk, f"{named(one)} «{one.title}»") for pk, one in self.targets.items()]
        return {"found": found}

    def save(self, form: Any) -> str:
        data = form.cleaned_data
        relate(
            self.document,
            self.targets[data["target"]],
            kind=data["kind"],
            note=data["note"],
            actor=self.request.user,
        )
        return reverse("reports:document", args=[self.document.pk])


@access(PREPARE_DOCUMENTS)
@require_POST
def relation_remove(request: HttpRequest, pk: int, relation: int) -> HttpResponse:
    document = visible_document(request, pk)
    row = get_object_or_404(document.relations.select_related("document", "target"), pk=relation)
    try:
        unrelate(row, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("reports:document", pk=pk)


class DocumentArchive(DocumentStepPage):
    access_rule = PREPARE_DOCUMENTS
    title = "Передать в архив"
    form_class = ArchiveForm
    verb = "Передать в архив"
    done = "Документ передан в архив."

    def save(self, form: Any) -> str:
        file_away(
            self.document,
            case_index=form.cleaned_data["case_index"],
            term=form.cleaned_data["term"],
            actor=self.request.user,
        )
        return reverse("reports:document", args=[self.document.pk])
