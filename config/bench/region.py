"""A region of hundreds of institutions: its home page, its indicators, the night's counting, reports for everybody.

`BENCH_INSTITUTIONS` (400) and `BENCH_PEOPLE` (3,000, of the college) make the data smaller for a quick try: what is
measured then is not the goal's figure.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from config.bench.evening import report_of, start_worker
from config.bench.lists import signed_in
from config.bench.pages import measure_page
from config.bench.registry import Measurement, alternate, register, timed
from config.env import integer
from config.scale.institutions import COLLEGE, INSTITUTIONS, REGION, build_college, build_region
from core.clock import today
from core.context import inside
from core.enums import Role
from core.models import Membership, Organization
from mentorship.models import Programme
from reports.domain.drawing import rebuild_pdf
from reports.domain.region_figures import refresh_region
from reports.domain.region_reports import make_region_report
from reports.domain.reports import make_annual_report
from reports.indicator_lines import IndicatorLine
from reports.models import Document, InstitutionIndicator
from reports.selectors.documents import current_version
from reports.selectors.indicator_sweep import lines_of_many
from reports.selectors.region_counts import judged_programmes

SECONDS = 1.0
EVENING = 600.0
WORKERS = 2  # processes that a portal of two processors works with
ROUNDS = 9
KINDS = 24  # institutions after which their kinds come again
SLOWER = 1.5


def _institutions() -> int:
    return integer("BENCH_INSTITUTIONS", INSTITUTIONS)


def _prepare() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _settle() -> None:
    """Nothing that the database does for itself is billed to what is measured."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER SYSTEM SET autovacuum = off")
        cursor.execute("SELECT pg_reload_conf()")
        cursor.execute("VACUUM ANALYZE")


def filled_region() -> Organization:
    """The region in the measuring database, counted; entries of one run share it."""
    _prepare()
    found = Organization.objects.filter(code=REGION).first()
    if found is None:
        found = build_region(_tell, institutions=_institutions())
        refresh_region(found)
        _settle()
    return found


def filled_college() -> Organization:
    _prepare()
    found = Organization.objects.filter(code=COLLEGE).first()
    if found is None:
        found = build_college(_tell, people=integer("BENCH_PEOPLE", 3_000))
        _settle()
    return found


# --- pages and figures ---


@register("region.home", "ms")
def home() -> Measurement:
    """The observer's home page of the whole region: a cost of 60 at most, and under a second."""
    region = filled_region()
    with scopes_disabled():
        observer = Membership.objects.select_related("user").get(
            organization=region, role=Role.REGION_OBSERVER
        )
    headers = signed_in(observer)
    client = Client(HTTP_COOKIE=headers["Cookie"], SERVER_NAME="localhost")
    took = [timed(lambda: _ok(client.get(reverse("core:home")))) for _ in range(ROUNDS + 1)]
    seconds = statistics.median(took[1:])
    if seconds > SECONDS:
        raise RuntimeError(f"the page took {seconds:.2f} s, the goal is {SECONDS} s")
    return measure_page(
        reverse("core:home"), postgres_pid=int(os.environ["BENCH_POSTGRES_PID"]), headers=headers
    )


def _ok(response: Any) -> None:
    if response.status_code != 200:
        raise RuntimeError(f"status {response.status_code}")


#: Students of ten to nineteen among mentees, of fifteen to nineteen among mentors, by programme, and the contingent.
_BARE = """
    WITH day AS (SELECT %s::date AS today),
    mentees AS (
        SELECT pair.programme_id, count(DISTINCT person.id) AS people
        FROM mentorship_pairmentee place
        JOIN mentorship_pair pair ON pair.id = place.pair_id
        JOIN mentorship_menteeentry entry ON entry.id = place.mentee_id
        JOIN mentorship_person person ON person.id = entry.person_id CROSS JOIN day
        WHERE pair.state IN ('active', 'suspended', 'completed', 'terminated') AND pair.order_date <= day.today
          AND person.category = 'student'
          AND person.birth_date <= day.today - interval '10 years'
          AND person.birth_date > day.today - interval '20 years'
        GROUP BY 1
    ), mentors AS (
        SELECT pair.programme_id, count(DISTINCT person.id) AS people
        FROM mentorship_pair pair
        JOIN mentorship_mentorentry entry ON entry.id = pair.mentor_id
        JOIN mentorship_person person ON person.id = entry.person_id CROSS JOIN day
        WHERE pair.state IN ('active', 'suspended', 'completed', 'terminated') AND pair.order_date <= day.today
          AND person.category = 'student'
          AND person.birth_date <= day.today - interval '15 years'
          AND person.birth_date > day.today - interval '20 years'
        GROUP BY 1
    ), whole AS (
        SELECT DISTINCT ON (programme_id, kind) programme_id, kind, count FROM reports_contingentfigure
        CROSS JOIN day WHERE as_of <= day.today ORDER BY programme_id, kind, as_of DESC
    ), glad AS (
        SELECT campaign.programme_id, count(*) AS answered,
            count(*) FILTER (WHERE mark.number >= 7 AND said.code = 'yes') AS satisfied
        FROM surveys_campaign campaign
        JOIN surveys_response response ON response.campaign_id = campaign.id
        JOIN surveys_answer mark ON mark.response_id = response.id
        JOIN surveys_item asked ON asked.id = mark.item_id AND asked.topic = 'quality-satisfaction'
        JOIN surveys_answer said ON said.response_id = response.id
        JOIN surveys_item whether ON whether.id = said.item_id AND whether.topic = 'glad'
        WHERE campaign.phase = 'exit' AND campaign.state = 'closed' GROUP BY 1
    )
    SELECT indicator.programme_id, indicator.code, plan.amount,
        CASE indicator.formula WHEN 'student_mentees_10_19' THEN coalesce(mentees.people, 0)
            WHEN 'student_mentors_15_19' THEN coalesce(mentors.people, 0)
            WHEN 'mentee_satisfaction' THEN glad.satisfied ELSE fact.numerator END,
        CASE indicator.formula WHEN 'student_mentees_10_19' THEN first.count
            WHEN 'student_mentors_15_19' THEN second.count
            WHEN 'mentee_satisfaction' THEN glad.answered ELSE fact.denominator END
    FROM reports_indicator indicator
    JOIN mentorship_programme programme ON programme.id = indicator.programme_id
    JOIN core_organization owner ON owner.id = programme.organization_id AND owner.parent_id = %s
    LEFT JOIN mentees ON mentees.programme_id = programme.id
    LEFT JOIN mentors ON mentors.programme_id = programme.id
    LEFT JOIN whole first ON first.programme_id = programme.id AND first.kind = 'students_10_19'
    LEFT JOIN whole second ON second.programme_id = programme.id AND second.kind = 'students_15_19'
    LEFT JOIN glad ON glad.programme_id = programme.id
    LEFT JOIN reports_indicatorplan plan ON plan.indicator_id = indicator.id
    LEFT JOIN reports_indicatorfact fact ON fact.indicator_id = indicator.id
"""


def _bare(region: Organization) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_BARE, [today(region), region.pk])
        return list(cursor.fetchall())


def _counted(region: Organization) -> dict[int, list[IndicatorLine]]:
    with scopes_disabled():
        below = Organization.objects.filter(parent=region, is_region=False)
        programmes = judged_programmes(below)
    return lines_of_many({one: today(one.organization) for one in programmes})


@register("indicators.region", "s")
def indicators() -> Measurement:
    """Every indicator of all institutions counted anew from the records, with its plan and note: a cost of 3 at most.

    Reference: one bare statement that counts the same figures. Both must tell the same, and so must the kept ones.
    """
    region = filled_region()
    _require_same(region)
    return alternate(lambda: timed(lambda: _counted(region)), lambda: timed(lambda: _bare(region)))


def _require_same(region: Organization) -> None:
    """Figures that few people's answers could be told from are not told by the portal; the bare statement tells all."""
    bare = {(row[0], row[1]): list(row[3:]) for row in _bare(region)}
    told = {
        (programme, line.code): [line.fact.numerator, line.fact.denominator]
        for programme, lines in _counted(region).items()
        for line in lines
    }
    hidden = {key for key, parts in told.items() if "satisfaction" in key[1] and parts[0] is None}
    differing = [key for key in bare if key not in hidden and told.get(key) != bare[key]]
    if differing or len(hidden) > len(bare) // 4:
        raise RuntimeError(f"figures differ in {len(differing)} of {len(bare)}: {differing[:3]}")
    with scopes_disabled():
        rows = InstitutionIndicator.objects.filter(
            figures__organization__parent=region, numerator__isnull=False
        )
        kept = {
            (programme, code): parts
            for programme, code, *parts in rows.values_list(
                "figures__programme", "code", "numerator", "denominator"
            )
        }
    if stale := [key for key, parts in kept.items() if told.get(key) != parts]:
        raise RuntimeError(f"kept figures differ from counted ones in {len(stale)}: {stale[:3]}")


@register("region.refresh", "s")
def refresh() -> Measurement:
    """The night's counting of every institution anew: all kept figures, indicators and cells, one after another.

    Reference: the bare statement of `indicators.region`, a part of the same figures.
    """
    region = filled_region()
    return Measurement(timed(lambda: refresh_region(region)), timed(lambda: _bare(region)))


# --- reports ---


def _drawn_alone(document: Document) -> float:
    """Seconds that the PDF of a kept version takes, without counting anything."""
    version = current_version(document)
    if version is None:
        raise RuntimeError("the report has no version")
    return timed(lambda: rebuild_pdf(version))


@register("reports.annual_college", "s")
def annual_college() -> Measurement:
    """The annual report of a college of 3,000 people and five years, counted, drawn and kept.

    Reference: its PDF drawn anew from the kept version.
    """
    college = filled_college()
    with inside(college):
        programme = Programme.objects.select_related("organization").latest("period_start")
        make_annual_report(programme, actor=None)  # fonts and templates are loaded once
        with _anew(programme):
            seconds = timed(lambda: make_annual_report(programme, actor=None))
        return Measurement(seconds, _drawn_alone(Document.objects.latest("pk")))


@contextmanager
def _anew(programme: Programme) -> Any:
    """The report of the day is made again as if there were none yet."""
    Document.objects.filter(programme=programme, kind="annual_report").update(state="cancelled")
    yield


@register("reports.annual_region", "s")
def annual_region() -> Measurement:
    """The region's own report over all institutions. Reference: its PDF drawn anew from the kept version."""
    region = filled_region()
    with inside(region):
        seconds = timed(lambda: make_region_report(region, actor=None))
        return Measurement(seconds, _drawn_alone(Document.objects.latest("pk")))


@register("reports.annual_400", "s")
def annual_400() -> Measurement:
    """Every institution's annual report in one evening by two workers: ten minutes at most.

    Reference: what the first tenth took, times ten: a cost of 1 is linear. The number of queries of an institution
    must not grow with how many there are.
    """
    region = filled_region()
    keys = list(Organization.objects.filter(parent=region).order_by("pk").values_list("pk", flat=True))
    first = max(1, len(keys) // 10)
    connections.close_all()
    with ProcessPoolExecutor(
        WORKERS, mp_context=multiprocessing.get_context("spawn"), initializer=start_worker
    ) as pool:
        list(pool.map(report_of, keys[-WORKERS:]))  # both have loaded fonts and templates
        began = time.perf_counter()
        found = list(pool.map(report_of, keys[:first]))
        tenth = (time.perf_counter() - began) * len(keys) / first
        found += pool.map(report_of, keys[first:])
        seconds = time.perf_counter() - began
    _require_constant([queries for _, queries in found])
    if seconds > EVENING:
        raise RuntimeError(f"all reports took {seconds:.0f} s, the goal is {EVENING:.0f} s")
    if seconds > SLOWER * tenth:
        raise RuntimeError(f"{seconds:.0f} s for all, {tenth:.0f} s by the first tenth: not linear")
    return Measurement(seconds, tenth)


def _require_constant(queries: list[int]) -> None:
    """Institutions differ in kind, not in what a report asks of the database."""
    if max(queries[:KINDS]) < max(queries[:-WORKERS] or queries):
        raise RuntimeError(f"queries grow: {max(queries[:KINDS])} at first, {max(queries)} later")
