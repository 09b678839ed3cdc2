"""SQL that keeps `sort_name` of both bases equal to the person's `search_key`, for both databases.

A list is ordered by names that lie in another table: the database would walk all names of the institution to find the
first page. A copy beside the entry has an index with the programme. Nobody but these triggers writes it, so no path
of writing can forget it. SQLite makes a table anew when a column is added: it refuses while a trigger of another table
names it, and loses its own triggers. A migration that changes these tables begins with `backwards` and ends with
`forwards` (a test finds out). Those of `mentorship.search_guard` go along.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from mentorship import search_guard

TABLES = ("mentorship_menteeentry", "mentorship_mentorentry")
_KEY = "(SELECT search_key FROM mentorship_person WHERE id = NEW.person_id)"

POSTGRES_INSTALL = [
    f"""
    CREATE OR REPLACE FUNCTION mentorship_entry_sorts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN NEW.sort_name := {_KEY}; RETURN NEW; END $$
    """,
    """
    CREATE OR REPLACE FUNCTION mentorship_person_sorts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE mentorship_menteeentry SET sort_name = NEW.search_key WHERE person_id = NEW.id;
      UPDATE mentorship_mentorentry SET sort_name = NEW.search_key WHERE person_id = NEW.id;
      RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER mentorship_person_sorts AFTER UPDATE OF search_key ON mentorship_person
    FOR EACH ROW WHEN (OLD.search_key IS DISTINCT FROM NEW.search_key) EXECUTE FUNCTION mentorship_person_sorts()
    """,
    *(
        f"""
        CREATE TRIGGER {table}_sorts BEFORE INSERT OR UPDATE OF person_id ON {table}
        FOR EACH ROW EXECUTE FUNCTION mentorship_entry_sorts()
        """
        for table in TABLES
    ),
]
POSTGRES_REMOVE = [
    "DROP TRIGGER IF EXISTS mentorship_person_sorts ON mentorship_person",
    *(f"DROP TRIGGER IF EXISTS {table}_sorts ON {table}" for table in TABLES),
    "DROP FUNCTION IF EXISTS mentorship_person_sorts()",
    "DROP FUNCTION IF EXISTS mentorship_entry_sorts()",
]
_SQLITE = """
    CREATE TRIGGER {table}_sorts_{verb} AFTER {event} ON {table}
    BEGIN UPDATE {table} SET sort_name = {key} WHERE id = NEW.id; END
"""
_EVENTS = {"insert": "INSERT", "update": "UPDATE OF person_id"}
SQLITE_INSTALL = [
    """
    CREATE TRIGGER mentorship_person_sorts AFTER UPDATE OF search_key ON mentorship_person
    WHEN OLD.search_key IS NOT NEW.search_key
    BEGIN
      UPDATE mentorship_menteeentry SET sort_name = NEW.search_key WHERE person_id = NEW.id;
      UPDATE mentorship_mentorentry SET sort_name = NEW.search_key WHERE person_id = NEW.id;
    END
    """,
    *(
        _SQLITE.format(table=table, verb=verb, event=event, key=_KEY)
        for table in TABLES
        for verb, event in _EVENTS.items()
    ),
]
SQLITE_REMOVE = [
    "DROP TRIGGER IF EXISTS mentorship_person_sorts",
    *(f"DROP TRIGGER IF EXISTS {table}_sorts_{verb}" for table in TABLES for verb in _EVENTS),
]
_FILL = "UPDATE {table} SET sort_name = (SELECT search_key FROM mentorship_person p WHERE p.id = {table}.person_id)"
FILL = [_FILL.format(table=table) for table in TABLES]


def forwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers on, anew if they stood already, and fill the column."""
    backwards(apps, schema_editor)
    _run(schema_editor, POSTGRES_INSTALL, SQLITE_INSTALL)
    _run(schema_editor, FILL, FILL)
    search_guard.install(schema_editor.connection)


def backwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers off: for the migration's way back."""
    search_guard.remove(schema_editor.connection)
    _run(schema_editor, POSTGRES_REMOVE, SQLITE_REMOVE)


def _run(editor: BaseDatabaseSchemaEditor, postgres: list[str], sqlite: list[str]) -> None:
    connection: BaseDatabaseWrapper = editor.connection
    with connection.cursor() as cursor:
        for statement in postgres if connection.vendor == "postgresql" else sqlite:
            cursor.execute(statement)
