"""The only reader of the environment: every setting that an installation may choose, typed and with its default.

`PORTAL_ENV` is `embedded` (one machine, SQLite, no broker server), `production` (refuses to start without
secrets) or `test`.
"""

import os
import secrets
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent


class ConfigurationError(Exception):
    """The environment lacks something that this installation cannot run without."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name)
    return default if not value else value.lower() in {"1", "true", "yes", "on"}


def integer(name: str, default: int) -> int:
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError as error:
        raise ConfigurationError(f"{name} must be a whole number, got {value!r}") from error


def words(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


PORTAL_ENV = text("PORTAL_ENV", "embedded")
if PORTAL_ENV not in {"embedded", "production", "test"}:
    raise ConfigurationError(f"PORTAL_ENV must be embedded, production or test, got {PORTAL_ENV!r}")
DATA_DIR = Path(text("PORTAL_DATA_DIR", str(BASE_DIR / "var"))).resolve()


def secret_key() -> str:
    """The signing key: from the environment, or made once and kept beside the embedded database."""
    given = text("SECRET_KEY")
    if given:
        return given
    if PORTAL_ENV == "production":
        raise ConfigurationError("SECRET_KEY is required when PORTAL_ENV=production")
    if PORTAL_ENV == "test":
        return "only-for-tests"
    path = DATA_DIR / "secret_key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        # O_EXCL: web, worker and scheduler may start together, and all three must end with one key.
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as target:
                target.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass
    return path.read_text().strip()
