"""The page «Наставничество» of an institution: only what is published, only people who allow it (152-ФЗ ст. 10.1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from core import registries
from core.clock import today
from core.models import Organization
from core.registries import StageMark
from mentorship.ages import may_be_minor
from mentorship.enums import DistributionCategory, EntryState, ProgrammeState
from mentorship.models import MentorEntry, Practice, PracticePerson, Programme
from mentorship.selectors.practices import credits_of, published_practices
from reports.models import Publication, PublicPage
from reports.selectors.naming import allowed_on_site
from reports.selectors.publication import minors, published_documents

SHOWN_STATES = [EntryState.APPROVED, EntryState.PAIRED, EntryState.FINISHED]
MANY = 100


@dataclass(frozen=True)
class ShownMentor:
    """A mentor by name; `occupation` only when its own item of the consent allows it. `pk` is of the person."""

    pk: int
    name: str
    occupation: str


@dataclass(frozen=True)
class ShownPractice:
    practice: Practice
    credits: list[str]


@dataclass(frozen=True)
class ShownPage:
    page: PublicPage
    organization: Organization
    programme: Programme | None
    forms: list[str]
    stages: list[StageMark]
    documents: list[Publication]
    mentors: list[ShownMentor]
    practices: list[ShownPractice]


def page_of(organization: Organization) -> PublicPage:
    """The page's settings; unsaved ones before the institution has touched them: off."""
    return PublicPage.objects.filter(organization=organization).first() or PublicPage(
        organization=organization
    )


def shown_page(organization: Organization) -> ShownPage:
    """Everything that the page shows today. A constant number of queries but for the credits of practices."""
    page, programme = page_of(organization), programme_shown(organization)
    line = None
    if programme is not None and page.shows_roadmap:
        lines = (provide(programme, today(organization)) for provide in registries.year_lines)
        line = next((each for each in lines if each is not None), None)
    forms = sorted({one.form.title for one in programme.projects.select_related("form")}) if programme else []
    return ShownPage(
        page,
        organization,
        programme,
        forms,
        line.stages if line else [],
        published_documents(organization)[:MANY] if page.shows_documents else [],
        shown_mentors(programme) if programme and page.shows_mentors else [],
        shown_practices(organization) if page.shows_practices else [],
    )


def programme_shown(organization: Organization) -> Programme | None:
    """The programme that goes on, the newest of them."""
    return (
        Programme.objects.filter(organization=organization, state=ProgrammeState.ACTIVE)
        .order_by("-period_start", "-pk")
        .first()
    )


def shown_mentors(programme: Programme) -> list[ShownMentor]:
    """Mentors of the base approved by an order, of age, whose consent allows the name on the site today."""
    day = today(programme.organization)
    entries = (
        MentorEntry.objects.filter(programme=programme, state__in=SHOWN_STATES)
        .select_related("person")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    people = [
        one.person
        for one in entries
        if not may_be_minor(one.person.birth_date, day, emancipated=one.person.is_emancipated)
    ]
    ids = [one.pk for one in people]
    named = allowed_on_site(ids, DistributionCategory.NAME, day=day)
    placed = allowed_on_site(ids, DistributionCategory.STUDY_OR_WORK, day=day)
    return [
        ShownMentor(one.pk, one.full_name, (one.position or one.employer) if one.pk in placed else "")
        for one in people
        if one.pk in named
    ][:MANY]


def shown_practices(
    organization: Organization, *, among: Collection[int] | None = None
) -> list[ShownPractice]:
    """Published practices; one that names a minor, or somebody who has closed the site, is not shown here."""
    found = published_practices(organization)
    rows = list(found[:MANY] if among is None else found.filter(pk__in=among))
    asked = PracticePerson.objects.filter(practice__in=[one.pk for one in rows if one.is_named])
    people = list(asked.values_list("practice", "person"))
    asked_of = {person for _, person in people}
    day = today(organization)
    # A consent may allow the story and close the site: the bank of practices does not ask where, this page does.
    fine = (
        allowed_on_site(asked_of, DistributionCategory.NAME, day=day)
        & allowed_on_site(asked_of, DistributionCategory.STORY, day=day)
    ) - minors(asked_of, organization)
    barred = {practice for practice, person in people if person not in fine}
    return [ShownPractice(one, credits_of(one)) for one in rows if one.pk not in barred]


def frame_sources(page: PublicPage) -> list[str]:
    """Who may show the page in a frame: the institution's own site alone."""
    found = ["'self'"]
    for address in (page.frame_site, page.organization.site):
        parts = urlsplit(address or "")
        if parts.scheme in {"http", "https"} and parts.hostname:
            port = f":{parts.port}" if parts.port else ""
            found.append(f"{parts.scheme}://{parts.hostname}{port}")
    return list(dict.fromkeys(found))
