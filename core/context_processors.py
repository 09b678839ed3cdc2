"""What the shell of every page needs: each part is computed when a template asks for it, so partials cost nothing."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from core import registries
from core.enums import Role
from core.freshness import kept_for
from core.models import Job, Membership, Organization
from core.permissions import EDIT_ORGANIZATION, MANAGE_USERS, SEARCH, VIEW_AUDIT, VIEW_CALENDAR, VIEW_JOBS
from core.selectors.jobs import jobs_to_tell
from core.selectors.viewer import viewer_of
from core.ui import YearView, lay_out_year

GROUPS = ("", "Люди", "Работа", "Итог", "Организация")
BRAND = "Наставничество"
NOTICES = "core:job_notices"
#: Stands for the token of forms in what is kept of the shell.
CSRF_STAND_IN = "put-in-for-each-request"


@dataclass(frozen=True)
class NavLine:
    item: registries.NavItem
    current: bool


@dataclass(frozen=True)
class NavGroup:
    label: str
    lines: list[NavLine] = field(default_factory=list)


@dataclass(frozen=True)
class ProgrammeChoice:
    """A line of the menu of programmes."""

    pk: int
    title: str

    def __str__(self) -> str:
        return self.title


class Shell:
    """Navigation, programme, year and menus of one request."""

    brand = BRAND

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def membership(self) -> Membership | None:
        return getattr(self._request, "membership", None)

    @property
    def organization(self) -> Organization | None:
        return getattr(self._request, "organization", None)

    @cached_property
    def viewer(self) -> registries.Viewer | None:
        return viewer_of(self._request) if self.membership else None

    @cached_property
    def side_html(self) -> SafeString:
        """The left side of the page with its menus."""
        return self._kept_part("side")

    @cached_property
    def top_html(self) -> SafeString:
        """The line over the page, with nothing in its search."""
        return self._kept_part("top")

    def _kept_part(self, part: str) -> SafeString:
        """A part of the shell, kept as the counts in it are; only the token of its forms is each request's own."""

        def draw() -> SafeString:
            context = {"shell": self, "request": self._request, "csrf_token": CSRF_STAND_IN}
            return render_to_string(f"components/{part}.html", context)

        if self.viewer is None:
            html = draw()
        else:
            html = kept_for(self._request, self.viewer, f"{part}:{self._here}:{self._request.path}", draw)
        return mark_safe(html.replace(CSRF_STAND_IN, get_token(self._request)))  # noqa: S308 - a token is letters and digits

    @cached_property
    def nav(self) -> list[NavGroup]:
        """Groups of the left navigation; empty ones are left out."""
        if self.viewer is None:
            return []
        items = [_home_item(self.viewer.role), *_own_items(self.viewer.membership)]
        items.extend(kept_for(self._request, self.viewer, "navigation", self._items_of_apps))
        items.sort(key=lambda item: (item.order, item.label))
        lit = _lit(items, self._request.path, self._here)
        names = [*GROUPS, *sorted({item.group for item in items} - set(GROUPS))]
        groups = [
            NavGroup(name, [NavLine(item, item is lit) for item in items if item.group == name])
            for name in names
        ]
        return [group for group in groups if group.lines]

    def _items_of_apps(self) -> list[registries.NavItem]:
        assert self.viewer is not None  # noqa: S101 - `nav` has looked
        return [item for provider in registries.navigation for item in provider(self.viewer)]

    @cached_property
    def year_html(self) -> SafeString:
        """The line of the year; empty where there is none."""
        if self.viewer is None or self.viewer.programme is None:
            return mark_safe("")
        return kept_for(self._request, self.viewer, "year", self._year_html)

    def _year_html(self) -> SafeString:
        year = self._year()
        return render_to_string("components/year.html", {"year": year}) if year else mark_safe("")

    def _year(self) -> YearView | None:
        assert self.viewer is not None  # noqa: S101 - `year_html` has looked
        for provider in registries.year_lines:
            line = provider(self.viewer.programme, self.viewer.today)
            if line is not None and line.stages:
                return lay_out_year(line, self.viewer.today)
        return None

    @cached_property
    def programmes(self) -> list[ProgrammeChoice]:
        """What the menu of programmes offers; in most institutions it is one."""
        if self.viewer is None:
            return []
        return kept_for(self._request, self.viewer, "programmes", self._programmes)

    def _programmes(self) -> list[ProgrammeChoice]:
        hooks = registries.programme_hooks()
        found = hooks.choices(self.viewer.membership) if hooks and self.viewer else []
        return [ProgrammeChoice(programme.pk, str(programme)) for programme in found]

    @cached_property
    def memberships(self) -> list[Membership]:
        """Only when there is something to choose from."""
        own: list[Membership] = getattr(self._request, "own_memberships", [])
        return own if len(own) > 1 else []

    @property
    def can_search(self) -> bool:
        return SEARCH.allows(self.membership)

    @property
    def jobs_live(self) -> bool:
        return any(job.is_live for job in self.jobs)

    @cached_property
    def jobs(self) -> list[Job]:
        """Long work of this person that runs, or that ended a moment ago and was not looked at."""
        if self.membership is None or not VIEW_JOBS.allows(self.membership):
            return []
        assert self.viewer is not None  # noqa: S101 - there is a membership
        seen = self._request.session.get("jobs_seen", [])

        def told() -> list[Job]:
            return jobs_to_tell(self._request.user, seen=seen)  # type: ignore[arg-type]

        if self._here == NOTICES:  # the notices themselves ask every few seconds: they are to be true now
            return told()
        return kept_for(self._request, self.viewer, "jobs:" + ",".join(map(str, seen)), told)

    @property
    def _here(self) -> str:
        return getattr(self._request.resolver_match, "view_name", "") or ""


def _home_item(role: str) -> registries.NavItem:
    label = "Внимание" if role in {Role.CURATOR, Role.PROJECT_CURATOR} else "Главная"
    return registries.NavItem(label, reverse("core:home"), order=0, active_prefixes=("core:home",))


def _own_items(membership: Membership) -> list[registries.NavItem]:
    """What `core` itself has to show under «Организация»."""
    wanted = [
        (MANAGE_USERS, "Пользователи", "core:users", ("core:user", "core:invit")),
        (EDIT_ORGANIZATION, "Карточка организации", "core:organization", ("core:organization",)),
        (VIEW_CALENDAR, "Производственный календарь", "core:calendar", ("core:calendar",)),
        (VIEW_AUDIT, "Журнал действий", "core:audit", ("core:audit",)),
        (VIEW_JOBS, "Задания", "core:jobs", ("core:job",)),
    ]
    return [
        registries.NavItem(
            label, reverse(name), group="Организация", order=900 + place, active_prefixes=prefixes
        )
        for place, (rule, label, name, prefixes) in enumerate(wanted)
        if rule.allows(membership)
    ]


def _lit(items: list[registries.NavItem], path: str, here: str) -> registries.NavItem | None:
    """The one line that the page belongs to: its own address first, then the longest fitting prefix of URL names."""
    for item in items:
        if item.url == path:
            return item
    fitting = [
        (len(prefix), item)
        for item in items
        for prefix in item.active_prefixes
        if here and here.startswith(prefix)
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell` for the templates, and the membership of the request."""
    return {"shell": Shell(request), "membership": getattr(request, "membership", None)}
