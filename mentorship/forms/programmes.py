"""Forms of the passport of a programme and of the card of a project."""

from typing import Any

from django import forms
from django_scopes.forms import SafeModelChoiceField

from core.enums import Role
from core.forms import PortalModelForm
from core.models import Membership, Organization, User
from mentorship.models import FormOfMentoring, Programme, Project, RoleModel
from mentorship.selectors.programmes import forms_for

PASSPORT = [
    "title",
    "code",
    "period_start",
    "period_end",
    "pair_period_end",
    "pair_path",
    "curator",
    "basis",
    "customer",
    "developer",
    "goals",
    "tasks",
    "financing",
    "expected_results",
    "risks",
    "control",
]
CARD = [
    "form",
    "title",
    "role_models",
    "curators",
    "period_start",
    "period_end",
    "participants",
    "goals",
    "planned_results",
    "assessed_results",
    "criteria",
    "mentor_portrait",
    "mentee_portrait",
    "application_area",
    "risks",
    "budget",
    "extra_budget",
    "links",
]


def _staff(organization: Organization, *roles: Role) -> Any:
    ids = Membership.objects.filter(organization=organization, role__in=roles, is_active=True).values(
        "user_id"
    )
    return User.objects.filter(pk__in=ids).order_by("full_name", "email")


def _short(form: forms.ModelForm, rows: int = 3) -> None:
    for field in form.fields.values():
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = rows


class ProgrammeForm(PortalModelForm):
    """The passport. Texts are the institution's own; the portal asks for nothing that it can count."""

    class Meta:
        model = Programme
        fields = PASSPORT
        widgets = {
            "period_start": forms.DateInput(),
            "period_end": forms.DateInput(),
            "pair_period_end": forms.DateInput(),
        }
        help_texts = {
            "code": "Латинские буквы, цифры и дефис: 2026-2027.",
            "pair_period_end": "Эта дата встанет в приказ о закреплении пар.",
            "pair_path": "Без них можно сразу подтвердить пару к приказу — или сначала дождаться ответов обеих сторон.",
            "basis": "На чём основана программа: распоряжения, положение колледжа.",
        }

    def __init__(self, *args: Any, organization: Organization, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["curator"].queryset = _staff(organization, Role.CURATOR, Role.PROJECT_CURATOR)  # type: ignore[attr-defined]
        self.fields["pair_path"].required = False
        _short(self)

    def clean_pair_path(self) -> str:
        return self.cleaned_data["pair_path"] or self.instance.pair_path

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end, pairs = (cleaned.get(name) for name in ("period_start", "period_end", "pair_period_end"))
        if start and end and end < start:
            self.add_error("period_end", "Окончание раньше начала.")
        elif pairs and start and end and not start <= pairs <= end:
            self.add_error("pair_period_end", "Дата не входит в сроки программы.")
        return cleaned

    def validate_constraints(self) -> None:
        """The order of dates was told at its field already; the database stays the last judge."""


class ProjectForm(PortalModelForm):
    """The card of a project. The form of mentoring is chosen once: people hang on it."""

    role_models = forms.ModelMultipleChoiceField(
        label="Ролевые модели",
        queryset=RoleModel.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    form = SafeModelChoiceField(label="Форма наставничества", queryset=FormOfMentoring.objects.none())

    class Meta:
        model = Project
        fields = CARD
        widgets = {
            "period_start": forms.DateInput(),
            "period_end": forms.DateInput(),
            "curators": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, programme: Programme, **extra: Any) -> None:
        super().__init__(*args, **extra)
        organization = programme.organization
        available = forms_for(organization)
        if self.instance.pk:
            del self.fields["form"]
            available = available.filter(pk=self.instance.form_id)
        else:
            available = available.exclude(pk__in=programme.projects.values("form_id"))
            self.fields["form"].queryset = available  # type: ignore[attr-defined]
        models = RoleModel.objects.filter(form__in=available).select_related("form")
        field = self.fields["role_models"]
        field.queryset = models  # type: ignore[attr-defined]
        if not self.instance.pk:
            field.label_from_instance = lambda model: f"{model.form}: {model.title}"  # type: ignore[attr-defined]
            field.help_text = "Отметьте модели выбранной формы."
        self.fields["title"].required = False
        self.fields["title"].help_text = "Если оставить пустым, проект назовётся по форме наставничества."
        self.fields["curators"].queryset = _staff(organization, Role.CURATOR, Role.PROJECT_CURATOR)  # type: ignore[attr-defined]
        self.fields["curators"].required = False
        _short(self)

    def validate_constraints(self) -> None:
        """The order of dates and the sums are the domain's words, told at their fields."""

    def validate_unique(self) -> None:
        """«Once per form» is the database's word, told by the domain at its field."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("budget", "extra_budget"):
            if (cleaned.get(name) or 0) < 0:
                self.add_error(name, "Сумма не бывает меньше нуля.")
        if not cleaned.get("title"):
            cleaned.pop("title", None)
        return cleaned
