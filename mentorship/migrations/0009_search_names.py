"""An index by trigrams: a part of a name is found among a hundred thousand without reading them all."""

import logging

from django.db import DatabaseError, migrations, transaction

logger = logging.getLogger(__name__)
TABLES = ("mentorship_menteeentry", "mentorship_mentorentry")


def forwards(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        # Everything works without it, searches in a large base are slow.
        logger.warning("pg_trgm is not available: search in large bases has no index")
        return
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {table}_names_trgm ON {table} USING gin (sort_name gin_trgm_ops)"
            )


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"DROP INDEX IF EXISTS {table}_names_trgm")


class Migration(migrations.Migration):
    dependencies = [("mentorship", "0008_hidden_topics")]

    operations = [migrations.RunPython(forwards, backwards)]
