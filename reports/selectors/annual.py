"""Figures of a year: counted where the facts lie, each with its denominator."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from core.registries import year_lines
from mentorship.enums import ConsentKind, ConsentState, EntryState, PairState
from mentorship.models import Consent, MenteeEntry, MentorEntry, Pair, PairMentee, Person, Programme
from reports.enums import IN_FORCE, DocumentState
from reports.models import Document

# «Вошёл» means: included in a pair by an order (methodology §4.2).
BY_ORDER = (PairState.ACTIVE, PairState.SUSPENDED, PairState.COMPLETED, PairState.TERMINATED)


@dataclass(frozen=True)
class StageFigure:
    """A stage of the roadmap: activities proved of all; `total` 0 when the stage has none."""

    title: str
    done: int
    total: int


@dataclass(frozen=True)
class StateFigure:
    """How many people of a base are in a state."""

    state: str
    count: int


@dataclass(frozen=True)
class FormFigure:
    """Pairs and groups of one form of mentoring, by what became of them."""

    form: str
    pairs: int
    groups: int
    mentees: int
    active: int
    completed: int
    terminated: int


@dataclass(frozen=True)
class ConsentFigure:
    """People in the bases and those of them whose processing consent is signed."""

    signed: int
    people: int


def roadmap_figures(programme: Programme, today: dt.date) -> list[StageFigure] | None:
    """Stages as the roadmap tells them; None when the programme has no roadmap yet."""
    for provider in year_lines:
        line = provider(programme, today)
        if line is not None:
            return [StageFigure(stage.title.rstrip(". "), stage.done, stage.total) for stage in line.stages]
    return None


def base_figures(programme: Programme) -> tuple[list[StateFigure], list[StateFigure]]:
    """Mentees and mentors by state, in the order of a person's way through the base; empty states are left out."""
    return _by_state(MenteeEntry, programme), _by_state(MentorEntry, programme)


def _by_state(model: type[MenteeEntry] | type[MentorEntry], programme: Programme) -> list[StateFigure]:
    counts = dict(
        model.objects.filter(programme=programme).order_by().values_list("state").annotate(people=Count("pk"))
    )
    return [StateFigure(state.label, counts[state.value]) for state in EntryState if counts.get(state.value)]


def form_figures(programme: Programme) -> list[FormFigure]:
    """A row for each project of the programme, also those without pairs."""
    pairs = list(
        Pair.objects.filter(programme=programme, state__in=BY_ORDER)
        .annotate(size=Count("places"))
        .values_list("project_id", "state", "size")
    )
    mentees = dict(
        PairMentee.objects.filter(pair__programme=programme, pair__state__in=BY_ORDER)
        .order_by()
        .values_list("project_id")
        .annotate(people=Count("mentee", distinct=True))
    )
    rows = []
    for project in programme.projects.select_related("form"):
        own = [(state, size) for project_id, state, size in pairs if project_id == project.pk]
        states = [state for state, _ in own]
        rows.append(
            FormFigure(
                form=project.form.title,
                pairs=sum(1 for _, size in own if size == 1),
                groups=sum(1 for _, size in own if size > 1),
                mentees=mentees.get(project.pk, 0),
                active=states.count(PairState.ACTIVE) + states.count(PairState.SUSPENDED),
                completed=states.count(PairState.COMPLETED),
                terminated=states.count(PairState.TERMINATED),
            )
        )
    return rows


def consent_figure(programme: Programme) -> ConsentFigure:
    """A person in both bases is counted once."""
    in_bases = Person.objects.filter(
        Q(mentee_entries__programme=programme) | Q(mentor_entries__programme=programme)
    ).values("pk")
    signed = Consent.objects.filter(
        programme=programme, kind=ConsentKind.PROCESSING, state=ConsentState.SIGNED, person__in=in_bases
    )
    return ConsentFigure(
        signed=signed.values("person").distinct().count(),
        people=Person.objects.filter(pk__in=in_bases).count(),
    )


def signed_documents(programme: Programme) -> list[Document]:
    return list(
        Document.objects.filter(programme=programme, state__in=IN_FORCE - {DocumentState.ISSUED}).order_by(
            "date", "number_place"
        )
    )
