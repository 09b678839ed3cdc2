"""What the page of a pair tells: what comes next, what may be done now, what lies before and after it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from core.models import AuditEntry
from core.selectors.audit import history_of
from mentorship.enums import (
    ENDED_PAIR_STATES,
    OPEN_PAIR_STATES,
    TRYING_PAIR_STATES,
    WORKING_PAIR_STATES,
    PairState,
)
from mentorship.models import Pair, PairChange
from mentorship.pair_enums import PairPath
from mentorship.selectors.compatibility import Answer, answers_of
from mentorship.selectors.gates import is_employee_form, pair_obstacles
from mentorship.selectors.pair_changes import open_changes

HISTORY = 50
_NEXT = {
    PairState.PROPOSED: "Подтвердите пару к приказу или назначьте пробную встречу.",
    PairState.TRIAL: "Проведите пробную встречу и запишите, что скажут обе стороны.",
    PairState.COMPATIBILITY: "Соберите ответы сторон; при сомнениях — слово педагога-психолога.",
    PairState.TO_ORDER: "Пара подтверждена: подготовьте приказ о закреплении.",
    PairState.ACTIVE: "Пара работает: встречи, план, обратная связь.",
    PairState.SUSPENDED: "Работа приостановлена: возобновите её, когда причина отпадёт, или прекратите пару.",
    PairState.COMPLETED: "Пара завершена. Ошиблись — отмените завершение с указанием причины.",
    PairState.TERMINATED: "Пара прекращена досрочно. Наставляемым нужна новая пара или помощь педагога-психолога.",
    PairState.REJECTED: "Пара отклонена: этих людей больше не предложат друг другу.",
}


@dataclass(frozen=True)
class Step:
    """A page of a step that may be taken now."""

    label: str
    url: str
    danger: bool = False


def next_words(pair: Pair) -> str:
    """What comes next, in one sentence; the programme's setting and the draft order are taken into account."""
    if pair.state == PairState.PROPOSED and pair.programme.pair_path == PairPath.FULL:
        return "Назначьте пробную встречу: программа требует ответов обеих сторон."
    if pair.state == PairState.TO_ORDER and pair.order_document is not None:
        return "Пара стоит в проекте приказа и начнёт работать, когда его подпишут."
    return _NEXT[PairState(pair.state)]


def answers_shown(pair: Pair) -> list[Answer]:
    """The answers, while they matter or once somebody has given one."""
    answers = answers_of(pair)
    given = any(answer.verdict for answer in answers)
    return answers if given or pair.state in {PairState.TRIAL, PairState.COMPATIBILITY} else []


def obstacles_of(pair: Pair) -> list[str]:
    """What the law misses before the order or before work goes on."""
    if pair.state not in OPEN_PAIR_STATES | {PairState.SUSPENDED}:
        return []
    mentees = [place.mentee for place in pair.places.all() if place.is_live]
    return list(dict.fromkeys(pair_obstacles(pair.programme, pair.project, pair.mentor, mentees)))


def further_steps(pair: Pair) -> list[Step]:
    """Steps that ask for something first, beside the one-press buttons of the page."""
    found = []
    if pair.state in TRYING_PAIR_STATES:
        found.append(_step("Пробная встреча", "pair_trial", pair))
    if pair.state == PairState.ACTIVE:
        found.append(_step("Включить в группу", "pair_join", pair))
        found.append(_step("Приостановить", "pair_suspend", pair))
    if pair.state in WORKING_PAIR_STATES:
        if sum(1 for place in pair.places.all() if place.is_live) > 1:
            found.append(_step("Вывести из группы", "pair_leave", pair))
        found.append(_step("Заменить наставника", "pair_replace", pair))
        if is_employee_form(pair.project):
            found.append(_step("Предупреждение по ст. 351.8 ТК", "pair_notice", pair))
        found.append(_step("Завершить", "pair_complete", pair))
        found.append(_step("Прекратить досрочно", "pair_terminate", pair, danger=True))
    if pair.state in ENDED_PAIR_STATES:
        found.append(_step("Отменить завершение", "pair_reopen", pair))
    if pair.state == PairState.REJECTED:
        found.append(_step("Вернуть в предложенные", "pair_reopen", pair))
    if pair.state in OPEN_PAIR_STATES:
        found.append(_step("Отклонить", "pair_reject", pair, danger=True))
    return found


def changes_of(pair: Pair) -> list[PairChange]:
    return list(open_changes(pair))


def history_lines(pair: Pair) -> list[AuditEntry]:
    return list(history_of(pair)[:HISTORY])


def _step(label: str, name: str, pair: Pair, *, danger: bool = False) -> Step:
    return Step(label, reverse(f"mentorship:{name}", args=[pair.pk]), danger)
