"""An import of people against a bare read and a bulk insert; what is measured stands in `mentorship.bench_import`."""

from django.core.management import call_command

from config.bench.registry import Measurement, register
from mentorship.bench_import import bench_import_10k


@register("people.import_10k", "s")
def import_10k() -> Measurement:
    """Read, check and write 10,000 rows with a representative each; the goal is a cost of 2.5 at most."""
    call_command("migrate", interactive=False, verbosity=0)
    return Measurement(*bench_import_10k())
