"""A consent signed in another program: the signature is taken only over the exact file, by the one who signs."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.domain.files import read_file
from core.errors import DomainError
from core.signatures import openssl
from mentorship.domain import consents as consent_domain
from mentorship.domain.people import edit_person
from mentorship.enums import ConsentKind, ConsentMethod, ConsentState
from mentorship.models import Consent
from reports.domain.consent_files import sign_with_file
from reports.domain.consents import make_sheet
from reports.domain.signed_copy import signed_copy
from reports.models import ConsentSignature
from reports.selectors.consent_signing import sheet_of
from reports.selectors.consents import consents_to_draw
from tests import factories
from tests.mentorship.conftest import guardian_for, today
from tests.signing_tools import make_signing

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def programme(org, settings, tmp_path):
    settings.SIGNATURE_ROOTS = str(tmp_path / "roots")
    return factories.programme(org)


@pytest.fixture(scope="module")
def anna(tmp_path_factory):
    return make_signing(tmp_path_factory.mktemp("anna"), "ec")


@pytest.fixture(scope="module")
def boris(tmp_path_factory):
    return make_signing(tmp_path_factory.mktemp("boris"), "ec", subject="/CN=Тестов Борис Ильич")


NAMES = {"last_name": "Примерова", "first_name": "Анна", "middle_name": "Ильинична"}


@pytest.fixture
def consent(programme):
    """Anna's own consent, printed."""
    person = factories.person(programme.organization, birth_date=date(1985, 4, 3), **NAMES)
    factories.mentor(programme, person=person)
    return printed(programme, person)


@pytest.fixture
def teenagers(programme):
    """Boris of sixteen, Anna is his mother."""
    child = factories.person(
        programme.organization,
        birth_date=today().replace(day=1, year=today().year - 16),
        last_name="Тестов",
        first_name="Борис",
        middle_name="Ильич",
        gender="male",
    )
    factories.mentee(programme, person=child)
    guardian_for(child, **NAMES)
    return printed(programme, child)


def printed(programme, person):
    consent_domain.ensure_needed(programme, actor=None)
    consent = Consent.objects.get(person=person, kind=ConsentKind.PROCESSING)
    make_sheet(consents_to_draw().get(pk=consent.pk), organization=programme.organization, actor=None)
    consent.refresh_from_db()
    return consent


def issued(consent):
    return read_file(sheet_of(consent).file)


def test_a_good_signature_signs_the_consent(consent, anna):
    signature = anna.sign(issued(consent))
    assert anna.confirms(signature, issued(consent))
    [kept] = sign_with_file(consent, signature=signature, actor=None)
    consent.refresh_from_db()
    assert (consent.state, consent.method) == (ConsentState.SIGNED, ConsentMethod.DETACHED)
    assert read_file(kept.file) == signature
    [told] = consent.evidence["signatures"]
    assert told["owner"] == "Примерова Анна Ильинична"
    assert "не проверена" in told["chain"]
    assert consent.evidence["sha256"] == sheet_of(consent).file.sha256


def test_the_same_file_again_changes_nothing(consent, anna):
    signature = anna.sign(issued(consent))
    first = sign_with_file(consent, signature=signature, actor=None)
    assert sign_with_file(consent, signature=signature, actor=None) == first
    assert ConsentSignature.objects.count() == 1


@pytest.mark.skipif(not openssl.has_gost(), reason="libengine-gost-openssl is not installed")
def test_a_signature_by_gost_signs_the_consent(consent, tmp_path):
    signing = make_signing(tmp_path, "gost")
    [kept] = sign_with_file(consent, signature=signing.sign(issued(consent)), actor=None)
    assert kept.details["algorithm"] == "ГОСТ Р 34.10"
    consent.refresh_from_db()
    assert consent.state == ConsentState.SIGNED


def test_both_sign_in_any_order_and_the_copy_bears_both_marks(teenagers, anna, boris):
    sign_with_file(teenagers, signature=boris.sign(issued(teenagers)), actor=None)
    teenagers.refresh_from_db()
    assert teenagers.state == ConsentState.ISSUED
    sign_with_file(teenagers, signature=anna.sign(issued(teenagers)), actor=None)
    teenagers.refresh_from_db()
    assert teenagers.state == ConsentState.SIGNED
    assert [one["role"] for one in teenagers.evidence["signatures"]] == [
        "Законный представитель",
        "Подросток",
    ]
    assert signed_copy(teenagers).startswith(b"%PDF")


def test_another_owner_is_named(consent, boris):
    with pytest.raises(DomainError, match="«Тестов Борис Ильич», а подписать должны: Примерова Анна"):
        sign_with_file(consent, signature=boris.sign(issued(consent)), actor=None)


def test_another_document_of_the_portal_is_named(programme, consent, teenagers, anna):
    with pytest.raises(DomainError, match="другой документ портала: «Согласие на обработку"):
        sign_with_file(consent, signature=anna.sign(issued(teenagers)), actor=None)


def test_a_former_version_is_told(consent, anna):
    former = anna.sign(issued(consent))
    edit_person(consent.person, actor=None, address="г. Примерск, ул. Новая, д. 5")
    make_sheet(consents_to_draw().get(pk=consent.pk), organization=consent.organization, actor=None)
    with pytest.raises(DomainError, match="прежняя версия этого согласия"):
        sign_with_file(consent, signature=former, actor=None)


def test_appended_bytes_are_told(consent, anna):
    longer = issued(consent) + b"\n% a mark of another program"
    with pytest.raises(DomainError, match="дописано"):
        sign_with_file(consent, signature=anna.sign(longer), presented=longer, actor=None)
    with pytest.raises(DomainError, match="не под этим файлом"):
        sign_with_file(consent, signature=anna.sign(longer), actor=None)
    assert not ConsentSignature.objects.exists()


def test_without_a_sheet_there_is_nothing_to_sign(programme, anna):
    person = factories.person(programme.organization, birth_date=date(1985, 4, 3), **NAMES)
    factories.mentor(programme, person=person)
    consent_domain.ensure_needed(programme, actor=None)
    with pytest.raises(DomainError, match="Сначала подготовьте бланк"):
        sign_with_file(Consent.objects.get(), signature=anna.sign(b"x"), actor=None)


@pytest.mark.parametrize("state", [ConsentState.WITHDRAWN, ConsentState.LAPSED, ConsentState.REFUSED])
def test_a_closed_consent_takes_no_signature(consent, anna, state):
    Consent.objects.filter(pk=consent.pk).update(state=state)
    with pytest.raises(DomainError, match="подписано или закрыто"):
        sign_with_file(consent, signature=anna.sign(issued(consent)), actor=None)


def test_on_the_page(consent, anna, curator, signed_in):
    client = signed_in(curator)
    address = reverse("reports:consent_sign_file", args=[consent.pk])
    file = b"".join(client.get(reverse("reports:consent_issued_file", args=[consent.pk])).streaming_content)
    assert file == issued(consent)

    def send(data, **more):
        return client.post(address, {"signature": SimpleUploadedFile("a.sig", data)} | more)

    for data, words in (
        (b"", "пустой"),
        (b"%PDF-1.7", "Это документ PDF"),
        (b"\x30\x03\x02\x01\x05", "не читается"),
    ):
        refused = send(data)
        assert refused.status_code == 422
        assert words in refused.content.decode()
    assert send(anna.sign(file)).status_code == 302
    page = client.get(reverse("mentorship:consent", args=[consent.pk])).content.decode()
    assert "файл подписи" in page
    assert "цепочка не проверена" in page
    signature = ConsentSignature.objects.get()
    kept = b"".join(client.get(reverse("core:file", args=[signature.file_id])).streaming_content)
    assert kept == read_file(signature.file)
