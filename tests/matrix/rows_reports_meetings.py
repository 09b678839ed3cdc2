"""Who may make a journal of meetings."""

from tests.matrix import Row
from tests.matrix.rows_mentorship_meetings import of_pair
from tests.matrix.rows_reports import CURATORS

ROWS = [
    Row("reports:meeting_journal", CURATORS, method="post"),
    Row("reports:pair_journal", CURATORS, kwargs=of_pair, method="post"),
]
