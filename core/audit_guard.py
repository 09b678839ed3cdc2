"""SQL that makes the audit trail append-only in the database, for both databases that the portal runs on.

The one change that it lets through is forgetting (decision 110): the words of an entry about an erased person go.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "core_auditentry"

# What an erasure may do to an entry, and nothing else: its words go, who did what to which row and when stays.
FORGOTTEN = "удалено"
_STAYS = ("id", "at", "organization_id", "actor_id", "role", "action", "object_type", "object_id")


def _forgets(same: str, empty: str) -> str:
    """The condition under which a change of a row is only a forgetting of its words."""
    stays = " AND ".join(f"NEW.{column} {same} OLD.{column}" for column in _STAYS)
    words = " AND ".join(
        f"NEW.{column} = OLD.{column}" for column in ("object_name", "before", "after", "reason")
    )
    return f"""
        {stays}
        AND (({words}) OR (
            NEW.object_name = '{FORGOTTEN}' AND NEW.before = {empty} AND NEW.after = {empty} AND NEW.reason = ''
        ))
        AND (NEW.actor_name = OLD.actor_name OR NEW.actor_name = '{FORGOTTEN}')
        AND (NEW.ip_address {same} OLD.ip_address OR NEW.ip_address IS NULL)
    """


POSTGRES_INSTALL = [
    f"""
    CREATE OR REPLACE FUNCTION core_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF {_forgets("IS NOT DISTINCT FROM", "'{}'::jsonb")} THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION 'audit trail is append-only';
    END $$
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
    CREATE TRIGGER core_audit_no_update BEFORE UPDATE ON {TABLE}
    WHEN NOT ({_forgets("IS", "'{}'")})
    BEGIN SELECT RAISE(ABORT, 'audit trail is append-only'); END
    """,
    f"""
    CREATE TRIGGER core_audit_no_delete BEFORE DELETE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, 'audit trail is append-only'); END
    """,
]
SQLITE_REMOVE = [f"DROP TRIGGER IF EXISTS core_audit_no_{verb}" for verb in ("update", "delete")]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on; called once by the migration."""
    _run(connection, POSTGRES_INSTALL if connection.vendor == "postgresql" else SQLITE_INSTALL)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: for the migration's way back and for a test database that is being emptied."""
    _run(connection, POSTGRES_REMOVE if connection.vendor == "postgresql" else SQLITE_REMOVE)


def renew(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Replace the triggers of an older version."""
    remove(schema_editor.connection)
    install(schema_editor.connection)


def forwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    install(schema_editor.connection)


def backwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    remove(schema_editor.connection)


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
