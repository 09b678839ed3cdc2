"""The order «О назначении куратора…» (methodology §5.0, order 2)."""

from __future__ import annotations

from functools import partial

from core.errors import DomainError
from core.russian import counted, lower_first
from mentorship.models import Programme, Project
from reports.documents.curators import position_of, user_with_position
from reports.documents.order_text import CONTROL, make_order, order_kind, programme_of
from reports.documents.order_values import common_values, in_cases
from reports.kinds import Built, Source
from reports.recipes import Recipe, register_recipe, the_programme
from reports.wordings.common import COMMON
from reports.wordings.declared import Clause, Part, Text, Variable, register_text
from reports.wordings.filling import Filling, Grid

KIND = "order_curator"
BY_PROJECTS = "есть кураторы проектов"

register_text(
    Text(
        kind=KIND,
        variables=(
            *COMMON,
            Variable("куратор", "куратор программы, полностью, с должностью", cases=True),
            Variable("таблица кураторов проектов", "проект, форма, куратор", table=True),
        ),
        conditions={BY_PROJECTS: "у проектов программы есть свои кураторы"},
        clauses=(
            Clause(
                "basis",
                Part.PREAMBLE,
                "В соответствии с {распоряжение о целевой модели}, в целях организации и сопровождения программы "
                "«{программа}»",
            ),
            Clause(
                "appoint",
                Part.POINT,
                "Назначить куратором программы «{программа}» на период {срок программы} "
                "{куратор, винительный}.",
            ),
            Clause(
                "projects",
                Part.POINT,
                "Назначить кураторов проектов программы: {таблица кураторов проектов}",
                BY_PROJECTS,
            ),
            Clause("duties", Part.POINT, "{куратор программы кому} обеспечить:"),
            Clause(
                "duty-bases",
                Part.SUBPOINT,
                "формирование и актуализацию базы наставляемых и базы наставников;",
            ),
            Clause("duty-consents", Part.SUBPOINT, "сбор и хранение согласий участников программы;"),
            Clause("duty-training", Part.SUBPOINT, "организацию отбора и обучения наставников;"),
            Clause(
                "duty-pairs",
                Part.SUBPOINT,
                "формирование и сопровождение наставнических пар (групп), учёт встреч и обратной связи;",
            ),
            Clause(
                "duty-monitoring",
                Part.SUBPOINT,
                "мониторинг хода и результатов программы и подготовку отчётов.",
            ),
            Clause(
                "project-duties",
                Part.POINT,
                "Кураторам проектов организовать работу наставнических пар (групп) по своим проектам и "
                "представлять сведения о ней куратору программы.",
                BY_PROJECTS,
            ),
            CONTROL,
        ),
    )
)


def build(source: Source) -> Built:
    """The subject is a programme with a curator. Raises DomainError."""
    programme = programme_of(source)
    curator = programme.curator
    if curator is None:
        raise DomainError("У программы не указан куратор: назначать некого.", code="no_curator")
    projects = _with_curators(programme)
    users = [user for project in projects for user in project.curators.all()]
    position = position_of(curator, programme)
    filling = Filling(
        values={
            **common_values(source.organization, programme, source.today),
            **in_cases("куратор", partial(user_with_position, curator, position)),
        },
        holds=frozenset({BY_PROJECTS}) if projects else frozenset(),
        tables={"таблица кураторов проектов": _table(projects, programme)},
    )
    content = make_order(
        source,
        KIND,
        filling,
        title="О назначении кураторов программы наставничества"
        if projects
        else "О назначении куратора программы наставничества",
        programme=programme,
        acquaintance=[user.full_name for user in (curator, *users)],
    )
    people = len(dict.fromkeys([curator.pk, *(user.pk for user in users)]))
    return Built(content, summary=counted(people, "куратор", "куратора", "кураторов"), programme=programme)


def obstacle(programme: Programme) -> str:
    return "" if programme.curator_id else "В паспорте программы не указан куратор."


def _with_curators(programme: Programme) -> list[Project]:
    found = programme.projects.select_related("form").prefetch_related("curators").order_by("pk")
    return [project for project in found if project.curators.all()]


def _table(projects: list[Project], programme: Programme) -> Grid:
    rows: list[list[str]] = []
    for project in projects:
        names = [
            ", ".join(part for part in (user.full_name, lower_first(position_of(user, programme))) if part)
            for user in project.curators.all()
        ]
        rows.append([str(len(rows) + 1), project.title, project.form.title, "\n".join(names)])
    return Grid(["№", "Проект", "Форма наставничества", "Куратор"], rows, [5, 30, 25, 40])


register_recipe(
    Recipe(KIND, "куратор в паспорте программы, кураторы проектов – если есть", the_programme, obstacle)
)
order_kind(KIND, "Приказ о назначении куратора (кураторов)", build=build)
