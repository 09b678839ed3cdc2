"""Choices of the region's monitoring: an institution's report of a period, who was reminded of it and why."""

from collections.abc import Mapping

from django.db import models

#: No figure by form, age, sex or course is told of fewer people.
SMALLEST = 5


class PeriodReportState(models.TextChoices):
    SUBMITTED = "submitted", "Сдан"
    RETURNED = "returned", "Возвращён с замечанием"
    ACCEPTED = "accepted", "Принят"


PERIOD_REPORT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    PeriodReportState.SUBMITTED: frozenset({PeriodReportState.RETURNED, PeriodReportState.ACCEPTED}),
    PeriodReportState.RETURNED: frozenset({PeriodReportState.SUBMITTED}),
    PeriodReportState.ACCEPTED: frozenset({PeriodReportState.RETURNED}),
}


class NudgeKind(models.TextChoices):
    """Why a letter about a report went out; each is sent once for a period."""

    SOON = "soon", "Скоро срок"
    LATE = "late", "Срок прошёл"
    HAND = "hand", "Регион попросил"


class RegionRole(models.TextChoices):
    MENTEE = "mentee", "Наставляемые"
    MENTOR = "mentor", "Наставники"
    ANY = "any", "Обобщено"
