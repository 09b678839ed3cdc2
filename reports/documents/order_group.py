"""The order «О создании рабочей группы» (methodology §5.0, order 9)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms

from core.errors import DomainError
from core.forms import PortalForm
from core.models import User
from core.russian import counted
from mentorship.models import Programme
from reports.documents.curators import user_with_position
from reports.documents.order_text import BASIS_TEXT, CONTROL, make_order, order_kind, programme_of
from reports.documents.order_values import common_values, in_cases
from reports.documents.staff import StaffMember, staff_of
from reports.kinds import Built, Source
from reports.recipes import Recipe, register_recipe, the_programme
from reports.wordings.common import COMMON
from reports.wordings.declared import Clause, Part, Text, Variable, register_text
from reports.wordings.filling import Filling, Grid

KIND = "order_group"

register_text(
    Text(
        kind=KIND,
        variables=(
            *COMMON,
            Variable("председатель", "руководитель рабочей группы, с должностью", cases=True),
            Variable("таблица группы", "состав рабочей группы", table=True),
        ),
        clauses=(
            Clause("basis", Part.PREAMBLE, BASIS_TEXT),
            Clause(
                "create",
                Part.POINT,
                "Создать рабочую группу по внедрению и реализации целевой модели наставничества и утвердить её "
                "состав (приложение № {номер приложения, состав}).",
            ),
            Clause(
                "chair", Part.POINT, "Назначить руководителем рабочей группы {председатель, винительный}."
            ),
            Clause("tasks", Part.POINT, "Рабочей группе:"),
            Clause("task-plan", Part.SUBPOINT, "подготовить дорожную карту и программу наставничества;"),
            Clause("task-people", Part.SUBPOINT, "организовать сбор запросов и отбор наставников;"),
            Clause(
                "task-results", Part.SUBPOINT, "рассматривать итоги этапов и предлагать изменения программы."
            ),
            Clause("secretary", Part.POINT, "{куратор программы кому} организовать работу рабочей группы."),
            CONTROL,
            Clause("annex-members", Part.ANNEX, "Состав рабочей группы\n{таблица группы}", "", "состав"),
        ),
    )
)


class GroupForm(PortalForm):
    """Who is in the group and who leads it."""

    members = forms.TypedMultipleChoiceField(
        label="Кто в рабочей группе", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    chair = forms.TypedChoiceField(label="Руководитель группы", coerce=int)

    def __init__(self, *args: Any, programme: Programme, **given: Any) -> None:
        super().__init__(*args, **given)
        choices = [(one.user, _told(one)) for one in staff_of(programme.organization)]
        self.fields["members"].choices = choices  # type: ignore[attr-defined]
        self.fields["chair"].choices = choices  # type: ignore[attr-defined]
        self.fields["members"].initial = [pk for pk, _ in choices]
        self.fields["chair"].initial = programme.curator_id

    def options(self) -> dict[str, Any]:
        return {"members": sorted(self.cleaned_data["members"]), "chair": self.cleaned_data["chair"]}


def _told(one: StaffMember) -> str:
    return f"{one.name}, {one.position or one.roles}"


def defaults(programme: Programme) -> dict[str, Any]:
    """Everybody, led by the curator of the programme."""
    people = [one.user for one in staff_of(programme.organization)]
    chair = programme.curator_id if programme.curator_id in people else next(iter(people), 0)
    return {"members": people, "chair": chair}


def build(source: Source) -> Built:
    """`options`: `members` are ids of users of the staff, `chair` one of them. Raises DomainError."""
    programme = programme_of(source)
    given = dict(source.options) if source.options.get("members") else defaults(programme)
    chair = int(given.get("chair") or 0)
    members = staff_of(source.organization, {*given["members"], chair})
    if len(members) < 2:
        raise DomainError("В рабочей группе должно быть хотя бы два человека.", field="members", code="few")
    if chair not in {one.user for one in members}:
        raise DomainError("Выберите руководителя рабочей группы.", field="chair", code="chair")
    ordered = sorted(members, key=lambda one: one.user != chair)
    leader = ordered[0]
    user = User.objects.get(pk=chair)
    filling = Filling(
        values={
            **common_values(source.organization, programme, source.today),
            **in_cases("председатель", partial(user_with_position, user, leader.position)),
        },
        tables={"таблица группы": _grid(ordered, chair)},
    )
    content = make_order(
        source,
        KIND,
        filling,
        title="О создании рабочей группы по внедрению целевой модели наставничества",
        programme=programme,
        acquaintance=[one.name for one in ordered],
    )
    summary = f"{counted(len(ordered), 'человек', 'человека', 'человек')} в группе"
    return Built(content, summary=summary, programme=programme)


def _grid(members: list[StaffMember], chair: int) -> Grid:
    rows = [
        [
            str(number),
            one.name,
            one.position or one.roles,
            "руководитель группы" if one.user == chair else "член группы",
        ]
        for number, one in enumerate(members, start=1)
    ]
    return Grid(["№", "Фамилия, имя, отчество", "Должность", "В рабочей группе"], rows, [5, 40, 30, 25])


def obstacle(programme: Programme) -> str:
    few = len(staff_of(programme.organization)) < 2
    return "Пригласите в портал хотя бы двух работников учреждения." if few else ""


register_recipe(
    Recipe(
        KIND,
        "двое или больше работников учреждения",
        the_programme,
        obstacle,
        form=GroupForm,
        defaults=defaults,
    )
)
order_kind(KIND, "Приказ о создании рабочей группы", build=build)
