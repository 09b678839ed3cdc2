"""What a page of a base is told of its rows is what a file of it says."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentorship.domain.consents import ensure_needed
from mentorship.domain.pairs import make_pair
from mentorship.enums import ConsentState, EntryState
from mentorship.models import Consent, MenteeEntry
from mentorship.selectors.entries import tell_consents, tell_mentors, with_consents, with_mentor
from tests import factories
from tests.mentorship.conftest import sign_all

pytestmark = pytest.mark.usefixtures("scoped")
FACTS = ("consents_missing", "consents_known", "pair_id", "pair_state", "mentor_name")


def people(programme, project, count):
    return [
        factories.mentee(
            programme,
            project=project,
            state=EntryState.SURVEYED,
            person=factories.person(programme.organization, birth_date=date(1990, 1, 1)),
        )
        for _ in range(count)
    ]


def test_the_page_and_the_file_tell_the_same(programme, project):
    paired, signed, refused, unsigned, _ = people(programme, project, 5)
    ensure_needed(programme, actor=None, people=[e.person for e in (paired, signed, refused, unsigned)])
    sign_all(programme)
    Consent.objects.filter(person=refused.person).update(state=ConsentState.REFUSED)
    Consent.objects.filter(person=unsigned.person).update(state=ConsentState.NEEDED)
    mentor = factories.mentor(
        programme, person=factories.person(programme.organization, birth_date=date(1990, 1, 1))
    )
    mentor.projects.add(project)
    make_pair(project, mentor, [paired], actor=None)
    filed = {e.pk: e for e in with_mentor(with_consents(MenteeEntry.objects.all()))}
    shown = list(MenteeEntry.objects.all())
    tell_consents(shown)
    tell_mentors(shown)
    assert {e.pk: [getattr(e, fact) for fact in FACTS] for e in shown} == {
        key: [getattr(e, fact) for fact in FACTS] for key, e in filed.items()
    }
    assert {e.mentor_name for e in shown} == {None, mentor.person.last_name}


@pytest.mark.parametrize("count", [1, 3])
def test_telling_costs_two_queries_for_any_number(programme, project, count):
    rows = people(programme, project, count)
    with CaptureQueriesContext(connection) as caught:
        tell_consents(rows)
        tell_mentors(rows)
    assert len(caught) == 2


def test_an_empty_page_is_told_nothing(programme):
    tell_consents([])
    tell_mentors([])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("яшмова", {"name"}),
        ("АННА ЯШМОВА", {"name"}),
        ("Яшмова А.", {"name"}),
        ("ялта", {"request"}),
        ("ям-21", {"group"}),
        ("яшмова ям-21", {"group"}),
        ("нет такого", set()),
    ],
)
def test_people_are_found_by_name_first_then_by_group_and_request(
    programme, curator, signed_in, asked, found
):
    org = programme.organization
    entries = {
        "name": factories.mentee(
            programme, person=factories.person(org, last_name="Яшмова", first_name="Анна")
        ),
        "group": factories.mentee(
            programme, person=factories.person(org, last_name="Яшмова", first_name="Вера", group="ЯМ-21")
        ),
        "request": factories.mentee(programme, main_request="Хочу в Ялту, ялта зовёт"),
    }
    page = signed_in(curator).get(reverse("mentorship:mentees"), {"q": asked}).content.decode()
    told = {
        name
        for name, entry in entries.items()
        if reverse("mentorship:person", args=[entry.person_id]) in page
    }
    expected = {"name", "group"} if asked == "яшмова" else found
    assert told == expected
