"""What the health of pairs registers when the app starts: navigation, attention, what keeps pulses up."""

from __future__ import annotations

from django.urls import reverse

from core import registries, russian
from core.registries import AttentionItem, NavItem, Viewer
from core.workflow import state_moved
from mentorship.care_enums import Health
from mentorship.domain import care, feedback, health, meetings
from mentorship.models import CareTask, DevelopmentPlan, Meeting, Pair, PairFeedback
from mentorship.permissions import SEE_HEALTH
from mentorship.selectors.health import health_counts


def navigation(viewer: Viewer) -> list[NavItem]:
    """«Здоровье пар», without a number: attention tells it."""
    if not SEE_HEALTH.allows(viewer.membership):
        return []
    address = reverse("mentorship:health")
    return [NavItem("Здоровье пар", address, "Работа", 325, active_prefixes=("mentorship:health",))]


def attention(viewer: Viewer) -> list[AttentionItem]:
    """Pairs in alarm and those that ask for attention: one query at any number of pairs."""
    if viewer.programme is None or not SEE_HEALTH.allows(viewer.membership):
        return []
    counts = health_counts(viewer.membership, viewer.programme, viewer.today)
    address = reverse("mentorship:health")
    found = []
    for level, tone, why, order in (
        (Health.ALARM, "bad", "тревога", 9),
        (Health.ATTENTION, "wait", "внимание", 28),
    ):
        if number := counts[level]:
            told = russian.counted(number, "пара требует", "пары требуют", "пар требуют")
            found.append(
                AttentionItem(
                    tone,
                    why,
                    f"{told} внимания",
                    "Долго нет встреч, низкая оценка, просьба о помощи или план опаздывает.",
                    f"Посмотреть {number}",
                    f"{address}?health={level.value}",
                    order,
                )
            )
    return found


def ready() -> None:
    registries.navigation.register(navigation)
    registries.attention.register(attention)
    meetings.changed.connect(health.hear_meeting, sender=Meeting, dispatch_uid="mentorship.pulse_meeting")
    feedback.recorded.connect(health.hear_feedback, sender=PairFeedback, dispatch_uid="mentorship.pulse_mark")
    care.raised.connect(health.hear_task, sender=CareTask, dispatch_uid="mentorship.pulse_raised")
    state_moved.connect(health.hear_task, sender=CareTask, dispatch_uid="mentorship.pulse_task")
    state_moved.connect(health.hear_pair, sender=Pair, dispatch_uid="mentorship.pulse_pair")
    state_moved.connect(health.hear_plan, sender=DevelopmentPlan, dispatch_uid="mentorship.pulse_plan")
