"""Forms of what lives on an activity: who answers, its rules of proof, its event, its days, words about it."""

from typing import Any

from django import forms

from core.enums import Role
from core.forms import PortalForm, ReasonForm
from core.models import User
from roadmap.domain.anchoring import anchor_kinds
from roadmap.domain.comments import LONGEST
from roadmap.models import Activity
from roadmap.models.living import MOST_NEEDED
from roadmap.proofs import Proof

ROLES = [(role.value, role.label) for role in Role if role not in {Role.ADMINISTRATOR, Role.REGION_OBSERVER}]


class AssigneesForm(PortalForm):
    """Roles and people that answer for an activity."""

    roles = forms.MultipleChoiceField(
        label="Роли", choices=ROLES, required=False, widget=forms.CheckboxSelectMultiple
    )
    users = forms.ModelMultipleChoiceField(
        label="Люди", queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Те, кто работает в портале: мероприятие появится у них в «Моих».",
    )  # fmt: skip

    def __init__(self, *args: Any, users: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["users"].queryset = users  # type: ignore[attr-defined]


class CommentForm(PortalForm):
    text = forms.CharField(label="Комментарий", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class RulesForm(PortalForm):
    """For each kind of result: how many records it needs, and whether they prove it by themselves."""

    def __init__(self, *args: Any, rules: list[tuple[str, Proof, int, bool]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = [kind for kind, *_ in rules]
        labels = dict(anchor_kinds())
        for kind, _, needed, automatic in rules:
            self.fields[f"auto_{kind}"] = forms.BooleanField(
                label=f"{labels[kind]}: подтверждать самому", required=False, initial=automatic
            )
            self.fields[f"needed_{kind}"] = forms.IntegerField(
                label="Сколько нужно", min_value=1, max_value=MOST_NEEDED, initial=needed,
                help_text="Например, 2, если приказов должно быть два.",
            )  # fmt: skip

    def rules(self) -> dict[str, tuple[int, bool]]:
        values = self.cleaned_data
        return {kind: (values[f"needed_{kind}"], values[f"auto_{kind}"]) for kind in self.kinds}


class AnchorForm(PortalForm):
    """The event that a deadline is counted from: one of three."""

    kind = forms.ChoiceField(
        label="Запись портала", choices=[("", "Не указано"), *anchor_kinds()], required=False,
        help_text="Срок появится, когда документ подпишут или работу завершат.",
    )  # fmt: skip
    other = forms.ModelChoiceField(
        label="Или другое мероприятие", queryset=Activity.objects.none(), required=False
    )
    day = forms.DateField(label="Или день", required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, activities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = activities  # type: ignore[attr-defined]


class DaysForm(PortalForm):
    """New days of one occurrence."""

    start = forms.DateField(label="Начало", required=False, widget=forms.DateInput)
    due = forms.DateField(label="Срок до", widget=forms.DateInput)
    reason = forms.CharField(
        label="Почему переносится", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class StageForm(PortalForm):
    title = forms.CharField(label="Название", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    number = forms.TypedChoiceField(
        label="Какой это этап методики", required=False, coerce=int, empty_value=None,
        choices=[("", "Другой раздел"), *((number, f"Этап {number}") for number in range(1, 8))],
    )  # fmt: skip
    task = forms.CharField(
        label="Задача этапа", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )


class ArchiveForm(ReasonForm):
    """Why something leaves the plan."""
