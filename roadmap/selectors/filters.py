"""What of a roadmap is looked at: by stage, state, who answers, words; the same in every view."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from core.enums import Role
from core.models import Membership
from roadmap.enums import PROVED, Status
from roadmap.models import Assignee, Roadmap

ME = "me"


@dataclass(frozen=True)
class LineFilter:
    """`who` is «me», «role:director» or «user:5»; `user` and `role` are who looks."""

    stage: int | None = None
    status: str = ""
    who: str = ""
    words: str = ""
    user: int | None = None
    role: str = ""

    @property
    def any(self) -> bool:
        return bool(self.stage or self.status or self.who or self.words)

    def fits_status(self, status: Status) -> bool:
        if not self.status:
            return True
        return status in PROVED if self.status == Status.DONE else status == self.status

    def fits_words(self, text: str) -> bool:
        return not self.words or all(word in folded(text) for word in folded(self.words).split())

    def fits_who(self, assignees: Iterable[tuple[str, int | None]]) -> bool:
        """Whether one of these (role, id of a user) is who is looked for."""
        if not self.who:
            return True
        if self.who == ME:
            return any(role == self.role if role else user == self.user for role, user in assignees)
        kind, _, value = self.who.partition(":")
        return any(role == value if kind == "role" else str(user) == value for role, user in assignees)

    def query(self, roadmap: int, view: str = "") -> str:
        """The address's part that keeps the filter in another view."""
        values = {"map": roadmap, "view": view, "stage": self.stage, "status": self.status, "who": self.who}
        return urlencode({name: value for name, value in (values | {"q": self.words}).items() if value})


def folded(text: str) -> str:
    return text.lower().replace("ё", "е")


def read_filter(values: dict[str, str], membership: Membership) -> LineFilter:
    """From the address; values that mean nothing are passed over."""
    stage, status, who = (values.get(name, "") for name in ("stage", "status", "who"))
    kind, _, value = who.partition(":")
    known = who == ME or (kind == "role" and value in Role.values) or (kind == "user" and value.isdecimal())
    return LineFilter(
        stage=int(stage) if stage.isascii() and stage.isdecimal() and len(stage) < 10 else None,
        status=status if status in Status.values else "",
        who=who if known and len(who) < 40 else "",
        words=values.get("q", "").replace("\x00", "")[:200].strip(),
        user=membership.user_id,
        role=membership.role,
    )


@dataclass
class WhoChoices:
    """Who can be looked for: oneself, the roles and the people that answer for something in this roadmap."""

    roles: list[tuple[str, str]] = field(default_factory=list)
    people: list[tuple[str, str]] = field(default_factory=list)

    @property
    def all(self) -> list[tuple[str, str]]:
        return [(ME, "Я"), *self.roles, *self.people]


def who_choices(roadmap: Roadmap) -> list[tuple[str, str]]:
    """Values and words of the choice «Ответственный»: one query."""
    rows = (
        Assignee.objects.filter(activity__stage__roadmap=roadmap)
        .values_list("role", "user_id", "user__full_name", "user__email")
        .order_by()
        .distinct()
    )
    found = WhoChoices()
    for role, user, name, email in rows:
        if role:
            found.roles.append((f"role:{role}", Role(role).label))
        else:
            found.people.append((f"user:{user}", name or email))
    found.roles.sort(key=lambda pair: Role.values.index(pair[0][5:]))
    found.people.sort(key=lambda pair: pair[1])
    return found.all
