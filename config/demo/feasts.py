"""Events, awards and practices of the demo: what was held, what is ahead, who is put forward, what pairs tell."""

import datetime as dt
import zoneinfo

from django.utils import timezone

from config.demo.house import House
from core.clock import today
from core.models import User
from mentorship.agenda import parse_agenda
from mentorship.award_enums import NominationSource, RoundState
from mentorship.domain.awards import add_juror, close_round, create_round, move_round
from mentorship.domain.event_visits import add_people, mark_by_list
from mentorship.domain.events import create_event, hold_event
from mentorship.domain.nominations import nominate, score
from mentorship.domain.practices import approve_practice, ask_for_word, say_word, write_practice
from mentorship.enums import PairState
from mentorship.models import AwardKind, AwardRound, Event, EventKind, Pair, Person, Practice, Programme
from mentorship.practice_enums import Word, WordWay

_AGENDA = """10:00 Регистрация
10:20 Приветствие; директор колледжа
10:30 Знакомство в кругу: кто мы и чем можем помочь друг другу
11:30 Чай и свободное общение
12:00 Анкета предпочтений"""
_FINAL = """14:00 Сбор гостей
14:20 Итоги года; куратор программы
14:40 Рассказы пар
15:20 Награждение
16:00 Общая фотография"""
_GROUNDS = (
    "Двое наставляемых сдали сессию без пересдач, третий нашёл тему для проекта.",
    "Ведёт встречи каждую неделю, материалами пользуются другие наставники.",
    "Помог новому преподавателю с журналом и первыми открытыми занятиями.",
)
_STORY = {
    "title": "Первый чертёж без переделок",
    "context": "К середине семестра у студента было четыре возвращённых чертежа и желание бросить учёбу.",
    "goal": "За шесть недель научиться читать задание и сдать зачётный чертёж с первого раза.",
    "actions": "Разбирали чужие ошибки, потом свои. Чертили по полчаса два раза в неделю, наставник не правил, а "
    "спрашивал. Перед сдачей проверяли по списку из десяти вопросов.",
    "result": "Зачётный чертёж принят с первого раза, список вопросов теперь есть у всей группы.",
    "advice": "Не исправляйте за наставляемого: спрашивайте, что он видит сам.",
    "testimonial": "Оказалось, что я это умею. Просто раньше никто не спрашивал, что я думаю.",
}
_SECOND = _STORY | {
    "title": "Как перестать бояться выступать",
    "context": "На семинарах молчание, на защите – слёзы.",
    "goal": "Выступить перед группой с пятиминутным рассказом.",
    "result": "Два выступления за месяц, второе – перед чужой группой.",
}


def bring_feasts(house: House, programme: Programme) -> None:
    """A round table was held, the common meeting is ahead with a full hall, an award takes nominations."""
    _round_table(house, programme)
    meeting = _event(
        house, programme, "group_meeting", "Общая встреча наставников и наставляемых", 5, _AGENDA, 24
    )
    people = Person.objects.filter(mentee_entries__programme=programme).order_by("search_key", "pk")
    add_people(meeting, people[:26], actor=house.curator)
    _award(house, programme)
    _tell(house, programme)


def close_feasts(house: House, programme: Programme) -> None:
    """The final event was held, the jury has decided."""
    event = _event(house, programme, "final", "Итоговая встреча «Вместе получилось»", 0, _FINAL, None)
    people = Person.objects.filter(pk__in=_working(programme)).order_by("search_key", "pk")
    add_people(event, people, actor=house.curator)
    _attend(event, house, absent=3)
    hold_event(event, actor=house.curator)
    found = AwardRound.objects.get(programme=programme)
    move_round(found, to=RoundState.SCORING, actor=house.curator)
    criteria = list(found.criteria.all())
    for juror in found.jury.select_related("user"):
        for place, nomination in enumerate(found.nominations.order_by("pk")):
            points = {one.pk: max(2, 5 - place - number % 2) for number, one in enumerate(criteria)}
            score(nomination, juror, points, actor=juror.user)
    close_round(found, actor=house.curator)


def _working(programme: Programme) -> list[int]:
    pairs = Pair.objects.filter(programme=programme, state__in=[PairState.ACTIVE, PairState.COMPLETED])
    return [key for pair in pairs.values_list("mentor__person", "mentees__person") for key in pair if key]


def _event(
    house: House, programme: Programme, code: str, title: str, in_days: int, agenda: str, capacity: int | None
) -> Event:
    """An event of two hours; that of today has just ended."""
    zone = zoneinfo.ZoneInfo(house.organization.time_zone)
    now = timezone.now().astimezone(zone)
    starts = (now + dt.timedelta(days=in_days)).replace(hour=10, minute=0, second=0, microsecond=0)
    if not in_days:
        starts = (now - dt.timedelta(hours=3)).replace(minute=0, second=0, microsecond=0)
    return create_event(
        programme,
        kind=EventKind.objects.get(code=code, organization=None),
        title=title,
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=2),
        place="Актовый зал, главный корпус",
        capacity=capacity,
        agenda=parse_agenda(agenda),
        actor=house.curator,
    )


def _round_table(house: House, programme: Programme) -> None:
    event = _event(house, programme, "round_table", "Круглый стол «Чему учит наставник»", -12, _AGENDA, None)
    mentors = Person.objects.filter(mentor_entries__programme=programme).order_by("search_key", "pk")
    add_people(event, mentors[:14], actor=house.curator)
    _attend(event, house, absent=2)
    hold_event(event, actor=house.curator)


def _attend(event: Event, house: House, *, absent: int) -> None:
    visits = list(event.visits.order_by("pk").values_list("pk", flat=True))
    mark_by_list(event, present=visits[: len(visits) - absent], absent=[], actor=house.curator)


def _award(house: House, programme: Programme) -> None:
    day = today(house.organization)
    found = create_round(
        programme,
        award=AwardKind.objects.get(code="mentor_of_year", organization=None),
        title="Наставник года",
        about="Награждаем наставника, чьи наставляемые продвинулись дальше всего. Расскажите своими словами.",
        opens_on=day - dt.timedelta(days=7),
        closes_on=day + dt.timedelta(days=21),
        scored_until=day + dt.timedelta(days=35),
        places=2,
        share_ties=True,
        by_themselves=True,
        actor=house.curator,
    )
    for number, user in enumerate(_jury(house)):
        add_juror(found, user, is_chair=number == 0, actor=house.curator)
    move_round(found, to=RoundState.OPEN, actor=house.curator)
    pairs = Pair.objects.filter(programme=programme, state=PairState.ACTIVE).order_by("pk")
    mentors = list(dict.fromkeys(pair.mentor.person for pair in pairs.select_related("mentor__person")))
    for person, grounds in zip(mentors, _GROUNDS, strict=False):
        nominate(found, person=person, grounds=grounds, source=NominationSource.CURATOR, actor=house.curator)


def _jury(house: House) -> list[User]:
    return [user for user in (house.director, house.curator) if user is not None]


def _tell(house: House, programme: Programme) -> None:
    """One practice is in the bank, the other waits for a mentee's word."""
    pairs = Pair.objects.filter(programme=programme, state=PairState.ACTIVE).order_by("pk")
    told_of = pairs.select_related("mentor__person", "programme", "organization")
    for pair, text in zip(told_of, (_STORY, _SECOND), strict=False):
        practice = write_practice(pair, actor=house.curator, **text)
        ask_for_word(practice, actor=house.curator)
        sides = practice.people.select_related("person").order_by("-side")
        for told in sides if text is _STORY else sides[:1]:
            told.practice = practice
            say_word(
                told, word=Word.AGREED, way=WordWay.PAPER, remark="лист в папке № 3", actor=house.curator
            )
    approve_practice(Practice.objects.filter(programme=programme).earliest("pk"), actor=house.curator)
