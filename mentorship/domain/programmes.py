"""Programmes and their projects: made, edited, started, closed."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction

from core import audit, facts
from core.errors import DomainError
from core.models import Organization, User
from core.workflow import move
from mentorship.enums import PROGRAMME_TRANSITIONS, ProgrammeState
from mentorship.models import FormOfMentoring, Programme, Project, RoleModel
from mentorship.permissions import MANAGE_PROGRAMMES

_CODE_TAKEN = "Программа с таким кодом уже есть в организации."
_FORM_TAKEN = "Проект с этой формой наставничества в программе уже есть."


def create_programme(organization: Organization, *, actor: User | None, **passport: Any) -> Programme:
    """A new programme in preparation. `passport` are the columns of `Programme`. Raises DomainError."""
    _check_period(passport.get("period_start"), passport.get("period_end"))
    try:
        with transaction.atomic():
            programme = Programme.objects.create(organization=organization, **passport)
            audit.record(
                "programme.created", subject=programme, actor=actor, after={"title": programme.title}
            )
    except IntegrityError as error:
        raise DomainError(_CODE_TAKEN, field="code", code="taken") from error
    return programme


def edit_programme(programme: Programme, *, actor: User | None, **passport: Any) -> Programme:
    """Write the given columns of the passport and record what changed. A closed programme is not edited."""
    try:
        with transaction.atomic():
            locked = Programme.objects.select_for_update().get(pk=programme.pk)
            if locked.state == ProgrammeState.CLOSED:
                raise DomainError("Программа завершена: сначала верните её в работу.", code="closed")
            _check_period(
                passport.get("period_start", locked.period_start),
                passport.get("period_end", locked.period_end),
            )
            _write(locked, passport, action="programme.edited", actor=actor)
    except IntegrityError as error:
        raise DomainError(_CODE_TAKEN, field="code", code="taken") from error
    return locked


def start_programme(programme: Programme, *, actor: User | None) -> Programme:
    """The programme begins to work; it needs at least one project."""
    if not programme.projects.exists():
        raise DomainError("Добавьте хотя бы один проект (форму наставничества).", code="no_projects")
    with transaction.atomic():
        move(
            programme,
            to=ProgrammeState.ACTIVE,
            transitions=PROGRAMME_TRANSITIONS,
            actor=actor,
            rule=MANAGE_PROGRAMMES,
        )
        facts.emit(
            "programme_approved",
            subject=programme,
            programme=programme,
            actor=actor,
            title=programme.title,
            data={"day": programme.period_start},
        )
    return programme


def close_programme(programme: Programme, *, actor: User | None, reason: str = "") -> Programme:
    return move(
        programme,
        to=ProgrammeState.CLOSED,
        transitions=PROGRAMME_TRANSITIONS,
        actor=actor,
        rule=MANAGE_PROGRAMMES,
        reason=reason,
    )


def reopen_programme(programme: Programme, *, actor: User | None, reason: str) -> Programme:
    """Closing can be undone, with a reason."""
    if not reason.strip():
        raise DomainError("Укажите причину.", field="reason", code="reason")
    if programme.state != ProgrammeState.CLOSED:
        raise DomainError("Программа не завершена.", code="not_closed")
    return move(
        programme,
        to=ProgrammeState.ACTIVE,
        transitions=PROGRAMME_TRANSITIONS,
        actor=actor,
        rule=MANAGE_PROGRAMMES,
        reason=reason,
    )


def add_project(
    programme: Programme,
    *,
    form: FormOfMentoring,
    actor: User | None,
    role_models: Iterable[RoleModel] = (),
    curators: Iterable[User] = (),
    **card: Any,
) -> Project:
    """One form of mentoring joins the programme, once. `card` are the columns of `Project`."""
    _check_project_period(programme, card)
    try:
        with transaction.atomic():
            project = Project.objects.create(
                organization=programme.organization,
                programme=programme,
                form=form,
                **{"title": form.title} | card,
            )
            project.role_models.set(_of_form(role_models, form))
            project.curators.set(curators)
            audit.record("project.added", subject=project, actor=actor, after={"form": form.code})
    except IntegrityError as error:
        raise DomainError(_FORM_TAKEN, field="form", code="taken") from error
    return project


def edit_project(
    project: Project,
    *,
    actor: User | None,
    role_models: Iterable[RoleModel] | None = None,
    curators: Iterable[User] | None = None,
    **card: Any,
) -> Project:
    """Write the given columns of a project's card; its form stays what it was, people hang on it."""
    _check_project_period(project.programme, card)
    with transaction.atomic():
        locked = Project.objects.select_for_update().get(pk=project.pk)
        _write(locked, card, action="project.edited", actor=actor)
        if role_models is not None:
            locked.role_models.set(_of_form(role_models, locked.form))
        if curators is not None:
            locked.curators.set(curators)
    return locked


def _write(row: Programme | Project, values: dict[str, Any], *, action: str, actor: User | None) -> None:
    before = audit.plain(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=[*values, "updated_at"])
    old, new = audit.changes(before, audit.plain(row, values))
    if new:
        audit.record(action, subject=row, actor=actor, before=old, after=new)


def _check_period(start: Any, end: Any) -> None:
    if start and end and end < start:
        raise DomainError("Окончание раньше начала.", field="period_end", code="period")


def _check_project_period(programme: Programme, card: dict[str, Any]) -> None:
    start, end = card.get("period_start"), card.get("period_end")
    _check_period(start, end)
    if (start and start < programme.period_start) or (end and end > programme.period_end):
        raise DomainError("Сроки проекта выходят за сроки программы.", field="period_start", code="period")


def _of_form(role_models: Iterable[RoleModel], form: FormOfMentoring) -> list[RoleModel]:
    chosen = list(role_models)
    if any(model.form_id != form.pk for model in chosen):
        raise DomainError("Ролевая модель относится к другой форме.", field="role_models", code="form")
    return chosen
