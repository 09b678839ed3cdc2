"""Loading the contingent from a spreadsheet: all rows or none, so that mistakes are cured in the file."""

from __future__ import annotations

from django.db import transaction

from core.clock import today
from core.errors import DomainError
from core.models import User
from mentorship.models import Programme
from reports.contingent_file import ContingentFile, RowProblem, read_contingent
from reports.domain.indicators import record_contingent


def load_contingent(
    programme: Programme, *, data: bytes, filename: str, actor: User | None
) -> ContingentFile:
    """Write the figures of a file; with any problem nothing is written and the problems tell every row.

    A figure of a kind and day that is known already is corrected. Raises DomainError when there is no table.
    """
    found = read_contingent(data, filename, today=today(programme.organization))
    if found.problems:
        return found
    if not found.lines:
        return ContingentFile(problems=[RowProblem(0, "В таблице нет ни одной строки.")])
    try:
        with transaction.atomic():
            for line in found.lines:
                record_contingent(
                    programme,
                    kind=line.kind,
                    count=line.count,
                    as_of=line.as_of,
                    source=line.source,
                    actor=actor,
                )
    except DomainError as error:
        return ContingentFile(problems=[RowProblem(0, error.message)])
    return found
