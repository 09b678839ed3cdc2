"""Pages of an institution's own words: the list of kinds, the text of one, its editor, versions and comparison."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from django.views.decorators.http import require_GET

from core import audit
from core.access import access
from core.errors import DomainError
from core.models import Organization
from core.selectors.viewer import current_programme
from core.views.pages import ConfirmPage
from reports.domain.preparing import preview_text
from reports.domain.wordings import WordingRefused, reset_wording, restore_wording, save_wording
from reports.kinds import kind_of
from reports.permissions import EDIT_WORDINGS, VIEW_WORDINGS
from reports.recipes import Choices, has_recipe, recipe_of
from reports.selectors import wordings as selectors
from reports.wording_rows import Row, changed_rows, clauses_from, rows_from, rows_of
from reports.wordings.declared import Text, has_text, text_of

CRUMBS = (("Документы", "reports:documents"), ("Тексты документов", "reports:wordings"))


def _text(kind: str) -> Text:
    if not has_text(kind):
        raise Http404
    return text_of(kind)


def _crumbs(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [(label, reverse(name)) for label, name in CRUMBS] + list(rest)


def _organization(request: HttpRequest) -> Organization:
    return request.membership.organization  # type: ignore[attr-defined,no-any-return]


@access(VIEW_WORDINGS)
@require_GET
def wordings_page(request: HttpRequest) -> HttpResponse:
    """Kinds whose text may be worded anew, with what is in use."""
    rows = [(kind_of(one.kind), one) for one in selectors.wordings_of(_organization(request))]
    context = {
        "page_title": "Тексты документов",
        "breadcrumbs": [("Документы", reverse("reports:documents")), ("Тексты документов", "")],
        "rows": sorted(rows, key=lambda row: (row[0].family, row[0].label)),
    }
    return render(request, "reports/wordings/list.html", context)


@access(VIEW_WORDINGS)
@require_GET
def wording_page(request: HttpRequest, kind: str) -> HttpResponse:
    """The text in use and its versions."""
    text, organization = _text(kind), _organization(request)
    used = selectors.clauses_of(organization, kind)
    context = {
        "page_title": kind_of(kind).label,
        "breadcrumbs": _crumbs((kind_of(kind).label, "")),
        "kind": kind,
        "wording": used,
        "rows": rows_of(text, used.clauses),
        "versions": selectors.versions_of(organization, kind),
        "may_edit": EDIT_WORDINGS.allows(request.membership),  # type: ignore[attr-defined]
    }
    return render(request, "reports/wordings/page.html", context)


@access(VIEW_WORDINGS)
@require_GET
def wording_compare(request: HttpRequest, kind: str) -> HttpResponse:
    """Two versions clause by clause; without numbers, the shipped text and the one in use."""
    _text(kind)
    organization = _organization(request)
    used = selectors.clauses_of(organization, kind).version
    before, after = (_number(request, name, other) for name, other in (("before", 0), ("after", used)))
    try:
        one, other = (selectors.wording_at(organization, kind, number) for number in (before, after))
    except DomainError as error:
        raise Http404 from error
    numbers = [0, *(version.number for version in reversed(selectors.versions_of(organization, kind)))]
    context = {
        "page_title": f"Сравнение версий: {kind_of(kind).label}",
        "breadcrumbs": _crumbs(
            (kind_of(kind).label, reverse("reports:wording", args=[kind])), ("Сравнение", "")
        ),
        "changes": selectors.compare(one.clauses, other.clauses),
        "before": before,
        "after": after,
        "numbers": numbers,
    }
    return render(request, "reports/wordings/compare.html", context)


def _number(request: HttpRequest, name: str, other: int) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 6 else other


class WordingEdit(View):
    """The editor: works without scripts, every button sends the whole text; nothing is kept before «Сохранить»."""

    access_rule = EDIT_WORDINGS

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        text = _text(kind)
        used = selectors.clauses_of(_organization(request), kind)
        return self._show(text, rows_of(text, used.clauses), used.version)

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        text = _text(kind)
        rows, act = rows_from(text, request.POST), request.POST.get("act", "save")
        base = request.POST.get("base", "")
        number = int(base) if base.isdecimal() and len(base) < 9 else -1
        if act == "preview":
            return self._preview(text, rows, number)
        if act != "save":
            return self._show(text, changed_rows(text, rows, act), number)
        try:
            save_wording(
                _organization(request),
                kind,
                clauses_from(rows),
                actor=request.user,  # type: ignore[arg-type]
                base=number,
                note=request.POST.get("note", "").strip(),
            )
        except WordingRefused as error:
            return self._show(text, rows, number, problems=error.problems, status=422)
        except DomainError as error:
            return self._show(text, rows, number, problems={"": [error.message]}, status=422)
        messages.success(request, "Текст сохранён. Новые документы будут с ним, готовые не изменились.")
        return redirect("reports:wording", kind=kind)

    def _preview(self, text: Text, rows: list[Row], base: int) -> HttpResponse:
        programme = current_programme(self.request)
        chosen = self.request.POST.get("subject", "")
        try:
            if programme is None:
                raise DomainError("Сначала создайте программу: текст показывают на её данных.")
            subject = int(chosen) if chosen.isdecimal() and len(chosen) < 19 else None
            pdf = preview_text(programme, text.kind, clauses_from(rows), subject_id=subject)
        except DomainError as error:
            return self._show(text, rows, base, problems={"": [error.message]}, status=422)
        audit.record("wording.previewed", subject=programme)
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="preview.pdf"'
        response["Cache-Control"] = "no-store"
        return response

    def _show(
        self,
        text: Text,
        rows: list[Row],
        base: int,
        *,
        problems: dict[str, list[str]] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        found = problems or {}
        for row in rows:
            row.errors = found.get(row.key, [])
        label = kind_of(text.kind).label
        context: dict[str, Any] = {
            "page_title": f"Правка текста: {label}",
            "breadcrumbs": _crumbs((label, reverse("reports:wording", args=[text.kind])), ("Правка", "")),
            "text": text,
            "rows": rows,
            "base": base,
            "errors": found.get("", []),
            "wrong": [row for row in rows if row.errors],
            "note": self.request.POST.get("note", ""),
            "subjects": self._subjects(text.kind),
        }
        return render(self.request, "reports/wordings/edit.html", context, status=status)

    def _subjects(self, kind: str) -> Choices:
        programme = current_programme(self.request)
        return recipe_of(kind).subjects(programme) if programme is not None and has_recipe(kind) else []


class WordingRestore(ConfirmPage):
    """An earlier version, or the shipped text, comes back as a new version."""

    access_rule = EDIT_WORDINGS
    verb = "Вернуть"
    done = "Текст возвращён. Готовые документы не изменились."

    def load(self) -> None:
        _text(self.kwargs["kind"])
        try:
            selectors.wording_at(_organization(self.request), self.kwargs["kind"], self.kwargs["number"])
        except DomainError as error:
            raise Http404 from error

    def get_title(self) -> str:
        number = self.kwargs["number"]
        return f"Вернуть версию {number}" if number else "Вернуть исходный текст"

    def get_text(self) -> str:
        return "Новые документы этого вида будут с этим текстом. Нынешний останется среди версий."

    def get_breadcrumbs(self) -> Any:
        kind = self.kwargs["kind"]
        return _crumbs((kind_of(kind).label, self.get_cancel_url()), ("Вернуть", ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:wording", args=[self.kwargs["kind"]])

    def save(self, form: Any) -> str:
        organization, kind, number = _organization(self.request), self.kwargs["kind"], self.kwargs["number"]
        if number:
            restore_wording(organization, kind, number, actor=self.request.user)  # type: ignore[arg-type]
        else:
            reset_wording(organization, kind, actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()
