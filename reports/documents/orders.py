"""Orders. Today: «О закреплении наставнических пар (групп)» (methodology §5.0, order 4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Prefetch

from core.errors import DomainError
from core.names import Case, UnknownGenderError
from core.russian import counted, date_long, period_long
from mentorship.ages import is_minor
from mentorship.enums import PersonCategory
from mentorship.models import Pair, PairMentee, Programme
from reports import consequences
from reports.documents.curators import curator_in_dative
from reports.documents.letterhead import Letterhead, Signatory, letterhead_of, signatory_of
from reports.documents.order_pairs_text import KIND, filling_of
from reports.documents.order_text import order_blocks, text_for, visas_of
from reports.documents.order_values import acts_of_pairs
from reports.documents.people import full_name, occupation
from reports.kinds import Built, DocumentKind, Source, register
from reports.recipes import Recipe, register_recipe, the_programme
from reports.selectors.orders import confirmed_pair_ids
from reports.wordings import Worded

PLAN_DAYS = 14  # an individual plan is due two weeks after the work begins


@dataclass(frozen=True)
class Participant:
    """Names in the table are nominative; the other forms are for running text."""

    name: str
    occupation: str
    instrumental: str = ""
    accusative: str = ""


@dataclass(frozen=True)
class PairLine:
    """A row of the table; the period only where it differs from the order's."""

    number: int
    mentor: Participant
    mentees: list[Participant]
    form: str
    role_model: str
    period: str = ""


@dataclass(frozen=True)
class OrderPairs:
    """The order that makes pairs and groups active."""

    title: str
    letterhead: Letterhead
    signatory: Signatory
    programme: str
    cited: list[str]
    lines: list[PairLine]
    period: str
    plans_due: str
    curator: str
    acquaintance: list[str]
    has_groups: bool
    has_minors: bool
    noun: str
    with_employees: bool = False
    visas: list[str] = field(default_factory=list)
    text: Worded = field(default_factory=Worded)  # of wording «2»; the first has its words in its template


def pairs_of_order(ids: Sequence[int]) -> list[Pair]:
    """The pairs of an order with all that its table needs, in the order of mentors' names."""
    places = PairMentee.objects.select_related("mentee__person").order_by(
        "mentee__person__last_name", "mentee__person__first_name", "pk"
    )
    found = (
        Pair.objects.filter(pk__in=ids)
        .select_related("mentor__person", "project__form", "role_model", "programme__curator")
        .prefetch_related(Prefetch("places", queryset=places))
        .order_by(
            "mentor__person__last_name", "mentor__person__first_name", "mentor__person__middle_name", "pk"
        )
    )
    return list(found)


def build_order_pairs(source: Source) -> Built:
    """`options["pairs"]` are ids of confirmed pairs of the programme that is the subject."""
    programme = source.subject
    if not isinstance(programme, Programme):
        raise TypeError("the subject of this order is a programme")
    pairs = pairs_of_order(source.options.get("pairs") or confirmed_pair_ids(programme))
    _check(pairs, programme)
    common = _common_period(pairs, programme)
    has_groups = any(len(pair.places.all()) > 1 for pair in pairs)
    noun = _noun(pairs)
    content = OrderPairs(
        title=f"О закреплении наставнических {noun}",
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        programme=programme.title,
        cited=acts_of_pairs([_both_employees(pair) for pair in pairs], source.today),
        lines=[_line(number, pair, common, programme) for number, pair in enumerate(pairs, start=1)],
        period=_period_text(*common),
        plans_due=date_long((common[0] or source.today) + dt.timedelta(days=PLAN_DAYS)),
        curator=curator_in_dative(programme),
        acquaintance=[full_name(pair.mentor.person) for pair in _by_mentor(pairs)],
        has_groups=has_groups,
        has_minors=any(
            is_minor(place.mentee.person.birth_date, source.today)
            for pair in pairs
            for place in pair.places.all()
        ),
        noun=noun,
        with_employees=any(_both_employees(pair) for pair in pairs),
    )
    content = replace(
        content, visas=visas_of(source, KIND), text=text_for(source, KIND, filling_of(content, source))
    )
    return Built(content, summary=_summary(pairs), programme=programme, subjects=tuple(pairs))


def _check(pairs: list[Pair], programme: Programme) -> None:
    if not pairs:
        raise DomainError(
            "Нет подтверждённых пар: сначала подтвердите пары, они встанут «К приказу».", code="no_pairs"
        )
    for pair in pairs:
        if pair.programme_id != programme.pk:
            raise DomainError("В приказ можно включить пары только одной программы.", code="foreign_pair")
        if not pair.places.all():
            raise DomainError(
                f"В паре наставника {pair.mentor.person.short_name} нет наставляемых.", code="empty"
            )


def _line(number: int, pair: Pair, common: tuple[dt.date | None, dt.date], programme: Programme) -> PairLine:
    own = _period_of(pair, programme)
    return PairLine(
        number=number,
        mentor=_participant(pair.mentor.person),
        mentees=[_participant(place.mentee.person) for place in pair.places.all()],
        form=pair.project.form.title,
        role_model=pair.role_model.title.strip('«»" ') if pair.role_model else "",
        period="" if own == common else _period_text(*own),
    )


def _participant(person) -> Participant:  # type: ignore[no-untyped-def]
    try:
        instrumental, accusative = full_name(person, Case.INSTRUMENTAL), full_name(person, Case.ACCUSATIVE)
    except UnknownGenderError as error:
        raise DomainError(
            f"Укажите пол в карточке: {person.full_name}. Без него имя нельзя поставить в нужный падеж.",
            code="gender",
        ) from error
    return Participant(full_name(person), occupation(person), instrumental, accusative)


def _period_of(pair: Pair, programme: Programme) -> tuple[dt.date | None, dt.date]:
    return pair.period_start, pair.period_end or programme.pair_period_end or programme.period_end


def _common_period(pairs: list[Pair], programme: Programme) -> tuple[dt.date | None, dt.date]:
    """The period of most pairs: rows tell theirs only where it differs."""
    periods = [_period_of(pair, programme) for pair in pairs]
    return max(periods, key=lambda period: (periods.count(period), period[1]))


def _period_text(start: dt.date | None, end: dt.date) -> str:
    if start is None:
        return f"с даты подписания настоящего приказа по\u00a0{date_long(end)}"
    return period_long(start, end)


def _noun(pairs: list[Pair]) -> str:
    groups = sum(1 for pair in pairs if len(pair.places.all()) > 1)
    if not groups:
        return "пар"
    return "групп" if groups == len(pairs) else "пар и групп"


def _summary(pairs: list[Pair]) -> str:
    groups = sum(1 for pair in pairs if len(pair.places.all()) > 1)
    parts = []
    if len(pairs) - groups:
        parts.append(counted(len(pairs) - groups, "пара", "пары", "пар"))
    if groups:
        parts.append(counted(groups, "группа", "группы", "групп"))
    return ", ".join(parts)


def _both_employees(pair: Pair) -> bool:
    people = [pair.mentor.person, *(place.mentee.person for place in pair.places.all())]
    return all(person.category == PersonCategory.EMPLOYEE for person in people)


def _by_mentor(pairs: list[Pair]) -> list[Pair]:
    """One pair for each mentor: a mentor of two pairs signs the acquaintance sheet once."""
    return list({pair.mentor.person_id: pair for pair in reversed(pairs)}.values())[::-1]


def obstacle(programme: Programme) -> str:
    some = confirmed_pair_ids(programme)
    return "" if some else "Нет подтверждённых пар: они встанут «К приказу», когда вы их подтвердите."


register_recipe(
    Recipe(KIND, "подтверждённые пары и группы", the_programme, obstacle, made_at="mentorship:pairs")
)
ORDER_PAIRS = register(
    DocumentKind(
        code="order_pairs",
        family="Приказ",
        label="Приказ о закреплении наставнических пар (групп)",
        content=OrderPairs,
        build=build_order_pairs,
        find=lambda pk: Programme.objects.get(pk=pk),
        series="orders",
        signed_by_head=True,
        wording="2",
        form_blocks=order_blocks,
        on_signed=consequences.pairs_order_signed,
        on_cancelled=consequences.pairs_order_cancelled,
    )
)
