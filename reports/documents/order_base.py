"""The order «Об утверждении базы наставников» (methodology §5.0, order 3): the list is its annex."""

from __future__ import annotations

from typing import Any

from django import forms

from core.errors import DomainError
from core.forms import PortalForm
from core.models import User
from core.russian import counted, date_long
from mentorship.domain.advance import Order as BaseOrder
from mentorship.domain.advance import approve_by_order
from mentorship.enums import EntryState
from mentorship.models import MentorEntry, Programme
from reports.consequences import order_signed, subjects_of
from reports.documents.order_text import BASIS_TEXT, CONTROL, make_order, order_kind, programme_of
from reports.documents.order_values import common_values
from reports.documents.people import full_name, occupation
from reports.kinds import Built, Source
from reports.models import Document
from reports.recipes import Recipe, register_recipe, the_programme
from reports.wordings.common import COMMON
from reports.wordings.declared import Clause, Part, Text, Variable, register_text
from reports.wordings.filling import Filling, Grid

KIND = "order_base"
BY_PROTOCOL = "есть протокол"
READY = (EntryState.SELECTED, EntryState.TRAINED)
NOBODY = "Нет отобранных или обученных наставников, которых ещё не утвердили приказом."

register_text(
    Text(
        kind=KIND,
        variables=(
            *COMMON,
            Variable("сколько наставников", "«12 наставников»"),
            Variable("протокол", "«протокол комиссии по отбору от … № …», как записано при подготовке"),
            Variable("таблица наставников", "список наставников", table=True),
        ),
        conditions={BY_PROTOCOL: "при подготовке указан протокол комиссии"},
        clauses=(
            Clause("basis", Part.PREAMBLE, BASIS_TEXT, f"не {BY_PROTOCOL}"),
            Clause(
                "basis-protocol",
                Part.PREAMBLE,
                f"{BASIS_TEXT} и на основании решения комиссии по отбору ({{протокол}})",
                BY_PROTOCOL,
            ),
            Clause(
                "approve",
                Part.POINT,
                "Утвердить базу наставников программы «{программа}»: {сколько наставников} (приложение № {номер "
                "приложения, список}).",
            ),
            Clause("term", Part.POINT, "База наставников действует {срок программы}."),
            Clause(
                "keep",
                Part.POINT,
                "{куратор программы кому} вести базу наставников, обеспечить обучение включённых в неё лиц, "
                "публиковать сведения о них на сайте только при их согласии на распространение персональных "
                "данных.",
            ),
            CONTROL,
            Clause("annex-list", Part.ANNEX, "База наставников\n{таблица наставников}", "", "список"),
        ),
    )
)


class BaseForm(PortalForm):
    protocol = forms.CharField(
        label="Основание",
        required=False,
        max_length=200,
        help_text="Например: протокол комиссии по отбору от 14 октября 2026 г. № 2.",
    )

    def __init__(self, *args: Any, programme: Programme, **given: Any) -> None:
        super().__init__(*args, **given)

    def options(self) -> dict[str, Any]:
        return {"protocol": self.cleaned_data["protocol"].strip().rstrip(".")}


def waiting(programme: Programme) -> list[MentorEntry]:
    """Mentors who are chosen and not approved yet, in the order of names."""
    found = MentorEntry.objects.filter(programme=programme, state__in=READY).select_related("person")
    return list(found.prefetch_related("projects__form").order_by("person__search_key", "pk"))


def build(source: Source) -> Built:
    """The subject is a programme: all its mentors who wait for the approval. Raises DomainError."""
    programme = programme_of(source)
    entries = waiting(programme)
    if not entries:
        raise DomainError(NOBODY, code="nobody")
    protocol = str(source.options.get("protocol") or "")
    rows = [
        [
            str(number),
            full_name(entry.person),
            occupation(entry.person),
            ", ".join(project.form.title for project in entry.projects.all()),
        ]
        for number, entry in enumerate(entries, start=1)
    ]
    count = counted(len(entries), "наставник", "наставника", "наставников")
    head = ["№", "Фамилия, имя, отчество", "Место работы, учёбы", "Форма наставничества"]
    filling = Filling(
        values={
            **common_values(source.organization, programme, source.today),
            "сколько наставников": count,
            "протокол": protocol,
        },
        holds=frozenset({BY_PROTOCOL}) if protocol else frozenset(),
        tables={"таблица наставников": Grid(head, rows, [5, 35, 30, 30])},
    )
    content = make_order(source, KIND, filling, title="Об утверждении базы наставников", programme=programme)
    return Built(content, summary=count, programme=programme, subjects=tuple(entries))


def approve_base(document: Document, actor: User | None) -> None:
    """The mentors of the list are «утверждён приказом»; who has gone on or left since is passed over."""
    if document.date is None:
        raise DomainError("У приказа нет даты: сначала зарегистрируйте его.", code="no_date")
    order = BaseOrder(document.number, document.date)
    entries = MentorEntry.objects.filter(pk__in=subjects_of(document, MentorEntry), state__in=READY)
    for entry in entries.select_related("person", "programme").order_by("pk"):
        try:
            approve_by_order(entry, actor=actor, order=order)
        except DomainError as error:
            raise DomainError(
                f"{entry.person.full_name}: {error.message} Уберите наставника из приказа или исправьте это: "
                f"приказ от {date_long(document.date)} не подписан.",
                code=error.code,
            ) from error
    order_signed(document, actor)


def obstacle(programme: Programme) -> str:
    some = MentorEntry.objects.filter(programme=programme, state__in=READY).exists()
    return "" if some else NOBODY


register_recipe(Recipe(KIND, "отобранные или обученные наставники", the_programme, obstacle, form=BaseForm))
order_kind(KIND, "Приказ об утверждении базы наставников", build=build, on_signed=approve_base)
