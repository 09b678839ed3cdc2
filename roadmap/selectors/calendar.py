"""A month of a roadmap: what comes due on each of its days."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from core.production_calendar import is_working_day
from roadmap.enums import STATUS_ICONS, STATUS_TONES, Status
from roadmap.models import Roadmap
from roadmap.selectors.filters import LineFilter
from roadmap.selectors.statuses import occurrence_status
from roadmap.selectors.timeline import Due, assignees_of, dues_of, name_of

WEEK = 7
MONTHS = (
    "Январь", "Февраль", "Март", "Апрель", "Май", "Июнь", "Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CalendarItem:
    due: Due
    name: str
    status: Status

    @property
    def tone(self) -> str:
        return STATUS_TONES[self.status]

    @property
    def icon(self) -> str:
        return STATUS_ICONS[self.status]


@dataclass
class CalendarDay:
    day: date
    inside: bool
    is_today: bool
    is_off: bool
    items: list[CalendarItem] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[list[CalendarDay]]

    @property
    def title(self) -> str:
        return f"{MONTHS[self.first.month - 1]} {self.first.year}"

    @property
    def before(self) -> str:
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        return f"{self.first + timedelta(days=32):%Y-%m}"

    @property
    def total(self) -> int:
        return sum(len(day.items) for week in self.weeks for day in week if day.inside)


def read_month(text: str, usual: date) -> date:
    """«2026-12» → its first day; anything else → the month of the usual day."""
    try:
        year, month = (int(part) for part in text.split("-", 1))
        return date(year, month, 1) if 1900 < year < 2200 else usual.replace(day=1)
    except ValueError:
        return usual.replace(day=1)


def month_of(roadmap: Roadmap, today: date, first: date, wanted: LineFilter) -> Month:
    """The weeks of a month with what is due on their days: one query, another one when somebody is looked for."""
    begin = first - timedelta(days=first.weekday())
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    end = last + timedelta(days=WEEK - 1 - last.weekday())
    days = {
        day: CalendarDay(day, day.month == first.month, day == today, not is_working_day(day))
        for day in (begin + timedelta(days=number) for number in range((end - begin).days + 1))
    }
    theirs = assignees_of(roadmap) if wanted.who else {}
    for due, searched in dues_of(roadmap, wanted, due__range=(begin, end)):
        status = occurrence_status(due, due.kind, today=today, adopted_on=roadmap.adopted_on)
        fits = (
            wanted.stage in (None, due.stage)
            and wanted.fits_status(status)
            and wanted.fits_words(" ".join((due.number, due.text, *searched)))
            and (not wanted.who or wanted.fits_who(theirs.get(due.activity, ())))
        )
        if fits and due.due is not None:
            days[due.due].items.append(CalendarItem(due, name_of(due), status))
    cells = list(days.values())
    return Month(first, [cells[at : at + WEEK] for at in range(0, len(cells), WEEK)])
