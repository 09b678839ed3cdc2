"""Access rules: every view states one, a view without one is closed to everybody.

A rule answers one question: may the bearer of this role open this address at all? Which rows a person sees
inside is the selectors' work: what is outside one's scope is 404, what is inside without the right is 403.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar

from django.urls import Resolver404, resolve

from core.enums import Role
from core.models import Membership

View = TypeVar("View", bound=Callable[..., Any])


class Audience(Enum):
    PUBLIC = "public"  # anyone, signed in or not
    SIGNED_IN = "signed_in"  # any user, even without a membership
    MEMBER = "member"  # any role of the organisation that the person works in
    ROLES = "roles"  # the listed roles only


@dataclass(frozen=True)
class Rule:
    """Who may enter. `code` («mentorship.view_people») makes it usable in templates and in `require`.

    Roles in `grantable` do not have the right by themselves: an administrator may give it to a member by name
    (`Membership.grants`), `label` says in words what is given.
    """

    audience: Audience
    roles: frozenset[Role] = frozenset()
    code: str = ""
    why_public: str = ""
    grantable: frozenset[Role] = frozenset()
    label: str = ""

    def allows(self, membership: Membership | None) -> bool:
        if self.audience in {Audience.PUBLIC, Audience.SIGNED_IN}:
            return True
        if membership is None:
            return False
        if self.audience is Audience.MEMBER or Role(membership.role) in self.roles:
            return True
        return Role(membership.role) in self.grantable and self.code in membership.grants


_permissions: dict[str, Rule] = {}


def public(why: str) -> Rule:
    """Open to the world; `why` is for the reader and must not be empty."""
    if not why:
        raise ValueError("a public address needs a reason")
    return Rule(Audience.PUBLIC, why_public=why)


SIGNED_IN = Rule(Audience.SIGNED_IN)
MEMBER = Rule(Audience.MEMBER)


def permission(code: str, *roles: Role, grantable: Iterable[Role] = (), label: str = "") -> Rule:
    """A named right of the listed roles, declared once in an app's `permissions.py`."""
    if code in _permissions:
        raise ValueError(f"permission {code} is declared twice")
    rule = Rule(Audience.ROLES, frozenset(roles), code, grantable=frozenset(grantable), label=label)
    _permissions[code] = rule
    return rule


def named(code: str) -> Rule:
    return _permissions[code]


def all_permissions() -> Iterable[Rule]:
    return _permissions.values()


def grants_for(role: str) -> list[tuple[str, str]]:
    """(code, label) of the rights that an administrator may give to a member of this role by name."""
    return [(rule.code, rule.label) for rule in _permissions.values() if role in rule.grantable]


def access(rule: Rule) -> Callable[[View], View]:
    """Declare a view's rule: `@access(VIEW_PEOPLE)` above a function, or `access_rule = …` in a view class."""

    def declare(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return declare


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """The rule that a resolved view declares, or None."""
    found = getattr(view, "access_rule", None)
    if found is None:
        found = getattr(getattr(view, "view_class", None), "access_rule", None)
    return found


def may_open(address: str, membership: Membership | None) -> bool:
    """Whether the rule of this address lets the person in: a link that would answer 403 is not drawn.

    An address of another site, or of no page, is not ours to judge: True.
    """
    rule = _rule_at(_KEYS.sub("0", address.partition("?")[0].partition("#")[0]))
    return rule is not None and rule.allows(membership)


_KEYS = re.compile(r"\d+")


@lru_cache(maxsize=1024)
def _rule_at(path: str) -> Rule | None:
    """Rows of a list differ by their keys alone: found once, a rule takes a hundred microseconds of each otherwise."""
    try:
        return rule_of(resolve(path).func)
    except Resolver404:
        return public("not a page of the portal")
