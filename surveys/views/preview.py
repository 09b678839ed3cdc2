"""A questionnaire as a respondent will see it; nothing is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.access import access
from surveys.forms.section import section_view
from surveys.permissions import VIEW_CAMPAIGNS
from surveys.selectors.campaigns import campaigns_visible_to
from surveys.selectors.candidates import example_people
from surveys.selectors.questionnaires import load_version
from surveys.views.campaigns import address_of


@require_safe
@access(VIEW_CAMPAIGNS)
def preview(request: HttpRequest, pk: int, page: int = 1) -> HttpResponse:
    """One screen as on a phone; «Дальше» and «Назад» walk, the thanks stand after the last."""
    visible = campaigns_visible_to(request.membership)  # type: ignore[attr-defined]
    campaign = get_object_or_404(visible, pk=pk)
    instrument = load_version(campaign.version).instrument
    total = len(instrument.sections)
    go = request.GET.get("go")
    place = min(max(page + {"next": 1, "back": -1}.get(go or "", 0), 1), total + 1)
    context = {
        "campaign": campaign,
        "organization": campaign.organization,
        "over_title": f"{campaign.organization.short_name} · {campaign.title}",
        "for_whom": "Образцов П.",
        "instrument": instrument,
        "has_psychologist": any(item.psychologist_only for item in instrument.items),
        "progress_total": total,
        "progress_done": min(place, total),
        "preview": True,
        "back_url": address_of(campaign),
    }
    if place > total:
        return render(request, "surveys/answer/done.html", context | {"thanks": instrument.thanks})
    people = example_people(instrument)
    context |= {
        "view": section_view(instrument, instrument.sections[place - 1], answers={}, people=people),
        "form_url": reverse("surveys:preview_page", kwargs={"pk": pk, "page": place}),
        "form_method": "get",
        "is_first": place == 1,
        "is_last": place == total,
    }
    return render(request, "surveys/answer/section.html", context)
