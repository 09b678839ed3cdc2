"""How it goes in a pair, by its people: after a meeting or from a questionnaire; a call for help becomes a task."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.dispatch import Signal

from core.clock import today
from core.enums import Role
from core.errors import DomainError
from core.models import User
from core.production_calendar import add_working_days
from mentorship.care_enums import CareKind
from mentorship.domain.care import raise_task
from mentorship.models import Meeting, Pair, PairFeedback, Person

#: Working days in which a call for help is answered.
HELP_DAYS = 3
#: Sent inside the transaction with `feedback`.
recorded = Signal()


def record_feedback(
    pair: Pair,
    *,
    person: Person,
    source: str,
    score: int | None = None,
    needs_help: bool = False,
    word: str = "",
    on: dt.date | None = None,
    meeting: Meeting | None = None,
    actor: User | None = None,
) -> PairFeedback | None:
    """What one person of the pair says: told again by the same `source`, the newest word counts.

    `score` is 1 (badly) … 5 (well). Nothing said is nothing kept: None. With `needs_help` the curator gets a task with
    a term, once for each `source`. Raises DomainError.
    """
    if score is not None and not 1 <= score <= 5:
        raise DomainError("Оценка бывает от 1 до 5.", field="score", code="range")
    if score is None and not needs_help and not word.strip():
        return None
    day = on or today(pair.organization)
    values = {"score": score, "needs_help": needs_help, "word": word.strip(), "on": day, "meeting": meeting}
    with transaction.atomic():
        try:
            with transaction.atomic():
                made, _ = PairFeedback.objects.update_or_create(
                    pair=pair,
                    person=person,
                    source=source[:80],
                    defaults=values,
                    create_defaults=values | {"organization": pair.organization},
                )
        except IntegrityError:
            made = PairFeedback.objects.get(pair=pair, person=person, source=source[:80])
        if needs_help:
            said = f": «{word.strip()}»" if word.strip() else "."
            raise_task(
                programme=pair.programme,
                person=person,
                pair=pair,
                kind=CareKind.HELP,
                key=f"help:{source[:80]}:{person.pk}",
                text=f"{person.short_name}: нужна помощь{said}",
                due_on=add_working_days(day, HELP_DAYS),
                role=Role.CURATOR,
                actor=actor,
            )
        recorded.send(PairFeedback, feedback=made)
    return made
