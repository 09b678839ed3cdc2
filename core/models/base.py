"""What every model of the portal shares: tenant scope and the database's own checks."""

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager


def choices_constraint(field: str, choices: type[models.Choices]) -> models.CheckConstraint:
    """The database refuses a value of `field` outside `choices`."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": choices.values}), name=f"%(app_label)s_%(class)s_{field}_known"
    )


def ordered_constraint(earlier: str, later: str) -> models.CheckConstraint:
    """The database refuses `later` < `earlier`; either may be empty."""
    return models.CheckConstraint(
        condition=Q(**{f"{earlier}__isnull": True})
        | Q(**{f"{later}__isnull": True})
        | Q(**{f"{later}__gte": models.F(earlier)}),
        name=f"%(app_label)s_%(class)s_{later}_order",
    )


class Stamped(models.Model):
    """Rows that remember when they came and last changed (UTC)."""

    created_at = models.DateTimeField("создано", auto_now_add=True)
    updated_at = models.DateTimeField("изменено", auto_now=True)

    class Meta:
        abstract = True


class TenantModel(Stamped):
    """A row of one organisation. Reading it outside a scope raises `django_scopes.exceptions.ScopeError`."""

    organization = models.ForeignKey(
        "core.Organization", verbose_name="организация", on_delete=models.PROTECT, related_name="+"
    )

    objects = ScopedManager(organization="organization")

    class Meta:
        abstract = True
