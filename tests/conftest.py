"""Fixtures that every test may use. Fixtures and unit tests run without a tenant scope unless they open one."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled

from core import audit_guard
from core.enums import Role
from core.models import Membership, Organization
from roadmap import version_guard
from tests import factories

#: What refuses to be deleted must be off while a test database is emptied.
GUARDS = (audit_guard, version_guard)

pytest_plugins = ["tests.servers", "tests.browser"]


@pytest.fixture(autouse=True)
def _private_files(settings: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.MEDIA_ROOT = str(tmp_path_factory.mktemp("files"))  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Keys of rows come again from test to test, so nothing kept under them may."""
    cache.clear()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef, request):  # type: ignore[no-untyped-def]
    """Fixtures build their rows freely; what a test calls itself must open its scope."""
    if fixturedef.argname == "unscoped":  # it sets the very state that this would put back
        return (yield)
    with scopes_disabled():
        return (yield)


@pytest.fixture
def unscoped() -> Iterator[None]:
    """For unit tests of functions that run inside a scope opened by their caller."""
    with scopes_disabled():
        yield


@pytest.fixture
def _guard_again(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    yield
    with django_db_blocker.unblock():
        for guard in GUARDS:
            guard.remove(connection)
            guard.install(connection)
        # Beside a browser's event loop this may be a connection of its own, which nobody else would close.
        connection.close()


@pytest.fixture
def committed(_guard_again: None, transactional_db: None) -> Iterator[None]:
    """For tests that really commit (threads, live servers, on_commit): use it instead of `transactional_db`.

    The database is emptied after such a test, which guards of what is never deleted would refuse: off meanwhile.
    """
    yield
    for guard in GUARDS:
        guard.remove(connection)


@pytest.fixture
def org(db: None) -> Organization:
    return factories.organization()


@pytest.fixture
def scoped(org: Organization) -> Organization:
    """The test itself runs in the scope of `org`: opened below, around the call, since fixtures build unscoped."""
    return org


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem):
    if "scoped" not in pyfuncitem.fixturenames:
        return (yield)
    with scope(organization=pyfuncitem.funcargs["org"]):
        return (yield)


@pytest.fixture
def curator(org: Organization) -> Membership:
    return factories.membership(org, Role.CURATOR)


@pytest.fixture
def director(org: Organization) -> Membership:
    return factories.membership(org, Role.DIRECTOR)


@pytest.fixture
def administrator(org: Organization) -> Membership:
    return factories.membership(org, Role.ADMINISTRATOR)


@pytest.fixture
def signed_in() -> Callable[[Membership], Client]:
    """A browser session of somebody: `signed_in(curator).get(…)`."""

    def start(membership: Membership) -> Client:
        client = Client()
        client.force_login(membership.user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session["membership"] = membership.pk
        session.save()
        return client

    return start


@pytest.fixture
def queries_of() -> Callable[[Callable[[], Any]], int]:
    """How many queries a call makes: lists are asked with 1 and with 3 rows and must answer the same number."""

    def count(call: Callable[[], Any]) -> int:
        cache.clear()  # what the shell keeps for seconds is counted every time
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    return count
