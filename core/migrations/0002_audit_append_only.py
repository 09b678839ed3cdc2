"""The database itself refuses to change or delete a row of the audit trail."""

from django.db import migrations

from core import audit_guard


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunPython(audit_guard.forwards, audit_guard.backwards)]
