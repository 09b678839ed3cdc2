"""A curator's absence hands their pairs to a deputy by an act, and takes them back by itself on the day."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django_scopes import scopes_disabled

from core import audit
from core.clock import today
from core.context import inside
from core.domain.memberships import grant_membership, revoke_membership
from core.enums import STAFF_ROLES, Role
from core.errors import DomainError
from core.models import Membership, Organization, User
from core.workflow import move
from mentorship.care_enums import DEPUTATION_TRANSITIONS, DeputationState
from mentorship.models import Deputation, Project

CURATORS = frozenset({Role.CURATOR, Role.PROJECT_CURATOR})
LONGEST = dt.timedelta(days=366)
LIVING = (DeputationState.PLANNED, DeputationState.ACTIVE)


def appoint_deputy(
    absent: Membership, *, deputy: User, starts_on: dt.date, ends_on: dt.date, reason: str, actor: User | None
) -> Deputation:
    """Hand the pairs of a curator to a deputy for a time; it begins at once if its first day has come.

    The deputy works in the institution already. Raises DomainError.
    """
    organization = absent.organization
    day = today(organization)
    _check(absent, deputy, starts_on, ends_on, reason, day)
    with transaction.atomic():
        Membership.objects.select_for_update().get(pk=absent.pk)  # two acts for one absence meet here
        known = Deputation.objects.filter(
            absent=absent, state__in=LIVING, starts_on__lte=ends_on, ends_on__gte=starts_on
        )
        if known.exists():
            raise DomainError("На эти дни замещение уже назначено.", field="starts_on", code="known")
        made = Deputation.objects.create(
            organization=organization,
            absent=absent,
            deputy=deputy,
            starts_on=starts_on,
            ends_on=ends_on,
            reason=" ".join(reason.split())[:300],
            created_by=actor,
        )
        told = {"absent": str(absent.user), "deputy": str(deputy), "from": str(starts_on), "to": str(ends_on)}
        audit.record("deputation.made", subject=made, actor=actor, after=told)
        settle(made, day=day, actor=actor)
    return made


def end_deputation(deputation: Deputation, *, actor: User | None) -> Deputation:
    """The curator is back before the day, or the act is cancelled before it began. Raises DomainError."""
    with transaction.atomic():
        if deputation.state == DeputationState.PLANNED:
            return _to(deputation, DeputationState.CANCELLED, actor)
        return _finish(deputation, actor)


def settle(deputation: Deputation, *, day: dt.date, actor: User | None = None) -> Deputation:
    """Begin or end it as the day asks; again changes nothing."""
    if deputation.state == DeputationState.PLANNED and day > deputation.ends_on:
        return _to(deputation, DeputationState.CANCELLED, actor)
    if deputation.state == DeputationState.PLANNED and day >= deputation.starts_on:
        return _begin(deputation, actor)
    if deputation.state == DeputationState.ACTIVE and day > deputation.ends_on:
        return _finish(deputation, actor)
    return deputation


def settle_everywhere() -> int:
    """All deputations whose first or last day has come; how many have moved."""
    with scopes_disabled():
        organizations = list(
            Organization.objects.filter(
                pk__in=Deputation.objects.filter(state__in=LIVING).values("organization")
            )
        )
    moved = 0
    for organization in organizations:
        with inside(organization):
            day = today(organization)
            for one in Deputation.objects.filter(state__in=LIVING).select_related("absent", "deputy"):
                before = one.state
                moved += settle(one, day=day).state != before
    return moved


def _check(
    absent: Membership, deputy: User, starts_on: dt.date, ends_on: dt.date, reason: str, day: dt.date
) -> None:
    if Role(absent.role) not in CURATORS or not absent.is_active:
        raise DomainError("Замещают кураторов программы и проектов.", field="absent", code="role")
    if deputy.pk == absent.user_id:
        raise DomainError("Куратор не может замещать сам себя.", field="deputy", code="same")
    works = Membership.objects.filter(
        organization=absent.organization, user=deputy, is_active=True, role__in=sorted(STAFF_ROLES)
    )
    if not deputy.is_active or not works.exists():
        raise DomainError(
            "Замещать может работник, у которого есть доступ в портал.", field="deputy", code="out"
        )
    if ends_on < starts_on:
        raise DomainError("Последний день раньше первого.", field="ends_on", code="order")
    if ends_on < day:
        raise DomainError("Эти дни уже прошли.", field="ends_on", code="past")
    if ends_on - starts_on > LONGEST:
        raise DomainError("Замещение длиннее года не назначают.", field="ends_on", code="long")
    if not reason.strip():
        raise DomainError("Укажите причину отсутствия.", field="reason", code="reason")


def _begin(deputation: Deputation, actor: User | None) -> Deputation:
    with transaction.atomic():
        begun = _to(deputation, DeputationState.ACTIVE, actor)
        absent, deputy = begun.absent, begun.deputy
        role = Role(absent.role)
        own = Membership.objects.filter(organization=begun.organization, user=deputy, is_active=True)
        if not own.filter(role__in=sorted({role, Role.CURATOR})).exists():
            grant_membership(
                deputy, organization=begun.organization, role=role, actor=actor or begun.created_by,
                position=absent.position,
            )  # fmt: skip
            begun.has_given_role = True
            begun.save(update_fields=["has_given_role", "updated_at"])
        if role == Role.PROJECT_CURATOR:
            theirs = Project.objects.filter(curators=absent.user).exclude(curators=deputy)
            begun.given.set(theirs)
            for project in begun.given.all():
                project.curators.add(deputy)
    return begun


def _finish(deputation: Deputation, actor: User | None) -> Deputation:
    """What the act gave goes back, or to another act by which the same deputy holds it still."""
    with transaction.atomic():
        done = _to(deputation, DeputationState.ENDED, actor, ended_on=today(deputation.organization))
        others = list(
            Deputation.objects.filter(deputy=done.deputy, state=DeputationState.ACTIVE).select_related(
                "absent"
            )
        )
        for project in done.given.all():
            heir = next(
                (one for one in others if project.curators.filter(pk=one.absent.user_id).exists()), None
            )
            if heir is None:
                project.curators.remove(done.deputy)
            else:
                heir.given.add(project)
        if done.has_given_role:
            _take_role(done, [one for one in others if one.absent.role == done.absent.role], actor)
    return done


def _take_role(done: Deputation, heirs: list[Deputation], actor: User | None) -> None:
    if heirs:
        Deputation.objects.filter(pk=heirs[0].pk).update(has_given_role=True)
        return
    given = Membership.objects.filter(
        organization=done.organization, user=done.deputy, role=done.absent.role, is_active=True
    ).first()
    if given is not None:
        revoke_membership(given, actor=actor or done.created_by)  # type: ignore[arg-type] # None is the portal


def _to(deputation: Deputation, state: str, actor: User | None, **columns: object) -> Deputation:
    return move(deputation, to=state, transitions=DEPUTATION_TRANSITIONS, actor=actor, set_fields=columns)
