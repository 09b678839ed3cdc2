"""Orders of the demo year besides those of pairs, a text of the college's own and a kind by its Word file."""

from __future__ import annotations

from dataclasses import replace

from config.demo.house import House
from core.docx import Align, Block, Heading, Paragraph, SignatureLine, write_docx
from mentorship.models import MentorEntry, Programme, TrainingGroup
from reports.documents.own_subjects import about
from reports.domain import documents
from reports.domain.own_kinds import create_own_kind, make_own_document
from reports.domain.preparing import prepare_by_recipe
from reports.domain.wordings import save_wording
from reports.models import Document
from reports.recipes import recipe_of
from reports.selectors.wordings import clauses_of

GROUND = "протокол № 2"


def prepare_orders(house: House, programme: Programme) -> list[Document]:
    """Drafts of the launch, the group, the curators and the school; those of the launch go to the head for signing.

    Returns what is to be signed.
    """
    signed = [_make(house, programme, kind) for kind in ("order_launch", "order_curator")]
    _make(house, programme, "order_group", **recipe_of("order_group").defaults(programme))
    group = TrainingGroup.objects.filter(programme=programme).order_by("pk").first()
    if group is not None:
        signed.append(_make(house, programme, "order_school", subject=group.pk))
    for order in signed:
        documents.send_to_sign(order, actor=house.curator)
    if not recipe_of("order_base").obstacle(programme):
        base = _make(house, programme, "order_base", protocol=GROUND)
        documents.send_to_sign(base, actor=house.curator)
    _word_anew(house)
    _own_kind(house, programme)
    return signed


def _make(house: House, programme: Programme, kind: str, *, subject: int = 0, **options: object) -> Document:
    return prepare_by_recipe(programme, kind, subject or programme.pk, actor=house.curator, options=options)


def _word_anew(house: House) -> None:
    """The college lets its deputy see to the group: one clause of one text is its own."""
    used = clauses_of(house.organization, "order_group")
    clauses = [
        replace(
            one, text="Контроль за исполнением настоящего приказа возложить на {председатель, винительный}."
        )
        if one.key == "control"
        else one
        for one in used.clauses
    ]
    save_wording(
        house.organization,
        "order_group",
        clauses,
        actor=house.curator,
        base=used.version,
        note="Контроль – у руководителя группы",
    )


def _own_kind(house: House, programme: Programme) -> None:
    text: list[Block] = [
        Paragraph("{{ учреждение_кратко }}", align=Align.CENTER),
        Heading("ХАРАКТЕРИСТИКА НАСТАВНИКА", 1, Align.CENTER),
        Paragraph(
            "Настоящая характеристика дана {{ наставник_дательный }} ({{ место_наставника }}) в том, что он (она) "
            "участвует в программе «{{ программа }}» {{ срок_программы }}.",
            indent=True,
        ),
        Paragraph("{{ сегодня }}", align=Align.LEFT),
        SignatureLine("Куратор программы"),
    ]
    kind = create_own_kind(
        house.organization,
        title="Характеристика наставника",
        about="По просьбе места работы или учёбы",
        subject="mentor",
        data=write_docx("Характеристика наставника", text),
        filename="Характеристика.docx",
        actor=house.curator,
    )
    entry = MentorEntry.objects.filter(programme=programme).order_by("pk").first()
    if entry is not None:
        make_own_document(kind, about(kind, programme, entry.pk), actor=house.curator)
