"""A programme with one form of mentoring, and short ways to put people with signed consents into it."""

from datetime import date

import pytest
from django.utils import timezone

from core.models import Organization
from core.registries import Viewer
from mentorship.ages import is_minor
from mentorship.domain.consents import ensure_needed
from mentorship.domain.match_confirm import confirm_draft
from mentorship.domain.matching import run_matching
from mentorship.enums import ConsentMethod, ConsentState, PairState
from mentorship.models import Consent, Pair, Programme, Project
from mentorship.selectors.consents import open_people
from tests import factories


@pytest.fixture
def programme(org: Organization) -> Programme:
    return factories.programme(org)


@pytest.fixture
def project(programme: Programme) -> Project:
    return factories.project(programme)


def sign_all(programme: Programme) -> None:
    """Every consent that the programme's people need is signed; a minor without a parent gets one."""
    for person in open_people(programme):
        if is_minor(person.birth_date, date(2026, 9, 2)) and not person.guardian_links.exists():
            guardian_for(person)
    ensure_needed(programme, actor=None)
    Consent.objects.filter(programme=programme).update(
        state=ConsentState.SIGNED,
        signed_on=date(2026, 9, 2),
        cosigned_on=date(2026, 9, 2),
        method=ConsentMethod.PAPER,
        original_place="папка № 1",
    )


def guardian_for(ward, **given):
    from mentorship.domain.people import add_guardian

    parent = factories.person(ward.organization, birth_date=date(1980, 1, 1), group="", **given)
    add_guardian(ward, guardian=parent, kind="mother", actor=None)
    return parent


def today() -> date:
    """The day in the zone of the test institutions."""
    return timezone.localdate()


def in_bulk(client, address, action, pks):
    """A bulk action with its confirmation: the first posting only asks."""
    asked = {"action": action, "pk": list(pks)}
    page = client.post(address, asked).content.decode()
    fingerprint = page.split('name="fingerprint" value="')[1].split('"')[0]
    return client.post(address, asked | {"fingerprint": fingerprint}, follow=True)


@pytest.fixture
def viewer_for():
    """A viewer as the providers of the shell get one: `viewer_for(membership, programme)`."""

    def make(membership, programme):
        return Viewer(membership.user, membership, today(), programme)

    return make


def propose(programme: Programme) -> list[Pair]:
    """Pairs by the way of a curator: a draft of all forms, put on trial. Returns the proposed pairs."""
    draft = run_matching(programme, projects=list(programme.projects.all()), actor=None)
    confirm_draft(draft, actor=None, on_trial=True)
    return list(Pair.objects.filter(programme=programme, state=PairState.PROPOSED).order_by("pk"))
