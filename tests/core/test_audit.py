"""The audit trail is kept, and kept by the database."""

import pytest
from django.db import DatabaseError, connection, transaction
from django_scopes import scope

from core import audit
from core.context import acting
from core.models import AuditEntry, Membership, Organization
from core.selectors.audit import history_of


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_auditentry SET reason = 'иначе'",
        "DELETE FROM core_auditentry",
    ],
)
def test_the_database_refuses_to_change_the_trail(statement: str, org: Organization) -> None:
    audit.record("test.done", subject=org)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    with scope(organization=org):
        assert AuditEntry.objects.count() == 1


def test_postgresql_refuses_truncate(org: Organization) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    audit.record("test.done", subject=org)
    connection.check_constraints()  # deferred foreign keys would refuse a TRUNCATE before the guard does
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE core_auditentry")


def test_an_entry_says_who_in_which_role_from_where(curator: Membership) -> None:
    org = curator.organization
    with scope(organization=org), acting(curator.user, membership=curator, ip_address="10.1.2.3"):
        audit.record("organization.edited", subject=org, before={"city": "г. А"}, after={"city": "г. Б"})
        entry = history_of(org).get()
    assert (entry.actor, entry.actor_name, entry.role) == (curator.user, str(curator.user), "curator")
    assert (entry.ip_address, entry.organization) == ("10.1.2.3", org)
    assert (entry.before, entry.after) == ({"city": "г. А"}, {"city": "г. Б"})


def test_changes_keeps_only_what_differs() -> None:
    assert audit.changes({"a": 1, "b": 2}, {"a": 1, "b": 3}) == ({"b": 2}, {"b": 3})
