"""Meetings of the demo's pairs: some well on their way, one that asks for help, one that has a task waiting."""

import datetime as dt
from typing import Any

from config.demo.house import House
from core.clock import today
from core.enums import Role
from core.personal_tokens import new_key
from core.production_calendar import add_working_days
from mentorship.care_enums import CareKind
from mentorship.domain.care import raise_task
from mentorship.domain.feedback import record_feedback
from mentorship.domain.health import refresh_pulses
from mentorship.domain.meeting_norms import add_break
from mentorship.domain.meetings import confirm_meeting, log_meeting, miss_meeting, plan_meeting
from mentorship.enums import PairState
from mentorship.meeting_enums import MeetingKind, MeetingWay, Side
from mentorship.models import Pair, Programme

_HELD: tuple[tuple[MeetingKind, int, str, str], ...] = (
    (MeetingKind.ACQUAINTANCE, 40, "Кто мы и чего ждём", "Встречаться по средам после занятий."),
    (MeetingKind.TRIAL, 33, "Разобрали одну задачу вместе", "Завести общую тетрадь."),
    (MeetingKind.PLANNING, 26, "Составили план до конца полугодия", "Три цели и дни встреч."),
    (MeetingKind.REGULAR, 15, "Подготовка к контрольной", "Решить пять задач до среды."),
    (MeetingKind.REGULAR, 4, "Разбор ошибок", "Сходить вместе на консультацию."),
)
MEETING, ASKING = 6, 2


def bring_meetings(house: House, programme: Programme) -> None:
    """Half of the pairs have met; the newest meeting of one waits for the mentee's word."""
    day = today(house.organization)
    pairs = list(
        Pair.objects.filter(programme=programme, state=PairState.ACTIVE)
        .select_related("organization")
        .order_by("pk")
    )
    for number, pair in enumerate(pairs[:MEETING]):
        for kind, ago, topic, agreed in _HELD[: len(_HELD) - number % 3]:
            _hold(house, pair, kind, day - dt.timedelta(days=ago), topic, agreed, confirmed=ago > 4)
        plan_meeting(
            pair, form_key=new_key(), side=Side.MENTOR, actor=house.curator, kind=MeetingKind.REGULAR,
            on=add_working_days(day, 3 + number), starts_at=dt.time(15, 30), place="Библиотека колледжа",
            topic="Что получилось за неделю", in_order=False,
        )  # fmt: skip
    for pair in pairs[MEETING : MEETING + ASKING]:
        person = pair.places.select_related("mentee__person").all()[0].mentee.person
        record_feedback(
            pair, person=person, source="demo", score=2, needs_help=True,
            word="Наставник часто переносит встречи, не знаю, как сказать.", actor=house.curator,
        )  # fmt: skip
        miss_meeting(
            pair, form_key=new_key(), side=Side.MENTOR, actor=house.curator, kind=MeetingKind.ACQUAINTANCE,
            on=day - dt.timedelta(days=2), reason="Наставник заболел",
        )  # fmt: skip
    if len(pairs) > MEETING:
        raise_task(
            programme=programme,
            pair=pairs[-1],
            kind=CareKind.OTHER,
            key="demo:psychologist",
            text="Перед первой встречей поговорить о тревоге: просила классный руководитель.",
            due_on=add_working_days(day, 4),
            role=Role.PSYCHOLOGIST,
            actor=house.curator,
        )
    year = programme.period_end.year
    add_break(
        house.organization, title="Зимние каникулы", starts_on=dt.date(year - 1, 12, 30),
        ends_on=dt.date(year, 1, 11), actor=house.curator,
    )  # fmt: skip
    refresh_pulses(house.organization)


def _hold(
    house: House, pair: Pair, kind: MeetingKind, on: dt.date, topic: str, agreed: str, *, confirmed: bool
) -> None:
    values: dict[str, Any] = {
        "topic": topic,
        "agreements": agreed,
        "way": MeetingWay.IN_PERSON,
        "place": "Кабинет 214",
    }
    made = log_meeting(
        pair, present={place.pk: True for place in pair.places.all()}, form_key=new_key(), side=Side.MENTOR,
        actor=house.curator, kind=kind, on=on, next_on=on + dt.timedelta(days=7), **values,
    )  # fmt: skip
    if confirmed:
        confirm_meeting(made, side=Side.MENTEE, actor=None)
