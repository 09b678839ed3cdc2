"""Which records an activity is proved by: the usual rules of its kinds of result and its own changes to them."""

from datetime import date, timedelta

from roadmap.models import Activity, RecordedFact, Roadmap
from roadmap.proofs import Proof, proofs_for
from roadmap.settling import Need


def needs_of(activity: Activity) -> list[Need]:
    """Rules that work by themselves, in the order of the kinds of result; reads `activity.rules`."""
    own = {rule.kind: rule for rule in activity.rules.all()}
    found = []
    for kind, proof in proofs_for(activity.result_kinds).items():
        rule = own.get(kind)
        if rule is None:
            if proof.by_itself:
                found.append(Need(proof))
        elif rule.automatic:
            found.append(Need(proof, rule.needed))
    return found


def rule_rows(activity: Activity) -> list[tuple[str, Proof, int, bool]]:
    """Kinds of result that the portal can prove: code, rule, how many records, whether by itself."""
    own = {rule.kind: rule for rule in activity.rules.all()}
    return [
        (kind, proof, own[kind].needed, own[kind].automatic)
        if kind in own
        else (kind, proof, 1, proof.by_itself)
        for kind, proof in proofs_for(activity.result_kinds).items()
    ]


#: A plan that begins so much later than its programme is the plan of a later year of it.
LATER_YEAR = timedelta(days=180)
#: Papers of a school year are signed from the summer before it.
BEFORE_YEAR = timedelta(days=92)


def counts_since(roadmap: Roadmap) -> date | None:
    """The first day whose records count in a roadmap: last year's order does not prove this year's activity."""
    if roadmap.period_start - roadmap.programme.period_start <= LATER_YEAR:
        return None
    return roadmap.period_start - BEFORE_YEAR


def counts_in(fact: RecordedFact, roadmap: Roadmap) -> bool:
    """Whether a record holds and is of the roadmap's own time."""
    since = counts_since(roadmap)
    return fact.holds and (since is None or (fact.day or fact.moment.date()) >= since)
