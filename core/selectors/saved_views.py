"""Views of a list that a person may choose from."""

from dataclasses import dataclass

from django.db.models import Q

from core.models import SavedView, User


@dataclass(frozen=True)
class View:
    """A view as a list uses it; `name` is empty for the columns chosen last."""

    pk: int
    name: str
    query: str
    columns: tuple[str, ...]
    is_shared: bool
    is_default: bool
    is_own: bool


def views_of(user: User, page: str) -> list[View]:
    """Own views of the page and those that others share, by name; the nameless row comes first. One query."""
    rows = SavedView.objects.filter(Q(owner=user) | Q(is_shared=True), page=page)
    return [
        View(
            pk=row.pk,
            name=row.name,
            query=row.query,
            columns=tuple(row.columns),
            is_shared=row.is_shared,
            is_default=row.is_default and row.owner_id == user.pk,
            is_own=row.owner_id == user.pk,
        )
        for row in rows.order_by("name", "pk")
    ]
