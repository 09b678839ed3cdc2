"""The order «О внедрении целевой модели наставничества» (methodology §5.0, order 1)."""

from __future__ import annotations

from core.errors import DomainError
from core.russian import date_long
from reports.documents.order_text import CONTROL, make_order, order_kind, programme_of
from reports.documents.order_values import common_values
from reports.documents.roadmap_plan import RoadmapPaper, build_roadmap
from reports.documents.staff import staff_of
from reports.kinds import Built, Source
from reports.recipes import Recipe, register_recipe, the_programme
from reports.wordings.common import COMMON
from reports.wordings.declared import Clause, Part, Text, Variable, register_text
from reports.wordings.filling import Filling, Grid
from roadmap.enums import LIVE

KIND = "order_launch"
HAS_ROADMAP = "есть дорожная карта"
COLUMNS = ["number", "text", "deadline", "responsible"]

register_text(
    Text(
        kind=KIND,
        variables=(
            *COMMON,
            Variable("начало", "первый день программы"),
            Variable("конец", "последний день программы"),
            Variable("таблица дорожной карты", "мероприятия, сроки, ответственные", table=True),
            Variable("таблица ответственных", "работники учреждения и их обязанности", table=True),
        ),
        conditions={HAS_ROADMAP: "у программы есть дорожная карта"},
        clauses=(
            Clause(
                "basis",
                Part.PREAMBLE,
                "В соответствии с {закон об образовании}, {распоряжение о целевой модели}, в целях внедрения "
                "целевой модели наставничества в {учреждение кратко}",
            ),
            Clause(
                "launch",
                Part.POINT,
                "Внедрить с {начало} целевую модель наставничества обучающихся и реализовать программу "
                "«{программа}» {срок программы}.",
            ),
            Clause("regulation", Part.POINT, "Утвердить Положение о наставничестве (прилагается)."),
            Clause(
                "roadmap",
                Part.POINT,
                "Утвердить дорожную карту внедрения целевой модели наставничества (приложение № {номер "
                "приложения, карта}).",
                HAS_ROADMAP,
            ),
            Clause(
                "responsible",
                Part.POINT,
                "Назначить ответственных за внедрение целевой модели наставничества согласно списку "
                "(приложение № {номер приложения, ответственные}).",
            ),
            Clause(
                "monitoring",
                Part.POINT,
                "{куратор программы кому} провести мониторинг реализации программы: входной – до начала работы "
                "пар, промежуточный – в середине периода, итоговый – до {конец}; итоги представить "
                "руководителю.",
            ),
            Clause(
                "site",
                Part.POINT,
                "{куратор программы кому} обеспечить размещение настоящего приказа и материалов программы на "
                "официальном сайте учреждения без персональных данных участников.",
            ),
            CONTROL,
            Clause(
                "annex-roadmap", Part.ANNEX, "Дорожная карта\n{таблица дорожной карты}", HAS_ROADMAP, "карта"
            ),
            Clause(
                "annex-responsible",
                Part.ANNEX,
                "Ответственные за внедрение целевой модели наставничества\n{таблица ответственных}",
                "",
                "ответственные",
            ),
        ),
    )
)


def build(source: Source) -> Built:
    """The subject is a programme; its roadmap, if it has one, is an annex. Raises DomainError."""
    programme = programme_of(source)
    roadmap = programme.roadmaps.filter(project=None, state__in=LIVE).select_related("organization").first()  # type: ignore[attr-defined]
    tables = {"таблица ответственных": _responsible(source)}
    if roadmap is not None:
        options = {"columns": COLUMNS}
        paper = build_roadmap(Source(roadmap, source.organization, source.today, options)).content
        tables["таблица дорожной карты"] = _roadmap_grid(paper)
    filling = Filling(
        values={
            **common_values(source.organization, programme, source.today),
            "начало": date_long(programme.period_start),
            "конец": date_long(programme.period_end),
        },
        holds=frozenset({HAS_ROADMAP}) if roadmap is not None else frozenset(),
        tables=tables,
    )
    content = make_order(
        source,
        KIND,
        filling,
        title="О внедрении целевой модели наставничества",
        programme=programme,
        acquaintance=[row[1] for row in tables["таблица ответственных"].rows],
    )
    return Built(content, summary=programme.title, programme=programme)


def _responsible(source: Source) -> Grid:
    staff = staff_of(source.organization)
    if not staff:
        raise DomainError("В учреждении нет ни одного работника: пригласите куратора.", code="no_staff")
    rows = [[str(number), one.name, one.position, one.roles] for number, one in enumerate(staff, start=1)]
    return Grid(["№", "Фамилия, имя, отчество", "Должность", "За что отвечает"], rows, [5, 35, 30, 30])


def _roadmap_grid(paper: RoadmapPaper) -> Grid:
    """Stages stand above their activities, in the column of the text."""
    rows = []
    for stage in paper.stages:
        if stage.title:
            rows.append(["", stage.title, "", ""])
        rows += [list(row.cells) for row in stage.rows]
    return Grid(list(paper.heads), rows, [5, 50, 20, 25])


register_recipe(
    Recipe(KIND, "руководитель в карточке учреждения; дорожная карта станет приложением", the_programme)
)
order_kind(KIND, "Приказ о внедрении целевой модели наставничества", build=build)
