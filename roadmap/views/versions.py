"""«Лист изменений»: approved versions compared, and the approval of what was changed since."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core.access import access
from core.errors import DomainError
from core.views.pages import ConfirmPage
from roadmap.domain.versions import approve_changes
from roadmap.forms.plans import ChangesReasonForm
from roadmap.models import Roadmap
from roadmap.permissions import MANAGE_ROADMAP, VIEW_ROADMAP
from roadmap.selectors.changes import CURRENT, change_sheet
from roadmap.selectors.roadmaps import all_roadmaps_visible_to

TITLE = "Лист изменений"


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 5):
        raise Http404
    return int(text)


@access(VIEW_ROADMAP)
@require_GET
def changes_page(request: HttpRequest, pk: int) -> HttpResponse:
    membership = request.membership  # type: ignore[attr-defined]
    roadmap = get_object_or_404(all_roadmaps_visible_to(membership), pk=pk)
    try:
        sheet = change_sheet(
            roadmap, before=_number(request, "from"), after=_number(request, "to") or CURRENT
        )
    except DomainError as error:
        raise Http404 from error
    context = {
        "page_title": TITLE,
        "breadcrumbs": (
            ("Дорожная карта", f"{reverse('roadmap:roadmap')}?map={roadmap.pk}"),
            (TITLE, ""),
        ),
        "roadmap": roadmap,
        "sheet": sheet,
        "may_approve": bool(sheet and sheet.may_approve and MANAGE_ROADMAP.allows(membership)),
    }
    return render(request, "roadmap/changes.html", context)


class ChangesApprovePage(ConfirmPage):
    access_rule = MANAGE_ROADMAP
    title = "Утвердить изменения"
    verb = "Утвердить"
    form_class = ChangesReasonForm
    done = "Изменения утверждены. Прежняя версия сохранена."
    consequence = (
        "План в нынешнем виде станет следующей утверждённой версией; прежняя останется для сравнения."
    )

    def load(self) -> None:
        rows = Roadmap.objects.select_related("organization", "programme")
        self.roadmap: Roadmap = get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_text(self) -> str:
        return f"«{self.roadmap.title}», программа «{self.roadmap.programme}»."

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((TITLE, self.get_cancel_url()), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("roadmap:changes", kwargs={"pk": self.roadmap.pk})

    def save(self, form: Any) -> str:
        approve_changes(self.roadmap, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return self.get_cancel_url()
