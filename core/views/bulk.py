"""Bulk actions of lists: exactly the rows that were shown are touched, after one page that shows them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict

from core.access import Rule
from core.models import Membership

EXAMPLES = 5
#: Rows that a confirmation looks through one by one, and reasons that it names.
CHECKED, TOLD = 300, 10


@dataclass(frozen=True)
class BulkAction:
    """A button under a list.

    `apply(rows, request, data)` gets the queryset of the chosen rows and the cleaned data of `form_class`; it
    returns a Russian message («Отправлено 5 напоминаний») or a response (a redirect to a job's page). More than
    200 rows should become a job. It may raise DomainError. Without `confirm` it runs at once.

    `check(rows, request)` tells the confirmation who would be passed by and why, as (name, reason); it writes
    nothing. It is asked for `check_limit` rows at most. `look(rows, request, data)` tells the same where it depends
    on what the form says: a filled form that would pass somebody by is shown once more with their names.
    """

    key: str
    label: str
    apply: Callable[[QuerySet, HttpRequest, dict[str, Any]], str | HttpResponse]
    consequence: str = ""
    form_class: type[forms.Form] | None = None
    rule: Rule | None = None
    danger: bool = False
    confirm: bool = True
    check: Callable[[QuerySet, HttpRequest], list[tuple[str, str]]] | None = None
    look: Callable[[QuerySet, HttpRequest, dict[str, Any]], list[tuple[str, str]]] | None = None
    check_limit: int = CHECKED

    def allowed(self, membership: Membership | None) -> bool:
        return self.rule is None or self.rule.allows(membership)


@dataclass(frozen=True)
class Selection:
    """The chosen rows. `everything` means the whole filter: it travels as the filter, never as a list of ids."""

    rows: QuerySet
    everything: bool
    keys: list[Any]

    @property
    def fingerprint(self) -> str:
        """The same for the same set of rows, so that a confirmation cannot reach others."""
        return hashlib.sha256("\n".join(sorted(str(key) for key in self.keys)).encode()).hexdigest()

    @property
    def count(self) -> int:
        return len(self.keys)

    def examples(self, name: Callable[[Any], str]) -> list[str]:
        return [name(row) for row in self.rows[:EXAMPLES]]

    def passed_by(self, action: BulkAction, request: HttpRequest) -> list[tuple[str, str]] | None:
        """Who of the chosen would be passed by and why; None when that is not asked."""
        if action.check is None or self.count > action.check_limit:
            return None
        return action.check(self.rows, request)

    def looked(self, action: BulkAction, request: HttpRequest, data: dict[str, Any]) -> "Looked | None":
        """Who would be passed by with this form; None when nobody would, or when they have been shown already."""
        if action.look is None or self.count > action.check_limit:
            return None
        token = hashlib.sha256(repr(sorted(data.items(), key=str)).encode()).hexdigest()
        if request.POST.get("looked") == token:
            return None
        found = action.look(self.rows, request, data)
        return Looked(token, found) if found else None

    def hidden(self, action: BulkAction) -> list[tuple[str, Any]]:
        """What the confirmation sends back."""
        fields: list[tuple[str, Any]] = [("action", action.key), ("fingerprint", self.fingerprint)]
        if self.everything:
            return [*fields, ("all", "1")]
        return [*fields, *(("pk", key) for key in self.keys)]


@dataclass(frozen=True)
class Looked:
    """Whom a filled form would pass by; `token` stands for what was filled in."""

    token: str
    passed_by: list[tuple[str, str]]


def select_rows(shown: QuerySet, posted: QueryDict) -> Selection:
    """The rows of the filtered list that were chosen; keys from outside the list are left out."""
    if posted.get("all") == "1":
        return Selection(shown, everything=True, keys=list(shown.values_list("pk", flat=True)))
    field = shown.model._meta.pk
    wanted = []
    for raw in posted.getlist("pk"):
        try:
            wanted.append(field.to_python(raw))
        except forms.ValidationError:
            continue
    rows = shown.filter(pk__in=[key for key in wanted if _fits(key)])
    return Selection(rows, everything=False, keys=list(rows.values_list("pk", flat=True)))


def _fits(key: Any) -> bool:
    """Integers beyond the database's own range are nobody's key."""
    return not isinstance(key, int) or 0 < key < 2**63


def tried(work: Callable[[], list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """What an action would refuse, by doing it and taking it back: the same code tells beforehand and acts."""
    with transaction.atomic():
        refused = work()
        transaction.set_rollback(True)
    return refused
