"""Keeping how a person likes to see a list."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.http import QueryDict

from core.errors import DomainError
from core.models import Membership, SavedView

#: More of one list would not be found again.
MOST = 20
#: What an address says of this moment only, and the words of a search, which name people.
_OF_THE_MOMENT = frozenset({"page", "view", "q"})


def kept_query(query: QueryDict) -> str:
    """The filter and the order of an address: what a view keeps."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        if name not in _OF_THE_MOMENT and not name.startswith("_") and any(values):
            kept.setlist(name, [value for value in values if value])
    return kept.urlencode()


def save_view(
    membership: Membership,
    *,
    page: str,
    name: str,
    query: QueryDict,
    columns: Sequence[str],
    shared: bool = False,
    default: bool = False,
) -> SavedView:
    """Keep a view under a name; one's own view of this name is changed. Raises DomainError."""
    name = " ".join(name.split())
    if not name:
        raise DomainError("Назовите вид, чтобы найти его потом.", field="name")
    if len(name) > 60:
        raise DomainError("Название длиннее 60 знаков.", field="name")
    text = kept_query(query)
    if len(text) > 1000:
        raise DomainError("В отборе слишком много условий, чтобы его сохранить.")
    own = SavedView.objects.filter(owner=membership.user, page=page)
    with transaction.atomic():
        if not own.filter(name=name).exists() and own.exclude(name="").count() >= MOST:
            raise DomainError(f"Видов одного списка не больше {MOST}. Удалите лишние.")
        if default:
            own.update(is_default=False)
        view, _ = SavedView.objects.update_or_create(
            organization=membership.organization,
            owner=membership.user,
            page=page,
            name=name,
            defaults={"query": text, "columns": list(columns), "is_shared": shared, "is_default": default},
        )
    return view


def remember_columns(membership: Membership, *, page: str, columns: Sequence[str]) -> None:
    """The columns that a list shows from now on where no view is chosen; without any, its usual ones."""
    SavedView.objects.update_or_create(
        organization=membership.organization,
        owner=membership.user,
        page=page,
        name="",
        defaults={"columns": list(columns)},
    )


def rename_view(view: SavedView, *, name: str) -> SavedView:
    """Another name; raises DomainError for an empty one or one that is taken."""
    name = " ".join(name.split())[:60]
    if not name:
        raise DomainError("Назовите вид, чтобы найти его потом.", field="name")
    try:
        with transaction.atomic():
            view.name = name
            view.save(update_fields=["name", "updated_at"])
    except IntegrityError as error:
        raise DomainError("Вид с таким названием уже есть.", field="name") from error
    return view


def delete_view(view: SavedView) -> None:
    """Take the view away from its owner and from everybody it was shared with."""
    view.delete()
