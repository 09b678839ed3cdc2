"""An entry about an erased person may lose its words; nothing else about it may change (decision 110)."""

from django.db import migrations

from core import audit_guard


class Migration(migrations.Migration):
    dependencies = [("core", "0003_user_email_in_lower_case")]

    operations = [migrations.RunPython(audit_guard.renew, migrations.RunPython.noop)]
