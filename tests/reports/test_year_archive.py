"""The head's queue and what was signed: acts on the page, the list by year, the archive of a year for an inspection."""

import hashlib
import io
import tracemalloc
import zipfile

import openpyxl
import pypdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope

from core.domain.files import read_file
from core.domain.job_run import run_job
from core.enums import JobState, Role
from core.models import Job
from reports.domain.documents import send_to_sign
from reports.enums import DocumentState
from reports.selectors.year_archive import inventory_of
from tests import factories
from tests.reports.test_orders import make_draft, register, sign


def test_the_head_signs_and_returns_from_the_queue(college, signed_in):
    director = signed_in(college.director)
    document = make_draft(college)
    with college.as_curator() as user:
        send_to_sign(document, actor=user)
    page = director.get(reverse("reports:signing")).content.decode()
    assert "Вернуть с замечанием" in page
    assert 'data-sheet="r"' in page
    director.post(reverse("reports:document_return", args=[document.pk]), {"remark": "Нет даты"})
    with scope(organization=college.org):
        document.refresh_from_db()
    assert document.state == DocumentState.RETURNED
    register(college, document)
    page = director.get(reverse("reports:signing")).content.decode()
    assert 'data-sheet="s"' in page
    with scope(organization=college.org):
        scan = SimpleUploadedFile("скан.pdf", read_file(document.file), content_type="application/pdf")
    form = {"signed_on": document.date.isoformat(), "scan": scan, "back": "queue"}
    answer = director.post(reverse("reports:document_sign", args=[document.pk]), form)
    assert answer["Location"] == reverse("reports:signing")


def test_everything_signed_by_year_kind_and_search(college, signed_in):
    document = sign(college, register(college, make_draft(college)))
    director, address = signed_in(college.director), reverse("reports:signed")
    for query, found in (
        (f"?year={document.date.year}", True),
        ("?year=1999", False),
        ("?kind=order_pairs&q=закреплении", True),
        ("?q=ничего", False),
        ("?year=весной", False),
    ):
        assert (document.title in director.get(address + query).content.decode()) is found, query


def test_the_archive_of_a_year_holds_files_scans_and_the_inventory(college, signed_in):
    document = sign(college, register(college, make_draft(college)))
    year = document.date.year
    director = signed_in(college.director)
    assert director.post(reverse("reports:year_archive", args=[1999])).status_code == 302
    started = director.post(reverse("reports:year_archive", args=[year]))
    with scope(organization=college.org):
        job = Job.objects.get(kind="documents.year_archive")
        assert started["Location"] == reverse("core:job", args=[job.pk])
        run_job(job.pk)
        job.refresh_from_db()
        assert (job.state, job.done, job.total) == (JobState.DONE, 2, 2)
        data = read_file(job.result_file)
        line = inventory_of(college.org, year)[0]
        original = read_file(document.file)
    archive = zipfile.ZipFile(io.BytesIO(data))
    names = archive.namelist()
    assert names[:2] == [f"Опись за {year} год.pdf", f"Опись за {year} год.xlsx"]
    paper = next(name for name in names if name.startswith("Приказ/") and "скан" not in name)
    assert "№ 1-ОД" in paper
    assert archive.read(paper) == original
    assert line.sha256 == hashlib.sha256(original).hexdigest()
    assert any("скан" in name for name in names)
    book = openpyxl.load_workbook(io.BytesIO(archive.read(names[1])))
    assert line.sha256 in [cell.value for row in book.active.iter_rows() for cell in row]
    text = pypdf.PdfReader(io.BytesIO(archive.read(names[0]))).pages[0].extract_text()
    assert "ОПИСЬ" in text
    assert "Образцов Пётр Ильич" in " ".join(text.split())
    answer = director.get(reverse("core:file", args=[job.result_file_id]))
    assert b"".join(answer.streaming_content) == data
    outsider = signed_in(factories.membership(college.org, Role.PROJECT_CURATOR))
    assert outsider.get(reverse("core:file", args=[job.result_file_id])).status_code == 403


def test_a_lost_file_is_told_and_the_rest_is_packed(college, signed_in):
    document = sign(college, register(college, make_draft(college)))
    document.file.file.storage.delete(document.file.file.name)
    signed_in(college.director).post(reverse("reports:year_archive", args=[document.date.year]))
    with scope(organization=college.org):
        job = Job.objects.get(kind="documents.year_archive")
        run_job(job.pk)
        job.refresh_from_db()
        assert job.state == JobState.DONE
        assert "в архив он не вошёл" in job.messages.get().text


def test_memory_does_not_grow_with_the_number_of_documents(tmp_path):
    from core.pdf import write_zip

    def files(count):
        return ((f"{number}.pdf", bytes(1 << 20)) for number in range(count))

    peaks = []
    for count in (4, 40):
        tracemalloc.start()
        with (tmp_path / f"{count}.zip").open("wb") as handle:
            write_zip(files(count), handle)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5
