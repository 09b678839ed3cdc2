"""An approved version is only added behind the last one and never goes: INSERT and DELETE are guarded as UPDATE was."""

from django.db import migrations

from roadmap import version_guard


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0001_squashed_0009")]

    operations = [migrations.RunPython(version_guard.forwards, migrations.RunPython.noop)]
