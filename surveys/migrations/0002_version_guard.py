from django.db import migrations

from surveys import version_guard


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]

    operations = [migrations.RunPython(version_guard.forwards, version_guard.backwards)]
