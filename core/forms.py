"""Base of all forms: one helper, one field template, the same words for the same mistakes."""

from crispy_forms.helper import FormHelper
from django import forms
from django_filters.widgets import DateRangeWidget

from core.errors import DomainError
from core.widgets import quicken

DASHES = "-" * 9  # what Django calls an empty choice
NOTHING = "Не указано"
GUARD_FROM = 6  # fields; a longer form asks before it is left unsaved


def helper() -> FormHelper:
    """The one crispy helper: fields only; the page writes `<form>`, the summary of errors and the buttons."""
    made = FormHelper()
    made.form_tag = False
    made.disable_csrf = True
    made.form_show_errors = False
    made.include_media = False
    made.field_template = "components/field.html"
    return made


def dress_widgets(form: forms.BaseForm) -> None:
    """Give the widgets their Bootstrap classes, keeping what a form has set itself."""
    for field in form.fields.values():
        parts = getattr(field.widget, "widgets", None) or [field.widget]
        for widget in parts:
            _dress(widget)
        _name_nothing(field)


def _name_nothing(field: forms.Field) -> None:
    """The empty choice says what it means instead of showing a row of dashes."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = NOTHING
    elif isinstance(field, forms.ChoiceField):
        choices = list(field.choices)  # type: ignore[arg-type]
        if choices and choices[0] == ("", DASHES):
            field.choices = [("", NOTHING), *choices[1:]]


def _dress(widget: forms.Widget) -> None:
    if isinstance(
        widget, forms.CheckboxInput | forms.RadioSelect
    ):  # CheckboxSelectMultiple is a RadioSelect too
        name = "form-check-input"
    elif isinstance(widget, forms.Select):
        name = "form-select"
    else:
        name = "form-control"
    classes = str(widget.attrs.get("class", "")).split()
    if name not in classes:
        widget.attrs["class"] = " ".join([*classes, name])
    quicken(widget)
    if isinstance(widget, forms.DateInput) and not isinstance(widget, forms.DateTimeInput):
        # The browser's own calendar; it sends and needs ISO dates.
        widget.input_type = "date"
        widget.format = "%Y-%m-%d"


class PortalFormMixin:
    """For Form and ModelForm: classes, helper, errors of the domain at their fields."""

    @property
    def helper(self) -> FormHelper:
        """Dressed here, at the drawing, so that a form may add fields and querysets in its own `__init__`."""
        dress_widgets(self)  # type: ignore[arg-type]
        return helper()

    @property
    def is_long(self) -> bool:
        return len(self.fields) >= GUARD_FROM  # type: ignore[attr-defined]

    def refuse(self, error: DomainError) -> None:
        """Put a refusal of the domain at the field it names, or above the form."""
        fields = self.fields  # type: ignore[attr-defined]
        self.add_error(error.field if error.field in fields else None, error.message)  # type: ignore[attr-defined]


class PortalForm(PortalFormMixin, forms.Form):
    """A plain form of the portal."""


class PortalModelForm(PortalFormMixin, forms.ModelForm):
    """A model form of the portal; FK fields to tenant models take `SafeModelChoiceField`."""


class ReasonForm(PortalForm):
    """For steps that must say why."""

    reason = forms.CharField(label="Причина", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class DateRange(DateRangeWidget):
    """Two calendar fields «с … по …» of a filter."""

    template_name = "components/date_range.html"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs=attrs)
        self.widgets = [forms.DateInput(attrs={"aria-label": f"Дата {word}"}) for word in ("с", "по")]
