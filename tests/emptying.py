"""Emptying the database after a test that really commits.

Django's flush truncates every table, two hundred of them, which costs PostgreSQL the better part of a second however
little they hold. A test leaves rows in a dozen: those are deleted, with triggers and keys at rest meanwhile.
"""

from django.core.management.color import no_style
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from django.test import TransactionTestCase

KEPT = {"django_migrations"}
DELETE_ALL = """
DO $$
DECLARE name text; filled boolean;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename <> ALL (%s)
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %%I)', name) INTO filled;
    IF filled THEN EXECUTE format('DELETE FROM %%I', name); END IF;
  END LOOP;
END $$
"""


def empty_database() -> None:
    """Nothing but what every migrated database has: rows that apps load after migrating are loaded anew."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(DELETE_ALL, [sorted(KEPT)])
    else:
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables))
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def use() -> None:
    """Let tests with `transactional_db` end so; called once as the tests are configured."""
    TransactionTestCase._fixture_teardown = lambda case: empty_database()
