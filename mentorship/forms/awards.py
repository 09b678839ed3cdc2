"""Forms of awards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from core.enums import Role
from core.forms import PortalForm, ReasonForm
from core.models import Membership, User
from core.uploads import DEFAULT_MAX_BYTES
from mentorship.award_enums import AwardSubject
from mentorship.models import AwardCriterion, AwardKind, Nomination, Pair
from mentorship.selectors.awards import name_of


class RoundForm(PortalForm):
    award = forms.ModelChoiceField(label="Награда", queryset=None, empty_label=None)
    title = forms.CharField(
        label="Название", max_length=200, help_text="Например: «Наставник года» – 2026/27."
    )
    subject = forms.ChoiceField(label="Кого награждают", choices=AwardSubject.choices)
    about = forms.CharField(
        label="Условия", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    opens_on = forms.DateField(label="Заявки с", widget=forms.DateInput())
    closes_on = forms.DateField(label="Заявки до", widget=forms.DateInput())
    scored_until = forms.DateField(label="Оценки жюри до", widget=forms.DateInput())
    places = forms.IntegerField(label="Призовых мест", min_value=1, max_value=100, initial=1)
    share_ties = forms.BooleanField(
        label="При равенстве баллов на последнем призовом месте награждать всех",
        required=False,
        help_text="Иначе решает председатель жюри и пишет почему.",
    )
    by_colleagues = forms.BooleanField(label="Выдвигать могут коллеги", required=False, initial=True)
    by_themselves = forms.BooleanField(label="Можно выдвинуть себя", required=False)

    def __init__(self, *args: Any, awards: QuerySet[AwardKind], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["award"].queryset = awards  # type: ignore[attr-defined]


class CriterionForm(PortalForm):
    title = forms.CharField(label="Критерий", max_length=200)
    note = forms.CharField(label="Пояснение", max_length=500, required=False)
    least = forms.IntegerField(label="Баллов от", min_value=0, max_value=99, initial=0)
    most = forms.IntegerField(label="Баллов до", min_value=1, max_value=100, initial=5)
    weight = forms.DecimalField(
        label="Вес", min_value=0, max_value=99, max_digits=4, decimal_places=2, initial=1,
        help_text="Баллы умножаются на вес.",
    )  # fmt: skip


class JurorForm(PortalForm):
    user = forms.ModelChoiceField(label="Член жюри", queryset=None, empty_label=None)
    is_chair = forms.BooleanField(label="Председатель жюри", required=False)

    def __init__(self, *args: Any, organization: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        members = Membership.objects.filter(organization=organization, is_active=True).exclude(
            role__in=[Role.MENTEE, Role.PARENT]
        )
        people = User.objects.filter(pk__in=members.values("user")).order_by("full_name", "pk")
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        self.fields["user"].label_from_instance = lambda user: user.full_name  # type: ignore[attr-defined]


class GroundsForm(PortalForm):
    """What every nomination says."""

    grounds = forms.CharField(
        label="За что",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Что сделано и какой результат: своими словами, с примерами.",
    )
    file = forms.FileField(
        label="Подтверждение", required=False, help_text="Грамота, отзыв, фото работы: PDF, PNG или JPEG."
    )

    def clean_file(self) -> Any:
        found = self.cleaned_data.get("file")
        if found is not None and found.size > DEFAULT_MAX_BYTES:
            raise forms.ValidationError("Файл больше 20 МБ.")
        return found

    @property
    def files_given(self) -> list[tuple[str, bytes]]:
        found = self.cleaned_data.get("file")
        return [(found.name, found.read())] if found is not None else []


class NominateForm(GroundsForm):
    """The curator chooses from everybody who may be honoured."""

    field_order = ("nominee", "grounds", "file")
    nominee = forms.ModelChoiceField(label="Кого выдвигаем", queryset=None, empty_label=None)

    def __init__(self, *args: Any, candidates: QuerySet[Any], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["nominee"].queryset = candidates  # type: ignore[attr-defined]
        self.fields["nominee"].label_from_instance = _candidate  # type: ignore[attr-defined]


def _candidate(one: Any) -> str:
    return f"пара наставника: {one.mentor.person.full_name}" if isinstance(one, Pair) else str(one.full_name)


class ColleagueForm(GroundsForm):
    """A participant names a colleague in words, or themselves where that is allowed."""

    field_order = ("myself", "nominee", "grounds", "file")
    myself = forms.BooleanField(label="Выдвигаю себя", required=False)
    nominee = forms.CharField(
        label="Фамилия и имя наставника", max_length=200, required=False, help_text="Если выдвигаете коллегу."
    )

    def __init__(self, *args: Any, by_themselves: bool, by_colleagues: bool, **extra: Any) -> None:
        super().__init__(*args, **extra)
        if not by_themselves:
            del self.fields["myself"]
        if not by_colleagues:
            del self.fields["nominee"]

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or {})
        if not data.get("myself") and not data.get("nominee"):
            name = "nominee" if "nominee" in self.fields else "myself"
            self.add_error(name, "Укажите, кого выдвигаете.")
        return data


class ScoreForm(PortalForm):
    """A sheet: a number for each criterion of the round."""

    remark = forms.CharField(
        label="Замечание", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, criteria: list[AwardCriterion], **extra: Any) -> None:
        super().__init__(*args, **extra)
        for one in criteria:
            choices = [(str(points), str(points)) for points in range(one.least, one.most + 1)]
            self.fields[f"points_{one.pk}"] = forms.TypedChoiceField(
                label=one.title,
                help_text=one.note,
                choices=[("", "Не оценено"), *choices],
                coerce=int,
            )
        self.order_fields([f"points_{one.pk}" for one in criteria])
        self.criteria = criteria

    @property
    def points(self) -> dict[int, int]:
        return {one.pk: self.cleaned_data[f"points_{one.pk}"] for one in self.criteria}


class CloseForm(PortalForm):
    without_missing = forms.BooleanField(label="Подвести итоги без недостающих оценок", required=False)


class TieForm(ReasonForm):
    """The chair's order among equals: each gets a place of their own."""

    def __init__(self, *args: Any, equals: list[Nomination], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.equals = equals
        numbers = [(str(number), str(number)) for number in range(1, len(equals) + 1)]
        for one in equals:
            self.fields[f"at_{one.pk}"] = forms.TypedChoiceField(
                label=f"{name_of(one)}: место среди равных", choices=numbers, coerce=int
            )
        self.order_fields([f"at_{one.pk}" for one in equals])

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or {})
        given = [data.get(f"at_{one.pk}") for one in self.equals]
        if not self.errors and len(set(given)) != len(given):
            raise forms.ValidationError("Места среди равных должны быть разными.")
        return data

    @property
    def order(self) -> list[int]:
        return sorted((one.pk for one in self.equals), key=lambda pk: self.cleaned_data[f"at_{pk}"])
