"""The shape of docker-compose.yml, running: nginx in front, its files, its health checks, its worker at work."""

import http.client
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import pytest

from config.local_servers import manage, wait_until
from tests.server_shape import Shape

pytestmark = [pytest.mark.servers, pytest.mark.slow]
CONTENT = "Содержимое закрытого файла".encode()


def trusting() -> ssl.SSLContext:
    """The certificate is made for the test by the test."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def get(address: str, headers: Mapping[str, str] | None = None) -> tuple[int, http.client.HTTPMessage, bytes]:
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusting()), NoRedirect())
    try:
        with opener.open(urllib.request.Request(address, headers=dict(headers or {})), timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def shell(stack: Shape, code: str) -> str:
    """Run `code` in the shape's own Django; what it prints."""
    return manage("shell", "--verbosity", "0", "-c", code, env=stack.env).strip()


@pytest.fixture(scope="module")
def insider(production_stack: Shape) -> dict[str, str]:
    """A signed-in director's cookie, the address of a file he may read and its name on the disk."""
    code = f"""
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django_scopes import scopes_disabled
from core.domain.files import store_file
from core.enums import Role
from core.files import known_purposes, may_download
from tests import factories
with scopes_disabled():
    org = factories.organization(code="insider")
    director = factories.membership(org, Role.DIRECTOR)
    for purpose in sorted(known_purposes()):
        stored = store_file({CONTENT!r}, name="Приказ № 1.txt", content_type="text/plain", purpose=purpose,
                            organization=org, created_by=director.user)
        if may_download(director, stored):
            break
    else:
        raise SystemExit("a director may read no purpose of files")
    session = SessionStore()
    session[SESSION_KEY] = str(director.user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = director.user.get_session_auth_hash()
    session["membership"] = director.pk
    session.save()
print(json.dumps({{"cookie": "__Host-session=" + session.session_key, "name": stored.file.name,
                   "url": reverse("core:file", args=[stored.pk])}}))
"""
    return json.loads(shell(production_stack, code).splitlines()[-1])


def test_plain_http_is_sent_to_https(production_stack: Shape) -> None:
    status, headers, _ = get(f"http://127.0.0.1:{production_stack.http}/login/")
    assert (status, headers["Location"]) == (301, "https://127.0.0.1/login/")


def test_page_comes_with_the_headers_of_production(production_stack: Shape) -> None:
    status, headers, _ = get(f"{production_stack.address}/login/")
    assert status == 200
    assert "max-age=" in headers["Strict-Transport-Security"]
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["Set-Cookie"].startswith("__Host-csrf=")
    assert "Secure" in headers["Set-Cookie"]
    assert "nginx/" not in (headers["Server"] or "")


def test_static_files_come_from_nginx_for_ever(production_stack: Shape) -> None:
    manifest = Path(production_stack.env["PORTAL_DATA_DIR"], "static", "staticfiles.json")
    hashed = json.loads(manifest.read_text())["paths"]["css/portal.css"]
    status, headers, body = get(f"{production_stack.address}/static/{hashed}")
    assert status == 200
    assert "immutable" in headers["Cache-Control"]
    assert body == (manifest.parent / hashed).read_bytes()


def test_protected_file_comes_through_the_portals_word(
    production_stack: Shape, insider: dict[str, str]
) -> None:
    address = f"{production_stack.address}{insider['url']}"
    status, headers, body = get(address, {"Cookie": insider["cookie"]})
    assert (status, body) == (200, CONTENT)
    assert "X-Accel-Redirect" not in headers
    assert "filename*=utf-8''" in headers["Content-Disposition"]
    assert "no-store" in headers["Cache-Control"]


def test_protected_file_is_not_had_without_it(production_stack: Shape, insider: dict[str, str]) -> None:
    assert get(f"{production_stack.address}{insider['url']}")[0] == 302
    assert get(f"{production_stack.address}/protected/{insider['name']}")[0] == 404
    assert get(f"{production_stack.address}/static/../files/{insider['name']}")[0] in {400, 404}


def test_too_large_upload_is_told_in_russian(production_stack: Shape) -> None:
    connection = http.client.HTTPSConnection(
        "127.0.0.1", production_stack.https, context=trusting(), timeout=20
    )
    connection.putrequest("POST", "/login/")
    connection.putheader("Content-Length", str(25 * 1024 * 1024))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    assert "Файл слишком большой" in answer.read().decode()
    connection.close()


def test_health_checks_pass(production_stack: Shape) -> None:
    assert {name: production_stack.healthy(name) for name in ("web", "worker", "beat")} == {
        "web": True,
        "worker": True,
        "beat": True,
    }
    assert get(f"{production_stack.address}/static/.fingerprint")[0] == 200


def test_scheduler_and_worker_bring_a_lost_job_home(production_stack: Shape) -> None:
    code = """
from datetime import timedelta
from django.utils import timezone
from django_scopes import scopes_disabled
from core.models import Job
from tests import factories
with scopes_disabled():
    long_ago = timezone.now() - timedelta(hours=1)
    org = factories.organization(code="lost-work")
    job = Job.objects.create(organization=org, kind="tests.unknown", title="Потерянное", dispatched_at=long_ago)
print(job.pk)
"""
    job = int(shell(production_stack, code).splitlines()[-1])
    wait_until(lambda: has_ended(production_stack, job), "the job has ended", seconds=60)


def has_ended(stack: Shape, job: int) -> bool:
    code = f"from core.models import Job; print(Job._base_manager.get(pk={job}).state)"
    return shell(stack, code).splitlines()[-1] == "failed"  # nobody has a handler for its kind


def test_while_the_web_is_away_nginx_says_so(production_stack: Shape) -> None:
    production_stack.processes["web"].kill()
    status, headers, body = get(f"{production_stack.address}/login/")
    assert (status, headers["Retry-After"]) == (503, "30")
    assert "Портал обновляется" in body.decode()
    assert not production_stack.healthy("web")

    production_stack.start_web()
    assert get(f"{production_stack.address}/login/")[0] == 200
