"""Writing a long list to a private file: the page is opened in the worker with the owner's rights of that moment."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import resolve

from core.access import rule_of
from core.domain.files import store_handle
from core.domain.job_run import JobRun
from core.domain.list_terms import PURPOSE
from core.errors import DomainError
from core.files import register_purpose
from core.freshness import COOKIE
from core.jobs import job_handler
from core.models import Membership
from core.selectors.viewer import PROGRAMME_KEY
from core.views.list_files import CHUNK, JOB, TYPES, Rows, file_of, record_export, write


@job_handler(JOB)
def export_list(run: JobRun) -> None:
    """Run again after a crash it writes the file anew."""
    page = _page(run)
    rows, _ = page._rows()
    form, kind = page.file_form(), run.params["kind"]
    run.start(rows.count(), note="Пишем строки")
    file = file_of(page, rows, kind, form)
    with tempfile.TemporaryFile() as target:
        write(target, replace(file, rows=_stepped(run, file.rows)))
        stored = store_handle(
            target,
            name=file.name,
            content_type=TYPES[kind],
            purpose=PURPOSE,
            organization=run.organization,
            created_by=run.owner,
        )
    record_export(page, count=run.job.total, kind=kind, form=form)
    run.result(file=stored)


def _stepped(run: JobRun, rows: Rows) -> Iterator[Sequence[Any]]:
    for number, row in enumerate(rows):  # the header is row 0
        if number and number % CHUNK == 0:
            run.step(min(number, run.job.total))
        yield row
    run.step(run.job.total)


def _page(run: JobRun) -> Any:
    """The page of the address as its owner may see it now; DomainError when they may not any more."""
    path, _, query = run.params["address"].partition("?")
    membership = (
        Membership.objects.select_related("organization", "user")
        .filter(pk=run.params["membership"], user=run.owner, is_active=True, user__is_active=True)
        .first()
    )
    match = resolve(path)
    rule = rule_of(match.func)
    if membership is None or rule is None or not rule.allows(membership):
        raise DomainError("У вас больше нет права на этот список.")
    request: Any = HttpRequest()
    request.method, request.path, request.path_info, request.GET = "GET", path, path, QueryDict(query)
    request.user, request.membership, request.organization = membership.user, membership, run.organization
    request.session = {PROGRAMME_KEY: run.params[PROGRAMME_KEY]}
    request.COOKIES = {COOKIE: "1"}  # nothing kept from pages a moment ago
    request.resolver_match = match
    page = match.func.view_class()
    page.setup(request, *match.args, **match.kwargs)
    return page


register_purpose(
    PURPOSE, lambda membership, stored: stored.created_by_id == membership.user_id, personal_data=True
)
