"""Forms of development plans, their templates and materials."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from core.forms import PortalForm
from core.forms_seen import SeenForm
from core.models import Organization
from core.uploads import UploadError, inspect
from mentorship.domain.plan_work import ALLOWED
from mentorship.models import DevelopmentPlan, FormOfMentoring, Material, PlanGoal, PlanTemplate, RoleModel
from mentorship.plan_enums import (
    GoalResult,
    MaterialAudience,
    MaterialKind,
    PlanKind,
    PlanSide,
    StepOwner,
)

FILES = "PDF, PNG, JPEG, DOCX, XLSX или ODS, до 20 МБ."


def _words(label: str, rows: int = 3, **given: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **given)


def _day(label: str, **given: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(), **given)


def _read(given: Any) -> tuple[str, bytes] | None:
    if not given:
        return None
    data = given.read()
    try:
        inspect(data, given.name, allowed=ALLOWED)
    except UploadError as error:
        raise forms.ValidationError(error.message) from error
    return given.name, data


class PlanStartForm(PortalForm):
    """The beginning of a plan: a template and the period."""

    template = forms.TypedChoiceField(
        label="Шаблон",
        required=False,
        empty_value=None,
        help_text="Цели и шаги шаблона потом можно изменить.",
    )
    period_start = _day("С")
    period_end = _day("По")

    def __init__(self, *args: Any, templates: list[PlanTemplate], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self._templates = {str(one.pk): one for one in templates}
        field = self.fields["template"]
        field.choices = [  # type: ignore[attr-defined]
            *((key, one.title) for key, one in self._templates.items()),
            ("", "Без шаблона: заполним сами"),
        ]

    def clean_template(self) -> PlanTemplate | None:
        return self._templates.get(self.cleaned_data.get("template") or "")


class PlanEditForm(SeenForm):
    """The period and the sections in words."""

    period_start = _day("С")
    period_end = _day("По")

    def __init__(self, *args: Any, plan: DevelopmentPlan, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.sections = list(plan.sections.all())
        self.initial.update(period_start=plan.period_start, period_end=plan.period_end)
        for section in self.sections:
            name = f"section_{section.pk}"
            self.fields[name] = _words(
                section.title, required=False, help_text=section.hint, max_length=4000, initial=section.text
            )

    def texts(self) -> dict[int, str]:
        return {one.pk: self.cleaned_data[f"section_{one.pk}"] for one in self.sections}


class GoalForm(SeenForm):
    title = forms.CharField(label="Цель", max_length=300, help_text="Что изменится, словами наставляемого.")
    measure = forms.CharField(
        label="Показатель", max_length=300, help_text="По чему увидим, что цель достигнута."
    )
    due_on = _day("Срок")


class StepForm(SeenForm):
    title = forms.CharField(label="Что делаем", max_length=300)
    expected = forms.CharField(label="Ожидаемый результат", max_length=300, required=False)
    owner = forms.ChoiceField(label="Кто делает", choices=StepOwner.choices, widget=forms.RadioSelect)
    due_on = _day("Срок")


class PointForm(SeenForm):
    title = forms.CharField(label="Что смотрим", max_length=200)
    on = _day("Когда")


class StepDoneForm(SeenForm):
    watched = ("note",)
    on = _day("Когда сделано")
    note = forms.CharField(label="Что получилось", max_length=500, required=False)


class GoalResultForm(SeenForm):
    watched = ("note",)
    result = forms.ChoiceField(label="Итог", choices=GoalResult.choices, widget=forms.RadioSelect)
    note = _words("Что получилось", required=False, max_length=2000)
    on = _day("Дата оценки")


class PointHoldForm(SeenForm):
    watched = ("summary",)
    on = _day("Когда провели")
    summary = _words("Вывод", max_length=4000, help_text="Что стало лучше, что мешает, что меняем.")


class EvidenceForm(PortalForm):
    """A word, a link or a file."""

    goal = forms.ModelChoiceField(label="К какой цели", queryset=PlanGoal.objects.none(), required=False)
    text = _words("Что сделано", required=False, max_length=1000)
    link = forms.URLField(label="Ссылка", required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(label="Файл", required=False, help_text=FILES)

    def __init__(self, *args: Any, plan: DevelopmentPlan, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["goal"].queryset = PlanGoal.objects.filter(plan=plan)  # type: ignore[attr-defined]

    def clean_file(self) -> tuple[str, bytes] | None:
        return _read(self.cleaned_data.get("file"))


class PaperForm(PortalForm):
    """That a side has signed the printed plan."""

    side = forms.ChoiceField(label="Кто подписал", choices=PlanSide.choices, widget=forms.RadioSelect)
    on = _day("Дата подписи")

    def __init__(self, *args: Any, sides: list[PlanSide], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["side"].choices = [(one.value, one.label) for one in sides]  # type: ignore[attr-defined]


class CompleteForm(PortalForm):
    outcome = _words("Итоговая оценка", max_length=4000, help_text="Что изменилось за время плана.")
    advice = _words("Рекомендации", required=False, max_length=4000)
    on = _day("Дата завершения")


class PlanRuleForm(PortalForm):
    asks_parent = forms.BooleanField(label="План несовершеннолетнего согласует и родитель", required=False)
    days = forms.IntegerField(
        label="Сколько дней даётся на план",
        min_value=1,
        max_value=365,
        help_text="После этого срока пара без утверждённого плана попадает в «требует внимания».",
    )


class _OfForms(PortalForm):
    """Base of forms that name a form of mentoring of the institution."""

    form = forms.ModelChoiceField(
        label="Форма наставничества",
        queryset=FormOfMentoring.objects.none(),
        required=False,
        empty_label="Для любой",
    )

    def __init__(self, *args: Any, organization: Organization, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.known_forms = FormOfMentoring.objects.filter(
            Q(organization=organization) | Q(organization__isnull=True)
        )
        self.fields["form"].queryset = self.known_forms  # type: ignore[attr-defined]


class PlanTemplateForm(_OfForms):
    title = forms.CharField(label="Название", max_length=200)
    kind = forms.ChoiceField(label="Вид", choices=PlanKind.choices)
    role_model = forms.ModelChoiceField(
        label="Ролевая модель", queryset=RoleModel.objects.none(), required=False, empty_label="Любая"
    )
    outline = _words(
        "Содержание",
        rows=22,
        max_length=20_000,
        help_text="Строки: «Раздел: название | подсказка», «Цель: …», «Показатель: …», «Неделя: 12», "
        "«- шаг | результат | неделя | кто», «Точка: что смотрим | неделя». Недели считаются от начала плана.",
    )
    field_order = ["title", "kind", "form", "role_model", "outline"]

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        rows = RoleModel.objects.filter(form__in=self.known_forms).select_related("form")
        field = self.fields["role_model"]
        field.queryset = rows  # type: ignore[attr-defined]
        field.label_from_instance = lambda row: f"{row.form.title}: {row.title}"  # type: ignore[attr-defined]


class MaterialForm(_OfForms):
    title = forms.CharField(label="Название", max_length=200)
    kind = forms.ChoiceField(label="Вид", choices=MaterialKind.choices)
    audience = forms.ChoiceField(label="Для кого", choices=MaterialAudience.choices)
    text = _words(
        "Текст",
        rows=16,
        required=False,
        max_length=30_000,
        help_text="«# » в начале строки — подзаголовок, «- » — пункт списка, пустая строка — новый абзац.",
    )
    link = forms.URLField(label="Ссылка", required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(label="Файл", required=False, help_text=FILES)
    drop_file = forms.BooleanField(label="Убрать приложенный файл", required=False)
    field_order = ["title", "kind", "audience", "form", "text", "link", "file", "drop_file"]

    def __init__(self, *args: Any, material: Material | None = None, **extra: Any) -> None:
        super().__init__(*args, **extra)
        if material is None or material.file_id is None:
            del self.fields["drop_file"]

    def clean_file(self) -> tuple[str, bytes] | None:
        return _read(self.cleaned_data.get("file"))
