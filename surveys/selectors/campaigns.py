"""Reading campaigns: lists, rates by group, invitations with their state."""

from dataclasses import dataclass

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from core.clock import today
from core.enums import Role
from core.models import Membership
from mentorship.models import Programme
from surveys.enums import CampaignState, InvitationState
from surveys.models import Campaign, DraftAnswer, Invitation
from surveys.selectors.gate import is_over
from surveys.selectors.grounds import consented, has_ground

NO_GROUP = "без группы"


@dataclass(frozen=True)
class Rate:
    """Answered of invited, revoked invitations left out; `percent` is None where nobody is invited."""

    label: str
    answered: int
    invited: int

    @property
    def percent(self) -> float | None:
        return 100 * self.answered / self.invited if self.invited else None


def campaigns_visible_to(membership: Membership) -> QuerySet[Campaign]:
    """Campaigns of the institution; a project curator sees those of their projects."""
    found = Campaign.objects.select_related("programme", "project", "organization", "version__questionnaire")
    if membership.role == Role.PROJECT_CURATOR:
        found = found.filter(project__curators=membership.user)
    return found


def campaigns_for_list(membership: Membership, programme: Programme | None) -> QuerySet[Campaign]:
    """Rows of the list: the campaigns of the chosen programme with their figures."""
    found = campaigns_visible_to(membership)
    if programme is None:
        return found.none()
    live = Q(invitations__revoked_on__isnull=True)
    counted = found.filter(programme=programme).annotate(
        invited=Count("invitations", filter=live, distinct=True),
        answered=Count("invitations", filter=live & Q(invitations__done_on__isnull=False), distinct=True),
    )
    return counted.order_by("-opens_on", "-pk")


def invitations_visible_to(membership: Membership) -> QuerySet[Invitation]:
    """Invitations of the campaigns that the viewer sees."""
    return Invitation.objects.filter(
        campaign__in=campaigns_visible_to(membership).values("pk")
    ).select_related(
        "organization",
        "person",
        "campaign__organization",
        "campaign__programme__organization",
        "campaign__version__questionnaire",
    )


def invitations_of(campaign: Campaign) -> QuerySet[Invitation]:
    """Invitations of a campaign with `started`: whether there is a draft. The draft itself is nobody's business."""
    drafts = DraftAnswer.objects.filter(invitation=OuterRef("pk"))
    return campaign.invitations.select_related("person").annotate(started=Exists(drafts))


def state_of(invitation: Invitation, *, consents: set[int]) -> InvitationState:
    """Return the state of one invitation of :func:`invitations_of`."""
    if invitation.done_on is not None:
        return InvitationState.DONE
    if invitation.revoked_on is not None:
        return InvitationState.REVOKED
    if invitation.person_id not in consents:
        return InvitationState.WAITS_CONSENT
    if getattr(invitation, "started", False):
        return InvitationState.STARTED
    return InvitationState.SEEN if invitation.seen_on else InvitationState.NEW


def consents_of(campaign: Campaign) -> set[int]:
    """Ids of invited people whose consent to processing holds today."""
    return consented(campaign, campaign.invitations.values("person_id"))


def rate_of(campaign: Campaign) -> Rate:
    """Return the response rate of a campaign."""
    counted = campaign.invitations.filter(revoked_on__isnull=True).aggregate(
        invited=Count("pk"), answered=Count("pk", filter=Q(done_on__isnull=False))
    )
    return Rate(campaign.title, counted["answered"], counted["invited"])


def rates_by_group(campaign: Campaign) -> list[Rate]:
    """Return the response rate of each group, the lowest first."""
    rows = (
        campaign.invitations.filter(revoked_on__isnull=True)
        .order_by()
        .values_list("person__group")
        .annotate(invited=Count("pk"), answered=Count("pk", filter=Q(done_on__isnull=False)))
    )
    rates = [Rate(group or NO_GROUP, answered, invited) for group, invited, answered in rows]
    return sorted(rates, key=lambda rate: (rate.percent or 0, rate.label))


@dataclass(frozen=True)
class Pending:
    """How many have not answered, and how many of them the portal can write to.

    `reachable` have an e-mail and a consent that holds; `mailed_today` have had their letter today.
    """

    total: int
    without_consent: int
    without_email: int
    reachable: int
    mailed_today: int
    first_letter: bool

    @property
    def to_mail(self) -> int:
        return self.reachable - self.mailed_today


def pending_of(campaign: Campaign) -> Pending:
    """Return figures about those who have not answered."""
    day = today(campaign.organization)
    allowed = Case(When(has_ground(day), then=Value(True)), default=Value(False))
    reachable = Q(allowed=True) & ~Q(person__email="")
    found = (
        pending_invitations(campaign)
        .annotate(allowed=allowed)
        .aggregate(
            total=Count("pk"),
            without_consent=Count("pk", filter=Q(allowed=False)),
            without_email=Count("pk", filter=Q(allowed=True, person__email="")),
            reachable=Count("pk", filter=reachable),
            mailed_today=Count("pk", filter=reachable & Q(mailed_on=day)),
            mailed_before=Count("pk", filter=reachable & Q(mail_count__gt=0)),
        )
    )
    first = not found.pop("mailed_before")
    return Pending(**found, first_letter=first)


def pending_invitations(campaign: Campaign) -> QuerySet[Invitation]:
    """Invitations still without an answer and not revoked."""
    return campaign.invitations.filter(done_on__isnull=True, revoked_on__isnull=True)


def takes_answers(campaign: Campaign) -> bool:
    """Whether links of the campaign work today."""
    return (
        campaign.state == CampaignState.OPEN
        and campaign.opens_on <= today(campaign.organization)
        and not is_over(campaign)
    )


def groups_of(campaign: Campaign) -> list[str]:
    """Return the groups of the invited, in order."""
    found = campaign.invitations.exclude(person__group="").order_by().values_list("person__group", flat=True)
    return sorted(found.distinct())


def sheets_to_enter(campaign: Campaign) -> int:
    """Return how many anonymous paper sheets were handed in and are not in the urn yet."""
    if not campaign.is_anonymous or campaign.state != CampaignState.OPEN:
        return 0
    return campaign.invitations.filter(on_paper=True).count() - campaign.sheets_entered
