"""The act of destruction of personal data with the extract of the journal (приказ РКН от 28.10.2022 № 179).

The order lets the subject be named by «иная информация, относящаяся к определённому лицу»: the act names the number
of the card and nothing that was destroyed, so that it does not bring the data back.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from core.clock import local
from core.models import Membership
from mentorship.enums import ErasureGround
from mentorship.models import Erasure
from reports.documents.letterhead import Letterhead, letterhead_of
from reports.documents.page_blocks import page_blocks
from reports.kinds import Built, DocumentKind, Source, register
from reports.personal_data import ACT

_REASONS = {
    ErasureGround.WITHDRAWAL: "отзыв согласия субъектом (152-ФЗ, ст. 21 ч. 5)",
    ErasureGround.GOAL: "достижение цели обработки (152-ФЗ, ст. 21 ч. 4)",
    ErasureGround.UNLAWFUL: "выявление неправомерной обработки (152-ФЗ, ст. 21 ч. 3)",
    ErasureGround.DEMAND: "требование субъекта (152-ФЗ, ст. 14 ч. 1)",
}
METHOD = (
    "удаление записей, файлов и ссылок и обезличивание остающихся записей в базе данных информационной системы "
    "без возможности восстановления её средствами"
)


@dataclass(frozen=True)
class Line:
    label: str
    count: str


@dataclass(frozen=True)
class Event:
    """One line of the journal's extract."""

    moment: str
    action: str
    subject: str
    who: str


@dataclass(frozen=True)
class DestructionAct:
    title: str
    number: str
    letterhead: Letterhead
    day: dt.date
    subject: str
    reason: str
    note: str
    method: str
    system: str
    destroyed: list[Line]
    kept: list[str]
    responsible: str
    position: str
    journal: list[Event]


def build_act(source: Source) -> Built:
    """Built from the record of the erasure alone: the person's own row knows nothing any more."""
    erasure = cast("Erasure", source.subject)
    number = str(source.options.get("number", ""))
    who = str(erasure.actor) if erasure.actor else "информационная система"
    moment = local(erasure.erased_at, source.organization)
    content = DestructionAct(
        title=f"Акт № {number} об уничтожении персональных данных",
        number=number,
        letterhead=letterhead_of(source.organization),
        day=erasure.erased_on,
        subject=f"субъект, карточка № {erasure.person_id}",
        reason=_REASONS[ErasureGround(erasure.grounds)],
        note=erasure.note,
        method=METHOD,
        system="информационная система «Портал наставничества»",
        destroyed=[Line(str(label), str(count)) for label, count in erasure.destroyed],
        kept=list(erasure.kept),
        responsible=who,
        position=_position(erasure),
        journal=[
            Event(f"{moment:%d.%m.%Y %H:%M:%S %z}", "Уничтожены персональные данные", str(erasure), who),
            Event(
                f"{moment:%d.%m.%Y %H:%M:%S %z}",
                f"Обезличены записи журнала действий: {erasure.audit_redacted}",
                str(erasure),
                who,
            ),
        ],
    )
    return Built(content, summary=str(erasure), subjects=(erasure,))


def find_act(pk: int) -> Erasure:
    return Erasure.objects.select_related("actor", "organization").get(pk=pk)


def _position(erasure: Erasure) -> str:
    rows: Any = Membership.objects.filter(user=erasure.actor, is_active=True).exclude(position="")
    return rows.values_list("position", flat=True).first() or ""


register(
    DocumentKind(
        code=ACT,
        family="Акт",
        label="Акт об уничтожении персональных данных",
        content=DestructionAct,
        build=build_act,
        find=find_act,
        wording="2",  # the first had no line to sign on
        personal_data=False,
        form_blocks=page_blocks(ACT),
    )
)
