"""No table may point to a person without saying what merging, exporting and erasing do with it."""

from django.apps import apps

from core.registries import OnErase, person_links, personal_data
from mentorship.models import Person


def pointing():
    """(model, column) of every relation of the portal that leads to a person."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model is Person:
                yield model, field.name


def test_every_column_that_points_to_a_person_has_a_policy():
    declared = {(link.model, link.path) for link in person_links}
    missing = [
        f"{model._meta.label}.{column}" for model, column in pointing() if (model, column) not in declared
    ]
    assert not missing, f"declare a core.registries.PersonLink for: {', '.join(missing)}"


def test_no_policy_is_left_of_a_column_that_is_gone():
    assert {(link.model, link.path) for link in person_links} <= set(pointing())


def test_what_is_exported_covers_every_table_about_a_person():
    covered = {model for source in personal_data for model in source.models}
    assert {model for model, _ in pointing()} <= covered


def test_what_stays_says_why():
    for link in person_links:
        assert link.on_erase is not OnErase.KEEP or link.why, link.label
        assert link.on_erase is not OnErase.BLANK or link.words, link.label
