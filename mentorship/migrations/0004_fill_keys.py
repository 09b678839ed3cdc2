"""Cards entered before duplicates were looked for get their keys."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from mentorship.likeness import KEY_COLUMNS, keys_of_values


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("mentorship", "Person")
    batch = []
    for person in model._base_manager.order_by("pk").iterator(chunk_size=1000):
        for name, value in keys_of_values(vars(person)).items():
            setattr(person, name, value)
        batch.append(person)
        if len(batch) == 1000:
            model._base_manager.bulk_update(batch, KEY_COLUMNS)
            batch = []
    if batch:
        model._base_manager.bulk_update(batch, KEY_COLUMNS)


class Migration(migrations.Migration):
    dependencies = [("mentorship", "0003_duplicates")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
