"""Quality of the programme: the curator's score with its bands, satisfaction and what stands against expectations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from core.enums import Role
from core.models import Membership, Organization
from core.russian import percent
from mentorship.models import Programme, Project
from mentorship.selectors.programmes import programmes_visible_to
from reports.models import CuratorScore
from surveys.enums import Phase
from surveys.enums import Role as Side
from surveys.instruments import Instrument
from surveys.models import QuestionnaireVersion
from surveys.selectors.questionnaires import bank, load_version
from surveys.selectors.satisfaction import satisfaction_items, satisfaction_of
from surveys.selectors.waves import closed_campaigns, project_of
from surveys.selectors.years import WHO

SCORE_CODE = "curator_score"


def score_instrument(organization: Organization) -> Instrument:
    """The nine criteria with their bands: the institution's own last edition, else the portal's."""
    own = (
        QuestionnaireVersion.objects.filter(
            questionnaire__organization=organization, questionnaire__code=SCORE_CODE
        )
        .exclude(scoring=None)
        .select_related("questionnaire")
        .order_by("-number")
        .first()
    )
    return load_version(own).instrument if own else bank()[SCORE_CODE]


@dataclass(frozen=True)
class BandView:
    label: str
    low: int
    high: int
    is_reached: bool


@dataclass(frozen=True)
class ScoreView:
    """A score as it is read: the marks, the sum within the bands, the change since the one before."""

    pk: int
    scored_on: dt.date
    form: str
    total: int
    most: int
    level: str
    bands: tuple[BandView, ...]
    criteria: tuple[tuple[str, str, int], ...]
    note: str
    comment: str
    by: str
    change: int | None


def scores_visible_to(membership: Membership) -> QuerySet[CuratorScore]:
    found = CuratorScore.objects.filter(programme__in=programmes_visible_to(membership)).select_related(
        "programme", "project__form", "scored_by"
    )
    if membership.role == Role.PROJECT_CURATOR:
        found = found.filter(project__curators=membership.user)
    return found


def score_views(scores: QuerySet[CuratorScore]) -> list[ScoreView]:
    """The newest first, each against the one before of the same form; one query."""
    rows = list(scores)
    views = []
    for place, row in enumerate(rows):
        before = next((one for one in rows[place + 1 :] if one.project_id == row.project_id), None)
        views.append(_view(row, before))
    return views


def _view(row: CuratorScore, before: CuratorScore | None) -> ScoreView:
    return ScoreView(
        pk=row.pk,
        scored_on=row.scored_on,
        form=row.project.form.title if row.project else "",
        total=row.total,
        most=row.most,
        level=row.level,
        bands=tuple(
            BandView(one["label"], one["low"], one["high"], one["low"] <= row.total <= one["high"])
            for one in row.bands
        ),
        criteria=tuple((one["section"], one["text"], row.marks[one["key"]]) for one in row.criteria),
        note=row.note,
        comment=row.comment,
        by=row.scored_by.full_name if row.scored_by else "",
        change=row.total - before.total if before else None,
    )


@dataclass(frozen=True)
class SatisfactionLine:
    """Those of one side and form who are satisfied, of those who answered; None where it may not be told."""

    form: str
    project: int | None
    who: str
    campaign: int
    answered: int | None
    satisfied: int | None
    note: str

    @property
    def share(self) -> str:
        return percent(self.satisfied, self.answered)

    @property
    def url(self) -> str:
        return reverse("surveys:results", args=[self.campaign])


@dataclass(frozen=True)
class SatisfactionTotal:
    """One side over all forms; known only where every form with answers may be told: else the rest would follow."""

    who: str
    answered: int | None
    satisfied: int | None

    @property
    def share(self) -> str:
        return percent(self.satisfied, self.answered)


def satisfaction_lines(programme: Programme, *, on: dt.date) -> list[SatisfactionLine]:
    """Satisfaction by form and side from the last closed exit questionnaires."""
    projects: list[Project] = list(programme.projects.select_related("form"))
    seen: set[tuple[int, str, str]] = set()
    lines = []
    for campaign in closed_campaigns(programme, on=on):
        if campaign.phase != Phase.EXIT or satisfaction_items(campaign) is None:
            continue
        project = project_of(campaign, projects)
        role = campaign.version.questionnaire.role
        key = (project.pk if project else 0, role, campaign.category)
        if key in seen:
            continue
        seen.add(key)
        told = satisfaction_of(campaign)
        if told is not None:
            lines.append(
                SatisfactionLine(
                    project.form.title if project else "",
                    project.pk if project else None,
                    WHO[Side(role)],
                    campaign.pk,
                    told.answered,
                    told.satisfied,
                    told.note,
                )
            )
    return sorted(lines, key=lambda line: (line.form, line.who, line.campaign))


def satisfaction_totals(lines: list[SatisfactionLine]) -> list[SatisfactionTotal]:
    """Each side over its forms: a sum of what is shown, and nothing where one of the parts is hidden."""
    totals = []
    for who in dict.fromkeys(line.who for line in lines):
        own = [line for line in lines if line.who == who]
        if len(own) == 1:
            continue  # the whole is that one form
        answered = [line.answered for line in own if line.answered is not None]
        satisfied = [line.satisfied for line in own if line.satisfied is not None]
        whole = len(answered) == len(satisfied) == len(own)
        totals.append(
            SatisfactionTotal(who, sum(answered) if whole else None, sum(satisfied) if whole else None)
        )
    return totals
