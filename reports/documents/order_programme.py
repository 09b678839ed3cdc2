"""The order «Об утверждении Программы наставничества» (methodology §5.0, order 9)."""

from __future__ import annotations

from mentorship.models import Programme
from reports.documents.order_text import BASIS_TEXT, CONTROL, make_order, order_kind, programme_of
from reports.documents.order_values import common_values
from reports.kinds import Built, Source
from reports.recipes import Recipe, register_recipe, the_programme
from reports.wordings.common import COMMON
from reports.wordings.declared import Clause, Part, Text, Variable, register_text
from reports.wordings.filling import Filling, Grid

KIND = "order_programme"
HAS_PROJECTS = "есть проекты"

register_text(
    Text(
        kind=KIND,
        variables=(*COMMON, Variable("таблица проектов", "проект, форма, кураторы", table=True)),
        conditions={HAS_PROJECTS: "у программы есть проекты"},
        clauses=(
            Clause("basis", Part.PREAMBLE, BASIS_TEXT),
            Clause(
                "approve",
                Part.POINT,
                "Утвердить программу наставничества «{программа}» {срок программы} (прилагается).",
            ),
            Clause(
                "projects",
                Part.POINT,
                "Утвердить перечень проектов программы (приложение № {номер приложения, проекты}).",
                HAS_PROJECTS,
            ),
            Clause(
                "carry-out",
                Part.POINT,
                "{куратор программы кому} организовать выполнение программы, довести её до сведения участников, "
                "представить отчёт о результатах после окончания срока.",
            ),
            CONTROL,
            Clause(
                "annex-projects",
                Part.ANNEX,
                "Перечень проектов программы «{программа}»\n{таблица проектов}",
                HAS_PROJECTS,
                "проекты",
            ),
        ),
    )
)


def build(source: Source) -> Built:
    """The subject is a programme. Raises DomainError."""
    programme = programme_of(source)
    projects = list(
        programme.projects.select_related("form").prefetch_related("curators").order_by("form__order", "pk")
    )
    rows = [
        [
            str(number),
            one.title,
            one.form.title,
            "\n".join(user.full_name for user in one.curators.all())
            or (programme.curator.full_name if programme.curator else ""),
        ]
        for number, one in enumerate(projects, start=1)
    ]
    filling = Filling(
        values=common_values(source.organization, programme, source.today),
        holds=frozenset({HAS_PROJECTS}) if rows else frozenset(),
        tables={
            "таблица проектов": Grid(
                ["№", "Проект", "Форма наставничества", "Куратор"], rows, [5, 35, 30, 30]
            )
        },
    )
    people = [programme.curator.full_name] if programme.curator else []
    content = make_order(
        source,
        KIND,
        filling,
        title="Об утверждении программы наставничества",
        programme=programme,
        acquaintance=[*people, *(name for row in rows for name in row[3].split("\n") if name)],
    )
    return Built(content, summary=programme.title, programme=programme)


def obstacle(programme: Programme) -> str:
    return "" if programme.curator_id else "В паспорте программы не указан куратор: выполнять её некому."


register_recipe(Recipe(KIND, "паспорт программы с куратором и проектами", the_programme, obstacle))
order_kind(KIND, "Приказ об утверждении Программы наставничества", build=build)
