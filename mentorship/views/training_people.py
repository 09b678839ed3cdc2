"""Training of one person: what a paper from elsewhere says, on their card."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.forms import ReasonForm
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain.training import record_outside_training, revoke_outside_training
from mentorship.forms.training import OutsideTrainingForm
from mentorship.models import OutsideTraining, Person
from mentorship.permissions import MARK_TRAINING
from mentorship.selectors.people import people_visible_to


class OutsideTrainingAdd(FormPage):
    access_rule = MARK_TRAINING
    form_class = OutsideTrainingForm
    title = "Обучен в другой организации"
    submit_label = "Записать"
    done = "Обучение записано."
    person: Person

    def load(self) -> None:
        found = people_visible_to(self.request.membership).filter(pk=self.kwargs["pk"]).first()  # type: ignore[attr-defined]
        if found is None:
            raise Http404
        self.person = found

    @property
    def intro(self) -> str:  # type: ignore[override]
        return f"{self.person.full_name}: запишите, что стоит в документе. Копию портал не хранит."

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((self.person.short_name, self.get_cancel_url()), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:person", kwargs={"pk": self.person.pk})

    def save(self, form: OutsideTrainingForm) -> str:
        record_outside_training(self.person, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return self.get_cancel_url()


class OutsideTrainingRevoke(ConfirmPage):
    access_rule = MARK_TRAINING
    form_class = ReasonForm
    title = "Отменить запись об обучении"
    verb = "Отменить запись"
    danger = True
    consequence = "Если другого обучения нет, «обучен» снова станет «отобран»."
    done = "Запись отменена."
    training: OutsideTraining

    def load(self) -> None:
        people = people_visible_to(self.request.membership).order_by().values("pk")  # type: ignore[attr-defined]
        rows = OutsideTraining.objects.filter(person__in=people, revoked_on__isnull=True)
        self.training = get_object_or_404(rows.select_related("person"), pk=self.kwargs["pk"])

    def get_text(self) -> str:
        return f"{self.training.person.full_name}: {self.training}."

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((self.training.person.short_name, self.get_cancel_url()), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:person", kwargs={"pk": self.training.person_id})

    def save(self, form: Any) -> str:
        revoke_outside_training(self.training, reason=form.cleaned_data["reason"], actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()
