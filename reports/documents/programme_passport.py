"""«Программа наставничества»: title page, contents, passport, projects, resources, money, risks, the roadmap
(methodology §5.1). What an institution has not filled in is left out, and the numbers of sections have no gaps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from core.docx import Align, Approval, Block, Contents, Heading, PageBreak, Paragraph
from core.errors import DomainError
from core.russian import capitalize_first, date_long, period_long, typography
from mentorship.models import Programme
from reports import consequences
from reports.documents.letterhead import (
    Letterhead,
    Signatory,
    letterhead_blocks,
    letterhead_of,
    signatory_of,
)
from reports.documents.programme_projects import project_sections
from reports.documents.roadmap_parts import ApprovalStamp, approval_stamp
from reports.documents.sections import (
    Part,
    Section,
    blocks_of,
    card,
    items,
    numbered,
    prose,
    table,
)
from reports.kinds import LOCAL_ACTS, LOCAL_ACTS_PATTERN, Built, DocumentKind, Source, register
from reports.models import PassportRisk
from reports.passport_enums import ResourceKind
from reports.passport_money import money, roubles
from reports.recipes import Recipe, register_recipe, the_programme
from reports.rendering import Requisites, dated_stamp, mark_blocks
from reports.selectors.approving_orders import approved_lines
from reports.selectors.indicators import grouped_lines, indicator_lines
from reports.selectors.passports import PassportView, passport_of
from roadmap.enums import RoadmapState
from roadmap.selectors.outlines import held_outline, outline_of
from roadmap.selectors.roadmaps import main_roadmap

KIND, ORDER = "programme_passport", "order_programme"
WIDTHS = {
    "stages": (26, 18, 30, 26),
    "plan": (7, 48, 20, 25),
    "risks": (6, 34, 14, 14, 32),
    "costs": (50, 30, 20),
    "projects": (46, 18, 18, 18),
    "roadmap": (7, 35, 17, 19, 22),
}


@dataclass(frozen=True)
class ProgrammePaper:
    """`considered` are the lines of «Рассмотрена …», empty when nobody has considered it yet; `approved` those of
    «УТВЕРЖДЕНА приказом …», empty while the head approves the paper itself."""

    title: str
    letterhead: Letterhead
    stamp: ApprovalStamp
    considered: list[str]
    programme: str
    term: str
    year: str
    sections: list[Section]
    annex: str
    annex_parts: list[Part]
    approved: list[str] = field(default_factory=list)
    signatory: Signatory | None = None

    @property
    def contents(self) -> list[tuple[int, str, str]]:
        """Level, heading, anchor."""
        found = [(one.level, one.heading, one.anchor) for one in self.sections]
        return [*found, (1, f"Приложение. {self.annex}", "annex")] if self.annex else found


def build_programme(source: Source) -> Built:
    """From the passport as it stands. DomainError while neither a goal nor a project is there."""
    programme = source.subject
    if not isinstance(programme, Programme):
        raise TypeError("the subject is a programme")
    view = passport_of(programme)
    if not programme.goals.strip() or not view.projects:
        raise DomainError(
            "Программе нужны цель и хотя бы один проект: заполните паспорт, потом соберите документ.",
            code="empty",
        )
    annex, annex_parts = _roadmap(programme)
    content = ProgrammePaper(
        title=typography(programme.title),
        letterhead=letterhead_of(source.organization),
        stamp=approval_stamp(source.organization, None),
        considered=_considered(view, source.organization.short_name),
        programme=typography(programme.title),
        term=_term(programme),
        year=str(programme.period_start.year),
        sections=numbered(_sections(view, source.today)),
        annex=annex,
        annex_parts=annex_parts,
        approved=approved_lines(programme, ORDER),
        signatory=signatory_of(source.organization),
    )
    return Built(content, summary=content.term, programme=programme)


def _term(programme: Programme) -> str:
    first, last = programme.period_start.year, programme.period_end.year
    return f"на {first} год" if first == last else f"на {first}–{last} годы"


def _considered(view: PassportView, organization: str) -> list[str]:
    passport = view.passport
    if passport is None or not passport.considered_by:
        return []
    number = f" № {passport.considered_protocol}" if passport.considered_protocol else " № ____"
    day = date_long(passport.considered_on) if passport.considered_on else "«____» __________ 20___ г."
    return [
        "Рассмотрена на заседании",
        typography(f"{passport.considered_by} {organization}"),
        typography(f"протокол{number}"),
        f"от {day}",
    ]


def _sections(view: PassportView, today: dt.date) -> list[tuple[str, int, list[Part]]]:
    programme, passport = view.programme, view.passport
    return [
        ("Паспорт программы", 1, [_passport_card(view)]),
        ("Анализ текущего состояния", 1, prose(passport.analysis) if passport else []),
        ("Цель и задачи программы", 1, _goals(programme)),
        ("Механизмы реализации и проекты программы", 1, _mechanisms(view)),
        *((title, 2, parts) for title, parts in project_sections(view)),
        ("Ресурсное обеспечение программы", 1, []),
        *_resources(view),
        ("Ожидаемые результаты и показатели", 1, _results(programme, today)),
        ("Мониторинг реализации программы", 1, prose(passport.monitoring) if passport else []),
        ("Финансирование программы", 1, _funding(view)),
        ("Риски и меры по их снижению", 1, _risks(view)),
    ]


def _passport_card(view: PassportView) -> Part:
    programme, passport = view.programme, view.passport
    stages = [
        " ".join(part for part in (f"{stage.title}", f"({stage.period})" if stage.period else "") if part)
        for stage in view.stages
    ]
    period = period_long(programme.period_start, programme.period_end)
    projects = [f"«{project.project.form.title}»: {project.project.title}" for project in view.projects]
    day = date_long(passport.considered_on) if passport and passport.considered_on else ""
    return card(
        [
            ("Наименование программы", programme.title),
            (
                "Основание для разработки",
                ";\n".join(
                    part.strip().rstrip(";") for part in [*view.acts, programme.basis] if part.strip()
                ),
            ),
            ("Заказчик программы", programme.customer),
            ("Разработчик программы", programme.developer),
            ("Цель программы", programme.goals),
            ("Задачи программы", programme.tasks),
            ("Сроки и этапы реализации", "\n".join([capitalize_first(period), *stages])),
            ("Перечень проектов", "\n".join(projects)),
            ("Целевые показатели", "Показатели с планом по годам приведены в разделе о результатах."),
            ("Объёмы и источники финансирования", _funding_words(view)),
            ("Ожидаемые результаты", programme.expected_results),
            ("Контроль за исполнением", programme.control),
            ("Дата рассмотрения", day),
        ],
        name="passport",
    )


def _funding_words(view: PassportView) -> str:
    table_of = view.funding
    if table_of.is_empty:
        return view.programme.financing
    lines = [f"Общий объём – {roubles(table_of.total)}, в том числе:"]
    lines += [f"{row.label.lower()} – {roubles(row.total)}" for row in table_of.filled]
    return "\n".join(lines)


def _goals(programme: Programme) -> list[Part]:
    goals = prose(programme.goals)
    tasks = prose(programme.tasks)
    return [*goals, *([Part("text", text="Задачи программы:")] if tasks else []), *tasks]


def _mechanisms(view: PassportView) -> list[Part]:
    own = prose(view.passport.mechanisms) if view.passport else []
    if view.stages:
        rows = [[one.title, one.period, one.work, one.result] for one in view.stages]
        own.append(
            table("stages", ("Этап", "Срок", "Что делается", "Результат"), rows, caption="Этапы реализации")
        )
    return own


def _resources(view: PassportView) -> list[tuple[str, int, list[Part]]]:
    found: list[tuple[str, int, list[Part]]] = []
    if view.acts or view.programme.basis.strip():
        found.append(
            (str(ResourceKind.LEGAL.label), 2, items([*view.acts, *view.programme.basis.split("\n")]))
        )
    for kind in ResourceKind:
        own = [part for row in view.resources if row.kind == kind for part in prose(row.text)]
        if not own:
            continue
        if found and kind == ResourceKind.LEGAL:
            found[0][2].extend(own)
            continue
        found.append((str(kind.label), 2, own))
    return found


def _results(programme: Programme, today: dt.date) -> list[Part]:
    parts = prose(programme.expected_results)
    lines = indicator_lines(programme, on=today)
    if not lines:
        return parts
    years = [cell.label for cell in lines[0].plan]
    rows: list[list[str]] = []
    for group in grouped_lines(lines):
        if group.title:
            rows.append([group.title, *("" for _ in years)])
        rows += [[line.title, *(cell.text or "–" for cell in line.plan)] for line in group.lines]
    name = "indicators"
    return [*parts, table(name, ("Показатель", *years), rows, caption="Целевые показатели по годам")]


def _funding(view: PassportView) -> list[Part]:
    parts = prose(view.programme.financing)
    funding = view.funding
    if not funding.is_empty:
        head = ("Источник, ₽", *funding.years, "Всего")
        rows = [*(row.cells for row in funding.filled), funding.total_cells]
        parts.append(table("funding", head, rows, caption="Финансирование по источникам и годам", total=True))
    with_sums = [project.money for project in view.projects if project.money.total]
    if with_sums:
        rows = [
            [one.title, money(one.card["budget"]), money(one.card["extra"]), money(one.total)]
            for one in with_sums
        ]
        budget = sum(one.card["budget"] for one in with_sums)
        extra = sum(one.card["extra"] for one in with_sums)
        total = sum(one.total for one in with_sums)
        rows.append(["Всего", money(budget), money(extra), money(total)])  # type: ignore[arg-type]
        head = ("Проект", "Бюджет, ₽", "Внебюджет, ₽", "Всего, ₽")
        parts.append(table("projects", head, rows, caption="Финансирование по проектам", total=True))
    return parts


def risk_table(risks: list[PassportRisk], caption: str = "") -> Part:
    rows = [
        [
            str(number),
            risk.text,
            risk.get_probability_display().lower(),
            risk.get_impact_display().lower(),
            risk.measures,
        ]
        for number, risk in enumerate(risks, start=1)
    ]
    head = ("№", "Риск", "Вероят\u00adность", "Влияние", "Меры по снижению")
    return table("risks", head, rows, caption=caption)


def _risks(view: PassportView) -> list[Part]:
    if view.risks:
        return [risk_table(view.risks)]
    return prose(view.programme.risks)


def _roadmap(programme: Programme) -> tuple[str, list[Part]]:
    """The programme's roadmap as approved last; of a draft nothing is printed here."""
    roadmap = main_roadmap(programme)
    if roadmap is None or roadmap.project_id is not None or roadmap.state == RoadmapState.DRAFT:
        return "", []
    version = roadmap.versions.order_by("-number").first()
    outline = held_outline(version) if version else outline_of(roadmap)
    rows: list[list[str]] = []
    for stage in outline.stages:
        if stage.title and stage.rows:
            rows.append([stage.title, "", "", "", ""])
        rows += [[row.number, row.text, row.deadline, row.responsible, row.result] for row in stage.rows]
    head = ("№", "Мероприятие", "Срок", "Ответственные", "Результат")
    return "План мероприятий (дорожная карта)", [table("roadmap", head, rows)]


def _stamp_block(doc: ProgrammePaper, form: Requisites) -> Approval:
    """«УТВЕРЖДЕНА приказом …», or the head's own approval with the day and number that registration gives."""
    if doc.approved:
        return Approval(doc.approved, word="УТВЕРЖДЕНА")
    return Approval(dated_stamp(doc.stamp.lines, form))


def programme_blocks(doc: ProgrammePaper, form: Requisites) -> list[Block]:
    head: list[Block] = [
        *letterhead_blocks(doc.letterhead),
        *(Paragraph(line, align=Align.LEFT) for line in doc.considered),
        _stamp_block(doc, form),
        *mark_blocks(form),
        Paragraph("ПРОГРАММА НАСТАВНИЧЕСТВА", align=Align.CENTER, bold=True),
        Paragraph(doc.programme, align=Align.CENTER),
        Paragraph(doc.term, align=Align.CENTER),
        Paragraph(f"{doc.letterhead.city}, {doc.year}", align=Align.CENTER),
        PageBreak(),
        Paragraph("Содержание", align=Align.CENTER, bold=True),
        Contents([(level, text) for level, text, _ in doc.contents]),
        PageBreak(),
    ]
    blocks = [*head, *blocks_of(doc.sections, WIDTHS)]
    if doc.annex:
        annex = Section("", f"Приложение. {doc.annex}", 1, doc.annex_parts)
        blocks += [PageBreak(), Heading(annex.title), *blocks_of([annex], WIDTHS)[1:]]
    return blocks


register_recipe(Recipe(KIND, "цель и проекты в паспорте", the_programme, made_at="reports:programme_papers"))
PROGRAMME = register(
    DocumentKind(
        code=KIND,
        family="Программа",
        label="Программа наставничества",
        content=ProgrammePaper,
        build=build_programme,
        find=lambda pk: Programme.objects.select_related("organization", "curator").get(pk=pk),
        stylesheet="programme",
        series=LOCAL_ACTS,
        number_pattern=LOCAL_ACTS_PATTERN,
        signed_by_head=True,
        personal_data=False,
        on_signed=consequences.report_issued,
        check_change=consequences.report_may_change,
        form_blocks=programme_blocks,
    )
)
