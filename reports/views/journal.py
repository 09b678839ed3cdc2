"""The journal of numbers, numbers taken ahead, acting heads, everything signed and its archive."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from core import audit
from core.access import access
from core.enums import STAFF_ROLES
from core.errors import DomainError
from core.exports import XLSX_TYPE
from core.filters import PortalFilterSet, SearchFilter
from core.forms import ReasonForm
from core.models import Membership
from core.pdf import safe_file_name
from core.selectors.viewer import viewer_of
from core.views.lists import ListPage
from core.views.pages import ConfirmPage, FormPage
from reports.documents.life_sheets import JOURNAL
from reports.domain.acting_heads import appoint, end_acting, revoke_acting
from reports.domain.own_papers import PDF, paper_now
from reports.domain.reserved import reserve_number, void_number
from reports.domain.year_archive import start_archive
from reports.forms_life import ActingHeadForm, EndDayForm, ReserveForm
from reports.kinds import all_kinds, series_labels
from reports.life_enums import ReservedState
from reports.models import ActingHead, Document, ReservedNumber
from reports.permissions import MANAGE_HEADS, REGISTER_DOCUMENTS, VIEW_JOURNAL
from reports.selectors.heads import accounts_that_sign, acting_heads
from reports.selectors.journal import Journal, journal_of, journals_of
from reports.selectors.register_tables import journal_workbook
from reports.selectors.year_archive import signed_documents, signed_years
from reports.tables import DocumentTable
from reports.views.own import as_file


def _chosen(request: HttpRequest) -> tuple[Journal | None, list[tuple[str, str, int]]]:
    """The register that the address names, the newest otherwise; 404 for one that is not there."""
    organization = request.organization  # type: ignore[attr-defined]
    known = journals_of(organization)
    named = request.GET.get("journal", "")
    for series, _, year in known:
        if named in ("", f"{series}-{year}"):
            return journal_of(organization, series, year), known
    if named:
        raise Http404
    return None, known


@access(VIEW_JOURNAL)
@require_GET
def number_journal(request: HttpRequest) -> HttpResponse:
    journal, known = _chosen(request)
    context = {
        "page_title": "Журнал регистрации",
        "breadcrumbs": (("Документы", reverse("reports:documents")), ("Журнал регистрации", "")),
        "journal": journal,
        "known": known,
        "may_reserve": REGISTER_DOCUMENTS.allows(request.membership),  # type: ignore[attr-defined]
    }
    return render(request, "reports/life/journal.html", context)


@access(VIEW_JOURNAL)
@require_GET
def number_journal_file(request: HttpRequest, what: str) -> HttpResponse:
    """The journal on paper or as a workbook."""
    journal, _ = _chosen(request)
    if journal is None:
        raise Http404
    organization, title = request.organization, f"Журнал регистрации {journal.year}"  # type: ignore[attr-defined]
    if what == PDF:
        data = paper_now(
            JOURNAL,
            organization,
            organization=organization,
            what=PDF,
            actor=request.user,  # type: ignore[arg-type]
            series=journal.series,
            year=journal.year,
        )
        return as_file(data, title, PDF)
    audit.record("number_journal.exported", subject=organization, organization=organization)
    response = HttpResponse(journal_workbook(organization, journal), content_type=XLSX_TYPE)
    name = safe_file_name(title, ".xlsx")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


class NumberReserve(FormPage):
    """Take a number ahead of its document."""

    access_rule = REGISTER_DOCUMENTS
    title = "Зарезервировать номер"
    form_class = ReserveForm
    submit_label = "Взять номер"
    intro = "Номер берётся из журнала сразу. Его получит документ при регистрации, либо его аннулируют с причиной."
    done = ""

    def form_options(self) -> dict[str, Any]:
        return {"found": list(series_labels().items())}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (("Журнал регистрации", reverse("reports:number_journal")), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:number_journal")

    def save(self, form: Any) -> str:
        made = reserve_number(
            self.request.organization,  # type: ignore[attr-defined]
            series=form.cleaned_data["series"],
            reason=form.cleaned_data["reason"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        messages.success(self.request, f"Номер {made.text} зарезервирован.")
        return f"{reverse('reports:number_journal')}?journal={made.series}-{made.year}"


class NumberVoid(ConfirmPage):
    """A number taken ahead will not be used."""

    access_rule = REGISTER_DOCUMENTS
    title = "Номер не понадобился"
    form_class = ReasonForm
    verb = "Аннулировать номер"
    danger = True
    consequence = "Номер останется в журнале с причиной и больше не будет выдан."
    done = "Номер аннулирован."

    def load(self) -> None:
        organization = self.request.organization  # type: ignore[attr-defined]
        found = ReservedNumber.objects.filter(organization=organization, state=ReservedState.RESERVED)
        self.reserved = get_object_or_404(found, pk=self.kwargs["pk"])

    def get_text(self) -> str:
        return f"Номер {self.reserved.text}: {self.reserved.reason}."

    def get_cancel_url(self) -> str:
        return f"{reverse('reports:number_journal')}?journal={self.reserved.series}-{self.reserved.year}"

    def save(self, form: Any) -> str:
        void_number(self.reserved, reason=form.cleaned_data["reason"], actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()


# --- acting heads ---


@access(MANAGE_HEADS)
@require_GET
def heads(request: HttpRequest) -> HttpResponse:
    organization = request.organization  # type: ignore[attr-defined]
    today = viewer_of(request).today
    context = {
        "page_title": "Кто подписывает за руководителя",
        "heads": acting_heads(organization),
        "may_sign": accounts_that_sign(organization),
        "organization": organization,
        "today": today,
        "without_year": True,
    }
    return render(request, "reports/life/heads.html", context)


class HeadAppoint(FormPage):
    access_rule = MANAGE_HEADS
    title = "Назначить исполняющего обязанности"
    form_class = ActingHeadForm
    done = "Назначение записано."

    def form_options(self) -> dict[str, Any]:
        organization = self.request.organization  # type: ignore[attr-defined]
        rows = Membership.objects.filter(organization=organization, role__in=STAFF_ROLES, is_active=True)
        found = {str(one.user_id): one.user.full_name for one in rows.select_related("user")}
        return {"found": sorted(found.items(), key=lambda one: one[1])}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (("Кто подписывает за руководителя", reverse("reports:heads")), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:heads")

    def save(self, form: Any) -> str:
        organization = self.request.organization  # type: ignore[attr-defined]
        data = dict(form.cleaned_data)
        account = data.pop("user")
        member = Membership.objects.filter(organization=organization, user_id=account or 0).first()
        appoint(organization, **data, user=member.user if member else None, actor=self.request.user)  # type: ignore[arg-type]
        return reverse("reports:heads")


class HeadEnd(ConfirmPage):
    access_rule = MANAGE_HEADS
    title = "Завершить исполнение обязанностей"
    form_class = EndDayForm
    verb = "Записать"
    done = "Срок записан."

    def load(self) -> None:
        organization = self.request.organization  # type: ignore[attr-defined]
        self.head = get_object_or_404(ActingHead, pk=self.kwargs["pk"], organization=organization)

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"ends_on": viewer_of(self.request).today}}

    def get_text(self) -> str:
        return f"{self.head}. {self.head.basis}."

    def get_cancel_url(self) -> str:
        return reverse("reports:heads")

    def save(self, form: Any) -> str:
        end_acting(self.head, on=form.cleaned_data["ends_on"], actor=self.request.user)  # type: ignore[arg-type]
        return reverse("reports:heads")


class HeadRevoke(ConfirmPage):
    access_rule = MANAGE_HEADS
    title = "Отозвать полномочия"
    form_class = ReasonForm
    verb = "Отозвать"
    danger = True
    consequence = (
        "С сегодняшнего дня документы снова подписывает руководитель. Подписанное раньше остаётся в силе."
    )
    done = "Полномочия отозваны."

    def load(self) -> None:
        organization = self.request.organization  # type: ignore[attr-defined]
        self.head = get_object_or_404(ActingHead, pk=self.kwargs["pk"], organization=organization)

    def get_text(self) -> str:
        return f"{self.head}. {self.head.basis}."

    def get_cancel_url(self) -> str:
        return reverse("reports:heads")

    def save(self, form: Any) -> str:
        revoke_acting(self.head, reason=form.cleaned_data["reason"], actor=self.request.user)  # type: ignore[arg-type]
        return reverse("reports:heads")


# --- everything signed ---


class SignedFilter(PortalFilterSet):
    q = SearchFilter(plain=("title", "summary", "number"))
    kind = django_filters.ChoiceFilter(label="Вид", empty_label="Все")
    year = django_filters.NumberFilter(label="Год", field_name="date__year")

    class Meta:
        model = Document
        fields: list[str] = []

    def __init__(self, *args: Any, **extra: Any) -> None:
        kinds = [(kind.code, kind.label) for kind in all_kinds() if kind.signed_by_head]
        self.base_filters["kind"].extra["choices"] = kinds
        super().__init__(*args, **extra)


class SignedPage(ListPage):
    """Everything the head has signed, by year and kind."""

    access_rule = VIEW_JOURNAL
    title = "Подписанные документы"
    template_name = "reports/life/signed.html"
    table_class = DocumentTable
    filterset_class = SignedFilter
    empty = {"title": "Подписанных документов пока нет", "text": "Они появятся здесь после подписания."}

    def get_queryset(self) -> QuerySet[Document]:
        return signed_documents(self.request.organization)  # type: ignore[attr-defined]

    def get_context(self) -> dict[str, Any]:
        return {"years": signed_years(self.request.organization)}  # type: ignore[attr-defined]


@access(VIEW_JOURNAL)
@require_POST
def year_archive(request: HttpRequest, year: int) -> HttpResponse:
    """Pack a year as a job."""
    try:
        job = start_archive(request.organization, year, actor=request.user)  # type: ignore[arg-type,attr-defined]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("reports:signed")
    return redirect("core:job", pk=job.pk)
