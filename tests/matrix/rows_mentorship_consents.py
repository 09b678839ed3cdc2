"""Who may open what follows a consent, and the papers of mentors from outside."""

from datetime import date

from core.enums import Role
from mentorship.domain.withdrawals import start_withdrawal
from mentorship.models import Consent, RequestTopic
from tests.matrix import Row, World, roles
from tests.matrix.rows_mentorship import READERS, WORKERS, _mentee, _mentor


def withdrawn(world: World) -> Consent:
    def make():
        made = Consent.objects.create(
            organization=world.org,
            programme=world.programme,
            person=_mentee(world).person,
            kind="distribution",
            signer="self",
            state="withdrawn",
        )
        start_withdrawal(made, received_on=date(2026, 9, 1), reason="", actor=None)
        return made

    return world.once("withdrawn consent", make)


def answer(world: World) -> dict[str, object]:
    return {"pk": withdrawn(world).pk}


def step(world: World) -> dict[str, object]:
    consent = withdrawn(world)
    return {"pk": consent.pk, "step": consent.withdrawal.steps.get(code="answer").pk}


def employees(world: World) -> dict[str, object]:
    def make():
        return Consent.objects.create(
            organization=world.org,
            programme=world.programme,
            person=_mentor(world).person,
            kind="employee_mentoring",
            signer="self",
        )

    return {"pk": world.once("employee's consent", make).pk}


def person(world: World) -> dict[str, object]:
    return {"pk": _mentor(world).person_id}


def mentee(world: World) -> dict[str, object]:
    return {"pk": _mentee(world).pk}


def topic(world: World) -> dict[str, object]:
    def make():
        return RequestTopic.objects.create(organization=world.org, code="own-77", title="Свой запрос")

    return {"pk": world.once("topic", make).pk}


STAFF = roles(Role.CURATOR, Role.PROJECT_CURATOR)
ROWS = [
    Row("mentorship:consent_step", STAFF, kwargs=step),
    Row("mentorship:consent_extend", STAFF, kwargs=answer),
    Row("mentorship:supplement_add", STAFF, kwargs=employees),
    Row("mentorship:mentor_from_mentee", WORKERS, kwargs=mentee, method="post"),
    Row("mentorship:consents_people", roles(Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR)),
    Row("mentorship:topics", READERS),
    Row("mentorship:topic_add", roles(Role.CURATOR)),
    Row("mentorship:topic_edit", roles(Role.CURATOR), kwargs=topic),
    Row("mentorship:topic_show", roles(Role.CURATOR), kwargs=topic, method="post"),
    Row("mentorship:credentials", READERS),
    Row("mentorship:credential_add", WORKERS, kwargs=person),
]
