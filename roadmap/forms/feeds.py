"""Which calendar a link is made for."""

from typing import Any

from django import forms

from core.forms import PortalForm

ALARMS = (
    ("", "не напоминать"),
    ("0", "утром в день срока"),
    ("1", "за день"),
    ("3", "за 3 дня"),
    ("7", "за неделю"),
)


class FeedForm(PortalForm):
    programme = forms.ChoiceField(label="Что показывать", required=False)
    alarm_days = forms.TypedChoiceField(
        label="Напоминание в календаре", choices=ALARMS, coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, programmes: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programmes = {str(each.pk): each for each in programmes}
        choices = [("", "Мероприятия, за которые отвечаю я")]
        choices += [(key, f"Вся программа «{each}»") for key, each in self.programmes.items()]
        self.fields["programme"].choices = choices  # type: ignore[attr-defined]

    def clean_programme(self) -> Any:
        """The programme itself, None for one's own activities."""
        return self.programmes.get(self.cleaned_data["programme"])
