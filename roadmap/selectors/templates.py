"""Templates that are offered: the portal's own and those of the institution, in their last versions."""

from dataclasses import dataclass

from django.db.models import Max

from roadmap.library import built_in_templates
from roadmap.models import RoadmapTemplate, TemplateVersion
from roadmap.outlines import Outline
from roadmap.selectors.outlines import held_outline


@dataclass(frozen=True)
class Offered:
    """A template to choose: `key` is the code of a built-in one or «own-5»."""

    key: str
    title: str
    about: str
    version: int
    outline: Outline
    own: RoadmapTemplate | None = None

    @property
    def label(self) -> str:
        return f"версия {self.version}"


def built_in() -> list[Offered]:
    return [
        Offered(each.code, each.title, each.about, each.version, each.outline)
        for each in built_in_templates().values()
    ]


def own_templates() -> list[Offered]:
    """The institution's own, each in its last version: one query."""
    newest = TemplateVersion.objects.filter(template__retired_at__isnull=True)
    last = newest.order_by().values("template").annotate(last=Max("number"))
    rows = newest.select_related("template").order_by("template__title", "-number")
    numbers = {each["template"]: each["last"] for each in last}
    return [_own(row) for row in rows if row.number == numbers[row.template_id]]


def _own(row: TemplateVersion) -> Offered:
    template = row.template
    return Offered(
        f"own-{template.pk}", template.title, template.about, row.number, held_outline(row), template
    )


def offered_template(key: str) -> Offered | None:
    """The template of a key, or None."""
    if key.startswith("own-"):
        return next((each for each in own_templates() if each.key == key), None)
    return next((each for each in built_in() if each.key == key), None)
