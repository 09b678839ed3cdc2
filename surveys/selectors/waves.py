"""The waves of monitoring: which closed campaign is the entry, the middle and the exit of the same people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from mentorship.models import Programme, Project
from surveys.enums import CampaignState, Phase, Role
from surveys.models import Campaign
from surveys.selectors.comparison import topics_of

QUALITY = "quality-"
"""Topics of the questionnaires of quality: what was expected and how it turned out; others measure influence."""

PHASES = (Phase.ENTRY, Phase.MIDDLE, Phase.EXIT)


@dataclass(frozen=True)
class Series:
    """Campaigns of one side that ask the same topics; of each phase the last closed one."""

    role: Role
    project: Project | None
    title: str
    by_phase: dict[Phase, Campaign] = field(default_factory=dict)

    @property
    def last(self) -> Campaign:
        return next(self.by_phase[phase] for phase in reversed(PHASES) if phase in self.by_phase)


def form_code(campaign: Campaign) -> str:
    """The form that a questionnaire of quality is written for («student-student»), «» for others."""
    parts = campaign.version.questionnaire.code.split("_")
    return parts[2] if len(parts) == 4 and parts[0] == "quality" else ""


def project_of(campaign: Campaign, projects: Iterable[Project]) -> Project | None:
    """The form that a campaign is about: its own, or the one that its questionnaire is written for."""
    known = {project.pk: project for project in projects}
    if campaign.project_id in known:
        return known[campaign.project_id]
    code = form_code(campaign)
    return next((project for project in known.values() if code and project.form.code == code), None)


def closed_campaigns(programme: Programme, *, on: dt.date) -> list[Campaign]:
    """Campaigns of a programme begun by the day and closed, the newest first, with what figures need; one query."""
    return list(
        Campaign.objects.filter(programme=programme, state=CampaignState.CLOSED, opens_on__lte=on)
        .select_related("programme", "project__form", "version__questionnaire", "organization")
        .order_by("-opens_on", "-pk")
    )


def waves_of(programme: Programme, *, quality: bool, on: dt.date) -> list[Series]:
    """Return the series of a programme that measure quality, or else influence, in a fixed order."""
    projects = list(programme.projects.select_related("form"))
    found: dict[tuple[str, int, str, str, str], Series] = {}
    for campaign in closed_campaigns(programme, on=on):
        phase = Phase(campaign.phase)
        topics = topics_of(campaign, private=True)
        asks_quality = any(topic.startswith(QUALITY) for topic in topics)
        if phase not in PHASES or not topics or asks_quality is not quality:
            continue
        project = project_of(campaign, projects)
        questionnaire = campaign.version.questionnaire
        one = "" if quality else questionnaire.code
        key = (questionnaire.role, project.pk if project else 0, one, campaign.anonymity, campaign.category)
        series = found.setdefault(key, Series(Role(questionnaire.role), project, campaign.version.title))
        series.by_phase.setdefault(phase, campaign)
    return [found[key] for key in sorted(found)]
