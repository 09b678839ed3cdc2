"""Lists of `reports`."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.tables import ChipColumn, LinkColumn, PortalTable, tables
from reports.enums import DocumentState
from reports.kinds import kind_of
from reports.models import Document

STATE_TONES: dict[str, str] = {
    DocumentState.DRAFT: "",
    DocumentState.TO_SIGN: "wait",
    DocumentState.RETURNED: "bad",
    DocumentState.REGISTERED: "info",
    DocumentState.SIGNED: "ok",
    DocumentState.ISSUED: "ok",
    DocumentState.CANCELLED: "",
    DocumentState.APPROVING: "wait",
    DocumentState.AMENDED: "info",
    DocumentState.REVOKED: "bad",
    DocumentState.ARCHIVED: "",
}


class DocumentTable(PortalTable):
    title = LinkColumn(
        verbose_name="Документ",
        order_by=("title", "pk"),
        to=lambda row: reverse("reports:document", args=[row.pk]),
    )
    family = tables.Column(verbose_name="Вид", accessor="kind", order_by=("kind", "-pk"))
    number = tables.Column(verbose_name="Номер", order_by=("number_year", "number_place", "pk"))
    date = tables.DateColumn(verbose_name="Дата", format="d.m.Y", order_by=("date", "pk"))
    state = ChipColumn(verbose_name="Состояние", tones=STATE_TONES)
    created_at = tables.DateTimeColumn(verbose_name="Подготовлен", format="d.m.Y", order_by=("pk",))

    class Meta(PortalTable.Meta):
        order_by = ("-created_at",)

    def render_title(self, value: str, record: Document) -> SafeString:
        address = reverse("reports:document", args=[record.pk])
        return format_html(
            '<a class="row-link" href="{}">{}</a><br><span class="small muted">{}</span>',
            address,
            value,
            record.summary,
        )

    def value_title(self, value: str) -> str:
        return value

    def render_family(self, value: str) -> str:
        return kind_of(value).family
