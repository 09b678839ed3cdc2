"""SQL that keeps the approved versions of a roadmap as they were approved, for both databases that the portal runs on.

A version is added behind the last one of a roadmap that has been approved, and then neither changes nor goes. The name
of who approved may be taken out (the account is erased), the text never changes.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "roadmap_roadmapversion"
_CHANGED = " OR ".join(
    f"NEW.{column} IS DISTINCT FROM OLD.{column}"
    for column in ("roadmap_id", "number", "approved_on", "reason", "created_at")
)
# A draft has nothing approved, and nothing is slipped in before, between or far behind what is there.
_MISPLACED = """
    NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM roadmap_roadmapversion WHERE roadmap_id = NEW.roadmap_id)
    OR EXISTS (SELECT 1 FROM roadmap_roadmap WHERE id = NEW.roadmap_id AND state = 'draft')
"""
_KEPT = "an approved version of a roadmap cannot be changed"
_ADDED = "a version is added behind the last one of an approved roadmap"

POSTGRES_INSTALL = [
    f"""
    CREATE OR REPLACE FUNCTION roadmap_version_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{_KEPT}'; END $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION roadmap_version_place() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {_MISPLACED} THEN RAISE EXCEPTION '{_ADDED}'; END IF;
        RETURN NEW;
    END $$
    """,
    f"""
    CREATE TRIGGER roadmap_version_kept BEFORE UPDATE ON {TABLE}
    FOR EACH ROW WHEN ({_CHANGED} OR NEW.content::text IS DISTINCT FROM OLD.content::text)
    EXECUTE FUNCTION roadmap_version_refuse()
    """,
    f"""
    CREATE TRIGGER roadmap_version_stays BEFORE DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION roadmap_version_refuse()
    """,
    f"""
    CREATE TRIGGER roadmap_version_added BEFORE INSERT ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION roadmap_version_place()
    """,
]
_TRIGGERS = ("roadmap_version_kept", "roadmap_version_stays", "roadmap_version_added")
POSTGRES_REMOVE = [
    *(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}" for name in _TRIGGERS),
    "DROP FUNCTION IF EXISTS roadmap_version_refuse()",
    "DROP FUNCTION IF EXISTS roadmap_version_place()",
]
SQLITE_INSTALL = [
    f"""
    CREATE TRIGGER roadmap_version_kept BEFORE UPDATE ON {TABLE}
    WHEN {_CHANGED.replace("IS DISTINCT FROM", "IS NOT")} OR NEW.content IS NOT OLD.content
    BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END
    """,
    f"CREATE TRIGGER roadmap_version_stays BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END",
    f"""
    CREATE TRIGGER roadmap_version_added BEFORE INSERT ON {TABLE}
    WHEN {_MISPLACED}
    BEGIN SELECT RAISE(ABORT, '{_ADDED}'); END
    """,
]
SQLITE_REMOVE = [f"DROP TRIGGER IF EXISTS {name}" for name in _TRIGGERS]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on."""
    _run(connection, POSTGRES_INSTALL if connection.vendor == "postgresql" else SQLITE_INSTALL)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: for the migration's way back and for a test database that is being emptied."""
    _run(connection, POSTGRES_REMOVE if connection.vendor == "postgresql" else SQLITE_REMOVE)


def forwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Called by the migrations: puts the triggers on, in place of those of an older version."""
    remove(schema_editor.connection)
    install(schema_editor.connection)


def backwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    remove(schema_editor.connection)


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
