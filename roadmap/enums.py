"""Kinds, states and their Russian names. No rules here."""

from django.db.models import TextChoices


class DeadlineKind(TextChoices):
    """What a deadline expression of a plan says."""

    DATE = "date", "день"
    DEADLINE = "deadline", "до дня"
    RANGE = "range", "промежуток дней"
    OPEN_START = "open_start", "начиная со дня"
    MONTH = "month", "месяц"
    MONTH_RANGE = "month_range", "несколько месяцев подряд"
    MONTH_LIST = "month_list", "отдельные месяцы"
    DATE_LIST = "date_list", "отдельные дни"
    PART_OF_MONTH = "part_of_month", "часть месяца"
    YEARLY_MONTH = "yearly_month", "ежегодно в названный месяц"
    YEARLY = "yearly", "ежегодно"
    MONTHLY_DAY = "monthly_day", "ежемесячно к числу"
    RECURRING = "recurring", "регулярно"
    ACADEMIC = "academic", "учебный год"
    YEARS = "years", "годы"
    WHOLE_PERIOD = "whole_period", "весь период"
    RELATIVE = "relative", "от события"
    ON_REQUEST = "on_request", "по запросу"
    BY_PLAN = "by_plan", "по другому плану"
    UNKNOWN = "unknown", "не понято"


class Confidence(TextChoices):
    """How sure the reading of a deadline is."""

    HIGH = "high", "понято"
    MEDIUM = "medium", "проверьте"
    LOW = "low", "сомнительно"
