"""The sections of a programme's projects: words before, the card, the calendar plan, the estimate, risks."""

from __future__ import annotations

from core.names import short_name
from core.russian import period_long, quoted
from mentorship.models import Project
from reports.documents.sections import Part, card, prose, table
from reports.passport_money import money, roubles
from reports.selectors.passports import PassportView, ProjectView
from roadmap.enums import LIVE, RoadmapState
from roadmap.models import Roadmap
from roadmap.selectors.outlines import held_outline, outline_of


def project_sections(view: PassportView) -> list[tuple[str, list[Part]]]:
    """Title and parts of each project, in the order of the forms of mentoring."""
    return [(f"Проект {quoted(one.project.title)}", _parts(one)) for one in view.projects]


def _parts(view: ProjectView) -> list[Part]:
    parts = [*(prose(view.card.about) if view.card else []), _card(view)]
    steps = _steps(view)
    if steps:
        head = ("№", "Мероприятие", "Срок", "Ответственный")
        parts.append(table("plan", head, steps, caption="Календарный план проекта"))
    if view.costs:
        rows = [[one.text, one.get_source_display(), money(one.amount)] for one in view.costs]
        total = sum(one.amount for one in view.costs)
        rows.append(["Всего", "", money(total)])  # type: ignore[arg-type]
        head3 = ("На что", "Источник", "Сумма, ₽")
        parts.append(table("costs", head3, rows, caption="Смета проекта", total=True))
    if view.risks:
        from reports.documents.programme_passport import risk_table  # noqa: PLC0415 - the two halves of one kind

        parts.append(risk_table(view.risks, caption="Риски проекта и пути их снижения"))
    return parts


def _card(view: ProjectView) -> Part:
    project = view.project
    tasks = view.card.tasks if view.card else ""
    return card(
        [
            ("Форма наставничества", project.form.title),
            ("Руководитель проекта", _lead(view)),
            ("Участники проекта", project.participants),
            ("Сроки реализации", _period(project)),
            ("Цель проекта" if tasks else "Цели и задачи", project.goals),
            ("Задачи проекта", tasks),
            ("Планируемые результаты", project.planned_results),
            ("Оцениваемые результаты", project.assessed_results),
            ("Критерии (индикаторы) успешной реализации", project.criteria),
            ("Портрет наставника", project.mentor_portrait),
            ("Портрет наставляемого", project.mentee_portrait),
            ("Ролевые модели", "\n".join(f"– {model.title}" for model in project.role_models.all())),
            ("Область применения", project.application_area),
            ("Риски и пути их снижения", "" if view.risks else project.risks),
            ("Финансирование проекта", _money(project)),
            ("Взаимосвязь с другими проектами", project.links),
        ]
    )


def _lead(view: ProjectView) -> str:
    if view.card and view.card.lead:
        return view.card.lead
    names = [[*user.full_name.split(maxsplit=2), "", "", ""][:3] for user in view.project.curators.all()]
    return ", ".join(short_name(*parts) for parts in names)


def _period(project: Project) -> str:
    start = project.period_start or project.programme.period_start
    return period_long(start, project.period_end or project.programme.period_end)


def _money(project: Project) -> str:
    if not project.budget and not project.extra_budget:
        return ""
    return f"бюджет – {roubles(project.budget)}, внебюджет – {roubles(project.extra_budget)}"


def _steps(view: ProjectView) -> list[list[str]]:
    """The plan of the project's own roadmap when it has an approved one, else the lines of the passport."""
    roadmap = Roadmap.objects.filter(project=view.project, state__in=LIVE).first()
    if roadmap is not None and roadmap.state != RoadmapState.DRAFT:
        version = roadmap.versions.order_by("-number").first()
        outline = held_outline(version) if version else outline_of(roadmap)
        rows = [row for _, row in outline.rows]
        return [[str(n), row.text, row.deadline, row.responsible] for n, row in enumerate(rows, start=1)]
    return [[str(n), one.text, one.deadline, one.responsible] for n, one in enumerate(view.steps, start=1)]
