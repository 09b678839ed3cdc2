"""Sensitive records of one person: their own page, their own right; every opening stands in the trail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.access import access
from core.clock import today
from core.errors import DomainError
from core.forms import ReasonForm
from core.selectors.viewer import current_programme
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain import sensitive as domain
from mentorship.domain.consents import ask_for
from mentorship.enums import ConsentKind, ConsentState
from mentorship.forms.sensitive import RecordChangeForm, RecordForm
from mentorship.models import Person, Programme, SensitiveRecord
from mentorship.permissions import MANAGE_CONSENTS, VIEW_SENSITIVE
from mentorship.selectors.people import people_visible_to
from mentorship.selectors.sensitive import records_of, special_consent
from mentorship.tones import CONSENT_TONES
from mentorship.views.people import person_address

TITLE = "Особые сведения"


def find_person(request: HttpRequest, pk: int) -> tuple[Person, Programme]:
    """Somebody whom the member sees, with the programme they work in, or 404."""
    programme = current_programme(request)
    visible = people_visible_to(request.membership).select_related("organization")  # type: ignore[attr-defined]
    person = get_object_or_404(visible, pk=pk)
    if programme is None:
        raise Http404
    return person, programme


@access(VIEW_SENSITIVE)
@require_safe
def sensitive_page(request: HttpRequest, pk: int) -> HttpResponse:
    person, programme = find_person(request, pk)
    consent = special_consent(person, programme)
    day = today(person.organization)
    records = domain.read_sensitive(person, programme, actor=request.user)  # type: ignore[arg-type]
    context = {
        "page_title": TITLE,
        "breadcrumbs": ((person.short_name, person_address(person)), (TITLE, "")),
        "person": person,
        "consent": consent,
        "consent_tone": CONSENT_TONES[consent.state] if consent else "bad",
        "is_signed": consent is not None and consent.state == ConsentState.SIGNED,
        "may_ask": consent is None or consent.state == ConsentState.REFUSED,
        "may_open_consent": MANAGE_CONSENTS.allows(request.membership),  # type: ignore[attr-defined]
        "rows": [(record, bool(record.valid_until and record.valid_until < day)) for record in records],
    }
    response = render(request, "mentorship/people/sensitive.html", context)
    response["Cache-Control"] = "no-store"
    return response


@access(VIEW_SENSITIVE)
@require_POST
def sensitive_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the consent of ст. 10: its sheet is printed with the others, the curator marks it as signed."""
    person, programme = find_person(request, pk)
    try:
        ask_for(person, programme, ConsentKind.SPECIAL, actor=request.user)  # type: ignore[arg-type]
        messages.success(
            request, "Согласие отмечено как нужное. Бланк напечатает куратор: раздел «Согласия»."
        )
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("mentorship:sensitive", pk=person.pk)


class RecordPage(FormPage):
    access_rule = VIEW_SENSITIVE
    person: Person

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        card = (self.person.short_name, person_address(self.person))
        return (card, (TITLE, self.get_cancel_url()), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:sensitive", args=[self.person.pk])


class SensitiveAdd(RecordPage):
    title = "Новая запись"
    form_class = RecordForm
    submit_label = "Внести"
    done = "Запись внесена."

    def load(self) -> None:
        self.person, self.programme = find_person(self.request, self.kwargs["pk"])

    def form_options(self) -> dict[str, Any]:
        return {"organization": self.person.organization}

    def save(self, form: RecordForm) -> str:
        domain.record_sensitive(
            self.person,
            programme=self.programme,
            actor=self.request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        )
        return self.get_cancel_url()


def find_record(request: HttpRequest, pk: int) -> SensitiveRecord:
    """A record under a consent in force of somebody whom the member sees, or 404."""
    owner = SensitiveRecord.objects.filter(pk=pk).values_list("person_id", flat=True).first()
    person, programme = find_person(request, owner or 0)
    return get_object_or_404(records_of(person, programme, day=today(person.organization)), pk=pk)


class SensitiveEdit(RecordPage):
    title = "Изменить запись"
    form_class = RecordChangeForm

    def load(self) -> None:
        self.record = find_record(self.request, self.kwargs["pk"])
        self.person = self.record.person

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"basis": self.record.basis, "valid_until": self.record.valid_until}}

    def save(self, form: RecordChangeForm) -> str:
        domain.edit_sensitive(self.record, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return self.get_cancel_url()


class SensitiveRemove(ConfirmPage):
    access_rule = VIEW_SENSITIVE
    title = "Удалить запись"
    verb = "Удалить"
    danger = True
    form_class = ReasonForm
    consequence = "Запись уничтожается. В журнале останется, что она была удалена, без её содержания."
    done = "Запись удалена."

    def load(self) -> None:
        self.record = find_record(self.request, self.kwargs["pk"])

    def get_text(self) -> str:
        return f"{self.record.person.short_name}: {self.record.kind.title}."

    def get_cancel_url(self) -> str:
        return reverse("mentorship:sensitive", args=[self.record.person_id])

    def save(self, form: ReasonForm) -> str:
        domain.remove_sensitive(self.record, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return self.get_cancel_url()
