"""«Портфолио наставника» (methodology §3.4): the same content for the page, the PDF and Word.

Other people are not named in it: of a mentor's pairs it tells the form, the years and the result. Of certificates it
tells that they were shown; scans and photographs are not kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core import russian
from core.docx import Align, Block, Heading, Paragraph, SignatureLine, Table
from core.errors import DomainError
from core.models import Organization
from core.registries import portfolio as parts
from mentorship.enums import PairState
from mentorship.models import Credential, MentorEntry, Pair, Person
from mentorship.selectors.training import trainings_of
from reports.documents.letterhead import Letterhead, Signatory, letterhead_of, signatory_of
from reports.documents.people import full_name, occupation
from reports.kinds import Built, DocumentKind, Source, register
from reports.selectors.certificates import certificates_by_place

CODE = "portfolio"
#: Pairs that worked, or work: a proposal is nobody's experience yet.
WORKED = [PairState.ACTIVE, PairState.SUSPENDED, PairState.COMPLETED, PairState.TERMINATED]
TRAINING_HEAD = ["Программа обучения", "Где, документ", "Часов", "Когда"]
PAIR_HEAD = ["Программа", "Форма наставничества", "Наставляемых", "Период", "Итог"]


@dataclass(frozen=True)
class Row:
    """A line «label: text» of a section."""

    label: str
    text: str


@dataclass(frozen=True)
class TrainingRow:
    title: str
    detail: str
    hours: str
    on: str


@dataclass(frozen=True)
class PairRow:
    """A pair without the names of its mentees."""

    programme: str
    form: str
    mentees: int
    period: str
    outcome: str


@dataclass(frozen=True)
class Part:
    """A section that another app has added."""

    title: str
    lines: list[str]


@dataclass(frozen=True)
class Portfolio:
    """A mentor as the institution knows them. `as_of` is the day of the records, in words."""

    title: str
    letterhead: Letterhead
    signatory: Signatory
    name: str
    occupation: str
    as_of: str
    about: list[Row]
    trainings: list[TrainingRow]
    pairs: list[PairRow]
    papers: list[Row]
    parts: list[Part]
    summary: str


def build_portfolio(source: Source) -> Built:
    """The subject is a person with a place in a base of mentors. Raises DomainError for anybody else."""
    person = source.subject
    if not isinstance(person, Person):
        raise TypeError("the subject of a portfolio is a person")
    entries = list(
        MentorEntry.objects.filter(person=person)
        .select_related("programme")
        .prefetch_related("topics", "projects__form")
        .order_by("-programme__period_start", "-pk")
    )
    if not entries:
        raise DomainError(
            f"{person.short_name} не состоит в базе наставников: портфолио составлять не из чего.",
            code="mentor",
        )
    pairs = _pairs(person)
    content = Portfolio(
        title=f"Портфолио наставника: {person.short_name}"[:300],
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        name=full_name(person),
        occupation=occupation(person),
        as_of=russian.date_long(source.today),
        about=_about(person, entries),
        trainings=_trainings(person, source.organization),
        pairs=pairs,
        papers=_papers(person),
        parts=_parts(person),
        summary=_summary(pairs),
    )
    return Built(content, summary=f"{person.full_name}", programme=entries[0].programme, subjects=(person,))


def _about(person: Person, entries: list[MentorEntry]) -> list[Row]:
    """The newest place that says something wins; forms and topics are of all years."""
    forms = {project.form.title for entry in entries for project in entry.projects.all()}
    topics = {topic.offer_title or topic.title for entry in entries for topic in entry.topics.all()}
    newest = entries[0]
    rows = [
        ("Кто", person.get_category_display()),
        ("Место работы", person.employer),
        ("Должность", person.position),
        ("Группа, класс", person.group),
        ("Формы наставничества", ", ".join(sorted(forms))),
        ("Основные компетенции", _first(entries, "competences")),
        ("Жизненный и профессиональный опыт", _first(entries, "experience")),
        ("Достижения", _first(entries, "achievements")),
        ("Может помочь", ", ".join(sorted(topics))),
        ("Интересы", _first(entries, "interests")),
        ("Возраст наставляемых", _ages(newest)),
        ("Доступность", _availability(newest)),
        ("Утверждён наставником", _approved(entries)),
        ("Результаты программы", _first(entries, "results")),
        ("Кейс, отзыв", _first(entries, "story_url")),
    ]
    return [Row(label, text) for label, text in rows if text]


def _first(entries: list[MentorEntry], name: str) -> str:
    return next((text for entry in entries if (text := str(getattr(entry, name, "") or "").strip())), "")


def _ages(entry: MentorEntry) -> str:
    low, high = entry.preferred_age_min, entry.preferred_age_max
    return " ".join(part for part in (f"от {low}" if low else "", f"до {high}" if high else "") if part)


def _availability(entry: MentorEntry) -> str:
    hours = _number(entry.hours_per_week)
    parts_of = [
        f"{hours} ч в неделю" if hours else "",
        f"формат встреч: {russian.lower_first(entry.get_meeting_format_display())}",
        str(getattr(entry, "availability", "") or ""),
    ]
    return ", ".join(part for part in parts_of if part)


def _approved(entries: list[MentorEntry]) -> str:
    told = [
        f"приказ от {russian.date_short(entry.order_date)} № {entry.order_number}"
        for entry in entries
        if entry.order_date and entry.order_number
    ]
    return "; ".join(told)


def _trainings(person: Person, organization: Organization) -> list[TrainingRow]:
    lines = [line for line in trainings_of(person) if line.on is not None]
    given = certificates_by_place([line.place.pk for line in lines if line.place])
    found = []
    for line in lines:
        detail = line.detail
        if line.place is not None:
            # One's own institution and its certificate, as a paper from elsewhere is told.
            detail = ", ".join(
                part for part in (organization.short_name, given.get(line.place.pk, "")) if part
            )
        day = russian.date_short(line.on) if line.on else ""
        found.append(TrainingRow(line.title, detail, _number(line.hours), day))
    return found


def _pairs(person: Person) -> list[PairRow]:
    found = (
        Pair.objects.filter(mentor__person=person, state__in=WORKED)
        .select_related("programme", "project__form")
        .prefetch_related("places")
        .order_by("-period_start", "-pk")
    )
    return [
        PairRow(
            pair.programme.title,
            pair.project.form.title,
            len(pair.places.all()),
            _period(pair),
            _outcome(pair),
        )
        for pair in found
    ]


def _period(pair: Pair) -> str:
    end = pair.ended_on or pair.period_end
    start = f"с {russian.date_short(pair.period_start)}" if pair.period_start else ""
    return " ".join(part for part in (start, f"по {russian.date_short(end)}" if end else "") if part)


def _outcome(pair: Pair) -> str:
    # A reason of ending may speak of the mentee: the state is told, not the words.
    return PairState(pair.state).label


def _papers(person: Person) -> list[Row]:
    newest: dict[str, Credential] = {}
    rows = Credential.objects.filter(person=person).select_related("checked_by").order_by("valid_until", "pk")
    for row in rows:
        newest[row.kind] = row
    return [
        Row(
            row.get_kind_display(),
            f"предъявлен {russian.date_short(row.checked_on)}, действует до {russian.date_short(row.valid_until)}"
            + (f", проверил(а) {row.checked_by.full_name}" if row.checked_by else ""),
        )
        for row in newest.values()
    ]


def _parts(person: Person) -> list[Part]:
    added = [part for provider in parts for part in provider(person)]
    return [
        Part(part.title, list(part.lines))
        for part in sorted(added, key=lambda part: part.order)
        if part.lines
    ]


def _summary(pairs: list[PairRow]) -> str:
    """«3 пары и группы, 5 наставляемых»: what stands at the head of the experience."""
    if not pairs:
        return "Пар пока не было."
    mentees = sum(pair.mentees for pair in pairs)
    counted = russian.counted(len(pairs), "пара или группа", "пары и группы", "пар и групп")
    return f"Всего: {counted}, {russian.counted(mentees, 'наставляемый', 'наставляемых', 'наставляемых')}."


def _number(value: Decimal | int | None) -> str:
    if value is None:
        return ""
    return (
        f"{Decimal(value):f}".rstrip("0").rstrip(".").replace(".", ",")
        if Decimal(value) % 1
        else f"{value:.0f}"
    )


# --- Word ---


def lay_out(doc: Portfolio) -> list[Block]:
    """The portfolio as blocks of a Word document."""
    blocks: list[Block] = [
        Paragraph(doc.letterhead.full_name, align=Align.CENTER, bold=True),
        Heading("Портфолио наставника", align=Align.CENTER),
        Paragraph(doc.name, align=Align.CENTER, bold=True),
    ]
    if doc.occupation:
        blocks.append(Paragraph(doc.occupation, align=Align.CENTER))
    blocks.append(Heading("О наставнике", level=2))
    blocks += [Paragraph(row.text, lead=f"{row.label}:", align=Align.LEFT) for row in doc.about]
    blocks.append(Heading("Обучение", level=2))
    if doc.trainings:
        rows = [[row.title, row.detail, row.hours, row.on] for row in doc.trainings]
        blocks.append(Table(TRAINING_HEAD, rows, widths=[4, 4, 1.4, 2], size=11))
    else:
        blocks.append(Paragraph("Сведений об обучении нет."))
    blocks += [Heading("Опыт наставничества", level=2), Paragraph(doc.summary)]
    if doc.pairs:
        lines = [[row.programme, row.form, str(row.mentees), row.period, row.outcome] for row in doc.pairs]
        blocks.append(Table(PAIR_HEAD, lines, widths=[3.4, 2.6, 1.9, 2.4, 2], size=11))
    if doc.papers:
        blocks.append(Heading("Документы, предъявленные для работы с обучающимися", level=2))
        blocks += [Paragraph(row.text, lead=f"{row.label}:", align=Align.LEFT) for row in doc.papers]
    for part in doc.parts:
        blocks.append(Heading(part.title, level=2))
        blocks += [Paragraph(line, align=Align.LEFT) for line in part.lines]
    blocks += [
        Paragraph(f"По записям на {doc.as_of}", align=Align.LEFT),
        SignatureLine(doc.signatory.position, doc.signatory.initials),
    ]
    return blocks


register(
    DocumentKind(
        code=CODE,
        family="Портфолио",
        label="Портфолио наставника",
        content=Portfolio,
        build=build_portfolio,
        find=lambda pk: Person.objects.select_related("organization").get(pk=pk),
        stylesheet="report",
        mass=True,
        blocks=lay_out,
    )
)
