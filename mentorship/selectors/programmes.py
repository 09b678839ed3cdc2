"""Reading programmes and their projects."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from core.enums import Role
from core.models import Membership, Organization
from core.prepared import Prepared
from mentorship.enums import ProgrammeState
from mentorship.models import FormOfMentoring, HiddenTopic, Programme, Project, RequestTopic

# The administrator keeps the house and the region sees aggregates only: neither works inside a programme.
WITHOUT_PROGRAMME = frozenset({Role.ADMINISTRATOR, Role.REGION_OBSERVER})

#: Whoever works with the whole institution sees each of its programmes, and asks for them on every page.
SEE_ALL = frozenset({Role.CURATOR})
#: The number comes last: two programmes of one year and title would change places from page to page.
NEWEST_FIRST = ("-period_start", "title", "pk")
_ALL = Prepared(lambda: Programme.objects.order_by(*NEWEST_FIRST))


def programmes_visible_to(membership: Membership) -> QuerySet[Programme]:
    """Programmes of the institution; participants see those that are running or over."""
    found = Programme.objects.order_by(*NEWEST_FIRST)
    if membership.role in WITHOUT_PROGRAMME:
        return found.none()
    if membership.role in {Role.MENTOR, Role.MENTEE, Role.PARENT, Role.PARTNER, Role.INFORMANT}:
        return found.exclude(state=ProgrammeState.DRAFT)
    if membership.role == Role.PROJECT_CURATOR:
        return found.filter(projects__curators=membership.user).distinct()
    return found


def current_programme_of(membership: Membership, wanted: int | None) -> Programme | None:
    """The wanted programme if it is visible, else the newest running one, else the newest."""
    own = _ALL() if membership.role in SEE_ALL else list(programmes_visible_to(membership))
    for programme in own:
        if programme.pk == wanted:
            return programme
    running = [programme for programme in own if programme.state == ProgrammeState.ACTIVE]
    return next(iter(running or own), None)


def programme_choices(membership: Membership) -> list[Programme]:
    return list(programmes_visible_to(membership))


def programmes_for_list(membership: Membership) -> QuerySet[Programme]:
    """Rows of the list with what it shows: projects, people in both bases, live pairs."""
    return (
        programmes_visible_to(membership)
        .select_related("curator")
        .annotate(
            project_count=Count("projects", distinct=True),
            mentee_count=Count("mentees", distinct=True),
            mentor_count=Count("mentors", distinct=True),
            pair_count=Count("pairs", filter=Q(pairs__state="active"), distinct=True),
        )
        .order_by(*NEWEST_FIRST)
    )


def projects_visible_to(membership: Membership, programme: Programme) -> QuerySet[Project]:
    """Projects of a programme; a project curator sees their own."""
    found = programme.projects.select_related("form").prefetch_related("curators", "role_models")
    if membership.role == Role.PROJECT_CURATOR:
        found = found.filter(curators=membership.user)
    return found


def forms_for(organization: Organization) -> QuerySet[FormOfMentoring]:
    """Built-in forms of mentoring and the institution's own."""
    return FormOfMentoring.objects.filter(Q(organization__isnull=True) | Q(organization=organization))


def topics_for(organization: Organization) -> QuerySet[RequestTopic]:
    """The map of requests as it is offered: built-in lines and the institution's own, less those it hides."""
    return all_topics_for(organization).exclude(
        pk__in=HiddenTopic.objects.filter(organization=organization).values("topic")
    )


def all_topics_for(organization: Organization) -> QuerySet[RequestTopic]:
    """The whole map, hidden lines too: what was asked for in other years is read by it."""
    return RequestTopic.objects.filter(Q(organization__isnull=True) | Q(organization=organization))


@dataclass(frozen=True)
class Budget:
    """Sums of the projects in roubles."""

    budget: Decimal
    extra_budget: Decimal

    @property
    def total(self) -> Decimal:
        return self.budget + self.extra_budget


def budget_of(projects: list[Project]) -> Budget:
    return Budget(
        budget=sum((project.budget for project in projects), Decimal(0)),
        extra_budget=sum((project.extra_budget for project in projects), Decimal(0)),
    )
