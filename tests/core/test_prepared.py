"""A statement compiled once says what its queryset says, for any values and only inside its institution."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from django_scopes.exceptions import ScopeError

from core.enums import Role
from core.models import Membership
from core.prepared import SHAPES, Prepared
from core.selectors.memberships import memberships_of
from core.sessions import SessionStore
from mentorship.models import Person
from tests import factories


@pytest.fixture
def people(org):
    with scope(organization=org):
        return [factories.person(org, group="ТМ-1" if number % 2 else "ТМ-2") for number in range(5)]


def by_keys() -> Prepared:
    return Prepared(lambda keys, group: Person.objects.filter(pk__in=keys, group=group).order_by("pk"))


def test_values_are_put_in_at_each_run(org, people):
    found, keys = by_keys(), [person.pk for person in people]
    with scope(organization=org):
        assert found(keys, "ТМ-1") == [people[1], people[3]]
        assert found(keys, "ТМ-2") == [people[0], people[2], people[4]]
        assert found(keys[:2], "ТМ-2") == [people[0]]
        assert found([], "ТМ-2") == []
        assert found(keys, "%s") == []


def test_another_institution_is_asked_by_the_same_statement(org, people):
    other, found = factories.organization(), by_keys()
    keys = [person.pk for person in people]
    with scope(organization=org):
        assert len(found(keys, "ТМ-2")) == 3
    with scope(organization=other):
        assert found(keys, "ТМ-2") == []
    with scopes_disabled():
        assert len(found(keys, "ТМ-2")) == 3
    with pytest.raises(ScopeError):
        found(keys, "ТМ-2")


def test_related_rows_and_plain_values_come_as_from_the_queryset(org, django_assert_num_queries):
    own = factories.membership(org, Role.CURATOR)
    assert memberships_of(own.user) == [own]
    with django_assert_num_queries(1):
        again = memberships_of(own.user)[0]
        assert (again.organization.short_name, again.user.email) == (org.short_name, own.user.email)
    assert (again.created_at, again.groups, again.grants) == (own.created_at, own.groups, own.grants)
    names = Prepared(lambda user: Membership.objects.filter(user=user).values_list("role", "user__email"))
    with scopes_disabled():
        assert names(own.user.pk) == [(own.role, own.user.email)]


def test_few_shapes_are_kept(org):
    found = Prepared(lambda keys: Person.objects.filter(pk__in=keys))
    with scope(organization=org):
        for length in range(1, SHAPES + 3):
            found(list(range(length)))
    assert len(found._known) <= SHAPES


def test_a_session_is_read_until_it_expires(db):
    store = SessionStore()
    store["step"] = 1
    store.save()
    assert SessionStore(store.session_key)["step"] == 1
    Session.objects.update(expire_date=timezone.now())
    late = SessionStore(store.session_key)
    assert (late.get("step"), late.session_key) == (None, None)
    assert SessionStore("unknown").get("step") is None
    assert SessionStore(None).get("step") is None
