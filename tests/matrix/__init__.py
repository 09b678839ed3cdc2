"""The permission matrix: who may open each address. One `rows_<app>.py` per app, walked by `test_matrix.py`.

The expectations stand here a second time on purpose: a right loosened in an app's `permissions.py` fails here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.enums import Role
from core.models import Membership, Organization
from mentorship.models import Programme

EVERYBODY = "everybody"  # open without signing in
SIGNED_IN = "signed in"  # any user, even without a membership
MEMBERS = frozenset(Role)  # any role of the organisation


@dataclass
class World:
    """One institution with a programme and a member in each role; `memo` keeps objects shared by rows."""

    org: Organization
    programme: Programme
    members: dict[Role, Membership]
    memo: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """The object kept under `name`, made at the first call."""
        if name not in self.memo:
            self.memo[name] = make()
        return self.memo[name]


@dataclass(frozen=True)
class Row:
    """An address (URL name), who may open it, and how to make the objects its pattern names.

    `roles` is EVERYBODY, SIGNED_IN or a set of roles. With `kwargs` the row is also tried from a foreign
    institution: the answer must be `foreign` (404). `ok` lists the answers of those who may enter; an address
    that only takes POST answers a GET with 405.
    """

    url: str
    roles: str | frozenset[Role]
    kwargs: Callable[[World], dict[str, Any]] | None = None
    query: str = ""
    ok: frozenset[int] = frozenset({200, 302, 405})
    foreign: int = 404
    method: str = "get"


def roles(*names: Role) -> frozenset[Role]:
    return frozenset(names)
