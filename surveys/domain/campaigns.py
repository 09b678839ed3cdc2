"""Campaigns: made, opened, closed, opened again."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from core import audit, facts
from core.clock import today
from core.errors import DomainError
from core.models import User
from core.workflow import move
from mentorship.models import Programme, Project
from surveys.domain.invitations import invite_by_rule
from surveys.domain.questionnaires import freeze_version
from surveys.enums import CAMPAIGN_TRANSITIONS, Audience, CampaignState, ItemKind, Phase
from surveys.models import Campaign, QuestionnaireVersion
from surveys.permissions import MANAGE_CAMPAIGNS
from surveys.selectors.gate import is_over
from surveys.selectors.questionnaires import load_version

MAX_DAYS = 400


def create_campaign(
    programme: Programme,
    *,
    version: QuestionnaireVersion,
    title: str,
    audience: Audience,
    opens_on: date,
    closes_on: date,
    actor: User | None,
    project: Project | None = None,
    category: str = "",
    phase: Phase = Phase.OUTSIDE,
) -> Campaign:
    """Make a campaign in state «готовится»; nobody is invited yet.

    :raises DomainError: for a wrong window or a project of another programme.
    """
    _check_window(opens_on, closes_on)
    if project is not None and project.programme_id != programme.pk:
        raise DomainError("Этот проект относится к другой программе.", field="project", code="project")
    if version.questionnaire.organization_id != programme.organization_id:
        raise DomainError("Эта анкета принадлежит другой организации.", field="version", code="version")
    with transaction.atomic():
        campaign = Campaign.objects.create(
            organization=programme.organization,
            programme=programme,
            version=version,
            project=project,
            title=title,
            audience=audience,
            category=category,
            phase=phase,
            opens_on=opens_on,
            closes_on=closes_on,
        )
        audit.record("campaign.created", subject=campaign, actor=actor, after={"title": title})
    return campaign


def edit_campaign(
    campaign: Campaign, *, title: str, opens_on: date, closes_on: date, actor: User | None
) -> Campaign:
    """Change the title and the window; what is asked and of whom stays as it was."""
    _check_window(opens_on, closes_on)
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        values = {"title": title, "opens_on": opens_on, "closes_on": closes_on}
        before = audit.plain(locked, values)
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save(update_fields=[*values, "updated_at"])
        old, new = audit.changes(before, audit.plain(locked, values))
        if new:
            audit.record("campaign.edited", subject=locked, actor=actor, before=old, after=new)
    return locked


def open_campaign(campaign: Campaign, *, actor: User | None) -> Campaign:
    """Open for answers: freezes the version and invites everybody whom the rule names.

    :raises DomainError: when the window is already over.
    """
    if any(item.kind == ItemKind.PERSON for item in load_version(campaign.version).instrument.items):
        raise DomainError("В анкете есть выбор человека: такие анкеты пока не рассылаются.", code="person")
    if campaign.closes_on < today(campaign.organization):
        raise DomainError(
            "Последний день уже прошёл. Продлите опрос и откройте его.", field="closes_on", code="over"
        )
    with transaction.atomic():
        freeze_version(campaign.version)
        move(
            campaign,
            to=CampaignState.OPEN,
            transitions=CAMPAIGN_TRANSITIONS,
            actor=actor,
            rule=MANAGE_CAMPAIGNS,
        )
        invite_by_rule(campaign, actor=actor)
    return campaign


def close_campaign(campaign: Campaign, *, actor: User | None) -> Campaign:
    """Close for answers and tell the portal that the campaign is over."""
    with transaction.atomic():
        move(
            campaign,
            to=CampaignState.CLOSED,
            transitions=CAMPAIGN_TRANSITIONS,
            actor=actor,
            rule=MANAGE_CAMPAIGNS,
        )
        facts.emit(
            "campaign_closed",
            subject=campaign,
            programme=campaign.programme,
            detail=campaign.version.questionnaire.code,
            actor=actor,
            title=campaign.title,
            data={
                "invited": campaign.invitations.filter(revoked_on__isnull=True).count(),
                "answered": campaign.responses.count(),
            },
        )
    return campaign


def close_due_campaigns() -> list[int]:
    """Close every open campaign whose window and grace are over, in all institutions; returns their ids."""
    closed: list[int] = []
    with scopes_disabled():
        # No zone is more than a day from UTC: the exact day is judged in the institution's own below.
        late = timezone.now().date() + timedelta(days=1)
        due = list(
            Campaign.objects.filter(state=CampaignState.OPEN, closes_on__lt=late).select_related(
                "organization"
            )
        )
    for campaign in due:
        if not is_over(campaign):
            continue
        with scope(organization=campaign.organization):
            close_campaign(campaign, actor=None)
            closed.append(campaign.pk)
    return closed


def _check_window(opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise DomainError("Последний день раньше первого.", field="closes_on", code="window")
    if closes_on - opens_on > timedelta(days=MAX_DAYS):
        raise DomainError("Опрос не может длиться дольше года.", field="closes_on", code="window")
