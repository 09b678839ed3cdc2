"""Which rule says who may download a stored file; each app registers its own purposes in `ready()`."""

from collections.abc import Callable

from core.models import Membership, StoredFile

Checker = Callable[[Membership, StoredFile], bool]
_checkers: dict[str, Checker] = {}
_personal: set[str] = set()


def register_purpose(purpose: str, checker: Checker, *, personal_data: bool = False) -> None:
    """Declare a purpose of files. Reads of purposes with `personal_data` go to the audit trail."""
    _checkers[purpose] = checker
    if personal_data:
        _personal.add(purpose)


def may_download(membership: Membership, stored_file: StoredFile) -> bool:
    """False for an unknown purpose: default deny."""
    checker = _checkers.get(stored_file.purpose)
    return checker is not None and checker(membership, stored_file)


def holds_personal_data(stored_file: StoredFile) -> bool:
    return stored_file.purpose in _personal


def known_purposes() -> frozenset[str]:
    return frozenset(_checkers)
