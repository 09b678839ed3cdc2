"""Codes that stand for people in confidential campaigns.

A code is the same for one person all through one programme, so that «до» and «после» meet; it tells nothing of the
person to whoever has the database alone, since the installation's secret makes it (docs/decisions/160).
"""

from collections.abc import Iterable

from django.utils.crypto import salted_hmac


def code_of(person_id: int, *, programme_id: int) -> str:
    """Return the code of a person in a programme: 64 hexadecimal digits."""
    return salted_hmac("surveys.respondent", f"{programme_id}:{person_id}", algorithm="sha256").hexdigest()


def people_by_code(people: Iterable[int], *, programme_id: int) -> dict[str, int]:
    """Return ids of people by their codes."""
    return {code_of(person, programme_id=programme_id): person for person in people}
