"""What a monitoring report needs beside quality and influence: the stage's surveys, their means, conclusions."""

from __future__ import annotations

from dataclasses import dataclass

from core.russian import fraction, percent
from mentorship.models import Programme
from reports.models import MonitoringConclusion
from reports.selectors.spans import Span
from reports.swot_enums import MonitoringStage
from surveys.enums import Polarity, Role
from surveys.instruments import ScaleOptions
from surveys.models import Campaign
from surveys.selectors.campaigns import rate_of
from surveys.selectors.results import results_for_paper
from surveys.selectors.waves import closed_campaigns, project_of
from surveys.selectors.years import WHO


@dataclass(frozen=True)
class StageSurvey:
    """A closed survey of the stage with its response."""

    title: str
    who: str
    answered: int
    invited: int

    @property
    def cells(self) -> list[str]:
        return [
            self.title,
            self.who,
            fraction(self.answered, self.invited),
            percent(self.answered, self.invited),
        ]


@dataclass(frozen=True)
class StageMean:
    """The mean of a topic, as the paper of its survey may hold it."""

    form: str
    who: str
    label: str
    n: int
    mean: float

    @property
    def cells(self) -> list[str]:
        mean = f"{self.mean:.1f}".replace(".", ",")
        return [self.form or "Программа в целом", self.who, self.label, str(self.n), mean]


def stage_surveys(span: Span, stage: MonitoringStage) -> list[StageSurvey]:
    """Closed surveys of a measurement begun within the year of account."""
    surveys = []
    for campaign in _campaigns(span, stage):
        rate = rate_of(campaign)
        surveys.append(StageSurvey(campaign.title, _who(campaign), rate.answered, rate.invited))
    return surveys


def stage_means(span: Span, stage: MonitoringStage) -> list[StageMean]:
    """Means of scales with a topic; forms are never mixed, their wordings differ (methodology §2.4, 1)."""
    projects = list(span.programme.projects.select_related("form"))
    found = []
    for campaign in _campaigns(span, stage):
        results = results_for_paper(campaign)
        project = project_of(campaign, projects)
        for one in results.items:
            scale = isinstance(one.item.options, ScaleOptions) and one.item.polarity != Polarity.NONE
            if scale and one.item.topic and one.mean is not None and one.n is not None:
                form = project.form.title if project else ""
                found.append(StageMean(form, _who(campaign), one.item.label, one.n, one.mean))
    return found


def conclusions_of(programme: Programme, *, year: int, stage: str) -> dict[str, str]:
    """Section → the curator's words."""
    rows = MonitoringConclusion.objects.filter(programme=programme, year=year, stage=stage)
    return dict(rows.values_list("part", "text"))


def _campaigns(span: Span, stage: MonitoringStage) -> list[Campaign]:
    return [
        one
        for one in closed_campaigns(span.programme, on=span.day)
        if one.phase == stage.value and one.opens_on >= span.since
    ]


def _who(campaign: Campaign) -> str:
    return WHO[Role(campaign.version.questionnaire.role)]
