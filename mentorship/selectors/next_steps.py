"""«Что дальше»: of every place in a base one status with one next step, the same on every screen.

Lists, cards, the page of the programme and home pages all ask here. A step knows its address; who may not take it is
shown the words alone. Facts of consents and pairs are set on the entries by `tell_facts` (or annotated for files), so
telling costs no query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count

from core.addresses import page_address, row_address
from core.models import Membership
from mentorship.enums import ENTRY_TRANSITIONS, EntryState, PairState
from mentorship.models import MenteeEntry, MentorEntry, PairMentee, Person, Programme
from mentorship.selectors.entries import mentees_of, mentors_of, tell_consents
from mentorship.tones import ENTRY_TONES

Entry = MenteeEntry | MentorEntry
MENTEES, MENTORS = "mentees", "mentors"


@dataclass(frozen=True)
class NextStep:
    """`status` is the state in words, `text` what comes next, `url` its one action with `verb` on the button.

    `own` tells the person themselves (or the parent) the same in their own terms; `tone` as in chips.
    """

    status: str
    text: str = ""
    tone: str = "info"
    url: str = ""
    verb: str = ""
    own: str = ""
    at_once: bool = False
    """The address is a step by hand that asks nothing more: a button may post to it."""


@dataclass(frozen=True)
class _Way:
    """A step of the way: `to` is the state that the curator's action leads to, if it is a move by hand."""

    text: str
    tone: str = "info"
    verb: str = ""
    own: str = ""
    to: str = ""
    page: str = ""


_S = EntryState
_CONFIRM = _Way(
    "подтвердить участие", verb="Подтвердить участие", own="куратор подтвердит ваше участие", to=_S.SELECTED
)
_MATCH = _Way(
    "подобрать пару", verb="Подобрать пару", own="куратор подбирает вам пару", page="mentorship:pairs"
)
_COMMON: dict[str, _Way] = {
    _S.CANDIDATE: _Way(
        "заполнить анкету",
        "wait",
        "Отметить анкету",
        "заполните анкету по ссылке от куратора",
        to=_S.SURVEYED,
    ),
    _S.INTERVIEW: _Way(
        "провести собеседование", "wait", "Собеседование пройдено", "собеседование с куратором", _S.SELECTED
    ),
    _S.APPROVED: _MATCH,
    _S.PAIRED: _Way("встречи идут", "ok", "Открыть пару", "встречи с парой", page="mentorship:pairs"),
    _S.LEFT: _Way("", ""),
}
_WAYS: dict[str, dict[str, _Way]] = {
    MENTEES: {
        **_COMMON,
        _S.SURVEYED: _CONFIRM,
        _S.CHECKING: _Way(
            "проверить документы", "wait", "Документы проверены", "куратор проверяет документы", _S.SELECTED
        ),
        _S.SELECTED: _MATCH,
        _S.TRAINED: _MATCH,
        _S.FINISHED: _Way(
            "пригласить в наставники", "", "Открыть карточку", "вы можете стать наставником: скажите куратору"
        ),
    },
    MENTORS: {
        **_COMMON,
        _S.SURVEYED: _Way(
            "проверить документы", verb="Начать проверку", own="куратор проверит документы", to=_S.CHECKING
        ),
        _S.CHECKING: _Way(
            "проверить документы", "wait", "Документы проверены", "куратор проверяет документы", _S.INTERVIEW
        ),
        _S.SELECTED: _Way(
            "обучить в «Школе наставников»",
            verb="Отметить обучение",
            own="занятия «Школы наставников»",
            to=_S.TRAINED,
        ),
        _S.TRAINED: _Way(
            "утвердить приказом",
            verb="Утвердить приказом",
            own="приказ об утверждении наставников",
            to=_S.APPROVED,
        ),
        _S.FINISHED: _Way("", ""),
    },
}
_SIGN = _Way("подписать согласия", "bad", "Открыть согласие", "подпишите согласия: бланки выдаст куратор")
_PREPARE = _Way(
    "подготовить согласия",
    "bad",
    "Подготовить согласия",
    "куратор подготовит согласия",
    page="mentorship:consents",
)
_PAIR_WAYS: dict[str, _Way] = {
    PairState.PROPOSED: _Way("подтвердить пару", verb="Открыть пару", own="куратор подбирает вам пару"),
    PairState.TRIAL: _Way(
        "провести пробную встречу", "wait", "Открыть пару", own="пробная встреча с возможной парой"
    ),
    PairState.COMPATIBILITY: _Way(
        "собрать ответы о совместимости",
        "wait",
        "Открыть пару",
        own="скажите куратору, подходите ли вы друг другу",
    ),
    PairState.TO_ORDER: _Way(
        "ждёт приказа о закреплении", verb="Открыть пару", own="ждём приказа о закреплении"
    ),
}
_SETTLED = frozenset({_S.FINISHED, _S.LEFT, _S.PAIRED})


def base_of(entry: Entry) -> str:
    return MENTEES if isinstance(entry, MenteeEntry) else MENTORS


def next_step(entry: Entry) -> NextStep:
    """What the place waits for. Needs the facts of `tell_facts` or of `with_consents`; costs no query."""
    way = _way_of(entry)
    return NextStep(
        status=EntryState(entry.state).label,
        text=way.text,
        tone=way.tone,
        url=_url_of(way, entry),
        verb=way.verb,
        own=way.own,
        at_once=bool(way.to) and way.to != _S.APPROVED,
    )


def _way_of(entry: Entry) -> _Way:
    if entry.state not in _SETTLED:
        if getattr(entry, "consents_missing", False):
            return _SIGN
        if not getattr(entry, "consents_known", True):
            return _PREPARE
        if waiting := _PAIR_WAYS.get(getattr(entry, "pair_state", None) or ""):
            return waiting
    return _WAYS[base_of(entry)][entry.state]


def _url_of(way: _Way, entry: Entry) -> str:
    pair, consent = getattr(entry, "pair_id", None), getattr(entry, "consent_id", None)
    if way.to:
        return row_address("mentorship:entry_move", entry.pk, before=(base_of(entry),), after=(str(way.to),))
    if way is _SIGN:
        return row_address("mentorship:consent", consent) if consent else page_address("mentorship:consents")
    if pair and (entry.state == _S.PAIRED or way in _PAIR_WAYS.values()):
        return row_address("mentorship:pair", pair)
    if way.page:
        return page_address(way.page)
    return row_address("mentorship:person", entry.person_id) if way.text else ""


def tell_facts(entries: Sequence[Entry]) -> None:
    """Set on the entries of one programme what `next_step` reads: two queries, whatever their number."""
    tell_consents(entries)
    tell_pairs(entries)


def tell_pairs(entries: Sequence[Entry]) -> None:
    """Set `pair_state` and `pair_id` of the pair that matters on the entries of one base: one query."""
    if not entries:
        return
    sides = {MenteeEntry: "mentee_id", MentorEntry: "mentor_id"}
    kind = type(entries[0])
    side = sides[kind]
    live = PairMentee.objects.filter(**{f"{side}__in": [entry.pk for entry in entries]}, is_live=True)
    # Of several pairs the one that waits for the curator is told: «proposed» and «to_order» before the working ones.
    told: dict[int, tuple[str, int]] = {}
    for key, state, pair in live.order_by("pk").values_list(side, "pair__state", "pair_id"):
        waits = state in _PAIR_WAYS
        if key not in told or (waits and told[key][0] not in _PAIR_WAYS):
            told[key] = (state, pair)
    for entry in entries:
        entry.pair_state, entry.pair_id = told.get(entry.pk, (None, None))  # type: ignore[union-attr]


def moves_of(entry: Entry) -> list[tuple[str, str]]:
    """States that the curator may set by hand now, in the order of the way, with their names."""
    by_pairs = {_S.PAIRED, _S.FINISHED, _S.LEFT}
    allowed = ENTRY_TRANSITIONS[entry.state]
    if entry.state in {_S.PAIRED, _S.FINISHED}:
        return []
    return [(state.value, state.label) for state in EntryState if state in allowed - by_pairs]


@dataclass(frozen=True)
class StateLine:
    """How many people of a base stand on a step, and what they all wait for."""

    base: str
    state: str
    status: str
    tone: str
    count: int
    text: str
    url: str


def steps_of_programme(membership: Membership, programme: Programme | None) -> list[StateLine]:
    """The people whom a member sees by base and step: two queries."""
    lines = []
    for base, rows in (
        (MENTEES, mentees_of(membership, programme)),
        (MENTORS, mentors_of(membership, programme)),
    ):
        counted = rows.order_by().values_list("state").annotate(number=Count("pk", distinct=True))
        numbers: dict[str, int] = dict(counted)
        for state in EntryState:
            if number := numbers.get(state.value):
                address = f"{page_address(f'mentorship:{base}')}?state={state.value}"
                way = _WAYS[base][state]
                lines.append(
                    StateLine(base, state.value, state.label, ENTRY_TONES[state], number, way.text, address)
                )
    return lines


@dataclass(frozen=True)
class OwnStep:
    """Where a participant stands, told to them or to the parent; without addresses of the curator's pages."""

    who: str
    role: str
    step: NextStep
    tone: str


def own_steps(people: Sequence[Person], programme: Programme) -> list[OwnStep]:
    """The ways of these people in a programme: six queries at most."""
    found = []
    for role, model in (("наставляемый", MenteeEntry), ("наставник", MentorEntry)):
        entries: list[Any] = list(
            model.objects.filter(programme=programme, person__in=people)
            .select_related("person")
            .order_by("pk")
        )
        tell_facts(entries)
        found += [
            OwnStep(
                str(entry.person), role, replace(next_step(entry), url="", verb=""), ENTRY_TONES[entry.state]
            )
            for entry in entries
        ]
    return found
