"""Forms of a document's life: routes, visas, relations, the archive, numbers taken ahead, acting heads."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from core.enums import Gender
from core.errors import DomainError
from core.forms import PortalForm, dress_widgets
from core.models import Membership
from reports.life_enums import RelationKind, VisaState
from reports.selectors.approval import Approver, Route

ROWS = 6
VISA_ANSWERS = [
    (VisaState.AGREED, "Согласовать"),
    (VisaState.REMARKED, "Согласовать с замечаниями"),
    (VisaState.RETURNED, "Вернуть на доработку"),
]


class RouteForm(PortalForm):
    """Rows «who»: a member of the staff, or somebody without an account by name. Rows left empty are passed over."""

    order = forms.ChoiceField(
        label="В каком порядке",
        choices=[("turn", "По очереди, сверху вниз"), ("parallel", "Всем сразу")],
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, staff: Sequence[Membership], route: Route | None = None, **extra: Any
    ) -> None:
        members = route.members if route else ()
        super().__init__(*args, **extra)
        self.staff = {str(one.user_id): one for one in staff}
        self.fields["order"].initial = "parallel" if route and route.is_parallel else "turn"
        choices = [("", "Не из портала или никто")] + [
            (pk, f"{one.user.full_name}{', ' + one.position if one.position else ''}")
            for pk, one in self.staff.items()
        ]
        self.rows = range(1, max(ROWS, len(members) + 1) + 1)
        for number in self.rows:
            known = members[number - 1] if number <= len(members) else None
            account = str(known.user.pk) if known and known.user and str(known.user.pk) in self.staff else ""
            self._add(
                number, "user", forms.ChoiceField(choices=choices, required=False), account, "сотрудник"
            )
            name = known.full_name if known and not account else ""
            self._add(number, "name", forms.CharField(max_length=200, required=False), name, "имя")
            position = known.position if known and not account else ""
            self._add(
                number, "position", forms.CharField(max_length=200, required=False), position, "должность"
            )

    def _add(self, number: int, part: str, field: forms.Field, initial: str, word: str) -> None:
        field.label, field.initial = f"{number}: {word}", initial
        field.widget.attrs["aria-label"] = field.label
        self.fields[f"{part}_{number}"] = field

    def lines(self) -> list[list[Any]]:
        """The rows as the page lays them out."""
        dress_widgets(self)
        return [[self[f"{part}_{number}"] for part in ("user", "name", "position")] for number in self.rows]

    def members(self) -> list[Approver]:
        found = []
        for number in self.rows:
            account, name, position = (
                self.cleaned_data.get(f"{part}_{number}", "") for part in ("user", "name", "position")
            )
            if account:
                one = self.staff[account]
                found.append(Approver(one.user.full_name, position or one.position, one.user))
            elif name:
                found.append(Approver(" ".join(name.split()), position))
            elif position:
                raise DomainError("Должность указана, а человек нет.", field=f"name_{number}")
        return found

    @property
    def is_parallel(self) -> bool:
        return bool(self.cleaned_data["order"] == "parallel")


class VisaForm(PortalForm):
    answer = forms.ChoiceField(label="Ваше решение", choices=VISA_ANSWERS, widget=forms.RadioSelect)
    remark = forms.CharField(
        label="Замечания",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Нужны, если вы возвращаете документ или согласуете его с замечаниями.",
    )


class PaperVisaForm(VisaForm):
    decided_on = forms.DateField(label="Дата визы", widget=forms.DateInput())

    def __init__(self, *args: Any, today: dt.date, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["answer"].label = "Что стоит на листе"
        self.fields["decided_on"].initial = today


class RelationForm(PortalForm):
    kind = forms.ChoiceField(label="Что делает этот документ", choices=RelationKind.choices)
    target = forms.ChoiceField(label="Какой документ")
    note = forms.CharField(
        label="Что именно", required=False, max_length=300, help_text="Например: пункт 2 в новой редакции."
    )

    def __init__(self, *args: Any, found: list[tuple[str, str]], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["target"].choices = found  # type: ignore[attr-defined]


class ArchiveForm(PortalForm):
    case_index = forms.CharField(
        label="Индекс дела по номенклатуре", max_length=60, help_text="Например: 01-05"
    )
    term = forms.CharField(
        label="Срок хранения",
        max_length=120,
        initial="постоянно",
        help_text="Приказы по основной деятельности хранят постоянно.",
    )


class ReserveForm(PortalForm):
    series = forms.ChoiceField(label="Журнал")
    reason = forms.CharField(label="Для какого документа", max_length=300)

    def __init__(self, *args: Any, found: list[tuple[str, str]], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["series"].choices = found  # type: ignore[attr-defined]


class ActingHeadForm(PortalForm):
    position = forms.CharField(label="Как писать в подписи", max_length=120, initial="И.о. директора")
    last_name = forms.CharField(label="Фамилия", max_length=80)
    first_name = forms.CharField(label="Имя", max_length=80)
    middle_name = forms.CharField(label="Отчество", max_length=80, required=False)
    gender = forms.ChoiceField(
        label="Пол",
        required=False,
        choices=[("", "По отчеству"), *Gender.choices],
        help_text="Нужен, когда его не видно по отчеству.",
    )
    basis = forms.CharField(
        label="Основание полномочий", max_length=300, help_text="Например: приказ от 02.11.2026 № 15-ЛС"
    )
    starts_on = forms.DateField(label="С какого дня", widget=forms.DateInput())
    ends_on = forms.DateField(label="По какой день", widget=forms.DateInput(), required=False)
    user = forms.ChoiceField(
        label="Учётная запись",
        required=False,
        help_text="Кто будет подписывать в портале. Роль «Директор» человеку даёт администратор; подписать он "
        "сможет только в эти дни, а основной руководитель в эти дни не подписывает.",
    )

    def __init__(self, *args: Any, found: list[tuple[str, str]], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["user"].choices = [("", "Не указана"), *found]  # type: ignore[attr-defined]


class EndDayForm(PortalForm):
    ends_on = forms.DateField(label="Последний день", widget=forms.DateInput())


class AcquaintForm(PortalForm):
    user = forms.ChoiceField(label="Сотрудник портала", required=False)
    full_name = forms.CharField(
        label="Или фамилия, имя, отчество",
        required=False,
        max_length=200,
        help_text="Человек без учётной записи распишется на бумаге.",
    )
    position = forms.CharField(label="Должность", required=False, max_length=200)

    def __init__(self, *args: Any, staff: Sequence[Membership], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.staff = {str(one.user_id): one for one in staff}
        found = [(pk, one.user.full_name) for pk, one in self.staff.items()]
        self.fields["user"].choices = [("", "Не выбран"), *found]  # type: ignore[attr-defined]


class PaperAcquaintForm(PortalForm):
    acquainted_on = forms.DateField(label="Дата на листе", widget=forms.DateInput())
    scan = forms.FileField(
        label="Скан листа", required=False, help_text="PDF, PNG или JPEG, до 20\u00a0МБ. Не обязательно."
    )

    def __init__(self, *args: Any, today: dt.date, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["acquainted_on"].initial = today
