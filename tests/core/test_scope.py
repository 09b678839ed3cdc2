"""Tenant scope is structural: a query that nobody scoped raises."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from core.domain.job_run import run_job
from core.domain.jobs import start_job
from core.jobs import job_handler
from core.middleware import MembershipMiddleware
from core.models import Job, Membership, Organization
from mentorship.models import Person
from tests import factories

SEEN: list[list[str]] = []
ZONES: list[str] = []
#: The one place that opens a scope for use, and the one that only writes a statement down with a mark for it.
OPENERS = {"core/context.py", "core/prepared.py"}


@job_handler("tests.list_people")
def list_people(run) -> None:
    SEEN.append([person.last_name for person in Person.objects.all()])
    ZONES.append(timezone.get_current_timezone_name())


def test_an_unscoped_query_raises(org: Organization) -> None:
    with pytest.raises(ScopeError):
        list(Person.objects.all())


def test_a_scope_shows_only_its_own_rows(org: Organization) -> None:
    other = factories.organization()
    factories.person(org, last_name="Своя")
    factories.person(other, last_name="Чужая")
    with scope(organization=org):
        assert [person.last_name for person in Person.objects.all()] == ["Своя"]


def test_the_middleware_opens_the_scope_of_the_membership(curator: Membership) -> None:
    other = factories.organization()
    factories.person(curator.organization, last_name="Своя")
    factories.person(other, last_name="Чужая")
    seen: list[str] = []

    def page(request):
        seen.extend(person.last_name for person in Person.objects.all())
        return HttpResponse("ok")

    request = RequestFactory().get("/")
    request.user = curator.user
    request.session = {"membership": curator.pk}
    MembershipMiddleware(page)(request)
    assert seen == ["Своя"]


def test_the_task_opens_the_scope_of_its_job(committed: None) -> None:
    org, other = factories.organization(), factories.organization()
    factories.person(org, last_name="Своя")
    factories.person(other, last_name="Чужая")
    SEEN.clear()
    with scope(organization=org):
        job = start_job("tests.list_people", organization=org, owner=None, title="Список")
    run_job(job.pk)
    assert SEEN == [["Своя"]]
    with scope(organization=org):
        assert Job.objects.get(pk=job.pk).state == "done"


def test_the_task_has_the_institutions_time_of_day(committed: None) -> None:
    org = factories.organization(time_zone="Asia/Novokuznetsk")
    ZONES.clear()
    with scope(organization=org):
        job = start_job("tests.list_people", organization=org, owner=None, title="Список")
    run_job(job.pk)
    assert ZONES == ["Asia/Novokuznetsk"]
    assert timezone.get_current_timezone_name() == settings.TIME_ZONE


def test_a_scope_is_opened_with_the_time_of_day_everywhere() -> None:
    """A scope without the zone prints Moscow's hour in a letter to Kuzbass: `core.context.inside` gives both."""
    found = set()
    for app in ("core", "mentorship", "roadmap", "surveys", "reports"):
        for path in Path(settings.BASE_DIR, app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "scope" and node.keywords:
                    found.add(path.relative_to(settings.BASE_DIR).as_posix())
    assert found == OPENERS
