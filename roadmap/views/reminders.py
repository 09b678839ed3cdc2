"""A person's own reminders."""

from typing import Any

from django.urls import reverse

from core.enums import Role
from core.views.pages import FormPage
from roadmap.domain.reminders import choose_reminders
from roadmap.forms.reminders import RemindersForm
from roadmap.models import ReminderChoice
from roadmap.permissions import OWN_REMINDERS
from roadmap.selectors.reminders import choice_of


class RemindersPage(FormPage):
    access_rule = OWN_REMINDERS
    title = "Напоминания"
    form_class = RemindersForm
    template_name = "roadmap/reminders.html"
    done = "Сохранено: письма будут приходить так, как вы выбрали."
    intro = (
        "О сроках утверждённой дорожной карты портал пишет тем, кто отвечает за мероприятие: не больше одного письма "
        "в день, в выходные и праздники – ни одного, всё накопившееся приходит в ближайший рабочий день."
    )

    def load(self) -> None:
        row = ReminderChoice.objects.filter(user=self.request.user).first()  # type: ignore[misc]
        self.choice = choice_of(row)

    def form_options(self) -> dict[str, Any]:
        names = [name for name in RemindersForm.base_fields if hasattr(self.choice, name)]
        initial = {name: getattr(self.choice, name) for name in names}
        membership = self.request.membership  # type: ignore[attr-defined]
        initial["days_before"] = list(self.choice.days_before)
        return {"initial": initial, "curates": membership.role == Role.CURATOR}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (("Мой профиль", reverse("core:profile")), (self.title, ""))

    def save(self, form: RemindersForm) -> str:
        values = dict(form.cleaned_data)
        values.setdefault("escalate_after", self.choice.escalate_after)
        membership = self.request.membership  # type: ignore[attr-defined]
        choose_reminders(self.request.user, membership.organization, **values)  # type: ignore[arg-type]
        return reverse("roadmap:reminders")
