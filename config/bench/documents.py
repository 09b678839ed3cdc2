"""Documents against bare WeasyPrint drawing the same HTML; what is measured stands in `reports/bench.py`."""

from django.core.management import call_command

from config.bench.registry import Measurement, NotMeasured, register
from reports.bench import bench_consent, bench_consents_500
from reports.bench_papers import OfficeMissing, bench_office_way, bench_orders_100, bench_report


@register("documents.consent", "s")
def consent() -> Measurement:
    """The PDF of one consent from its HTML; the goal is a cost of 1.1 at most."""
    call_command("migrate", interactive=False, verbosity=0)
    return Measurement(*bench_consent())


@register("documents.consents_500", "s")
def consents_500() -> Measurement:
    """The whole job for 500 consents: rows, files, archive and print file; the goal is a cost of 1.1 at most."""
    call_command("migrate", interactive=False, verbosity=0)
    return Measurement(*bench_consents_500())


@register("documents.orders_100", "s")
def orders_100() -> Measurement:
    """A hundred orders of sixty rows on both cores; the goal is a cost of 1.1 at most."""
    call_command("migrate", interactive=False, verbosity=0)
    return Measurement(*bench_orders_100())


@register("documents.report", "s")
def report() -> Measurement:
    """The annual report with its charts on both cores; the goal is a cost of 1.1 at most."""
    call_command("migrate", interactive=False, verbosity=0)
    return Measurement(*bench_report())


@register("documents.office_way", "s")
def office_way() -> Measurement:
    """500 consents by the portal's job against docxtpl and LibreOffice on both cores; the goal is below 1."""
    call_command("migrate", interactive=False, verbosity=0)
    try:
        return Measurement(*bench_office_way())
    except OfficeMissing as missing:
        raise NotMeasured(str(missing)) from missing
