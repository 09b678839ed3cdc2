"""Who may open partners, their agreements, the employers of the cards and one's own organisation."""

from datetime import date

from core.enums import Role
from mentorship.domain.agreements import create_agreement, put_in_force
from mentorship.domain.partners import add_member, link_employees
from mentorship.models import PartnerOrganization
from tests import factories
from tests.matrix import Row, World, roles

SEEN = roles(Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR)
KEPT = roles(Role.CURATOR)
OWN = roles(Role.PARTNER, Role.MENTOR, Role.MENTEE, Role.PARENT)
PDF = b"%PDF-1.4\ntrailer<<>>\n%%EOF\n"


def made(world: World) -> PartnerOrganization:
    return world.once("partner", lambda: factories.partner(world.org))


def partner(world: World) -> dict[str, object]:
    return {"pk": made(world).pk}


def member(world: World) -> dict[str, object]:
    who = world.once("partner's man", lambda: factories.person(world.org))
    return {"pk": add_member(made(world), person=who, role="contact", actor=None).pk}


def employee(world: World) -> dict[str, object]:
    def make():
        link_employees(made(world), [factories.person(world.org, employer="ООО")], actor=None)
        return made(world).employees.get()

    return {"pk": world.once("partner's employee", make).pk}


def agreement(world: World) -> dict[str, object]:
    def make():
        return create_agreement(
            made(world),
            actor=None,
            subject="Соглашение",
            starts_on=date(2026, 9, 1),
            ends_on=date(2099, 8, 31),
        )

    return {"pk": world.once("agreement", make).pk}


def step(world: World) -> dict[str, object]:
    return {**agreement(world), "step": "sent"}


def own_agreement(world: World) -> dict[str, object]:
    """An agreement of a partner for which somebody of each of these roles speaks."""

    def make():
        one = create_agreement(
            made(world), actor=None, subject="Своё", starts_on=date(2026, 9, 1), ends_on=date(2099, 8, 31)
        )
        for role in OWN:
            add_member(made(world), user=world.members[role].user, role="contact", actor=None)
        return put_in_force(one, number="1", signed_on=date(2026, 9, 1), actor=None, copy=("скан.pdf", PDF))

    return {"pk": world.once("own agreement", make).pk}


ROWS = [
    Row("mentorship:partners", SEEN),
    Row("mentorship:partner", SEEN, kwargs=partner),
    Row("mentorship:partner_create", KEPT),
    Row("mentorship:partner_edit", KEPT, kwargs=partner),
    Row("mentorship:partner_archive", KEPT, kwargs=partner),
    Row("mentorship:partner_restore", KEPT, kwargs=partner, method="post"),
    Row("mentorship:partner_member_add", KEPT, kwargs=partner),
    Row("mentorship:partner_member_remove", KEPT, kwargs=member),
    Row("mentorship:employee_unlink", KEPT, kwargs=employee, method="post"),
    Row("mentorship:employers", KEPT),
    Row("mentorship:employer_link", KEPT),
    Row("mentorship:employer_confirm", KEPT, kwargs=partner, method="post"),
    Row("mentorship:agreement_create", KEPT, kwargs=partner),
    Row("mentorship:agreement_edit", KEPT, kwargs=agreement),
    Row("mentorship:agreement_signed", KEPT, kwargs=agreement),
    Row("mentorship:agreement_copy", KEPT, kwargs=agreement),
    Row("mentorship:agreement_terminate", KEPT, kwargs=agreement),
    Row("mentorship:agreement_step", KEPT, kwargs=step, method="post"),
    Row("mentorship:own_agreement", OWN, kwargs=own_agreement),
]
