"""SQL that makes the audit trail append-only in the database, for both databases that the portal runs on."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "core_auditentry"

POSTGRES_INSTALL = [
    """
    CREATE OR REPLACE FUNCTION core_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'audit trail is append-only'; END $$
    """,
    f"""
    CREATE TRIGGER core_audit_append_only BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION core_audit_refuse()
    """,
    f"""
    CREATE TRIGGER core_audit_no_truncate BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_refuse()
    """,
]
POSTGRES_REMOVE = [
    f"DROP TRIGGER IF EXISTS core_audit_append_only ON {TABLE}",
    f"DROP TRIGGER IF EXISTS core_audit_no_truncate ON {TABLE}",
]
SQLITE_INSTALL = [
    f"""
    CREATE TRIGGER core_audit_no_{verb} BEFORE {verb.upper()} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, 'audit trail is append-only'); END
    """
    for verb in ("update", "delete")
]
SQLITE_REMOVE = [f"DROP TRIGGER IF EXISTS core_audit_no_{verb}" for verb in ("update", "delete")]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on; called once by the migration."""
    _run(connection, POSTGRES_INSTALL if connection.vendor == "postgresql" else SQLITE_INSTALL)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: for the migration's way back and for a test database that is being emptied."""
    _run(connection, POSTGRES_REMOVE if connection.vendor == "postgresql" else SQLITE_REMOVE)


def forwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    install(schema_editor.connection)


def backwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    remove(schema_editor.connection)


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
