"""What a picture of each kind may be drawn about in the demo institution: the first of these that has enough in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import models

from mentorship.enums import ConsentKind, PairState, PersonCategory
from mentorship.models import (
    Agreement,
    AwardRound,
    DevelopmentPlan,
    Event,
    EventVisit,
    Pair,
    PartnerEmployee,
    Person,
    Practice,
    Programme,
    Project,
    SupplementaryAgreement,
)
from reports.kinds import KIND_OF_CONSENT, kind_of
from reports.models import Document
from reports.recipes import has_recipe, recipe_of
from reports.selectors.consents import consents_to_draw
from roadmap.selectors.roadmaps import main_roadmap
from surveys.models import Campaign

Subject = tuple[models.Model, dict[str, Any]]
Find = Callable[[Programme], Iterable[Subject]]
TRIED = 12


def _plain(rows: Iterable[models.Model]) -> Iterator[Subject]:
    for row in rows:
        yield row, {}


def _pairs(programme: Programme) -> Iterator[Subject]:
    ordered = Pair.objects.filter(programme=programme, state__in=[PairState.ACTIVE, PairState.COMPLETED])
    for pair in ordered.order_by("pk")[:TRIED]:
        yield pair, {"people": list(pair.places.values_list("mentee__person", flat=True))}


def _mentors(programme: Programme) -> Iterator[Subject]:
    found = Person.objects.filter(mentor_entries__programme=programme, mentor_entries__pairs__isnull=False)
    yield from _plain(found.select_related("organization").distinct().order_by("pk")[:TRIED])


def _roadmap(programme: Programme) -> Iterator[Subject]:
    roadmap = main_roadmap(programme)
    if roadmap is not None:
        yield roadmap, {}


def _consents(kind: ConsentKind) -> Find:
    def find(programme: Programme) -> Iterator[Subject]:
        yield from _plain(consents_to_draw().filter(programme=programme, kind=kind).order_by("pk")[:TRIED])

    return find


def _rounds(programme: Programme) -> Iterator[AwardRound]:
    yield from AwardRound.objects.filter(programme=programme).order_by("-closed_on", "-pk")[:3]


def _thanked(programme: Programme) -> Iterator[Subject]:
    for one in _rounds(programme):
        for person, _ in _mentors(programme):
            yield person, {"round": one.pk, "laureate": True}


def _parents(programme: Programme) -> Iterator[Subject]:
    for one in _rounds(programme):
        for child in Person.objects.filter(
            mentor_entries__programme=programme, category=PersonCategory.STUDENT
        )[:TRIED]:
            for link in child.guardian_links.select_related("guardian"):
                yield link.guardian, {"round": one.pk, "about": child.pk}


def _employers(programme: Programme) -> Iterator[Subject]:
    for one in _rounds(programme):
        own = PartnerEmployee.objects.filter(person__mentor_entries__programme=programme)
        for link in own.select_related("partner")[:TRIED]:
            yield link.partner, {"round": one.pk, "about": link.person_id}


def _of_programme(model: type[models.Model], path: str = "programme") -> Find:
    return lambda programme: _plain(model._default_manager.filter(**{path: programme}).order_by("pk")[:TRIED])


def _documents(programme: Programme) -> Iterator[Subject]:
    yield from _plain(Document.objects.filter(programme=programme).order_by("-pk")[:200])


def _register(programme: Programme) -> Iterator[Subject]:
    yield programme.organization, {"series": "orders", "year": programme.period_start.year}


FINDERS: dict[str, Find] = {
    "number_journal": _register,
    "archive_inventory": _register,
    "order_extract": _pairs,
    "meeting_journal": _pairs,
    "meeting_journal_programme": lambda programme: [(programme, {})],
    "annual_report": lambda programme: [(programme, {})],
    "pairs_report": lambda programme: [(programme, {})],
    "project_report": _of_programme(Project),
    "activity_report": _mentors,
    "portfolio": _mentors,
    "roadmap": _roadmap,
    "roadmap_progress": _roadmap,
    "roadmap_changes": _roadmap,
    "survey_report": _of_programme(Campaign),
    "development_plan": _of_programme(DevelopmentPlan),
    "practice": _of_programme(Practice),
    "supplement": _of_programme(SupplementaryAgreement),
    "event_list": _of_programme(Event),
    "event_certificate": _of_programme(EventVisit, "event__programme"),
    "award_protocol": lambda programme: _plain(_rounds(programme)),
    "order_award": lambda programme: _plain(_rounds(programme)),
    "thanks_person": _thanked,
    "thanks_parent": _parents,
    "thanks_employer": _employers,
    "partner_order": lambda programme: _plain(
        Agreement.objects.filter(organization=programme.organization).select_related("partner").order_by("pk")
    ),
    "partner_agreement": lambda programme: _plain(
        Agreement.objects.filter(organization=programme.organization).select_related("partner").order_by("pk")
    ),
    "acquaintance_sheet": _documents,
    "approval_sheet": _documents,
    "region_report": lambda programme: (
        [(programme.organization.parent, {})] if programme.organization.parent else []
    ),
    **{code: _consents(ConsentKind(kind)) for kind, code in KIND_OF_CONSENT.items()},
}


def subjects_for(kind: str, programme: Programme) -> Iterator[Subject]:
    """Subjects with the options of the kind; of a kind with a recipe those that its page would offer."""
    if kind in FINDERS:
        yield from FINDERS[kind](programme)
        return
    if not has_recipe(kind):
        return
    recipe = recipe_of(kind)
    for pk, _ in recipe.subjects(programme)[:TRIED]:
        yield kind_of(kind).find(pk), dict(recipe.defaults(programme))
