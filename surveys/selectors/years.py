"""Years and roles side by side: what campaigns that share topics have shown, each with its own figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet

from core.models import Membership
from surveys.enums import CampaignState, Polarity, Role
from surveys.instruments import Item
from surveys.models import Answer, Campaign
from surveys.selectors.campaigns import campaigns_visible_to
from surveys.selectors.comparison import measuring, topics_of
from surveys.selectors.results import item_result, least_group
from surveys.selectors.tallies import Tally

MOST_COLUMNS = 6
WHO = {
    Role.MENTEE: "наставляемые",
    Role.MENTOR: "наставники",
    Role.PARENT: "законные представители",
    Role.PARTNER: "партнёры",
    Role.CURATOR: "кураторы",
}


@dataclass(frozen=True)
class Column:
    """A campaign: the school year of its programme and who answered."""

    campaign: Campaign
    year: str
    who: str


@dataclass(frozen=True)
class Cell:
    """A topic in a campaign: `n` is None where too few answered, `mean` and `high` where they may not be told."""

    n: int | None
    mean: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class TopicRow:
    """A topic through the columns; a cell is None where the campaign does not ask it on the same scale."""

    label: str
    polarity: Polarity
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Years:
    columns: tuple[Column, ...]
    rows: tuple[TopicRow, ...]


def comparable_years(campaign: Campaign, membership: Membership) -> QuerySet[Campaign]:
    """Closed campaigns of the institution of the same phase that share a topic, the newest first."""
    asking = measuring().filter(topic__in=list(topics_of(campaign)))
    return (
        campaigns_visible_to(membership)
        .filter(organization_id=campaign.organization_id, phase=campaign.phase, state=CampaignState.CLOSED)
        .filter(version__in=asking.order_by().values("version_id"))
        .select_related("programme", "version__questionnaire")
        .order_by("-opens_on", "-pk")
    )


def years_of(campaign: Campaign, *, membership: Membership) -> Years:
    """Return the figures of the campaign's topics beside those of other years and roles; two queries for all.

    Each figure follows the rules of its own campaign's page, so nothing is told here that is not told there.
    """
    own = topics_of(campaign)
    chosen = sorted(
        comparable_years(campaign, membership)[:MOST_COLUMNS], key=lambda one: (one.opens_on, one.pk)
    )
    counts = _counts(chosen)
    columns = tuple(Column(one, year_of(one), WHO[Role(one.version.questionnaire.role)]) for one in chosen)
    rows = []
    for topic, items in own.items():
        cells = []
        for one in chosen:
            asked = [item for item in topics_of(one).get(topic, ()) if item.options == items[0].options]
            least = least_group(one, membership)[0]
            cells.append(_cell(asked[0], counts[one.pk], least) if len(asked) == 1 else None)
        if any(cells):
            rows.append(TopicRow(items[0].label, Polarity(items[0].polarity), tuple(cells)))
    return Years(columns, tuple(rows))


def year_of(campaign: Campaign) -> str:
    """Return «2026/27», or «2026» for a programme of one calendar year."""
    start, end = campaign.programme.period_start.year, campaign.programme.period_end.year
    return str(start) if start == end else f"{start}/{end % 100:02}"


def _counts(campaigns: Iterable[Campaign]) -> dict[int, dict[str, dict[Decimal, int]]]:
    """Campaign → item key → mark → people; one query."""
    found: dict[int, dict[str, dict[Decimal, int]]] = defaultdict(lambda: defaultdict(dict))
    rows = (
        Answer.objects.filter(response__campaign__in=list(campaigns), number__isnull=False)
        .exclude(item__topic="")
        .order_by()
        .values_list("response__campaign_id", "item__key", "number")
        .annotate(Count("pk"))
    )
    for campaign, key, number, count in rows:
        found[campaign][key][number] = count
    return found


def _cell(item: Item, counts: dict[str, dict[Decimal, int]], least: int) -> Cell:
    values = counts[item.key]
    shown = item_result(item, Tally(sum(values.values()), values), least=least)
    return Cell(shown.n or None, shown.mean, shown.high)
