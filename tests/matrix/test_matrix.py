"""Every address × every role × own and foreign institution."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_scopes import scopes_disabled

import tests.matrix
from core.access import rule_of
from core.enums import Role
from core.models import Membership
from tests import factories
from tests.matrix import EVERYBODY, SIGNED_IN, Row, World

MODULES = [name for _, name, _ in pkgutil.iter_modules(tests.matrix.__path__) if name.startswith("rows_")]
ROWS: list[Row] = [row for name in MODULES for row in importlib.import_module(f"tests.matrix.{name}").ROWS]


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(part for part in (namespace, entry.namespace or "") if part)
            yield from patterns(entry, inner)
        else:
            yield f"{namespace}:{entry.name}" if namespace else str(entry.name), entry


ADDRESSES = dict(patterns(get_resolver()))


def test_every_address_has_a_row() -> None:
    assert sorted(set(ADDRESSES) - {row.url for row in ROWS}) == []


def test_every_row_has_an_address() -> None:
    assert sorted({row.url for row in ROWS} - set(ADDRESSES)) == []


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_every_view_declares_a_rule(name: str) -> None:
    assert rule_of(ADDRESSES[name].callback) is not None


def make_world() -> World:
    org = factories.organization()
    return World(
        org=org,
        programme=factories.programme(org),
        members={role: factories.membership(org, role) for role in Role},
    )


@dataclass
class Standing:
    """Two institutions with everybody signed in: the session's key of each membership."""

    own: World
    foreign: World
    sessions: dict[int, str] = field(default_factory=dict)

    def sign_in(self, membership: Membership) -> None:
        client = Client()
        client.force_login(membership.user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session["membership"] = membership.pk
        session.save()
        self.sessions[membership.pk] = session.session_key


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[Standing]:
    """Made once for two thousand tests and signed in once: to make it for each took half of their time.

    It stands in a transaction around those of the tests, so whatever a test does to it is undone before the next.
    """
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
        made = Standing(make_world(), make_world())
        for one in (made.own, made.foreign):
            for membership in one.members.values():
                made.sign_in(membership)
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def world(standing: Standing, db: None) -> World:
    return deepcopy(standing.own)  # rows keep their objects in it


@pytest.fixture
def foreign(standing: Standing, db: None) -> World:
    return deepcopy(standing.foreign)


@pytest.fixture
def signed_in(standing: Standing) -> Callable[[Membership], Client]:
    def start(membership: Membership) -> Client:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = standing.sessions[membership.pk]
        return client

    return start


def ask(client: Client, row: Row, world: World) -> int:
    with scopes_disabled():
        kwargs = row.kwargs(world) if row.kwargs else {}
    address = reverse(row.url, kwargs=kwargs) + row.query
    response = getattr(client, row.method)(address)
    if response.streaming:
        b"".join(response)  # read to the end, so that a file sent is closed
    return response.status_code


def is_sent_to_login(client: Client, row: Row, world: World) -> bool:
    with scopes_disabled():
        kwargs = row.kwargs(world) if row.kwargs else {}
    response = getattr(client, row.method)(reverse(row.url, kwargs=kwargs) + row.query)
    return response.status_code == 302 and response["Location"].startswith(reverse("core:login"))


@pytest.mark.slow
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.url)
def test_own_institution(row: Row, world: World, signed_in) -> None:
    stranger = Client()
    if row.roles == EVERYBODY:
        assert ask(stranger, row, world) in row.ok
    else:
        assert is_sent_to_login(stranger, row, world)
    got: dict[str, int] = {}
    expected_refusals = set()
    for role, membership in world.members.items():
        got[role] = ask(signed_in(membership), row, world)
        if not isinstance(row.roles, str) and role not in row.roles:
            expected_refusals.add(role)
    assert {role for role, status in got.items() if status == 403} == expected_refusals
    assert {role: status for role, status in got.items() if status not in row.ok | {403}} == {}


@pytest.mark.slow
@pytest.mark.parametrize("row", [row for row in ROWS if row.kwargs], ids=lambda row: row.url)
def test_foreign_institution(row: Row, world: World, foreign: World, signed_in) -> None:
    if row.roles in (EVERYBODY, SIGNED_IN):
        pytest.skip("not bound to an institution by membership: its own tests say what it shows")
    for role, membership in foreign.members.items():
        status = ask(signed_in(membership), row, world)
        assert status == (row.foreign if role in row.roles else 403), (role, status)


def test_a_user_without_membership_gets_no_page_of_members(world: World) -> None:
    client = Client()
    client.force_login(factories.user(), backend="django.contrib.auth.backends.ModelBackend")
    for row in ROWS:
        if isinstance(row.roles, str):
            continue
        with scopes_disabled():
            kwargs = row.kwargs(world) if row.kwargs else {}
        response = client.get(reverse(row.url, kwargs=kwargs) + row.query)
        assert response.status_code == 302, row.url
        assert response["Location"] == reverse("core:memberships"), row.url


def test_a_right_taken_away_is_gone_at_the_next_request(world: World, signed_in) -> None:
    membership = world.members[Role.ADMINISTRATOR]
    client = signed_in(membership)
    row = next(row for row in ROWS if row.roles == frozenset({Role.ADMINISTRATOR}) and row.kwargs is None)
    assert ask(client, row, world) in row.ok
    with scopes_disabled():
        type(membership).objects.filter(pk=membership.pk).update(is_active=False)
    assert ask(client, row, world) == 302
