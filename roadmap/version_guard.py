"""SQL that keeps the approved versions of a roadmap as they were approved, for both databases that the portal runs on.

Deleting needs no trigger: a version goes only with its whole roadmap, which the domain deletes as a draft alone. The
name of who approved may be taken out (the account is erased), the text never changes.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_CHANGED = " OR ".join(
    f"NEW.{column} IS DISTINCT FROM OLD.{column}"
    for column in ("roadmap_id", "number", "approved_on", "reason", "created_at")
)
_MESSAGE = "an approved version of a roadmap cannot be changed"
POSTGRES_INSTALL = [
    f"""
    CREATE OR REPLACE FUNCTION roadmap_version_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{_MESSAGE}'; END $$
    """,
    f"""
    CREATE TRIGGER roadmap_version_kept BEFORE UPDATE ON roadmap_roadmapversion
    FOR EACH ROW WHEN ({_CHANGED} OR NEW.content::text IS DISTINCT FROM OLD.content::text)
    EXECUTE FUNCTION roadmap_version_refuse()
    """,
]
POSTGRES_REMOVE = [
    "DROP TRIGGER IF EXISTS roadmap_version_kept ON roadmap_roadmapversion",
    "DROP FUNCTION IF EXISTS roadmap_version_refuse()",
]
SQLITE_INSTALL = [
    f"""
    CREATE TRIGGER roadmap_version_kept BEFORE UPDATE ON roadmap_roadmapversion
    WHEN {_CHANGED.replace("IS DISTINCT FROM", "IS NOT")} OR NEW.content IS NOT OLD.content
    BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END
    """,
]
SQLITE_REMOVE = ["DROP TRIGGER IF EXISTS roadmap_version_kept"]


def forwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the trigger on; called by the migration."""
    _run(schema_editor, POSTGRES_INSTALL, SQLITE_INSTALL)


def backwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the trigger off: for the migration's way back."""
    _run(schema_editor, POSTGRES_REMOVE, SQLITE_REMOVE)


def _run(editor: BaseDatabaseSchemaEditor, postgres: list[str], sqlite: list[str]) -> None:
    for statement in postgres if editor.connection.vendor == "postgresql" else sqlite:
        editor.execute(statement)
