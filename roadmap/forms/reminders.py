"""How a person wants to be reminded."""

from typing import Any

from django import forms

from core.forms import PortalForm

DAYS = (
    (1, "за день"),
    (2, "за 2 дня"),
    (3, "за 3 дня"),
    (7, "за неделю"),
    (14, "за 2 недели"),
    (30, "за месяц"),
)
HOURS = tuple((hour, f"{hour}:00") for hour in range(5, 21))


class RemindersForm(PortalForm):
    """One letter a day at most; nothing on weekends and holidays."""

    is_on = forms.BooleanField(label="Присылать напоминания", required=False)
    days_before = forms.TypedMultipleChoiceField(
        label="Заранее", coerce=int, choices=DAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    on_day = forms.BooleanField(label="В день срока", required=False)
    when_late = forms.BooleanField(
        label="После срока",
        required=False,
        help_text="На следующий рабочий день и потом раз в неделю, пока мероприятие не выполнено.",
    )
    hour = forms.TypedChoiceField(
        label="Когда присылать", coerce=int, choices=HOURS, help_text="По времени вашей организации."
    )
    escalate_after = forms.IntegerField(
        label="Сообщать, если у других просрочено, через, дней",
        required=False,
        min_value=1,
        max_value=60,
        help_text="Для куратора. Пустое поле – не сообщать.",
    )

    def __init__(self, *args: Any, curates: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not curates:
            del self.fields["escalate_after"]
