"""SQL that keeps a frozen version as it was answered, for both databases that the portal runs on.

Deleting needs no trigger: campaigns and answers hold their version and items by foreign keys.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

POSTGRES_INSTALL = [
    """
    CREATE OR REPLACE FUNCTION surveys_version_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'a frozen questionnaire version cannot be changed'; END $$
    """,
    """
    CREATE OR REPLACE FUNCTION surveys_part_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (
        SELECT 1 FROM surveys_questionnaireversion WHERE id = NEW.version_id AND frozen_at IS NOT NULL
      ) THEN
        RAISE EXCEPTION 'a frozen questionnaire version cannot be changed';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER surveys_version_frozen BEFORE UPDATE ON surveys_questionnaireversion
    FOR EACH ROW WHEN (OLD.frozen_at IS NOT NULL) EXECUTE FUNCTION surveys_version_refuse()
    """,
    """
    CREATE TRIGGER surveys_section_frozen BEFORE INSERT OR UPDATE ON surveys_section
    FOR EACH ROW EXECUTE FUNCTION surveys_part_refuse()
    """,
    """
    CREATE TRIGGER surveys_item_frozen BEFORE INSERT OR UPDATE ON surveys_item
    FOR EACH ROW EXECUTE FUNCTION surveys_part_refuse()
    """,
]
POSTGRES_REMOVE = [
    "DROP TRIGGER IF EXISTS surveys_version_frozen ON surveys_questionnaireversion",
    "DROP TRIGGER IF EXISTS surveys_section_frozen ON surveys_section",
    "DROP TRIGGER IF EXISTS surveys_item_frozen ON surveys_item",
    "DROP FUNCTION IF EXISTS surveys_part_refuse()",
    "DROP FUNCTION IF EXISTS surveys_version_refuse()",
]
_SQLITE_PART = """
    CREATE TRIGGER {table}_frozen_{verb} BEFORE {verb} ON {table}
    WHEN EXISTS (
      SELECT 1 FROM surveys_questionnaireversion WHERE id = NEW.version_id AND frozen_at IS NOT NULL
    )
    BEGIN SELECT RAISE(ABORT, 'a frozen questionnaire version cannot be changed'); END
"""
_PARTS = [(table, verb) for table in ("surveys_section", "surveys_item") for verb in ("insert", "update")]
SQLITE_INSTALL = [
    """
    CREATE TRIGGER surveys_version_frozen BEFORE UPDATE ON surveys_questionnaireversion
    WHEN OLD.frozen_at IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a frozen questionnaire version cannot be changed'); END
    """,
    *(_SQLITE_PART.format(table=table, verb=verb) for table, verb in _PARTS),
]
SQLITE_REMOVE = [
    "DROP TRIGGER IF EXISTS surveys_version_frozen",
    *(f"DROP TRIGGER IF EXISTS {table}_frozen_{verb}" for table, verb in _PARTS),
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
