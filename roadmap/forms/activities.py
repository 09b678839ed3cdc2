"""Forms of an activity and of its evidence."""

from typing import Any

from django import forms
from django.core.validators import URLValidator

from core.forms import PortalForm
from roadmap.domain.evidence import allowed_names
from roadmap.enums import ResultKind
from roadmap.models import Stage

SHORT = forms.Textarea(attrs={"rows": 2})


class ActivityFields(PortalForm):
    """The texts of a row, for the roadmap and for the preview of an import alike."""

    number = forms.CharField(label="Номер", max_length=40, required=False)
    text = forms.CharField(label="Мероприятие", max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}))
    deadline = forms.CharField(
        label="Срок",
        max_length=1000,
        required=False,
        help_text="Как в плане: «до 15 октября», «ежегодно, май», «сентябрь – ноябрь 2026 г.», «весь период».",
    )
    responsible = forms.CharField(label="Ответственные", max_length=2000, required=False, widget=SHORT)
    result = forms.CharField(label="Результат", max_length=20_000, required=False, widget=SHORT)
    result_kinds = forms.MultipleChoiceField(
        label="Что подтверждает выполнение",
        choices=ResultKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Приказы, согласия, базы, анкетирование и отчёты портал подтверждает сам, остальное — файлом.",
    )


class ActivityEditForm(ActivityFields):
    """The texts of a row and the stage that it stands in."""

    stage = forms.ModelChoiceField(label="Этап", queryset=Stage.objects.none(), required=False)

    def __init__(self, *args: Any, stages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].queryset = stages  # type: ignore[attr-defined]


class EvidenceForm(PortalForm):
    """A file, a link or words; and whether the activity is done with it."""

    file = forms.FileField(label="Файл", required=False)
    # assume_scheme: an address typed without «https://» is one that has it.
    link = forms.URLField(
        label="Ссылка",
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        help_text="Например, новость на сайте.",
    )
    note = forms.CharField(
        label="Пояснение", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    completes = forms.BooleanField(label="Мероприятие выполнено", required=False, initial=True)
    on = forms.DateField(label="Когда выполнено", required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = f"Можно: {allowed_names()}."
