"""A small year in which every formula has somebody to count and somebody to leave out, each for a rule of its own.

The day of the figures is 28 February of a common year; the year of account is the programme's second, so that what
belongs to the first is not counted again. People are told apart by their names, as in a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from mentorship.enums import EntryState, PairState, PersonCategory
from mentorship.meeting_enums import MeetingKind, MeetingState
from mentorship.models import (
    Alumnus,
    DevelopmentPlan,
    Meeting,
    MeetingBreak,
    MeetingNorm,
    MenteeCategory,
    OutsideTraining,
    Pair,
    PartnerEmployee,
    PartnerOrganization,
    Person,
    Practice,
    Project,
    TrainingCourse,
    TrainingGroup,
    TrainingPlace,
)
from mentorship.partner_enums import AlumnusState, PartnerState
from mentorship.plan_enums import PlanState
from mentorship.practice_enums import PracticeState
from mentorship.training_enums import PlaceState
from surveys.domain.answering import save_draft, submit_response
from surveys.domain.campaigns import close_campaign
from surveys.enums import Phase
from surveys.models import Campaign
from surveys.selectors.questionnaires import load_version
from tests import factories
from tests.reports.indicator_worlds import contingent, pair_by_order
from tests.reports.test_indicator_satisfaction import EXIT
from tests.surveys import makers

ON, FIRST = date(2027, 2, 28), date(2026, 9, 1)
STARTED, ENDS = date(2025, 9, 1), date(2027, 8, 31)
CONTINGENT = {
    "students": 60,
    "students_10_19": 45,
    "students_15_19": 30,
    "teachers": 40,
    "young_specialists": 5,
}
VACATION = (date(2027, 2, 15), date(2027, 2, 19))
OTHER_NORM = 21
ANSWERS = {
    "mentee": [(9, "yes")] * 6 + [(7, "yes")] * 6 + [(3, "no")] * 8,
    "mentor": [(10, "yes")] * 9 + [(2, "no")] * 7,
}


@dataclass
class World:
    """Two forms of one programme; `pairs` by a word, for what hangs on them."""

    peers: Project
    staff: Project
    pairs: dict[str, Pair] = field(default_factory=dict)
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))

    @property
    def org(self) -> Any:
        return self.peers.organization

    @property
    def programme(self) -> Any:
        return self.peers.programme

    def person(self, born: date | None, category: str = PersonCategory.STUDENT, **given: Any) -> Person:
        number = next(self.numbers)
        name = f"Счётова{chr(ord('а') + number // 26)}{chr(ord('а') + number % 26)}"
        values = {"last_name": name, "first_name": "Анна", "middle_name": "", "group": ""}
        return factories.person(self.org, birth_date=born, category=category, **values | given)

    def teacher(self, **given: Any) -> Person:
        return self.person(date(1985, 1, 1), PersonCategory.EMPLOYEE, **given)

    def pair(
        self,
        name: str,
        mentees: list[Person],
        *,
        mentor: Person | None = None,
        of: Project | None = None,
        **given: Any,
    ) -> Pair:
        made = pair_by_order(of or self.peers, mentees, mentor=mentor or self.teacher(), **given)
        made.mentees.update(state=EntryState.PAIRED)
        self.pairs[name] = made
        return made


def nasty_world(org: Any) -> World:
    programme = factories.programme(org, period_start=STARTED, period_end=ENDS)
    world = World(
        factories.project(programme),
        factories.project(programme, form=factories.form(title="Педагог – педагог")),
    )
    for kind, number in CONTINGENT.items():
        contingent(programme, kind, number)
    contingent(programme, "students", 999, as_of=date(2027, 3, 1))  # later than the day
    contingent(programme, "students", 1, as_of=date(2025, 10, 1))  # older than the newest
    _ages_and_places(world)
    _orders(world)
    _endings(world)
    _partners(world)
    _training(world)
    _young(world)
    _pace(world)
    _plans_and_practices(world)
    _alumni(world)
    _answers(world)
    return world


def _ages_and_places(world: World) -> None:
    on_the_edge = world.person(date(2007, 3, 1))  # 19 years and 11 months
    world.pair("edge", [on_the_edge, world.person(date(2007, 2, 28))])  # and who is twenty on the day
    world.pair("ten", [world.person(date(2017, 2, 28)), world.person(date(2017, 3, 1))])  # ten, and not yet
    leap = world.person(date(2012, 2, 29))  # fifteen tomorrow, on 1 March
    world.pair("leap", [world.person(date(2010, 5, 1))], mentor=leap)
    world.pair(
        "fifteen", [world.person(None)], mentor=world.person(date(2012, 2, 28))
    )  # and a mentee of no known age
    twice = world.person(date(2009, 6, 6))
    both = world.person(date(2008, 8, 8))
    world.pair("first", [twice], mentor=both)
    world.pair("second", [twice], of=world.staff)  # once more in another form
    world.pair("both", [both], of=world.staff)  # a mentor who is a mentee as well
    group = [world.person(date(2011, 1, day)) for day in range(1, 5)]
    big = world.pair("group", group, mentor=world.person(date(2008, 2, 29)))
    places = list(big.places.order_by("pk"))
    big.places.filter(pk=places[0].pk).update(joined_on=date(2027, 2, 28))
    big.places.filter(pk=places[1].pk).update(joined_on=date(2027, 3, 1))  # joins tomorrow
    big.places.filter(pk=places[2].pk).update(left_on=date(2027, 1, 15), is_live=False, left_reason="Переезд")


def _orders(world: World) -> None:
    student = date(2010, 4, 4)
    world.pair("today", [world.person(student)], order_date=ON)
    world.pair("tomorrow", [world.person(student)], order_date=date(2027, 3, 1))
    world.pair("first day", [world.person(student)], order_date=FIRST)
    old = world.pair(
        "last year", [world.person(student), world.person(student)], order_date=date(2026, 8, 31)
    )
    old.places.filter(pk=old.places.order_by("pk").last().pk).update(joined_on=date(2026, 10, 1))
    world.pair("suspended", [world.person(student)], state=PairState.SUSPENDED)
    world.pair("waiting", [world.person(student)], state=PairState.TO_ORDER, order_number="", order_date=None)
    world.pair(
        "rejected", [world.person(student)], state=PairState.REJECTED, order_number="", order_date=None
    )


def _endings(world: World) -> None:
    student = date(2010, 9, 9)
    over = {"state": PairState.COMPLETED, "ended_on": date(2027, 1, 20)}
    grown, left = world.person(date(2009, 2, 2)), world.person(date(2009, 2, 3))
    done = world.pair("done", [grown, left, world.person(student)], **over)
    done.places.update(is_live=False, left_on=date(2027, 1, 20), closed_with_pair=True)
    done.places.filter(mentee__person=left).update(left_on=date(2026, 12, 1), closed_with_pair=False)
    world.pair("grown", [world.person(student)], mentor=grown, order_date=date(2027, 1, 25))
    world.pair("left", [world.person(student)], mentor=left, order_date=date(2027, 1, 26))
    world.pair("gave up", [world.person(student)], **over | {"state": PairState.TERMINATED})
    world.pair(
        "old end",
        [world.person(student)],
        **over | {"ended_on": date(2026, 8, 31), "order_date": date(2026, 2, 1)},
    )
    world.pair("ends later", [world.person(student)], **over | {"ended_on": date(2027, 3, 1)})
    moved = world.person(student)
    before = world.pair(
        "before", [moved], **over | {"state": PairState.TERMINATED, "ended_on": date(2027, 2, 1)}
    )
    before.places.update(is_live=False, left_on=date(2027, 2, 1), closed_with_pair=True)
    world.pair("after", [moved], order_date=date(2027, 2, 2), replaces=before)


def _partners(world: World) -> None:
    names = {"Опора": PartnerState.ACTIVE, "Маяк": PartnerState.ACTIVE, "Якорь": PartnerState.ARCHIVED}
    names |= {"Причал": PartnerState.ARCHIVED, "Компас": PartnerState.ACTIVE}
    found = {
        name: PartnerOrganization.objects.create(
            organization=world.org, full_name=f"ООО «{name}»", short_name=name, search_key=name.lower(),
            name_key=name.lower(), state=state,
        )
        for name, state in names.items()
    }  # fmt: skip
    for partner, works in (("Опора", "Опора"), ("Якорь", "Якорь"), ("Компас", "Другое место")):
        who = world.person(date(1980, 1, 1), PersonCategory.EMPLOYER, employer=f"ООО «{works}»")
        world.pair(partner, [world.person(date(2009, 7, 7))], mentor=who)
        # Of the last one the card says another place now, so that the enterprise has no mentor.
        PartnerEmployee.objects.create(
            organization=world.org, partner=found[partner], person=who, employer=f"ООО «{partner}»"
        )


def _training(world: World) -> None:
    def outside(pair: str, day: date, **given: Any) -> None:
        OutsideTraining.objects.create(
            organization=world.org, person=world.pairs[pair].mentor.person, title="Основы наставничества",
            provider="Институт примеров", hours=16, issued_on=day, **given,
        )  # fmt: skip

    outside("edge", ON)
    outside("ten", date(2027, 3, 1))
    outside("leap", date(2024, 1, 10))
    outside("first", date(2026, 10, 1), revoked_on=date(2026, 11, 1), revoked_reason="Ошибка")
    course = TrainingCourse.objects.create(organization=world.org, title="Школа наставников")
    group = TrainingGroup.objects.create(
        organization=world.org, course=course, programme=world.programme, title="Первая", leader="Методист",
        starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 1),
    )  # fmt: skip
    for slot, (pair, state, day) in enumerate(
        (("group", PlaceState.COMPLETED, date(2026, 12, 1)), ("second", PlaceState.FAILED, None)), start=1
    ):
        TrainingPlace.objects.create(
            organization=world.org, group=group, course=course, entry=world.pairs[pair].mentor, slot=slot, state=state,
            completed_on=day, hours=16 if day else None,
        )  # fmt: skip
    for state in (EntryState.CANDIDATE, EntryState.LEFT):  # trained, and no confirmed mentors
        entry = factories.mentor(
            world.programme,
            person=world.teacher(),
            state=state,
            state_reason="Уехал" if state == EntryState.LEFT else "",
        )
        OutsideTraining.objects.create(
            organization=world.org, person=entry.person, title="Основы", provider="Институт", hours=8,
            issued_on=date(2026, 9, 9),
        )  # fmt: skip


def _young(world: World) -> None:
    mark = MenteeCategory.objects.get(organization=None, code="young_specialists")
    own = MenteeCategory.objects.create(
        organization=world.org, code="ours", title="Молодые педагоги колледжа"
    )
    other = MenteeCategory.objects.get(organization=None, code="newcomers")
    young = {"marked": mark, "ours": own, "newcomer": other}
    for name, category in young.items():
        pair = world.pair(name, [world.teacher()], of=world.staff)
        pair.mentees.get().categories.add(category)
    early = world.pair("early", [world.teacher()], of=world.staff, order_date=date(2026, 5, 5))
    early.mentees.get().categories.add(mark)
    world.pairs["edge"].mentees.first().categories.add(mark)  # a student marked by mistake


def _pace(world: World) -> None:
    """The norm is fourteen days, of the second form three weeks; a vacation and 23 February are nobody's days."""
    MeetingNorm.objects.create(organization=world.org, form=world.staff.form, days=OTHER_NORM)
    MeetingBreak.objects.create(
        organization=world.org, title="Каникулы", starts_on=VACATION[0], ends_on=VACATION[1]
    )
    held = MeetingState.HELD
    for number, (pair, day, minutes, state) in enumerate(
        (
            ("first", date(2027, 2, 8), 45, held),  # the term ends on the Sunday of the day, so on Monday
            ("leap", date(2027, 2, 6), 45, held),  # and on the Friday before it
            ("leap", date(2027, 2, 26), 30, MeetingState.MISSED),
            ("edge", date(2027, 2, 27), 90, held),
            ("ten", date(2027, 3, 1), 60, held),  # after the day
            ("fifteen", date(2026, 12, 1), 60, held),
            ("second", date(2027, 2, 1), 25, held),
            ("suspended", date(2027, 2, 27), 20, held),
            ("last year", date(2026, 8, 30), 55, held),  # of the year before
            ("last year", date(2027, 2, 27), 15, held),
            ("done", date(2026, 12, 12), 35, held),
            ("ends later", date(2027, 2, 25), 40, held),
        )
    ):
        Meeting.objects.create(
            organization=world.org, programme=world.programme, pair=world.pairs[pair], kind=MeetingKind.REGULAR,
            side="mentor", state=state, on=day, minutes=minutes, form_key=f"recount-{number}",
            reason="" if state == held else "Болезнь",
        )  # fmt: skip


def _plans_and_practices(world: World) -> None:
    done, approved = PlanState.COMPLETED, PlanState.APPROVED
    for pair, state, agreed, ended in (
        ("edge", done, date(2026, 10, 1), ON),
        ("ten", done, date(2026, 10, 1), date(2027, 3, 1)),  # after the day: still in work on it
        ("last year", done, date(2026, 2, 1), date(2026, 8, 31)),  # of the year before
        ("old end", done, date(2026, 2, 1), FIRST),
        ("leap", approved, date(2026, 11, 5), None),
        ("tomorrow", approved, date(2027, 3, 1), None),
        ("gave up", PlanState.CANCELLED, date(2026, 11, 5), None),
        ("first", PlanState.DRAFT, None, None),
        ("group", PlanState.DRAFT, date(2026, 11, 5), None),  # approved, now in revision
    ):
        of = world.pairs[pair]
        DevelopmentPlan.objects.create(
            organization=world.org, programme=world.programme, mentee=of.mentees.order_by("pk").first(),
            project=of.project, pair=of, state=state, period_start=STARTED, period_end=ENDS, approved_on=agreed,
            completed_on=ended, outcome="Удалось" if state == done else "", state_reason="Ушёл",
        )  # fmt: skip
    for pair, state, day in (
        ("edge", PracticeState.PUBLISHED, FIRST),
        ("ten", PracticeState.PUBLISHED, ON),
        ("leap", PracticeState.PUBLISHED, date(2027, 3, 1)),
        ("last year", PracticeState.PUBLISHED, date(2026, 8, 31)),
        ("first", PracticeState.APPROVED, None),
    ):
        Practice.objects.create(
            organization=world.org, programme=world.programme, pair=world.pairs[pair], title=f"Практика «{pair}»",
            state=state, published_on=day,
        )  # fmt: skip


def _alumni(world: World) -> None:
    in_touch = {"state": AlumnusState.IN_TOUCH, "consent_place": "дело № 1"}
    in_touch |= {"consent_on": date(2026, 9, 9), "programme": world.programme}
    for given in (
        in_touch | {"work_place": "общество с ограниченной ответственностью «ОПОРА»"},
        in_touch | {"work_place": "ООО «Завод»"},
        in_touch | {"study_place": "Университет"},
        in_touch | {"work_place": "АО «Маяк»", "consent_on": date(2027, 3, 1)},  # not yet on the day
        in_touch | {"work_place": "АО «Маяк»", "programme": None},  # of no programme
        {"state": AlumnusState.WAITING, "programme": world.programme},
    ):
        who = world.person(date(2005, 5, 5), PersonCategory.GRADUATE)
        Alumnus.objects.create(organization=world.org, person=who, left_year=2026, **given)


def _answers(world: World) -> None:
    for role, answers in ANSWERS.items():
        made = makers.campaign(
            world.programme, instrument=makers.small_instrument(**EXIT | {"code": f"exit-{role}", "role": role}),
            phase=Phase.EXIT, title=f"Опрос {role}",
        )  # fmt: skip
        keys = load_version(made.version).item_ids.keys()
        for mark, glad in answers:
            who = world.person(date(1990, 1, 1), PersonCategory.EMPLOYEE)
            (factories.mentee if role == "mentee" else factories.mentor)(
                world.programme, person=who, state=EntryState.CANDIDATE
            )
            makers.consent(who, world.programme)
            of = makers.invitation(made, who)
            save_draft(of, {"content": [str(mark)], "glad": [glad]}, keys=keys)
            submit_response(of)
        close_campaign(made, actor=None)
        Campaign.objects.filter(pk=made.pk).update(opens_on=date(2027, 1, 10), closes_on=date(2027, 1, 31))
        made.refresh_from_db()
        world.campaigns[role] = made
