"""`./portal` as an administrator meets it: real processes on free ports and a data folder of their own."""

import importlib.machinery
import importlib.util
import os
import socket
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from tests.infra.portal_process import refused

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def portal() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("portal", str(ROOT / "portal"))
    spec = importlib.util.spec_from_loader("portal", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_groups_of_packages_come_from_the_one_list(portal: ModuleType) -> None:
    runtime = portal.wanted_packages({"runtime"})
    assert {"libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-paratype"} <= set(runtime)
    assert "postgresql" not in runtime
    assert {"postgresql", "redis-server", "chromium"} <= set(portal.wanted_packages({"test"}))


def test_missing_packages_are_those_dpkg_does_not_have(
    portal: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portal, "wanted_packages", lambda groups: ["dpkg", "no-such-package-anywhere"])
    assert portal.missing_packages({"runtime"}) == ["no-such-package-anywhere"]


def test_without_rights_the_missing_packages_are_named(
    portal: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(portal, "missing_packages", lambda groups: ["libpango-1.0-0", "fonts-paratype"])
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(portal.shutil, "which", lambda name: None if name == "sudo" else f"/usr/bin/{name}")
    with pytest.raises(SystemExit):
        portal.ensure_packages("runtime")
    assert (
        "apt-get install -y --no-install-recommends libpango-1.0-0 fonts-paratype" in capsys.readouterr().err
    )


def test_environment_of_the_locks_digest_is_left_alone(
    portal: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".runtime-lock").write_text(portal.lock_digest("runtime"))
    monkeypatch.setattr(portal, "VENV", tmp_path)
    monkeypatch.setattr(portal, "venv_works", lambda: True)
    monkeypatch.setattr(portal.subprocess, "run", lambda *_, **__: pytest.fail("nothing is to be installed"))
    portal.ensure_venv("runtime")


def test_unknown_command_shows_the_help_and_fails() -> None:
    done = subprocess.run([ROOT / "portal", "upp"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "./portal up" in done.stdout


def test_busy_port_is_told_before_anything_is_done(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "занят" in refused(tmp_path, taken.getsockname()[1])
    assert [path.name for path in tmp_path.iterdir()] == ["portal.lock"]


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_port_that_is_no_port_is_told(tmp_path: Path, port: str) -> None:
    assert "PORT" in refused(tmp_path, port)
