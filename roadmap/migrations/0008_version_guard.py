from django.db import migrations

from roadmap import version_guard


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0007_event_results")]

    operations = [migrations.RunPython(version_guard.forwards, version_guard.backwards)]
