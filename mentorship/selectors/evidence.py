"""What stands behind an electronic signature of a consent, as people read it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from core.clock import local
from mentorship.enums import ConsentMethod
from mentorship.models import Consent

_WORDS = (
    ("email", "код отправлен на {}"),
    ("act", "акт {}"),
    ("agreement", "соглашение: {}"),
    ("owner", "владелец сертификата {}"),
    ("serial", "сертификат {}"),
    ("valid_until", "действителен по {}"),
    ("chain", "{}"),
    ("ip", "сетевой адрес {}"),
)
_METHODS = {ConsentMethod.CODE: "код из письма", ConsentMethod.DETACHED: "файл подписи"}


def evidence_lines(consent: Consent) -> list[dict[str, Any]]:
    """Who signed, when (in the institution's time), by what; empty for a consent on paper."""
    evidence: dict[str, Any] = consent.evidence or {}
    return [
        {
            "role": one.get("role", ""),
            "name": one.get("name", ""),
            "method": _METHODS.get(ConsentMethod(one["method"]), ""),
            "at": local(dt.datetime.fromisoformat(one["at"]), consent.organization),
            "lines": [words.format(one[key]) for key, words in _WORDS if one.get(key)],
        }
        for one in evidence.get("signatures", ())
    ]
