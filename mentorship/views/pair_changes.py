"""Changes of a working pair that an order makes: leaving, joining, another mentor, an early end, the notice."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.clock import today
from core.forms import ReasonForm
from core.selectors.viewer import current_programme
from core.views.lists import ListPage
from core.views.pages import ConfirmPage
from mentorship.domain import pair_changes as domain
from mentorship.filters.waiting import ChangeFilter
from mentorship.forms.pairs import ChangeForm, JoinForm, LeaveForm, NoticeForm, ReplaceForm
from mentorship.models import MenteeEntry, PairChange
from mentorship.pair_enums import ChangeState
from mentorship.permissions import MANAGE_PAIRS, VIEW_PAIRS
from mentorship.selectors.entries import mentees_of, mentors_of
from mentorship.selectors.matching import MENTEE_STATES, MENTOR_STATES
from mentorship.selectors.pair_changes import changes_visible_to
from mentorship.selectors.pairs import without_live_pair
from mentorship.selectors.places import with_free_places
from mentorship.tables.waiting import ChangeTable
from mentorship.views.pair_steps import PairFormPage
from mentorship.views.pairs import LIST

BY_ORDER = "До подписания приказа пара работает как прежде. Проект приказа портал подготовит сразу."
DRAFTED = "Проект приказа готов: проверьте его и передайте на подпись."


class ChangePage(PairFormPage):
    """Base: what is asked for is drafted at once."""

    submit_label = "Подготовить приказ"
    intro = BY_ORDER
    done = DRAFTED

    def form_options(self) -> dict[str, Any]:
        return {"day": today(self.pair.organization)}


class PairLeave(ChangePage):
    title = "Вывести из группы"
    form_class = LeaveForm

    def form_options(self) -> dict[str, Any]:
        live = self.pair.places.filter(is_live=True).values("mentee")
        return {
            **super().form_options(),
            "mentees": MenteeEntry.objects.filter(pk__in=live).select_related("person"),
        }

    def save(self, form: LeaveForm) -> str:
        data = form.cleaned_data
        domain.ask_leaving(
            self.pair,
            data["mentee"],
            on=data["on"],
            reason=data["reason"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return self.get_cancel_url()


class PairJoin(ChangePage):
    title = "Включить в группу"
    form_class = JoinForm

    def form_options(self) -> dict[str, Any]:
        membership = self.request.membership  # type: ignore[attr-defined]
        waiting = mentees_of(membership, self.pair.programme).filter(state__in=MENTEE_STATES)
        fitting = waiting.filter(project=self.pair.project_id) | waiting.filter(project__isnull=True)
        return {**super().form_options(), "mentees": without_live_pair(fitting)}

    def save(self, form: JoinForm) -> str:
        data = form.cleaned_data
        domain.ask_joining(
            self.pair,
            data["mentee"],
            on=data["on"],
            reason=data["reason"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return self.get_cancel_url()


class PairReplace(ChangePage):
    title = "Заменить наставника"
    form_class = ReplaceForm
    intro = (
        "Наставляемые продолжат с другим наставником: план и встречи останутся с ними. Прежняя пара закроется, новая "
        "начнёт работать по подписанному приказу."
    )

    def form_options(self) -> dict[str, Any]:
        membership = self.request.membership  # type: ignore[attr-defined]
        mentors = mentors_of(membership, self.pair.programme).filter(state__in=MENTOR_STATES)
        free = with_free_places(mentors.exclude(pk=self.pair.mentor_id)).filter(free_places__gt=0)
        return {**super().form_options(), "mentors": free}

    def save(self, form: ReplaceForm) -> str:
        data = form.cleaned_data
        domain.replace_mentor(
            self.pair,
            data["mentor"],
            on=data["on"],
            reason=data["reason"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return self.get_cancel_url()


class PairTerminate(ChangePage):
    title = "Прекратить досрочно"
    form_class = ChangeForm
    intro = f"{BY_ORDER} Если встречи нужно прервать уже сейчас, сначала приостановите пару."
    danger = True

    def save(self, form: ChangeForm) -> str:
        data = form.cleaned_data
        domain.ask_termination(
            self.pair,
            on=data["on"],
            reason=data["reason"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return self.get_cancel_url()


class PairNotice(ChangePage):
    title = "Предупреждение по ст. 351.8 ТК"
    form_class = NoticeForm
    submit_label = "Записать и подготовить приказ"
    intro = (
        "Работник вправе досрочно отказаться от наставничества, а работодатель — отменить поручение, предупредив "
        "не менее чем за три рабочих дня. Портал отсчитает их по производственному календарю."
    )

    def save(self, form: NoticeForm) -> str:
        data = form.cleaned_data
        domain.give_notice(
            self.pair,
            notice_on=data["notice_on"],
            side=data["side"],
            reason=data["reason"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return self.get_cancel_url()


class ChangesPage(ListPage):
    access_rule = VIEW_PAIRS
    title = "Изменения состава пар"
    template_name = "mentorship/pairs/changes.html"
    table_class = ChangeTable
    filterset_class = ChangeFilter
    personal_data = True
    empty = {
        "title": "Изменений не было",
        "text": "Выход из группы, замена наставника и досрочное прекращение начинаются на странице пары.",
    }

    def rows(self) -> QuerySet[PairChange]:
        return changes_visible_to(self.request.membership, current_programme(self.request))  # type: ignore[attr-defined]

    def get_queryset(self) -> QuerySet:
        return self.rows()

    def get_context(self) -> dict[str, Any]:
        return {
            "breadcrumbs": ((LIST[0], reverse(LIST[1])), (self.title, "")),
            "waiting": self.rows().filter(state=ChangeState.WAITING).count(),
            "may_manage": MANAGE_PAIRS.allows(self.request.membership),  # type: ignore[attr-defined]
        }


class ChangeCancel(ConfirmPage):
    """A change that no order holds is given up."""

    access_rule = MANAGE_PAIRS
    title = "Отказаться от изменения"
    verb = "Отказаться"
    form_class = ReasonForm
    done = "Изменение отменено."

    def load(self) -> None:
        rows = changes_visible_to(self.request.membership, current_programme(self.request))  # type: ignore[attr-defined]
        self.change = get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_text(self) -> str:
        return f"{self.change.get_kind_display()}: {self.change.pair.mentor.person.full_name}."

    def get_cancel_url(self) -> str:
        return reverse("mentorship:pair", kwargs={"pk": self.change.pair_id})

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        name = self.change.pair.mentor.person.short_name
        return ((LIST[0], reverse(LIST[1])), (name, self.get_cancel_url()), (self.title, ""))

    def save(self, form: ReasonForm) -> str:
        domain.cancel_change(self.change, reason=form.cleaned_data["reason"], actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()
