"""Time stamps, lists of the revoked and a token: off by default, named by the operator, nothing asked of the network.

The authority of stamps is pyHanko's own double, signing by a certificate of OpenSSL's making; the token is SoftHSM.
"""

import asyncio
import datetime as dt
import shutil
import socket
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import pem, x509

from core.signatures import SignatureError, verify_detached, verify_pdf
from core.signatures.keys import open_key, sign_pdf
from core.signatures.stamps import configured_stamper
from core.signatures.token import has_token, open_token
from tests.signing_tools import Signing, make_signing, pkcs12_of

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "4321"


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    from core.pdf import html_to_pdf

    return html_to_pdf("<html lang=ru><title>Т</title><p>Приказ</p>", stylesheet="document", created=now())


@pytest.fixture(scope="module")
def signing(tmp_path_factory) -> Signing:
    """An authority, a signer and an authority of stamps below the same root."""
    made = make_signing(tmp_path_factory.mktemp("evidence"), "rsa")
    made.run("genpkey", "-algorithm", "rsa", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "tsa.key")
    made.run("req", "-new", "-key", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Stamps", "-config", "req.cnf")
    (made.folder / "tsa.ext").write_text(
        "basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n"
    )
    made.run(
        *("x509", "-req", "-in", "tsa.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial"),
        *("-days", "30", "-extfile", "tsa.ext", "-out", "tsa.crt"),
    )
    return made


@pytest.fixture(autouse=True)
def folders(tmp_path, settings, signing, monkeypatch):
    """The operator's folders with the root; the network is shut."""
    for name in ("roots", "crls"):
        (tmp_path / name).mkdir()
    settings.SIGNATURE_ROOTS, settings.SIGNATURE_CRLS = str(tmp_path / "roots"), str(tmp_path / "crls")
    settings.SIGNATURE_TSA_URL = ""
    (tmp_path / "roots" / "ca.crt").write_bytes(signing.root)

    def refuse(*args: object, **more: object) -> None:
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "create_connection", refuse)
    return tmp_path


def revoke(signing: Signing, folder: Path, *, gone: bool, form: str = "DER", hours: int = -1) -> None:
    """Put a list of the authority into the operator's folder: empty, or with the signer in it since so many hours."""
    (signing.folder / "ca.cnf").write_text(
        "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha256\n"
        "default_crl_days=7\ncertificate=ca.crt\nprivate_key=ca.key\n"
    )
    (signing.folder / "crlnumber").write_text("01\n")
    number = signing.run("x509", "-in", "me.crt", "-noout", "-serial").stdout.decode().strip().split("=")[1]
    when = f"{now() + dt.timedelta(hours=hours):%y%m%d%H%M%SZ}"
    line = f"R\t360101000000Z\t{when}\t{number}\tunknown\t/CN=x\n" if gone else ""
    (signing.folder / "index.txt").write_text(line)
    signing.run("ca", "-config", "ca.cnf", "-gencrl", "-out", "list.pem")
    signing.run("crl", "-in", "list.pem", "-outform", form, "-out", "list.crl")
    shutil.copy(signing.folder / "list.crl", folder / "crls" / "list.crl")


def stamper_of(signing: Signing, at: dt.datetime | None = None):
    from pyhanko.sign.timestamps import DummyTimeStamper

    def der(name: str) -> bytes:
        return pem.unarmor((signing.folder / name).read_bytes())[2]

    key = asn1_keys.PrivateKeyInfo.load(der("tsa.key"))
    return DummyTimeStamper(x509.Certificate.load(der("tsa.crt")), key, fixed_dt=at)


def signed(pdf, signing, **changes) -> bytes:
    key = open_key(pkcs12_of(signing), "тайна", at=now())
    assert key.stamper is None  # off by default
    return sign_pdf(pdf, replace(key, **changes), reason="Приказ")


def second_opinion(data: bytes, folder: Path) -> str:
    (folder / "signed.pdf").write_bytes(data)
    done = subprocess.run(
        ["pdfsig", "-nocert", folder / "signed.pdf"], capture_output=True, text=True, check=False
    )
    return done.stdout


def test_by_default_nothing_is_stamped_and_nothing_is_said_of_revocation(pdf, signing, folders):
    (one,) = verify_pdf(signed(pdf, signing), pdf, at=now())
    assert (one.stamp, one.stamp_words, one.revocation) == (None, "", "")
    assert configured_stamper() is None
    assert not has_token()


def test_a_stamp_of_a_trusted_authority_is_the_time_of_the_signature(pdf, signing, folders):
    at = now().replace(microsecond=0)
    data = signed(pdf, signing, stamper=stamper_of(signing, at))
    (one,) = verify_pdf(data, pdf, at=now())
    assert (one.stamp.at, one.stamp.is_trusted, one.signed_at) == (at, True, at)
    assert one.stamp_words == "штамп времени Stamps, проверен"
    assert "Signature is Valid" in second_opinion(data, folders)
    # Another root: the stamp proves nothing, and it is said.
    (folders / "roots" / "ca.crt").unlink()
    (one,) = verify_pdf(data, pdf, at=now())
    assert (one.stamp.is_trusted, one.signed_at == at) == (False, False)
    assert "не из доверенных" in one.stamp_words


def test_a_stamp_moved_from_another_signature_is_refused(pdf, signing, folders):
    from asn1crypto import cms

    stamper = stamper_of(signing)
    alien = asyncio.run(stamper.async_timestamp(b"\0" * 32, "sha256"))
    info = cms.ContentInfo.load(signing.sign(pdf))
    signer = info["content"]["signer_infos"][0]
    attribute = cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [alien]})
    signer["unsigned_attrs"] = cms.CMSAttributes([attribute])
    with pytest.raises(SignatureError, match="под другой подписью"):
        verify_detached(info.dump(force=True), pdf, at=now())


def test_an_authority_that_does_not_answer_stops_the_signing(pdf, signing, settings):
    settings.SIGNATURE_TSA_URL = "http://127.0.0.1:9/"
    key = open_key(pkcs12_of(signing), "тайна", at=now())
    with pytest.raises(SignatureError, match="не отвечает"):
        sign_pdf(pdf, key, reason="Приказ")


@pytest.mark.parametrize("form", ["DER", "PEM"])
def test_a_revoked_certificate_signs_nothing(pdf, signing, folders, form):
    sig = signing.sign(pdf)
    revoke(signing, folders, gone=False, form=form)
    (one,) = verify_detached(sig, pdf, at=now())
    assert one.revocation == "в списках отозванных сертификата нет"
    revoke(signing, folders, gone=True, form=form)
    with pytest.raises(SignatureError, match="отозван"):
        verify_detached(sig, pdf, at=now())
    with pytest.raises(SignatureError, match="отозван"):
        open_key(pkcs12_of(signing), "тайна", at=now())  # nor is anything signed here by it


def test_what_was_stamped_before_the_revocation_stands(pdf, signing, folders):
    data = signed(pdf, signing, stamper=stamper_of(signing))
    revoke(signing, folders, gone=True, hours=1)
    (one,) = verify_pdf(data, pdf, at=now())
    assert one.stamp.is_trusted


def test_a_stale_or_alien_list_is_no_list(pdf, signing, folders, tmp_path_factory):
    other = make_signing(tmp_path_factory.mktemp("other"), "ec")
    revoke(other, folders, gone=True)
    (one,) = verify_detached(signing.sign(pdf), pdf, at=now())
    assert "нет" in one.revocation
    assert "свежего списка" in one.revocation


def test_the_list_goes_into_the_file_and_nothing_stands_after_the_signature(pdf, signing, folders):
    revoke(signing, folders, gone=False)
    for name in ("torn.crl", "torn.ocsp", "root.pem"):  # what is no list is passed over
        (folders / "crls" / name).write_bytes(signing.root if name == "root.pem" else b"0\x03\x01")
    data = signed(pdf, signing, stamper=stamper_of(signing))
    assert b"/DSS" in data
    (one,) = verify_pdf(data, pdf, at=now())  # refuses bytes after the last signature
    assert one.stamp.is_trusted
    told = second_opinion(data, folders)
    assert "Signature is Valid" in told
    assert "Total document signed" in told


# --- a token -------------------------------------------------------------------------------------------------------


@pytest.fixture
def token(signing, tmp_path, settings, monkeypatch):
    """A token in software with the signer's key and certificate on it."""
    pkcs11 = pytest.importorskip("pkcs11")
    if not MODULE.is_file():
        pytest.skip("softhsm2 is not installed")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm.conf"))
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", "head", "--pin", PIN, "--so-pin", "0000"],
        check=True,
        capture_output=True,
    )
    signing.run("pkcs8", "-topk8", "-nocrypt", "-in", "me.key", "-out", "me.p8")
    subprocess.run(
        ["softhsm2-util", "--import", signing.folder / "me.p8", "--token", "head", "--label", "sign", "--id", "01",
         "--pin", PIN],
        check=True,
        capture_output=True,
    )  # fmt: skip
    lib = pkcs11.lib(str(MODULE))
    lib.reinitialize()  # the module has read another test's folder
    certificate = pem.unarmor((signing.folder / "me.crt").read_bytes())[2]
    from pkcs11.util.x509 import decode_x509_certificate

    with lib.get_token(token_label="head").open(user_pin=PIN, rw=True) as session:
        attributes = decode_x509_certificate(certificate)
        session.create_object(
            {
                **attributes,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.LABEL: "sign",
                pkcs11.Attribute.ID: b"\x01",
            }
        )
    settings.SIGNATURE_PKCS11_MODULE = str(MODULE)
    settings.SIGNATURE_PKCS11_TOKEN, settings.SIGNATURE_PKCS11_CERTIFICATE = "head", "sign"


def test_the_token_signs_and_a_wrong_pin_does_not(pdf, token, folders):
    assert has_token()
    with open_token(PIN, at=now()) as key:
        data = sign_pdf(pdf, key, reason="Приказ")
    (one,) = verify_pdf(data, pdf, at=now())
    assert one.owner == "Примерова Анна Ильинична"
    assert "Signature is Valid" in second_opinion(data, folders)
    with pytest.raises(SignatureError, match="ПИН-код не подошёл"), open_token("0", at=now()):
        pytest.fail("the token opened")


@pytest.mark.parametrize(
    ("name", "value"), [("SIGNATURE_PKCS11_CERTIFICATE", "another"), ("SIGNATURE_PKCS11_TOKEN", "lost")]
)
def test_a_token_without_what_is_named_says_so(token, settings, name, value):
    setattr(settings, name, value)
    with pytest.raises(SignatureError, match="не отвечает"), open_token(PIN, at=now()):
        pytest.fail("the token opened")
