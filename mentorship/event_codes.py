"""Links and codes of events: made from random keys under the installation's secret, kept as hashes (decision 060)."""

from __future__ import annotations

import hmac

import segno
from django.utils.safestring import SafeString, mark_safe

from core.domain.letters import public_link
from core.personal_tokens import hash_token, new_key, token_for
from mentorship.event_calendar import CalendarEntry
from mentorship.event_enums import EventState
from mentorship.models import Event, EventVisit

CODE, LINK, HALL, WORD = "event_code", "event_link", "event_hall", "event_word"
WORD_LENGTH = 6
_LOOKALIKES = str.maketrans("АВЕКМНРСТХУавекмнрстху", "ABEKMHPCTXYabekmhpctxy")


def new_codes() -> dict[str, str]:
    """Columns of a new visit: the key and the hashes of what is made from it."""
    key = new_key()
    return {
        "key": key,
        "code_hash": hash_token(token_for(key, purpose=CODE)),
        "link_hash": hash_token(token_for(key, purpose=LINK)),
    }


def hall_token(key: str) -> str:
    return token_for(key, purpose=HALL)


def hall_word(event: Event) -> str:
    """The short code that the hall's screen shows: for those who came by a personal link."""
    return token_for(event.hall_key, purpose=WORD)[:WORD_LENGTH].upper()


def is_hall_word(event: Event, typed: str) -> bool:
    """Case, spaces and Cyrillic letters that look the same do no harm."""
    plain = "".join(typed.split()).replace("-", "").translate(_LOOKALIKES).upper()
    return hmac.compare_digest(plain.encode(), hall_word(event).encode())


def code_link(visit: EventVisit) -> str:
    """What the QR on a badge or a phone holds: it opens the page of whoever keeps the door."""
    return public_link("mentorship:event_code", token=token_for(visit.key, purpose=CODE))


def personal_link(visit: EventVisit) -> str:
    return public_link("mentorship:event_by_link", token=token_for(visit.key, purpose=LINK))


def hall_link(event: Event) -> str:
    return public_link("mentorship:event_hall", token=hall_token(event.hall_key))


def calendar_entry(event: Event) -> CalendarEntry:
    """The event as calendars are told of it."""
    return CalendarEntry(
        uid=f"event-{event.pk}@{event.organization.code}",
        title=event.title,
        text="\n".join(part for part in (event.about, event.online_url) if part),
        place=event.place or event.online_url,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        changed=event.updated_at,
        url=public_link("mentorship:event_calendar", pk=event.pk),
        is_cancelled=event.state == EventState.CANCELLED,
    )


def qr_svg(address: str, *, title: str = "") -> SafeString:
    """The address as an SVG without size, style or script."""
    made = segno.make(address, error="m", micro=False)
    drawn = made.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None, title=title or None)
    return mark_safe(drawn)  # noqa: S308 - drawn by segno from our own link
