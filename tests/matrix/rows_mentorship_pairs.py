"""Who may open the pages of a pair's life."""

from datetime import date

from core.enums import Role
from mentorship.models import Pair, PairChange, SupportOffer
from tests import factories
from tests.matrix import Row, World, roles
from tests.matrix.rows_mentorship import READERS, WORKERS, _project, pair

CARERS = roles(Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)


def waiting(world: World) -> dict[str, object]:
    def make():
        return factories.mentee(world.programme, project=_project(world))

    return {"pk": world.once("waiting mentee", make).pk}


def offer(world: World) -> dict[str, object]:
    def make():
        return SupportOffer.objects.create(
            organization=world.org, mentee_id=waiting(world)["pk"], offered_on=date(2026, 10, 1)
        )

    return {"pk": world.once("support offer", make).pk}


def change(world: World) -> dict[str, object]:
    def make():
        return PairChange.objects.create(
            organization=world.org,
            programme=world.programme,
            pair=Pair.objects.get(**pair(world)),
            kind="ended",
            takes_effect_on=date(2026, 12, 1),
            reason="перевод",
        )

    return {"pk": world.once("pair change", make).pk}


ROWS = [
    Row("mentorship:pairs_waiting", READERS),
    Row("mentorship:support_offer", CARERS, kwargs=waiting),
    Row("mentorship:support_answer", CARERS, kwargs=offer),
    Row("mentorship:pair_appoint", WORKERS, kwargs=waiting),
    Row("mentorship:pair_changes", READERS),
    Row("mentorship:pair_change_cancel", WORKERS, kwargs=change),
    Row("mentorship:pairs_closing", WORKERS),
    Row("mentorship:pair_verdict", CARERS, kwargs=pair),
    *(
        Row(f"mentorship:pair_{step}", WORKERS, kwargs=pair)
        for step in ("trial", "suspend", "reopen", "leave", "join", "replace", "notice")
    ),
    Row("reports:order_changes_create", roles(Role.CURATOR), method="post"),
]
