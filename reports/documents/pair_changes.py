"""The amending order of pairs: «Об изменении состава…», «О досрочном прекращении…» (methodology §5.0, §7.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Prefetch

from core.errors import DomainError
from core.names import Case, UnknownGenderError
from core.russian import counted, date_long, lower_first
from mentorship.ages import is_minor
from mentorship.models import PairChange, PairMentee, Person, Programme
from mentorship.pair_enums import ChangeKind, NoticeSide
from mentorship.selectors.gates import is_employee_form
from reports import consequences
from reports.documents.curators import curator_in_dative
from reports.documents.letterhead import Letterhead, Signatory, letterhead_of, signatory_of
from reports.documents.order_changes_text import KIND, changes_filling, waiting_changes
from reports.documents.order_text import order_blocks, text_for, visas_of
from reports.documents.order_values import acts_of_pairs
from reports.documents.people import full_name, occupation
from reports.kinds import Built, DocumentKind, Source, register
from reports.recipes import Recipe, register_recipe, the_programme
from reports.wordings import Worded

NOTICES = {
    NoticeSide.EMPLOYEE: "предупреждение работника о досрочном отказе от наставничества от {day}",
    NoticeSide.EMPLOYER: "предупреждение работника о досрочной отмене поручения о наставничестве от {day}",
}


@dataclass(frozen=True)
class ChangesOrder:
    """Clauses are whole sentences; `orders` the orders that are changed, «от 2 ноября 2026 г. № 7-ОД»."""

    title: str
    letterhead: Letterhead
    signatory: Signatory
    programme: str
    cited: list[str]
    orders: list[str]
    clauses: list[str]
    curator: str
    acquaintance: list[str]
    has_minors: bool
    only_ends: bool
    moves_plans: bool
    visas: list[str] = field(default_factory=list)
    text: Worded = field(default_factory=Worded)  # of wording «2»


def changes_of_order(ids: Sequence[int]) -> list[PairChange]:
    """The changes of an order with all that its clauses need, in the order of days."""
    places = PairMentee.objects.select_related("mentee__person").order_by(
        "mentee__person__last_name", "mentee__person__first_name", "pk"
    )
    found = (
        PairChange.objects.filter(pk__in=ids)
        .select_related(
            "pair__mentor__person",
            "pair__project__form",
            "mentee__person",
            "mentor__person",
            "programme__curator",
        )
        .prefetch_related(Prefetch("pair__places", queryset=places))
        .order_by("takes_effect_on", "pk")
    )
    return list(found)


def build_changes_order(source: Source) -> Built:
    """`options["changes"]` are ids of changes of the programme that is the subject."""
    programme = source.subject
    if not isinstance(programme, Programme):
        raise TypeError("the subject of this order is a programme")
    changes = changes_of_order(source.options.get("changes") or waiting_changes(programme))
    if not changes or any(change.programme_id != programme.pk for change in changes):
        raise DomainError("В приказ можно включить изменения только одной программы.", code="foreign_change")
    only_ends = all(change.kind == ChangeKind.TERMINATED for change in changes)
    content = ChangesOrder(
        title="О досрочном прекращении наставничества"
        if only_ends
        else "Об изменении состава наставнических пар (групп)",
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        programme=programme.title,
        cited=acts_of_pairs([is_employee_form(change.pair.project) for change in changes], source.today),
        orders=_orders(changes),
        clauses=[_clause(change) for change in changes],
        curator=curator_in_dative(programme),
        acquaintance=list(dict.fromkeys(full_name(person) for person in _mentors(changes))),
        has_minors=any(
            is_minor(person.birth_date, source.today) for change in changes for person in _mentees(change)
        ),
        only_ends=only_ends,
        moves_plans=any(change.kind == ChangeKind.REPLACED for change in changes),
    )
    content = replace(
        content, visas=visas_of(source, KIND), text=text_for(source, KIND, changes_filling(content, source))
    )
    pairs = {change.pair_id: change.pair for change in changes}
    return Built(
        content,
        summary=counted(len(changes), "изменение", "изменения", "изменений"),
        programme=programme,
        subjects=(*changes, *pairs.values()),
    )


def _clause(change: PairChange) -> str:
    try:
        return _CLAUSES[ChangeKind(change.kind)](change)
    except UnknownGenderError as error:
        raise DomainError(
            f"{error} Укажите пол в карточке: без него имя нельзя поставить в нужный падеж.", code="gender"
        ) from error


def _leaves(change: PairChange) -> str:
    return (
        f"{_from(change)} исключить из состава группы наставника {_name(change.pair.mentor.person, Case.GENITIVE)} "
        f"наставляемого: {_one(change.mentee.person)}. Основание: {_reason(change)}."  # type: ignore[union-attr]
    )


def _joins(change: PairChange) -> str:
    return (
        f"{_from(change)} закрепить за наставником {_name(change.pair.mentor.person, Case.INSTRUMENTAL)} "
        f"наставляемого: {_one(change.mentee.person)}. Основание: {_reason(change)}."  # type: ignore[union-attr]
    )


def _replaced(change: PairChange) -> str:
    return (
        f"{_from(change)} вместо наставника {_name(change.pair.mentor.person, Case.GENITIVE)} закрепить за "
        f"наставником {_name(change.mentor.person, Case.INSTRUMENTAL)} "  # type: ignore[union-attr]
        f"{_whom(change)}. Основание замены: {_reason(change)}."
    )


def _ended(change: PairChange) -> str:
    return (
        f"{_from(change)} досрочно прекратить закрепление за наставником "
        f"{_name(change.pair.mentor.person, Case.INSTRUMENTAL)} {_genitive_whom(change)}. "
        f"Основание: {_reason(change)}."
    )


_CLAUSES = {
    ChangeKind.LEAVES: _leaves,
    ChangeKind.JOINS: _joins,
    ChangeKind.REPLACED: _replaced,
    ChangeKind.TERMINATED: _ended,
}


def _from(change: PairChange) -> str:
    return f"С\u00a0{date_long(change.takes_effect_on)}"


def _reason(change: PairChange) -> str:
    """The notice of the Labour Code is the ground by itself; the curator's words follow it."""
    own = lower_first(change.reason.strip().rstrip("."))
    if change.notice_on is None:
        return own
    side = NoticeSide(change.notice_side)
    ground = NOTICES[side].format(day=date_long(change.notice_on))
    return ground if own == lower_first(side.label) else f"{ground}; {own}"


def _name(person: Person, case: Case) -> str:
    return full_name(person, case)


def _one(person: Person) -> str:
    return _with_place(_name(person, Case.ACCUSATIVE), person)


def _with_place(name: str, person: Person) -> str:
    place = occupation(person)
    return f"{name} ({place})" if place else name


def _whom(change: PairChange) -> str:
    people = _mentees(change)
    noun = "наставляемого" if len(people) == 1 else "наставляемых"
    return f"{noun}: {', '.join(_one(person) for person in people)}"


def _genitive_whom(change: PairChange) -> str:
    people = _mentees(change)
    noun = "наставляемого" if len(people) == 1 else "наставляемых"
    return f"{noun}: {', '.join(_with_place(_name(person, Case.GENITIVE), person) for person in people)}"


def _mentees(change: PairChange) -> list[Person]:
    if change.mentee is not None:
        return [change.mentee.person]
    return [place.mentee.person for place in change.pair.places.all() if place.is_live]


def _mentors(changes: Sequence[PairChange]) -> list[Person]:
    people = []
    for change in changes:
        people.append(change.pair.mentor.person)
        if change.mentor is not None:
            people.append(change.mentor.person)
    return people


def _orders(changes: Sequence[PairChange]) -> list[str]:
    known = {(change.pair.order_date, change.pair.order_number) for change in changes}
    return [f"от\u00a0{date_long(day)} №\u00a0{number}" for day, number in sorted(known) if day]  # type: ignore[type-var]


def obstacle(programme: Programme) -> str:
    return "" if waiting_changes(programme) else "Нет изменений пар, которые ждут приказа."


register_recipe(
    Recipe(
        KIND,
        "изменения пар: замена, выход, прекращение",
        the_programme,
        obstacle,
        made_at="mentorship:pair_changes",
    )
)
ORDER_PAIR_CHANGES = register(
    DocumentKind(
        code="order_pair_changes",
        family="Приказ",
        label="Приказ об изменении состава пар, о досрочном прекращении",
        content=ChangesOrder,
        build=build_changes_order,
        find=lambda pk: Programme.objects.get(pk=pk),
        series="orders",
        signed_by_head=True,
        wording="2",
        form_blocks=order_blocks,
        on_signed=consequences.changes_order_signed,
        on_cancelled=consequences.changes_order_cancelled,
    )
)
