"""«Вид» of a list: the columns on the screen, and filter, order and columns kept under names."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from core.domain.saved_views import delete_view, remember_columns, rename_view, save_view
from core.errors import DomainError
from core.freshness import kept_for
from core.models import SavedView
from core.permissions import SHARE_VIEWS
from core.selectors.saved_views import View, views_of
from core.selectors.viewer import viewer_of
from core.tables import PortalTable

if TYPE_CHECKING:
    from core.views.lists import ListPage

#: The address of a list in its usual look, where another opens by default.
PLAIN = "0"


@dataclass(frozen=True)
class ColumnChoice:
    name: str
    label: str
    shown: bool


@lru_cache(maxsize=256)
def _columns_html(columns: tuple[ColumnChoice, ...]) -> SafeString:
    """Some thirty boxes, the same from page to page: written once."""
    return format_html_join(
        "",
        '<label class="check"><input type="checkbox" class="form-check-input" name="column" value="{}"{}> {}</label>',
        ((one.name, SafeString(" checked") if one.shown else "", one.label) for one in columns),
    )


@dataclass(frozen=True)
class ViewLink:
    view: View
    url: str
    current: bool


class ListViews:
    """What a list knows of its views: the chosen one, the columns, the control."""

    def __init__(self, page: "ListPage") -> None:
        self.request: Any = page.request
        self.key = self.request.resolver_match.view_name if self.request.resolver_match else self.request.path
        self.path = self.request.path
        found: list[View] = kept_for(
            self.request,
            viewer_of(self.request),
            f"views:{self.key}",
            lambda: views_of(self.request.user, self.key),
        )
        self.last = next((view for view in found if not view.name and view.is_own), None)
        self.views = [view for view in found if view.name]
        wanted = self.request.GET.get("view")
        self.current = next((view for view in self.views if str(view.pk) == wanted), None)
        self.default = next((view for view in self.views if view.is_default), None)
        self.columns: list[ColumnChoice] = []

    @property
    def columns_html(self) -> SafeString:
        return _columns_html(tuple(self.columns))

    @property
    def title(self) -> str:
        return self.current.name if self.current else "обычный"

    @property
    def reset_url(self) -> str:
        """The list without any filter, which is not its first look where a view opens by default."""
        return f"{self.path}?view={PLAIN}" if self.default else self.path

    @property
    def can_share(self) -> bool:
        return SHARE_VIEWS.allows(self.request.membership)

    @property
    def links(self) -> list[ViewLink]:
        return [ViewLink(view, self.url_of(view), view is self.current) for view in self.views]

    def url_of(self, view: View) -> str:
        kept = f"&{view.query}" if view.query else ""
        return f"{self.path}?{urlencode({'view': view.pk})}{kept}"

    def first_look(self) -> str:
        """Where an address without any condition leads: the default view, or nowhere."""
        return self.url_of(self.default) if self.default and not self.request.GET else ""

    def choose_columns(self, table: PortalTable) -> None:
        """Show the columns of the view, or those chosen last; the first column always stands."""
        known = [
            column
            for column in list(table.columns.iterall())[1:]
            if str(column.header).strip() and not column.column.exclude_from_export
        ]
        view = self.current or (None if self.request.GET.get("view") == PLAIN else self.last)
        chosen = set(view.columns) & {column.name for column in known} if view else set()
        for column in known:
            if chosen:
                column.column.visible = column.name in chosen
        self.columns = [
            ColumnChoice(column.name, str(column.header), column.column.visible) for column in known
        ]


def change_views(page: "ListPage", views: ListViews) -> HttpResponseBase:
    """POST of the control: «columns», «save», «rename», «delete»."""
    request: Any = page.request
    step: Callable[[ListPage, ListViews], str] | None = _STEPS.get(request.POST["_view"])
    if step is None:
        raise Http404
    try:
        return redirect(step(page, views))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(request.get_full_path())


def _picked(page: "ListPage") -> list[str]:
    """The columns ticked, in the table's order; unknown names are left out."""
    ticked = set(page.request.POST.getlist("column"))
    return [name for name in page.table_class.base_columns if name in ticked]


def _columns(page: "ListPage", views: ListViews) -> str:
    request: Any = page.request
    if not _picked(page):
        raise DomainError("Отметьте хотя бы одну колонку.")
    if views.current is not None and views.current.is_own:
        SavedView.objects.filter(pk=views.current.pk, owner=request.user).update(columns=_picked(page))
        return str(request.get_full_path())
    remember_columns(request.membership, page=views.key, columns=_picked(page))
    query = request.GET.copy()
    query.pop("view", None)
    if views.default and not query:
        query["per_page"] = str(page.per_page)  # an address without anything would open the default view
    return f"{request.path}?{query.urlencode()}" if query else str(request.path)


def _save(page: "ListPage", views: ListViews) -> str:
    request: Any = page.request
    view = save_view(
        request.membership,
        page=views.key,
        name=request.POST.get("name", ""),
        query=request.GET,
        columns=_picked(page),
        shared=request.POST.get("shared") == "1" and views.can_share,
        default=request.POST.get("default") == "1",
    )
    messages.success(request, f"Вид «{view.name}» сохранён.")
    return f"{request.path}?view={view.pk}{'&' if view.query else ''}{view.query}"


def _own(page: "ListPage", views: ListViews) -> SavedView:
    request: Any = page.request
    found = SavedView.objects.filter(
        pk=views.current.pk if views.current else 0, owner=request.user, page=views.key
    ).first()
    if found is None:
        raise Http404
    return found


def _rename(page: "ListPage", views: ListViews) -> str:
    view = rename_view(_own(page, views), name=page.request.POST.get("name", ""))
    messages.success(page.request, f"Теперь вид называется «{view.name}».")
    return str(page.request.get_full_path())


def _delete(page: "ListPage", views: ListViews) -> str:
    view = _own(page, views)
    delete_view(view)
    messages.success(page.request, f"Вид «{view.name}» удалён.")
    return str(page.request.path)


_STEPS: dict[str, Callable[["ListPage", ListViews], str]] = {
    "columns": _columns,
    "save": _save,
    "rename": _rename,
    "delete": _delete,
}
