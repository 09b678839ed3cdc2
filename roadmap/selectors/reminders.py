"""Who is to be reminded of what today: read for a batch of institutions at once, by a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from core.enums import Role
from core.models import Membership, Organization
from core.production_calendar import is_working_day
from mentorship.models import Project
from roadmap.enums import OccurrenceState, ReminderKind, RoadmapState
from roadmap.models import Assignee, Digest, Occurrence, Reminder, ReminderChoice, Roadmap
from roadmap.permissions import VIEW_ROADMAP
from roadmap.reminding import LATE_DAYS, LONGEST_LEAD, USUAL, WINDOW_DAYS, Choice, escalation_mark, own_mark

#: Roles that a plan may name and that a letter may go to: a plan that says «родители» must not write to all parents.
WRITTEN_TO = frozenset(VIEW_ROADMAP.roles)


@dataclass(frozen=True, slots=True)
class Item:
    """An open occurrence with what decides who answers for it."""

    occurrence: int
    due: date
    activity: int
    organization: int
    roadmap: int
    programme: int
    project: int | None
    curator: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A reminder to be given: `mark` is the day counted from the due one."""

    organization: int
    user: int
    occurrence: int
    kind: ReminderKind
    due: date
    mark: int


@dataclass
class People:
    """Members of the institutions of a batch who may be written to."""

    by_role: dict[tuple[int, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    members: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    curators_of_project: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    curators_of_programme: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def of_role(self, role: str, item: Item) -> set[int]:
        if role == Role.PROJECT_CURATOR:
            found = (
                self.curators_of_project[item.project]
                if item.project
                else self.curators_of_programme[item.programme]
            )
            return found & self.by_role[item.organization, role] or self.curators(item)
        if role == Role.CURATOR:
            return self.curators(item)
        return self.by_role[item.organization, role] if role in WRITTEN_TO else set()

    def curators(self, item: Item) -> set[int]:
        """The programme's own curator, else all curators of the institution."""
        everybody = self.by_role[item.organization, Role.CURATOR]
        return {item.curator} if item.curator in everybody else everybody


@dataclass
class Assigned:
    """Roles and people set to an activity."""

    roles: set[str] = field(default_factory=set)
    users: set[int] = field(default_factory=set)


def institutions_with_plans() -> list[int]:
    """Ids of the institutions that have an approved roadmap, in order."""
    approved = Roadmap.objects.filter(state=RoadmapState.APPROVED)
    return sorted(set(approved.order_by().values_list("organization", flat=True)))


def local_day(organization: Organization, now: datetime) -> date:
    return now.astimezone(ZoneInfo(organization.time_zone)).date()


def lines_to_give(organizations: Sequence[Organization], now: datetime) -> list[Line]:
    """Reminders that are due at a moment and were not given yet, in institutions whose working day it is.

    Nine queries, whatever the number of institutions, people and activities.
    """
    days = {each.pk: local_day(each, now) for each in organizations}
    hours = {each.pk: now.astimezone(ZoneInfo(each.time_zone)).hour for each in organizations}
    awake = [pk for pk, day in days.items() if is_working_day(day)]
    if not awake:
        return []
    items = _items(awake, min(days.values()), max(days.values()))
    assigned, people, choices = assigned_to(items), people_of(awake), _choices(awake)
    had_letter, given = _given(awake, days)
    found: list[Line] = []
    for line in _lines(items, assigned, people, choices, days):
        choice = choices.get((line.organization, line.user), USUAL)
        told = (line.user, line.occurrence, line.kind, line.due, line.mark) in given
        if (
            not told
            and choice.hour <= hours[line.organization]
            and (line.organization, line.user) not in had_letter
        ):
            found.append(line)
    return found


def _items(organizations: list[int], first: date, last: date) -> list[Item]:
    roadmap = "activity__stage__roadmap"
    rows = Occurrence.objects.filter(
        state=OccurrenceState.OPEN,
        activity__archived_at__isnull=True,
        due__range=(first - timedelta(days=LATE_DAYS + WINDOW_DAYS), last + timedelta(days=LONGEST_LEAD)),
        due__gte=F(f"{roadmap}__adopted_on"),
        **{f"{roadmap}__state": RoadmapState.APPROVED, f"{roadmap}__organization__in": organizations},
    ).order_by("due", "pk")
    columns = ("organization", "pk", "programme", "project", "programme__curator")
    names = ["pk", "due", "activity", *(f"{roadmap}__{column}" for column in columns)]
    return [Item(*row) for row in rows.values_list(*names)]


def assigned_to(items: Iterable[Item]) -> dict[int, Assigned]:
    """Roles and people set to the activities of these roadmaps: one query."""
    maps = {item.roadmap for item in items}
    found: dict[int, Assigned] = defaultdict(Assigned)
    rows = Assignee.objects.filter(activity__stage__roadmap__in=maps)
    for activity, role, user in rows.values_list("activity_id", "role", "user_id"):
        if user:
            found[activity].users.add(user)
        else:
            found[activity].roles.add(role)
    return found


def people_of(organizations: list[int]) -> People:
    """Who may be written to in these institutions: two queries."""
    people = People()
    members = Membership.objects.filter(
        organization__in=organizations, is_active=True, user__is_active=True
    ).exclude(user__email="")
    for organization, user, role in members.values_list("organization_id", "user_id", "role"):
        people.members[organization].add(user)
        people.by_role[organization, role].add(user)
    through = Project.curators.through.objects.filter(project__organization__in=organizations)  # type: ignore[attr-defined]
    for project, programme, user in through.values_list("project_id", "project__programme_id", "user_id"):
        people.curators_of_project[project].add(user)
        people.curators_of_programme[programme].add(user)
    return people


def _choices(organizations: list[int]) -> dict[tuple[int, int], Choice]:
    rows = ReminderChoice.objects.filter(organization__in=organizations)
    return {(row.organization_id, row.user_id): choice_of(row) for row in rows}


def choice_of(row: ReminderChoice | None) -> Choice:
    """What a person has chosen as plain values; the usual for somebody who has chosen nothing."""
    if row is None:
        return USUAL
    days = tuple(day for day in row.days_before if isinstance(day, int))
    return Choice(row.is_on, days, row.on_day, row.when_late, row.hour, row.escalate_after)


def _given(
    organizations: list[int], days: dict[int, date]
) -> tuple[set[tuple[int, int]], set[tuple[int, int, str, date, int]]]:
    """Who has had the letter of the day, and what was told lately: a mark of the window cannot be older."""
    since = min(days.values()) - timedelta(days=WINDOW_DAYS + 1)
    letters = Digest.objects.filter(organization__in=organizations, day__gte=min(days.values()))
    had = {
        (organization, user)
        for organization, user, day in letters.values_list("organization_id", "user_id", "day")
        if day == days[organization]
    }
    told = Reminder.objects.filter(digest__organization__in=organizations, digest__day__gte=since)
    return had, set(told.order_by().values_list("user_id", "occurrence_id", "kind", "due", "mark"))


def _lines(
    items: Iterable[Item],
    assigned: dict[int, Assigned],
    people: People,
    choices: dict[tuple[int, int], Choice],
    days: dict[int, date],
) -> Iterator[Line]:
    for item in items:
        day = days[item.organization]
        own = responsible_for(item, assigned.get(item.activity), people)
        for user in sorted(own):
            choice = choices.get((item.organization, user), USUAL)
            if mark := own_mark(item.due, day, choice):
                yield Line(item.organization, user, item.occurrence, mark.kind, item.due, mark.days)
        for user in sorted(people.curators(item) - own):
            choice = choices.get((item.organization, user), USUAL)
            if mark := escalation_mark(item.due, day, choice):
                yield Line(item.organization, user, item.occurrence, mark.kind, item.due, mark.days)


def responsible_for(item: Item, assigned: Assigned | None, people: People) -> set[int]:
    """People set to the activity and those of the roles set to it; nobody set — the curators."""
    found: set[int] = set()
    if assigned is not None:
        found |= assigned.users & people.members[item.organization]
        for role in assigned.roles:
            found |= people.of_role(role, item)
    return found or people.curators(item)


def letters_to_send(claimed_by: str) -> QuerySet[Digest]:
    return Digest.objects.filter(claimed_by=claimed_by, sent_at__isnull=True).select_related(
        "user", "organization"
    )
