"""Campaigns of a year as a report may tell them: groups only, never a person."""

from __future__ import annotations

from core.russian import lower_first, period_long
from mentorship.models import Project
from reports.narrative.surveys import CampaignFigure, ChangeFigure, MarkFigure
from reports.selectors.spans import Span
from surveys.enums import CampaignState, Phase, Role
from surveys.instruments import ScaleOptions
from surveys.models import Campaign
from surveys.selectors.campaigns import Rate, rate_of
from surveys.selectors.comparison import TopicChange, compare_for_paper
from surveys.selectors.results import ItemResult, results_for_paper
from surveys.selectors.waves import project_of

WHO = {
    Role.MENTEE: "наставляемые",
    Role.MENTOR: "наставники",
    Role.PARENT: "законные представители",
    Role.PARTNER: "партнёры",
    Role.CURATOR: "кураторы",
}
#: How questions about contentment as a whole are marked in the questionnaires.
CONTENT = ("satisfaction", "satisfied")


def campaign_figures(span: Span) -> list[CampaignFigure]:
    """Closed campaigns of the year in their order; a constant number of queries each.

    Those that nobody was invited to tell nothing. A questionnaire written for one form is that form's.
    """
    projects = list(span.programme.projects.select_related("form"))
    campaigns = (
        Campaign.objects.filter(
            programme=span.programme,
            state=CampaignState.CLOSED,
            closes_on__range=(span.since, span.until),
        )
        .select_related("programme", "project__form", "version__questionnaire", "organization")
        .order_by("opens_on", "pk")
    )
    found = []
    for campaign in campaigns:
        project, rate = project_of(campaign, projects), rate_of(campaign)
        if (span.project is None or project == span.project) and (rate.invited or rate.answered):
            found.append(_campaign(campaign, project, rate))
    return found


def _campaign(campaign: Campaign, project: Project | None, rate: Rate) -> CampaignFigure:
    results = results_for_paper(campaign)
    comparison = None if results.closed else compare_for_paper(campaign)
    told = comparison if comparison and not comparison.closed else None
    return CampaignFigure(
        title=campaign.title,
        form=project.form.title if project else "",
        who=WHO[Role(campaign.version.questionnaire.role)],
        phase=lower_first(campaign.get_phase_display()),
        period=period_long(campaign.opens_on, campaign.closes_on),
        answered=rate.answered,
        invited=rate.invited,
        marks=[mark for one in results.items if (mark := _mark(one))],
        closed=results.closed,
        is_entry=campaign.phase == Phase.ENTRY,
        changes=[change for one in told.topics if (change := _change(one))] if told else [],
    )


def _mark(result: ItemResult) -> MarkFigure | None:
    options = result.item.options
    if not isinstance(options, ScaleOptions) or result.mean is None or result.n is None:
        return None
    return MarkFigure(
        label=result.item.label,
        n=result.n,
        mean=round(result.mean, 2),
        top=options.high,
        high=result.high,
        is_satisfaction=result.item.topic.endswith(CONTENT),
    )


def _change(change: TopicChange) -> ChangeFigure | None:
    paired = change.paired
    if paired is None:
        return None
    shown = change.means_shown
    return ChangeFigure(
        topic=change.label,
        pairs=paired.n,
        before=round(paired.before, 2) if shown else None,
        after=round(paired.after, 2) if shown else None,
        reading=paired.reading,
    )
