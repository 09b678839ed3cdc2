"""Days as the naive midnights that dateutil counts with."""

from datetime import date, datetime, time


def naive_midnight(day: date) -> datetime:
    """dateutil's rules count in naive datetimes; only the day is ever read back."""
    return datetime.combine(day, time.min)
