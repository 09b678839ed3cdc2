"""The map of requests: what people ask for, who can help, and the institution's own lines."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.access import access
from core.selectors.viewer import current_programme
from core.views.pages import FormPage
from mentorship.domain import topics as domain
from mentorship.forms.topics import TopicForm
from mentorship.models import RequestTopic
from mentorship.permissions import MANAGE_PROGRAMMES, VIEW_PEOPLE
from mentorship.selectors.programmes import all_topics_for
from mentorship.selectors.topics import map_of_requests

CRUMB = ("Карта запросов", "mentorship:topics")


@access(VIEW_PEOPLE)
def topics(request: HttpRequest) -> HttpResponse:
    membership = request.membership  # type: ignore[attr-defined]
    lines = map_of_requests(membership, current_programme(request), membership.organization)
    context = {
        "page_title": CRUMB[0],
        "groups": [
            ("Запросы обучающихся", [line for line in lines if not line.topic.for_employees]),
            ("Запросы педагогов", [line for line in lines if line.topic.for_employees]),
        ],
        "may_manage": MANAGE_PROGRAMMES.allows(membership),
    }
    return render(request, "mentorship/people/topics.html", context)


class TopicBase(FormPage):
    access_rule = MANAGE_PROGRAMMES
    form_class = TopicForm

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((CRUMB[0], reverse(CRUMB[1])), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return reverse(CRUMB[1])


class TopicAdd(TopicBase):
    title = "Новый запрос"
    submit_label = "Добавить"
    done = "Запрос добавлен: он появился в карточках и отборе."

    def save(self, form: TopicForm) -> str:
        organization = self.request.organization  # type: ignore[attr-defined]
        domain.add_topic(organization, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return self.get_cancel_url()


class TopicEdit(TopicBase):
    title = "Изменить запрос"
    topic: RequestTopic

    def load(self) -> None:
        self.topic = _own_topic(self.request, self.kwargs["pk"])
        if self.topic.organization is None:
            raise Http404

    def form_options(self) -> dict[str, Any]:
        return {"initial": {name: getattr(self.topic, name) for name in self.form_class.base_fields}}

    def save(self, form: TopicForm) -> str:
        domain.edit_topic(self.topic, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return self.get_cancel_url()


@access(MANAGE_PROGRAMMES)
@require_POST
def topic_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a line from the forms, or offer it again."""
    topic = _own_topic(request, pk)
    shown = request.POST.get("shown") == "1"
    domain.show_topic(topic, organization=request.organization, shown=shown, actor=request.user)  # type: ignore[attr-defined, arg-type]
    messages.success(
        request, f"«{topic.title}» {'снова предлагается' if shown else 'больше не предлагается'}."
    )
    return redirect(CRUMB[1])


def _own_topic(request: HttpRequest, pk: int) -> RequestTopic:
    found = all_topics_for(request.organization).filter(pk=pk).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found
