"""Documents by an institution's own Word files: names only, nothing is run, versions are kept."""

import io
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.files import read_file
from core.errors import DomainError
from core.uploads import UploadError
from mentorship.models import MentorEntry
from reports.documents.own_subjects import about
from reports.domain.own_kinds import add_version, create_own_kind, make_own_document, preview_own
from reports.models import OwnDocument, OwnKind
from reports.own_kind_links import erase, export
from reports.own_templates import check_template, fill_template
from reports.selectors.own_kinds import known_of, own_kinds

KNOWN = {"программа": frozenset(), "сегодня": frozenset(), "участники": frozenset({"имя", "место"})}


def word(*paragraphs, rows=(), header=""):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=0, cols=1)
        for row in rows:
            table.add_row().cells[0].text = row
    if header:
        document.sections[0].header.paragraphs[0].text = header
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def text_of(data):
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    heads = [one.text for one in document.sections[0].header.paragraphs]
    return "\n".join([*heads, *(one.text for one in document.paragraphs), *cells])


def packed(data, name, content):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as made:
        for part in source.infolist():
            made.writestr(part, source.read(part.filename))
        made.writestr(name, content)
    return target.getvalue()


def test_names_and_rows_are_filled_everywhere_in_the_file():
    file = word(
        "По программе «{{ программа }}» & <списку>",
        rows=["{%tr for строка in участники %}", "{{ строка.имя }}, {{ строка.место }}", "{%tr endfor %}"],
        header="{{ сегодня }}",
    )
    assert set(check_template(file, "a.docx", KNOWN)) == {"программа", "сегодня", "участники"}
    people = [{"имя": "Первый <b>", "место": "А & Б"}, {"имя": "{{ сегодня }}", "место": "{% x %}"}]
    values = {"программа": "Путь & дело", "сегодня": "сегодня", "участники": people}
    told = text_of(fill_template(file, values, KNOWN))
    assert "«Путь & дело» & <списку>" in told
    assert "Первый <b>, А & Б" in told
    assert "{{ сегодня }}, {% x %}" in told, "a value is never read as a template"


@pytest.mark.parametrize(
    "typed",
    [
        "{{ 7 * 7 }}",
        "{{ программа.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ программа|upper }}",
        "{{ range(10**9) }}",
        "{{ cycler.__init__.__globals__ }}",
        "{% set x = программа %}",
        "{% for a in программа.split() %}{% endfor %}",
        "{% for a in 'abc' %}{{ a }}{% endfor %}",
        "{% for a in участники %}{% for b in участники %}{% endfor %}{% endfor %}",
        "{% for a in участники %}{{ a._имя }}{% endfor %}",
        "{% include 'base.html' %}",
        "{% import 'os' as os %}",
        "{% macro m() %}{% endmacro %}",
        "{{ участники[0] }}",
        "{{ программа == 'x' }}",
    ],
)
def test_anything_but_names_is_refused(typed):
    with pytest.raises(UploadError) as refused:
        check_template(word(typed), "a.docx", KNOWN)
    assert refused.value.code in {"expressions", "syntax"}


@pytest.mark.parametrize("typed", ["{{ программа", "{{ имя программы }}", "{% for x %}", "{% endfor %}"])
def test_broken_braces_are_told(typed):
    with pytest.raises(UploadError) as refused:
        check_template(word(typed), "a.docx", KNOWN)
    assert refused.value.code in {"syntax", "expressions"}


def test_unknown_names_are_listed():
    with pytest.raises(UploadError, match=r"Портал не знает: «директр», «строка\.рост»"):
        check_template(
            word("{{ директр }}", "{% for строка in участники %}{{ строка.рост }}{% endfor %}"),
            "a.docx",
            KNOWN,
        )


def test_a_list_or_a_row_by_itself_is_told_and_never_printed():
    rows = "{% for строка in участники %}{{ строка }}{% endfor %}"
    with pytest.raises(UploadError, match="«участники без поля», «строка без поля»"):
        check_template(word("{{ участники }}", rows), "a.docx", KNOWN)
    asked = "{% if участники %}есть{% endif %}"
    assert check_template(word(asked), "a.docx", KNOWN) == ["участники"]


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="{}%.|()_а b'1", max_size=30))
def test_whatever_stands_in_a_file_is_read_or_refused_in_words(typed):
    try:
        check_template(word(typed), "a.docx", KNOWN)
    except UploadError as error:
        told = error.message
    else:
        told = "прочитан"
    assert told


def test_files_that_could_hurt_are_refused():
    good = word("{{ программа }}")
    schema = "http://schemas.openxmlformats.org/package/2006/relationships"
    linked = "Type='http://x/attachedTemplate' Target='http://evil.example/t.dotm' TargetMode='External'"
    rels = f"<Relationships xmlns='{schema}'><Relationship Id='r9' {linked}/></Relationships>"
    bad = [
        (packed(good, "word/vbaProject.bin", b"x"), "macros"),
        (packed(good, "word/embeddings/a.xlsx", b"x"), "embedded"),
        (packed(good, "word/_rels/settings.xml.rels", rels), "external"),
        (packed(good, "word/extra.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), "entities"),
        (b"%PDF-1.7 nothing", None),
        (good[: len(good) // 2], None),
        (b"", "empty"),
    ]
    for data, code in bad:
        with pytest.raises(UploadError) as refused:
            check_template(data, "a.docx", KNOWN)
        assert code is None or refused.value.code == code
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        with zipfile.ZipFile(io.BytesIO(good)) as source:
            for part in source.infolist():
                made.writestr(part, source.read(part.filename))
        made.writestr("word/media/big.xml", b"0" * (45 * 1024 * 1024))
    with pytest.raises(UploadError):
        check_template(bomb.getvalue(), "a.docx", KNOWN)


def test_a_document_keeps_its_version_and_values(college):
    first = word("Характеристика: {{ наставник_родительный }}, {{ место_наставника }}")
    with college.as_curator() as user:
        given = {"title": "Характеристика", "subject": "mentor", "filename": "х.docx", "actor": user}
        kind = create_own_kind(college.org, data=first, **given)
        with pytest.raises(DomainError, match="уже есть"):
            create_own_kind(college.org, data=first, **given)
        entry = MentorEntry.objects.get(person__last_name="Образцова")
        made = make_own_document(kind, about(kind, college.programme, entry.pk), actor=user)
        assert made.values == {
            "наставник_родительный": "Образцовой Анны Ильиничны",
            "место_наставника": "ГД-31",
        }
        assert "Характеристика: Образцовой Анны Ильиничны, ГД-31" in text_of(read_file(made.file))
        add_version(kind, data=word("Иначе: {{ наставник }}"), filename="х.docx", actor=user)
        assert "Иначе: Образцова" in text_of(preview_own(kind, about(kind, college.programme, entry.pk)))
        made.refresh_from_db()
        assert made.version.number == 1
        assert OwnDocument.objects.count() == 1
        with pytest.raises(DomainError, match="Выберите из списка"):
            about(kind, college.programme, 10**9)
        assert export(entry.person)[0]["документ"] == made.title
        assert erase(entry.person) == 1
        assert not OwnDocument.objects.exists()


def test_a_document_of_a_pair_is_made_once_and_goes_with_either_of_them(college):
    with college.as_curator() as user:
        given = {"title": "Справка", "subject": "pair", "filename": "х.docx", "actor": user}
        kind = create_own_kind(college.org, data=word("{{ наставляемые }}"), **given)
        pair = college.pairs[0]
        made = make_own_document(kind, about(kind, college.programme, pair.pk), actor=user)
        assert make_own_document(kind, about(kind, college.programme, pair.pk), actor=user) == made
        mentee = pair.mentees.get().person
        assert [one["документ"] for one in export(mentee)] == [made.title]
        assert erase(college.pairs[1].mentor.person) == 0
        assert erase(mentee) == 1
        assert not OwnDocument.objects.exists()


def test_pages_upload_try_and_make(college, signed_in):
    client = signed_in(college.curator)
    create = reverse("reports:own_kind_create")
    assert "наставник_творительный" in client.get(create).content.decode()
    bad = SimpleUploadedFile("а.docx", word("{{ кто_угодно }}"))
    answer = client.post(create, {"title": "Справка", "subject": "pair", "file": bad})
    assert answer.status_code == 422
    assert "Портал не знает: «кто_угодно»" in answer.content.decode()
    good = SimpleUploadedFile("а.docx", word("{{ наставник }} и {{ наставляемые }}: {{ форма }}"))
    page = client.post(create, {"title": "Справка", "subject": "pair", "file": good})["Location"]
    with college.as_curator():
        kind = OwnKind.objects.get()
    make = reverse("reports:own_kind_make", args=[kind.pk])
    tried = client.post(make, {"subject": college.pairs[0].pk, "act": "preview"})
    assert "Примеров Савва Кузьмич и Тестова Мария Денисовна" in text_of(tried.content)
    client.post(make, {"subject": college.pairs[0].pk, "act": "make"})
    assert "Справка: " in client.get(page).content.decode()
    assert client.post(make, {"subject": "x"}).status_code == 302
    assert client.get(reverse("reports:own_kinds")).status_code == 200
    client.post(reverse("reports:own_kind_archive", args=[kind.pk]))
    assert client.get(page).status_code == 404


def test_the_list_costs_the_same_for_one_kind_and_three(college, django_assert_num_queries):
    with college.as_curator() as user:
        for number in range(3):
            if number != 1:
                given = {
                    "title": f"Вид {number}",
                    "subject": "programme",
                    "filename": "х.docx",
                    "actor": user,
                }
                create_own_kind(college.org, data=word("{{ программа }}"), **given)
            with django_assert_num_queries(1):
                assert [kind.made for kind in own_kinds()][:1] == [0]
    assert all(name.isidentifier() for name in known_of("pair"))


@pytest.mark.parametrize("content", [b"<Relationships", b"\x00" * 40])
def test_a_broken_part_is_a_message_and_no_failure(content):
    with pytest.raises(UploadError) as refused:
        check_template(packed(word("{{ имя }}"), "word/_rels/other.xml.rels", content), "a.docx", KNOWN)
    assert "Word" in refused.value.message
