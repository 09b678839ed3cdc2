"""Pages of a list: whatever stands in the address, there is a page to show."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import QueryDict

from core import russian

PAGE_SIZES = (25, 50, 100, 200)


@dataclass(frozen=True)
class PageLink:
    text: str
    url: str = ""
    title: str = ""
    current: bool = False


def page_number(raw: str | None, pages: int) -> int:
    """A page that exists: 1 for nonsense, the last for one too far. Only plain digits are a number."""
    if not raw or not (raw.isascii() and raw.isdecimal()) or len(raw) > 9:
        return 1
    return min(max(1, int(raw)), max(1, pages))


def page_size(raw: str | None, default: int) -> int:
    return next((size for size in PAGE_SIZES if str(size) == raw), default)


def with_params(query: QueryDict, **changed: object) -> str:
    """The query string with some parameters set anew (None drops them)."""
    copy = query.copy()
    for name, value in changed.items():
        copy.pop(name, None)
        if value is not None:
            copy[name] = str(value)
    return f"?{copy.urlencode()}"


def page_links(query: QueryDict, paginator: Paginator, number: int) -> list[PageLink]:
    """Numbers around the current page with the first and the last; gaps have no address."""
    links = []
    if number > 1:
        links.append(PageLink("‹", with_params(query, page=number - 1), "Предыдущая страница"))
    for shown in paginator.get_elided_page_range(number, on_each_side=1, on_ends=1):
        if isinstance(shown, int):
            url = with_params(query, page=shown)
            links.append(PageLink(russian.grouped(shown), url, f"Страница {shown}", shown == number))
        else:
            links.append(PageLink("…"))
    if number < paginator.num_pages:
        links.append(PageLink("›", with_params(query, page=number + 1), "Следующая страница"))
    return links


def size_links(query: QueryDict, current: int) -> list[PageLink]:
    return [
        PageLink(str(size), with_params(query, per_page=size, page=None), current=size == current)
        for size in PAGE_SIZES
    ]
