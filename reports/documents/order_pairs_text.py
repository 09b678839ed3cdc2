"""Words of the order «О закреплении наставнических пар (групп)», wording «2»: by clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.russian import lower_first
from reports.documents.order_text import CONTROL
from reports.documents.order_values import common_values
from reports.kinds import Source
from reports.wordings.common import COMMON, EMPLOYEES, GROUPS, MINORS
from reports.wordings.declared import Clause, Part, Text, Variable, register_text
from reports.wordings.filling import Filling, Grid

if TYPE_CHECKING:
    from reports.documents.orders import OrderPairs, Participant

KIND = "order_pairs"
ONE = "одна пара"

register_text(
    Text(
        kind=KIND,
        variables=(
            *COMMON,
            Variable("основания", "акты по составу пар: целевая модель, для работников – статья 351.8"),
            Variable("пары или группы", "«пар», «групп», «пар и групп» по составу приказа"),
            Variable("период", "«с 2 ноября 2026 г. по 31 мая 2027 г.»"),
            Variable("планы до", "день, до которого готовят планы развития"),
            Variable(
                "наставник, творительный",
                "имя и место наставника, если пара одна: «Примеровым С. К. (ГД-31)»",
            ),
            Variable("наставляемые, винительный", "«наставляемого: …» или «наставляемых: …», если пара одна"),
            Variable("форма", "форма наставничества, если пара одна"),
            Variable("ролевая модель", "ролевая модель, если пара одна"),
            Variable("таблица пар", "наставники, наставляемые, формы", table=True),
        ),
        conditions={
            ONE: "в приказе одна пара или группа",
            GROUPS: "есть группы: у наставника несколько наставляемых",
            MINORS: "среди наставляемых есть несовершеннолетние",
            EMPLOYEES: "есть пары двух работников (ТК, статья 351.8)",
        },
        clauses=(
            Clause(
                "basis",
                Part.PREAMBLE,
                "В соответствии с {основания}, в целях реализации программы «{программа}» и на основании "
                "письменных согласий участников",
                f"не {EMPLOYEES}",
            ),
            Clause(
                "basis-employees",
                Part.PREAMBLE,
                "В соответствии с {основания}, в целях реализации программы «{программа}» и на основании "
                "письменных согласий участников, а для работников – также дополнительных соглашений к трудовым "
                "договорам",
                EMPLOYEES,
            ),
            Clause(
                "one",
                Part.POINT,
                "Закрепить за наставником {наставник, творительный} {наставляемые, винительный} – на период "
                "{период}. Форма наставничества «{форма}»{ролевая модель}.",
                ONE,
            ),
            Clause(
                "several",
                Part.POINT,
                "Закрепить за наставниками наставляемых на период {период} согласно таблице: {таблица пар}",
                f"не {ONE}",
            ),
            Clause(
                "plans",
                Part.POINT,
                "Наставникам совместно с наставляемыми разработать индивидуальные планы развития до {планы до} и "
                "представить их куратору программы.",
            ),
            Clause(
                "curator",
                Part.POINT,
                "{куратор программы кому} обеспечить сопровождение {пары или группы}, учёт встреч и обратной "
                "связи, ознакомить с настоящим приказом наставников и наставляемых.",
                f"не {MINORS}",
            ),
            Clause(
                "curator-minors",
                Part.POINT,
                "{куратор программы кому} обеспечить сопровождение {пары или группы}, учёт встреч и обратной "
                "связи, ознакомить с настоящим приказом наставников и наставляемых, а также родителей (законных "
                "представителей) несовершеннолетних.",
                MINORS,
            ),
            CONTROL,
        ),
    )
)


def filling_of(content: OrderPairs, source: Source) -> Filling:
    """Values from the typed content of the order: what wording «1» had in its template."""
    from mentorship.models import Programme  # noqa: PLC0415

    programme = source.subject
    if not isinstance(programme, Programme):
        raise TypeError("the subject of this order is a programme")
    lines = content.lines
    holds = {
        ONE: len(lines) == 1,
        GROUPS: content.has_groups,
        MINORS: content.has_minors,
        EMPLOYEES: content.with_employees,
    }
    first = lines[0]
    word = "наставляемого" if len(first.mentees) == 1 else "наставляемых"
    model = f", ролевая модель «{lower_first(first.role_model)}»" if first.role_model else ""
    return Filling(
        values={
            **common_values(source.organization, programme, source.today),
            "основания": ", ".join(content.cited),
            "пары или группы": content.noun,
            "период": content.period,
            "планы до": content.plans_due,
            "наставник, творительный": _placed(first.mentor.instrumental, first.mentor),
            "наставляемые, винительный": f"{word}: "
            + ", ".join(_placed(one.accusative, one) for one in first.mentees),
            "форма": lower_first(first.form),
            "ролевая модель": model,
        },
        holds=frozenset(name for name, true in holds.items() if true),
        tables={"таблица пар": _grid(content)},
    )


def _placed(name: str, one: Participant) -> str:
    return f"{name} ({one.occupation})" if one.occupation else name


def _told(one: Participant) -> str:
    return f"{one.name}, {one.occupation}" if one.occupation else one.name


def _grid(content: OrderPairs) -> Grid:
    rows = []
    for line in content.lines:
        model = f", «{lower_first(line.role_model)}»" if line.role_model else ""
        period = f"; {line.period}" if line.period else ""
        rows.append(
            [
                str(line.number),
                _told(line.mentor),
                "\n".join(_told(one) for one in line.mentees),
                f"{lower_first(line.form)}{model}{period}",
            ]
        )
    whom = "Наставляемые" if content.has_groups else "Наставляемый"
    return Grid(["№", "Наставник", whom, "Форма наставничества, ролевая модель"], rows, [5, 30, 30, 35])
