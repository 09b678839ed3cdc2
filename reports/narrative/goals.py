"""«Цель и задачи», «Формы наставничества и проекты»."""

from __future__ import annotations

from dataclasses import dataclass

from core.russian import counted, quoted, typography
from reports.narrative.book import Grid, Piece, Section
from reports.narrative.words import did, paragraph, sentence

PROJECTS = ("проект", "проекта", "проектов")


@dataclass(frozen=True)
class ProjectFigure:
    """A form of the programme: its card and whether it works."""

    title: str
    form: str
    curators: str
    pairs: int
    mentees: int
    role_models: list[str]


@dataclass(frozen=True)
class GoalFigures:
    programme: str
    goals: str
    tasks: str
    expected: str
    period: str
    curator: str
    year: str


def goals_section(figures: GoalFigures) -> Section:
    pieces = [
        Piece(
            paragraph(
                f"Отчёт составлен за {figures.year}. Программа: «{typography(figures.programme)}».",
                sentence(f"Срок реализации программы: {figures.period}"),
                sentence(f"Куратор программы – {figures.curator}")
                if figures.curator
                else "Куратор программы не назначен.",
            )
        ),
        Piece(_lines(figures.goals), heading="Цель")
        if figures.goals
        else Piece("Цель программы в портале не указана: нет данных."),
    ]
    if figures.tasks:
        pieces.append(Piece(heading="Задачи", items=_items(figures.tasks)))
    if figures.expected:
        pieces.append(Piece(heading="Ожидаемые результаты", items=_items(figures.expected)))
    return Section("goals", "Цель и задачи программы", pieces)


def forms_section(projects: list[ProjectFigure]) -> Section:
    if not projects:
        return Section(
            "forms", "Формы наставничества и проекты", [Piece("Проекты программы не заведены: нет данных.")]
        )
    working = [project for project in projects if project.pairs]
    idle = [project for project in projects if not project.pairs]
    pieces = [
        Piece(
            paragraph(
                f"В программе {counted(len(projects), *PROJECTS)}, по одному на форму наставничества."
                if len(projects) > 1
                else f"Форма наставничества – {quoted(typography(projects[0].form))}.",
                sentence(
                    f"В отчётном году {did(len(working), PROJECTS, ('работал', 'работали', 'работали'))}"
                )
                if working
                else "В отчётном году пар и групп по приказу не было ни в одном проекте.",
                sentence(
                    "Без пар и групп остались формы: "
                    + "; ".join(quoted(typography(project.form)) for project in idle)
                )
                if working and idle
                else "",
            )
        ),
        Piece(
            grid=Grid(
                ["Форма", "Проект", "Ролевые модели", "Куратор проекта", "Пар и групп", "Настав\u00adляемых"],
                [
                    [
                        typography(one.form),
                        typography(one.title),
                        "; ".join(typography(each) for each in one.role_models) or "не указаны",
                        one.curators or "не назначен",
                        str(one.pairs),
                        str(one.mentees),
                    ]
                    for one in projects
                ],
                widths=[17, 24, 24, 17, 8, 10],
                figures=[4, 5],
            )
        ),
    ]
    return Section("forms", "Формы наставничества и проекты", pieces)


def _lines(text: str) -> str:
    return sentence(typography(" ".join(text.split())))


def _items(text: str) -> list[str]:
    """Lines as people typed them, without their own bullets and numbers."""
    lines = (line.strip().lstrip("-–—•*0123456789.)").strip() for line in text.splitlines())
    return [typography(line.rstrip(";. ")) for line in lines if line]
