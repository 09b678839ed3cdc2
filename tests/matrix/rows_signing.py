"""Who may open electronic signing of consents; personal links are open to the world."""

from datetime import date

from core import personal_tokens
from core.enums import Role
from core.models import Organization
from mentorship.models import CodeSigningAct, Consent
from tests.matrix import EVERYBODY, Row, World, roles
from tests.matrix.rows_mentorship import WORKERS, _mentee
from tests.matrix.rows_reports import document

SETTERS = roles(Role.ADMINISTRATOR, Role.DIRECTOR)
LOOKERS = roles(Role.ADMINISTRATOR, Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR)
READERS_OF_CONSENTS = roles(Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR)


def _act(org: Organization) -> CodeSigningAct:
    day = date(2026, 9, 1)
    return CodeSigningAct.objects.create(organization=org, number="7", signed_on=day, in_force_from=day)


def act(world: World) -> dict[str, object]:
    return {"pk": world.once("code signing act", lambda: _act(world.org)).pk}


def _consent(world: World) -> Consent:
    def make() -> Consent:
        return Consent.objects.get_or_create(
            programme=world.programme,
            person=_mentee(world).person,
            kind="psychological",
            defaults={"organization": world.org, "signer": "self"},
        )[0]

    return world.once("consent to sign by code", make)


def consent(world: World) -> dict[str, object]:
    return {"pk": _consent(world).pk}


def token(world: World) -> dict[str, object]:
    return {"token": personal_tokens.token_for("0" * 32, purpose="nothing")}


DIRECTORS = roles(Role.DIRECTOR)


ROWS = [
    Row("reports:document_sign_file", DIRECTORS, document),
    Row("reports:sign_by_key", DIRECTORS),
    Row("reports:check", EVERYBODY),
    Row("reports:check_document", EVERYBODY, kwargs=lambda world: {"code": "0" * 16}, ok=frozenset({404})),
    Row("reports:consent_letters", WORKERS),
    Row("mentorship:code_signing", LOOKERS),
    Row("mentorship:code_signing_on", SETTERS),
    Row("mentorship:code_signing_off", SETTERS, kwargs=act),
    Row("mentorship:code_agreement_print", LOOKERS, ok=frozenset({200, 404})),
    Row("mentorship:email_confirm", EVERYBODY, kwargs=token, ok=frozenset({404})),
    Row("reports:consent_by_link", EVERYBODY, kwargs=token, ok=frozenset({404})),
    Row("reports:consent_by_link_file", EVERYBODY, kwargs=token, ok=frozenset({404})),
    Row("reports:consent_by_link_copy", EVERYBODY, kwargs=token, ok=frozenset({404})),
    Row("reports:consent_signing", READERS_OF_CONSENTS, kwargs=consent),
    Row("reports:consent_sign_file", WORKERS, kwargs=consent),
    Row("reports:consent_issued_file", READERS_OF_CONSENTS, kwargs=consent, ok=frozenset({404})),
    Row("reports:consent_signed_copy", READERS_OF_CONSENTS, kwargs=consent, ok=frozenset({404})),
    Row(
        "reports:consent_signing_step",
        WORKERS,
        kwargs=lambda world: consent(world) | {"step": "links"},
        method="post",
    ),
    Row(
        "reports:consent_signer_step",
        WORKERS,
        kwargs=lambda world: consent(world) | {"role": "self", "step": "send"},
        method="post",
    ),
    Row(
        "reports:consent_signer_agreement",
        WORKERS,
        kwargs=lambda world: consent(world) | {"role": "self"},
    ),
    Row(
        "reports:consent_signer_disagree",
        WORKERS,
        kwargs=lambda world: consent(world) | {"role": "self"},
        ok=frozenset({404}),  # nobody has agreed yet
    ),
]
