"""SQL that keeps a frozen version as it was answered, for both databases that the portal runs on.

Deleting needs no trigger: campaigns and answers hold their version and items by foreign keys.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

VERSION = "surveys_questionnaireversion"
PARTS = ("surveys_section", "surveys_item")
MESSAGE = "a frozen questionnaire version cannot be changed"

POSTGRES_INSTALL = [
    f"""
    CREATE OR REPLACE FUNCTION surveys_version_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION surveys_part_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT 1 FROM {VERSION} WHERE id = NEW.version_id AND frozen_at IS NOT NULL) THEN
        RAISE EXCEPTION '{MESSAGE}';
      END IF;
      RETURN NEW;
    END $$
    """,
    f"""
    CREATE TRIGGER surveys_version_frozen BEFORE UPDATE ON {VERSION}
    FOR EACH ROW WHEN (OLD.frozen_at IS NOT NULL) EXECUTE FUNCTION surveys_version_refuse()
    """,
    *(
        f"""
        CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE ON {table}
        FOR EACH ROW EXECUTE FUNCTION surveys_part_refuse()
        """
        for table in PARTS
    ),
]
POSTGRES_REMOVE = [
    f"DROP TRIGGER IF EXISTS surveys_version_frozen ON {VERSION}",
    *(f"DROP TRIGGER IF EXISTS {table}_frozen ON {table}" for table in PARTS),
    "DROP FUNCTION IF EXISTS surveys_part_refuse()",
    "DROP FUNCTION IF EXISTS surveys_version_refuse()",
]
SQLITE_INSTALL = [
    f"""
    CREATE TRIGGER surveys_version_frozen BEFORE UPDATE ON {VERSION} WHEN OLD.frozen_at IS NOT NULL
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
    """,
    *(
        f"""
        CREATE TRIGGER {table}_frozen_{verb} BEFORE {verb.upper()} ON {table}
        WHEN EXISTS (SELECT 1 FROM {VERSION} WHERE id = NEW.version_id AND frozen_at IS NOT NULL)
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
        """
        for table in PARTS
        for verb in ("insert", "update")
    ),
]
SQLITE_REMOVE = [
    "DROP TRIGGER IF EXISTS surveys_version_frozen",
    *(f"DROP TRIGGER IF EXISTS {table}_frozen_{verb}" for table in PARTS for verb in ("insert", "update")),
]


def forwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers on; called by the migration."""
    _run(schema_editor, POSTGRES_INSTALL, SQLITE_INSTALL)


def backwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers off: for the migration's way back."""
    _run(schema_editor, POSTGRES_REMOVE, SQLITE_REMOVE)


def _run(editor: BaseDatabaseSchemaEditor, postgres: list[str], sqlite: list[str]) -> None:
    connection: BaseDatabaseWrapper = editor.connection
    for statement in postgres if connection.vendor == "postgresql" else sqlite:
        editor.execute(statement)
