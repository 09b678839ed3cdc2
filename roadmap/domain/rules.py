"""An activity's own rules of proof: how many records of each kind it needs, and whether they prove it by themselves."""

from collections.abc import Mapping

from django.db import transaction

from core.errors import DomainError
from core.models import User
from roadmap.domain.activities import require_open, tell
from roadmap.domain.settling import activities_of, facts_of, prove_by_facts
from roadmap.models import Activity, ProofRule
from roadmap.models.living import MOST_NEEDED
from roadmap.proofs import proofs_for
from roadmap.selectors.rules import rule_rows


def set_rules(activity: Activity, rules: Mapping[str, tuple[int, bool]], *, actor: User | None) -> Activity:
    """Change the rules: kind of result → how many records are needed, whether they prove by themselves.

    The activity is settled by the new rules at once. Raises DomainError for a kind that the portal cannot prove and
    for a number outside 1–99.
    """
    roadmap = activity.stage.roadmap
    require_open(roadmap)
    known = proofs_for(activity.result_kinds)
    for kind, (needed, _) in rules.items():
        if kind not in known:
            raise DomainError("Этот результат портал не подтверждает сам.", code="unknown_kind")
        if not 1 <= needed <= MOST_NEEDED:
            raise DomainError(f"Укажите число от 1 до {MOST_NEEDED}.", field=f"needed_{kind}")
    before = _words(activity)
    with transaction.atomic():
        for kind, (needed, automatic) in rules.items():
            ProofRule.objects.update_or_create(
                activity=activity, kind=kind, defaults={"needed": needed, "automatic": automatic}
            )
        fresh = [row for row in activities_of(roadmap.programme) if row.pk == activity.pk]
        after = _words(fresh[0]) if fresh else before
        if before != after:
            tell("activity.rules_changed", activity, actor, before={"rules": before}, after={"rules": after})
        prove_by_facts(fresh, facts_of(roadmap.programme), actor=actor)
    return activity


def switch_off(activity: Activity, *, actor: User | None, reason: str) -> None:
    """Records do not prove this activity by themselves any more: a person has said otherwise."""
    for kind, _, needed, automatic in rule_rows(activity):
        if automatic:
            ProofRule.objects.update_or_create(
                activity=activity, kind=kind, defaults={"needed": needed, "automatic": False}
            )
    tell("activity.rules_changed", activity, actor, after={"rules": "подтверждает человек"}, reason=reason)


def _words(activity: Activity) -> str:
    return "; ".join(
        f"{proof.missing.split(' не ')[0]}: {needed}{'' if automatic else ', подтверждает человек'}"
        for _, proof, needed, automatic in rule_rows(activity)
    )
