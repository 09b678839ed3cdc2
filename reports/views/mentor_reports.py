"""«Отчёт наставника» for the director and the curator: whom to report on, the report as a file."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from core.access import access
from core.errors import DomainError
from core.filters import PortalFilterSet, SearchFilter
from core.selectors.viewer import current_programme
from core.tables import ActionColumn, LinkColumn, PortalTable, tables
from core.views.lists import ListPage
from mentorship.enums import EntryState
from mentorship.models import MentorEntry, Person
from mentorship.selectors.people import people_visible_to
from reports.domain.own_papers import paper_now
from reports.permissions import MAKE_REPORTS
from reports.views.own import REPORT, as_file

REPORTS = ("Отчёты", reverse_lazy("reports:reports"))


class MentorTable(PortalTable):
    person = LinkColumn(
        verbose_name="Наставник",
        accessor="person__short_name",
        order_by=("sort_name", "pk"),
        to=lambda row: reverse("mentorship:person", args=[row.person_id]),
    )
    state = tables.Column(verbose_name="Состояние", order_by=("state", "pk"))
    files = ActionColumn()

    class Meta(PortalTable.Meta):
        order_by = ("person",)

    def render_files(self, record: MentorEntry) -> SafeString:
        name = record.person.short_name
        pdf, docx = (
            reverse("reports:mentor_report", args=[record.person_id, what]) for what in ("pdf", "docx")
        )
        return format_html(
            '<a class="btn btn-sm" href="{}" aria-label="PDF: {}">PDF</a> '
            '<a class="btn btn-sm" href="{}" aria-label="DOCX: {}">DOCX</a>',
            pdf,
            name,
            docx,
            name,
        )


class MentorFilter(PortalFilterSet):
    q = SearchFilter(folded=("sort_name",), initials=("sort_name",))
    state = filters.ChoiceFilter(label="Состояние", choices=EntryState.choices, empty_label="Все")

    class Meta:
        model = MentorEntry
        fields: list[str] = []


class MentorReports(ListPage):
    """Mentors of the programme with their reports as of today."""

    access_rule = MAKE_REPORTS
    title = "Отчёты наставников"
    lead = "Отчёт составляется из записей портала на сегодня: пары, встречи, планы развития, обучение."
    table_class = MentorTable
    filterset_class = MentorFilter
    breadcrumbs = (REPORTS, ("Отчёты наставников", ""))
    personal_data = True
    empty = {
        "title": "Наставников пока нет",
        "text": "Отчёт появится, когда в базу наставников кто-то войдёт.",
    }

    def get_queryset(self) -> QuerySet[Any]:
        return MentorEntry.objects.filter(programme=current_programme(self.request)).select_related("person")


@access(MAKE_REPORTS)
@require_GET
def mentor_report(request: HttpRequest, pk: str, what: str) -> HttpResponse:
    """The report of a mentor's work as a PDF or a DOCX; nothing is kept but a line of the trail."""
    membership = request.membership  # type: ignore[attr-defined]
    mentors = people_visible_to(membership).filter(mentor_entries__isnull=False).distinct()
    person: Person = get_object_or_404(mentors, pk=int(pk))
    try:
        data = paper_now(
            REPORT,
            person,
            organization=membership.organization,
            what=what,
            actor=request.user,  # type: ignore[arg-type]
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("reports:mentor_reports")
    return as_file(data, f"Отчёт наставника {person.short_name}", what)
