"""Pages of the programme's passport: what is filled, the editor by sections, last year's passport, the document."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.access import access
from core.errors import DomainError
from core.history import told
from core.russian import counted
from core.selectors.viewer import viewer_of
from core.views.pages import Crumbs, FormPage
from mentorship.enums import ProgrammeState
from mentorship.models import Programme, Project
from mentorship.selectors.programmes import programmes_visible_to
from reports.domain import passports as domain
from reports.domain.passport_copy import copy_passport
from reports.domain.passport_paper import make_programme_document
from reports.forms_passport import CARD, ROWS, TEXTS, CopyForm, RowsForm, TextsForm
from reports.forms_passport_money import FundingForm
from reports.models import Passport
from reports.passport_overview import ProjectLine, overview
from reports.permissions import EDIT_PASSPORT, PREPARE_DOCUMENTS, VIEW_PASSPORT
from reports.selectors.indicators import indicator_board, programme_years
from reports.selectors.passports import (
    earlier_programmes,
    passport_history,
    passport_of,
    projects_with_passport,
)

HISTORY_ROWS = 20
OF_PROGRAMME = {"stages", "resources", "risks"}
OF_PROJECT = {"plan", "risks", "budget"}


def _programme(request: HttpRequest, pk: int) -> Programme:
    visible = programmes_visible_to(request.membership)  # type: ignore[attr-defined]
    return get_object_or_404(visible.select_related("organization", "curator"), pk=pk)


def _address(programme: Programme) -> str:
    return reverse("reports:passport", args=[programme.pk])


def _crumbs(programme: Programme, *rest: tuple[str, str]) -> Crumbs:
    return (
        ("Программы", reverse("mentorship:programmes")),
        (programme.title, reverse("mentorship:programme", args=[programme.pk])),
        ("Паспорт", _address(programme) if rest else ""),
        *rest,
    )


@access(VIEW_PASSPORT)
@require_GET
def passport_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The sections with what is filled in each, sums with their contradictions, the document made of them."""
    programme, viewer = _programme(request, pk), viewer_of(request)
    view = passport_of(programme)
    is_open = programme.state != ProgrammeState.CLOSED
    context = {
        "page_title": "Паспорт программы",
        "page_lead": programme.title,
        "breadcrumbs": _crumbs(programme),
        "programme": programme,
        "view": view,
        "sections": overview(view),
        "projects": [ProjectLine(project) for project in view.projects],
        "disagreements": view.disagreements,
        "contradictions": indicator_board(programme, on=viewer.today).contradictions,
        "may_edit": is_open and EDIT_PASSPORT.allows(viewer.membership),
        "may_make": PREPARE_DOCUMENTS.allows(viewer.membership),
        "may_copy": is_open
        and EDIT_PASSPORT.allows(viewer.membership)
        and earlier_programmes(programme).exists(),
        "history": told(passport_history(view)[:HISTORY_ROWS]),
    }
    return render(request, "reports/passport/page.html", context)


class PassportPage(FormPage):
    """A page of the editor of one programme."""

    access_rule = EDIT_PASSPORT

    def load(self) -> None:
        self.programme = _programme(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> Crumbs:
        return _crumbs(self.programme, (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return _address(self.programme)

    def tell(self) -> None:
        """What was just written is kept; what it contradicts is told at once."""
        for one in passport_of(self.programme).disagreements:
            messages.warning(self.request, one.text)


class SectionTexts(PassportPage):
    """A section of plain texts."""

    form_class = TextsForm

    def load(self) -> None:
        super().load()
        self.section = TEXTS[self.kwargs["section"]]
        self.passport = Passport.objects.filter(programme=self.programme).first()

    def get_title(self) -> str:
        return self.section.title

    def form_options(self) -> dict[str, Any]:
        return {"section": self.section, "owner": self.programme, "extra": self.passport}

    def save(self, form: TextsForm) -> str:  # type: ignore[override]
        domain.edit_passport(
            self.programme,
            actor=self.request.user,  # type: ignore[arg-type]
            columns=form.columns(),
            **form.texts(),
        )
        return _address(self.programme)


class RowsPage(PassportPage):
    """A table of the passport, of the programme or of one of its projects."""

    form_class = RowsForm
    template_name = "reports/passport/rows.html"
    project: Project | None = None

    def load(self) -> None:
        super().load()
        self.table = ROWS[self.kwargs["section"]]
        self.intro = self.table.intro

    def get_title(self) -> str:
        return f"{self.table.title}: {self.project.title}" if self.project else self.table.title

    def form_options(self) -> dict[str, Any]:
        found = self.table.model.objects.filter(passport__programme=self.programme)
        if hasattr(self.table.model, "project"):
            found = found.filter(project=self.project)
        return {"table": self.table, "rows": list(found)}

    def save(self, form: RowsForm) -> str:  # type: ignore[override]
        domain.save_rows(
            self.programme,
            self.table.model,
            form.edits(),
            actor=self.request.user,  # type: ignore[arg-type]
            project=self.project,
        )
        if self.kwargs["section"] == "budget":
            self.tell()
        return self.request.get_full_path() if "more" in self.request.POST else _address(self.programme)


class FundingPage(PassportPage):
    title = "Финансирование"
    form_class = FundingForm
    template_name = "reports/passport/funding.html"

    def load(self) -> None:
        super().load()
        self.view = passport_of(self.programme)

    def form_options(self) -> dict[str, Any]:
        return {
            "funding": self.view.funding,
            "years": programme_years(self.programme),
            "text": self.programme.financing,
        }

    def get_context(self) -> dict[str, Any]:
        return {"view": self.view, "disagreements": self.view.disagreements}

    def save(self, form: FundingForm) -> str:  # type: ignore[override]
        domain.set_funding(
            self.programme,
            amounts=form.amounts(),
            total=form.cleaned_data["total"],
            text=form.cleaned_data["text"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        self.tell()
        return _address(self.programme)


class ProjectPage(PassportPage):
    """A page of one project's part of the passport."""

    def load(self) -> None:
        seen = projects_with_passport(self.request.membership)  # type: ignore[attr-defined]
        self.project = get_object_or_404(seen, pk=self.kwargs["pk"])
        self.programme = self.project.programme


class ProjectCard(ProjectPage):
    form_class = TextsForm

    def get_title(self) -> str:
        return f"{CARD.title}: {self.project.title}"

    def form_options(self) -> dict[str, Any]:
        return {
            "section": CARD,
            "owner": self.project,
            "extra": getattr(self.project, "passport_card", None),
        }

    def save(self, form: TextsForm) -> str:  # type: ignore[override]
        domain.edit_project_card(
            self.project,
            actor=self.request.user,  # type: ignore[arg-type]
            columns=form.columns(),
            **form.texts(),
        )
        return _address(self.programme)


class ProjectRows(ProjectPage, RowsPage):  # type: ignore[misc]
    def load(self) -> None:
        ProjectPage.load(self)
        self.table = ROWS[self.kwargs["section"]]
        self.intro = self.table.intro


@access(EDIT_PASSPORT)
def passport_section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """The editor's page of a section."""
    if section in TEXTS:
        page: Any = SectionTexts
    elif section in OF_PROGRAMME:
        page = RowsPage
    elif section == "funding":
        page = FundingPage
    else:
        raise Http404
    return page.as_view()(request, pk=pk, section=section)


@access(EDIT_PASSPORT)
def passport_project(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """The editor's page of a project's part: its card, plan, risks, estimate."""
    if section == "card":
        return ProjectCard.as_view()(request, pk=pk, section=section)  # type: ignore[return-value]
    if section not in OF_PROJECT:
        raise Http404
    return ProjectRows.as_view()(request, pk=pk, section=section)  # type: ignore[return-value]


class PassportCopy(PassportPage):
    title = "Начать с прошлого паспорта"
    form_class = CopyForm
    submit_label = "Перенести"
    intro = (
        "Перейдут тексты, этапы, ресурсы, риски, финансирование, проекты с карточками, планами и сметами, названия "
        "показателей. Что уже заполнено, останется. Дата рассмотрения и план показателей не переносятся."
    )
    done = ""

    def load(self) -> None:
        super().load()
        self.earlier = list(earlier_programmes(self.programme))

    def form_options(self) -> dict[str, Any]:
        return {"programmes": self.earlier}

    def save(self, form: CopyForm) -> str:  # type: ignore[override]
        chosen = next(one for one in self.earlier if str(one.pk) == form.cleaned_data["source"])
        copied = copy_passport(self.programme, source=chosen, actor=self.request.user)  # type: ignore[arg-type]
        parts = [
            counted(copied.texts, "текст", "текста", "текстов"),
            counted(copied.rows, "строка таблиц", "строки таблиц", "строк таблиц"),
            counted(copied.projects, "новый проект", "новых проекта", "новых проектов"),
            counted(copied.indicators, "показатель", "показателя", "показателей"),
        ]
        messages.success(self.request, f"Перенесено: {', '.join(parts)}. Проверьте годы и суммы.")
        return _address(self.programme)


@access(PREPARE_DOCUMENTS)
@require_POST
def passport_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The document «Программа наставничества» of today's passport."""
    programme = _programme(request, pk)
    try:
        document = make_programme_document(programme, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("reports:passport", pk=pk)
    messages.success(request, "Программа собрана. Проверьте разделы и передайте её на подпись.")
    return redirect("reports:document", pk=document.pk)
