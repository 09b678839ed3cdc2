"""Small registries: what several apps must know, each app filling its own part from `apps.py: ready()`.

Providers are plain functions. They get a `Viewer`, return a list, and are asked only inside the scope of the
viewer's organisation. They must cost a constant number of queries.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import Model

from core.models import Membership, User


@dataclass(frozen=True)
class Viewer:
    """Who looks, at which programme, on which day of the organisation's own calendar."""

    user: User
    membership: Membership
    today: date
    programme: Any = None

    @property
    def role(self) -> str:
        return self.membership.role


@dataclass(frozen=True)
class NavItem:
    """A line of the left navigation. Groups in order: "", «Люди», «Работа», «Итог», «Организация»."""

    label: str
    url: str
    group: str = ""
    order: int = 100
    count: int | None = None
    waiting: bool = False  # the count asks for action (amber), else it only informs
    active_prefixes: tuple[str, ...] = ()  # url names («mentorship:person_») that light this item


@dataclass(frozen=True)
class AttentionItem:
    """A row of «Что требует внимания»: why now · what · one action."""

    tone: str  # "bad" late, "wait" soon, "info" for information
    why: str  # the chip: «просрочено 3 дня»
    what: str  # the matter
    detail: str = ""  # figures it rests on
    action: str = ""  # a verb with the number it will touch: «Напомнить 58»
    url: str = ""
    order: int = 100  # smaller comes first among rows of one tone


@dataclass(frozen=True)
class Figure:
    """A figure with its fraction; `value` None is printed as «н/д» with `note` as the reason."""

    label: str
    value: str | None
    fraction: str = ""  # «148 из 474»
    percent: float | None = None
    plan_percent: float | None = None
    note: str = ""
    url: str = ""
    order: int = 100


@dataclass(frozen=True)
class StageMark:
    """One stage on the line of the year. `share` 0…1 is how much of it is proved."""

    title: str
    url: str
    share: float
    done: int
    total: int
    is_now: bool = False
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class YearLine:
    """The stages over every page of a programme; `today` 0…1 is the mark's place, None outside the period."""

    stages: list[StageMark]
    today: float | None
    start: date
    end: date


@dataclass(frozen=True)
class SearchHit:
    kind: str  # «Человек», «Документ»
    label: str
    url: str
    detail: str = ""


@dataclass(frozen=True)
class PersonalDataSource:
    """Where a person's data lies: how it is exported (list of flat dicts) and erased (number of rows touched)."""

    label: str
    models: tuple[type[Model], ...]
    export: Callable[[Model], list[dict[str, Any]]]
    erase: Callable[[Model], int]


@dataclass(frozen=True)
class HomeBlock:
    """A part of the home page of a role: a template with its context."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 100


Provider = TypeVar("Provider")


class Registry(Generic[Provider]):
    """Providers in the order of registration; the same provider registers once."""

    def __init__(self) -> None:
        self._providers: list[Provider] = []

    def register(self, provider: Provider) -> Provider:
        if provider not in self._providers:
            self._providers.append(provider)
        return provider

    def __iter__(self) -> Any:
        return iter(tuple(self._providers))


navigation: Registry[Callable[[Viewer], list[NavItem]]] = Registry()
attention: Registry[Callable[[Viewer], list[AttentionItem]]] = Registry()
figures: Registry[Callable[[Viewer], list[Figure]]] = Registry()
home_blocks: Registry[Callable[[Viewer], list[HomeBlock]]] = Registry()
search: Registry[Callable[[Viewer, str, int], list[SearchHit]]] = Registry()
year_lines: Registry[Callable[[Any, date], YearLine | None]] = Registry()
personal_data: Registry[PersonalDataSource] = Registry()


@dataclass(frozen=True)
class ProgrammeHooks:
    """How `core` asks for the programme that a person works in without knowing what a programme is.

    `current(membership, wanted_pk)` returns the wanted programme if the viewer may see it, else the default or
    None; `choices(membership)` all that they may switch to; a programme has `pk`, `title` and `__str__`.
    """

    current: Callable[[Membership, int | None], Any]
    choices: Callable[[Membership], list[Any]]


_programme_hooks: list[ProgrammeHooks] = []


def set_programme_hooks(hooks: ProgrammeHooks) -> None:
    _programme_hooks[:] = [hooks]


def programme_hooks() -> ProgrammeHooks | None:
    return _programme_hooks[0] if _programme_hooks else None
