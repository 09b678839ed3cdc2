"""docker-compose.yml as `docker-compose config` understands it; no engine is needed for that."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = ("POSTGRES_PASSWORD", "REDIS_PASSWORD", "SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL", "TLS_DIR")
GIVEN = {name: f"given-{name.lower()}" for name in REQUIRED} | {"TLS_DIR": "/etc/tls"}
OURS = ("prepare", "web", "worker", "beat")


def config(env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    if shutil.which("docker-compose") is None:
        pytest.skip("docker-compose is not installed; ./portal test installs it")
    clean = {name: value for name, value in os.environ.items() if name not in REQUIRED}
    return subprocess.run(
        ["docker-compose", "-f", ROOT / "docker-compose.yml", "--project-directory", ROOT, "config"],
        env=clean | env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    done = config(GIVEN)
    assert done.returncode == 0, done.stderr
    return yaml.safe_load(done.stdout)["services"]


def test_the_shape_has_every_process(services: dict[str, Any]) -> None:
    assert set(services) == {*OURS, "postgres", "redis", "nginx"}


@pytest.mark.slow
@pytest.mark.parametrize("missing", REQUIRED)
def test_no_secret_or_address_has_a_default(missing: str) -> None:
    done = config({name: value for name, value in GIVEN.items() if name != missing})
    assert done.returncode != 0
    assert missing in done.stderr


def test_everything_that_stays_up_has_a_health_check(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "healthcheck" not in service] == ["prepare"]


def test_no_process_is_root_or_may_become_it(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["user"] not in {"", "0", "root"}, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["read_only"] is True, name


def test_only_nginx_is_reached_from_outside(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]


def test_nginx_cannot_write_what_it_serves(services: dict[str, Any]) -> None:
    assert all(str(volume).endswith(":ro") for volume in services["nginx"]["volumes"])


def test_every_variable_of_the_settings_is_passed_by_its_name(services: dict[str, Any]) -> None:
    """A misspelt variable would be silently without effect."""
    read = "".join(path.read_text() for path in (ROOT / "config").glob("*.py"))
    for name in services["web"]["environment"]:
        assert f'"{name}"' in read, name


def test_the_image_installs_the_packages_of_the_one_list() -> None:
    dockerfile = (ROOT / "docker" / "Dockerfile").read_text()
    assert "requirements/debian.txt" in dockerfile
    assert "--require-hashes --no-deps -r /tmp/runtime.lock" in dockerfile
    assert "libpango" not in dockerfile
