"""«Школа наставников» of the demo: a group that has finished, one that studies, a paper from elsewhere."""

import datetime as dt
from decimal import Decimal

from config.demo.house import House
from core.clock import today
from mentorship.domain.training import finish_group, record_outside_training
from mentorship.domain.training_courses import add_topic, create_course
from mentorship.domain.training_groups import add_session, create_group, enrol, mark_attendance
from mentorship.enums import EntryState
from mentorship.models import MentorEntry, Programme, TrainingCourse, TrainingGroup
from mentorship.training_enums import CourseKind, GroupState, TopicKind
from reports.domain.certificates import make_certificate
from reports.selectors.certificates import completed_places

_TOPICS = (
    ("Роль наставника", "Кто такой наставник и чего он не делает", TopicKind.LECTURE),
    ("Роль наставника", "Первая встреча: договориться о целях и правилах", TopicKind.PRACTICE),
    ("Работа пары", "Как давать обратную связь", TopicKind.TRAINING),
    ("Работа пары", "Когда звать психолога и куратора", TopicKind.LECTURE),
)
_LATE = 2  # mentors of the end of the list who missed most of it
_WAITING = 3  # mentors who are seated in no group yet


def hold_school(house: House, programme: Programme) -> None:
    """A course of eight hours that most of the confirmed mentors have finished."""
    course = _course(house)
    day = today(house.organization)
    group = create_group(
        course,
        programme=programme,
        title="Ноябрь",
        leader="Тихонравова О. Ю., педагог-психолог",
        place="Кабинет 305",
        starts_on=day - dt.timedelta(days=28),
        ends_on=day,
        capacity=30,
        actor=house.curator,
    )
    for week, topic in enumerate(course.topics.all()):
        add_session(
            group, on=group.starts_on + dt.timedelta(days=7 * week), hours=topic.hours, topic=topic,
            starts_at=dt.time(15, 0), place=group.place, actor=house.curator,
        )  # fmt: skip
    mentors = MentorEntry.objects.filter(programme=programme, state=EntryState.SELECTED)
    chosen = list(mentors.select_related("person").order_by("sort_name", "pk"))[:-_WAITING]
    enrol(group, chosen, actor=house.curator)
    _mark(group, house)
    finish_group(group, actor=house.curator)


def _give_certificates(house: House, programme: Programme) -> None:
    """Everybody who finished the school has a certificate with a number."""
    for group in TrainingGroup.objects.filter(programme=programme, state=GroupState.FINISHED):
        for place in completed_places(group):
            make_certificate(place, actor=house.curator)


def _mark(group: TrainingGroup, house: House) -> None:
    sessions, places = list(group.sessions.all()), list(group.places.order_by("pk"))
    present = {
        (session.pk, place.pk)
        for row, place in enumerate(places)
        for session in (sessions[:1] if row >= len(places) - _LATE else sessions)
        if (row + session.pk) % 11  # nobody is there every time
    }
    mark_attendance(group, present=present, absent=(), actor=house.curator)


def next_school(house: House, programme: Programme) -> None:
    """Certificates are given, a practical course goes on, one mentor has brought a paper from an institute."""
    _give_certificates(house, programme)
    day = today(house.organization)
    course = create_course(
        house.organization,
        title="Практикум «Трудный разговор»",
        kind=CourseKind.SEMINAR,
        hours=6,
        threshold=60,
        actor=house.curator,
    )
    group = create_group(
        course,
        programme=programme,
        title="Зима",
        leader="Тихонравова О. Ю., педагог-психолог",
        starts_on=day - dt.timedelta(days=7),
        ends_on=day + dt.timedelta(days=21),
        capacity=12,
        actor=house.curator,
    )
    for week, title in enumerate(("Слышать и спрашивать", "Спор без обиды", "Разбор случаев")):
        add_session(
            group, on=group.starts_on + dt.timedelta(days=10 * week), hours=Decimal(2), title=title,
            starts_at=dt.time(15, 0), place="Библиотека", actor=house.curator,
        )  # fmt: skip
    mentors = MentorEntry.objects.filter(programme=programme, state=EntryState.PAIRED).select_related(
        "person"
    )
    chosen = list(mentors.order_by("person__category", "pk"))[:6]
    enrol(group, chosen, actor=house.curator)
    first = group.sessions.first()
    if first is not None:
        places = group.places.order_by("pk").values_list("pk", flat=True)
        mark_attendance(
            group, present=[(first.pk, place) for place in places[:5]], absent=(), actor=house.curator
        )
    untrained = mentors.exclude(training_places__state="completed").order_by("pk").first()
    if untrained is not None:
        record_outside_training(
            untrained.person,
            title="Наставничество в профессиональном образовании",
            provider="Приреченский институт развития образования",
            hours=36,
            number="036-Н",
            issued_on=day - dt.timedelta(days=160),
            actor=house.curator,
        )


def _course(house: House) -> TrainingCourse:
    course = create_course(
        house.organization,
        title="Школа наставников",
        hours=8,
        content="Наставник готов к первым встречам: знает свою роль, умеет договориться о целях и слушать.",
        threshold=75,
        actor=house.curator,
    )
    for module, title, kind in _TOPICS:
        add_topic(course, module=module, title=title, kind=kind, hours=Decimal(2), actor=house.curator)
    return course
