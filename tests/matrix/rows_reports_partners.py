"""Who may make and send papers for partners, and open those that were sent to one's own organisation."""

from datetime import date
from typing import Any

from django.utils import timezone

from core.domain.files import store_file
from core.enums import Role
from mentorship.domain.agreements import create_agreement
from mentorship.domain.partners import add_member
from mentorship.models import Agreement
from reports.models import Document, PartnerDelivery
from tests.matrix import Row, World, roles
from tests.matrix.rows_mentorship_partners import OWN, made, partner


def contract(world: World) -> Agreement:
    def make() -> Agreement:
        return create_agreement(
            made(world),
            actor=None,
            subject="Соглашение",
            starts_on=date(2026, 9, 1),
            ends_on=date(2099, 8, 31),
        )

    return world.once("partner's agreement", make)


def agreement(world: World) -> dict[str, Any]:
    return {"pk": contract(world).pk}


def paper(world: World) -> dict[str, Any]:
    """An issued agreement that was sent to a partner for which somebody of each of these roles speaks."""

    def make() -> Document:
        file = store_file(
            b"%PDF-1.4\n%%EOF\n", name="a.pdf", content_type="application/pdf", purpose="document",
            organization=world.org, created_by=None,
        )  # fmt: skip
        one = Document.objects.create(
            organization=world.org, kind="partner_agreement", key="matrix", subject_id=contract(world).pk,
            title="Соглашение", state="issued", file=file,
        )  # fmt: skip
        for role in OWN:
            add_member(made(world), user=world.members[role].user, role="signatory", actor=None)
        PartnerDelivery.objects.create(
            organization=world.org, document=one, partner=made(world), sent_at=timezone.now()
        )
        return one

    return {"pk": world.once("partner's paper", make).pk}


KEPT = roles(Role.CURATOR)
ROWS = [
    Row("reports:partner_letter", KEPT, kwargs=partner),
    Row("reports:partner_agreement", KEPT, kwargs=agreement, method="post"),
    Row("reports:partner_send", KEPT, kwargs=paper),
    Row("reports:own_paper", OWN, kwargs=paper),
]
