"""What ties a person to partners, for their archive and for erasure (152-ФЗ ст. 14, 21)."""

from __future__ import annotations

from typing import Any

from django.db import models

from core.registries import PersonalDataSource
from mentorship.models import PartnerEmployee, PartnerMember


def export_ties(person: models.Model) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"партнёр": str(member.partner), "кто": member.get_role_display()}
        for member in PartnerMember.objects.filter(person=person).select_related("partner")
    ]
    return rows + [
        {"партнёр": str(link.partner), "место работы": link.employer}
        for link in PartnerEmployee.objects.filter(person=person).select_related("partner")
    ]


def erase_ties(person: models.Model) -> int:
    members, _ = PartnerMember.objects.filter(person=person).delete()
    links, _ = PartnerEmployee.objects.filter(person=person).delete()
    return members + links


SOURCES = (
    PersonalDataSource("Связь с партнёрами", (PartnerEmployee, PartnerMember), export_ties, erase_ties),
)
