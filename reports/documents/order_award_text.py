"""Words of the order «О поощрении», wording «2»: by clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorship.award_enums import RoundState
from mentorship.models import AwardRound, Programme
from reports.documents.order_text import CONTROL
from reports.documents.order_values import common_values
from reports.kinds import Source
from reports.recipes import Choices, Recipe, register_recipe
from reports.wordings.common import COMMON
from reports.wordings.declared import Clause, Part, Text, Variable, register_text
from reports.wordings.filling import Filling, Grid

if TYPE_CHECKING:
    from reports.documents.awards import Honoured, OrderAward

KIND = "order_award"
ONE = "награждают одного"

register_text(
    Text(
        kind=KIND,
        variables=(
            *COMMON,
            Variable("основание", "«протокол заседания жюри от …»"),
            Variable("награждённый, винительный", "кого, если награждают одного, с группой или должностью"),
            Variable("награда", "название награды"),
            Variable("за что", "«за высокие результаты наставнической работы»"),
            Variable("таблица награждённых", "кого, награда, за что", table=True),
        ),
        conditions={ONE: "награждают одного человека"},
        clauses=(
            Clause(
                "basis",
                Part.PREAMBLE,
                "В соответствии с {распоряжение о целевой модели}, по итогам реализации программы «{программа}», "
                "основание: {основание},",
            ),
            Clause("one", Part.POINT, "Наградить {награждённый, винительный} ({награда}) {за что}.", ONE),
            Clause("several", Part.POINT, "Наградить: {таблица награждённых}", f"не {ONE}"),
            Clause(
                "curator",
                Part.POINT,
                "{куратор программы кому} ознакомить с настоящим приказом награждённых.",
            ),
            CONTROL,
        ),
    )
)


def award_filling(content: OrderAward, source: Source, programme: Programme) -> Filling:
    """Values from the typed content of the order."""
    first = content.lines[0]
    rows = [[str(one.number), one.name, one.occupation, one.reward, one.grounds] for one in content.lines]
    return Filling(
        values={
            **common_values(source.organization, programme, source.today),
            "основание": content.basis,
            "награждённый, винительный": _placed(first),
            "награда": first.reward,
            "за что": first.grounds,
        },
        holds=frozenset({ONE}) if len(content.lines) == 1 else frozenset(),
        tables={
            "таблица награждённых": Grid(
                ["№", "Кого", "Группа, должность", "Награда", "За что"], rows, [5, 30, 20, 20, 25]
            )
        },
    )


def _placed(one: Honoured) -> str:
    return f"{one.name} ({one.occupation})" if one.occupation else one.name


def rounds_of(programme: Programme) -> Choices:
    found = AwardRound.objects.filter(programme=programme, state=RoundState.CLOSED)
    return [(one.pk, one.title) for one in found.order_by("-closed_on", "pk")]


def award_obstacle(programme: Programme) -> str:
    some = AwardRound.objects.filter(programme=programme, state=RoundState.CLOSED).exists()
    return "" if some else "Подведите итоги конкурса: «Награды»."


register_recipe(Recipe(KIND, "конкурс с подведёнными итогами", rounds_of, award_obstacle))
