"""What development plans and materials register when the app starts: the shell, personal data, a replaced mentor."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from core import facts, history, registries
from core.files import register_purpose
from mentorship import plans_data
from mentorship.domain import plan_work, plans
from mentorship.models import DevelopmentPlan, PairMentee
from mentorship.plan_enums import PlanState
from mentorship.selectors.plans import may_read_evidence

ACTIONS = {
    "plan.started": "План начат",
    "plan.edited": "План изменён",
    "plan.agreeing": "План отправлен на согласование",
    "plan.agreed": "План согласован стороной",
    "plan.approval": "План согласован, ждёт утверждения",
    "plan.approved": "План утверждён",
    "plan.draft": "План возвращён в работу",
    "plan.completed": "План завершён",
    "plan.cancelled": "План отменён",
    "plan.moved": "План перешёл к новой паре",
    "plan.rule_set": "Изменены правила планов",
    "plan.step_done": "Отмечен шаг плана",
    "plan.step_open": "Снята отметка шага",
    "plan.goal_judged": "Оценена цель",
    "plan.point_held": "Проведена контрольная точка",
    "plan.evidence_added": "Добавлено свидетельство выполнения",
    "plan.evidence_removed": "Убрано свидетельство выполнения",
    "plan.exported": "План выгружен",
}
NAMES_OF_KEYS = {
    "what": "Что",
    "template": "Шаблон",
    "side": "Сторона",
    "paper": "На бумаге",
    "asks_parent": "Утверждает родитель",
    "days": "Дней",
    "result": "Итог",
}


@receiver(facts.happened, dispatch_uid="mentorship.plans.follow")
def follow_replaced_mentor(sender: Any, fact: facts.Fact, **kwargs: Any) -> None:
    """The plans of the mentees of a new pair come over from the old one (fact `pair_mentor_replaced`)."""
    if fact.kind != "pair_mentor_replaced":
        return
    pair = fact.subject
    places = PairMentee.objects.filter(pair=pair.pk, is_live=True).values_list("mentee_id", flat=True)
    found = DevelopmentPlan.objects.filter(mentee__in=list(places), project=pair.project_id)  # type: ignore[attr-defined]
    for plan in found.exclude(state=PlanState.CANCELLED).exclude(pair=pair.pk):
        plans.follow_pair(plan, pair, actor=fact.actor, reason=fact.title)  # type: ignore[arg-type]


def ready() -> None:
    registries.personal_data.register(plans_data.SOURCE)
    registries.person_links.register(plans_data.LINK)
    registries.person_movers.register(plans_data.MOVER)
    register_purpose(plan_work.PURPOSE, may_read_evidence, personal_data=True)
    history.ACTIONS.update(ACTIONS)
    history.NAMES_OF_KEYS.update(NAMES_OF_KEYS)
