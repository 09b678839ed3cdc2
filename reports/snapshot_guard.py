"""SQL that keeps cut-off figures as they were cut off, for both databases that the portal runs on.

Deleting needs no trigger: rows hold their cut and cuts their programme by foreign keys that protect. The name of who
took a cut may be taken out (the account is erased), the figures never change.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_TABLES = {
    "reports_indicatorsnapshot": ("organization_id", "programme_id", "on", "year", "purpose", "created_at"),
    "reports_indicatorsnapshotrow": (
        "snapshot_id",
        "code",
        "title",
        "group",
        "formula",
        "unit",
        "direction",
        "planned",
        "numerator",
        "denominator",
        "note",
    ),
}
_MESSAGE = "a cut of indicators cannot be changed"


def _changed(columns: tuple[str, ...], differs: str) -> str:
    return " OR ".join(f'NEW."{column}" {differs} OLD."{column}"' for column in columns)


POSTGRES_INSTALL = [
    f"""
    CREATE OR REPLACE FUNCTION reports_ind_snapshot_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{_MESSAGE}'; END $$
    """,
    *(
        f"""
        CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table}
        FOR EACH ROW WHEN ({_changed(columns, "IS DISTINCT FROM")})
        EXECUTE FUNCTION reports_ind_snapshot_refuse()
        """
        for table, columns in _TABLES.items()
    ),
]
POSTGRES_REMOVE = [
    *(f"DROP TRIGGER IF EXISTS {table}_kept ON {table}" for table in _TABLES),
    "DROP FUNCTION IF EXISTS reports_ind_snapshot_refuse()",
]
SQLITE_INSTALL = [
    f"""
    CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} WHEN {_changed(columns, "IS NOT")}
    BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END
    """
    for table, columns in _TABLES.items()
]
SQLITE_REMOVE = [f"DROP TRIGGER IF EXISTS {table}_kept" for table in _TABLES]


def forwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers on; called by the migration."""
    _run(schema_editor, POSTGRES_INSTALL, SQLITE_INSTALL)


def backwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers off: for the migration's way back."""
    _run(schema_editor, POSTGRES_REMOVE, SQLITE_REMOVE)


def _run(editor: BaseDatabaseSchemaEditor, postgres: list[str], sqlite: list[str]) -> None:
    for statement in postgres if editor.connection.vendor == "postgresql" else sqlite:
        editor.execute(statement)
