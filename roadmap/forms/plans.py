"""Forms of templates, of the move to another year and of approved versions."""

from typing import Any

from django import forms

from core.forms import PortalForm

NEW = ""


class TemplateForm(PortalForm):
    """A roadmap as a template: a new one or the next version of an own one."""

    template = forms.ChoiceField(
        label="Куда сохранить",
        required=False,
        help_text="Новая версия своего шаблона не меняет дорожных карт, которые уже из него сделаны.",
    )
    title = forms.CharField(label="Название нового шаблона", max_length=200, required=False)
    about = forms.CharField(
        label="Для чего он",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Одно-два предложения: их увидят те, кто выбирает шаблон.",
    )

    def __init__(self, *args: Any, own: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = [(NEW, "Новый шаблон"), *own]  # type: ignore[attr-defined]
        if not own:
            del self.fields["template"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not values.get("template") and not values.get("title", "").strip():
            self.add_error("title", "Назовите шаблон.")
        return values


class RolloverForm(PortalForm):
    """Which rows of a roadmap go to which programme."""

    programme = forms.TypedChoiceField(label="Программа следующего года", coerce=int)
    rows = forms.TypedMultipleChoiceField(label="Строки", coerce=int, required=False)
    replace = forms.BooleanField(label="Заменить дорожную карту, которая там уже есть", required=False)

    def __init__(self, *args: Any, programmes: list[Any], places: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [(each.pk, str(each)) for each in programmes]  # type: ignore[attr-defined]
        self.fields["rows"].choices = [(place, str(place)) for place in places]  # type: ignore[attr-defined]


class ChangesReasonForm(PortalForm):
    """Why the plan was changed."""

    reason = forms.CharField(
        label="Основание",
        max_length=500,
        required=False,
        help_text="Например: решение педагогического совета, протокол № 4. Войдёт в лист изменений.",
    )
