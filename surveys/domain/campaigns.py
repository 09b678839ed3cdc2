"""Campaigns: made, opened, closed, opened again."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from core import audit, facts
from core.clock import today
from core.context import inside
from core.errors import DomainError
from core.models import User
from core.workflow import move
from mentorship.models import Programme, Project
from surveys.domain.ballots import start_opening
from surveys.domain.inviting import invite_or_start
from surveys.domain.questionnaires import freeze_version
from surveys.enums import (
    CAMPAIGN_TRANSITIONS,
    LEAST_GROUP,
    LEAST_TEXTS,
    Anonymity,
    Audience,
    CampaignState,
    Phase,
)
from surveys.models import Campaign, DraftAnswer, Invitation, QuestionnaireVersion
from surveys.permissions import MANAGE_CAMPAIGNS
from surveys.selectors.candidates import candidates
from surveys.selectors.gate import is_over
from surveys.selectors.questionnaires import is_offered, load_version, nameless_obstacle
from surveys.selectors.segments import sides_of

MAX_DAYS = 400
PAIRED = (Audience.MENTEES, Audience.MENTORS, Audience.PARENTS)


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
    group: str = "",
    pair: str = "",
    reminds: bool = False,
    phase: Phase = Phase.OUTSIDE,
    anonymity: Anonymity = Anonymity.NAMED,
    minimum_group: int = LEAST_GROUP,
    minimum_texts: int = LEAST_TEXTS,
) -> Campaign:
    """Make a campaign in state «готовится»; nobody is invited yet.

    :raises DomainError: for a wrong window, a project of another programme, a mode that the questionnaire or the
        minimum groups do not allow.
    """
    _check_mode(version, anonymity, minimum_group=minimum_group, minimum_texts=minimum_texts)
    _check_window(opens_on, closes_on)
    if project is not None and project.programme_id != programme.pk:
        raise DomainError("Этот проект относится к другой программе.", field="project", code="project")
    if version.questionnaire.organization_id != programme.organization_id:
        raise DomainError("Эта анкета принадлежит другой организации.", field="version", code="version")
    if pair and audience not in PAIRED:
        raise DomainError("По состоянию пары приглашают участников и родителей.", field="pair", code="pair")
    with transaction.atomic():
        campaign = Campaign.objects.create(
            organization=programme.organization,
            programme=programme,
            version=version,
            project=project,
            title=title,
            audience=audience,
            category=category,
            group=group,
            pair=pair,
            reminds=reminds,
            phase=phase,
            anonymity=anonymity,
            minimum_group=minimum_group,
            minimum_texts=minimum_texts,
            opens_on=opens_on,
            closes_on=closes_on,
        )
        audit.record("campaign.created", subject=campaign, actor=actor, after={"title": title})
    return campaign


def edit_campaign(
    campaign: Campaign,
    *,
    title: str,
    opens_on: date,
    closes_on: date,
    actor: User | None,
    reminds: bool | None = None,
) -> Campaign:
    """Change the title, the window and whether reminders go by themselves; what is asked stays as it was."""
    _check_window(opens_on, closes_on)
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        values: dict[str, Any] = {"title": title, "opens_on": opens_on, "closes_on": closes_on}
        if reminds is not None:
            values["reminds"] = reminds
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

    :raises DomainError: when the window is already over, or results without names have already been opened.
    """
    if campaign.state == CampaignState.CLOSED and not campaign.is_named and _has_answers(campaign):
        raise DomainError(
            "Опрос без имён не открывают снова: его результаты уже видны, и новый ответ узнали бы по разнице.",
            code="opened",
        )
    _check_choices(campaign)
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
        invite_or_start(campaign, actor=actor)
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
        if not campaign.is_named:
            DraftAnswer.objects.filter(invitation__campaign=campaign).delete()
            _keep_sides(campaign)
        if campaign.is_anonymous:
            start_opening(campaign, actor=actor)
        facts.emit(
            "campaign_closed",
            subject=campaign,
            programme=campaign.programme,
            detail=campaign.version.questionnaire.code,
            actor=actor,
            title=campaign.title,
            data={
                "invited": campaign.invitations.filter(revoked_on__isnull=True).count(),
                "answered": campaign.invitations.filter(
                    revoked_on__isnull=True, done_on__isnull=False
                ).count(),
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
        with inside(campaign.organization):
            close_campaign(campaign, actor=None)
            closed.append(campaign.pk)
    return closed


def _keep_sides(campaign: Campaign) -> None:
    """Keep groups and forms as they are at the close: results by group must not move with people."""
    sides = sides_of(campaign)
    invitations = list(campaign.invitations.only("pk", "person_id"))
    for invitation in invitations:
        side = sides[invitation.person_id]
        invitation.split_by = {"group": side.group, "forms": list(side.forms)}
    Invitation.objects.bulk_update(invitations, ["split_by"], batch_size=500)


def _check_choices(campaign: Campaign) -> None:
    """Where somebody is to be named, there must be somebody to choose from."""
    instrument = load_version(campaign.version).instrument
    if not is_offered(instrument):
        raise DomainError(
            "В анкете выбирают человека не с другой стороны пары: такую анкету не проводят.", code="person"
        )
    if not all(candidates(campaign, instrument).values()):
        raise DomainError(
            "Выбирать пока не из кого: в базе нет людей, подписавших согласие на обработку данных.",
            code="person",
        )


def _has_answers(campaign: Campaign) -> bool:
    return campaign.responses.exists() or campaign.ballots.exists()


def _check_mode(
    version: QuestionnaireVersion, anonymity: Anonymity, *, minimum_group: int, minimum_texts: int
) -> None:
    if anonymity == Anonymity.NAMED:
        return
    obstacle = nameless_obstacle(load_version(version).instrument)
    if obstacle:
        raise DomainError(obstacle, field="anonymity", code="mode")
    if minimum_group < LEAST_GROUP:
        raise DomainError(
            f"Без имён цифры показывают не меньше чем от {LEAST_GROUP} ответов.",
            field="minimum_group",
            code="minimum",
        )
    if minimum_texts < LEAST_TEXTS:
        raise DomainError(
            f"Без имён слова показывают не меньше чем от {LEAST_TEXTS} ответов.",
            field="minimum_texts",
            code="minimum",
        )


def _check_window(opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise DomainError("Последний день раньше первого.", field="closes_on", code="window")
    if closes_on - opens_on > timedelta(days=MAX_DAYS):
        raise DomainError("Опрос не может длиться дольше года.", field="closes_on", code="window")
