"""Templates of development plans: an institution's own, and its wording of the built-in ones."""

from __future__ import annotations

from django.db import transaction

from core import audit
from core.errors import DomainError
from core.models import Organization, User
from mentorship.domain.overrides import free_code, is_builtin, own_row, title_of
from mentorship.models import FormOfMentoring, PlanTemplate, RoleModel
from mentorship.plan_enums import PlanKind
from mentorship.plan_outline import read_outline


def create_template(
    organization: Organization,
    *,
    title: str,
    outline: str,
    kind: str = PlanKind.INDIVIDUAL,
    form: FormOfMentoring | None = None,
    role_model: RoleModel | None = None,
    actor: User | None,
) -> PlanTemplate:
    """A template of the institution. Raises DomainError for an outline that cannot be read."""
    made = PlanTemplate(organization=organization, code=free_code(PlanTemplate, organization), order=500)
    return _write(
        made,
        title=title,
        outline=outline,
        kind=kind,
        form=form,
        role_model=role_model,
        actor=actor,
        action="plan_template.created",
    )


def edit_template(
    template: PlanTemplate,
    *,
    organization: Organization,
    title: str,
    outline: str,
    kind: str,
    form: FormOfMentoring | None,
    role_model: RoleModel | None,
    actor: User | None,
) -> PlanTemplate:
    """New words; of a built-in template the institution gets its own wording. Plans made before stay as they are."""
    return _write(
        own_row(template, organization),
        title=title,
        outline=outline,
        kind=kind,
        form=form,
        role_model=role_model,
        actor=actor,
        action="plan_template.edited",
    )


def show_template(
    template: PlanTemplate, *, organization: Organization, shown: bool, actor: User | None
) -> PlanTemplate:
    """Offer a template or stop offering it; plans made of it stay."""
    row = own_row(template, organization)
    with transaction.atomic():
        row.is_hidden = not shown
        row.save()
        audit.record(
            "plan_template.shown" if shown else "plan_template.hidden",
            subject=organization,
            actor=actor,
            after={"title": row.title},
        )
    return row


def reset_template(template: PlanTemplate, *, organization: Organization, actor: User | None) -> None:
    """Back to the portal's own wording. Raises DomainError for a template that has none."""
    if template.organization_id != organization.pk or not is_builtin(template):
        raise DomainError("У этого шаблона нет исходного текста.", code="own")
    with transaction.atomic():
        audit.record(
            "plan_template.reset", subject=organization, actor=actor, before={"title": template.title}
        )
        template.delete()


def _write(
    row: PlanTemplate,
    *,
    title: str,
    outline: str,
    kind: str,
    form: FormOfMentoring | None,
    role_model: RoleModel | None,
    actor: User | None,
    action: str,
) -> PlanTemplate:
    read_outline(outline)
    if role_model is not None and (form is None or role_model.form_id != form.pk):
        raise DomainError("Ролевая модель относится к другой форме.", field="role_model", code="form")
    row.title = title_of(title, "Назовите шаблон.")
    row.kind, row.form, row.role_model = PlanKind(kind), form, role_model
    row.outline = outline.strip() + "\n"
    with transaction.atomic():
        row.save()
        audit.record(action, subject=row.organization or row, actor=actor, after={"title": row.title})
    return row
