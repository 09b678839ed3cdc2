"""What development plans and materials register when the app starts: the shell, personal data, a replaced mentor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from core import facts, history, registries, russian
from core.files import register_purpose
from core.registries import AttentionItem, HomeBlock, NavItem, Viewer
from mentorship import pair_slots, plans_data
from mentorship.domain import materials, plan_work, plans
from mentorship.models import DevelopmentPlan, Pair, PairMentee
from mentorship.pair_slots import PairSection
from mentorship.permissions import APPROVE_PLANS, SEE_OWN, VIEW_PLANS
from mentorship.plan_enums import PlanState
from mentorship.selectors.development import plan_state
from mentorship.selectors.materials import may_read_material_file
from mentorship.selectors.mine import HATS, own_page
from mentorship.selectors.plans import may_read_evidence, plans_of, plans_of_pair

OWN_TITLES = {hat.value: title for hat, title in HATS.items()}

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
    "plan_template.created": "Добавлен шаблон плана",
    "plan_template.edited": "Изменён шаблон плана",
    "plan_template.shown": "Шаблон плана снова предлагается",
    "plan_template.hidden": "Шаблон плана скрыт",
    "plan_template.reset": "Возвращён исходный шаблон плана",
    "material.created": "Добавлен материал",
    "material.edited": "Изменён материал",
    "material.shown": "Материал показан участникам",
    "material.hidden": "Материал скрыт",
    "material.removed": "Удалён материал",
    "material.reset": "Возвращён исходный материал",
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
    former = Pair.objects.filter(pk=fact.data.get("former") or 0).values_list("end_reason", flat=True).first()
    reason = fact.title or former or ""
    places = PairMentee.objects.filter(pair=pair.pk, is_live=True).values_list("mentee_id", flat=True)
    found = DevelopmentPlan.objects.filter(mentee__in=list(places), project=pair.project_id)  # type: ignore[attr-defined]
    for plan in found.exclude(state=PlanState.CANCELLED).exclude(pair=pair.pk):
        plans.follow_pair(plan, pair, actor=fact.actor, reason=reason)  # type: ignore[arg-type]


def navigation(viewer: Viewer) -> list[NavItem]:
    """Staff: plans with the number of those that wait for the approval, materials; participants: their own pages."""
    found = []
    if VIEW_PLANS.allows(viewer.membership):
        waiting = plans_of(viewer.membership, viewer.programme).filter(state=PlanState.APPROVAL).count()
        found.append(
            NavItem(
                "Планы развития",
                reverse("mentorship:plans"),
                "Работа",
                340,
                waiting or None,
                waiting=bool(waiting) and APPROVE_PLANS.allows(viewer.membership),
                active_prefixes=("mentorship:plan", "reports:plans"),
            )
        )
        found.append(_materials("Работа", 345))
    elif SEE_OWN.allows(viewer.membership):
        label = OWN_TITLES.get(viewer.role, "Моё наставничество")
        own = ("mentorship:mine", "mentorship:my_pair", "mentorship:plan")
        found.append(NavItem(label, reverse("mentorship:mine"), "", 20, active_prefixes=own))
        papers = ("reports:own_",)
        found.append(
            NavItem("Мои документы", reverse("reports:own_documents"), "", 60, active_prefixes=papers)
        )
        found.append(_materials("", 70))
    return found


def _materials(group: str, order: int) -> NavItem:
    url = reverse("mentorship:materials")
    return NavItem("Методическая копилка", url, group, order, active_prefixes=("mentorship:material",))


def home_blocks(viewer: Viewer) -> list[HomeBlock]:
    """«Следующий шаг» of a participant, on top."""
    if viewer.programme is None or not SEE_OWN.allows(viewer.membership):
        return []
    page = own_page(viewer.membership, viewer.programme)
    return [HomeBlock("mentorship/home/next.html", {"next": page.next}, order=2)] if page.next else []


def attention(viewer: Viewer) -> list[AttentionItem]:
    """Plans that wait for the curator's word: one query."""
    if not APPROVE_PLANS.allows(viewer.membership) or viewer.programme is None:
        return []
    count = plans_of(viewer.membership, viewer.programme).filter(state=PlanState.APPROVAL).count()
    if not count:
        return []
    told = russian.counted(count, "план ждёт", "плана ждут", "планов ждут")
    url = f"{reverse('mentorship:plans')}?state={PlanState.APPROVAL}"
    return [
        AttentionItem(
            "wait", "ждёт вас", f"{told} утверждения", "Обе стороны согласны.", "Утвердить", url, order=45
        )
    ]


def pair_section(viewer: Viewer, pair: Pair) -> list[PairSection]:
    """The plans of a pair's mentees on its page, and where to begin one: two queries."""
    if not VIEW_PLANS.allows(viewer.membership):
        return []
    lines = plans_of_pair(pair)
    if not lines:
        return []
    context = {"lines": lines, "may_start": APPROVE_PLANS.allows(viewer.membership)}
    return [PairSection("mentorship/plans/of_pair.html", context, order=40)]


def year_end_gaps(pairs: Sequence[Pair]) -> dict[int, list[str]]:
    """What a pair still owes its plan when the year is closed: a word for each pair, seven queries for all."""
    found = {}
    for pk, state in plan_state([pair.pk for pair in pairs]).items():
        if state.with_plan < state.mentees:
            found[pk] = ["нет плана развития"]
        elif not state.is_finished:
            found[pk] = ["план развития не завершён"]
    return found


def ready() -> None:
    pair_slots.sections.register(pair_section)
    pair_slots.gaps.register(year_end_gaps)
    registries.navigation.register(navigation)
    registries.home_blocks.register(home_blocks)
    registries.attention.register(attention)
    registries.personal_data.register(plans_data.SOURCE)
    registries.person_links.register(plans_data.LINK)
    registries.person_movers.register(plans_data.MOVER)
    register_purpose(plan_work.PURPOSE, may_read_evidence, personal_data=True)
    register_purpose(materials.PURPOSE, may_read_material_file)
    history.ACTIONS.update(ACTIONS)
    history.NAMES_OF_KEYS.update(NAMES_OF_KEYS)
