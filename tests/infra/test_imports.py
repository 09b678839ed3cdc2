"""What runs on a server is imported from what is installed on a server."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("core", "mentorship", "roadmap", "surveys", "reports", "config")
#: Commands of development, which tell what to install when it is absent.
DEVELOPMENT = {"config/management/commands/make_screenshots.py"}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name.split(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.slow
def test_the_portal_needs_no_package_of_development() -> None:
    lock = (ROOT / "requirements" / "runtime.lock").read_text(encoding="utf-8")
    installed = {
        re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)
    }
    # Extras besides that of development: what an operator may add, imported where its absence is told in words.
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    installed |= {name.lower() for extra, names in extras.items() if extra != "dev" for name in names}
    homes = packages_distributions()
    missing = {}
    for path in (one for app in APPS for one in (ROOT / app).rglob("*.py")):
        if str(path.relative_to(ROOT)) in DEVELOPMENT:
            continue
        for module in imported(path) - sys.stdlib_module_names - set(APPS):
            owners = {re.sub(r"[-_.]+", "-", one).lower() for one in homes.get(module, [])}
            if not owners & installed:
                missing.setdefault(module, str(path.relative_to(ROOT)))
    assert missing == {}
