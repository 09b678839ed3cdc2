"""Categories of mentees and kinds of sensitive records: the institution's own lists."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.access import access
from core.views.pages import FormPage
from mentorship.domain import categories as domain
from mentorship.forms.categories import LineForm
from mentorship.models import AwardKind, EventKind, MenteeCategory, SensitiveKind
from mentorship.models.category import ReferenceLine
from mentorship.permissions import MANAGE_PROGRAMMES, VIEW_PEOPLE
from mentorship.selectors.categories import lines_of

CRUMB = ("Категории наставляемых", "mentorship:categories")
#: Part of the address → (model, heading of the page's part, what it is for).
SORTS: dict[str, tuple[type[ReferenceLine], str, str]] = {
    "mentees": (
        MenteeCategory,
        "Категории",
        "Отмечаются в карточке и видны всем, кто видит базу.",
    ),
    "sensitive": (
        SensitiveKind,
        "Виды особых сведений",
        "Только названия видов. Сами записи видят педагог-психолог и те, кому право дано лично; "
        "на каждую нужно отдельное согласие.",
    ),
    "events": (EventKind, "Виды мероприятий", "По виду дорожная карта узнаёт, какое мероприятие состоялось."),
    "awards": (
        AwardKind,
        "Награды",
        "Название награды стоит в протоколе, приказе и благодарственном письме.",
    ),
}
#: Lists with a page of their own; the others stand on the page of categories.
HOMES = {"events": ("Виды мероприятий", "mentorship:lines"), "awards": ("Награды", "mentorship:lines")}


def home_of(sort: str) -> tuple[str, str]:
    """Title and address of the page where a list stands."""
    title, name = HOMES.get(sort, CRUMB)
    return title, reverse(name, kwargs={"sort": sort}) if sort in HOMES else reverse(name)


def find_sort(name: str) -> type[ReferenceLine]:
    if name not in SORTS:
        raise Http404
    return SORTS[name][0]


@access(VIEW_PEOPLE)
def categories(request: HttpRequest) -> HttpResponse:
    organization = request.organization  # type: ignore[attr-defined]
    context = {
        "page_title": CRUMB[0],
        "breadcrumbs": (("Наставляемые", reverse("mentorship:mentees")), (CRUMB[0], "")),
        "groups": [
            (sort, title, told, list(lines_of(model, organization)))
            for sort, (model, title, told) in SORTS.items()
            if sort not in HOMES
        ],
        "may_manage": MANAGE_PROGRAMMES.allows(request.membership),  # type: ignore[attr-defined]
    }
    return render(request, "mentorship/people/categories.html", context)


@access(VIEW_PEOPLE)
def reference_lines(request: HttpRequest, sort: str) -> HttpResponse:
    """A list with a page of its own: kinds of events, awards."""
    if sort not in HOMES:
        raise Http404
    model, title, told = SORTS[sort]
    context = {
        "page_title": title,
        "groups": [(sort, title, told, list(lines_of(model, request.organization)))],  # type: ignore[attr-defined]
        "may_manage": MANAGE_PROGRAMMES.allows(request.membership),  # type: ignore[attr-defined]
    }
    return render(request, "mentorship/people/categories.html", context)


class LinePage(FormPage):
    access_rule = MANAGE_PROGRAMMES
    form_class = LineForm

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (home_of(self.kwargs["sort"]), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return home_of(self.kwargs["sort"])[1]


class LineAdd(LinePage):
    title = "Новая строка"
    submit_label = "Добавить"
    done = "Строка добавлена."

    def load(self) -> None:
        self.model = find_sort(self.kwargs["sort"])

    def save(self, form: LineForm) -> str:
        organization = self.request.organization  # type: ignore[attr-defined]
        domain.add_line(self.model, organization, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return self.get_cancel_url()


class LineEdit(LinePage):
    title = "Изменить строку"

    def load(self) -> None:
        self.line = _line(self.request, self.kwargs["sort"], self.kwargs["pk"])
        if self.line.organization is None:
            raise Http404

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"title": self.line.title}}

    def save(self, form: LineForm) -> str:
        domain.rename_line(self.line, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return self.get_cancel_url()


@access(MANAGE_PROGRAMMES)
@require_POST
def line_show(request: HttpRequest, sort: str, pk: int) -> HttpResponse:
    """Hide a line from the forms, or offer it again."""
    line = _line(request, sort, pk)
    shown = request.POST.get("shown") == "1"
    domain.show_line(line, organization=request.organization, shown=shown, actor=request.user)  # type: ignore[attr-defined, arg-type]
    messages.success(
        request, f"«{line.title}» {'снова предлагается' if shown else 'больше не предлагается'}."
    )
    return redirect(home_of(sort)[1])


def _line(request: HttpRequest, sort: str, pk: int) -> ReferenceLine:
    found = lines_of(find_sort(sort), request.organization).filter(pk=pk).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found
