"""The one list page: search, filters, sort, pages, selection, bulk actions, export and print."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.http.response import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.views import View

from core import russian
from core.errors import DomainError
from core.filters import FilterChip, PortalFilterSet, asked_filters
from core.freshness import kept_for
from core.selectors.viewer import viewer_of
from core.tables import PortalTable
from core.views.bulk import EXAMPLES, TOLD, BulkAction, Looked, Selection, select_rows
from core.views.list_files import FileForm, answer, export
from core.views.list_views import ListViews, change_views
from core.views.paging import page_links, page_number, page_size, size_links, with_params

PRINT_LIMIT = 3000
#: The bulk action that every list with boxes has.
EXPORT_CHOSEN = "_xlsx"


class ListState:
    """What the templates of a list show, from one request: `page` in the context."""

    def __init__(self, view: "ListPage", rows: QuerySet, filterset: PortalFilterSet | None) -> None:
        request = view.request
        self.path, self.query = request.path, request.GET.urlencode()
        self.query_and = f"{self.query}&" if self.query else ""
        self.empty = view.empty
        self.chips: list[FilterChip] = filterset.chips(request.GET) if filterset else []
        self.filter_errors = _told_errors(filterset)
        self.filters_html = view.filters_html(filterset)
        self.views, self.reset_url = view.views, view.views.reset_url
        self.per_page = page_size(request.GET.get("per_page"), view.per_page)
        self.per_page_is_default = self.per_page == view.per_page
        allowed = [action for action in view.bulk_actions if action.allowed(request.membership)]
        self.bulk_actions = [] if view.printing else allowed
        printed = view.file_form() if view.printing else None
        if printed is not None and printed.table_class is not None:
            rows = printed.decorate(view, rows)
            self.heading, only = printed.heading(view), ()
            self.table = view.make_table(rows, selectable=False, table_class=printed.table_class)
        else:
            self.heading, only = [], None
            self.table = view.make_table(rows, selectable=bool(self.bulk_actions))
        self.forms = [form for form in view.forms if form.allowed(request.membership)]
        self.sort = request.GET.get("sort", "") if self.table.order_by else ""
        paginator = Paginator(rows, self.per_page)
        found: list[Any] | None = None
        if filterset is None and view.counts_kept:
            # Nobody misses a row of many for a quarter of a minute; one's own change is counted at once.
            paginator.__dict__["count"] = kept_for(
                request, viewer_of(request), f"count:{self.path}", rows.count
            )
        elif filterset is not None and not view.printing and request.GET.get("page", "1") == "1":
            found = self._all_on_one_page(view, paginator)
        self.total, self.pages = paginator.count, paginator.num_pages
        number = page_number(request.GET.get("page"), self.pages)
        self.page_links = page_links(request.GET, paginator, number)
        self.size_links = size_links(request.GET, self.per_page)
        if view.printing:
            self.per_page, number = PRINT_LIMIT, 1
        if found is None:
            columns = view.page_only if only is None else only
            found = page_rows(self.table.data.data, number, self.per_page, only=columns)
        self.rows = found
        view.tell(self.rows)
        # The table has put the rows in order; it draws this page alone and asks the database nothing more.
        self.table.data.data, self.table.data._length = self.rows, self.total
        self.told = self._told(number)

    def _all_on_one_page(self, view: "ListPage", paginator: Paginator) -> list[Any]:
        """The first page of a search. What fits on it is its own count: looking for it twice would cost double."""
        found = page_rows(self.table.data.data, 1, self.per_page + 1, only=view.page_only)
        if len(found) <= self.per_page:
            paginator.__dict__["count"] = len(found)
        return found[: self.per_page]

    def _told(self, number: int) -> str:
        first = (number - 1) * self.per_page + 1
        last = min(number * self.per_page, self.total)
        if self.total <= self.per_page:
            return f"Всего {russian.grouped(self.total)}"
        return f"{russian.grouped(first)}–{russian.grouped(last)} из {russian.grouped(self.total)}"


def page_rows(
    ordered: QuerySet,
    number: int,
    size: int,
    *,
    only: tuple[str, ...] = (),
) -> list[Any]:
    """The rows of one page in their order, with the columns named in `only` (all when none is named).

    Annotations cost a subquery for each row, and a database may compute them for all rows before it cuts the
    page: the keys are found first, by the sort alone, and only their rows are annotated.
    """
    start = (number - 1) * size
    full = ordered.only(*only) if only else ordered
    if not full.query.annotations:
        return list(full[start : start + size])
    keys = list(ordered.values_list("pk", flat=True)[start : start + size])
    found = {row.pk: row for row in full.filter(pk__in=keys).order_by()}
    return [found[key] for key in keys if key in found]


@dataclass(frozen=True)
class DrawnFilters:
    """The form of a list with nothing filled in, and each of its fields as it stands there."""

    html: str
    fields: dict[str, str]


def _told_errors(filterset: PortalFilterSet | None) -> str:
    if filterset is None or not filterset.is_bound or filterset.form.is_valid():
        return ""
    form = filterset.form
    told = [f"{form.fields[name].label}: {errors[0]}" for name, errors in form.errors.items()]
    return "; ".join(told)


class ListPage(View):
    """Subclass with `access_rule`, `title`, `table_class` and `get_queryset`; the rest has a default.

    `empty`: title, text, url, label of the page without rows: it says what to do first. `personal_data` writes
    each export to the audit trail. GET parameters: those of the filter, `sort`, `page`, `per_page`.
    """

    title = ""
    lead = ""
    table_class: type[PortalTable]
    filterset_class: type[PortalFilterSet] | None = None
    template_name = "core/list.html"
    per_page = 25
    main_filters = 4
    bulk_actions: tuple[BulkAction, ...] = ()
    empty: dict[str, str] = {"title": "Здесь пока пусто", "text": ""}
    export_name = ""
    #: More forms of the list as a file or on paper: official ones, impersonal ones.
    forms: tuple[FileForm, ...] = ()
    personal_data = False
    breadcrumbs: tuple[tuple[str, str], ...] = ()
    printing = False
    #: Whether the number of all rows may be up to `core.freshness.KEPT` seconds old.
    counts_kept = False
    #: Columns that the rows of a page are drawn from, where the whole rows are wide; exports read them all.
    page_only: tuple[str, ...] = ()

    # --- what a subclass overrides ---

    def get_queryset(self) -> QuerySet:
        raise NotImplementedError

    def decorate(self, rows: QuerySet) -> QuerySet:
        """Annotations that only a file needs: the count, the order and the page go without them."""
        return rows

    def tell(self, rows: list[Any]) -> None:
        """Set on the rows of one page what `decorate` annotates, by a plain query for each fact.

        Correlated subqueries cost more to build and to plan than the few rows of a page are worth.
        """

    def get_title(self) -> str:
        return self.title

    def get_context(self) -> dict[str, Any]:
        """More for the template: `page_actions` is a list of dicts with `label`, `url`, `main`."""
        return {}

    def make_table(
        self, rows: QuerySet, *, selectable: bool, table_class: type[PortalTable] | None = None
    ) -> PortalTable:
        own = table_class or self.table_class
        table = own(rows, selectable=selectable, **({} if table_class else self.table_options()))
        asked = self.request.GET.get("sort")
        if asked:
            table.order_by = asked
        table.caption = self.get_title()
        if table_class is None:
            self.views.choose_columns(table)
        return table

    def table_options(self) -> dict[str, Any]:
        return {}

    @cached_property
    def views(self) -> ListViews:
        return ListViews(self)

    # --- the page ---

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if first := self.views.first_look():
            return redirect(first)
        rows, filterset = self._rows()
        wanted = request.GET.get("_export")
        if wanted in {"xlsx", "csv"}:
            return export(self, rows, wanted, self.file_form())
        self.printing = request.GET.get("_print") == "1"
        context = self._context(ListState(self, rows, filterset))
        if self.printing:
            context["back_url"] = request.path + with_params(request.GET, _print=None, _form=None)
            return render(request, "core/list_print.html", context)
        partial = request.headers.get("HX-Target") == "list" and not request.headers.get(
            "HX-History-Restore-Request"
        )
        response = render(request, "components/list_body.html" if partial else self.template_name, context)
        response["Vary"] = "HX-Request, HX-Target"
        response["Cache-Control"] = "no-store"
        return response

    def _rows(self) -> tuple[QuerySet, PortalFilterSet | None]:
        rows = self.get_queryset()
        if self.filterset_class is None:
            return rows, None
        asked = asked_filters(self.filterset_class, self.request.GET)
        if not asked:
            return rows, None
        filterset = self.filterset_class(self.request.GET, queryset=rows, request=self.request, asked=asked)
        return filterset.qs, filterset

    def filters_html(self, filterset: PortalFilterSet | None) -> SafeString:
        """The form over the list. It is drawn once in a while; only fields that hold a value are drawn anew."""
        if self.filterset_class is None:
            return mark_safe("")
        request = self.request
        drawn = kept_for(request, viewer_of(request), f"filters:{request.path}", self._empty_filters)
        html = drawn.html
        if filterset is not None:
            for name in filterset.filters:
                field = filterset.form[name]
                html = html.replace(drawn.fields[name], str(field))
        return mark_safe(html)  # noqa: S308 - Django's own rendering of form fields

    def _empty_filters(self) -> "DrawnFilters":
        assert self.filterset_class is not None  # noqa: S101 - `filters_html` has looked
        filterset = self.filterset_class(QueryDict(), queryset=self.get_queryset(), request=self.request)
        # The search stands first, whatever the order of declaration.
        fields = sorted(filterset.form, key=lambda field: field.name != "q")
        context = {
            "path": self.request.path,
            "main_filters": fields[: self.main_filters],
            "more_filters": fields[self.main_filters :],
        }
        html = render_to_string("components/list_filters.html", context)
        return DrawnFilters(str(html), {field.name: str(field) for field in fields})

    def _context(self, state: ListState) -> dict[str, Any]:
        title = self.get_title()
        context = {
            "page": state,
            "page_title": title,
            "page_lead": self.lead,
            "breadcrumbs": self.breadcrumbs,
        }
        return {**context, **self.get_context()}

    # --- bulk actions ---

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if "_view" in request.POST:
            return change_views(self, self.views)
        if request.POST.get("action") == EXPORT_CHOSEN and self.bulk_actions:
            return self._export_chosen()
        action = next((one for one in self.bulk_actions if one.key == request.POST.get("action")), None)
        if action is None or not action.allowed(request.membership):  # type: ignore[attr-defined]
            raise Http404
        rows, _ = self._rows()
        selection = select_rows(rows, request.POST)
        if not selection.count:
            messages.warning(request, "Ничего не отмечено. Отметьте строки и повторите.")
            return redirect(request.get_full_path())
        known = request.POST.get("fingerprint")
        form = action.form_class(request.POST if known else None) if action.form_class else None
        changed = bool(known) and known != selection.fingerprint
        unasked = not known and (action.confirm or form is not None)
        if unasked or changed or (form is not None and not form.is_valid()):
            return self._confirm(action, selection, form=form, changed=changed)
        data = form.cleaned_data if form else {}
        if action.confirm and (looked := selection.looked(action, request, data)):
            return self._confirm(action, selection, form=form, changed=False, looked=looked)
        try:
            done = action.apply(selection.rows, request, data)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect(request.get_full_path())
        if isinstance(done, HttpResponse):
            return done
        messages.success(request, done)
        return redirect(request.get_full_path())

    def _export_chosen(self) -> HttpResponseBase:
        rows, _ = self._rows()
        if self.request.POST.get("all") == "1":
            return export(self, rows, "xlsx", None)
        selection = select_rows(rows, self.request.POST)
        if not selection.count:
            messages.warning(self.request, "Ничего не отмечено. Отметьте строки и повторите.")
            return redirect(self.request.get_full_path())
        return answer(self, selection.rows, "xlsx", None, count=selection.count)

    def _confirm(
        self,
        action: BulkAction,
        selection: Selection,
        *,
        form: Any,
        changed: bool,
        looked: Looked | None = None,
    ) -> HttpResponse:
        passed_by = looked.passed_by if looked else selection.passed_by(action, self.request)
        context = {
            "passed_by": passed_by[:TOLD] if passed_by else [],
            "passed_count": len(passed_by or []),
            "passed_more": max(0, len(passed_by or []) - TOLD),
            "going": selection.count - len(passed_by) if passed_by is not None else None,
            "page_title": action.label,
            "breadcrumbs": ((self.get_title(), self.request.get_full_path()), (action.label, "")),
            "count": selection.count,
            "by_filter": selection.everything,
            "examples": selection.examples(self.table_class.row_name),
            "more": max(0, selection.count - EXAMPLES),
            "consequence": action.consequence,
            "hidden": [*selection.hidden(action), *([("looked", looked.token)] if looked else [])],
            "form": form,
            "changed": changed,
            "verb": f"{action.label}: {russian.grouped(selection.count)}",
            "danger": action.danger,
            "cancel_url": self.request.get_full_path(),
        }
        return render(self.request, "core/bulk_confirm.html", context, status=422 if changed else 200)

    # --- files ---

    def file_form(self) -> FileForm | None:
        """The form that the address asks for; None is the list as it stands on the screen."""
        wanted, membership = self.request.GET.get("_form"), self.request.membership  # type: ignore[attr-defined]
        return next((form for form in self.forms if form.key == wanted and form.allowed(membership)), None)
