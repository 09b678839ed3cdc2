"""Pages of what lives on an activity: who answers, its rules of proof, its event, its days, words about it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from core.views.pages import ConfirmPage, Crumbs, FormPage
from roadmap.domain.anchoring import tie_anchor
from roadmap.domain.assigning import assign
from roadmap.domain.comments import add_comment, delete_comment, edit_comment, may_delete, may_edit
from roadmap.domain.rescheduling import days_words, move_occurrence, return_to_plan
from roadmap.domain.rules import set_rules
from roadmap.forms.living import AnchorForm, AssigneesForm, CommentForm, DaysForm, RulesForm
from roadmap.models import Activity, ActivityComment, Occurrence
from roadmap.permissions import MANAGE_ROADMAP, VIEW_ROADMAP
from roadmap.selectors.people import staff_of
from roadmap.selectors.roadmaps import activities_visible_to
from roadmap.selectors.rules import rule_rows
from roadmap.views.activities import ActivityForm, address_of, crumbs_of


class AssignPage(ActivityForm):
    access_rule = MANAGE_ROADMAP
    title = "Ответственные"
    form_class = AssigneesForm
    template_name = "roadmap/form.html"

    def get_context(self) -> dict[str, Any]:
        words = self.activity.responsible
        return {"intro": f"В плане написано: «{words}»." if words else "В плане ответственные не названы."}

    def form_options(self) -> dict[str, Any]:
        rows = list(self.activity.assignees.all())
        initial = {
            "roles": [row.role for row in rows if row.role],
            "users": [row.user_id for row in rows if row.user_id],
        }
        return {"users": staff_of(self.activity.stage.roadmap.organization), "initial": initial}

    def save(self, form: AssigneesForm) -> str:
        assign(self.activity, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return address_of(self.activity)


class RulesPage(ActivityForm):
    access_rule = MANAGE_ROADMAP
    title = "Что подтверждает выполнение"
    form_class = RulesForm
    intro = (
        "Портал сам отмечает мероприятие выполненным, когда все нужные записи есть, "
        "и снимает отметку, если запись отменена."
    )

    def get_context(self) -> dict[str, Any]:
        if rule_rows(self.activity):
            return {}
        return {
            "intro": "Результат этого мероприятия портал сам не видит: приложите файл или ссылку. "
            "Вид результата выбирается в «Изменить»."
        }

    def form_options(self) -> dict[str, Any]:
        return {"rules": rule_rows(self.activity)}

    def save(self, form: RulesForm) -> str:
        set_rules(self.activity, form.rules(), actor=self.request.user)  # type: ignore[arg-type]
        return address_of(self.activity)


class AnchorPage(ActivityForm):
    access_rule = MANAGE_ROADMAP
    title = "От чего считать срок"
    form_class = AnchorForm
    done = "Событие выбрано."

    def get_context(self) -> dict[str, Any]:
        return {"intro": f"Срок по плану: «{self.activity.deadline}». Выберите что-то одно."}

    def form_options(self) -> dict[str, Any]:
        tie = getattr(self.activity, "tie", None)
        others = Activity.objects.filter(stage__roadmap=self.activity.stage.roadmap_id).exclude(
            pk=self.activity.pk
        )
        initial = {"kind": tie.kind, "other": tie.other_id, "day": tie.day} if tie else {}
        return {"activities": others, "initial": initial}

    def save(self, form: AnchorForm) -> str:
        tie_anchor(self.activity, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return address_of(self.activity)


class CommentPage(ActivityForm):
    """The form stands on the activity's own page; here it comes back with its mistake."""

    access_rule = VIEW_ROADMAP
    title = "Комментарий"
    form_class = CommentForm
    submit_label = "Добавить"
    done = "Комментарий добавлен."

    def save(self, form: CommentForm) -> str:
        add_comment(self.activity, author=self.request.user, text=form.cleaned_data["text"])  # type: ignore[arg-type]
        return f"{address_of(self.activity)}#comments"


class _OfComment(FormPage):
    access_rule = VIEW_ROADMAP

    def load(self) -> None:
        visible = activities_visible_to(self.request.membership).values("pk")  # type: ignore[attr-defined]
        rows = ActivityComment.objects.filter(activity__in=visible).select_related(
            "activity__stage__roadmap__organization", "author"
        )
        self.comment: ActivityComment = get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.load()
        return super().get(request, **kwargs) if self.allowed() else self.refuse()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.load()
        return super().post(request, **kwargs) if self.allowed() else self.refuse()

    def refuse(self) -> HttpResponse:
        messages.error(
            self.request, "Изменить комментарий может его автор в течение суток, удалить — и куратор."
        )
        return redirect(self.get_cancel_url())

    def allowed(self) -> bool:
        return may_edit(self.comment, self.request.user)  # type: ignore[arg-type]

    def get_breadcrumbs(self) -> Crumbs:
        return crumbs_of(self.comment.activity, (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return f"{address_of(self.comment.activity)}#comments"


class CommentEditPage(_OfComment):
    title = "Исправить комментарий"
    form_class = CommentForm

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"text": self.comment.text}}

    def save(self, form: CommentForm) -> str:
        edit_comment(self.comment, actor=self.request.user, text=form.cleaned_data["text"])  # type: ignore[arg-type]
        return self.get_cancel_url()


class CommentDeletePage(_OfComment, ConfirmPage):
    title = "Удалить комментарий"
    verb = "Удалить"
    done = "Комментарий удалён."
    danger = True
    consequence = "На его месте останется отметка, кто и когда удалил."

    def allowed(self) -> bool:
        return may_delete(self.comment, self.request.user)  # type: ignore[arg-type]

    def get_text(self) -> str:
        return self.comment.text

    def save(self, form: Any) -> str:
        delete_comment(self.comment, actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()


class _OfOccurrence(FormPage):
    access_rule = MANAGE_ROADMAP

    def load(self) -> None:
        rows = Occurrence.objects.filter(activity__archived_at__isnull=True).select_related(
            "activity__stage__roadmap__organization"
        )
        self.occurrence: Occurrence = get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_breadcrumbs(self) -> Crumbs:
        return crumbs_of(self.occurrence.activity, (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return address_of(self.occurrence.activity)


class MovePage(_OfOccurrence):
    """The days are asked once and written with a line in the history; the timeline opens it with days filled in."""

    title = "Перенести срок"
    form_class = DaysForm
    submit_label = "Перенести"
    done = "Срок перенесён, запись об этом — в истории."

    def form_options(self) -> dict[str, Any]:
        return {
            "initial": {
                "start": _day(self.request.GET.get("start"), self.occurrence.start),
                "due": _day(self.request.GET.get("due"), self.occurrence.due),
            }
        }

    def get_context(self) -> dict[str, Any]:
        row = self.occurrence
        now = days_words(row.start, row.due)
        plan = days_words(row.planned_start, row.planned_due) if row.is_moved else now
        raw = row.activity.deadline
        return {
            "intro": f"{row.activity}. Сейчас: {now}. По плану: {plan}. Слова плана «{raw}» не изменятся."
        }

    def get_cancel_url(self) -> str:
        """Back to the timeline that it was opened from, with its filter, else to the activity."""
        back = self.request.POST.get("back") or self.request.GET.get("back", "")
        kept = QueryDict(back[:1000]).urlencode()
        return f"{reverse('roadmap:roadmap')}?{kept}" if kept else super().get_cancel_url()

    def save(self, form: DaysForm) -> str:
        move_occurrence(self.occurrence, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return self.get_cancel_url()


class ReturnPage(_OfOccurrence, ConfirmPage):
    title = "Вернуть срок по плану"
    verb = "Вернуть"
    done = "Срок снова по плану."

    def get_text(self) -> str:
        row = self.occurrence
        now, plan = days_words(row.start, row.due), days_words(row.planned_start, row.planned_due)
        return f"{row.activity}: вместо {now} снова {plan}."

    def save(self, form: Any) -> str:
        return_to_plan(self.occurrence, actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()


def _day(text: str | None, usual: date | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return usual
