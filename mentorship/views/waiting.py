"""Mentees without a pair: the queue, the offer of support and its answer, the directive appointment."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.clock import today
from core.selectors.viewer import current_programme
from core.views.lists import ListPage
from core.views.pages import FormPage
from mentorship.domain import waiting as domain
from mentorship.filters.waiting import WaitingFilter
from mentorship.forms.pairs import AnswerForm, AppointForm, OfferForm
from mentorship.models import MenteeEntry, SupportOffer
from mentorship.permissions import MANAGE_PAIRS, OFFER_SUPPORT, VIEW_PAIRS
from mentorship.selectors.entries import mentees_of, mentors_of
from mentorship.selectors.matching import MENTOR_STATES
from mentorship.selectors.places import with_free_places
from mentorship.selectors.programmes import projects_visible_to
from mentorship.selectors.waiting import queue, tell_matched, tell_support
from mentorship.tables.waiting import WaitingTable
from mentorship.views.pairs import LIST

QUEUE = ("Без пары", "mentorship:pairs_waiting")


class WaitingPage(ListPage):
    access_rule = VIEW_PAIRS
    title = "Наставляемые без пары"
    template_name = "mentorship/pairs/waiting.html"
    table_class = WaitingTable
    filterset_class = WaitingFilter
    personal_data = True
    empty = {
        "title": "Без пары никого нет",
        "text": "Здесь встанут наставляемые, чей запрос известен, а пары ещё нет или уже нет.",
    }

    def get_queryset(self) -> QuerySet:
        return queue(self.request.membership, current_programme(self.request))  # type: ignore[attr-defined]

    def tell(self, rows: list[Any]) -> None:
        tell_support(rows)
        tell_matched(rows, self.request.membership)  # type: ignore[attr-defined]

    def table_options(self) -> dict[str, Any]:
        request: Any = self.request
        return {"day": today(request.organization), "membership": request.membership}

    def get_context(self) -> dict[str, Any]:
        return {
            "breadcrumbs": ((LIST[0], reverse(LIST[1])), (QUEUE[0], "")),
            "may_manage": MANAGE_PAIRS.allows(self.request.membership),  # type: ignore[attr-defined]
        }


class WaitingStep(FormPage):
    """Base of the steps for one waiting mentee."""

    access_rule = OFFER_SUPPORT

    def entries(self) -> QuerySet[MenteeEntry]:
        membership, programme = self.request.membership, current_programme(self.request)  # type: ignore[attr-defined]
        return mentees_of(membership, programme).select_related("person", "programme", "organization")

    def load(self) -> None:
        self.entry = get_object_or_404(self.entries(), pk=self.kwargs["pk"])

    def get_title(self) -> str:
        return f"{self.title}: {self.entry.person.short_name}"

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((LIST[0], reverse(LIST[1])), (QUEUE[0], reverse(QUEUE[1])), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse(QUEUE[1])

    def form_options(self) -> dict[str, Any]:
        return {"day": today(self.entry.organization)}


class SupportOfferAdd(WaitingStep):
    title = "Предложение психологической помощи"
    form_class = OfferForm
    intro = (
        "Помощь педагога-психолога предлагают каждому, кто остался без пары. Предложение делают наставляемому, "
        "а несовершеннолетнему — вместе с родителем."
    )
    submit_label = "Записать предложение"
    done = "Предложение записано. Запишите ответ, когда он придёт."

    def save(self, form: OfferForm) -> str:
        domain.offer_support(self.entry, on=form.cleaned_data["on"], actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()


class SupportAnswerAdd(WaitingStep):
    title = "Ответ о психологической помощи"
    form_class = AnswerForm
    submit_label = "Записать ответ"
    done = "Ответ записан."

    def load(self) -> None:
        offers = SupportOffer.objects.select_related("mentee__person", "mentee__programme", "organization")
        self.offer = get_object_or_404(offers, pk=self.kwargs["pk"], mentee__in=self.entries())
        self.entry = self.offer.mentee

    def save(self, form: AnswerForm) -> str:
        data = form.cleaned_data
        domain.answer_support(self.offer, answer=data["answer"], on=data["on"], actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()


class PairAppoint(WaitingStep):
    access_rule = MANAGE_PAIRS
    title = "Директивное назначение наставника"
    form_class = AppointForm
    intro = (
        "Когда выбрать друг друга не получилось, пару назначает куратор. Согласия сторон, справки и запреты "
        "действуют и здесь."
    )
    submit_label = "Назначить"
    done = "Пара назначена и войдёт в приказ."

    def form_options(self) -> dict[str, Any]:
        membership, programme = self.request.membership, self.entry.programme  # type: ignore[attr-defined]
        projects = projects_visible_to(membership, programme)
        if self.entry.project_id is not None:
            projects = projects.filter(pk=self.entry.project_id)
        mentors = with_free_places(mentors_of(membership, programme).filter(state__in=MENTOR_STATES))
        return {"projects": projects, "mentors": mentors.filter(free_places__gt=0)}

    def save(self, form: AppointForm) -> str:
        data = form.cleaned_data
        pair = domain.appoint(
            data["project"],
            data["mentor"],
            self.entry,
            grounds=data["reason"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return reverse("mentorship:pair", kwargs={"pk": pair.pk})
