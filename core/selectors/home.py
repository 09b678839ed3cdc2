"""What the home page of a role is made of, gathered from the registries: constant in queries per provider."""

from dataclasses import dataclass, field

from core import registries
from core.enums import Role
from core.models import Membership, Organization

TONE_ORDER = {"bad": 0, "wait": 1, "info": 2}
FIGURES_SHOWN = 8


@dataclass(frozen=True)
class HomeParts:
    """Rows of «why now · what · action», figures beside them, and blocks that apps add for the role."""

    tasks: list[registries.AttentionItem] = field(default_factory=list)
    figures: list[registries.Figure] = field(default_factory=list)
    blocks: list[registries.HomeBlock] = field(default_factory=list)


def home_parts(viewer: registries.Viewer) -> HomeParts:
    """Late first, then soon, then for information; inside a tone by the provider's own order."""
    tasks = [item for provider in registries.attention for item in provider(viewer)]
    tasks.sort(key=lambda item: (TONE_ORDER.get(item.tone, 3), item.order))
    figures = [figure for provider in registries.figures for figure in provider(viewer)]
    figures.sort(key=lambda figure: figure.order)
    blocks = [block for provider in registries.home_blocks for block in provider(viewer)]
    blocks.sort(key=lambda block: block.order)
    return HomeParts(tasks, figures[:FIGURES_SHOWN], blocks)


def roles_present(organization: Organization) -> set[str]:
    """The roles that somebody holds in the organisation now."""
    return set(
        Membership.objects.filter(organization=organization, is_active=True).values_list("role", flat=True)
    )


def institutions_below(region: Organization) -> list[Organization]:
    """Institutions of a region, by name; their people are not touched."""
    return list(Organization.objects.filter(parent=region).order_by("short_name"))


def card_gaps(organization: Organization) -> list[str]:
    """What documents cannot do without and the card does not have yet, in words."""
    needed = {
        "учредитель": organization.founder,
        "город": organization.city,
        "фамилия руководителя": organization.head_last_name,
        "имя руководителя": organization.head_first_name,
        "пол руководителя": organization.head_gender,
    }
    return [name for name, value in needed.items() if not value]


def missing_people(organization: Organization) -> list[str]:
    """The roles without which a programme does not start, in words of whom to invite."""
    present = roles_present(organization)
    wanted = ((Role.DIRECTOR, "директора"), (Role.CURATOR, "куратора программы"))
    return [word for role, word in wanted if role not in present]
