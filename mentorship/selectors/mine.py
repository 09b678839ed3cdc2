"""A participant's own page: their pairs, the plans in them, and the one thing that comes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse

from core.clock import today
from core.enums import Role
from core.models import Membership
from core.russian import date_short
from mentorship.enums import ConsentState, PairState
from mentorship.meeting_enums import LOGGED_STATES, MeetingState
from mentorship.models import DevelopmentPlan, Pair, PairMentee, Person, PlanAgreement, PlanStep, Programme
from mentorship.plan_enums import PLAN_TONES, PlanSide, PlanState
from mentorship.selectors.meetings import coming, to_confirm
from mentorship.selectors.participants import consents_of, pairs_of, person_of, wards_of
from mentorship.selectors.training import next_session_of

HATS = {
    Role.MENTOR: "Мои наставляемые",
    Role.MENTEE: "Мой наставник",
    Role.PARENT: "Мои дети",
}
_ENDED = frozenset({PairState.COMPLETED, PairState.TERMINATED})


@dataclass(frozen=True)
class OwnPlace:
    """One mentee of a pair as the viewer may see them, and their plan; `may_start`: the viewer may begin one."""

    place: PairMentee
    plan: DevelopmentPlan | None
    tone: str
    words: str
    may_start: bool


@dataclass(frozen=True)
class OwnPair:
    """A pair as one of its people sees it: other mentees of a group are not there for a mentee or a parent."""

    pair: Pair
    hat: str
    with_whom: str
    places: list[OwnPlace]
    is_ended: bool
    has_meetings: bool
    may_log: bool


@dataclass(frozen=True)
class NextThing:
    """The one next step: `what`, why now, and where it is done."""

    what: str
    why: str = ""
    url: str = ""
    verb: str = ""
    tone: str = "info"

    @property
    def when(self) -> str:
        return {"bad": "срок прошёл", "wait": "ждёт вас"}.get(self.tone, "дальше")


@dataclass(frozen=True)
class OwnPage:
    """All of a participant's page. `groups`: (hat, heading, pairs), the role that the person came in first."""

    person: Person | None
    groups: list[tuple[str, str, list[OwnPair]]] = field(default_factory=list)
    next: NextThing | None = None


def own_page(membership: Membership, programme: Programme | None) -> OwnPage:
    """The page of one's own pairs in a programme; a constant number of queries."""
    person = person_of(membership)
    if person is None or programme is None:
        return OwnPage(person)
    day = today(membership.organization)
    wards = wards_of(person, day=day)
    pairs = own_pairs(person, wards, programme)
    order = sorted(HATS, key=lambda hat: hat != membership.role)
    groups = [(hat.value, HATS[hat], [one for one in pairs if one.hat == hat]) for hat in order]
    shown = [group for group in groups if group[2] or group[0] == membership.role]
    return OwnPage(person, shown, next_thing(person, wards, pairs, programme, day))


def own_pairs(person: Person, wards: list[Person], programme: Programme) -> list[OwnPair]:
    """The person's pairs by what they are in them; a pair may stand under two hats (a mentor who is a parent)."""
    pairs = list(pairs_of([person, *wards], programme))
    mentees = [place.mentee_id for pair in pairs for place in pair.places.all()]
    rows = DevelopmentPlan.objects.filter(mentee__in=mentees).exclude(state=PlanState.CANCELLED)
    plans = {(plan.mentee_id, plan.project_id): plan for plan in rows}
    children = {ward.pk for ward in wards}
    found = []
    for pair in pairs:
        places = list(pair.places.all())
        if pair.mentor.person_id == person.pk:
            found.append(_pair(pair, Role.MENTOR, places, plans))
        own = [place for place in places if place.mentee.person_id == person.pk]
        if own:
            found.append(_pair(pair, Role.MENTEE, own, plans))
        theirs = [place for place in places if place.mentee.person_id in children]
        if theirs:
            found.append(_pair(pair, Role.PARENT, theirs, plans))
        elif pair.mentor.person_id in children:
            found.append(_pair(pair, Role.PARENT, [], plans))
    return sorted(found, key=lambda one: one.is_ended)


def _pair(
    pair: Pair, hat: Role, places: list[PairMentee], plans: dict[tuple[int, int], DevelopmentPlan]
) -> OwnPair:
    mentor = pair.mentor.person
    names = ", ".join(place.mentee.person.full_name for place in places)
    whom = {Role.MENTOR: names, Role.MENTEE: mentor.full_name}.get(
        hat, f"{names} – наставник {mentor.full_name}" if names else f"{mentor.full_name}, наставник"
    )
    ended = pair.state in _ENDED
    lines = [_place(place, plans.get((place.mentee_id, place.project_id)), hat, ended) for place in places]
    in_pair = hat in {Role.MENTOR, Role.MENTEE}
    return OwnPair(
        pair=pair,
        hat=hat,
        with_whom=whom,
        places=lines,
        is_ended=ended,
        has_meetings=in_pair and pair.state in LOGGED_STATES,
        may_log=in_pair and pair.state in LOGGED_STATES and not ended,
    )


def _place(place: PairMentee, plan: DevelopmentPlan | None, hat: Role, ended: bool) -> OwnPlace:
    # A mentor who was replaced does not see what the plan has become since.
    seen = plan if plan is not None and (hat != Role.MENTOR or plan.pair_id == place.pair_id) else None
    may_start = plan is None and place.is_live and not ended and hat != Role.PARENT
    if seen is None:
        return OwnPlace(place, None, "wait" if may_start else "", "плана нет", may_start)
    words = str(seen.get_state_display())
    return OwnPlace(place, seen, PLAN_TONES[PlanState(seen.state)], words, False)


# --- the one next step ---


def next_thing(
    person: Person, wards: list[Person], pairs: list[OwnPair], programme: Programme, day: dt.date
) -> NextThing | None:
    """What this person should do first: sign, agree, confirm, meet, plan; None when nothing waits."""
    plans = _plans(pairs)
    return (
        _to_sign([person, *wards], programme)
        or _to_agree(plans)
        or _to_confirm(person)
        or _to_meet(person, day)
        or _to_plan(pairs, plans)
        or _to_do(plans, day)
        or _to_learn(person, day)
    )


def _plans(pairs: list[OwnPair]) -> list[tuple[DevelopmentPlan, str]]:
    """(plan, hat) of pairs at work."""
    return [
        (place.plan, one.hat)
        for one in pairs
        if not one.is_ended
        for place in one.places
        if place.plan is not None
    ]


def _to_sign(people: list[Person], programme: Programme) -> NextThing | None:
    waiting = [
        one
        for one in consents_of(people, programme)
        if one.state in {ConsentState.NEEDED, ConsentState.ISSUED}
    ]
    if not waiting:
        return None
    first = waiting[0]
    return NextThing(
        f"Подпишите согласие: {first.get_kind_display().lower()}",
        "Бланк выдаст куратор, подписанный верните ему.",
        reverse("reports:own_documents"),
        "Мои документы",
        "wait",
    )


_SIDES = {Role.MENTOR: PlanSide.MENTOR, Role.MENTEE: PlanSide.MENTEE, Role.PARENT: PlanSide.PARENT}


def _to_agree(plans: list[tuple[DevelopmentPlan, str]]) -> NextThing | None:
    asked = [(plan, hat) for plan, hat in plans if plan.state == PlanState.AGREEING]
    given = set(
        PlanAgreement.objects.filter(plan__in=[plan.pk for plan, _ in asked], is_void=False).values_list(
            "plan_id", "revision", "side"
        )
    )
    for plan, hat in asked:
        side = _SIDES[Role(hat)]
        wanted = side != PlanSide.PARENT or plan.asks_parent
        if wanted and (plan.pk, plan.revision, side) not in given:
            return NextThing(
                "Прочитайте и согласуйте план развития",
                "Без вашего слова его не утвердят.",
                reverse("mentorship:plan", args=[plan.pk]),
                "Открыть план",
                "wait",
            )
    return None


def _to_confirm(person: Person) -> NextThing | None:
    meeting = to_confirm(person).order_by("on", "pk").first()
    if meeting is None:
        return None
    return NextThing(
        f"Подтвердите встречу {date_short(meeting.on)}",
        "Её записала другая сторона.",
        reverse("mentorship:meeting", args=[meeting.pk]),
        "Открыть встречу",
        "wait",
    )


def _to_meet(person: Person, day: dt.date) -> NextThing | None:
    meeting = coming(person, day).first()
    if meeting is None:
        return None
    url = reverse("mentorship:meeting", args=[meeting.pk])
    if meeting.on < day and meeting.state == MeetingState.PLANNED:
        words = f"Отметьте, как прошла встреча {date_short(meeting.on)}"
        return NextThing(words, "", url, "Отметить", "bad")
    when = date_short(meeting.on) + (f" в {meeting.starts_at:%H:%M}" if meeting.starts_at else "")
    where = meeting.place or ("по ссылке" if meeting.link else "")
    return NextThing(f"Встреча {when}", where, url, "Открыть встречу")


def _to_plan(pairs: list[OwnPair], plans: list[tuple[DevelopmentPlan, str]]) -> NextThing | None:
    for one in pairs:
        for place in one.places:
            if place.may_start and one.hat == Role.MENTOR:
                return NextThing(
                    f"Составьте план развития: {place.place.mentee.person.short_name}",
                    "Вместе с наставляемым; шаблон подскажет, с чего начать.",
                    reverse("mentorship:plan_start", args=[place.place.pk]),
                    "Начать план",
                    "wait",
                )
    for plan, hat in plans:
        if plan.state == PlanState.DRAFT and hat != Role.PARENT:
            why = plan.state_reason or "Проверьте цели и сроки и отправьте план на согласование."
            url = reverse("mentorship:plan", args=[plan.pk])
            return NextThing("Закончите план развития", why, url, "Открыть план", "wait")
    return None


def _to_do(plans: list[tuple[DevelopmentPlan, str]], day: dt.date) -> NextThing | None:
    mine = [plan.pk for plan, hat in plans if plan.state == PlanState.APPROVED and hat != Role.PARENT]
    step = (
        PlanStep.objects.filter(goal__plan__in=mine, goal__result="open", done_on__isnull=True)
        .select_related("goal")
        .order_by("due_on", "pk")
        .first()
    )
    if step is None:
        return None
    late = step.due_on < day
    return NextThing(
        step.title,
        f"Шаг плана, {'срок прошёл' if late else 'до'} {date_short(step.due_on)}",
        reverse("mentorship:plan", args=[step.goal.plan_id]),
        "Открыть план",
        "bad" if late else "info",
    )


def _to_learn(person: Person, day: dt.date) -> NextThing | None:
    session = next_session_of(person, day)
    if session is None:
        return None
    return NextThing(f"Занятие «{session.title}», {date_short(session.on)}", session.place or "")
