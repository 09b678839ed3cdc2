"""A stack of real scans: pages find their consents, the rest is told, nothing is signed without the curator."""

import datetime as dt
import io

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope
from PIL import Image

from core.domain.files import read_file
from core.domain.job_run import run_job
from core.enums import JobState
from core.errors import DomainError
from core.models import Job, Organization, StoredFile
from core.pdf.scans import scan_pages
from mentorship.domain.consents import ensure_needed
from mentorship.enums import ConsentKind, ConsentSigner, ConsentState
from mentorship.models import Consent, SupplementaryAgreement
from reports.domain.consents import make_sheet
from reports.domain.drawing import rebuild_pdf
from reports.domain.stacks import confirm_stack, place_page, upload_stack
from reports.enums import ScanOutcome
from reports.models import Document, DocumentVersion, ScanPage, ScanStack
from reports.personal_data import erase
from reports.selectors.consents import consents_to_draw
from reports.selectors.stacks import other_pages, pages_of, sheets_of
from tests.core.stacks import Scan, stack
from tests.reports.conftest import make_college

DAY = dt.date(2026, 10, 5)


def printed(college) -> dict[tuple[str, str], bytes]:
    """(surname, kind) → PDF of every consent that is needed, and a minor's of two pages."""
    with college.as_curator() as user:
        ensure_needed(college.programme, actor=user)
        ward = Consent.objects.get(person=college.people[0], kind=ConsentKind.PROCESSING)
        Consent.objects.create(
            organization=college.org, programme=college.programme, person=ward.person,
            kind=ConsentKind.DISTRIBUTION, signer=ward.signer, representative=ward.representative,
        )  # fmt: skip
        made = {}
        for consent in consents_to_draw():
            document = make_sheet(consent, organization=college.org, actor=user)
            made[consent.person.last_name, consent.kind] = read_file(document.file)
        return made


def read(college, content: bytes) -> ScanStack:
    with college.as_curator() as user:
        found, job = upload_stack(
            college.programme,
            data=content,
            name="скан.pdf",
            signed_on=DAY,
            original_place="папка 3",
            actor=user,
        )
    assert job is not None
    run_job(job.pk)
    with college.as_curator():
        job = Job.objects.get(pk=job.pk)
        assert job.state == JobState.DONE, job.error
        return ScanStack.objects.select_related("file", "organization").get(pk=found.pk)


@pytest.fixture
def other_college(unscoped):
    org = Organization.objects.create(
        code="other", full_name="Другой колледж", short_name="Другой", address="г. Иной, ул. Первая, д. 1"
    )
    with scope(organization=org):
        return make_college(org)


@pytest.mark.slow
def test_a_stack_in_any_order_and_turn_is_split_and_signed_on_the_curators_word(bare_college):
    papers = printed(bare_college)
    two = papers["Тестова", "distribution"]
    one, child = papers["Примеров", "processing"], papers["Проверкин", "participation"]
    scans = [
        Scan(two, 2, turn=180, tilt=2.5, dpi=150, noise=12),
        Scan(one, 1, turn=90, tilt=-3.0, dpi=200, noise=18, quality=45),
        Scan(one, 1, turn=0, dpi=200),
        Scan(two, 1, turn=270, tilt=1.0, dpi=300, noise=15),
        Scan(child, 1, turn=0, tilt=-2.0, dpi=150, noise=18, quality=45),
        Image.new("L", (1654, 2339), 252),
    ]
    found = read(bare_college, stack(scans))
    with bare_college.as_curator() as user:
        outcomes = list(found.pages.order_by("number").values_list("outcome", flat=True))
        assert outcomes == ["placed", "placed", "repeated", "placed", "placed", "empty"]
        sheets = sheets_of(found)
        assert sorted((sheet.consent.person.last_name, len(sheet.pages)) for sheet in sheets) == [
            ("Примеров", 1), ("Проверкин", 1), ("Тестова", 2),
        ]  # fmt: skip
        assert not Consent.objects.filter(
            state=ConsentState.SIGNED
        ).exists()  # the curator has not said so yet
        corrected = next(
            sheet.consent.pk for sheet in sheets if sheet.consent.person.last_name == "Проверкин"
        )
        done = confirm_stack(found, days={corrected: dt.date(2026, 10, 3)}, actor=user)
        assert (done.signed, done.refused) == (3, [])
        days = dict(
            Consent.objects.filter(state=ConsentState.SIGNED).values_list("person__last_name", "signed_on")
        )
        assert days == {"Примеров": DAY, "Проверкин": dt.date(2026, 10, 3), "Тестова": DAY}
        scan = Consent.objects.get(person__last_name="Тестова", kind=ConsentKind.DISTRIBUTION).scan
        upright = list(scan_pages(read_file(scan)))
        assert [(page.codes[0].page, page.turn) for page in upright] == [(1, 0), (2, 0)]
        again = confirm_stack(found, days={}, actor=user)
        assert (again.signed, again.refused) == (0, [])


@pytest.mark.slow
def test_the_same_stack_twice_changes_nothing(bare_college):
    content = stack([Scan(printed(bare_college)["Примеров", "processing"])])
    first = read(bare_college, content)
    with bare_college.as_curator() as user:
        second, job = upload_stack(
            bare_college.programme,
            data=content,
            name="b.pdf",
            signed_on=DAY,
            original_place="тут",
            actor=user,
        )
        assert (second.pk, job) == (first.pk, None)
        assert ScanPage.objects.count() == 1
    # Run again after a crash, the job finds its pages.
    with bare_college.as_curator():
        Job.objects.filter(pk=first.job_id).update(state=JobState.QUEUED)
    run_job(first.job_id)
    with bare_college.as_curator():
        assert ScanPage.objects.count() == 1


@pytest.mark.slow
def test_another_institutions_sheet_is_refused_and_an_unknown_text_is_told(bare_college, other_college):
    papers = printed(bare_college)
    foreign = printed(other_college)["Примеров", "processing"]
    with bare_college.as_curator():
        DocumentVersion.objects.filter(document__summary__startswith="Образцова").update(sheet_code="")
    plain = Image.new("L", (1654, 2339), 250)
    plain.paste(20, (200, 200, 900, 900))
    found = read(bare_college, stack([Scan(foreign), Scan(papers["Образцова", "processing"]), plain]))
    with bare_college.as_curator() as user:
        outcomes = [page.outcome for page in other_pages(found)]
        assert outcomes == [ScanOutcome.FOREIGN, ScanOutcome.UNKNOWN, ScanOutcome.UNREADABLE]
        refused, _, blank = other_pages(found)
        consent = Consent.objects.get(person__last_name="Примеров")
        with pytest.raises(DomainError, match="уже разложена"):
            place_page(refused, consent, number=1, pages=1)
        with pytest.raises(DomainError, match="страниц: 1"):
            place_page(blank, consent, number=2, pages=pages_of(consent))
        place_page(blank, consent, number=1, pages=pages_of(consent), turn=90)
        assert confirm_stack(found, days={}, actor=user).signed == 1
        consent.refresh_from_db()
        assert consent.state == ConsentState.SIGNED
        assert pypdf.PdfReader(io.BytesIO(read_file(consent.scan))).pages[0].rotation == 90


@pytest.mark.slow
def test_a_sheet_that_lacks_a_page_is_not_signed(bare_college):
    two = printed(bare_college)["Тестова", "distribution"]
    found = read(bare_college, stack([Scan(two, 2)]))
    with bare_college.as_curator() as user:
        [sheet] = sheets_of(found)
        assert sheet.missing == [1]
        assert confirm_stack(found, days={}, actor=user).signed == 0


def test_the_printed_sheet_is_drawn_again_byte_for_byte(bare_college, settings):
    with bare_college.as_curator() as user:
        ensure_needed(bare_college.programme, actor=user)
        consent = consents_to_draw().filter(signer=ConsentSigner.SELF).first()
        document = make_sheet(consent, organization=bare_college.org, actor=user)
        version = document.versions.get()
        assert version.sheet_code
        settings.SECRET_KEY = "a new key"
        assert rebuild_pdf(version) == read_file(version.file)


def test_what_is_no_pdf_or_of_tomorrow_is_refused(bare_college):
    with bare_college.as_curator() as user:
        args = {"name": "a.pdf", "original_place": "папка", "actor": user}
        with pytest.raises(DomainError, match="PDF"):
            upload_stack(bare_college.programme, data=b"hello", signed_on=DAY, **args)
        with pytest.raises(DomainError, match="не наступила"):
            upload_stack(
                bare_college.programme, data=b"%PDF-1.4\n%%EOF", signed_on=dt.date(2999, 1, 1), **args
            )


@pytest.mark.slow
def test_the_pages_of_a_stack_are_walked_by_the_curator(bare_college, signed_in):
    papers = printed(bare_college)
    plain = Image.new("L", (1654, 2339), 250)
    plain.paste(20, (200, 200, 900, 900))
    content = stack([Scan(papers["Примеров", "processing"]), plain])
    client = signed_in(bare_college.curator)
    upload = SimpleUploadedFile("скан.pdf", content, "application/pdf")
    answer = client.post(
        reverse("reports:stack_add"),
        {"stack": upload, "signed_on": "05.10.2026", "original_place": "папка 3"},
    )
    assert answer.status_code == 302
    with bare_college.as_curator():
        found = ScanStack.objects.get()
    run_job(found.job_id)
    page = client.get(reverse("reports:stack", args=[found.pk])).content.decode()
    assert "Готово к отметке: 1" in page
    assert "Код не прочитан" in page
    place = reverse("reports:stack_place", args=[found.pk, 2])
    assert "Образцова Анна Ильинична" in client.get(place, {"q": "образцова"}).content.decode()
    with bare_college.as_curator():
        consent = Consent.objects.get(person__last_name="Образцова")
    answer = client.post(place, {"q": "образцова", "consent": consent.pk, "number": 1, "turn": 0})
    assert answer.status_code == 302, answer.content.decode()
    confirm = reverse("reports:stack_confirm", args=[found.pk])
    client.post(confirm, {f"day-{consent.pk}": "не дата"})
    with bare_college.as_curator():
        assert not Consent.objects.filter(state=ConsentState.SIGNED).exists()
    client.post(confirm, {f"day-{consent.pk}": "03.10.2026"})
    with bare_college.as_curator():
        assert Consent.objects.filter(state=ConsentState.SIGNED, scan__isnull=False).count() == 2
        consent.refresh_from_db()
        assert consent.signed_on == dt.date(2026, 10, 3)
        assert Document.objects.filter(key=f"consent:{consent.pk}").exists()


def test_another_institution_does_not_find_a_stack_or_an_agreement(bare_college, other_college, signed_in):
    with bare_college.as_curator() as user:
        agreement = SupplementaryAgreement.objects.create(
            organization=bare_college.org, programme=bare_college.programme, person=bare_college.people[3],
            number="1", signed_on=DAY, starts_on=DAY, ends_on=DAY, content="помощь", pay_terms="по положению",
        )  # fmt: skip
        found, _ = upload_stack(
            bare_college.programme, data=stack([Image.new("L", (400, 600), 250)]), name="a.pdf", signed_on=DAY,
            original_place="папка", actor=user,
        )  # fmt: skip
    stranger = signed_in(other_college.curator)
    for name, pk in (("stack_confirm", found.pk), ("supplement_create", agreement.pk)):
        assert stranger.post(reverse(f"reports:{name}", args=[pk])).status_code == 404


@pytest.mark.slow
def test_an_erased_persons_stack_is_destroyed_with_its_file(bare_college):
    papers = printed(bare_college)
    found = read(
        bare_college, stack([Scan(papers["Примеров", "processing"]), Image.new("L", (400, 600), 20)])
    )
    person = bare_college.people[3]
    with bare_college.as_curator():
        held = [found.file_id, *found.pages.exclude(thumbnail=None).values_list("thumbnail", flat=True)]
        assert len(held) == 2
        erase(person)
        assert not ScanStack.objects.exists()
        assert not StoredFile.objects.filter(pk__in=held).exists()
