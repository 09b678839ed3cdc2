"""Requests of people about their own data: the term, the archive, finding the card."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.clock import today
from core.errors import DomainError
from core.forms import PortalForm
from core.views.lists import ListPage
from core.views.pages import FormPage
from mentorship.domain.data_requests import take_request
from mentorship.models import DataRequest, Person
from mentorship.naming import search_key, unordered_key
from mentorship.permissions import ANSWER_REQUESTS
from mentorship.tables.data_requests import DataRequestTable

LIST = "mentorship:data_requests"


class FindForm(PortalForm):
    who = forms.CharField(
        label="Чьи данные",
        max_length=260,
        help_text="Фамилия, имя и отчество полностью или номер карточки.",
    )


class RequestForm(PortalForm):
    received_on = forms.DateField(label="Обращение получено", help_text="С этого дня считается срок ответа.")


class DataRequestsPage(ListPage):
    access_rule = ANSWER_REQUESTS
    title = "Запросы о своих данных"
    lead = "Человек вправе узнать, что о нём хранится; ответить нужно за 10 рабочих дней."
    table_class = DataRequestTable
    personal_data = True
    empty = {"title": "Запросов не было", "text": "Когда человек спросит о своих данных, начните отсюда."}

    def get_queryset(self) -> QuerySet[DataRequest]:
        return DataRequest.objects.select_related("person", "archive")

    def get_context(self) -> dict[str, Any]:
        return {
            "page_actions": [
                {"label": "Принять запрос", "url": reverse("mentorship:data_request_find"), "main": True}
            ]
        }


class DataRequestFind(FormPage):
    """Find the card of whoever asks, without the lists of people: the administrator does not see those."""

    access_rule = ANSWER_REQUESTS
    title = "Запрос о своих данных"
    submit_label = "Найти"
    form_class = FindForm
    done = ""

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (("Запросы о своих данных", reverse(LIST)), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse(LIST)

    def save(self, form: FindForm) -> str:
        text = form.cleaned_data["who"].strip()
        number = text.removeprefix("№").strip()
        if number.isdecimal() and len(number) < 18:
            found = list(Person.objects.filter(pk=int(number)))
        else:
            found = list(Person.objects.filter(name_key=unordered_key(search_key(text)) or "—")[:20])
        if not found:
            raise DomainError("Такой карточки нет. Проверьте имя по документу.", field="who", code="none")
        if len(found) > 1:
            told = ", ".join(
                f"№ {one.pk} ({one.birth_date:%d.%m.%Y})" if one.birth_date else f"№ {one.pk}"
                for one in found
            )
            raise DomainError(
                f"Таких людей несколько: {told}. Введите номер карточки.", field="who", code="many"
            )
        return reverse("mentorship:data_request", kwargs={"pk": found[0].pk})


class DataRequestTake(FormPage):
    access_rule = ANSWER_REQUESTS
    title = "Выдать всё, что хранится"
    submit_label = "Собрать архив"
    form_class = RequestForm
    done = ""

    def load(self) -> None:
        self.person = get_object_or_404(Person.objects.select_related("organization"), pk=self.kwargs["pk"])
        self.intro = (
            f"{self.person.full_name}, карточка № {self.person.pk}. В архив войдут сводка для чтения, данные для "
            "программ и файлы человека; сведения о других людях и ответы без имени не входят."
        )

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"received_on": today(self.person.organization)}}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (("Запросы о своих данных", reverse(LIST)), (self.person.short_name, ""))

    def get_cancel_url(self) -> str:
        return reverse(LIST)

    def save(self, form: RequestForm) -> str:
        job = take_request(
            self.person,
            received_on=form.cleaned_data["received_on"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return reverse("core:job", kwargs={"pk": job.pk})
