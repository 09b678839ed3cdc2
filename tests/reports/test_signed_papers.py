"""The Положение and the Программа: signed by the head as other documents are, approved by an order where one is."""

import datetime as dt
import io

import pytest
from docx import Document as Word
from pypdf import PdfReader

from core.clock import today
from core.domain.files import read_file
from core.errors import DomainError
from reports.domain.documents import build, register_document, send_to_sign
from reports.domain.drawing import rebuild_pdf
from reports.domain.electronic import accept_signature, sign_with_key
from reports.domain.programme_papers import make_programme_paper
from reports.domain.signing import sign_on_paper
from reports.enums import DocumentState
from reports.kinds import kind_of
from reports.models import Document
from reports.rendering import render_docx
from roadmap.models import RecordedFact
from tests.reports.pdf_reading import text_of
from tests.signing_tools import make_signing, pkcs12_of


@pytest.fixture(scope="module")
def head_key(tmp_path_factory):
    return make_signing(tmp_path_factory.mktemp("head"), "ec", subject="/CN=Образцов Пётр Ильич")


def registered(college, kind):
    with college.as_curator() as user:
        draft = make_programme_paper(college.programme, kind, actor=user)
        assert draft.state == DocumentState.DRAFT
        send_to_sign(draft, actor=user)
    with college.as_director() as user:
        return register_document(draft, actor=user)


def read(document):
    return text_of(PdfReader(io.BytesIO(read_file(document.file))))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "way"), [("regulation", "key"), ("programme_passport", "outside"), ("regulation", "paper")]
)
def test_it_is_signed_in_each_of_the_three_ways(college, head_key, kind, way):
    document = registered(college, kind)
    assert document.number == "1-ЛА"
    with college.as_director() as user:
        issued = read_file(document.file)
        assert f"№ {document.number}" in read(document)
        if way == "paper":
            sign_on_paper(document, actor=user, scan=issued, scan_name="a.pdf", signed_on=document.date)
        elif way == "outside":
            accept_signature(document, actor=user, file=head_key.sign(issued))
        else:
            result = sign_with_key([document], actor=user, key_file=pkcs12_of(head_key), password="тайна")
            assert result.refused == []
        document.refresh_from_db()
        assert document.state == DocumentState.SIGNED
        version = document.versions.get(revision=document.revision)
        assert rebuild_pdf(version) == read_file(version.file)
        first = PdfReader(io.BytesIO(read_file(document.file))).pages[0].extract_text()
        assert ("электронной подписью" in " ".join(first.split())) == (way == "key")
        told = RecordedFact.objects.get(programme=college.programme, detail=kind)
        assert (told.kind, told.withdrawn_at) == ("report_issued", None)


@pytest.mark.parametrize(
    ("kind", "order", "word"),
    [("regulation", "order_launch", "УТВЕРЖДЕНО"), ("programme_passport", "order_programme", "УТВЕРЖДЕНА")],
)
def test_a_signed_order_approves_it(college, kind, order, word):
    """«УТВЕРЖДЕНО приказом … от … № …» (ГОСТ Р 7.0.97); what is not signed, or is revoked, approves nothing."""

    def stamp():
        content = build(kind_of(kind), college.programme, organization=college.org).content
        if kind == "regulation":
            (one,) = [one for one in content.stamps if one.is_heads]
            return one.word, one.lines
        return ("УТВЕРЖДЕНА", content.approved) if content.approved else ("УТВЕРЖДАЮ", content.stamp.lines)

    with college.as_curator():
        given = {
            "organization": college.org,
            "programme": college.programme,
            "subject_id": college.programme.pk,
        }
        made = Document.objects.create(**given, kind=order, key="o", title="О внедрении", state="to_sign")
        assert stamp()[0] == "УТВЕРЖДАЮ"
        Document.objects.filter(pk=made.pk).update(
            state="signed", number="3-ОД", date=dt.date(2026, 9, 1), number_year=None
        )
        told, lines = stamp()
        assert told == word
        assert [line.replace("\u00a0", " ") for line in lines] == [
            f"приказом {college.org.short_name}",
            "от 1 сентября 2026 г. № 3-ОД",
        ]
        Document.objects.filter(pk=made.pk).update(state="revoked")
        assert stamp()[0] == "УТВЕРЖДАЮ"


def test_the_stamp_of_the_order_is_printed_in_both_forms(college, tmp_path):
    with college.as_curator() as user:
        given = {
            "organization": college.org,
            "programme": college.programme,
            "subject_id": college.programme.pk,
        }
        Document.objects.create(
            **given,
            kind="order_programme",
            key="o",
            title="О",
            state="signed",
            number="3-ОД",
            date=dt.date(2026, 9, 1),
        )
        draft = make_programme_paper(college.programme, "programme_passport", actor=user)
        version = draft.versions.get()
        word = Word(
            io.BytesIO(render_docx(kind_of(draft.kind), version.snapshot, moment=version.rendered_at))
        )
        for text in (read(draft), " ".join(cell.text for t in word.tables for r in t.rows for cell in r.cells)
                     + " ".join(p.text for p in word.paragraphs)):  # fmt: skip
            assert "УТВЕРЖДЕНА" in text
            assert "УТВЕРЖДАЮ" not in text


def test_one_draft_and_after_the_signature_another(college):
    with college.as_curator() as user:
        first = make_programme_paper(college.programme, "regulation", actor=user)
        assert make_programme_paper(college.programme, "regulation", actor=user).pk == first.pk
        send_to_sign(first, actor=user)
        with pytest.raises(DomainError, match="На подписи"):
            make_programme_paper(college.programme, "regulation", actor=user)
        Document.objects.filter(pk=first.pk).update(state="signed", number="1-ЛА", date=today(college.org))
        assert make_programme_paper(college.programme, "regulation", actor=user).pk != first.pk
