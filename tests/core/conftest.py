"""What tests of `core` share."""

import pytest

from core import registries


@pytest.fixture
def only_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no app above had anything to show: what a page of `core` costs and says by itself."""
    for name in ("navigation", "attention", "figures", "home_blocks", "search", "year_lines"):
        monkeypatch.setattr(registries, name, registries.Registry())
    monkeypatch.setattr(registries, "_programme_hooks", [])
