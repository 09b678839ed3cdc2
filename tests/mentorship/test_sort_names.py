"""The copy of the name by which the bases are ordered follows the person on every path of writing."""

import pytest
from django.db import connection

from mentorship.domain.people import edit_person
from mentorship.models import MenteeEntry, MentorEntry, Person
from tests import factories

pytestmark = pytest.mark.usefixtures("scoped")


def name_of(entry):
    return type(entry).objects.values_list("sort_name", flat=True).get(pk=entry.pk)


@pytest.mark.parametrize("make", [factories.mentee, factories.mentor])
def test_the_name_is_copied_and_follows_every_change(programme, make):
    entry = make(programme)
    assert name_of(entry) == entry.person.search_key != ""
    edit_person(entry.person, actor=None, last_name="Яшмова")
    entry.person.refresh_from_db()
    assert name_of(entry) == entry.person.search_key
    assert name_of(entry).startswith("яшмова")
    # past the domain, by a statement of its own
    Person.objects.filter(pk=entry.person_id).update(search_key="ааа ббб")
    assert name_of(entry) == "ааа ббб"


def test_rows_written_in_bulk_and_moved_to_another_person_are_copied_too(programme):
    first, second = (factories.person(programme.organization) for _ in range(2))
    MenteeEntry.objects.bulk_create(
        [MenteeEntry(organization=programme.organization, programme=programme, person=first)]
    )
    entry = MenteeEntry.objects.get()
    assert entry.sort_name == first.search_key
    MenteeEntry.objects.update(person=second)
    assert name_of(entry) == second.search_key


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the plan is PostgreSQL's")
def test_the_first_page_is_read_from_the_index(programme):
    with connection.cursor() as cursor:
        # With a handful of rows anything is cheap: what is asked is whether the index can give the order at all.
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        for model in (MenteeEntry, MentorEntry):
            rows = model.objects.filter(programme=programme).order_by("sort_name", "pk")[:25]
            plan = rows.explain()
            assert "_by_name" in plan
            assert "Sort" not in plan
