"""Templates of plans: what an institution is offered, what fits a pair."""

from __future__ import annotations

from django.db.models import F, Q

from core.models import Organization
from mentorship.enums import PersonCategory
from mentorship.models import FormOfMentoring, PairMentee, PlanTemplate
from mentorship.plan_enums import PlanKind


def is_for_teachers(form: FormOfMentoring) -> bool:
    """Whether mentees of the form have a personalised programme: the pedagogical line and employees in general."""
    return form.is_pedagogical or form.mentee_category == PersonCategory.EMPLOYEE


def templates_for(organization: Organization, *, hidden: bool = False) -> list[PlanTemplate]:
    """The institution's own templates and the built-in ones that it has no own wording of, in their order."""
    rows = (
        PlanTemplate.objects.filter(Q(organization=organization) | Q(organization__isnull=True))
        .select_related("form", "role_model")
        .order_by(F("organization").asc(nulls_last=True), "order", "title")
    )
    found: dict[str, PlanTemplate] = {}
    for row in rows:
        found.setdefault(row.code, row)
    shown = [row for row in found.values() if hidden or not row.is_hidden]
    return sorted(shown, key=lambda row: (row.order, row.title))


def fitting_templates(place: PairMentee) -> list[PlanTemplate]:
    """Templates for a pair, the nearest first: of its role model, of its form, for any; others of its line last."""
    pair = place.pair
    pedagogical = is_for_teachers(pair.project.form)

    def distance(template: PlanTemplate) -> int:
        if template.form_id is None:
            return 2
        if template.form_id != pair.project.form_id:
            return 4
        if template.role_model is None or pair.role_model is None:
            return 1
        return 0 if template.role_model.code == pair.role_model.code else 3

    line = PlanKind.PERSONALISED if pedagogical else PlanKind.INDIVIDUAL
    fit = [one for one in templates_for(pair.organization) if one.kind == line]
    return sorted(fit, key=lambda one: (distance(one), one.order, one.title))
