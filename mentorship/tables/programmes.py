"""The list of programmes."""

import django_tables2 as tables
from django.urls import reverse

from core.tables import ChipColumn, LinkColumn, NumberColumn, PortalTable
from mentorship.enums import ProgrammeState
from mentorship.models import Programme

TONES = {ProgrammeState.DRAFT: "wait", ProgrammeState.ACTIVE: "ok", ProgrammeState.CLOSED: ""}


class ProgrammeTable(PortalTable):
    title = LinkColumn(
        verbose_name="Программа", to=lambda row: reverse("mentorship:programme", kwargs={"pk": row.pk})
    )
    state = ChipColumn(verbose_name="Состояние", tones=TONES)
    period_start = tables.Column("Начало")
    period_end = tables.Column("Окончание")
    project_count = NumberColumn(verbose_name="Проектов")
    mentee_count = NumberColumn(verbose_name="Наставляемых")
    mentor_count = NumberColumn(verbose_name="Наставников")
    pair_count = NumberColumn(verbose_name="Пар действует")

    class Meta(PortalTable.Meta):
        model = Programme
        fields = (
            "title",
            "state",
            "period_start",
            "period_end",
            "project_count",
            "mentee_count",
            "mentor_count",
            "pair_count",
        )
        order_by = "-period_start"
