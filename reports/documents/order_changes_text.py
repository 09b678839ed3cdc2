"""Words of the amending order of pairs, wording «2»: by clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorship.models import PairChange, Programme
from mentorship.pair_enums import ChangeState
from reports.documents.order_text import CONTROL
from reports.documents.order_values import common_values
from reports.kinds import Source
from reports.wordings.common import COMMON, MINORS
from reports.wordings.declared import Clause, Part, Text, Variable, register_text
from reports.wordings.filling import Filling

if TYPE_CHECKING:
    from reports.documents.pair_changes import ChangesOrder

KIND = "order_pair_changes"
OF_ORDERS, REPLACED = "есть прежние приказы", "есть замена наставника"

register_text(
    Text(
        kind=KIND,
        variables=(
            *COMMON,
            Variable("основания", "акты по составу пар: целевая модель, для работников – статья 351.8"),
            Variable("прежние приказы", "«приказ о закреплении … от 2 ноября 2026 г. № 7-ОД»"),
            Variable("изменения", "каждое изменение своим подпунктом", listed=True),
            Variable(
                "родителей", "«, а также родителей (законных представителей) несовершеннолетних» или пусто"
            ),
        ),
        conditions={
            OF_ORDERS: "меняются пары, закреплённые приказами портала",
            REPLACED: "среди изменений есть замена наставника",
            MINORS: "среди наставляемых есть несовершеннолетние",
        },
        clauses=(
            Clause(
                "basis",
                Part.PREAMBLE,
                "В соответствии с {основания}, в целях реализации программы «{программа}»",
            ),
            Clause("orders", Part.POINT, "Внести изменения в {прежние приказы}:", OF_ORDERS),
            Clause(
                "no-orders",
                Part.POINT,
                "Внести изменения в состав наставнических пар (групп):",
                f"не {OF_ORDERS}",
            ),
            Clause("changes", Part.SUBPOINT, "{изменения}"),
            Clause(
                "plans",
                Part.POINT,
                "Новым наставникам принять индивидуальные планы развития наставляемых и продолжить работу по ним; "
                "изменения внести в лист изменений плана.",
                REPLACED,
            ),
            Clause(
                "curator",
                Part.POINT,
                "{куратор программы кому} внести изменения в базы программы, ознакомить с настоящим приказом "
                "наставников и наставляемых{родителей}.",
                REPLACED,
            ),
            Clause(
                "curator-alone",
                Part.POINT,
                "{куратор программы кому} внести изменения в базы программы, ознакомить с настоящим приказом "
                "наставников и наставляемых{родителей}; наставляемым, оставшимся без наставника, предложить "
                "психологическую помощь и подбор новой пары.",
                f"не {REPLACED}",
            ),
            CONTROL,
        ),
    )
)


def changes_filling(content: ChangesOrder, source: Source) -> Filling:
    """Values from the typed content of the order."""
    programme = source.subject
    if not isinstance(programme, Programme):
        raise TypeError("the subject of this order is a programme")
    word = "приказ" if len(content.orders) == 1 else "приказы"
    holds = {OF_ORDERS: content.orders, REPLACED: content.moves_plans, MINORS: content.has_minors}
    parents = ", а также родителей (законных представителей) несовершеннолетних" if content.has_minors else ""
    return Filling(
        values={
            **common_values(source.organization, programme, source.today),
            "основания": ", ".join(content.cited),
            "прежние приказы": f"{word} о закреплении наставнических пар (групп) {', '.join(content.orders)}",
            "родителей": parents,
        },
        holds=frozenset(name for name, true in holds.items() if true),
        lists={"изменения": content.clauses},
    )


def waiting_changes(programme: Programme) -> list[int]:
    """Changes that wait for an order: what a preview is shown on."""
    found = PairChange.objects.filter(programme=programme, state=ChangeState.WAITING)
    return list(found.order_by("pk").values_list("pk", flat=True))
