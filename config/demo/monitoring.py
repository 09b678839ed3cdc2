"""Monitoring of the demo: waves of influence, questionnaires of the exit, coded words, SWOT and its papers."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from config.demo.answers import invented_answers
from config.demo.house import House
from core.clock import today
from core.enums import Role
from mentorship.enums import PersonCategory
from mentorship.models import Programme
from reports.domain import swot, swot_sessions
from reports.domain.monitoring import make_monitoring_report, make_swot_report
from reports.domain.quality import score_programme, write_conclusion
from reports.models import SwotProposal
from reports.selectors.quality import score_instrument
from reports.swot_enums import ConclusionPart, MonitoringStage, Origin, Quadrant, StatementState
from roadmap.models import Stage
from surveys.domain.answering import save_section, submit_response
from surveys.domain.campaigns import close_campaign, create_campaign, open_campaign
from surveys.domain.questionnaires import adopt_from_bank
from surveys.domain.themes import add_theme, mark_themes
from surveys.enums import Anonymity, Audience, Gate, ItemKind, Phase
from surveys.instruments import ScaleOptions
from surveys.models import Answer, Campaign, Invitation
from surveys.selectors.gate import gate_of
from surveys.selectors.questionnaires import load_version

INFLUENCE = "influence_student"
EXIT_MENTEE, EXIT_MENTOR = "quality_exit_student-student_mentee", "quality_exit_student-student_mentor"
# The middle of the marks by wave: a little better each time; anxiety goes down.
LEVELS = {Phase.ENTRY: 5, Phase.MIDDLE: 6, Phase.EXIT: 7}
VALUED = {
    "Личные встречи": (
        "Разговоры с наставником один на один.",
        "Что можно спросить о чём угодно на встрече вдвоём.",
    ),
    "Помощь с учёбой": ("Разобрали долги по математике.", "Наставник показал, как готовиться к зачёту."),
    "Общение в группе": ("Появились знакомые со старших курсов.",),
}
LACKING = {
    "Мало общих встреч": ("Хотелось бы чаще собираться всем вместе.", "Общих встреч было мало."),
    "Неудобное время": ("Встречи попадали на практику, приходилось переносить.",),
}


def first_wave(house: House, programme: Programme) -> None:
    """What the year began with: the parameters of influence, under a code."""
    _ask(house, programme, INFLUENCE, Phase.ENTRY, "Как живётся и учится: вход", Audience.MENTEES)


def last_waves(house: House, programme: Programme) -> None:
    """The middle and the end of the year, what it was like for both sides, and the words sorted by themes."""
    _ask(house, programme, INFLUENCE, Phase.MIDDLE, "Как живётся и учится: середина года", Audience.MENTEES)
    _ask(house, programme, INFLUENCE, Phase.EXIT, "Как живётся и учится: выход", Audience.MENTEES)
    for code, audience in ((EXIT_MENTEE, Audience.MENTEES), (EXIT_MENTOR, Audience.MENTORS)):
        campaign = _ask(house, programme, code, Phase.EXIT, "", audience)
        for key, themes in (("valuable", VALUED), ("lacking", LACKING)):
            _sort(campaign, key, themes, house)


def _ask(
    house: House, programme: Programme, code: str, phase: Phase, title: str, audience: Audience
) -> Campaign:
    version = adopt_from_bank(code, organization=house.organization, actor=house.curator)
    day = today(house.organization)
    campaign = create_campaign(
        programme,
        version=version,
        title=title or version.title,
        audience=audience,
        category=str(PersonCategory.STUDENT),
        phase=phase,
        anonymity=Anonymity.CONFIDENTIAL,
        opens_on=day,
        closes_on=day + dt.timedelta(days=14),
        actor=house.curator,
    )
    open_campaign(campaign, actor=house.curator)
    instrument = load_version(campaign.version).instrument
    invited = Invitation.objects.filter(campaign=campaign).select_related("person").order_by("pk")
    for place, invitation in enumerate(invited):
        if gate_of(invitation) != Gate.OPEN or (phase == Phase.MIDDLE and place % 4 == 0):
            continue
        chance = random.Random(f"{code} {invitation.person}")  # noqa: S311 - invented answers, the same at every run
        fields = invented_answers(
            instrument, seed=f"{code} {phase}", wished=_wishes(instrument, phase, place, chance)
        )
        save_section(invitation, fields, keys=[item.key for item in instrument.questions()])
        submit_response(invitation)
    close_campaign(campaign, actor=house.curator)
    return campaign


def _wishes(instrument: Any, phase: Phase, place: int, chance: random.Random) -> dict[str, Any]:
    """Marks around the level of the wave, words of one theme or another, two thirds of «yes»."""
    wished: dict[str, Any] = {}
    now = random.Random(f"{instrument.code} {phase} {place}")  # noqa: S311 - as above
    for item in instrument.questions():
        if isinstance(item.options, ScaleOptions) and item.kind == ItemKind.SCALE:
            level = LEVELS[phase] + chance.choice((-2, -1, 0, 0, 1, 2)) + now.choice((-1, 0, 0, 0, 1))
            if item.polarity == "lower":
                level = 11 - level
            if item.topic.startswith("quality-"):
                level += 0 if item.key in ("group_meetings", "events") else 1
            if item.key in ("group_meetings", "events"):
                level -= 3
            if item.key == "satisfaction":
                level = 5 if place % 4 == 0 else 9
            wished[item.key] = max(item.options.low, min(item.options.high, level))
        elif item.kind == ItemKind.YES_NO:
            wished[item.key] = item.key == "glad" or (place + len(item.key)) % 3 != 0
    for key, themes in (("valuable", VALUED), ("lacking", LACKING)):
        words = [text for texts in themes.values() for text in texts]
        wished[key] = words[place % len(words)]
    return wished


def _sort(campaign: Campaign, key: str, themes: dict[str, tuple[str, ...]], house: House) -> None:
    for title, texts in themes.items():
        theme = add_theme(campaign, key, title, actor=house.curator)
        answers = Answer.objects.filter(response__campaign=campaign, item__key=key, text__in=texts)
        mark_themes(
            campaign,
            key,
            {answer: {theme.pk} for answer in answers.values_list("pk", flat=True)},
            actor=house.curator,
        )


def close_year(house: House, programme: Programme) -> None:
    """The curator's score twice, a session, a SWOT with decisions and a measure, both reports."""
    _score(house, programme)
    analysis = swot.draft_swot(programme, actor=house.curator)
    _hold_session(house, analysis)
    for row in analysis.statements.filter(state=StatementState.NEW, origin=Origin.RULE):
        if row.rule.startswith("response") and row.quadrant == Quadrant.STRENGTH:
            swot.drop_statement(row, actor=house.curator, reason="Говорит об опросах, а не о программе")
        else:
            swot.keep_statement(row, actor=house.curator)
    weak = analysis.statements.filter(quadrant=Quadrant.WEAKNESS, state=StatementState.KEPT).first()
    stage = Stage.objects.filter(roadmap__programme=programme, roadmap__project=None).order_by("order").last()
    if weak and stage:
        swot.assign_measure(
            weak,
            stage=stage,
            text="Составить расписание общих встреч на год вместе с наставниками",
            responsible="Куратор программы",
            due=programme.period_end - dt.timedelta(days=30),
            users=[house.users[Role.CURATOR]],
            actor=house.curator,
        )
    swot.write_decisions(
        analysis,
        text="Программу продолжить.\nОбщие встречи внести в расписание заранее и не ставить на дни практики.",
        actor=house.curator,
    )
    _conclude(house, programme)
    make_swot_report(analysis, actor=house.curator)
    make_monitoring_report(programme, stage=MonitoringStage.EXIT, actor=house.curator)


def _score(house: House, programme: Programme) -> None:
    scoring = score_instrument(house.organization).scoring
    if scoring is None:
        return
    day = today(house.organization)
    for when, weak in ((day - dt.timedelta(days=30), 4), (day, 2)):
        if when >= programme.period_start:
            score_programme(
                programme,
                marks={key: 1 if place < weak else 2 for place, key in enumerate(scoring.items)},
                scored_on=when,
                comment="По анкетам, журналам встреч и разговорам с наставниками.",
                actor=house.curator,
            )


def _hold_session(house: House, analysis: Any) -> None:
    session = swot_sessions.open_session(
        analysis, title="SWOT-сессия команды", held_on=today(house.organization), actor=house.curator
    )
    said = (
        (Quadrant.STRENGTH, "Наставники сами предлагают темы встреч"),
        (Quadrant.OPPORTUNITY, "Ветераны завода готовы проводить мастер-классы"),
        (Quadrant.THREAT, "Автобус до второго корпуса ходит редко"),
    )
    for place, (quadrant, text) in enumerate(said):
        swot_sessions.propose(session, device=f"demo-{place}", quadrant=quadrant, text=text)
    shown = [
        swot_sessions.show_proposal(one, actor=house.curator)
        for one in SwotProposal.objects.filter(session=session)
    ]
    for voter in range(9):
        swot_sessions.vote(
            session, device=f"voter-{voter}", proposals={one.pk for one in shown[: 1 + voter % len(shown)]}
        )
    swot_sessions.merge_session(session, actor=house.curator)


def _conclude(house: House, programme: Programme) -> None:
    words = {
        ConclusionPart.QUALITY: "Личные встречи ценят обе стороны. Общих встреч не хватило.",
        ConclusionPart.INFLUENCE: "Тревожность снизилась, понимание будущего выросло.",
        ConclusionPart.OVERALL: "Программа достигла цели года. Замечания учтены в мерах SWOT-анализа.",
    }
    year = swot.year_of(programme, today(house.organization)).number
    for part, text in words.items():
        write_conclusion(
            programme, year=year, stage=MonitoringStage.EXIT, part=part, text=text, actor=house.curator
        )
