"""How far the open campaigns of a programme are, for the roadmap: «ответили 31 из 48»."""

from datetime import date

from django.db.models import Count, F, Q

from mentorship.models import Programme
from surveys.enums import CampaignState
from surveys.models import Campaign


def proof_counts(programme: Programme, today: date) -> dict[tuple[str, str], str]:
    """Answers of all who are asked, by the questionnaire's code: one query."""
    asked = Q(invitations__revoked_on__isnull=True)
    rows = (
        Campaign.objects.filter(programme=programme, state=CampaignState.OPEN)
        .values(code=F("version__questionnaire__code"))
        .annotate(
            invited=Count("invitations", filter=asked),
            answered=Count("invitations", filter=asked & Q(invitations__done_on__isnull=False)),
        )
        .order_by("code")
    )
    return {
        (
            "campaign_closed",
            row["code"],
        ): f"анкетирование идёт: ответили {row['answered']} из {row['invited']}"
        for row in rows
        if row["invited"]
    }
