"""Steps of a pair's life that need no order: trial, answers, a rest, undoing an end, the end of the year."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core import russian
from core.domain.jobs import start_job
from core.enums import Role
from core.forms import ReasonForm
from core.selectors.viewer import current_programme
from core.views.bulk import BulkAction
from core.views.lists import ListPage
from core.views.pages import FormPage
from mentorship.domain import pairs as domain
from mentorship.domain.compatibility import record_verdict
from mentorship.domain.pair_closing import AT_ONCE, JOB_KIND, close_pairs
from mentorship.domain.pair_ends import reopen_pair
from mentorship.enums import WORKING_PAIR_STATES
from mentorship.filters.working import PairFilter
from mentorship.forms.pairs import CloseForm, TrialForm, VerdictForm
from mentorship.models import Pair
from mentorship.pair_enums import VerdictSource
from mentorship.permissions import GIVE_VERDICTS, MANAGE_PAIRS
from mentorship.selectors.compatibility import answers_of
from mentorship.selectors.pair_gaps import tell_gaps
from mentorship.selectors.pairs import pairs_visible_to
from mentorship.tables.pairs import ClosingTable
from mentorship.views.base_actions import tell_refusals
from mentorship.views.pairs import LIST, PairEndPage, find_pair

PSYCHOLOGIST = "psychologist"


class PairFormPage(FormPage):
    """Base of the forms about one pair."""

    access_rule = MANAGE_PAIRS

    def load(self) -> None:
        self.pair = find_pair(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        name = self.pair.mentor.person.short_name
        return ((LIST[0], reverse(LIST[1])), (name, self.get_cancel_url()), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:pair", kwargs={"pk": self.pair.pk})


class PairTrial(PairFormPage):
    title = "Пробная встреча"
    form_class = TrialForm
    submit_label = "Назначить"
    done = "Пара ждёт пробной встречи."
    intro = "День можно указать позже. После встречи запишите ответы обеих сторон."

    def save(self, form: TrialForm) -> str:
        domain.start_trial(self.pair, on=form.cleaned_data["on"], actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()


class PairVerdictAdd(PairFormPage):
    access_rule = GIVE_VERDICTS
    title = "Ответ о совместимости"
    form_class = VerdictForm
    done = "Ответ записан."

    def load(self) -> None:
        super().load()
        own = self.request.membership.role == Role.PSYCHOLOGIST  # type: ignore[attr-defined]
        # What the psychologist says is the psychologist's own: nobody writes it for them.
        self.sides = [one for one in answers_of(self.pair) if (one.person is None) == own]

    def form_options(self) -> dict[str, Any]:
        choices = [
            (str(one.person.pk), f"{one.side}: {one.name}") if one.person else (PSYCHOLOGIST, one.side)
            for one in self.sides
        ]
        return {"sides": choices, "initial": {"who": self.request.GET.get("who", "")}}

    def save(self, form: VerdictForm) -> str:
        data = form.cleaned_data
        people = {str(one.person.pk): one.person for one in self.sides if one.person}
        record_verdict(
            self.pair,
            person=people.get(data["who"]),
            verdict=data["verdict"],
            note=data["note"],
            source=VerdictSource.CURATOR if people else VerdictSource.ACCOUNT,
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return self.get_cancel_url()


class PairSuspend(PairEndPage):
    title = "Приостановить работу пары"
    verb = "Приостановить"
    danger = False
    form_class = ReasonForm
    done = "Работа пары приостановлена."
    consequence = "Места остаются за участниками; приказ действует."

    def save(self, form: ReasonForm) -> str:
        domain.suspend_pair(self.pair, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return self.get_cancel_url()


class PairReopen(PairEndPage):
    title = "Отменить завершение"
    verb = "Вернуть пару"
    danger = False
    form_class = ReasonForm
    done = "Пара возвращена."
    consequence = (
        "Пара и её участники вернутся в прежние состояния. Занятое за это время место портал назовёт."
    )

    def save(self, form: ReasonForm) -> str:
        reopen_pair(self.pair, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return self.get_cancel_url()


def close_many(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str | HttpResponse:
    """The chosen pairs end on a day; many of them by a job."""
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    if len(ids) > AT_ONCE:
        job = start_job(
            JOB_KIND,
            organization=request.organization,  # type: ignore[attr-defined]
            owner=request.user,  # type: ignore[arg-type]
            title=f"Завершение пар: {russian.grouped(len(ids))}",
            params={"pairs": ids, "on": data["on"].isoformat(), "reason": data["reason"]},
        )
        return redirect("core:job", pk=job.pk)
    closed = close_pairs(
        Pair.objects.filter(pk__in=ids),
        on=data["on"],
        reason=data["reason"],
        actor=request.user,  # type: ignore[arg-type]
    )
    tell_refusals(request, closed.refused)
    return f"Завершено: {russian.counted(closed.done, 'пара', 'пары', 'пар')}"


class ClosingPage(ListPage):
    """The end of the year: who works still, and what each pair misses."""

    access_rule = MANAGE_PAIRS
    title = "Завершение пар"
    template_name = "mentorship/pairs/closing.html"
    table_class = ClosingTable
    filterset_class = PairFilter
    personal_data = True
    bulk_actions = (
        BulkAction(
            "close",
            "Завершить",
            apply=close_many,
            form_class=CloseForm,
            consequence=(
                "Пары завершатся в указанный день, участники перейдут в «Завершил». Недостающие анкеты и встречи "
                "этого не задержат: собрать их можно и после. Завершение любой пары можно отменить."
            ),
            rule=MANAGE_PAIRS,
        ),
    )
    empty = {"title": "Работающих пар нет", "text": "Завершать нечего."}

    def get_queryset(self) -> QuerySet:
        pairs = pairs_visible_to(self.request.membership, current_programme(self.request))  # type: ignore[attr-defined]
        return pairs.filter(state__in=WORKING_PAIR_STATES)

    def tell(self, rows: list[Any]) -> None:
        tell_gaps(rows)

    def get_context(self) -> dict[str, Any]:
        return {"breadcrumbs": ((LIST[0], reverse(LIST[1])), (self.title, ""))}
