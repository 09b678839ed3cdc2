"""What `surveys` tells the shell: open campaigns and who has not answered them. A constant number of queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from core.models import Membership
from mentorship.models import Programme
from surveys.enums import CampaignState
from surveys.models import Campaign, Invitation
from surveys.selectors.campaigns import campaigns_visible_to
from surveys.selectors.grounds import has_ground


@dataclass(frozen=True)
class OpenCampaign:
    """An open campaign with its figures; `to_mail` is how many letters a press would send today."""

    pk: int
    title: str
    opens_on: date
    closes_on: date
    invited: int
    answered: int
    to_mail: int
    without_consent: int

    @property
    def pending(self) -> int:
        return self.invited - self.answered


def open_campaigns(membership: Membership, programme: Programme, *, day: date) -> list[OpenCampaign]:
    """Return the open campaigns of a programme that the viewer sees, in one query."""
    visible = campaigns_visible_to(membership).filter(programme=programme, state=CampaignState.OPEN)
    waiting = Q(done_on__isnull=True)
    mailable = waiting & Q(has_consent=True) & ~Q(person__email="") & ~Q(mailed_today=1)
    rows = (
        Invitation.objects.filter(campaign__in=visible.order_by().values("pk"), revoked_on__isnull=True)
        .annotate(
            has_consent=Case(When(has_ground(day), then=Value(True)), default=Value(False)),
            mailed_today=Case(
                When(mailed_on=day, then=Value(1)), default=Value(0), output_field=IntegerField()
            ),
        )
        .values(
            "campaign_id",
            title=F("campaign__title"),
            opens_on=F("campaign__opens_on"),
            closes_on=F("campaign__closes_on"),
        )
        .annotate(
            invited=Count("pk"),
            answered=Count("pk", filter=Q(done_on__isnull=False)),
            to_mail=Count("pk", filter=mailable),
            without_consent=Count("pk", filter=waiting & Q(has_consent=False)),
        )
        .order_by("closes_on", "campaign_id")
    )
    return [
        OpenCampaign(
            pk=row["campaign_id"],
            **{name: row[name] for name in ("title", "opens_on", "closes_on", "invited", "answered")},
            to_mail=row["to_mail"],
            without_consent=row["without_consent"],
        )
        for row in rows
    ]


def open_count(membership: Membership, programme: Programme) -> int:
    """Return how many campaigns of the programme are open."""
    return campaigns_visible_to(membership).filter(programme=programme, state=CampaignState.OPEN).count()


def found_campaigns(membership: Membership, text: str, limit: int) -> list[Campaign]:
    """Return campaigns whose title has the text, newest first."""
    return list(campaigns_visible_to(membership).filter(title__icontains=text).order_by("-pk")[:limit])
