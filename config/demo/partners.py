"""The demo's partners: entered, tied to the mentors who work there, an agreement in force and one that soon ends."""

from __future__ import annotations

import datetime as dt

from config.demo.house import House, description
from core.clock import today
from core.enums import Role
from mentorship.domain import agreements, partners
from mentorship.domain.people import create_person
from mentorship.employers import employer_key
from mentorship.enums import PersonCategory
from mentorship.models import PartnerOrganization, Person, Programme
from reports.domain import documents
from reports.domain.partners import make_agreement_paper, make_letter


def bring_partners(house: House, programme: Programme) -> list[PartnerOrganization]:
    """The partners of `college.yaml`; the first is where most mentors from outside work, by their own cards."""
    made = [
        partners.create_partner(house.organization, actor=house.curator, **card)
        for card in description()["partners"]
    ]
    for partner in made[:2]:  # people of the third wait for the curator on «Работодатели из анкет»
        _tie_people(partner, programme, house)
    _add_members(made[0], house)
    day = today(house.organization)
    for partner, number, days in ((made[0], "12-С", 280), (made[1], "5-С", 26)):
        agreement = agreements.create_agreement(
            partner,
            actor=house.curator,
            subject="Безвозмездное сотрудничество в программе наставничества: партнёр выделяет наставников.",
            starts_on=day - dt.timedelta(days=80),
            ends_on=day + dt.timedelta(days=days),
            mentors_promised=3,
        )
        agreements.put_in_force(agreement, number=number, signed_on=agreement.starts_on, actor=house.curator)
    return made


def write_to_partners(house: House, programme: Programme) -> None:
    """A letter that waits for the head, an agreement sent for signature."""
    known = list(PartnerOrganization.objects.filter(organization=house.organization).order_by("pk"))
    letter = make_letter(known[0], variant="request", programme=programme, actor=house.curator, mentors=2)
    documents.send_to_sign(letter, actor=house.curator)
    day = today(house.organization)
    agreement = agreements.create_agreement(
        known[2],
        actor=house.curator,
        subject="Совместные встречи наставников и экскурсии студентов.",
        starts_on=day,
        ends_on=programme.period_end,
    )
    make_agreement_paper(agreement, actor=house.curator)
    agreements.mark_sent(agreement, actor=house.curator)


def _tie_people(partner: PartnerOrganization, programme: Programme, house: House) -> None:
    people = Person.objects.filter(mentor_entries__programme=programme).exclude(employer="")
    wanted = {employer_key(partner.short_name), employer_key(partner.full_name)}
    partners.link_employees(
        partner, [one for one in people if employer_key(one.employer) in wanted], actor=house.curator
    )


def _add_members(partner: PartnerOrganization, house: House) -> None:
    """The account of the demo's partner, and a man who leads the partner's mentors."""
    user = house.users[Role.PARTNER]
    card = Person.objects.filter(user=user).first()
    if card is not None:
        partners.add_member(partner, person=card, role="contact", actor=house.curator)
        partners.link_employees(partner, [card], actor=house.curator)
    leader = create_person(
        house.organization,
        actor=house.curator,
        last_name="Опоров",
        first_name="Глеб",
        middle_name="Маркович",
        category=PersonCategory.EMPLOYER,
        employer=partner.short_name,
        position="Главный инженер",
        email="oporov@partner.example",
    )
    partners.add_member(partner, person=leader, role="supervisor", actor=house.curator)
    partners.link_employees(partner, [leader], actor=house.curator)
