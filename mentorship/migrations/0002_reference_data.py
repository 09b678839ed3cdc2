"""The forms of mentoring, their role models and the map of requests."""

from django.db import migrations

from mentorship.reference_data import load


def load_reference(apps, schema_editor):
    load(
        apps.get_model("mentorship", "FormOfMentoring"),
        apps.get_model("mentorship", "RoleModel"),
        apps.get_model("mentorship", "RequestTopic"),
    )


class Migration(migrations.Migration):
    dependencies = [("mentorship", "0001_initial")]

    operations = [migrations.RunPython(load_reference, migrations.RunPython.noop)]
