"""Authorities, certificates and detached signatures for tests, all made by the OpenSSL program: a second opinion."""

from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pikepdf

GOST_CONF = """openssl_conf = main
[main]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
default_algorithms = ALL
"""
KEYS = {
    "rsa": ("rsa", "rsa_keygen_bits:2048"),
    "ec": ("EC", "ec_paramgen_curve:P-256"),
    "gost": ("gost2012_256", "paramset:A"),
    "weak": ("rsa", "rsa_keygen_bits:1024"),
}
OWNER = "/CN=Примерова Анна Ильинична/SN=Примерова/GN=Анна Ильинична/O=Приреченский колледж"


@dataclass(frozen=True)
class Signing:
    """A folder with an authority (`ca.crt`) and a signer (`me.crt`, `me.key`)."""

    folder: Path
    kind: str

    def run(self, *arguments: str, ok: bool = True) -> subprocess.CompletedProcess[bytes]:
        (self.folder / "conf").write_text(GOST_CONF if self.kind == "gost" else "", encoding="ascii")
        done = subprocess.run(
            ["openssl", *arguments],
            cwd=self.folder,
            env={"OPENSSL_CONF": str(self.folder / "conf"), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0 or not ok, done.stderr.decode()
        return done

    @property
    def root(self) -> bytes:
        return (self.folder / "ca.crt").read_bytes()

    def sign(self, document: bytes, *more: str, form: str = "DER") -> bytes:
        (self.folder / "doc").write_bytes(document)
        digest = "md_gost12_256" if self.kind == "gost" else "sha256"
        self.run(
            *("cms", "-sign", "-binary", "-in", "doc", "-signer", "me.crt", "-inkey", "me.key"),
            *("-md", digest, "-outform", form, "-out", "sig", *more),
        )
        return (self.folder / "sig").read_bytes()

    def confirms(self, signature: bytes, document: bytes) -> bool:
        """What OpenSSL itself says."""
        (self.folder / "doc").write_bytes(document)
        (self.folder / "sig").write_bytes(signature)
        done = self.run(
            *(
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "sig",
                "-content",
                "doc",
                "-CAfile",
                "ca.crt",
            ),
            *("-purpose", "any", "-out", "/dev/null"),
            ok=False,
        )
        return done.returncode == 0


def make_signing(
    folder: Path, kind: str = "rsa", *, subject: str = OWNER, days: int = 30, usage: str = "digitalSignature"
) -> Signing:
    made = Signing(folder, kind)
    algorithm, option = KEYS[kind]
    for name in ("ca", "me"):
        made.run("genpkey", "-algorithm", algorithm, "-pkeyopt", option, "-out", f"{name}.key")
    digest = "-md_gost12_256" if kind == "gost" else "-sha256"
    made.run(
        *("req", "-x509", "-new", "-key", "ca.key", digest, "-days", "60", "-utf8", "-out", "ca.crt"),
        *("-subj", "/CN=Пробный удостоверяющий центр", "-config", _request(folder)),
    )
    made.run(
        *("req", "-new", "-key", "me.key", digest, "-utf8", "-out", "me.csr"),
        *("-subj", subject, "-config", _request(folder)),
    )
    (folder / "ext").write_text(
        f"basicConstraints=CA:FALSE\nkeyUsage={usage}\nsubjectKeyIdentifier=hash\n", encoding="ascii"
    )
    made.run(
        *("x509", "-req", "-in", "me.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", digest),
        *("-days", str(days), "-extfile", "ext", "-out", "me.crt"),
    )
    return made


def _request(folder: Path) -> str:
    (folder / "req.cnf").write_text(
        "[req]\ndistinguished_name = dn\nx509_extensions = ca\n[dn]\n[ca]\nbasicConstraints=critical,CA:TRUE\n"
        "keyUsage=keyCertSign,cRLSign\n",
        encoding="ascii",
    )
    return "req.cnf"


def pkcs12_of(signing: Signing, password: str = "тайна") -> bytes:
    """The signer's key and certificates as one file, as an authority gives it."""
    signing.run(
        *("pkcs12", "-export", "-inkey", "me.key", "-in", "me.crt", "-certfile", "ca.crt"),
        *("-out", "me.p12", "-passout", f"pass:{password}"),
    )
    return (signing.folder / "me.p12").read_bytes()


def embed(pdf: bytes, signing: Signing, *, room: int = 16384) -> bytes:
    """A PDF signed by the OpenSSL program: what a signing program outside does, ГОСТ included."""
    xref = int(pdf.rsplit(b"startxref", 1)[1].split()[0])
    with pikepdf.open(io.BytesIO(pdf)) as read:
        root, size = read.Root.objgen[0], int(read.trailer.Size)
        keep = b"".join(
            f"{key} ".encode() + value.unparse()
            if not value.is_indirect
            else f"{key} {value.objgen[0]} 0 R".encode()
            for key, value in ((key, read.Root.get(key)) for key in read.Root.keys() if key != "/AcroForm")  # noqa: SIM118
        )
    parts = [
        (root, b"<<" + keep + b" /AcroForm <</Fields [%d 0 R] /SigFlags 3>>>>" % size),
        (size, b"<</FT /Sig /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /T (Sig) /V %d 0 R>>" % (size + 1)),
    ]
    out, places = bytearray(pdf if pdf.endswith(b"\n") else pdf + b"\n"), {}
    for number, body in parts:
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    places[size + 1] = len(out)
    head = b"<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange ["
    out += b"%d 0 obj\n%s" % (size + 1, head)
    range_at = len(out)
    out += b" " * 60 + b"] /Contents "
    first = len(out)
    out += b"<" + b"0" * room + b">"
    second = len(out)
    out += b">>\nendobj\n"
    table = len(out)
    out += b"xref\n"
    for number in sorted(places):
        out += b"%d 1\n%010d 00000 n \n" % (number, places[number])
    out += b"trailer\n<</Size %d /Root %d 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        size + 2,
        root,
        xref,
        table,
    )
    span = b"0 %d %d %d" % (first, second, len(out) - second)
    out[range_at : range_at + len(span)] = span
    cms = signing.sign(bytes(out[:first] + out[second:]))
    out[first + 1 : first + 1 + 2 * len(cms)] = cms.hex().encode()
    return bytes(out)
