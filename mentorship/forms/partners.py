"""Forms of partners, their people and agreements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from core.forms import PortalForm, PortalModelForm, ReasonForm
from core.models import Organization
from core.names import Case
from core.uploads import SCANS, UploadError, inspect
from mentorship.models import Agreement, PartnerOrganization, Programme, Project
from mentorship.partner_enums import PartnerRole

PARTNER = [
    "kind",
    "short_name",
    "full_name",
    "inn",
    "kpp",
    "ogrn",
    "address",
    "phone",
    "email",
    "site",
    "head_position",
    "head_last_name",
    "head_first_name",
    "head_middle_name",
    "head_gender",
    "head_basis",
    "note",
]
_HEAD_FORMS = {"head_genitive": Case.GENITIVE, "head_dative": Case.DATIVE}


class PartnerForm(PortalModelForm):
    """A partner's card. The domain checks the numbers by their check digits."""

    head_genitive = forms.CharField(
        label="Руководитель в родительном падеже",
        max_length=400,
        required=False,
        help_text="Для соглашения: «в лице директора Образцова Петра Ильича». Пусто — портал просклоняет сам.",
    )
    head_dative = forms.CharField(
        label="Руководитель в дательном падеже",
        max_length=400,
        required=False,
        help_text="Для письма: «директору Образцову П. И.». Пусто — портал просклоняет сам.",
    )

    class Meta:
        model = PartnerOrganization
        fields = PARTNER
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "short_name": "Так партнёр называется в списках и письмах: ООО «Пример».",
            "inn": "10 цифр, у предпринимателя — 12.",
            "ogrn": "13 цифр, у предпринимателя (ОГРНИП) — 15.",
            "head_gender": "Можно не указывать, если есть отчество.",
            "head_basis": "В родительном падеже: устава, доверенности № 5 от 01.09.2026.",
        }

    field_order = [*PARTNER[:-2], "head_genitive", "head_dative", *PARTNER[-2:]]

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        # The domain takes numbers written with spaces; the column would cut the form off before it.
        for name in ("inn", "kpp", "ogrn"):
            self.fields[name] = forms.CharField(
                label=self.fields[name].label,
                max_length=40,
                required=False,
                help_text=self.fields[name].help_text,
            )
        for name, case in _HEAD_FORMS.items():
            self.fields[name].initial = self.instance.head_forms.get(case, "")
        self.order_fields(self.field_order)

    def validate_unique(self) -> None:
        """The domain says it in words."""

    def _post_clean(self) -> None:
        """The domain checks and writes; the instance stays as it was read."""

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        given = {name: data[name] for name in PARTNER}
        forms_by_hand = {str(case): data[name] for name, case in _HEAD_FORMS.items() if data[name].strip()}
        return {**given, "head_forms": forms_by_hand}


class MemberForm(PortalForm):
    """Somebody who speaks for the partner: a card of the portal or an account with the role of a partner."""

    person = forms.ModelChoiceField(
        label="Человек",
        queryset=None,
        required=False,
        empty_label="не выбран",
        help_text="Работники партнёра и представители работодателей, которые есть на портале.",
    )
    account = forms.ModelChoiceField(
        label="Или учётная запись",
        queryset=None,
        required=False,
        empty_label="не выбрана",
        help_text="Пользователи с ролью «Партнёр».",
    )
    role = forms.ChoiceField(label="Кто это для партнёра", choices=PartnerRole.choices)

    def __init__(self, *args: Any, people: Any, accounts: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]
        self.fields["account"].label_from_instance = lambda one: f"{one.user.full_name} ({one.user.email})"  # type: ignore[attr-defined]


class AgreementForm(PortalModelForm):
    """What is agreed on, before it is signed."""

    projects = forms.ModelMultipleChoiceField(
        label="Формы наставничества",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ничего не отмечено — все формы программы.",
    )

    class Meta:
        model = Agreement
        fields = ["subject", "starts_on", "ends_on", "projects", "mentors_promised"]
        widgets = {
            "subject": forms.Textarea(attrs={"rows": 3}),
            "starts_on": forms.DateInput(),
            "ends_on": forms.DateInput(),
        }

    def __init__(self, *args: Any, programme: Programme | None, **extra: Any) -> None:
        super().__init__(*args, **extra)
        shown = Q(programme=programme)
        if self.instance.pk:
            shown |= Q(pk__in=self.instance.projects.values("pk"))
        self.fields["projects"].queryset = Project.objects.filter(shown)  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The domain checks and writes; the instance stays as it was read."""


class SignedForm(PortalForm):
    """The agreement has been signed by both sides."""

    number = forms.CharField(label="Номер", max_length=60)
    signed_on = forms.DateField(label="Дата подписания", widget=forms.DateInput())
    copy = forms.FileField(
        label="Подписанный экземпляр", required=False, help_text="PDF, PNG или JPEG. Можно приложить позже."
    )

    def clean_copy(self) -> tuple[str, bytes] | None:
        return _read(self.cleaned_data.get("copy"))


class CopyForm(PortalForm):
    """The scan of a signed copy."""

    copy = forms.FileField(label="Подписанный экземпляр", help_text="PDF, PNG или JPEG.")

    def clean_copy(self) -> tuple[str, bytes] | None:
        return _read(self.cleaned_data.get("copy"))


class TerminateForm(ReasonForm):
    """An end before the term."""

    on = forms.DateField(label="Дата расторжения", widget=forms.DateInput())
    field_order = ["on", "reason"]


class EmployerLinkForm(PortalForm):
    """Which partner a place of work from the cards is."""

    partner = forms.ModelChoiceField(label="Партнёр", queryset=None, empty_label="не выбран")

    def __init__(self, *args: Any, organization: Organization, **extra: Any) -> None:
        super().__init__(*args, **extra)
        active = PartnerOrganization.objects.filter(organization=organization, state="active")
        self.fields["partner"].queryset = active  # type: ignore[attr-defined]


def _read(given: Any) -> tuple[str, bytes] | None:
    if not given:
        return None
    data = given.read()
    try:
        inspect(data, given.name, allowed=SCANS)
    except UploadError as error:
        raise forms.ValidationError(error.message) from error
    return given.name, data
