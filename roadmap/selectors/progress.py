"""How far the work is whose result is not there yet: «согласия: 46 из 48», by kind of result."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from core import registries
from mentorship.enums import ConsentKind
from mentorship.models import Consent, Programme
from mentorship.selectors.consents import holding, open_people
from roadmap.enums import ResultKind
from roadmap.proofs import PROOFS


def counts_of(programme: Programme, today: date) -> dict[str, str]:
    """Figures of what is under way, by kind of result: one query, and the constant number of each app's provider."""
    told: dict[tuple[str, str], str] = {}
    for provider in registries.proof_counts:
        told.update(provider(programme, today))
    found = {
        kind: "; ".join(words for key, words in told.items() if proof.accepts(*key))
        for kind, proof in PROOFS.items()
    }
    found[ResultKind.CONSENTS] = _consent_words(*consent_figures(programme, today))
    return {kind: words for kind, words in found.items() if words}


def consent_figures(programme: Programme, day: date) -> tuple[int, int]:
    """People of the bases whose consent to the processing of their data is in force, and all: one query."""
    theirs = Consent.objects.filter(
        holding(day), person=OuterRef("pk"), programme=programme, kind=ConsentKind.PROCESSING
    )
    figures = (
        open_people(programme)
        .annotate(signed=Exists(theirs))
        .aggregate(total=Count("pk"), signed_count=Count("pk", filter=Q(signed=True)))
    )
    return figures["signed_count"], figures["total"]


def _consent_words(signed: int, total: int) -> str:
    return f"согласия: {signed} из {total}" if total and signed < total else ""
