"""«Выписка из приказа» for one participant: what the order of pairs says of their own pair, nobody else in it."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import DomainError
from core.russian import date_long, date_short, lower_first
from mentorship.models import Pair
from reports.documents.letterhead import Letterhead, Signatory, letterhead_of, signatory_of
from reports.documents.page_blocks import page_blocks
from reports.documents.people import full_name, occupation
from reports.kinds import Built, DocumentKind, Source, register

CODE = "order_extract"


@dataclass(frozen=True)
class OrderExtract:
    """The part of an order that concerns one reader. `order` are its date and number in words."""

    title: str
    letterhead: Letterhead
    signatory: Signatory
    order: str
    programme: str
    mentor: str
    mentees: list[str]
    form: str
    role_model: str
    period: str
    as_of: str


def build_extract(source: Source) -> Built:
    """The subject is a pair with an order; `options["people"]` are ids of the mentees whom the reader may see."""
    pair = source.subject
    if not isinstance(pair, Pair):
        raise TypeError("the subject of an extract is a pair")
    if pair.order_date is None:
        raise DomainError("Приказ о закреплении этой пары ещё не подписан.", code="no_order")
    shown = set(source.options.get("people") or [])
    mentees = [place.mentee.person for place in pair.places.all() if place.mentee.person_id in shown]
    content = OrderExtract(
        title=f"Выписка из приказа от {date_short(pair.order_date)} № {pair.order_number}",
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        order=f"{date_long(pair.order_date)} № {pair.order_number}",
        programme=pair.programme.title,
        mentor=", ".join(
            part for part in (full_name(pair.mentor.person), occupation(pair.mentor.person)) if part
        ),
        mentees=[", ".join(part for part in (full_name(one), one.group) if part) for one in mentees],
        form=lower_first(pair.project.form.title),
        role_model=lower_first(pair.role_model.title) if pair.role_model else "",
        period=_period(pair),
        as_of=date_long(source.today),
    )
    return Built(content, summary=pair.mentor.person.full_name, programme=pair.programme, subjects=(pair,))


def _period(pair: Pair) -> str:
    start = f"с {date_long(pair.period_start)}" if pair.period_start else ""
    end = f"по {date_long(pair.period_end)}" if pair.period_end else ""
    return " ".join(part for part in (start, end) if part)


register(
    DocumentKind(
        code=CODE,
        family="Выписка",
        label="Выписка из приказа о закреплении пар",
        content=OrderExtract,
        build=build_extract,
        find=lambda pk: Pair.objects.get(pk=pk),
        stylesheet="report",
        mass=True,
        form_blocks=page_blocks(CODE),
    )
)
