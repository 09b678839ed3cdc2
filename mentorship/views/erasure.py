"""Destroying a person's data: told exactly, asked once, with its act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.forms import PortalForm
from core.views.pages import ConfirmPage
from mentorship.domain.erasure import erase_person, plan_erasure
from mentorship.enums import ErasureGround
from mentorship.models import Person
from mentorship.permissions import ERASE_PEOPLE, VIEW_PEOPLE


class ErasureForm(PortalForm):
    grounds = forms.ChoiceField(label="Основание", choices=ErasureGround.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Подробности",
        max_length=300,
        required=False,
        help_text="Например, номер заявления. Без имени и контактов: акт обезличен.",
    )
    sure = forms.BooleanField(
        label="Понимаю, что данные восстановить нельзя",
        error_messages={"required": "Подтвердите: данные восстановить нельзя."},
    )


class PersonErase(ConfirmPage):
    access_rule = ERASE_PEOPLE
    title = "Уничтожить персональные данные"
    verb = "Уничтожить данные"
    danger = True
    form_class = ErasureForm
    template_name = "mentorship/people/erase.html"
    done = "Данные уничтожены, акт составлен."

    def load(self) -> None:
        people = Person.objects.select_related("organization", "erasure")
        self.person = get_object_or_404(people, pk=self.kwargs["pk"])

    def get_context(self) -> dict[str, Any]:
        erasure = getattr(self.person, "erasure", None)
        return {
            "person": self.person,
            "erasure": erasure,
            "plan": None if erasure else plan_erasure(self.person),
            "act_url": reverse("reports:destruction_act", args=[erasure.pk]) if erasure else "",
        }

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((self.person.short_name, self._back()), (self.title, ""))

    def get_cancel_url(self) -> str:
        return self._back()

    def save(self, form: ErasureForm) -> str:
        data = form.cleaned_data
        erase_person(self.person, actor=self.request.user, grounds=data["grounds"], note=data["note"])  # type: ignore[arg-type]
        return reverse("mentorship:person_erase", kwargs={"pk": self.person.pk})

    def _back(self) -> str:
        if VIEW_PEOPLE.allows(self.request.membership):  # type: ignore[attr-defined]
            return reverse("mentorship:person", kwargs={"pk": self.person.pk})
        return reverse("mentorship:data_requests")
