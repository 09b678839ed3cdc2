"""What must hold on every installation: production settings, headers, cookies."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Membership

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "portal.example",
}


def manage(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**kept, "PORTAL_DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_production_settings_pass_djangos_deployment_check(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_refuses_to_start_without_its_secrets(missing: str, tmp_path: Path) -> None:
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = manage(tmp_path, "check", **given)
    assert done.returncode != 0
    assert f"{missing} is required" in done.stderr


def test_every_page_carries_a_strict_policy(curator: Membership, signed_in) -> None:
    for client, address in [(Client(), reverse("core:login")), (signed_in(curator), reverse("core:home"))]:
        response = client.get(address)
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "object-src 'none'" in policy
        assert "base-uri 'none'" in policy
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Frame-Options"] == "DENY"


def test_no_template_has_inline_script_or_style() -> None:
    """The strict policy would silently switch it off."""
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=\"|\son[a-z]+=\"|javascript:", re.IGNORECASE
    )
    guilty = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if "documents" not in path.parts and inline.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_no_page_loads_anything_from_another_host() -> None:
    foreign = re.compile(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//", re.IGNORECASE)
    roots = [ROOT / "templates", ROOT / "static" / "css", ROOT / "static" / "js", ROOT / "static" / "print"]
    guilty = [
        str(path.relative_to(ROOT))
        for root in roots
        for path in root.rglob("*.*")
        if foreign.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_state_changing_addresses_need_the_token(curator: Membership) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(curator.user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(reverse("core:logout")).status_code == 403
    assert client.post(reverse("mentorship:programme_create"), {"title": "x"}).status_code == 403


def test_a_wrong_password_and_an_unknown_person_hear_the_same(curator: Membership) -> None:
    heard = []
    for email in (curator.user.email, "nobody@example.test"):
        response = Client().post(reverse("core:login"), {"username": email, "password": "wrong-password"})
        heard.append(
            re.sub(
                r"[\w.+-]+@example\.test|name=\"csrfmiddlewaretoken\" value=\"\w+\"",
                "",
                response.content.decode(),
            )
        )
    assert heard[0] == heard[1]
