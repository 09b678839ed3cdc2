"""Who falls into a campaign and who does not: counted while its form is filled, person by person afterwards."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from core.access import access
from core.selectors.viewer import current_programme
from core.views.bulk import BulkAction
from core.views.lists import ListPage
from mentorship.models import Programme
from mentorship.selectors.programmes import projects_visible_to
from surveys.domain.invitations import bring_in, leave_out
from surveys.enums import AUDIENCE_OF_ROLE, Audience, CampaignState, PairCondition
from surveys.filters import AudienceFilter
from surveys.forms.campaign import CATEGORIES
from surveys.permissions import MANAGE_CAMPAIGNS, VIEW_CAMPAIGNS
from surveys.selectors.audience import Rule, audience_of, reach_of, rule_of
from surveys.selectors.campaigns import campaigns_visible_to, rate_of, rates_by_group
from surveys.selectors.questionnaires import instrument_of_choice
from surveys.tables import AudienceTable
from surveys.views.campaigns import CampaignMixin, crumbs_of


@never_cache
@access(MANAGE_CAMPAIGNS)
def campaign_count(request: HttpRequest) -> HttpResponse:
    """How many people the half-filled form of a new campaign names: a part of its page."""
    programme = current_programme(request)
    rule = _asked(request, programme) if programme is not None else None
    context = {"reach": reach_of(rule) if rule else None, "by_hand": request.GET.get("by_rule") == "hand"}
    return render(request, "surveys/campaigns/reach.html", context)


@never_cache
@access(VIEW_CAMPAIGNS)
def campaign_rates(request: HttpRequest, pk: int) -> HttpResponse:
    """The response rates as they are now: a part of the campaign's page, asked again while it is open."""
    campaign = get_object_or_404(campaigns_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]
    context = {"rate": rate_of(campaign), "rates": rates_by_group(campaign)}
    return render(request, "surveys/campaigns/rates.html", context)


def _asked(request: HttpRequest, programme: Programme) -> Rule | None:
    instrument = instrument_of_choice(
        request.membership.organization,  # type: ignore[attr-defined]
        request.GET.get("questionnaire", ""),
    )
    if instrument is None or request.GET.get("by_rule") == "hand":
        return None
    projects = projects_visible_to(request.membership, programme)  # type: ignore[attr-defined]
    wanted = request.GET.get("project", "")
    pair = request.GET.get("pair", "")
    return Rule(
        audience=AUDIENCE_OF_ROLE[instrument.role],
        programme=programme,
        project=next((one.pk for one in projects if str(one.pk) == wanted), None),
        category=str(CATEGORIES.get(instrument.code, "")),
        group=request.GET.get("group", "")[:40].replace("\0", ""),
        pair=pair if pair in PairCondition.values else "",
    )


def _take_out(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    return f"Убрано: {leave_out(_campaign(request), rows, actor=request.user)}."  # type: ignore[arg-type]


def _bring_in(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    return f"Приглашено: {bring_in(_campaign(request), rows, actor=request.user)}."  # type: ignore[arg-type]


def _campaign(request: HttpRequest) -> Any:
    return request.audience_of  # type: ignore[attr-defined]


class CampaignAudience(CampaignMixin, ListPage):
    """Everybody whom the campaign could ask, with the reason where they are not asked."""

    access_rule = MANAGE_CAMPAIGNS
    title = "Кого спрашиваем"
    table_class = AudienceTable
    filterset_class = AudienceFilter
    personal_data = True
    bulk_actions = (
        BulkAction(
            "out",
            "Убрать из опроса",
            _take_out,
            danger=True,
            consequence="Приглашения этих людей не заработают, начатые черновики удалятся. Вернуть их можно здесь же.",
        ),
        BulkAction("in", "Пригласить", _bring_in, consequence="У каждого будет личная ссылка."),
    )
    empty = {"title": "Никого", "text": "В базе программы нет людей, которым эта анкета предназначена."}

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kwargs = kwargs

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        self._load()
        return super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        self._load()
        return super().post(request, **kwargs)

    def _load(self) -> None:
        self.load()
        self.request.audience_of = self.campaign  # type: ignore[attr-defined]
        if self.campaign.state == CampaignState.CLOSED:
            self.bulk_actions = ()

    def get_queryset(self) -> QuerySet:
        return audience_of(self.campaign)

    def table_options(self) -> dict[str, Any]:
        return {"by_hand": self.campaign.audience == Audience.HAND}

    def get_context(self) -> dict[str, Any]:
        told = "людей отмечает куратор"
        if self.campaign.audience != Audience.HAND:
            reach = reach_of(rule_of(self.campaign), campaign=self.campaign)
            told = f"спрашиваем {reach.inside}, не попали {reach.outside}"
        return {
            "breadcrumbs": crumbs_of(self.campaign, self.title),
            "page_lead": f"{self.campaign.title}: {told}.",
        }
