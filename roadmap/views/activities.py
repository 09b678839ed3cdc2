"""One activity: what proves it, what is missing, its history, its edit."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from core.access import access
from core.clock import today
from core.forms import ReasonForm
from core.permissions import VIEW_AUDIT
from core.selectors.audit import history_of
from core.views.pages import ConfirmPage, FormPage
from roadmap.domain.arranging import move_to_stage
from roadmap.domain.comments import may_delete, may_edit
from roadmap.domain.editing import edit_activity
from roadmap.domain.evidence import add_evidence, remove_evidence, reopen_activity
from roadmap.enums import RoadmapState
from roadmap.forms.activities import ActivityEditForm, ActivityFields, EvidenceForm
from roadmap.forms.living import CommentForm
from roadmap.models import Activity, Evidence
from roadmap.permissions import ADD_EVIDENCE, MANAGE_ROADMAP, VIEW_ROADMAP
from roadmap.selectors.progress import counts_of
from roadmap.selectors.roadmaps import activities_visible_to, line_of
from roadmap.selectors.rules import rule_rows
from roadmap.selectors.statuses import occurrence_views


def _activity(request: HttpRequest, pk: int) -> Activity:
    rows = activities_visible_to(request.membership).prefetch_related(  # type: ignore[attr-defined]
        "occurrences",
        "evidence__fact",
        "evidence__file",
        "evidence__by",
        "rules",
        "assignees__user",
        "comments__author",
        "comments__deleted_by",
    )
    return get_object_or_404(rows.select_related("tie__other"), pk=pk)


def address_of(activity: Activity) -> str:
    return reverse("roadmap:activity", kwargs={"pk": activity.pk})


def crumbs_of(activity: Activity, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    roadmap = activity.stage.roadmap
    own = (f"Мероприятие {activity.number.rstrip('.')}".strip(), address_of(activity) if more else "")
    return (("Дорожная карта", f"{reverse('roadmap:roadmap')}?map={roadmap.pk}"), own, *more)


@access(VIEW_ROADMAP)
def activity_page(request: HttpRequest, pk: int) -> HttpResponse:
    activity, membership = _activity(request, pk), request.membership  # type: ignore[attr-defined]
    roadmap = activity.stage.roadmap
    day = today(roadmap.organization)
    counts = counts_of(roadmap.programme, day)
    line = line_of(activity, today=day, adopted_on=roadmap.adopted_on, counts=counts)
    is_open = roadmap.state != RoadmapState.ARCHIVED
    context = {
        "page_title": str(activity),
        "breadcrumbs": crumbs_of(activity),
        "activity": activity,
        "roadmap": roadmap,
        "line": line,
        "whole_text": not str(activity).endswith(activity.text),
        "occurrences": occurrence_views(activity, today=day, adopted_on=roadmap.adopted_on),
        "comments": [
            (row, may_edit(row, request.user), may_delete(row, request.user))  # type: ignore[arg-type]
            for row in activity.comments.all()
        ],
        "comment_form": CommentForm(),
        "rules": rule_rows(activity),
        "may_edit": is_open and MANAGE_ROADMAP.allows(membership),
        "may_prove": is_open and ADD_EVIDENCE.allows(membership),
        "history": history_of(activity)[:20] if VIEW_AUDIT.allows(membership) else [],
    }
    return render(request, "roadmap/activity.html", context)


class ActivityForm(FormPage):
    """A page with a form about one activity."""

    def load(self) -> None:
        self.activity = _activity(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return crumbs_of(self.activity, (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return address_of(self.activity)


class EditPage(ActivityForm):
    access_rule = MANAGE_ROADMAP
    title = "Изменить мероприятие"
    form_class = ActivityEditForm
    template_name = "roadmap/form.html"

    def form_options(self) -> dict[str, Any]:
        stages = self.activity.stage.roadmap.stages.all()
        initial = {name: getattr(self.activity, name) for name in ActivityFields.base_fields}
        return {"initial": initial | {"stage": self.activity.stage_id}, "stages": stages}

    def save(self, form: ActivityEditForm) -> str:
        values = dict(form.cleaned_data)
        stage, actor = values.pop("stage", None), self.request.user
        edit_activity(self.activity, actor=actor, **values)  # type: ignore[arg-type]
        if stage is not None:
            move_to_stage(self.activity, stage, actor=actor)  # type: ignore[arg-type]
        return address_of(self.activity)


class EvidencePage(ActivityForm):
    access_rule = ADD_EVIDENCE
    title = "Подтвердить выполнение"
    form_class = EvidenceForm
    done = "Подтверждение добавлено."

    def form_options(self) -> dict[str, Any]:
        roadmap = self.activity.stage.roadmap
        day = today(roadmap.organization)
        line = line_of(self.activity, today=day, adopted_on=roadmap.adopted_on)
        return {"initial": {"on": day, "completes": not line.status.is_proved}}

    def get_context(self) -> dict[str, Any]:
        return {"intro": str(self.activity)}

    def save(self, form: EvidenceForm) -> str:
        values = dict(form.cleaned_data)
        file = values.pop("file")
        data, name = (file.read(), file.name) if file else (b"", "")
        add_evidence(self.activity, actor=self.request.user, data=data, filename=name, **values)  # type: ignore[arg-type]
        return address_of(self.activity)


class ReopenPage(ConfirmPage):
    access_rule = ADD_EVIDENCE
    title = "Снять отметку о выполнении"
    verb = "Снять отметку"
    form_class = ReasonForm
    done = "Отметка снята."

    def load(self) -> None:
        self.activity = _activity(self.request, self.kwargs["pk"])

    def get_text(self) -> str:
        return str(self.activity)

    def get_cancel_url(self) -> str:
        return address_of(self.activity)

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return crumbs_of(self.activity, (self.title, ""))

    def save(self, form: Any) -> str:
        reopen_activity(self.activity, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return address_of(self.activity)


class RemoveEvidencePage(ConfirmPage):
    access_rule = ADD_EVIDENCE
    title = "Снять подтверждение"
    verb = "Снять"
    form_class = ReasonForm
    done = "Подтверждение снято."
    danger = True

    def load(self) -> None:
        visible = activities_visible_to(self.request.membership).values("pk")  # type: ignore[attr-defined]
        rows = Evidence.objects.filter(activity__in=visible).select_related(
            "activity__stage__roadmap__organization", "fact", "file"
        )
        self.proof: Evidence = get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_text(self) -> str:
        return str(self.proof)

    def get_cancel_url(self) -> str:
        return address_of(self.proof.activity)

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return crumbs_of(self.proof.activity, (self.title, ""))

    def save(self, form: Any) -> str:
        remove_evidence(self.proof, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return address_of(self.proof.activity)
