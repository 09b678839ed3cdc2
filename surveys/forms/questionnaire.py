"""Forms of questionnaires as a whole: new ones, their head, sections, key, files."""

from typing import Any

from django import forms

from core.forms import PortalForm
from core.models import Organization
from surveys.enums import Confidence, Purpose, Role
from surveys.forms.bands import read_bands, scales_of
from surveys.instruments.editing import Content

AREA = forms.Textarea(attrs={"rows": 3})


class NewForm(PortalForm):
    """A questionnaire from nothing."""

    title = forms.CharField(label="Название", max_length=200)
    role = forms.ChoiceField(label="Кто отвечает", choices=Role.choices)
    purpose = forms.ChoiceField(
        label="Назначение",
        choices=Purpose.choices,
        initial=Purpose.GENERAL,
        help_text="«Опрос» — просто собрать ответы. Остальное портал использует сам: запрос и предложение — "
        "для подбора, отзыв о встрече — чтобы вовремя помочь. Потом не меняется.",
    )


class CopyForm(PortalForm):
    """A new questionnaire with the questions of another."""

    title = forms.CharField(label="Название новой анкеты", max_length=200)


class ImportForm(PortalForm):
    """A questionnaire from a file."""

    file = forms.FileField(
        label="Файл анкеты",
        help_text="XLSX, YAML или JSON, до 400 КБ. Образец — любая анкета портала: откройте её и скачайте файлом.",
    )
    replace = forms.BooleanField(
        label="Заменить черновик, если он уже есть",
        required=False,
    )


class SendForm(PortalForm):
    """Which institution gets a copy."""

    organization = forms.ChoiceField(label="Организация")

    def __init__(self, *args: Any, institutions: list[Organization], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.institutions = {str(one.pk): one for one in institutions}
        field: Any = self.fields["organization"]
        field.choices = [(pk, one.short_name) for pk, one in self.institutions.items()]

    def chosen(self) -> Organization:
        """The institution that was picked."""
        return self.institutions[self.cleaned_data["organization"]]


class HeadForm(PortalForm):
    """The questionnaire as a whole; purpose and role only until the first version."""

    title = forms.CharField(label="Название", max_length=200)
    intro = forms.CharField(
        label="Вступление", max_length=2000, required=False, widget=AREA, help_text="Над первым вопросом."
    )
    thanks = forms.CharField(
        label="Что дальше",
        max_length=2000,
        required=False,
        widget=AREA,
        help_text="После отправки: что будет с ответами.",
    )
    minutes = forms.IntegerField(label="Минут на заполнение", min_value=1, max_value=120)
    role = forms.ChoiceField(label="Кто отвечает", choices=Role.choices)
    purpose = forms.ChoiceField(label="Назначение", choices=Purpose.choices)
    source = forms.CharField(
        label="Источник",
        max_length=1000,
        required=False,
        widget=AREA,
        help_text="Откуда вопросы. Печатается рядом с результатами.",
    )
    confidence = forms.ChoiceField(
        label="Уверенность",
        choices=Confidence.choices,
        help_text="Насколько вы уверены, что вопросы измеряют то, что задумано.",
    )
    locked = forms.BooleanField(
        label="Проверенная шкала",
        required=False,
        help_text="После публикации вопросы не изменить: анкету можно будет только проводить и копировать целиком.",
    )

    def __init__(self, *args: Any, fixed: bool, **extra: Any) -> None:
        super().__init__(*args, **extra)
        if fixed:
            for name in ("role", "purpose"):
                self.fields[name].disabled = True
                self.fields[name].help_text = "У анкеты уже есть версии: не меняется."


class SectionForm(PortalForm):
    """The words of a section."""

    title = forms.CharField(label="Название раздела", max_length=200)
    intro = forms.CharField(
        label="Пояснение", max_length=2000, required=False, widget=AREA, help_text="Над вопросами раздела."
    )


class ScoringForm(PortalForm):
    """Which scales are summed and what a sum means: one band a line, «0–8 Недопустимый уровень»."""

    items = forms.MultipleChoiceField(
        label="Какие шкалы складывать",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ни одной — ключа нет.",
    )
    bands = forms.CharField(
        label="Уровни",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="По одному в строке, от меньшего к большему: «0–8 Низкий». Без пропусков, "
        "от наименьшей суммы до наибольшей.",
    )
    note = forms.CharField(label="Откуда уровни", max_length=500, required=False)

    def __init__(self, *args: Any, content: Content, **extra: Any) -> None:
        super().__init__(*args, **extra)
        field: Any = self.fields["items"]
        self.scales = scales_of(content)
        field.choices = [(one["key"], one["text"]) for one in self.scales]
        self.kept = {band["label"]: band["code"] for band in (content.get("scoring") or {}).get("bands", ())}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = given.get("items") or []
        if not chosen:
            if given.get("bands", "").strip():
                self.add_error("items", "Отметьте шкалы, из которых складывается сумма.")
            return given
        picked = [one for one in self.scales if one["key"] in chosen]
        least = sum(one.get("low", 1) for one in picked)
        most = sum(one.get("high", 10) for one in picked)
        bands, fault = read_bands(given.get("bands", ""), least=least, most=most, kept=self.kept)
        if fault:
            self.add_error("bands", fault)
        given["bands"] = bands
        return given

    def scoring(self) -> dict[str, Any] | None:
        """The key as content, None when there is none."""
        given = self.cleaned_data
        if not given["items"]:
            return None
        return {"items": list(given["items"]), "bands": given["bands"], "note": given["note"]}
