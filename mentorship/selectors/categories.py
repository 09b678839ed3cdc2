"""Categories of mentees and sensitive kinds: what an institution offers, and what it has hidden."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.models import Organization
from mentorship.models import MenteeCategory
from mentorship.models.category import ReferenceLine

Line = TypeVar("Line", bound=ReferenceLine)


def lines_of(model: type[Line], organization: Organization) -> Any:
    """Built-in and own lines in their order, each with `is_hidden`: a queryset of `model`."""
    hidden: Any = model.hidden_by.through
    mine = {f"{model._meta.model_name}_id": OuterRef("pk"), "organization_id": organization.pk}
    found = model._default_manager.filter(Q(organization=None) | Q(organization=organization))
    return found.annotate(is_hidden=Exists(hidden.objects.filter(**mine)))


def categories_for(organization: Organization) -> QuerySet[MenteeCategory]:
    """The categories that forms and lists offer."""
    found: QuerySet[MenteeCategory] = lines_of(MenteeCategory, organization)
    return found.filter(Q(("is_hidden", False)))
