"""Orders signed electronically: by a key here, by a file made outside; checked by anybody who holds the paper."""

import io
import json
import subprocess

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from core.domain.files import read_file
from core.errors import DomainError
from core.models import AuditEntry
from core.signatures import openssl
from mentorship.enums import PairState
from mentorship.models import Pair
from reports.domain.documents import cancel_document
from reports.domain.drawing import rebuild_pdf
from reports.domain.electronic import accept_signature, sign_with_key
from reports.enums import DocumentState, SigningMethod
from reports.models import Document, Signature
from tests.reports.test_orders import make_draft, register
from tests.signing_tools import Signing, embed, make_signing, pkcs12_of

PASSWORD = "тайна"
has_gost = pytest.mark.skipif(not openssl.has_gost(), reason="libengine-gost-openssl is not installed")


def subject_of(org) -> str:
    last, first, middle = org.head_last_name, org.head_first_name, org.head_middle_name
    return f"/CN={last} {first} {middle}/SN={last}/GN={first} {middle}/O=Колледж"


@pytest.fixture(scope="module")
def signing_of(tmp_path_factory):
    made: dict[tuple[str, str], Signing] = {}

    def make(kind: str, subject: str) -> Signing:
        if (kind, subject) not in made:
            made[kind, subject] = make_signing(tmp_path_factory.mktemp(kind), kind, subject=subject)
        return made[kind, subject]

    return make


@pytest.fixture
def order(college) -> Document:
    return register(college, make_draft(college))


@pytest.fixture
def signing(college, signing_of) -> Signing:
    return signing_of("rsa", subject_of(college.programme.organization))


def by_key(college, order, signing):
    with college.as_director() as user:
        return sign_with_key([order], actor=user, key_file=pkcs12_of(signing), password=PASSWORD)


def test_the_key_signs_the_pdf_with_its_mark_and_the_pairs_begin(college, order, signing, tmp_path):
    result = by_key(college, order, signing)

    assert [one.pk for one in result.done] == [order.pk]
    assert result.refused == []
    with college.as_director():
        order.refresh_from_db()
        assert order.state == DocumentState.SIGNED
        (signature,) = Signature.objects.all()
        assert signature.method == SigningMethod.EMBEDDED
        assert signature.certificate["serial"]
        version = order.versions.get(revision=order.revision)
        assert signature.version == version
        assert signature.sha256 == version.file.sha256
        assert rebuild_pdf(version) == read_file(version.file), (
            "the marked page is drawn again, byte for byte"
        )
        assert order.file == signature.file
        signed = read_file(order.file)
        assert set(Pair.objects.values_list("state", flat=True)) == {PairState.ACTIVE}
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(signed)).pages)
    assert "Документ подписан электронной подписью" in text.replace("\xa0", " ").replace("\n", " ")
    assert signature.certificate["serial"] in text.replace("\n", "")
    (tmp_path / "order.pdf").write_bytes(signed)
    told = subprocess.run(
        ["pdfsig", "-nocert", tmp_path / "order.pdf"], capture_output=True, text=True, check=False
    )
    assert "Signature is Valid" in told.stdout
    with college.as_director():
        trail = " ".join(json.dumps(one.after or {}, ensure_ascii=False) for one in AuditEntry.objects.all())
    assert PASSWORD not in trail


@pytest.mark.parametrize("kind", ["rsa", "ec", pytest.param("gost", marks=has_gost)])
@pytest.mark.parametrize("inside", [False, True], ids=["beside", "inside"])
def test_a_signature_made_outside_is_taken(college, order, signing_of, kind, inside):
    signing = signing_of(kind, subject_of(college.programme.organization))
    with college.as_director() as user:
        issued = read_file(order.file)
        file = embed(issued, signing) if inside else signing.sign(issued)
        accept_signature(order, actor=user, file=file)
        order.refresh_from_db()
        assert order.state == DocumentState.SIGNED
        signature = Signature.objects.get()
        assert signature.method == (SigningMethod.EMBEDDED if inside else SigningMethod.DETACHED)
        assert read_file(signature.file) == file
        assert signature.certificate["algorithm"].startswith(
            {"gost": "ГОСТ", "rsa": "RSA", "ec": "ECDSA"}[kind]
        )


def test_what_is_not_the_heads_signature_under_this_text_is_refused(college, order, signing, signing_of):
    stranger = signing_of("rsa", "/CN=Чужой Пётр Петрович/SN=Чужой/GN=Пётр Петрович")
    with college.as_director() as user:
        issued = read_file(order.file)
        for file, told in (
            (stranger.sign(issued), "выдан на имя «Чужой Пётр Петрович»"),
            (signing.sign(issued + b" "), "не под этим файлом"),
            (b"garbage", "не читается"),
            (issued, "нет подписи"),
            (embed(issued, signing) + b"\n%late", "дописано"),
        ):
            with pytest.raises(DomainError, match=told):
                accept_signature(order, actor=user, file=file)
        result = sign_with_key([order], actor=user, key_file=pkcs12_of(stranger), password=PASSWORD)
        assert "Чужой" in result.refused[0][1]
        with pytest.raises(DomainError, match="пароль"):
            sign_with_key([order], actor=user, key_file=pkcs12_of(signing), password="не тот")
        order.refresh_from_db()
        assert order.state == DocumentState.REGISTERED
        assert not Signature.objects.exists()
        assert order.versions.count() == 2, "a refused key leaves no version behind"


@pytest.mark.slow
def test_a_document_is_signed_once(college, order, signing):
    by_key(college, order, signing)
    again = by_key(college, order, signing)
    assert "зарегистрированный" in again.refused[0][1]
    with college.as_director() as user:
        with pytest.raises(DomainError, match="зарегистрированный"):
            accept_signature(order, actor=user, file=signing.sign(b"anything"))
        assert Signature.objects.count() == 1


def test_the_director_signs_the_queue_on_pages(college, order, signing, director, signed_in, settings):
    desk = signed_in(director)
    settings.SIGNATURE_PKCS11_MODULE, settings.SIGNATURE_PKCS11_CERTIFICATE = "/nowhere.so", "sign"
    token = reverse("reports:sign_by_key")
    assert "токеном на сервере" in desk.get(token).content.decode()
    lost = desk.post(token, {"documents": [order.pk], "password": "1"})
    assert lost.status_code == 422
    assert "окен" in lost.content.decode()
    settings.SIGNATURE_PKCS11_MODULE = ""
    assert desk.post(token, {"documents": [order.pk], "password": "1"}).status_code == 422
    assert "Подписать ключом: 1" in desk.get(reverse("reports:signing")).content.decode()
    address = reverse("reports:sign_by_key")
    assert f"№\xa0{order.number}" in desk.get(address).content.decode()
    key = pkcs12_of(signing)

    def post(password: str):
        file = SimpleUploadedFile("key.p12", key)
        return desk.post(address, {"documents": [order.pk], "signature": file, "password": password})

    wrong = post("не тот")
    assert wrong.status_code == 422
    assert "пароль" in wrong.content.decode()
    assert "не тот" not in wrong.content.decode(), "a password never comes back in a page"
    done = post(PASSWORD)
    assert done.url == reverse("reports:signing")
    page = desk.get(reverse("reports:document", args=[order.pk])).content.decode()
    assert "Подписанный PDF" in page
    with college.as_director():
        order.refresh_from_db()
        handed_out = desk.get(reverse("core:file", args=[order.file_id]))
        assert b"".join(handed_out.streaming_content).startswith(b"%PDF")
        handed_out.close()


def test_a_detached_file_is_brought_on_its_page(college, order, signing, director, signed_in):
    desk = signed_in(director)
    with college.as_director():
        issued = read_file(order.file)
    address = reverse("reports:document_sign_file", args=[order.pk])
    wrong = desk.post(address, {"signature": SimpleUploadedFile("a.sig", signing.sign(b"other"))})
    assert wrong.status_code == 422
    assert "не под этим файлом" in wrong.content.decode()
    desk.post(address, {"signature": SimpleUploadedFile("a.sig", signing.sign(issued))})
    with college.as_director():
        order.refresh_from_db()
        assert order.state == DocumentState.SIGNED


@pytest.mark.slow
def test_anybody_checks_a_paper_by_its_code_and_reads_no_names(college, order, signing, client):
    with college.as_director():
        code = order.versions.order_by("-revision").first().check_code
        names = [pair.mentor.person.last_name for pair in Pair.objects.all()]
        registered = read_file(order.file)
    address = reverse("reports:check_document", kwargs={"code": code})
    before = client.get(address)
    assert "ещё не подписан" in before.content.decode()

    by_key(college, order, signing)
    page = client.get(address).content.decode()
    assert "подписан руководителем и действует" in page
    assert order.number in page
    assert not [name for name in names if name in page]
    assert "Карточка документа" not in page
    same = client.post(address, {"file": SimpleUploadedFile("a.pdf", registered)}).content.decode()
    assert "совпадает" in same
    changed = client.post(
        address, {"file": SimpleUploadedFile("a.pdf", registered[:-1] + b"x")}
    ).content.decode()
    assert "не совпадает" in changed

    grouped = "-".join(code[start : start + 4] for start in range(0, 16, 4)).upper()
    assert client.post(reverse("reports:check"), {"code": grouped}).url == address
    assert client.post(reverse("reports:check"), {"code": "0" * 16}).status_code == 404
    assert client.get(reverse("reports:check_document", kwargs={"code": "0" * 16})).status_code == 404
    with college.as_director():
        order.refresh_from_db()
        link = order.versions.get(revision=order.revision).link
    assert "/check/" in link


def test_a_cancelled_paper_says_so(college, order, client):
    with college.as_director() as user:
        code = order.versions.order_by("-revision").first().check_code
        cancel_document(order, actor=user, reason="ошибка")
    page = client.get(reverse("reports:check_document", kwargs={"code": code})).content.decode()
    assert "отменён и силы не имеет" in page


def verified(*arguments) -> tuple[dict, int]:
    out, status = io.StringIO(), 0
    try:
        call_command("verify_document", *map(str, arguments), "--json", stdout=out)
    except SystemExit as error:
        status = error.code
    return json.loads(out.getvalue()), status


def test_the_command_tells_whose_file_it_is(college, order, signing, tmp_path):
    with college.as_director():
        issued = read_file(order.file)
    (tmp_path / "issued.pdf").write_bytes(issued)
    (tmp_path / "a.sig").write_bytes(signing.sign(issued))
    (tmp_path / "inside.pdf").write_bytes(embed(issued, signing))
    (tmp_path / "spoiled.pdf").write_bytes(issued + b"\n%")

    told, status = verified(tmp_path / "issued.pdf", "--signature", tmp_path / "a.sig")
    assert (status, told["ok"], told["document"]["number"]) == (0, True, order.number)
    assert told["signatures"][0]["algorithm"] == "RSA"
    assert verified(tmp_path / "inside.pdf")[0]["signatures"][0]["owner"]
    assert verified(tmp_path / "issued.pdf")[0]["document"]["in_force"] is False
    told, status = verified(tmp_path / "spoiled.pdf", "--signature", tmp_path / "a.sig")
    assert (status, told["ok"]) == (1, False)
    (tmp_path / "foreign.pdf").write_bytes(b"%PDF-1.4 something")
    assert verified(tmp_path / "foreign.pdf")[1] == 1
