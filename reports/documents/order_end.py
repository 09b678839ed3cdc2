"""The order «О прекращении участия в программе» (methodology §5.0, order 9): whom it names has left the base.

Why a person left may tell of their health or family; the order says the ground in words given for it alone.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms

from core.errors import DomainError
from core.forms import PortalForm
from core.russian import counted, date_short
from mentorship.ages import is_minor
from mentorship.enums import EntryState
from mentorship.models import MenteeEntry, MentorEntry, Person, Programme
from reports.documents.order_text import BASIS_TEXT, CONTROL, make_order, named, order_kind, programme_of
from reports.documents.order_values import common_values, in_cases
from reports.documents.people import full_name, occupation
from reports.kinds import Built, Source
from reports.recipes import Recipe, register_recipe, the_programme
from reports.wordings.common import COMMON, MINORS
from reports.wordings.declared import Clause, Part, Text, Variable, register_text
from reports.wordings.filling import Filling, Grid

KIND = "order_end"
ONE = "прекращает один человек"
GROUND = "личное заявление"
NOBODY = "Никто из участников программы не выбыл."
SIDES = {"mentee": (MenteeEntry, "наставляемый"), "mentor": (MentorEntry, "наставник")}

register_text(
    Text(
        kind=KIND,
        variables=(
            *COMMON,
            Variable("участник", "полное имя того, кто выбыл, если он один", cases=True),
            Variable("место участника", "группа или должность в скобках"),
            Variable("день", "с какого дня, если он один"),
            Variable("основание", "как записано при подготовке"),
            Variable("таблица выбывших", "кто, в какой роли, с какого дня", table=True),
        ),
        conditions={ONE: "в приказе один человек", MINORS: "среди выбывших есть несовершеннолетние"},
        clauses=(
            Clause("basis", Part.PREAMBLE, BASIS_TEXT),
            Clause(
                "one",
                Part.POINT,
                "Прекратить с {день} участие {участник, родительный} {место участника} в программе "
                "«{программа}».",
                ONE,
            ),
            Clause(
                "several",
                Part.POINT,
                "Прекратить участие в программе «{программа}»: {таблица выбывших}",
                f"не {ONE}",
            ),
            Clause("ground", Part.POINT, "Основание: {основание}."),
            Clause(
                "curator",
                Part.POINT,
                "{куратор программы кому} внести изменения в базы программы и ознакомить с настоящим приказом "
                "тех, кого он касается.",
                f"не {MINORS}",
            ),
            Clause(
                "curator-minors",
                Part.POINT,
                "{куратор программы кому} внести изменения в базы программы и ознакомить с настоящим приказом "
                "тех, кого он касается, а также родителей (законных представителей) несовершеннолетних.",
                MINORS,
            ),
            CONTROL,
        ),
    )
)


def gone_from(programme: Programme) -> dict[str, MenteeEntry | MentorEntry]:
    """Whoever has left: «mentee:7» → the place in the base."""
    found: dict[str, MenteeEntry | MentorEntry] = {}
    for side, (model, _) in SIDES.items():
        rows: Any = model._default_manager.filter(programme=programme, state=EntryState.LEFT)  # type: ignore[misc]
        for entry in rows.select_related("person").order_by("person__search_key", "pk"):
            found[f"{side}:{entry.pk}"] = entry
    return found


class EndForm(PortalForm):
    places = forms.MultipleChoiceField(label="Кто прекращает участие", widget=forms.CheckboxSelectMultiple)
    ground = forms.CharField(
        label="Основание",
        max_length=200,
        initial=GROUND,
        help_text="Приказ читают многие: о здоровье и семье в нём не пишут.",
    )

    def __init__(self, *args: Any, programme: Programme, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["places"].choices = [  # type: ignore[attr-defined]
            (key, f"{entry.person.full_name}, {SIDES[key.partition(':')[0]][1]}")
            for key, entry in gone_from(programme).items()
        ]

    def options(self) -> dict[str, Any]:
        return {"places": sorted(self.cleaned_data["places"]), "ground": self.cleaned_data["ground"].strip()}


def build(source: Source) -> Built:
    """`options`: `places` are keys of `gone_from`, `ground` the words of the order. Raises DomainError."""
    programme = programme_of(source)
    gone = gone_from(programme)
    asked = source.options.get("places") or list(gone)
    entries = [(key.partition(":")[0], gone[key]) for key in asked if key in gone]
    if not entries:
        raise DomainError(NOBODY, code="nobody")
    people = [entry.person for _, entry in entries]
    rows = [_row(number, side, entry) for number, (side, entry) in enumerate(entries, start=1)]
    minors = any(is_minor(person.birth_date, source.today) for person in people)
    holds = {ONE: len(entries) == 1, MINORS: minors}
    filling = Filling(
        values={
            **common_values(source.organization, programme, source.today),
            **_of_one(entries[0][1]),
            "основание": str(source.options.get("ground") or GROUND).rstrip("."),
        },
        holds=frozenset(name for name, true in holds.items() if true),
        tables={
            "таблица выбывших": Grid(
                ["№", "Фамилия, имя, отчество", "Группа, должность", "В программе", "С какого дня"],
                rows,
                [5, 35, 25, 20, 15],
            )
        },
    )
    content = make_order(
        source,
        KIND,
        filling,
        title="О прекращении участия в программе наставничества",
        programme=programme,
        acquaintance=[full_name(person) for person in people],
        has_minors=minors,
    )
    count = counted(len(entries), "человек", "человека", "человек")
    return Built(content, summary=count, programme=programme, subjects=tuple(_unique(people)))


def _of_one(entry: MenteeEntry | MentorEntry) -> dict[str, Any]:
    place = occupation(entry.person)
    return {
        **in_cases("участник", partial(named, entry.person)),
        "место участника": f"({place})" if place else "",
        "день": date_short(entry.ended_on) if entry.ended_on else "даты подписания настоящего приказа",
    }


def _row(number: int, side: str, entry: MenteeEntry | MentorEntry) -> list[str]:
    day = date_short(entry.ended_on) if entry.ended_on else "—"
    return [str(number), full_name(entry.person), occupation(entry.person), SIDES[side][1], day]


def _unique(people: list[Person]) -> list[Person]:
    return list({person.pk: person for person in people}.values())


def obstacle(programme: Programme) -> str:
    return "" if gone_from(programme) else NOBODY


register_recipe(Recipe(KIND, "участники, которые выбыли", the_programme, obstacle, form=EndForm))
order_kind(KIND, "Приказ о прекращении участия в программе", build=build)
