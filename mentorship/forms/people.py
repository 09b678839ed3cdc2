"""Forms of people and of their places in the bases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from core.forms import PortalForm, PortalModelForm
from core.models import Organization
from mentorship.enums import GuardianshipKind, PersonCategory
from mentorship.imports import cells
from mentorship.models import Guardianship, MenteeCategory, MenteeEntry, MentorEntry, Person, Programme
from mentorship.naming import search_key
from mentorship.selectors.categories import lines_of
from mentorship.selectors.programmes import topics_for

PERSON = [
    "last_name",
    "first_name",
    "middle_name",
    "birth_date",
    "gender",
    "category",
    "group",
    "position",
    "employer",
    "phone",
    "email",
    "address",
    "is_emancipated",
]


class PersonForm(PortalModelForm):
    """A person's card. Somebody alike is asked about once (`asks`): `anyway` says what to do."""

    anyway = forms.ChoiceField(
        label="Что сделать",
        error_messages={"required": "Откройте похожую карточку или выберите, что сделать."},
        widget=forms.RadioSelect,
        choices=(
            ("other", "Это другой человек: сохранить и больше не спрашивать"),
            ("later", "Сохранить и разобраться позже: пара останется в «Возможных дублях»"),
        ),
    )

    class Meta:
        model = Person
        fields = PERSON
        widgets = {"birth_date": forms.DateInput()}
        help_texts = {
            "gender": "Можно не указывать, если есть отчество.",
            "birth_date": "По ней решается, кто подписывает согласия.",
            "is_emancipated": "Несовершеннолетний, признанный полностью дееспособным.",
        }

    field_order = [*PERSON, "anyway"]

    def __init__(self, *args: Any, asks: bool = False, **extra: Any) -> None:
        super().__init__(*args, **extra)
        if not asks:
            del self.fields["anyway"]

    def clean_phone(self) -> str:
        return self._cell("phone", cells.phone)

    def _cell(self, name: str, clean: Any) -> str:
        value = self.cleaned_data.get(name)
        if not value or (self.instance.pk and value == self.instance.phone):
            return value or ""
        try:
            return clean(value)
        except ValueError as error:
            raise forms.ValidationError(f"{error}.") from error

    def validate_unique(self) -> None:
        """Nothing of a card is unique: namesakes exist."""

    def _post_clean(self) -> None:
        """The domain checks and writes; the form only collects, so the instance stays as it was read."""

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name in PERSON}


class HttpsField(forms.URLField):
    """An address written without a scheme is a page of today's web."""

    def __init__(self, **extra: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **extra})


HELP = {
    "availability": "Например: по средам после четвёртой пары.",
    "story_url": "Где опубликован кейс или отзыв; публикуют только с согласием на распространение.",
}


class MenteeForm(PortalModelForm):
    """What a mentee asks for."""

    project = forms.ModelChoiceField(
        label="Форма наставничества",
        queryset=None,
        required=False,
        empty_label="не выбрана",
    )

    class Meta:
        model = MenteeEntry
        fields = [
            "project",
            "categories",
            "topics",
            "main_request",
            "motives",
            "mentor_wishes",
            "interests",
            "meeting_format",
            "availability",
            "entered_on",
            "results",
            "story_url",
        ]
        widgets = {
            "topics": forms.CheckboxSelectMultiple,
            "categories": forms.CheckboxSelectMultiple,
            "main_request": forms.Textarea(attrs={"rows": 3}),
            "entered_on": forms.DateInput(),
        }
        field_classes = {"story_url": HttpsField}
        help_texts = HELP | {
            "categories": "Здоровье, семью и учёт здесь не отмечают: для них есть «Особые сведения» с согласием.",
        }

    def __init__(self, *args: Any, programme: Programme, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["project"].queryset = programme.projects.all()  # type: ignore[attr-defined]
        self.fields["topics"].queryset = topics_for(programme.organization)  # type: ignore[attr-defined]
        labels = lines_of(MenteeCategory, programme.organization)
        if self.instance.pk:  # a hidden category that the mentee has stays
            kept = self.instance.categories.values("pk")
            labels = labels.filter(Q(is_hidden=False) | Q(pk__in=kept))
        else:
            labels = labels.filter(is_hidden=False)
        self.fields["categories"].queryset = labels  # type: ignore[attr-defined]
        for name in ("motives", "mentor_wishes", "interests", "results"):
            self.fields[name].widget.attrs["rows"] = 2


class MentorForm(PortalModelForm):
    """What a mentor offers."""

    projects = forms.ModelMultipleChoiceField(
        label="Формы наставничества",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ничего не отмечено — любая форма программы.",
    )

    class Meta:
        model = MentorEntry
        fields = [
            "projects",
            "topics",
            "competences",
            "achievements",
            "experience",
            "motives",
            "interests",
            "preferred_age_min",
            "preferred_age_max",
            "hours_per_week",
            "capacity",
            "meeting_format",
            "availability",
            "entered_on",
            "results",
            "story_url",
        ]
        widgets = {"topics": forms.CheckboxSelectMultiple, "entered_on": forms.DateInput()}
        field_classes = {"story_url": HttpsField}
        help_texts = HELP

    def __init__(self, *args: Any, programme: Programme, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["projects"].queryset = programme.projects.all()  # type: ignore[attr-defined]
        self.fields["topics"].queryset = topics_for(programme.organization)  # type: ignore[attr-defined]
        self.fields["topics"].label_from_instance = lambda topic: topic.offer_title or topic.title  # type: ignore[attr-defined]
        for name in ("competences", "achievements", "experience", "motives", "interests", "results"):
            self.fields[name].widget.attrs["rows"] = 2

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        low, high = cleaned.get("preferred_age_min"), cleaned.get("preferred_age_max")
        if low is not None and high is not None and high < low:
            self.add_error("preferred_age_max", "Меньше возраста «от».")
        capacity = cleaned.get("capacity")
        if capacity is not None and not 1 <= capacity <= 30:
            self.add_error("capacity", "От 1 до 30.")
        return cleaned


class GuardianForm(PortalForm):
    """A representative: somebody already on the portal, or a new person by name."""

    known = forms.ModelChoiceField(
        label="Уже есть на портале",
        queryset=None,
        required=False,
        empty_label="нет, внести нового",
    )
    last_name = forms.CharField(label="Фамилия", max_length=80, required=False)
    first_name = forms.CharField(label="Имя", max_length=80, required=False)
    middle_name = forms.CharField(label="Отчество", max_length=80, required=False)
    kind = forms.ChoiceField(label="Кем приходится", choices=GuardianshipKind.choices)
    authority = forms.CharField(
        label="Документ о полномочиях",
        max_length=300,
        required=False,
        help_text="Для опекуна: номер и дата акта.",
    )
    phone = forms.CharField(label="Телефон", max_length=40, required=False)
    email = forms.EmailField(label="Электронная почта", required=False)
    address = forms.CharField(label="Адрес", max_length=300, required=False)
    other = forms.BooleanField(label="Это другой человек с тем же именем", required=False)

    def __init__(self, *args: Any, organization: Organization, ward: Person, **extra: Any) -> None:
        super().__init__(*args, **extra)
        # Parents are few beside pupils. A mother who is a teacher or a mentor here too is found by her name, once it is
        # entered: another card of hers would ask her for everything twice.
        self.alike = self._alike(organization, ward)
        people = Person.objects.filter(
            Q(category=PersonCategory.PARENT)
            | Q(pk__in=Guardianship.objects.values("guardian"))
            | Q(pk__in=self.alike),
            organization=organization,
        )
        self.fields["known"].queryset = people.exclude(pk=ward.pk)  # type: ignore[attr-defined]
        if not self.alike:
            del self.fields["other"]

    def _alike(self, organization: Organization, ward: Person) -> list[int]:
        """Cards of exactly this name."""
        if not self.is_bound:
            return []
        names = (
            str(self.data.get(self.add_prefix(name), ""))
            for name in ("last_name", "first_name", "middle_name")
        )
        key = search_key(*names)
        if not key:
            return []
        found = Person.objects.filter(organization=organization, search_key=key).exclude(pk=ward.pk)
        return list(found.values_list("pk", flat=True)[:10])

    def clean_phone(self) -> str:
        value = self.cleaned_data.get("phone", "")
        try:
            return cells.phone(value) if value else ""
        except ValueError as error:
            raise forms.ValidationError(f"{error}.") from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("known"):
            for name in ("last_name", "first_name"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "Обязательное поле.")
            if self.alike and not cleaned.get("other"):
                self.add_error(
                    "known",
                    "Такой человек уже есть на портале: выберите его здесь или отметьте ниже, что это другой.",
                )
        return cleaned
