"""A curator is away: the deputy sees and does what the curator did, from the first day to the last."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core.enums import Role
from core.errors import DomainError
from core.models import AuditEntry, Membership
from mentorship.care_enums import DeputationState
from mentorship.domain.deputations import appoint_deputy, end_deputation, settle_everywhere
from mentorship.models import Deputation
from mentorship.selectors.pairs import pairs_visible_to
from tests import factories
from tests.mentorship.conftest import today
from tests.mentorship.meeting_world import working_pair

pytestmark = pytest.mark.usefixtures("scoped")
DAY = timedelta(days=1)


@pytest.fixture
def absent(org, project):
    found = factories.membership(org, Role.PROJECT_CURATOR)
    project.curators.add(found.user)
    return found


@pytest.fixture
def deputy(org):
    return factories.membership(org, Role.PSYCHOLOGIST)


def appointed(absent, deputy, start=0, end=7, **given):
    values = {
        "starts_on": today() + start * DAY,
        "ends_on": today() + end * DAY,
        "reason": "отпуск",
        "actor": None,
    }
    return appoint_deputy(absent, deputy=deputy.user, **values | given)


def moved(deputation, **days):
    """Time passes: the days of the act come nearer."""
    Deputation.objects.filter(pk=deputation.pk).update(**days)


def role_of(deputy):
    return Membership.objects.filter(user=deputy.user, role=Role.PROJECT_CURATOR, is_active=True).first()


def test_rights_follow_and_come_back_on_the_day(programme, project, absent, deputy, signed_in):
    pair = working_pair(project)
    other = working_pair(factories.project(programme))
    made = appointed(absent, deputy)
    lent = role_of(deputy)
    assert list(pairs_visible_to(lent, programme)) == [pair]
    page = reverse("mentorship:pair", args=[pair.pk])
    assert signed_in(lent).get(page).status_code == 200
    assert signed_in(lent).get(reverse("mentorship:pair", args=[other.pk])).status_code == 404
    moved(made, ends_on=today())
    assert settle_everywhere() == 0
    moved(made, starts_on=today() - 7 * DAY, ends_on=today() - DAY)
    assert settle_everywhere() == 1
    assert settle_everywhere() == 0
    assert role_of(deputy) is None
    assert not project.curators.filter(pk=deputy.user.pk).exists()
    assert project.curators.filter(pk=absent.user.pk).exists()
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {
        "deputation.made",
        "deputation.active",
        "deputation.ended",
        "membership.granted",
        "membership.revoked",
    } <= actions


def test_it_begins_on_its_first_day_and_may_end_early(project, absent, deputy):
    made = appointed(absent, deputy, start=2)
    assert (made.state, role_of(deputy)) == (DeputationState.PLANNED, None)
    moved(made, starts_on=today())
    settle_everywhere()
    assert role_of(deputy)
    end_deputation(Deputation.objects.get(), actor=None)
    assert role_of(deputy) is None
    later = appointed(absent, deputy, start=20, end=30)
    end_deputation(later, actor=None)
    assert later.state == DeputationState.CANCELLED


def test_what_the_deputy_had_stays_theirs(org, project, absent, programme):
    own = factories.membership(org, Role.PROJECT_CURATOR)
    theirs = factories.project(programme)
    theirs.curators.add(own.user)
    theirs.curators.add(absent.user)
    made = appointed(absent, own)
    assert project.curators.filter(pk=own.user.pk).exists()
    end_deputation(made, actor=None)
    own.refresh_from_db()
    assert own.is_active
    assert theirs.curators.filter(pk=own.user.pk).exists()
    assert not project.curators.filter(pk=own.user.pk).exists()


def test_two_acts_lend_one_form_until_the_last_ends(org, project, absent, deputy):
    second = factories.membership(org, Role.PROJECT_CURATOR)
    project.curators.add(second.user)
    one, two = appointed(absent, deputy), appointed(second, deputy)
    end_deputation(one, actor=None)
    assert role_of(deputy)
    assert project.curators.filter(pk=deputy.user.pk).exists()
    end_deputation(Deputation.objects.get(pk=two.pk), actor=None)
    assert role_of(deputy) is None
    assert not project.curators.filter(pk=deputy.user.pk).exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"start": 5, "end": 2}, "раньше первого"),
        ({"start": -9, "end": -3}, "уже прошли"),
        ({"end": 500}, "длиннее года"),
        ({"reason": " "}, "причину"),
    ],
)
def test_senseless_acts_are_refused(absent, deputy, given, words):
    with pytest.raises(DomainError, match=words):
        appointed(absent, deputy, **given)


def test_who_may_not_be_a_deputy(org, absent, deputy, director):
    appointed(absent, deputy)
    with pytest.raises(DomainError, match="уже назначено"):
        appointed(absent, director)
    with pytest.raises(DomainError, match="сам себя"):
        appointed(absent, absent)
    with pytest.raises(DomainError, match="работник"):
        appointed(absent, factories.membership(org, Role.MENTEE))
    with pytest.raises(DomainError, match="кураторов"):
        appointed(director, deputy)


def test_the_pages_of_a_deputation(project, absent, deputy, curator, signed_in, queries_of):
    client = signed_in(curator)
    pair = working_pair(project)
    form = {"absent": absent.pk, "deputy": deputy.user.pk, "reason": "отпуск"}
    days = {"starts_on": today().isoformat(), "ends_on": (today() + 5 * DAY).isoformat()}
    add, listed = reverse("mentorship:deputation_add"), reverse("mentorship:deputations")
    assert client.post(add, form | days | {"ends_on": date(2020, 1, 1).isoformat()}).status_code == 422
    client.post(add, form | days)
    made = Deputation.objects.get()
    assert str(absent.user) in client.get(listed).content.decode()
    act = client.get(reverse("mentorship:deputation_act", args=[made.pk])).content.decode()
    assert pair.mentor.person.full_name in act
    one = queries_of(lambda: client.get(listed))
    client.post(reverse("mentorship:deputation_end", args=[made.pk]))
    for start in (10, 20):
        appointed(absent, deputy, start=start, end=start + 2)
    assert queries_of(lambda: client.get(listed)) == one
    made.refresh_from_db()
    assert made.state == DeputationState.ENDED
