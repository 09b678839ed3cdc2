"""Who may send documents round, give visas, read acquaintance lists."""

from typing import Any

from core import personal_tokens
from core.enums import STAFF_ROLES, Role
from reports.models import Acquaintance, ActingHead, ReservedNumber, Visa
from tests.matrix import EVERYBODY, Row, World, roles
from tests.matrix.rows_reports import CURATORS, KEEPERS, READERS, document

ROUTERS = roles(Role.CURATOR, Role.ADMINISTRATOR)


def visa(world: World) -> dict[str, Any]:
    made = world.once("visa", lambda: _visa(world))
    return document(world) | {"visa": made.pk}


def _visa(world: World) -> Visa:
    return Visa.objects.create(
        document_id=document(world)["pk"], round=1, step=1, place=1, revision=0, full_name="Примерова"
    )


def own_visa(world: World) -> dict[str, Any]:
    """Nobody's turn: those who may give visas find nothing."""
    return {"pk": visa(world)["visa"]}


def visa_page(world: World) -> dict[str, Any]:
    return own_visa(world) | {"number": 1}


def line(world: World) -> dict[str, Any]:
    def make() -> Acquaintance:
        return Acquaintance.objects.create(
            document_id=document(world)["pk"], full_name="Примерова", key="1" * 32, token_hash="2" * 64
        )

    found = Acquaintance.objects.filter(key="1" * 32).first() or make()  # its remover removes it
    return document(world) | {"line": found.pk}


def relation(world: World) -> dict[str, Any]:
    return document(world) | {"relation": 1}


def step(world: World) -> dict[str, Any]:
    return document(world) | {"step": "remind"}


def route(world: World) -> dict[str, Any]:
    return {"kind": "all"}


def token(world: World) -> dict[str, Any]:
    return {"token": personal_tokens.token_for("0" * 32, purpose="nothing")}


ROWS = [
    Row("reports:approval_start", CURATORS, document),
    Row("reports:approval_back", CURATORS, document),
    Row("reports:approval_sheet", READERS, document),
    Row("reports:visa_mark", CURATORS, visa),
    Row("reports:visas", STAFF_ROLES),
    Row("reports:visa", STAFF_ROLES, own_visa, ok=frozenset({404})),
    Row("reports:visa_page", STAFF_ROLES, visa_page, ok=frozenset({404})),
    Row("reports:approval_routes", ROUTERS),
    Row("reports:approval_route", ROUTERS, route, foreign=200),
    Row("reports:relation_add", CURATORS, document),
    Row("reports:relation_remove", CURATORS, relation, method="post", ok=frozenset({404})),
    Row("reports:document_archive", CURATORS, document),
    Row("reports:acquaintance", READERS, document),
    Row("reports:acquaintance_sheet", READERS, document),
    Row("reports:acquaintance_step", CURATORS, step, method="post"),
    Row("reports:acquaintance_paper", CURATORS, line),
    Row("reports:acquaintance_remove", CURATORS, line, method="post"),
    Row("reports:acquaint_by_link", EVERYBODY, kwargs=token, ok=frozenset({404})),
    Row("reports:acquaint_file", EVERYBODY, kwargs=token, ok=frozenset({404})),
]


def journal_file(world: World) -> dict[str, Any]:
    return {"what": "xlsx"}


def reserved(world: World) -> dict[str, Any]:
    def make() -> ReservedNumber:
        day = world.programme.period_start
        return ReservedNumber.objects.create(
            organization=world.org, series="orders", year=2026, place=900, text="900-ОД", reserved_on=day, reason="x"
        )  # fmt: skip

    return {"pk": world.once("reserved", make).pk}


def head(world: World) -> dict[str, Any]:
    def make() -> ActingHead:
        return ActingHead.objects.create(
            organization=world.org, last_name="Примерова", first_name="Анна", basis="приказ",
            starts_on=world.programme.period_start,
        )  # fmt: skip

    return {"pk": world.once("acting head", make).pk}


def year(world: World) -> dict[str, Any]:
    return {"year": 1999}


HEADS_MEN = roles(Role.DIRECTOR, Role.ADMINISTRATOR)
ROWS += [
    Row("reports:number_journal", KEEPERS),
    # No number was given in this world: there is no journal to print.
    Row("reports:number_journal_file", KEEPERS, journal_file, ok=frozenset({404})),
    Row("reports:number_reserve", KEEPERS),
    Row("reports:number_void", KEEPERS, reserved),
    Row("reports:heads", HEADS_MEN),
    Row("reports:head_appoint", HEADS_MEN),
    Row("reports:head_end", HEADS_MEN, head),
    Row("reports:head_revoke", HEADS_MEN, head),
    Row("reports:signed", KEEPERS),
    Row("reports:year_archive", KEEPERS, year, method="post", foreign=302),
]


def public(world: World) -> dict[str, Any]:
    """A page that is off: nothing is there for anybody."""
    return {"code": world.org.code}


def public_paper(world: World) -> dict[str, Any]:
    return public(world) | {"pk": 1}


ROWS += [
    Row("reports:document_publish", CURATORS, document),
    Row("reports:document_withhold", CURATORS, document),
    Row("reports:public_edit", ROUTERS),
    Row("reports:public_preview", ROUTERS),
    Row("reports:public_export", ROUTERS, method="post"),
    Row("reports:public_taken_off", ROUTERS, method="post"),
    Row("reports:public_page", EVERYBODY, public, ok=frozenset({404})),
    Row("reports:public_document", EVERYBODY, public_paper, ok=frozenset({404})),
]
