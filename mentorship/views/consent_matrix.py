"""Who lacks what: people by kinds of consent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core import russian
from core.errors import DomainError
from core.forms import PortalForm
from core.selectors.viewer import current_programme
from core.views.bulk import BulkAction
from core.views.lists import ListPage
from mentorship.domain.consents import ask_for, ensure_needed
from mentorship.enums import ConsentKind
from mentorship.filters.consent_matrix import ConsentMatrixFilter
from mentorship.permissions import MANAGE_CONSENTS, VIEW_CONSENTS
from mentorship.selectors.consent_matrix import people_asked, progress_of, with_states
from mentorship.tables.consent_matrix import ConsentMatrixTable
from mentorship.views.base_actions import tell_refusals

MOST_CHOSEN = 500  # people named in one address


def ask(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    programme = current_programme(request)
    if programme is None:
        raise DomainError("Сначала создайте программу.")
    found = ensure_needed(programme, actor=request.user, people=rows)  # type: ignore[arg-type]
    tell_refusals(request, [f"{person.short_name}: {why}" for person, why in found.problems])
    if found.renewed:
        messages.info(request, f"Сменился подписывающий: {russian.grouped(found.renewed)}")
    return f"Согласия отмечены как нужные: {russian.grouped(found.created)}"


def write(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
    """The page of letters shows who gets one and who has no address, and asks there."""
    people = ",".join(str(pk) for pk in rows.order_by().values_list("pk", flat=True)[:MOST_CHOSEN])
    return redirect(f"{reverse('reports:consent_letters')}?people={people}")


class KindForm(PortalForm):
    """A consent that the portal asks of nobody by itself."""

    kind = forms.ChoiceField(
        label="Какое согласие",
        choices=[(kind.value, kind.label) for kind in (ConsentKind.DISTRIBUTION, ConsentKind.PSYCHOLOGICAL)],
        widget=forms.RadioSelect,
        initial=ConsentKind.DISTRIBUTION,
    )


def ask_kind(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    programme = current_programme(request)
    if programme is None:
        raise DomainError("Сначала создайте программу.")
    done, refused = 0, []
    for person in rows.select_related("organization"):
        try:
            ask_for(person, programme, ConsentKind(data["kind"]), actor=request.user)  # type: ignore[arg-type]
            done += 1
        except DomainError as error:
            refused.append(error.message)
    tell_refusals(request, refused)
    return f"Отмечено нужным: {russian.grouped(done)}"


class ConsentMatrixPage(ListPage):
    access_rule = VIEW_CONSENTS
    title = "Кто без чего"
    template_name = "mentorship/consents/matrix.html"
    table_class = ConsentMatrixTable
    filterset_class = ConsentMatrixFilter
    personal_data = True
    empty = {
        "title": "Людей пока нет",
        "text": "Здесь появятся все, кто есть в базах наставляемых и наставников программы.",
    }
    bulk_actions = (
        BulkAction(
            "ask",
            "Нужны согласия",
            apply=ask,
            consequence="Портал отметит, какие согласия нужны каждому по возрасту; уже отмеченные не изменятся.",
            rule=MANAGE_CONSENTS,
        ),
        BulkAction(
            "ask_kind",
            "Попросить ещё согласие",
            apply=ask_kind,
            form_class=KindForm,
            consequence="Без согласия на распространение имя и фотографию нельзя показывать всем, "
            "без согласия на помощь психолога её нельзя оказывать.",
            rule=MANAGE_CONSENTS,
        ),
        BulkAction(
            "write",
            "Напомнить письмом",
            apply=write,
            consequence="Портал покажет, кому уйдёт письмо, а у кого нет почты. До подтверждения ничего не уйдёт.",
            rule=MANAGE_CONSENTS,
        ),
    )

    def get_queryset(self) -> QuerySet:
        programme = current_programme(self.request)
        self.breadcrumbs = (("Согласия", reverse("mentorship:consents")), (self.title, ""))
        return with_states(people_asked(self.request.membership, programme), programme)  # type: ignore[attr-defined]

    def get_context(self) -> dict[str, Any]:
        programme = current_programme(self.request)
        people = people_asked(self.request.membership, programme)  # type: ignore[attr-defined]
        return {
            "progress": [
                (kind.value, kind.label, signed, asked)
                for kind, signed, asked in progress_of(people, programme)
            ]
        }
