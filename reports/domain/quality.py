"""Writing the curator's score of a programme (methodology §2.3, H)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import User
from mentorship.models import Programme, Project
from reports.models import CuratorScore, MonitoringConclusion
from reports.selectors.quality import score_instrument
from reports.swot_enums import ConclusionPart, MonitoringStage
from surveys.instruments import ScaleOptions

LONGEST = 5000


def score_programme(
    programme: Programme,
    *,
    marks: Mapping[str, int],
    scored_on: dt.date,
    project: Project | None = None,
    comment: str = "",
    actor: User | None,
) -> CuratorScore:
    """Score a programme, or one of its forms, on a day; the same day again corrects the score of that day.

    `marks` is key of the criterion → mark. Criteria and bands are kept with the score. Raises DomainError where a
    criterion has no mark or one outside its scale, and for a day outside the programme.
    """
    if not programme.period_start <= scored_on <= min(programme.period_end, today(programme.organization)):
        raise DomainError(
            "Дата должна быть в срок программы и не позже сегодняшней.", field="scored_on", code="period"
        )
    if project is not None and project.programme_id != programme.pk:
        raise DomainError("Эта форма из другой программы.", field="project", code="choice")
    instrument = score_instrument(programme.organization)
    scoring = instrument.scoring
    if scoring is None:
        raise DomainError("В этой редакции анкеты куратора нет ключа: восстановите его.", code="no_key")
    criteria, given, most = [], {}, 0
    for section in instrument.sections:
        for item in section.items:
            if item.key not in scoring.items or not isinstance(item.options, ScaleOptions):
                continue
            mark = marks.get(item.key)
            if mark is None or not item.options.low <= mark <= item.options.high:
                raise DomainError(
                    f"Поставьте от {item.options.low} до {item.options.high}.", field=item.key, code="mark"
                )
            most += item.options.high
            given[item.key] = mark
            criteria.append({"key": item.key, "section": section.title, "text": item.text})
    total = sum(given.values())
    values = {
        "organization": programme.organization,
        "marks": given,
        "criteria": criteria,
        "bands": [
            {"code": band.code, "label": band.label, "low": band.low, "high": band.high}
            for band in scoring.bands
        ],
        "note": scoring.note,
        "total": total,
        "most": most,
        "level": scoring.band_of(total).label,
        "comment": comment.strip()[:LONGEST],
        "scored_by": actor,
    }
    with transaction.atomic():
        made, is_new = CuratorScore.objects.update_or_create(
            programme=programme, project=project, scored_on=scored_on, defaults=values
        )
        audit.record(
            "curatorscore.made" if is_new else "curatorscore.corrected",
            subject=made,
            actor=actor,
            after={"total": total, "level": made.level},
        )
    return made


def write_conclusion(
    programme: Programme, *, year: int, stage: str, part: str, text: str, actor: User | None
) -> MonitoringConclusion:
    """Keep the curator's words of a section of the monitoring report. Raises DomainError for an unknown section."""
    if stage not in MonitoringStage.values or part not in ConclusionPart.values:
        raise DomainError("Такого раздела нет.", code="choice")
    made, _ = MonitoringConclusion.objects.update_or_create(
        programme=programme,
        year=year,
        stage=stage,
        part=part,
        defaults={"organization": programme.organization, "text": text.strip()[:LONGEST]},
    )
    audit.record("monitoring.concluded", subject=made, actor=actor, after={"text": made.text})
    return made
