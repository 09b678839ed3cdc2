"""The home page of a head: the year at a glance of a college of three thousand people and five years."""

import os

from django.urls import reverse
from django_scopes import scopes_disabled

from config.bench.lists import signed_in
from config.bench.pages import measure_page
from config.bench.region import filled_college
from config.bench.registry import Measurement, register
from core.enums import Role
from core.models import Membership


@register("home.director", "ms")
def home_director() -> Measurement:
    """Plan and fact, stages, pairs, what waits for the signature; the goal is a cost of 60 at most."""
    college = filled_college()
    with scopes_disabled():
        head = Membership.objects.get(organization=college, role=Role.DIRECTOR)
    return measure_page(
        reverse("core:home"),
        postgres_pid=int(os.environ["BENCH_POSTGRES_PID"]),
        headers=signed_in(head),
    )
