"""The processes of docker-compose.yml started natively: its own commands and variables, on private servers.

What a container adds (its network, its user, its read-only root) is not here; commands, environment, nginx's text,
order of start and health checks are.
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import yaml

from config.local_servers import Server, free_port, manage, start, unprivileged_user, user_group

ROOT = Path(__file__).resolve().parents[1]
NGINX = """
daemon off;
pid nginx.pid;
error_log stderr warn;
events {}
http {
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include portal.conf;
}
"""


@dataclass
class Shape:
    """The running shape. `processes` holds web, worker, beat and nginx."""

    https: int
    http: int
    env: dict[str, str]
    processes: dict[str, Server]
    folder: Path

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.https}"

    def healthy(self, process: str) -> bool:
        """What the container's health check would say."""
        check = compose_service(process, self.env)["healthcheck"]["test"][1:]
        return subprocess.run(check, cwd=ROOT, env=self.env, check=False).returncode == 0

    def start_web(self) -> None:
        web = start(image_command(), self.folder / "web.log", env=self.env)
        self.processes["web"] = web
        web.wait_until(lambda: self.healthy("web"), "the web container is healthy")


def compose_service(name: str, values: dict[str, str]) -> dict[str, Any]:
    """A service of docker-compose.yml with its variables filled in."""
    text = (ROOT / "docker-compose.yml").read_text()

    def fill(found: re.Match[str]) -> str:
        return values.get(found["name"]) or found["default"] or ""

    variable = re.compile(r"\$\{(?P<name>\w+)(?::-(?P<default>[^}]*)|:\?[^}]*)?\}")
    return yaml.safe_load(variable.sub(fill, text))["services"][name]


def image_command() -> list[str]:
    """The command that the image runs when the service names none: the web server."""
    found = re.search(r"^CMD (\[.*\])$", (ROOT / "docker" / "Dockerfile").read_text(), re.MULTILINE)
    assert found is not None
    return yaml.safe_load(found[1])


def shape_environment(folder: Path, database_url: str, redis_url: str) -> dict[str, str]:
    """The web service's environment, its addresses pointing at the private servers."""
    given = {
        name: f"given-for-the-test-{name}" * 3
        for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD")
    }
    given |= {"ALLOWED_HOSTS": "127.0.0.1", "PUBLIC_URL": "https://127.0.0.1", "TLS_DIR": str(folder)}
    env = {name: str(value) for name, value in compose_service("web", given)["environment"].items()}
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        **env,
        "PORTAL_ENV": "production",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "PORTAL_DATA_DIR": str(folder / "data"),
        "BIND": f"127.0.0.1:{free_port()}",
    }


def make_certificate(folder: Path) -> None:
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2", "-nodes"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-keyout", folder / "privkey.pem"]
    command = ["openssl", "req", "-x509", *key, "-out", folder / "fullchain.pem", *subject]
    subprocess.run(command, check=True, capture_output=True)


def start_nginx(folder: Path, env: dict[str, str], *, http: int, https: int) -> Server:
    """nginx with the very text of docker/nginx.conf.template, under a user without rights."""
    home = folder / "nginx"
    home.mkdir()
    make_certificate(home)
    values = {
        "PORTAL_UPSTREAM": env["BIND"],
        "PORTAL_HTTP": f"127.0.0.1:{http}",
        "PORTAL_HTTPS": f"127.0.0.1:{https}",
        "PORTAL_TLS": str(home),
        "PORTAL_STATIC": f"{env['PORTAL_DATA_DIR']}/static",
        "PORTAL_FILES": f"{env['PORTAL_DATA_DIR']}/files",
    }
    text = (ROOT / "docker" / "nginx.conf.template").read_text()
    (home / "portal.conf").write_text(Template(text).safe_substitute(values))
    (home / "nginx.conf").write_text(NGINX)
    user = unprivileged_user()
    if user:
        for path in (home, *home.iterdir()):
            shutil.chown(path, user, int(user_group(user)))
    binary = shutil.which("nginx") or "/usr/sbin/nginx"
    return start([binary, "-p", str(home), "-c", "nginx.conf", "-e", "stderr"], home / "log", user=user)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def server_shape(folder: Path, database_url: str, redis_url: str) -> Iterator[Shape]:
    """Prepare, start in the order of `depends_on`, wait for health; everything ends with the block."""
    env = shape_environment(folder, database_url, redis_url)
    manage(*compose_service("prepare", env)["command"][2:], env=env)
    shape = Shape(free_port(), free_port(), env, {}, folder)
    try:
        shape.start_web()
        for name in ("worker", "beat"):
            command = compose_service(name, env)["command"]
            shape.processes[name] = start(command, folder / f"{name}.log", env=env)
        nginx = start_nginx(folder, env, http=shape.http, https=shape.https)
        shape.processes["nginx"] = nginx
        nginx.wait_until(lambda: listens(shape.https), "nginx listens")
        for name in ("worker", "beat"):
            process = shape.processes[name]
            process.wait_until(lambda name=name: shape.healthy(name), f"the {name} container is healthy")  # type: ignore[misc]
        yield shape
    finally:
        for process in shape.processes.values():
            process.kill()
