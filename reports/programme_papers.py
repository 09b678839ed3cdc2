"""Papers that are made of a programme as a whole, in the groups of their page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PaperLine:
    """A kind with what it is for; `asks`: its page asks something first (the name of the address)."""

    code: str
    about: str
    asks: str = ""


GROUPS: tuple[tuple[str, tuple[PaperLine, ...]], ...] = (
    (
        "Программа и Положение",
        (
            PaperLine(
                "programme_passport",
                "Паспорт, проекты с планами, показатели, финансирование, риски.",
            ),
            PaperLine(
                "regulation",
                "Двенадцать разделов, грифы «Принято», «Согласовано», «Утверждаю» или «Утверждено приказом».",
            ),
        ),
    ),
    (
        "Памятки",
        (
            PaperLine("memo_mentor", "До встречи, на встречах, границы, когда трудно."),
            PaperLine("memo_mentee", "Что это такое, как готовиться, к кому обратиться."),
            PaperLine("memo_parent", "О программе, какие согласия, как поддержать."),
            PaperLine("memo_curator", "Запуск, пары, в течение года, завершение."),
        ),
    ),
    (
        "Списки и протоколы",
        (
            PaperLine("list_mentees", "Все, кто в базе и не выбыл, с формой и состоянием."),
            PaperLine("list_mentors", "Все, кто в базе и не выбыл, с приказом об утверждении."),
            PaperLine(
                "selection_protocol",
                "Кандидаты из базы с решением по каждому; состав комиссии спросим.",
                asks="reports:selection_protocol",
            ),
        ),
    ),
)
CODES = frozenset(line.code for _, lines in GROUPS for line in lines)
#: Lists and minutes are of their day; the others are one living document that is drawn anew.
DATED = frozenset({"list_mentees", "list_mentors"})
