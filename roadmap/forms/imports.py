"""Forms of an import: the file, the plan's name and term, what it becomes."""

from typing import Any

from django import forms

from core.forms import PortalForm
from core.models import User
from roadmap.forms.activities import ActivityFields
from roadmap.forms.living import ROLES


class UploadForm(PortalForm):
    """A file, or a text that was copied; one of them."""

    file = forms.FileField(
        label="Файл плана",
        required=False,
        help_text="Таблица плана: Word (.docx), Excel (.xlsx, .xls), OpenDocument (.ods), CSV или текст (.txt).",
    )
    text = forms.CharField(
        label="Или вставьте текст плана",
        required=False,
        strip=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "wrap": "off"}),
        help_text="Скопируйте таблицу из документа, книги или PDF вместе с заголовками колонок и вставьте сюда.",
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(values.get("file")) == bool((values.get("text") or "").strip()):
            both = bool(values.get("file"))
            self.add_error(
                "file",
                "Выберите одно: файл или вставленный текст." if both else "Выберите файл или вставьте текст.",
            )
        return values


class PlanSettingsForm(PortalForm):
    title = forms.CharField(label="Название", max_length=300)
    period_start = forms.DateField(label="Начало", widget=forms.DateInput)
    period_end = forms.DateField(label="Окончание", widget=forms.DateInput)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        start, end = values.get("period_start"), values.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", "Окончание раньше начала.")
        return values


class RowForm(ActivityFields):
    """A row of the preview: the texts and its stage."""

    stage = forms.CharField(label="Этап", max_length=500, required=False)

    roles = forms.MultipleChoiceField(
        label="Роли в портале", choices=ROLES, required=False, widget=forms.CheckboxSelectMultiple
    )
    users = forms.ModelMultipleChoiceField(
        label="Люди",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Мероприятие появится у них в «Моих».",
    )

    field_order = (
        "stage", "number", "text", "deadline", "responsible", "roles", "users", "result", "result_kinds",
    )  # fmt: skip

    def __init__(self, *args: Any, users: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["users"].queryset = users  # type: ignore[attr-defined]


class ApplyPlansForm(PortalForm):
    """What is asked once for all plans of a document."""

    adopted_on = forms.DateField(
        label="Действуют с",
        required=False,
        widget=forms.DateInput,
        help_text="Пусто — каждый план с первого дня своего срока. То, чей срок был раньше, просроченным не считается.",
    )
    replace = forms.BooleanField(
        label="Заменить прежние дорожные карты",
        required=False,
        help_text="Прежние уйдут в архив; отметки и подтверждения тех же мероприятий перейдут в новые.",
    )

    def __init__(self, *args: Any, replaces: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not replaces:
            del self.fields["replace"]


class ApplyForm(PortalForm):
    """Where the plan goes. A project is asked only where the programme has projects."""

    project: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Чей это план", queryset=None, required=False, empty_label="Всей программы"
    )
    adopted_on = forms.DateField(
        label="Действует с",
        widget=forms.DateInput,
        help_text="Дата утверждения плана. То, чей срок был раньше, просроченным не считается.",
    )
    replace = forms.BooleanField(
        label="Заменить прежнюю дорожную карту",
        required=False,
        help_text="Прежняя уйдёт в архив; отметки и подтверждения тех же мероприятий перейдут в новую.",
    )

    def __init__(self, *args: Any, projects: Any, replaces: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        if not projects:
            del self.fields["project"]
        if not replaces:
            del self.fields["replace"]
