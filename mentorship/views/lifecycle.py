"""Steps of a person through a base: one page a step, so that every list and card has an address to lead to."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from core.views.pages import ConfirmPage
from mentorship.domain.advance import advance
from mentorship.enums import EntryState
from mentorship.forms.lifecycle import BY_HAND, MoveForm, OrderForm
from mentorship.permissions import MANAGE_PEOPLE
from mentorship.views.people import find_entry, person_address

TEXTS = {
    EntryState.SURVEYED: "Отметьте, если анкета заполнена на бумаге или со слов. Ответы по ссылке портал отметит сам.",
    EntryState.CHECKING: "Проверьте согласия и документы, которые нужны для участия.",
    EntryState.INTERVIEW: "Документы в порядке: дальше разговор куратора или психолога с человеком.",
    EntryState.SELECTED: "Куратор подтверждает участие: можно подбирать пару. Согласия должны быть подписаны.",
    EntryState.TRAINED: "Занятия «Школы наставников» пройдены. Группы и занятия школы отмечают это сами.",
    EntryState.APPROVED: "База утверждена приказом: укажите его номер и дату.",
}
VERBS = {
    EntryState.SURVEYED: "Отметить анкету",
    EntryState.CHECKING: "Начать проверку",
    EntryState.INTERVIEW: "Документы проверены",
    EntryState.SELECTED: "Подтвердить участие",
    EntryState.TRAINED: "Отметить обучение",
    EntryState.APPROVED: "Утвердить",
}


class EntryMove(ConfirmPage):
    """One step forward by hand."""

    access_rule = MANAGE_PEOPLE
    request: HttpRequest

    def load(self) -> None:
        self.entry = find_entry(self.request, self.kwargs["base"], self.kwargs["pk"])
        if self.kwargs["to"] not in set(BY_HAND):
            raise Http404
        self.to = EntryState(self.kwargs["to"])
        self.form_class = OrderForm if self.to == EntryState.APPROVED else MoveForm  # type: ignore[assignment]
        self.verb = VERBS[self.to]
        self.done = f"{self.entry.person.short_name}: {self.to.label.lower()}."

    def get_title(self) -> str:
        return f"{self.entry.person.short_name}: {self.to.label.lower()}"

    def get_text(self) -> str:
        now = self.entry.get_state_display()
        return f"Сейчас: {now.lower()}. {TEXTS[self.to]}"

    def get_cancel_url(self) -> str:
        return person_address(self.entry.person)

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((self.entry.person.short_name, self.get_cancel_url()), (self.to.label, ""))

    def save(self, form: Any) -> str:
        advance(self.entry, to=self.to, order=form.cleaned_data["order"], actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()
