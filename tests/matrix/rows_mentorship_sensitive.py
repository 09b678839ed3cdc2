"""Who may open sensitive records: the psychologist; nobody else without a right given by name."""

from datetime import date

from core.enums import Role
from mentorship.models import Consent, SensitiveKind, SensitiveRecord
from tests.matrix import Row, World, roles
from tests.matrix.rows_mentorship import _mentee, person

PSYCHOLOGIST = roles(Role.PSYCHOLOGIST)


def record(world: World) -> dict[str, object]:
    def make():
        someone = _mentee(world).person
        consent = Consent.objects.create(
            organization=world.org,
            programme=world.programme,
            person=someone,
            kind="special",
            signer="self",
            state="signed",
            signed_on=date(2026, 9, 2),
            method="paper",
            original_place="сейф",
        )
        return SensitiveRecord.objects.create(
            organization=world.org,
            person=someone,
            kind=SensitiveKind.objects.get(organization=None, code="orphan"),
            consent=consent,
            basis="справка",
        )

    return {"pk": world.once("sensitive record", make).pk}


ROWS = [
    Row("mentorship:sensitive", PSYCHOLOGIST, kwargs=person),
    Row("mentorship:sensitive_ask", PSYCHOLOGIST, kwargs=person, method="post"),
    Row("mentorship:sensitive_add", PSYCHOLOGIST, kwargs=person),
    Row("mentorship:sensitive_edit", PSYCHOLOGIST, kwargs=record),
    Row("mentorship:sensitive_remove", PSYCHOLOGIST, kwargs=record),
]
