"""A practice on paper: its structure, impersonal unless everybody named allows it (methodology §5.1: кейс)."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import DomainError
from mentorship.models import Practice
from mentorship.practice_enums import PracticeState
from mentorship.selectors.practices import credits_of
from reports.documents.letterhead import Letterhead, letterhead_of
from reports.documents.page_blocks import page_blocks
from reports.kinds import Built, DocumentKind, Source, register

CODE = "practice"
PARTS = (
    ("context", "С чего начали"),
    ("goal", "Цель"),
    ("actions", "Что делали"),
    ("result", "Результат"),
    ("advice", "Что советуем другим"),
    ("testimonial", "Отзыв"),
)


@dataclass(frozen=True)
class PracticePart:
    label: str
    text: str


@dataclass(frozen=True)
class PracticePaper:
    """The text of a practice with its headings; `credits` are empty when nobody is named."""

    title: str
    letterhead: Letterhead
    form: str
    programme: str
    credits: list[str]
    parts: list[PracticePart]


def build_practice(source: Source) -> Built:
    """The subject is a practice past its draft. Raises DomainError."""
    practice = source.subject
    if not isinstance(practice, Practice):
        raise TypeError("the subject of this document is a practice")
    if practice.state == PracticeState.DRAFT:
        raise DomainError("Текст ещё пишется.", code="draft")
    content = PracticePaper(
        title=practice.title,
        letterhead=letterhead_of(source.organization),
        form=practice.pair.project.title,
        programme=practice.programme.title,
        credits=credits_of(practice),
        parts=[
            PracticePart(label, getattr(practice, name)) for name, label in PARTS if getattr(practice, name)
        ],
    )
    people = tuple(one.person for one in practice.people.select_related("person"))
    return Built(content, summary=practice.title, programme=practice.programme, subjects=(practice, *people))


register(
    DocumentKind(
        code=CODE,
        family="Практика",
        label="Практика наставничества (кейс)",
        content=PracticePaper,
        build=build_practice,
        find=lambda pk: Practice.objects.select_related("organization", "programme", "pair__project").get(
            pk=pk
        ),
        form_blocks=page_blocks(CODE),
    )
)
