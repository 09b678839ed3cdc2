"""«Базы наставляемых и наставников»: how many, in what state, by group; nobody by name."""

from __future__ import annotations

from dataclasses import dataclass

from core.russian import counted, grouped, percent
from reports.narrative.book import Grid, Piece, Section
from reports.narrative.words import MENTEES, MENTORS, PEOPLE, against_last, paragraph, sentence, share

TITLE = "Базы наставляемых и наставников"


@dataclass(frozen=True)
class BaseFigures:
    """States as (label, people) in the order of a person's way; `before` is last year's number, None if not known."""

    states: list[tuple[str, int]]
    groups: list[tuple[str, int, int]]  # group · people · of them in a pair by an order
    before: int | None = None

    @property
    def total(self) -> int:
        return sum(count for _, count in self.states)


@dataclass(frozen=True)
class PeopleFigures:
    mentees: BaseFigures
    mentors: BaseFigures
    unpaired: int  # confirmed mentees without a pair
    signed: int
    asked: int


def bases_section(figures: PeopleFigures) -> Section:
    mentees, mentors = figures.mentees, figures.mentors
    if not mentees.total and not mentors.total:
        return Section("bases", TITLE, [Piece("Базы наставляемых и наставников не заполнены: нет данных.")])
    pieces = [
        Piece(
            paragraph(
                f"В базе наставляемых {counted(mentees.total, *PEOPLE)}, "
                f"в базе наставников {counted(mentors.total, *PEOPLE)}.",
                _before("наставляемых", mentees),
                _before("наставников", mentors),
                sentence(f"Без пары остаются {counted(figures.unpaired, *MENTEES)}")
                if figures.unpaired > 1
                else "",
                sentence(f"Без пары остаётся {counted(1, *MENTEES)}") if figures.unpaired == 1 else "",
                f"Согласие на обработку персональных данных действует у "
                f"{share(figures.signed, figures.asked)} участников."
                if figures.asked
                else "",
            )
        )
    ]
    pieces += [
        Piece(grid=_states(title, base))
        for title, base in (("База наставляемых", mentees), ("База наставников", mentors))
        if base.total
    ]
    return Section("bases", TITLE, pieces)


def _before(whom: str, base: BaseFigures) -> str:
    forms = MENTORS if whom == "наставников" else MENTEES
    return sentence(f"{whom} {told}") if (told := against_last(base.total, base.before, forms)) else ""


def _states(title: str, base: BaseFigures) -> Grid:
    rows = [[label, grouped(count), percent(count, base.total)] for label, count in base.states]
    rows.append(["Всего", grouped(base.total), percent(base.total, base.total)])
    return Grid(
        ["Состояние", "Человек", "Доля"], rows, caption=title, widths=[60, 20, 20], figures=[1, 2], total=True
    )


def bases_annex(figures: PeopleFigures) -> Section:
    """The bases by group: the report goes outside the institution, so nobody is named in it."""
    pieces = [
        Piece(
            "Участники показаны по группам, классам и категориям: отчёт передают за пределы организации, "
            "а имена без согласия на распространение не показывают. Поимённые базы хранит портал."
        )
    ]
    for title, base in (("База наставляемых", figures.mentees), ("База наставников", figures.mentors)):
        if base.groups:
            rows = [[group, grouped(people), grouped(paired)] for group, people, paired in base.groups]
            rows.append(["Всего", *(grouped(sum(row[at] for row in base.groups)) for at in (1, 2))])  # type: ignore[misc]
            head = ["Группа, категория", "В базе", "В паре по приказу"]
            pieces.append(
                Piece(grid=Grid(head, rows, caption=title, widths=[56, 18, 26], figures=[1, 2], total=True))
            )
    return Section("annex_bases", "Базы наставляемых и наставников", pieces)
