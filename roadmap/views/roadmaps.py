"""The roadmap: stages with activities, filters, files, print, approval."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from core import exports
from core.access import access
from core.selectors.viewer import PROGRAMME_KEY, current_programme
from core.views.pages import ConfirmPage
from mentorship.models import Programme
from roadmap.domain.roadmaps import approve_roadmap
from roadmap.enums import RoadmapState
from roadmap.models import Roadmap
from roadmap.permissions import MANAGE_ROADMAP, VIEW_ROADMAP
from roadmap.resources import roadmap_rows
from roadmap.selectors.roadmaps import all_roadmaps_visible_to, blocks_of, live_of, roadmaps_visible_to
from roadmap.views.looks import asked_for, look_context

LONGEST_NUMBER = 18
TONES = {RoadmapState.DRAFT: "wait", RoadmapState.APPROVED: "ok", RoadmapState.ARCHIVED: ""}


def wanted_roadmap(request: HttpRequest, roadmaps: list[Roadmap]) -> Roadmap | None:
    """The roadmap asked for by `map`, else the first live one; 404 for one out of sight."""
    asked = request.GET.get("map", "")
    if not asked:
        return next(iter(live_of(roadmaps)), None)
    found = next((row for row in roadmaps if str(row.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def programme_of_page(request: HttpRequest) -> Programme | None:
    """The programme that the person works in; a link to a roadmap of another one leads into that programme.

    Such links come from the move to the next year, from letters and from the search.
    """
    programme, asked = current_programme(request), request.GET.get("map", "")
    if not (programme and asked.isascii() and asked.isdecimal() and len(asked) < LONGEST_NUMBER):
        return programme
    visible = all_roadmaps_visible_to(request.membership)  # type: ignore[attr-defined]
    found = visible.filter(pk=asked).exclude(programme=programme).first()
    if found is not None:
        request.session[PROGRAMME_KEY] = found.programme_id
        del request._programme  # type: ignore[attr-defined]
        programme = current_programme(request)
    return programme


@access(VIEW_ROADMAP)
def roadmap_page(request: HttpRequest) -> HttpResponse:
    membership, programme = request.membership, programme_of_page(request)  # type: ignore[attr-defined]
    roadmaps = list(roadmaps_visible_to(membership, programme)) if programme else []
    roadmap = wanted_roadmap(request, roadmaps)
    may_manage = MANAGE_ROADMAP.allows(membership)
    if roadmap is None:
        context = {"page_title": "Дорожная карта", "programme": programme, "may_manage": may_manage}
        return render(request, "roadmap/empty.html", context)
    asked = asked_for(request, roadmap, live_of(roadmaps))
    if (wanted := request.GET.get("_export")) in {"xlsx", "csv"}:
        return _file(roadmap, blocks_of(roadmap, asked.today, asked.wanted), wanted)
    look, context = look_context(asked)
    context |= {
        "page_title": "Дорожная карта",
        "roadmap": roadmap,
        "others": [row for row in live_of(roadmaps) if row.pk != roadmap.pk],
        "state_tone": TONES[RoadmapState(roadmap.state)],
        "may_manage": may_manage,
        "may_move": may_manage and roadmap.state != RoadmapState.ARCHIVED,
    }
    printed = request.GET.get("_print") and look == "table"
    return render(request, "roadmap/print.html" if printed else "roadmap/roadmap.html", context)


def _file(roadmap: Roadmap, blocks: list[Any], kind: str) -> HttpResponse:
    rows = roadmap_rows(blocks)
    if kind == "csv":
        response = HttpResponse(b"".join(exports.csv_lines(rows)), content_type=exports.CSV_TYPE)
    else:
        response = HttpResponse(exports.xlsx_bytes("Дорожная карта", rows), content_type=exports.XLSX_TYPE)
    name = f"Дорожная карта {roadmap.period_start.year}-{roadmap.period_end.year}.{kind}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response


class ApprovePage(ConfirmPage):
    access_rule = MANAGE_ROADMAP
    title = "Утвердить дорожную карту"
    verb = "Утвердить"
    consequence = "Изменить мероприятие можно будет и потом: каждая правка остаётся в истории."
    done = "Дорожная карта утверждена."

    def load(self) -> None:
        rows = Roadmap.objects.select_related("programme", "organization")
        self.roadmap: Roadmap = get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_text(self) -> str:
        return f"«{self.roadmap.title}» станет действующим планом программы «{self.roadmap.programme}»."

    def get_cancel_url(self) -> str:
        return f"{reverse('roadmap:roadmap')}?map={self.roadmap.pk}"

    def save(self, form: Any) -> str:
        approve_roadmap(self.roadmap, actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()
