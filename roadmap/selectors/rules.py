"""Which records an activity is proved by: the usual rules of its kinds of result and its own changes to them."""

from roadmap.models import Activity
from roadmap.proofs import Proof, proofs_for
from roadmap.settling import Need


def needs_of(activity: Activity) -> list[Need]:
    """Rules that work by themselves, in the order of the kinds of result; reads `activity.rules`."""
    own = {rule.kind: rule for rule in activity.rules.all()}
    found = []
    for kind, proof in proofs_for(activity.result_kinds).items():
        rule = own.get(kind)
        if rule is None:
            found.append(Need(proof))
        elif rule.automatic:
            found.append(Need(proof, rule.needed))
    return found


def rule_rows(activity: Activity) -> list[tuple[str, Proof, int, bool]]:
    """Kinds of result that the portal can prove: code, rule, how many records, whether by itself."""
    own = {rule.kind: rule for rule in activity.rules.all()}
    return [
        (kind, proof, own[kind].needed if kind in own else 1, own[kind].automatic if kind in own else True)
        for kind, proof in proofs_for(activity.result_kinds).items()
    ]
