"""Long work: its list, its page, and the part of any page that shows it live."""

from typing import Any

import django_filters as filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from core.access import access
from core.domain.jobs import cancel_job, repeat_job
from core.enums import JobState
from core.errors import DomainError
from core.files import may_download
from core.filters import PortalFilterSet, SearchFilter
from core.models import Job
from core.permissions import VIEW_JOBS
from core.selectors.jobs import jobs_visible_to
from core.tables import ChipColumn, LinkColumn, PortalTable, tables
from core.views.lists import ListPage

SEEN_KEY = "jobs_seen"
TONES = {
    JobState.DONE.value: "ok",
    JobState.FAILED.value: "bad",
    JobState.RUNNING.value: "info",
    JobState.QUEUED.value: "wait",
}


class JobsTable(PortalTable):
    title = LinkColumn(verbose_name="Задание", to=lambda job: reverse("core:job", kwargs={"pk": job.pk}))
    state = ChipColumn(verbose_name="Состояние", tones=TONES)
    progress = tables.Column(verbose_name="Сделано", empty_values=(), orderable=False)
    owner = tables.Column(verbose_name="Кто начал", order_by=("owner__full_name",))
    created_at = tables.Column(verbose_name="Начато", order_by=("pk",))
    finished_at = tables.Column(verbose_name="Закончено")

    class Meta(PortalTable.Meta):
        order_by = ("-created_at",)

    def render_progress(self, record: Job) -> SafeString | str:
        return format_html("{} из&nbsp;{}", record.done, record.total) if record.total else ""

    def value_progress(self, record: Job) -> str:
        return f"{record.done} из {record.total}" if record.total else ""


class JobsFilter(PortalFilterSet):
    q = SearchFilter(plain=("title",))
    state = filters.ChoiceFilter(label="Состояние", choices=JobState.choices, empty_label="Любое")

    class Meta:
        model = Job
        fields: list[str] = []


class JobsPage(ListPage):
    access_rule = VIEW_JOBS
    title = "Задания"
    lead = "Долгая работа: документы, загрузки, отчёты. Страницу можно закрыть, работа продолжится."
    table_class = JobsTable
    filterset_class = JobsFilter
    empty = {
        "title": "Заданий ещё не было",
        "text": "Когда вы начнёте что-то долгое, например подготовку согласий, ход работы будет виден здесь.",
    }

    def get_queryset(self) -> QuerySet[Job]:
        return jobs_visible_to(self.request.membership)  # type: ignore[attr-defined]

    def get_context(self) -> dict[str, Any]:
        return {"without_year": True}


def _job(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(jobs_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]


def _context(request: HttpRequest, job: Job) -> dict[str, Any]:
    """What the component shows; a finished job that was looked at is not told about again."""
    if not job.is_live:
        seen = request.session.get(SEEN_KEY, [])
        if job.pk not in seen:
            request.session[SEEN_KEY] = [*seen, job.pk][-50:]
    file = job.result_file
    downloadable = file is not None and may_download(request.membership, file)  # type: ignore[attr-defined]
    return {
        "job": job,
        "tone": TONES.get(job.state, ""),
        "job_messages": list(job.messages.all()[:200]),
        "job_file": file if downloadable else None,
        "mine": job.owner_id == request.user.pk,
    }


@access(VIEW_JOBS)
@require_safe
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    job = _job(request, pk)
    context = _context(request, job)
    crumbs = (("Задания", reverse("core:jobs")), (job.title, ""))
    context |= {"page_title": job.title, "breadcrumbs": crumbs, "without_year": True, "without_notices": True}
    return render(request, "core/job.html", context)


@access(VIEW_JOBS)
@require_safe
def job_live(request: HttpRequest, pk: int) -> HttpResponse:
    """The component alone, asked for every two seconds while the job lives."""
    response = render(request, "components/job_live.html", _context(request, _job(request, pk)))
    response["Cache-Control"] = "no-store"
    return response


@access(VIEW_JOBS)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The lines in the top of every page about one's own jobs; asked for only while one of them lives."""
    response = render(request, "components/job_notices.html")
    response["Cache-Control"] = "no-store"
    return response


@access(VIEW_JOBS)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, cancel_job, "Задание остановится на ближайшем шаге. Сделанное сохранится.")


@access(VIEW_JOBS)
@require_POST
def repeat(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, repeat_job, "Задание начато снова. Готовое второй раз не делается.")


def _act(request: HttpRequest, pk: int, step: Any, told: str) -> HttpResponse:
    """Only the person who began a job may stop or repeat it: it works with that person's rights."""
    job = _job(request, pk)
    if job.owner_id != request.user.pk:
        raise Http404
    try:
        step(job, actor=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, told)
    return redirect("core:job", pk=pk)
