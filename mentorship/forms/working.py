"""Forms of imports, consents and pairs."""

from __future__ import annotations

from typing import Any

from django import forms

from core.clock import today
from core.forms import PortalForm, ReasonForm
from core.models import Organization
from core.uploads import SCANS, UploadError, inspect
from mentorship.enums import ImportBase
from mentorship.models import MenteeEntry, MentorEntry, RoleModel
from mentorship.selectors.places import places_told


class UploadForm(PortalForm):
    """A list of people and the base it goes to."""

    file = forms.FileField(
        label="Файл со списком",
        allow_empty_file=True,  # the upload check tells it in its own words
        help_text="XLSX, XLS, ODS или CSV до 20 МБ. Ничего не запишется, пока вы не проверите каждую строку.",
    )
    base = forms.ChoiceField(
        label="Кто в списке",
        choices=ImportBase.choices,
        widget=forms.RadioSelect,
        initial=ImportBase.BY_SHEETS,
        help_text="«По названиям листов»: листы называются «Наставляемые» и «Наставники».",
    )


class SignForm(PortalForm):
    """A paper consent has come back signed."""

    signed_on = forms.DateField(label="Дата подписи на бланке", widget=forms.DateInput())
    original_place = forms.CharField(
        label="Где хранится оригинал",
        max_length=200,
        help_text="Например: кабинет 214, папка «Согласия 2026».",
    )


class SignScanForm(SignForm):
    """The same with a scan of one consent."""

    scan = forms.FileField(label="Скан", required=False, help_text="PDF, PNG или JPEG. Можно без скана.")

    def clean_scan(self) -> Any:
        scan = self.cleaned_data.get("scan")
        if scan:
            try:
                self.scan_kind = inspect(scan.read(), scan.name, allowed=SCANS)
            except UploadError as error:
                raise forms.ValidationError(error.message) from error
            scan.seek(0)
        return scan


class EndForm(ReasonForm):
    """A step on a day with a reason."""

    on = forms.DateField(label="Дата", widget=forms.DateInput())
    field_order = ["on", "reason"]

    def __init__(self, *args: Any, organization: Organization, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["on"].initial = today(organization)


class PairForm(PortalForm):
    """A pair or a group made by hand."""

    project = forms.ModelChoiceField(label="Форма наставничества", queryset=None)
    role_model = forms.ModelChoiceField(
        label="Ролевая модель", queryset=RoleModel.objects.none(), required=False, empty_label="не выбрана"
    )
    mentor = forms.ModelChoiceField(label="Наставник", queryset=None)
    mentees = forms.ModelMultipleChoiceField(
        label="Наставляемые",
        queryset=None,
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text="Несколько человек — группа. Показаны те, у кого пары ещё нет.",
    )

    def __init__(self, *args: Any, projects: Any, mentors: Any, mentees: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        forms_of = [project.form_id for project in projects]
        self.fields["role_model"].queryset = RoleModel.objects.filter(form__in=forms_of).select_related(
            "form"
        )  # type: ignore[attr-defined]
        self.fields["role_model"].label_from_instance = lambda model: f"{model.form.title}: {model.title}"  # type: ignore[attr-defined]
        self.fields["mentor"].queryset = mentors  # type: ignore[attr-defined]
        self.fields["mentor"].label_from_instance = mentor_label  # type: ignore[attr-defined]
        self.fields["mentees"].queryset = mentees  # type: ignore[attr-defined]
        self.fields["mentees"].label_from_instance = mentee_label  # type: ignore[attr-defined]


def mentor_label(entry: MentorEntry) -> str:
    return f"{entry.person.full_name} — свободно {places_told(entry)}"


def mentee_label(entry: MenteeEntry) -> str:
    group = f", {entry.person.group}" if entry.person.group else ""
    return f"{entry.person.full_name}{group}"
