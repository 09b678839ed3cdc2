"""What OpenSSL is asked: signatures of ГОСТ Р 34.10 (by its engine), and whether a certificate leads to a root.

Debian's `libengine-gost-openssl` brings the engine. Every call has files of its own, a time limit and no network.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from core.signatures.errors import OtherDocument, SignatureError

SECONDS = 15
MEMORY_BYTES = 512 * 1024 * 1024
MAX_ROOTS = 500
_ENGINE = """openssl_conf = main
[main]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
default_algorithms = ALL
"""
_PLAIN = "openssl_conf = main\n[main]\n"
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.S)
NO_GOST = (
    "Подпись по ГОСТ, а на сервере портала нет модуля для её проверки. Администратору нужно поставить пакет "
    "libengine-gost-openssl."
)


def verify_cms(der: bytes, document: bytes) -> None:
    """Check the signatures of a detached CMS over the document; the chain is asked apart. Raises SignatureError."""
    if not has_gost():
        raise SignatureError(NO_GOST, code="no_gost")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sig").write_bytes(der)
        (folder / "doc").write_bytes(document)
        done = _run(
            folder,
            *("cms", "-verify", "-binary", "-noverify", "-inform", "DER", "-in", "sig", "-content", "doc"),
            *("-out", "/dev/null"),
        )
    if done.returncode == 0:
        return
    if b"signerinfo_verify_content" in done.stderr.lower():  # the digest of the content is another one
        raise OtherDocument
    raise SignatureError(
        "Подпись не сходится с сертификатом: файл подписи изменён, повреждён или сделан под другим документом.",
        code="invalid",
    )


def leads_to(roots: bytes, certificate: bytes, others: Iterable[bytes], when: dt.datetime) -> bool:
    """Whether the certificate leads to one of the roots (PEM) at the time; certificates are DER."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "roots").write_bytes(roots)
        (folder / "leaf").write_bytes(_pem(certificate))
        (folder / "others").write_bytes(b"".join(_pem(each) for each in others))
        arguments = ["verify", "-CAfile", "roots", "-no-CApath", "-purpose", "any"]
        arguments += ["-attime", str(int(when.timestamp()))]
        if (folder / "others").stat().st_size:
            arguments += ["-untrusted", "others"]
        return _run(folder, *arguments, "leaf").returncode == 0


def revocation(
    roots: bytes, lists: bytes, certificate: bytes, others: Iterable[bytes], when: dt.datetime
) -> str:
    """«good», «revoked» or «unknown» by the lists (PEM); a list that is not the authority's own, or stale, is none."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "roots").write_bytes(roots)
        (folder / "lists").write_bytes(lists)
        (folder / "leaf").write_bytes(_pem(certificate))
        (folder / "others").write_bytes(b"".join(_pem(each) for each in others))
        arguments = ["verify", "-CAfile", "roots", "-no-CApath", "-purpose", "any", "-CRLfile", "lists"]
        arguments += ["-crl_check", "-attime", str(int(when.timestamp()))]
        if (folder / "others").stat().st_size:
            arguments += ["-untrusted", "others"]
        done = _run(folder, *arguments, "leaf")
    if done.returncode == 0:
        return "good"
    return "revoked" if b"certificate revoked" in (done.stdout + done.stderr).lower() else "unknown"


def stamp_holds(
    token: bytes, digest: bytes, roots: bytes, others: Iterable[bytes], when: dt.datetime
) -> bool:
    """Whether a token of a time stamp (DER) over the digest is signed by an authority that leads to a root (PEM)."""
    if not roots:
        return False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "roots").write_bytes(roots)
        (folder / "token").write_bytes(token)
        (folder / "others").write_bytes(b"".join(_pem(each) for each in others))
        arguments = ["ts", "-verify", "-token_in", "-in", "token", "-digest", digest.hex()]
        arguments += ["-CAfile", "roots", "-attime", str(int(when.timestamp()))]
        if (folder / "others").stat().st_size:
            arguments += ["-untrusted", "others"]
        return _run(folder, *arguments).returncode == 0


def configured_roots() -> bytes:
    """The certificates that the installation trusts, as PEM; empty when the administrator has put none.

    They are files (.pem, .crt, .cer; PEM or DER) in the folder `SIGNATURE_ROOTS`.
    """
    folder = Path(settings.SIGNATURE_ROOTS)
    if not folder.is_dir():
        return b""
    found = []
    for path in sorted(folder.iterdir())[:MAX_ROOTS]:
        if path.suffix.lower() not in {".pem", ".crt", ".cer"} or not path.is_file():
            continue
        data = path.read_bytes()
        found += _PEM.findall(data) or ([_pem(data).strip()] if data[:1] == b"\x30" else [])
    return b"\n".join(found) + b"\n" if found else b""


@lru_cache(maxsize=1)
def has_gost() -> bool:
    """Whether OpenSSL is there with its ГОСТ engine; asked once a process."""
    if shutil.which("openssl") is None:
        return False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "conf").write_text(_PLAIN, encoding="ascii")
        done = _call(folder, "engine", "gost")
    return done.returncode == 0 and b"gost" in done.stdout.lower()


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    (folder / "conf").write_text(_ENGINE if has_gost() else _PLAIN, encoding="ascii")
    return _call(folder, *arguments)


def _call(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("openssl")
    if program is None:
        raise SignatureError(
            "На сервере портала нет программы для проверки подписей (OpenSSL).", code="no_openssl"
        )
    try:
        return subprocess.run(  # noqa: S603 - a fixed program with arguments of our own, files in our own folder
            [*_bounds(), program, *arguments],
            cwd=folder,
            env={"OPENSSL_CONF": str(folder / "conf"), "PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SignatureError(
            "Проверка подписи заняла слишком много времени, файл не принят.", code="time"
        ) from error


def _bounds() -> list[str]:
    """Bounded memory and time for a program that reads what strangers send; `prlimit` is in every Debian."""
    program = shutil.which("prlimit")
    return [program, f"--as={MEMORY_BYTES}", f"--cpu={SECONDS}", "--core=0"] if program else []


def _pem(der: bytes) -> bytes:
    body = base64.encodebytes(der)
    return b"-----BEGIN CERTIFICATE-----\n" + body + b"-----END CERTIFICATE-----\n"
