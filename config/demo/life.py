"""The life of the demo's orders: a draft on its round, an acquaintance list half done, what is shown to everybody."""

from __future__ import annotations

import datetime as dt

from config.demo.house import House
from core.clock import today
from core.context import acting
from core.enums import Role
from core.models import Membership
from mentorship.models import Programme
from reports.domain.acquaintance import confirm, fill_list, mark_on_paper
from reports.domain.acting_heads import appoint
from reports.domain.approval import send_onward, set_route
from reports.domain.public_page import edit_page, export_page
from reports.domain.publication import publish, withhold
from reports.domain.relations import file_away
from reports.domain.reserved import reserve_number
from reports.enums import DocumentState
from reports.models import Document
from reports.selectors.acquaintance import acquaintance_of
from reports.selectors.approval import Approver

DEPUTY = Approver("Хозяйкина Римма Львовна", "Заместитель директора")
ACQUAINTED = 3  # people who have pressed «Ознакомлен(а)»; one more has signed the paper


def live_on(house: House, programme: Programme) -> None:
    """Through the same functions as the pages."""
    _send_round(house, programme)
    signed = Document.objects.filter(programme=programme, state=DocumentState.SIGNED).order_by("pk")
    launch, pairs = signed.filter(kind="order_launch").first(), signed.filter(kind="order_pairs").first()
    if pairs is not None:
        _acquaint(house, pairs)
        withhold(pairs, reason="в приказе названы обучающиеся", actor=house.curator)
    if launch is not None:
        publish(launch, actor=house.curator)
    school = signed.filter(kind="order_school").first()
    if school is not None:
        file_away(school, case_index="01-05", actor=house.curator)
    reserve_number(
        house.organization, series="orders", reason="приказ об итоговом мероприятии", actor=house.curator
    )
    starts = today(house.organization) + dt.timedelta(days=30)
    appoint(
        house.organization,
        last_name="Хозяйкина",
        first_name="Римма",
        middle_name="Львовна",
        basis="приказ от 16.11.2026 № 41-ЛС",
        starts_on=starts,
        ends_on=starts + dt.timedelta(days=13),
        actor=house.director,
    )
    edit_page(
        house.organization,
        actor=house.curator,
        is_on=True,
        intro="В колледже старшие помогают младшим освоиться, а мастера предприятий учат ремеслу.",
    )
    export_page(house.organization, actor=house.curator)


def _send_round(house: House, programme: Programme) -> None:
    """The draft about the working group goes to the psychologist, then to the deputy on paper."""
    psychologist = Membership.objects.get(user=house.users[Role.PSYCHOLOGIST], role=Role.PSYCHOLOGIST)
    first = Approver(psychologist.user.full_name, psychologist.position, psychologist.user)
    set_route(house.organization, "order_group", [first, DEPUTY], is_parallel=False, actor=house.curator)
    draft = Document.objects.filter(
        programme=programme, kind="order_group", state=DocumentState.DRAFT
    ).first()
    if draft is not None:
        send_onward(draft, actor=house.curator)


def _acquaint(house: House, order: Document) -> None:
    fill_list(order, actor=house.curator)
    lines = list(acquaintance_of(order))
    for line in lines[:ACQUAINTED]:
        with acting(None):
            confirm(line, actor=None)
    for line in lines[ACQUAINTED : ACQUAINTED + 1]:
        mark_on_paper(line, on=today(house.organization), actor=house.curator)
