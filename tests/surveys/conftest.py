"""Fixtures of the survey tests."""

import pytest

from core.models import Organization
from mentorship.models import Person, Programme
from surveys.models import Campaign, Invitation
from tests import factories
from tests.surveys import makers


@pytest.fixture
def programme(org: Organization) -> Programme:
    return factories.programme(org)


@pytest.fixture
def person(programme: Programme) -> Person:
    return makers.mentee_person(programme, email="anna@example.test")


@pytest.fixture
def campaign(programme: Programme) -> Campaign:
    return makers.campaign(programme)


@pytest.fixture
def invitation(campaign: Campaign, person: Person) -> Invitation:
    return makers.invitation(campaign, person)


@pytest.fixture
def link(invitation: Invitation) -> str:
    return f"/s/{makers.token(invitation)}/"
