"""Small registries: what several apps must know, each app filling its own part from `apps.py: ready()`.

Providers are plain functions. They get a `Viewer`, return a list, and are asked only inside the scope of the
viewer's organisation. They must cost a constant number of queries.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django.db.models import Model

from core.models import Membership, StoredFile, User


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
    """Where a person's data lies: how it is exported (list of flat dicts) and erased (number of rows touched).

    `kept` says what stays after erasure and why; `files` are the person's own files, for their archive; `blocks`
    says what must be finished before anything may be erased.
    """

    label: str
    models: tuple[type[Model], ...]
    export: Callable[[Model], list[dict[str, Any]]]
    erase: Callable[[Model], int]
    kept: Callable[[Model], list[str]] = lambda person: []
    files: Callable[[Model], Iterable[StoredFile]] = lambda person: ()
    blocks: Callable[[Model], list[str]] = lambda person: []


class OnMerge(StrEnum):
    """What becomes of a row when the card it points to is merged into another."""

    MOVE = "move"  # points to the remaining card; a row that the remaining card already has a twin of stays behind
    OWN = "own"  # the app moves it itself: `person_movers`
    STAY = "stay"  # belongs to the history of the merged card


class OnErase(StrEnum):
    """What becomes of a row when the person's data are destroyed."""

    SOURCE = "source"  # the app's own source in `personal_data` erases it
    DELETE = "delete"
    BLANK = "blank"  # the row stays as an impersonal fact, its `words` are emptied
    KEEP = "keep"  # stays whole, `why` says by what right


@dataclass(frozen=True)
class PersonLink:
    """A declared column that points to a person, without which no model may: tests walk all models.

    `path` leads from the model to the person («person», «entry__person»). `words` are its columns of free text;
    `why` is told to whoever asks why something stays.
    """

    model: type[Model]
    path: str
    label: str
    on_merge: OnMerge
    on_erase: OnErase
    words: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class MergeLine:
    """What merging does with something, told before it is done; `refused` forbids the merge."""

    label: str
    text: str
    refused: bool = False


@dataclass(frozen=True)
class PersonMover:
    """How an app moves its rows from one card to another where re-pointing a column is not enough.

    `plan(kept, merged)` tells, `move(kept, merged, journal)` does it; `journal.point(row, column, to)` re-points and
    remembers, so that the merge can be undone.
    """

    label: str
    plan: Callable[[Model, Model], list[MergeLine]]
    move: Callable[[Model, Model, Any], None]


@dataclass(frozen=True)
class PortfolioPart:
    """A part of a person's portfolio that an app adds: awards, practices; each line is told as it is printed."""

    title: str
    lines: list[str]
    order: int = 100


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
# (programme, today) → (kind of fact, its detail) → how far the work on it is: «ответили 31 из 48».
proof_counts: Registry[Callable[[Any, date], dict[tuple[str, str], str]]] = Registry()
year_lines: Registry[Callable[[Any, date], YearLine | None]] = Registry()
# (person) → parts of their portfolio; only what the person and a reader outside may see.
portfolio: Registry[Callable[[Model], list[PortfolioPart]]] = Registry()
personal_data: Registry[PersonalDataSource] = Registry()
person_links: Registry[PersonLink] = Registry()
person_movers: Registry[PersonMover] = Registry()


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
