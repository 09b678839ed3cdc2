"""Properties of reading: no table, however odd, breaks the reader, and nothing is read that is not there."""

import contextlib
import io
from typing import Any

import docx
import pytest
from docx.exceptions import InvalidSpanError
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from roadmap.reading import read_plan

pytestmark = pytest.mark.slow

VOCABULARY = (
    "№|1.|2|4.5.|Этап 1. База|Мероприятие|Срок|Сроки реализации|Ответственный|Результат|Провести встречу|Ежегодно"
    "|до 5 октября 2026|Задача этапа – узнать|проекта|Итого|42|2026|Приказ\nСогласия|1. Приказ\n2. Журнал"
    "|Наименование этапа|Содержание|Директор, куратор|–|\u200b|"
)
WORDS = st.sampled_from(VOCABULARY.split("|"))
TABLES = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(WORDS, min_size=width, max_size=width), min_size=1, max_size=8)
)
MERGES = st.lists(st.tuples(*[st.integers(0, 7)] * 4), max_size=4)


def document(blocks: list[Any]) -> bytes:
    made = docx.Document()
    for rows, merges in blocks:
        if isinstance(rows, str):
            made.add_paragraph(rows)
            continue
        table = made.add_table(rows=len(rows), cols=len(rows[0]))
        for i, row in enumerate(rows):
            for j, text in enumerate(row):
                table.cell(i, j).text = text
        for a, b, c, d in merges:
            first, last = (
                (min(a, len(rows) - 1), min(b, len(rows[0]) - 1)),
                (min(c, len(rows) - 1), min(d, len(rows[0]) - 1)),
            )
            if first <= last and first[1] <= last[1]:
                with contextlib.suppress(
                    InvalidSpanError, ValueError
                ):  # it would cut through an earlier merge
                    table.cell(*first).merge(table.cell(*last))
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


BLOCKS = st.lists(
    st.one_of(
        st.tuples(TABLES, MERGES),
        st.tuples(st.sampled_from(["План на 2026 г.", "Этап 2. Люди", "Письмо"]), st.none()),
    ),
    max_size=3,
)


@settings(max_examples=50, deadline=None)
@given(BLOCKS)
def test_any_document_is_read_or_refused_in_words(blocks: list[Any]) -> None:
    data = document(blocks)
    try:
        plans = read_plan(data, "план.docx")
    except DomainError:
        return
    words = " ".join(
        " ".join(cell for row in rows for cell in row) for rows, _ in blocks if not isinstance(rows, str)
    )
    for plan in plans:
        assert plan.rows
        for row in plan.rows:
            assert row.text or row.deadline or row.result or row.responsible
            assert all(word.strip(",") in words for word in row.deadline.split() if word not in {"с", "по"})
