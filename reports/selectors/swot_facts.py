"""Collecting the facts of SWOT, scope by scope: the whole programme, then each form.

Figures of questionnaires are taken as documents may hold them (`results_for_paper` and its kin). A whole never adds up
its forms: what a form hides cannot be had by taking the others away.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count
from django.urls import reverse

from mentorship.enums import EntryState, PairState
from mentorship.models import Agreement, Alumnus, MenteeEntry, Pair, PairPulse, Programme, Project
from mentorship.partner_enums import AgreementState, AlumnusState
from mentorship.selectors.matching import mentees_waiting
from mentorship.selectors.partners import in_force
from mentorship.selectors.training import trained_share
from reports.indicator_lines import IndicatorLine
from reports.models import PassportRisk
from reports.selectors.annual import BY_ORDER
from reports.selectors.ending_reasons import normal, told_reasons
from reports.selectors.indicators import planned_lines
from reports.selectors.influence import InfluenceLine, expectation_lines, influence_lines
from reports.selectors.swot_answers import AnswerFacts, answer_facts
from reports.swot.facts import Endings, Expectation, Facts, Indicator, Part
from roadmap.enums import OccurrenceState
from roadmap.models import Activity, Occurrence
from surveys.selectors.campaigns import rate_of
from surveys.selectors.waves import closed_campaigns, project_of

MOST_OF_PLAN = Decimal(1_000_000)


def collect_facts(programme: Programme, *, on: dt.date, since: dt.date | None = None) -> list[Facts]:
    """The facts of the whole programme first, then of each of its forms in their order.

    ``since`` is the first day of the year of account: surveys begun and pairs ended before it are another year's. The
    entry that a year's exit is compared with may be older.
    """
    projects = list(programme.projects.select_related("form"))
    answers: dict[int | None, AnswerFacts] = {}
    for campaign in closed_campaigns(programme, on=on):
        if since is not None and campaign.opens_on < since:
            continue
        project = project_of(campaign, projects)
        place = answers.setdefault(project.pk if project else None, AnswerFacts())
        answer_facts(campaign, into=place)
        rate = rate_of(campaign)
        if rate.invited:
            url = reverse("surveys:campaign", args=[campaign.pk])
            place.rates.append(
                Part(
                    f"{campaign.version.questionnaire.code}", campaign.title, rate.answered, rate.invited, url
                )
            )
    expected = expectation_lines(programme, on=on)
    grown = influence_lines(programme, on=on)
    endings = endings_of(programme, projects, since=since)
    return [
        _scope(programme, project, answers, expected, grown, endings, on) for project in (None, *projects)
    ]


def _scope(
    programme: Programme,
    project: Project | None,
    answers: dict[int | None, AnswerFacts],
    expected: list[InfluenceLine],
    grown: list[InfluenceLine],
    endings: dict[int | None, Endings],
    on: dt.date,
) -> Facts:
    pk = project.pk if project else None
    said = answers.get(pk, AnswerFacts())
    whole = _whole_facts(programme, on) if project is None else {}
    return Facts(
        project=pk,
        title=project.form.title if project else "Программа в целом",
        means=tuple(said.means),
        expectations=tuple(_expectations(expected, pk)),
        shares=tuple(said.shares),
        themes=tuple(said.themes),
        satisfaction=tuple(said.satisfaction),
        rates=tuple(said.rates),
        influence=tuple(_influence(grown, pk)),
        endings=endings.get(pk),
        cadence=_cadence(programme, project, on),
        training=_training(programme, project, on),
        waiting=_waiting(programme, project),
        risks=passport_risks(programme, project) or risk_lines(project.risks if project else programme.risks),
        risks_url=reverse("mentorship:programme", args=[programme.pk]),
        **whole,
    )


def _expectations(lines: Iterable[InfluenceLine], project: int | None) -> Iterable[Expectation]:
    for line in lines:
        change = line.last
        if line.project == project and change.before is not None and change.after is not None and change.n:
            yield Expectation(
                f"{line.topic}:{line.audience}",
                line.label,
                line.audience,
                change.before,
                change.after,
                change.n,
                reverse("reports:influence"),
            )


def _influence(
    lines: Iterable[InfluenceLine], project: int | None
) -> Iterable[tuple[Expectation, bool, str]]:
    certain = [line for line in lines if line.last.is_certain and line.last.better is not None]
    for line, one in zip(certain, [list(_expectations([line], project)) for line in certain], strict=True):
        if one:
            yield one[0], bool(line.last.better), line.last.reading


def endings_of(
    programme: Programme, projects: Iterable[Project], *, since: dt.date | None = None
) -> dict[int | None, Endings]:
    """Pairs by what became of them, for the programme (None) and each form; one query.

    A reason is told only where at least five pairs ended by it, and a form's only where the programme's minus the
    other forms' tells no fewer.
    """
    pairs = Pair.objects.filter(programme=programme)
    if since is not None:
        pairs = pairs.exclude(ended_on__lt=since)
    rows = pairs.order_by().values_list("project_id", "state", "end_reason").annotate(Count("pk"))
    states: Counter[tuple[int | None, str]] = Counter()
    reasons: Counter[tuple[int, str]] = Counter()
    for project, state, reason, count in rows:
        states[project, state] += count
        states[None, state] += count
        if state == PairState.TERMINATED and reason.strip():
            reasons[project, normal(reason)] += count
    told = told_reasons(reasons)
    url = reverse("mentorship:pairs")
    return {
        scope: Endings(
            started=sum(states[scope, state] for state in BY_ORDER),
            completed=states[scope, PairState.COMPLETED],
            ended_early=states[scope, PairState.TERMINATED],
            rejected=states[scope, PairState.REJECTED],
            reasons=told.get(scope, ()),
            url=url,
        )
        for scope in (None, *(project.pk for project in projects))
    }


def _cadence(programme: Programme, project: Project | None, on: dt.date) -> Part | None:
    pulses = PairPulse.objects.filter(programme=programme, is_working=True)
    if project is not None:
        pulses = pulses.filter(project=project)
    whole = pulses.count()
    late = pulses.filter(due_on__lt=on).count()
    return Part("pairs", "пары, которые встречаются реже нормы", late, whole, reverse("mentorship:health"))


def _training(programme: Programme, project: Project | None, on: dt.date) -> Part | None:
    share = trained_share(programme, project=project, on=on)
    url = reverse("mentorship:mentors")
    return Part("mentors", "обученные наставники", share.numerator, share.denominator, url)


def _waiting(programme: Programme, project: Project | None) -> Part | None:
    rows, waiting = MenteeEntry.objects.filter(programme=programme), mentees_waiting(programme)
    if project is not None:
        rows, waiting = rows.filter(project=project), waiting.filter(project=project)
    whole = rows.exclude(state=EntryState.LEFT).count()
    return Part("mentees", "наставляемые без пары", waiting.count(), whole, reverse("mentorship:mentees"))


def passport_risks(programme: Programme, project: Project | None) -> tuple[str, ...]:
    """Risks of the passport's own table, the most likely and harmful first; empty where the table is not filled."""
    rows = PassportRisk.objects.filter(passport__programme=programme, project=project)
    worst = sorted(rows, key=lambda row: (-row.probability * row.impact, row.pk))
    return tuple(dict.fromkeys(" ".join(row.text.split()).rstrip("; ") for row in worst))


def risk_lines(text: str) -> tuple[str, ...]:
    """Lines of a field «риски», without bullets and numbers, each once."""
    lines = (line.strip().lstrip("–—-•*·0123456789.) \t").rstrip("; \t") for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _whole_facts(programme: Programme, on: dt.date) -> dict:
    due = Occurrence.objects.filter(
        activity__in=Activity.objects.filter(stage__roadmap__programme=programme), due__lte=on
    )
    figures = due.order_by().values_list("state").annotate(Count("pk"))
    counts = dict(figures)
    done, whole = counts.get(OccurrenceState.DONE, 0), sum(counts.values())
    roadmap = reverse("roadmap:roadmap")
    partners = reverse("mentorship:partners")
    agreements = Agreement.objects.all()
    ended = agreements.filter(
        state__in=[AgreementState.ENDED, AgreementState.TERMINATED],
        ends_on__gte=programme.period_start,
        ends_on__lte=on,
    ).count()
    return {
        "indicators": tuple(judged(planned_lines(programme, on=on))),
        "roadmap": Part("roadmap", "наступившие сроки, выполнено", done, whole, roadmap),
        "overdue": Part("roadmap", "наступившие сроки, не выполнено", whole - done, whole, roadmap),
        "agreements": Part(
            "agreements", "соглашения", agreements.filter(in_force(on)).count(), agreements.count(), partners
        ),
        "ended_agreements": Part("agreements", "соглашения", ended, agreements.count(), partners),
        "alumni": Part(
            "alumni",
            "выпускники на связи",
            Alumnus.objects.filter(state=AlumnusState.IN_TOUCH).count(),
            Alumnus.objects.count(),
            reverse("mentorship:alumni"),
        ),
    }


def judged(lines: Iterable[IndicatorLine]) -> Iterable[Indicator]:
    """Those whose plan and fact are both known, shares and others alike."""
    for line in lines:
        if line.is_reached is not None:
            yield Indicator(
                line.code,
                line.label,
                line.value,
                line.planned_text,
                line.is_reached,
                line.is_share,
                line.share if line.is_share else _of_plan(line),
                line.fraction,
                reverse("reports:indicator", args=[line.pk]),
            )


def _of_plan(line: IndicatorLine) -> Decimal | None:
    """The fact in per cent of the plan, no more than the column of a statement's figure holds."""
    if line.amount is None or not line.planned:
        return None
    return min((100 * line.amount / line.planned).quantize(Decimal("0.1"), ROUND_HALF_UP), MOST_OF_PLAN)
