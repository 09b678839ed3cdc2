"""One folded column that a search looks in, with an index by trigrams where PostgreSQL has them."""

import logging

from django.db import migrations, models

from mentorship import sort_guard

logger = logging.getLogger(__name__)
TABLES = ("mentorship_menteeentry", "mentorship_mentorentry")


def add_indexes(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DROP INDEX IF EXISTS {table}_names_trgm")
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone() is None:  # migration 0009 has tried to install it
            logger.warning("pg_trgm is not available: search in large bases has no index")
            return
        for table in TABLES:
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {table}_search_trgm ON {table} USING gin (search_text gin_trgm_ops)"
            )


def drop_indexes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"DROP INDEX IF EXISTS {table}_search_trgm")


class Migration(migrations.Migration):
    dependencies = [("mentorship", "0012_code_signing")]

    operations = [
        # SQLite makes the tables anew and refuses while a trigger of another table names them.
        migrations.RunPython(sort_guard.backwards, sort_guard.forwards),
        migrations.AddField(
            model_name="menteeentry",
            name="search_text",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.AddField(
            model_name="mentorentry",
            name="search_text",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.RunPython(sort_guard.forwards, sort_guard.backwards),
        migrations.RunPython(add_indexes, drop_indexes),
    ]
