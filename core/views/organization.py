"""The card of the organisation: what stands in the head of every document."""

import re
import zoneinfo
from typing import Any

from django import forms
from django.urls import reverse

from core.domain.organizations import CARD, edit_organization
from core.forms import PortalModelForm
from core.models import Organization
from core.permissions import EDIT_ORGANIZATION
from core.selectors.audit import history_of
from core.views.pages import FormPage

ZONES = (
    ("Europe/Kaliningrad", "Калининград (МСК−1)"),
    ("Europe/Moscow", "Москва"),
    ("Europe/Samara", "Самара (МСК+1)"),
    ("Asia/Yekaterinburg", "Екатеринбург (МСК+2)"),
    ("Asia/Omsk", "Омск (МСК+3)"),
    ("Asia/Krasnoyarsk", "Красноярск (МСК+4)"),
    ("Asia/Irkutsk", "Иркутск (МСК+5)"),
    ("Asia/Yakutsk", "Якутск (МСК+6)"),
    ("Asia/Vladivostok", "Владивосток (МСК+7)"),
    ("Asia/Magadan", "Магадан (МСК+8)"),
    ("Asia/Kamchatka", "Камчатка (МСК+9)"),
)
GROUPS = (
    (
        "Организация",
        "Так она называется в документах.",
        ("founder", "full_name", "short_name", "city", "municipality", "address", "inn", "ogrn"),
    ),
    ("Связь", "", ("phone", "email", "site")),
    (
        "Руководитель",
        "Подписывает приказы. Пол нужен, чтобы верно склонять фамилию.",
        ("head_position", "head_last_name", "head_first_name", "head_middle_name", "head_gender"),
    ),
    ("Учёт", "", ("time_zone", "year_basis", "order_number_format")),
)


class OrganizationForm(PortalModelForm):
    site = forms.URLField(label="Сайт", required=False, assume_scheme="https")

    class Meta:
        model = Organization
        fields = [name for name in CARD if name != "site"]

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["site"] = forms.URLField(
            label="Сайт", required=False, max_length=200, assume_scheme="https"
        )
        known = dict(ZONES)
        own = self.instance.time_zone
        choices = list(ZONES) if own in known else [(own, own), *ZONES]
        self.fields["time_zone"] = forms.ChoiceField(label="Часовой пояс", choices=choices)
        self.fields["head_gender"] = forms.ChoiceField(
            label="Пол руководителя",
            required=False,
            choices=[("", "Не указан"), ("female", "Женский"), ("male", "Мужской")],
        )

    @property
    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        return [(title, note, [self[name] for name in names]) for title, note, names in GROUPS]

    def clean_inn(self) -> str:
        return _digits(self.cleaned_data["inn"], (10, 12), "ИНН состоит из 10 или 12 цифр.")

    def clean_ogrn(self) -> str:
        return _digits(self.cleaned_data["ogrn"], (13, 15), "ОГРН состоит из 13 или 15 цифр.")

    def clean_order_number_format(self) -> str:
        value: str = self.cleaned_data["order_number_format"]
        if "{number}" not in value:
            raise forms.ValidationError("В формате должно быть {number}: место порядкового номера.")
        if re.sub(r"\{(number|year)\}", "", value).count("{"):
            raise forms.ValidationError("В фигурных скобках могут стоять только {number} и {year}.")
        return value

    def clean_time_zone(self) -> str:
        value: str = self.cleaned_data["time_zone"]
        if value not in zoneinfo.available_timezones():
            raise forms.ValidationError("Такого часового пояса нет.")
        return value


def _digits(value: str, lengths: tuple[int, ...], refusal: str) -> str:
    compact = re.sub(r"\s", "", value)
    if compact and (not compact.isascii() or not compact.isdecimal() or len(compact) not in lengths):
        raise forms.ValidationError(refusal)
    return compact


class OrganizationPage(FormPage):
    access_rule = EDIT_ORGANIZATION
    title = "Карточка организации"
    form_class = OrganizationForm
    template_name = "core/organization.html"

    def load(self) -> None:
        """A copy: a refused form must not leave its values on the organisation that the shell shows."""
        self.organization = Organization.objects.get(pk=self.request.organization.pk)  # type: ignore[attr-defined]

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.organization}

    def get_context(self) -> dict[str, Any]:
        return {"entries": history_of(self.organization)[:50], "without_year": True}

    def save(self, form: OrganizationForm) -> str:
        edit_organization(self.organization, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return reverse("core:organization")
