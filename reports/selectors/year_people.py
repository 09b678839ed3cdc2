"""The bases, training, projects and goals of a year."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count, Q, QuerySet

from core.names import short_name
from core.russian import date_short, period_long
from mentorship.enums import EntryState, PersonCategory
from mentorship.models import MenteeEntry, MentorEntry, OutsideTraining, TrainingGroup
from mentorship.selectors.pairs import without_live_pair
from mentorship.selectors.training import trained_condition, trained_share
from mentorship.training_enums import CONFIRMED_MENTORS, GroupState, PlaceState
from reports.narrative.goals import GoalFigures, ProjectFigure
from reports.narrative.people import BaseFigures, PeopleFigures
from reports.narrative.work import CourseFigure, TrainingFigures
from reports.selectors.annual import consent_figure
from reports.selectors.spans import Span
from reports.selectors.year_pairs import YearPairs

#: Confirmed and waiting for a mentor.
WAITING = (EntryState.SELECTED, EntryState.TRAINED, EntryState.APPROVED)


def goal_figures(span: Span) -> GoalFigures:
    programme = span.programme
    return GoalFigures(
        programme=programme.title,
        goals=programme.goals,
        tasks=programme.tasks,
        expected=programme.expected_results,
        period=period_long(programme.period_start, programme.period_end),
        curator=programme.curator.full_name if programme.curator else "",
        year=span.label,
    )


def project_figures(span: Span, found: YearPairs) -> list[ProjectFigure]:
    """Three queries."""
    pairs = Counter(row["project_id"] for row in found.rows)
    mentees: dict[int, set[int]] = {}
    for row in found.rows:
        mentees.setdefault(row["project_id"], set()).update(found.places.get(row["pk"], ()))
    projects = span.programme.projects.select_related("form").prefetch_related("role_models", "curators")
    if span.project:
        projects = projects.filter(pk=span.project.pk)
    return [
        ProjectFigure(
            title=project.title,
            form=project.form.title,
            curators=", ".join(_initials(user.full_name) for user in project.curators.all()),
            pairs=pairs[project.pk],
            mentees=len(mentees.get(project.pk, ())),
            role_models=[model.title for model in project.role_models.all()],
        )
        for project in projects
    ]


def _initials(full_name: str) -> str:
    parts = full_name.split()
    return short_name(*parts[:3]) if 2 <= len(parts) <= 3 else full_name


# --- bases ---


def people_figures(span: Span, found: YearPairs, before: Span | None) -> PeopleFigures:
    """The bases as they are; a former programme's beside them."""
    mentees, mentors = mentees_in(span), mentors_in(span)
    consents = consent_figure(span.programme)
    former = before.programme if before and before.programme.pk != span.programme.pk else None
    return PeopleFigures(
        mentees=_base(
            mentees, found.mentees, MenteeEntry.objects.filter(programme=former) if former else None
        ),
        mentors=_base(
            mentors, found.mentors, MentorEntry.objects.filter(programme=former) if former else None
        ),
        unpaired=without_live_pair(mentees.filter(state__in=WAITING)).count(),
        signed=0 if span.project else consents.signed,
        asked=0 if span.project else consents.people,
    )


def mentees_in(span: Span) -> QuerySet[MenteeEntry]:
    return MenteeEntry.objects.filter(programme=span.programme, **span.project_filter)


def mentors_in(span: Span) -> QuerySet[MentorEntry]:
    found = MentorEntry.objects.filter(programme=span.programme)
    return found.filter(projects=span.project) if span.project else found


def _base(rows: QuerySet[Any], paired: set[int], former: QuerySet[Any] | None) -> BaseFigures:
    """Two queries, three with a former programme."""
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk", distinct=True)))
    people: Counter[str] = Counter()
    in_pairs: Counter[str] = Counter()
    categories = dict(PersonCategory.choices)
    for pk, group, category in rows.order_by().values_list("pk", "person__group", "person__category"):
        name = group if group and category == PersonCategory.STUDENT else str(categories[category])
        people[name] += 1
        in_pairs[name] += pk in paired
    return BaseFigures(
        states=[(state.label, counts[state.value]) for state in EntryState if counts.get(state.value)],
        groups=[(name, people[name], in_pairs[name]) for name in sorted(people)],
        before=former.count() or None if former is not None else None,
    )


# --- training ---


def training_figures(span: Span, before: Span | None) -> TrainingFigures:
    share = trained_share(span.programme, project=span.project, on=span.day)
    last = trained_share(before.programme, project=before.project, on=before.day) if before else None
    groups = (
        TrainingGroup.objects.filter(
            programme=span.programme, starts_on__lte=span.day, ends_on__gte=span.since
        )
        .exclude(state=GroupState.CANCELLED)
        .select_related("course")
        .annotate(
            listed=Count("places"),
            done=Count("places", filter=Q(places__state=PlaceState.COMPLETED)),
            lost=Count("places", filter=Q(places__state__in=[PlaceState.FAILED, PlaceState.LEFT])),
        )
        .order_by("ends_on", "pk")
    )
    mentors = mentors_in(span).filter(state__in=CONFIRMED_MENTORS)
    outside = OutsideTraining.objects.filter(
        person__in=mentors.order_by().values("person"),
        revoked_on__isnull=True,
        issued_on__range=(span.since, span.day),
    )
    return TrainingFigures(
        trained=share.numerator,
        mentors=share.denominator,
        forms=[] if span.project else _by_form(span),
        courses=[
            CourseFigure(
                group.course.title,
                group.title,
                group.course.hours,
                date_short(group.ends_on),
                group.listed,
                group.done,
                group.lost,
            )
            for group in groups
        ],
        outside=outside.values("person").distinct().count(),
        before=(last.numerator, last.denominator) if last else None,
    )


def _by_form(span: Span) -> list[tuple[str, int, int]]:
    """Two queries. A mentor who offered themselves for two forms stands in both."""
    mentors = MentorEntry.objects.filter(programme=span.programme, state__in=CONFIRMED_MENTORS)
    rows = MentorEntry.projects.through.objects.filter(mentorentry__in=mentors.order_by().values("pk"))
    trained = mentors.filter(trained_condition(on=span.day)).order_by().values("pk")
    counted = {
        row["project"]: (row["part"], row["whole"])
        for row in rows.values("project").annotate(
            whole=Count("pk"), part=Count("pk", filter=Q(mentorentry__in=trained))
        )
    }
    return [
        (project.form.title, *counted[project.pk])
        for project in span.programme.projects.select_related("form")
        if project.pk in counted
    ]
