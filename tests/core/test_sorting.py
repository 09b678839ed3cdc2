"""Lists stand in one order on both databases: a column that may be empty says where its empty values are."""

from datetime import date, time

import pytest
from django.apps import apps
from django.db.models.expressions import OrderBy

from core.sorting import empty_first
from mentorship.models import TrainingSession
from roadmap.models import Roadmap
from tests import factories
from tests.mentorship import school

#: Nullable columns that come last in an order whose rows hold a value or none all together, or that a list
#: orders anew wherever it is shown.
KNOWN = {
    "mentorship.EventItem.starts_at",
    "mentorship.Nomination.place_from",
    "mentorship.Preference.rank",
    "mentorship.TrainingSession.starts_at",
}


def empty_ones(model):
    for term in model._meta.ordering:
        if isinstance(term, OrderBy):
            assert (
                term.nulls_first
                or term.nulls_last
                or not model._meta.get_field(term.expression.name.removesuffix("_id")).null
            )
            continue
        name = term.lstrip("-").split("__")[0]
        if name != "pk" and model._meta.get_field(name).null:
            yield f"{model._meta.label}.{name}"


def test_no_new_model_leaves_its_order_to_the_database():
    ours = {"core", "mentorship", "roadmap", "surveys", "reports"}
    found = {one for model in apps.get_models() if model._meta.app_label in ours for one in empty_ones(model)}
    assert found <= KNOWN


@pytest.mark.usefixtures("scoped")
def test_what_has_no_value_stands_first(org):
    programme = factories.programme(org)
    group = school.group(programme)
    late, early, whole_day = (
        TrainingSession.objects.create(
            group=group, on=date(2026, 10, 1), starts_at=at, title=str(at), hours=2
        )
        for at in (time(15), time(9), None)
    )
    found = TrainingSession.objects.order_by("on", empty_first("starts_at"), "pk")
    assert list(found) == [whole_day, early, late]


@pytest.mark.usefixtures("scoped")
def test_the_programmes_own_roadmap_stands_first_without_being_asked(org):
    programme = factories.programme(org)
    values = {
        "organization": org,
        "programme": programme,
        "title": "План",
        "adopted_on": date(2026, 9, 1),
        "period_start": date(2026, 9, 1),
        "period_end": date(2027, 8, 31),
    }
    of_project = Roadmap.objects.create(project=factories.project(programme), **values)
    own = Roadmap.objects.create(**values)
    assert list(Roadmap.objects.all()) == [own, of_project]
