"""A participant's own report of their work as of today: pairs, meetings, plans, training. Made at any time."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max

from core.docx import Align, Block, Heading, Paragraph, SignatureLine, Table
from core.errors import DomainError
from core.russian import counted, date_long, date_short
from mentorship.meeting_enums import MeetingState
from mentorship.models import DevelopmentPlan, Meeting, MenteeEntry, MentorEntry, Pair, Person
from mentorship.plan_enums import PlanState
from mentorship.selectors.participants import KNOWN_TO_PARTICIPANTS
from mentorship.selectors.plans import with_progress
from mentorship.selectors.training import trainings_of
from reports.documents.letterhead import Letterhead, letterhead_of
from reports.documents.people import full_name, initials, occupation
from reports.kinds import Built, DocumentKind, Source, register

CODE = "activity_report"
PAIR_HEAD = ["Роль", "С кем", "Форма", "Период", "Состояние", "Встреч", "Последняя"]
PLAN_HEAD = ["Наставляемый", "План", "Цели", "Шаги", "Срок"]
TRAINING_HEAD = ["Чему учились", "Подробности", "Часов", "Когда"]


@dataclass(frozen=True)
class PairRow:
    role: str
    with_whom: str
    form: str
    period: str
    state: str
    meetings: int
    last: str


@dataclass(frozen=True)
class PlanRow:
    mentee: str
    state: str
    goals: str
    steps: str
    until: str


@dataclass(frozen=True)
class TrainingRow:
    title: str
    detail: str
    hours: str
    on: str


@dataclass(frozen=True)
class ActivityReport:
    """What one participant has done. Others in it are those whom the person is in a pair with."""

    title: str
    letterhead: Letterhead
    name: str
    occupation: str
    initials: str
    as_of: str
    summary: str
    pairs: list[PairRow]
    plans: list[PlanRow]
    trainings: list[TrainingRow]


def build_report(source: Source) -> Built:
    """The subject is a person with a place in a base. Raises DomainError for anybody else."""
    person = source.subject
    if not isinstance(person, Person):
        raise TypeError("the subject of a report of activity is a person")
    is_mentor = MentorEntry.objects.filter(person=person).exists()
    if not is_mentor and not MenteeEntry.objects.filter(person=person).exists():
        raise DomainError("Вас пока нет в базе программы: отчитываться не о чем.", code="nobody")
    pairs = _pairs(person)
    held = sum(row.meetings for row in pairs)
    content = ActivityReport(
        title=f"Отчёт о работе {'наставника' if is_mentor else 'наставляемого'}: {person.short_name}"[:300],
        letterhead=letterhead_of(source.organization),
        name=full_name(person),
        occupation=occupation(person),
        initials=initials(person),
        as_of=date_long(source.today),
        summary=f"{counted(len(pairs), 'пара или группа', 'пары и группы', 'пар и групп')}, "
        f"{counted(held, 'встреча', 'встречи', 'встреч')}",
        pairs=pairs,
        plans=_plans(person, source),
        trainings=[
            TrainingRow(
                line.title,
                f"{line.state}; {line.detail}" if line.detail else line.state,
                _hours(line.hours),
                date_short(line.on) if line.on else "",
            )
            for line in trainings_of(person)
        ],
    )
    return Built(content, summary=person.full_name, subjects=(person,))


def _hours(value: Decimal | int | None) -> str:
    if value is None:
        return ""
    return f"{float(value):g}".replace(".", ",")


def _pairs(person: Person) -> list[PairRow]:
    known = Pair.objects.filter(state__in=KNOWN_TO_PARTICIPANTS)
    found = (known.filter(mentor__person=person) | known.filter(places__mentee__person=person)).distinct()
    found = found.select_related("mentor__person", "project__form").prefetch_related("places__mentee__person")
    pairs = list(found.order_by("-period_start", "-pk"))
    held = {
        row["pair"]: row
        for row in Meeting.objects.filter(pair__in=pairs, state=MeetingState.HELD)
        .order_by()
        .values("pair")
        .annotate(number=Count("pk"), last=Max("on"))
    }
    return [_pair(pair, person, held.get(pair.pk)) for pair in pairs]


def _pair(pair: Pair, person: Person, held: Any) -> PairRow:
    is_mentor = pair.mentor.person_id == person.pk
    # Other mentees of a group are nobody's business but the mentor's.
    whom = (
        ", ".join(place.mentee.person.full_name for place in pair.places.all())
        if is_mentor
        else pair.mentor.person.full_name
    )
    start, end = pair.period_start, pair.ended_on or pair.period_end
    period = " ".join(
        part
        for part in (
            f"с {date_short(start)}" if start else "",
            f"по {date_short(end)}" if end else "",
        )
        if part
    )
    return PairRow(
        "наставник" if is_mentor else "наставляемый",
        whom,
        pair.project.form.title,
        period,
        str(pair.get_state_display()),
        int(held["number"]) if held else 0,
        date_short(held["last"]) if held else "",
    )


def _plans(person: Person, source: Source) -> list[PlanRow]:
    known = DevelopmentPlan.objects.filter(pair__state__in=KNOWN_TO_PARTICIPANTS).exclude(
        state=PlanState.CANCELLED
    )
    mine = known.filter(pair__mentor__person=person) | known.filter(mentee__person=person)
    rows = with_progress(mine.select_related("mentee__person"), source.today).order_by(
        "mentee__sort_name", "pk"
    )
    return [
        PlanRow(
            plan.mentee.person.full_name,
            str(plan.get_state_display()),
            f"{plan.reached_count} из {plan.goal_count}",  # type: ignore[attr-defined]
            f"{plan.done_count} из {plan.step_count}",  # type: ignore[attr-defined]
            date_short(plan.period_end),
        )
        for plan in rows
    ]


def lay_out(doc: ActivityReport) -> list[Block]:
    """The report as blocks of a Word document."""
    blocks: list[Block] = [
        Paragraph(doc.letterhead.full_name, align=Align.CENTER, bold=True),
        Heading(doc.title.partition(":")[0], align=Align.CENTER),
        Paragraph(
            ", ".join(part for part in (doc.name, doc.occupation) if part), align=Align.CENTER, bold=True
        ),
        Paragraph(f"По записям портала на {doc.as_of}: {doc.summary}.", align=Align.LEFT),
        Heading("Пары и встречи", level=2),
    ]
    if doc.pairs:
        rows = [
            [one.role, one.with_whom, one.form, one.period, one.state, str(one.meetings), one.last]
            for one in doc.pairs
        ]
        blocks.append(Table(PAIR_HEAD, rows, widths=[1.6, 3, 2, 2.2, 1.8, 1.1, 1.6], size=10))
    else:
        blocks.append(Paragraph("Пар пока не было.", align=Align.LEFT))
    if doc.plans:
        blocks.append(Heading("Планы развития", level=2))
        lines = [[one.mentee, one.state, one.goals, one.steps, one.until] for one in doc.plans]
        blocks.append(Table(PLAN_HEAD, lines, widths=[4, 2.4, 1.6, 1.6, 1.8], size=11))
    if doc.trainings:
        blocks.append(Heading("Обучение", level=2))
        told = [[one.title, one.detail, one.hours, one.on] for one in doc.trainings]
        blocks.append(Table(TRAINING_HEAD, told, widths=[4, 4, 1.2, 1.8], size=11))
    blocks.append(SignatureLine("Составил(а)", doc.initials, dated=True))
    return blocks


register(
    DocumentKind(
        code=CODE,
        family="Отчёт",
        label="Отчёт участника о работе",
        content=ActivityReport,
        build=build_report,
        find=lambda pk: Person.objects.select_related("organization").get(pk=pk),
        stylesheet="report",
        mass=True,
        blocks=lay_out,
    )
)
