"""Every kind's Word document read back: the words of the PDF in its order, and nothing of the machine's.

The content is made up by the types of the kind: a word of its own for each field, so that whatever the printed page
says is told apart and looked for in the Word document.
"""

import dataclasses
import datetime as dt
import io
import re
import types
import typing

import docx
import pytest
from django.utils import timezone
from django.utils.html import strip_tags
from docx.oxml.ns import qn

from reports.kinds import all_kinds, kind_of, register
from reports.rendering import Mark, Requisites, render_docx, render_html
from reports.snapshot import freeze

DAY = dt.date(2026, 11, 2)
MARK = Mark("Документ подписан электронной подписью", ("Сертификат АБ12", "Владелец Образцов Пётр Ильич"))
REGISTERED = Requisites(number="77-ЖЖ", date=DAY, marks=(MARK,))
WORD = re.compile(r"сл\d+ово")
LATIN = re.compile(r"[A-Za-z_]{3,}|\bNone\b|[{}]")
BLANK = re.compile(r"_{5,}")
CONTENTS = re.compile(r'<(nav|div) class="contents">.*?</\1>', re.DOTALL)
#: What their types do not tell: how many cells a row has, which codes a field may be.
ROWS = {
    "sections.Part.head": 5,
    "sections.Part.rows": 5,
    "life_sheets.TableSheet.columns": 3,
    "life_sheets.TableSheet.widths": 3,
    "life_sheets.TableSheet.rows": 3,
    "roadmap_plan.PlanRow.cells": 3,
    "monitoring_report.ChangeRow.cells": 6,
    "monitoring_report.MonitoringScore.criteria": 3,
    "monitoring_report.SatisfactionRow.cells": 4,
    "region_report.RegionReport.institutions": 8,
    "swot_report.SwotScope.parts": 4,
    "book.Grid.widths": 2,
}
CODES = {
    "sections.Part.kind": "table",
    "sections.Part.total": False,
    "roadmap_plan.RoadmapPaper.columns": ["number", "text", "deadline"],
    "partners.PartnerLetter.variant": "request",
    "awards.ThanksLetter.variant": "person",
    "filling.Line.part": "point",
    "programme_passport.ProgrammePaper.approved": [],
    "worded_paper.Stamp.word": "УТВЕРЖДАЮ",
    # Drawing charts takes seconds, and their words are in the picture alone.
    "book.Piece.chart": None,
    "survey_report.SurveyReport.marks": [],
    "monitoring_report.ChangeTable.labels": [],
    "monitoring_report.ChangeTable.before": [],
    "monitoring_report.ChangeTable.after": [],
}
# Its table has four parts two by two: Word heads the columns with what the page says above each part.
SIDE_BY_SIDE = {"swot_report"}
# Their number is given in the stamp of approval, whose lines to write on come from the records.
STAMPED = {"regulation", "programme_passport"}


class Words:
    """Values by type: every text is a word that occurs nowhere else."""

    def __init__(self) -> None:
        self.count = 0

    def of(self, kind: typing.Any, length: int = 2) -> typing.Any:
        origin, inner = typing.get_origin(kind), typing.get_args(kind)
        if origin in (types.UnionType, typing.Union):
            return self.of(next(each for each in inner if each is not type(None)))
        if origin is tuple:
            return [self.of(each) for each in inner]
        if origin is list:
            rows = typing.get_origin(inner[0]) is list
            return [self.of(inner[0], length if rows else 2) for _ in range(2 if rows else length)]
        if dataclasses.is_dataclass(kind):
            hints = typing.get_type_hints(kind)
            return kind(
                **{
                    each.name: self.field(kind, each.name, hints[each.name])
                    for each in dataclasses.fields(kind)
                }
            )
        self.count += 1
        return {bool: True, int: self.count, float: 0.5, dt.date: DAY}.get(kind, f"сл{self.count}ово")

    def field(self, owner: type, name: str, kind: typing.Any) -> typing.Any:
        key = f"{owner.__module__.rpartition('.')[2]}.{owner.__name__}.{name}"
        return CODES[key] if key in CODES else self.of(kind, ROWS.get(key, 2))


def read(data):
    return docx.Document(io.BytesIO(data))


def lines_of(document):
    """Paragraphs in the order of the text, those of tables too."""
    found = (
        "".join(one.text or "" for one in each.iter(qn("w:t")))
        for each in document.element.body.iter(qn("w:p"))
    )
    return [line.replace("\u00a0", " ") for line in found if line.strip()]


def last_places(text):
    """The words of the content in the order in which they are said last."""
    places = {found[0]: found.start() for found in WORD.finditer(text)}
    return sorted(places, key=places.__getitem__)


def parts_of(document):
    """The text of the body, and the tops of the first page and of the others."""
    section = document.sections[0]
    tops = [
        "".join(each.text for each in head.paragraphs) for head in (section.first_page_header, section.header)
    ]
    return "\n".join(lines_of(document)), tops


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
def test_word_says_what_the_printed_page_says(kind):
    snapshot = freeze(Words().of(kind.content))
    page = CONTENTS.sub("", render_html(kind, snapshot, kind.wording, REGISTERED)).partition("<body>")[2]
    printed = strip_tags(page).replace("&nbsp;", " ")
    document = read(render_docx(kind, snapshot, moment=timezone.now(), requisites=REGISTERED))
    text, tops = parts_of(document)
    wanted, found = last_places(printed), last_places(text)
    assert len(wanted) >= 3
    assert set(wanted) <= set(found), "words of the printed page that Word has not"
    if kind.code not in SIDE_BY_SIDE:
        kept = set(wanted)
        assert [word for word in found if word in kept] == wanted
    for told in ("77-ЖЖ", "2 ноября 2026", *MARK.lines):
        assert told in text or told not in printed, told
    if kind.signed_by_head:
        assert all(told in text for told in ("77-ЖЖ", MARK.title, *MARK.lines))
    assert not LATIN.findall(BLANK.sub("", text))
    assert "ПРОЕКТ" not in "".join(tops)
    for table in document.tables:
        marks = table.rows[0]._tr.trPr
        assert marks is not None
        assert marks.find(qn("w:tblHeader")) is not None


@pytest.mark.parametrize(
    "kind", [kind for kind in all_kinds() if kind.signed_by_head], ids=lambda kind: kind.code
)
def test_a_draft_says_so_on_every_page_and_leaves_room_for_its_number(kind):
    snapshot = freeze(Words().of(kind.content))
    text, tops = parts_of(read(render_docx(kind, snapshot, moment=timezone.now())))
    assert all("ПРОЕКТ" in top for top in tops)
    assert "№ ____" in text or kind.code in STAMPED
    assert MARK.title not in text


def test_a_kind_without_a_word_form_is_not_registered():
    with pytest.raises(ValueError, match="Word form"):
        register(dataclasses.replace(kind_of("order_base"), code="other", form_blocks=None))
