"""Documents against bare WeasyPrint drawing the same HTML; what is measured stands in `reports/bench.py`."""

from django.core.management import call_command

from config.bench.registry import Measurement, register
from reports.bench import bench_consent, bench_consents_500


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
