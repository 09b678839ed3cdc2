"""Long work of `mentorship`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from core.domain.job_run import JobRun
from core.errors import DomainError
from core.jobs import job_handler
from mentorship.domain.advance import JOB_KIND as STEP
from mentorship.domain.advance import Order, advance_chosen
from mentorship.domain.alumni import JOB_KIND as JOIN_ALUMNI
from mentorship.domain.alumni import add_alumni
from mentorship.domain.data_requests import JOB_KIND as DATA_REQUEST
from mentorship.domain.data_requests import make_archive
from mentorship.domain.duplicates import find_all_duplicates, note_duplicates
from mentorship.domain.import_undo import undo_import
from mentorship.domain.imports import apply_import, check_rows, refuse_upload
from mentorship.domain.partners import JOB_KIND as LINK
from mentorship.domain.partners import link_employees
from mentorship.domain.portal_invitations import JOB_KIND as INVITE
from mentorship.domain.portal_invitations import invite_entries
from mentorship.enums import ImportState
from mentorship.models import DataRequest, MenteeEntry, MentorEntry, PartnerOrganization, PeopleImport, Person

INVITED_AT_ONCE = 200
#: A step writes and tells of its progress; so many people are read at once.
STEPS_AT_ONCE = 50
WRITTEN_AT_ONCE = 500
IMPORT = "people.import"
CHECK = "people.check"
UNDO = "people.import_undo"
DUPLICATES = "people.duplicates"


def _list(run: JobRun) -> PeopleImport | None:
    rows = PeopleImport.objects.select_related("programme", "file", "organization")
    return rows.filter(pk=run.params["people_import"]).first()


def _address(people_import: PeopleImport) -> str:
    return reverse("mentorship:people_import_check", kwargs={"pk": people_import.pk})


def _tell(run: JobRun, done: int, total: int) -> None:
    if run.job.total != total:
        run.start(total, note="Проверяем строки")
    run.step(done, note="Проверяем строки")


@job_handler(CHECK)
def check_people(run: JobRun) -> None:
    """Read a long list and keep what every row would do; a file that cannot be read is forgotten."""
    people_import = _list(run)
    if people_import is None or people_import.state != ImportState.UPLOADED:
        return
    run.start(0, note="Читаем файл")
    try:
        check_rows(people_import, progress=lambda done, total: _tell(run, done, total))
    except DomainError:
        refuse_upload(people_import)
        raise
    run.result(url=_address(people_import))


@job_handler(IMPORT)
def import_people(run: JobRun) -> None:
    """Write a checked list. The list's own state makes a repeated run harmless."""
    people_import = _list(run)
    if people_import is None:
        return
    if people_import.state == ImportState.UPLOADED:
        # Rows are written in one transaction, all or nothing: progress is told before it and after it.
        run.start(sum(people_import.counts.values()), note="Вносим людей: всё разом или ничего")
        try:
            apply_import(people_import, only_good=run.params["only_good"], actor=run.owner)
        except DomainError as error:
            if error.code == "stale":
                check_rows(people_import)
            raise
        run.step(run.job.total)
    run.result(url=_address(people_import))


@job_handler(UNDO)
def undo_people(run: JobRun) -> None:
    """Take an applied list back. The list's own state makes a repeated run harmless."""
    people_import = _list(run)
    if people_import is None:
        return
    if people_import.state == ImportState.APPLIED:
        run.start(sum(people_import.counts.values()), note="Отменяем внесение")
        undo_import(people_import, actor=run.owner, reason=run.params.get("reason", ""))
        run.step(run.job.total)
    run.result(url=_address(people_import))


@job_handler(DUPLICATES)
def find_duplicates(run: JobRun) -> None:
    """Look for duplicates among everybody, or among those of one list. Pairs known already are not made again."""
    address = reverse("mentorship:duplicates")
    people_import = run.params.get("people_import")
    people = Person.objects.filter(organization=run.organization)
    if people_import is not None:
        people = people.filter(imported_rows__people_import=people_import).distinct()
    run.start(people.count(), note="Сверяем карточки")
    if people_import is not None:
        note_duplicates(run.organization, people.order_by("pk").iterator(1000))
        run.step(run.job.total)
    else:
        find_all_duplicates(run.organization, progress=run.step)
    run.result(url=address)


@job_handler(DATA_REQUEST)
def gather_data(run: JobRun) -> None:
    """Gather a person's archive; run again, it is gathered anew and the former file is destroyed."""
    request = DataRequest.objects.select_related("person__organization", "archive").get(
        pk=run.params["request"]
    )
    run.start(1, note="Собираем данные")
    made = make_archive(request, actor=run.owner)
    run.step(1)
    run.result(url=reverse("mentorship:data_requests"), file=made.archive)


@job_handler(STEP)
def step_people(run: JobRun) -> None:
    """A step of chosen people of a base. Run again it passes over whoever has taken it."""
    params = run.params
    model: Any = MentorEntry if params["base"] == "mentors" else MenteeEntry
    order = None
    if "order_number" in params:
        order = Order(params["order_number"], dt.date.fromisoformat(params["order_date"]))
    keys = params["entries"]
    run.start(len(keys), note="Переводим на шаг")
    for start in range(0, len(keys), STEPS_AT_ONCE):
        batch = keys[start : start + STEPS_AT_ONCE]
        entries = model.objects.filter(pk__in=batch).select_related("person__organization", "programme")
        advance_chosen(
            entries.order_by("sort_name", "pk"),
            to=params["to"],
            actor=run.owner,
            passed_by=run.warn,
            reason=params["reason"],
            order=order,
        )
        run.step(start + len(batch), note="Переводим на шаг")
    run.result(url=reverse(f"mentorship:{params['base']}"))


@job_handler(JOIN_ALUMNI)
def join_alumni(run: JobRun) -> None:
    """Chosen people come into the base of graduates; who is in it already is passed over."""
    keys, year = run.params["entries"], run.params["left_year"]
    run.start(len(keys), note="Записываем выпускников")
    for start in range(0, len(keys), WRITTEN_AT_ONCE):
        batch = keys[start : start + WRITTEN_AT_ONCE]
        people = Person.objects.filter(pk__in=batch).select_related("organization").order_by("pk")
        add_alumni(people, actor=run.owner, left_year=year)
        run.step(start + len(batch))
    run.result(url=reverse("mentorship:alumni"))


@job_handler(LINK)
def link_people(run: JobRun) -> None:
    """Chosen people are tied to the partner they work at; run again, they are tied to it once more."""
    partner = PartnerOrganization.objects.get(pk=run.params["partner"])
    keys = run.params["entries"]
    run.start(len(keys), note="Связываем людей с партнёром")
    for start in range(0, len(keys), WRITTEN_AT_ONCE):
        batch = keys[start : start + WRITTEN_AT_ONCE]
        link_employees(partner, Person.objects.filter(pk__in=batch).order_by("pk"), actor=run.owner)
        run.step(start + len(batch))
    run.result(url=reverse("mentorship:partner", args=[partner.pk]))


@job_handler(INVITE)
def invite_people(run: JobRun) -> None:
    """Letters to chosen people of a base. Run again it passes by whoever holds an invitation."""
    model = MentorEntry if run.params["base"] == "mentors" else MenteeEntry
    keys = run.params["entries"]
    run.start(len(keys), note="Пишем письма")
    done = 0
    for start in range(0, len(keys), INVITED_AT_ONCE):
        batch = model.objects.filter(pk__in=keys[start : start + INVITED_AT_ONCE])
        entries = batch.select_related("person", "organization").order_by("sort_name", "pk")
        before = done
        invite_entries(
            entries,
            actor=run.owner,  # type: ignore[arg-type]
            failed=run.warn,
            step=lambda number, before=before: run.step(before + number),  # type: ignore[misc]
        )
        done = min(start + INVITED_AT_ONCE, len(keys))
        run.step(done)
    run.result(url=reverse(f"mentorship:{run.params['base']}"))
