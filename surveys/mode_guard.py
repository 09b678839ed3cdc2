"""SQL that keeps the promise about names, for both databases that the portal runs on.

From the first answer on, mode, minimum groups and version of a campaign stay as they were promised; a response has
the mode of its campaign; nobody's draft is kept in an anonymous campaign. A migration that makes one of these tables
anew on SQLite must put the triggers on again: they go with the old table.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_FIELDS = ("anonymity", "minimum_group", "minimum_texts", "version_id")
_CHANGED = " OR ".join(f"OLD.{name} <> NEW.{name}" for name in _FIELDS)
_ANSWERED = """
  (EXISTS (SELECT 1 FROM surveys_invitation WHERE campaign_id = NEW.id AND done_on IS NOT NULL)
   OR EXISTS (SELECT 1 FROM surveys_ballot WHERE campaign_id = NEW.id)
   OR EXISTS (SELECT 1 FROM surveys_response WHERE campaign_id = NEW.id))
"""
_OTHER_MODE = "EXISTS (SELECT 1 FROM surveys_campaign WHERE id = NEW.campaign_id AND anonymity <> {mode})"
_DRAFT = """
  EXISTS (SELECT 1 FROM surveys_invitation i JOIN surveys_campaign c ON c.id = i.campaign_id
          WHERE i.id = NEW.invitation_id AND c.anonymity = 'anonymous')
"""
# Trigger, table, events, columns (SQLite's UPDATE OF), condition, message.
_RULES = (
    (
        "surveys_campaign_promise",
        "surveys_campaign",
        ("UPDATE",),
        f"({_CHANGED}) AND {_ANSWERED}",
        "the promise of an answered campaign cannot be changed",
    ),
    (
        "surveys_response_mode",
        "surveys_response",
        ("INSERT", "UPDATE"),
        _OTHER_MODE.format(mode="NEW.mode"),
        "a response must have the mode of its campaign",
    ),
    (
        "surveys_ballot_mode",
        "surveys_ballot",
        ("INSERT", "UPDATE"),
        _OTHER_MODE.format(mode="'anonymous'"),
        "a ballot belongs to an anonymous campaign",
    ),
    (
        "surveys_draft_mode",
        "surveys_draftanswer",
        ("INSERT", "UPDATE"),
        _DRAFT,
        "no draft is kept in an anonymous campaign",
    ),
)


def _postgres_install() -> list[str]:
    statements = []
    for name, table, events, condition, message in _RULES:
        statements += [
            f"""
            CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF;
              RETURN NEW;
            END $$
            """,
            f"CREATE TRIGGER {name} BEFORE {' OR '.join(events)} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return statements


def _sqlite_install() -> list[str]:
    return [
        f"CREATE TRIGGER {name}_{event.lower()} BEFORE {event} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        for name, table, events, condition, message in _RULES
        for event in events
    ]


def _postgres_remove() -> list[str]:
    return [
        statement
        for name, table, *_ in _RULES
        for statement in (
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"DROP FUNCTION IF EXISTS {name}()",
        )
    ]


def _sqlite_remove() -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {name}_{event.lower()}" for name, _, events, *_ in _RULES for event in events
    ]


def forwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers on (again); called by migrations."""
    backwards(apps, schema_editor)
    _run(schema_editor, _postgres_install(), _sqlite_install())


def backwards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers off: for a migration's way back."""
    _run(schema_editor, _postgres_remove(), _sqlite_remove())


def _run(editor: BaseDatabaseSchemaEditor, postgres: list[str], sqlite: list[str]) -> None:
    connection: BaseDatabaseWrapper = editor.connection
    for statement in postgres if connection.vendor == "postgresql" else sqlite:
        editor.execute(statement)
