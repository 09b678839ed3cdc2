"""Templates: a plan begun from one, an institution's own saved and retired."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import User
from mentorship.models import Programme
from roadmap.domain.imports import start_from_plan
from roadmap.models import PlanImport, Roadmap, RoadmapTemplate, TemplateVersion
from roadmap.moving import MovedPlan, fitting_period, moved_plan
from roadmap.outlines import Outline
from roadmap.selectors.outlines import outline_of
from roadmap.selectors.templates import Offered

SAME_TITLE = "Шаблон с таким названием уже есть."


def plan_of_template(outline: Outline, programme: Programme) -> MovedPlan:
    """The template's plan in the years of the programme."""
    day = today(programme.organization)
    return moved_plan(outline, fitting_period(outline, programme.period_start, programme.period_end, day))


def start_from_template(offered: Offered, programme: Programme, *, actor: User | None) -> PlanImport:
    """Begin a roadmap from a template: its rows stand in a preview, nothing is in the roadmap yet."""
    plan = plan_of_template(offered.outline, programme)
    origin = f"Шаблон «{offered.title}», версия {offered.version}"
    return start_from_plan(programme, plan.form, origin=origin, actor=actor)


def save_template(
    roadmap: Roadmap,
    *,
    title: str,
    about: str = "",
    template: RoadmapTemplate | None = None,
    actor: User | None,
) -> TemplateVersion:
    """Save a roadmap as a new template, or as the next version of one of the institution's own.

    Raises DomainError for a name that another template has, for a retired template, for a roadmap without rows.
    """
    outline = outline_of(roadmap)
    if not outline.size:
        raise DomainError("В дорожной карте нет ни одной строки: сохранять нечего.", code="empty")
    if template is not None and template.retired_at is not None:
        raise DomainError("Этот шаблон убран. Сохраните карту новым шаблоном.", field="template")
    with transaction.atomic():
        if template is None:
            template = _new_template(roadmap, title.strip(), about.strip())
        else:
            template = RoadmapTemplate.objects.select_for_update().get(pk=template.pk)
        last = template.versions.order_by("-number").first()
        version = TemplateVersion.objects.create(
            template=template,
            number=last.number + 1 if last else 1,
            content=outline.to_json(),
            rows=outline.size,
            created_by=actor,
        )
        audit.record("template.saved", subject=template, actor=actor, after={"rows": outline.size})
    return version


def _new_template(roadmap: Roadmap, title: str, about: str) -> RoadmapTemplate:
    if not title:
        raise DomainError("Назовите шаблон.", field="title")
    taken = RoadmapTemplate.objects.filter(organization=roadmap.organization, retired_at__isnull=True)
    if title.casefold() in {each.casefold() for each in taken.values_list("title", flat=True)}:
        raise DomainError(SAME_TITLE, field="title")
    try:
        with transaction.atomic():
            return RoadmapTemplate.objects.create(
                organization=roadmap.organization, title=title[:200], about=about
            )
    except IntegrityError as error:
        raise DomainError(SAME_TITLE, field="title") from error


def retire_template(template: RoadmapTemplate, *, actor: User | None) -> RoadmapTemplate:
    """Offer a template no more; what was made of it stays."""
    if template.retired_at is None:
        template.retired_at = timezone.now()
        template.save(update_fields=["retired_at", "updated_at"])
        audit.record("template.retired", subject=template, actor=actor)
    return template
