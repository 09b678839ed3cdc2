"""Pages of campaigns: the list, one campaign with its invitations, its steps."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy

from core.access import Rule
from core.clock import today
from core.enums import Role
from core.permissions import VIEW_AUDIT
from core.production_calendar import is_working_day
from core.selectors.audit import history_of
from core.selectors.viewer import current_programme
from core.views.bulk import BulkAction
from core.views.lists import ListPage
from core.views.pages import ConfirmPage, FormPage
from mentorship.selectors.programmes import projects_visible_to
from surveys.domain import campaigns as domain
from surveys.domain.invitations import invite_people
from surveys.domain.inviting import invite_or_start
from surveys.domain.mailing import start_mailing
from surveys.domain.questionnaires import take_for_campaign
from surveys.enums import Anonymity, Audience, CampaignState
from surveys.filters import CampaignFilter, InvitationFilter
from surveys.forms.campaign import CampaignEditForm, CampaignForm, PeopleForm
from surveys.models import Campaign, Invitation
from surveys.permissions import MANAGE_CAMPAIGNS, VIEW_ANSWERS, VIEW_CAMPAIGNS
from surveys.selectors.audience import (
    groups_of_programme,
    people_to_pick,
    reach_of,
    rule_of,
    uninvited_count,
)
from surveys.selectors.campaigns import (
    campaigns_for_list,
    campaigns_visible_to,
    consents_of,
    groups_of,
    invitations_of,
    pending_of,
    rate_of,
    rates_by_group,
    sheets_to_enter,
    takes_answers,
)
from surveys.selectors.questionnaires import own_to_ask
from surveys.tables import CAMPAIGN_TONES, CampaignTable, InvitationTable
from surveys.views import bulk

LIST = ("Анкеты", reverse_lazy("surveys:campaigns"))
Crumbs = tuple[tuple[str, Any], ...]


def address_of(campaign: Campaign) -> str:
    return reverse("surveys:campaign", kwargs={"pk": campaign.pk})


def crumbs_of(campaign: Campaign, title: str) -> Crumbs:
    return (LIST, (campaign.title, address_of(campaign)), (title, ""))


class CampaignList(ListPage):
    access_rule = VIEW_CAMPAIGNS
    title = "Анкеты"
    table_class = CampaignTable
    filterset_class = CampaignFilter

    def get_queryset(self) -> QuerySet:
        return campaigns_for_list(self.request.membership, current_programme(self.request))  # type: ignore[attr-defined]

    @property
    def may_create(self) -> bool:
        allowed = MANAGE_CAMPAIGNS.allows(self.request.membership)  # type: ignore[attr-defined]
        return allowed and current_programme(self.request) is not None

    @property
    def empty(self) -> dict[str, str]:  # type: ignore[override]
        if not self.may_create:
            return {"title": "Опросов пока нет", "text": "Опросы проводит куратор программы."}
        return {
            "title": "С чего начать",
            "text": "Разошлите анкету запроса наставляемым и анкету «Чем я могу быть полезен» наставникам: "
            "по ответам портал подберёт пары.",
            "url": reverse("surveys:campaign_create"),
            "label": "Провести опрос",
        }

    def get_context(self) -> dict[str, Any]:
        shelf = {"label": "Анкеты организации", "url": reverse("surveys:questionnaires")}
        create = {"label": "Провести опрос", "url": reverse("surveys:campaign_create"), "main": True}
        return {"page_actions": [shelf, create] if self.may_create else [shelf]}


class CampaignCreate(FormPage):
    access_rule = MANAGE_CAMPAIGNS
    title = "Новый опрос"
    form_class = CampaignForm
    template_name = "surveys/campaigns/create.html"
    submit_label = "Создать опрос"
    done = "Опрос создан. Проверьте анкету и откройте его."

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return super().get(request, **kwargs) if current_programme(request) else redirect("surveys:campaigns")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return (
            super().post(request, **kwargs) if current_programme(request) else redirect("surveys:campaigns")
        )

    def form_options(self) -> dict[str, Any]:
        membership = self.request.membership  # type: ignore[attr-defined]
        return {
            "projects": projects_visible_to(membership, current_programme(self.request)),
            "groups": groups_of_programme(current_programme(self.request)),
            "today": today(membership.organization),
            "needs_project": membership.role == Role.PROJECT_CURATOR,
            "own": own_to_ask(membership.organization),
            "chosen": self.request.GET.get("questionnaire", ""),
        }

    def get_breadcrumbs(self) -> Crumbs:
        return (LIST, (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("surveys:campaigns")

    def save(self, form: CampaignForm) -> str:
        given = form.cleaned_data
        programme, actor = current_programme(self.request), self.request.user
        version = take_for_campaign(
            given["questionnaire"],
            organization=programme.organization,
            actor=actor,  # type: ignore[arg-type]
        )
        campaign = domain.create_campaign(
            programme,
            version=version,
            title=given["title"] or version.title,
            audience=form.audience(),
            category=form.category(),
            project=given["project"],
            group=given["group"],
            pair=given["pair"],
            reminds=given["reminds"],
            phase=given["phase"],
            anonymity=Anonymity(given["anonymity"]),
            minimum_group=given["minimum_group"],
            minimum_texts=given["minimum_texts"],
            opens_on=given["opens_on"],
            closes_on=given["closes_on"],
            actor=actor,  # type: ignore[arg-type]
        )
        return address_of(campaign)


class CampaignMixin:
    """Finds the campaign of the address among those that the viewer sees."""

    request: HttpRequest
    kwargs: dict[str, Any]
    campaign: Campaign

    def load(self) -> None:
        visible = campaigns_visible_to(self.request.membership)  # type: ignore[attr-defined]
        self.campaign = get_object_or_404(visible, pk=self.kwargs["pk"])

    def get_breadcrumbs(self) -> Crumbs:
        return crumbs_of(self.campaign, self.get_title())  # type: ignore[attr-defined]

    def get_cancel_url(self) -> str:
        return address_of(self.campaign)


class CampaignPage(CampaignMixin, ListPage):
    """One campaign: response rate, groups, the list of invitations with their state."""

    access_rule = VIEW_CAMPAIGNS
    table_class = InvitationTable
    template_name = "surveys/campaigns/detail.html"
    personal_data = True
    sheet_action = BulkAction(
        "on_paper",
        "Сдали на бумаге",
        bulk.on_paper,
        rule=MANAGE_CAMPAIGNS,
        check=bulk.not_on_paper,
        consequence="Ссылки отмеченных людей закроются: их ответы вы внесёте листами без имени.",
    )
    bulk_actions: tuple[BulkAction, ...] = (
        BulkAction("cards", "Карточки со ссылками", bulk.cards, rule=MANAGE_CAMPAIGNS, confirm=False),
        BulkAction(
            "revoke",
            "Отозвать приглашения",
            bulk.revoke,
            rule=MANAGE_CAMPAIGNS,
            danger=True,
            consequence="Ссылки отмеченных людей перестанут работать, их черновики будут удалены. "
            "Пригласить снова можно на странице приглашения.",
        ),
    )

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
        self.consents = consents_of(self.campaign)
        if self.campaign.is_anonymous and self.campaign.state == CampaignState.OPEN:
            self.bulk_actions = (*self.bulk_actions, self.sheet_action)

    def get_title(self) -> str:
        return self.campaign.title

    def get_queryset(self) -> QuerySet[Invitation]:
        return invitations_of(self.campaign)

    def _rows(self) -> tuple[QuerySet, InvitationFilter]:
        filterset = InvitationFilter(
            self.request.GET,
            queryset=self.get_queryset(),
            request=self.request,
            consents=self.consents,
            groups=groups_of(self.campaign),
        )
        return filterset.qs, filterset

    def table_options(self) -> dict[str, Any]:
        membership = self.request.membership  # type: ignore[attr-defined]
        return {
            "consents": self.consents,
            "today": today(self.campaign.organization),
            "may_manage": MANAGE_CAMPAIGNS.allows(membership),
            "may_read": VIEW_ANSWERS.allows(membership) and self.campaign.is_named,
        }

    @property
    def empty(self) -> dict[str, str]:  # type: ignore[override]
        if self.campaign.audience == Audience.HAND:
            return {
                "title": "Никто не приглашён",
                "text": "Отметьте людей, и у каждого появится личная ссылка.",
                "url": reverse("surveys:campaign_pick", kwargs={"pk": self.campaign.pk}),
                "label": "Выбрать людей",
            }
        return {"title": "Никто не приглашён", "text": "Люди будут приглашены, когда вы откроете опрос."}

    def get_context(self) -> dict[str, Any]:
        campaign, membership = self.campaign, self.request.membership  # type: ignore[attr-defined]
        return {
            "campaign": campaign,
            "state_tone": CAMPAIGN_TONES[CampaignState(campaign.state)],
            "breadcrumbs": (LIST, (campaign.title, "")),
            "rate": rate_of(campaign),
            "rates": rates_by_group(campaign),
            "pending": pending_of(campaign),
            "takes_answers": takes_answers(campaign),
            "to_invite": uninvited_count(campaign),
            "reach": reach_of(rule_of(campaign), campaign=campaign) if self._shows_reach() else None,
            "may_manage": MANAGE_CAMPAIGNS.allows(membership),
            "sheets_to_enter": sheets_to_enter(campaign),
            "entries": history_of(campaign)[:20] if VIEW_AUDIT.allows(membership) else [],
        }

    def _shows_reach(self) -> bool:
        by_rule = self.campaign.audience != Audience.HAND
        return by_rule and self.campaign.state == CampaignState.DRAFT


class CampaignEdit(CampaignMixin, FormPage):
    access_rule = MANAGE_CAMPAIGNS
    title = "Название и сроки"
    form_class = CampaignEditForm

    def form_options(self) -> dict[str, Any]:
        names = ("title", "opens_on", "closes_on", "reminds")
        return {"initial": {name: getattr(self.campaign, name) for name in names}}

    def save(self, form: CampaignEditForm) -> str:
        domain.edit_campaign(self.campaign, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return address_of(self.campaign)


class CampaignStep(CampaignMixin, ConfirmPage):
    """A step of a campaign that is asked once."""

    access_rule: Rule = MANAGE_CAMPAIGNS

    def save(self, form: Any) -> str:
        self.act()
        return address_of(self.campaign)

    def act(self) -> None:
        raise NotImplementedError


class CampaignOpen(CampaignStep):
    title = "Открыть опрос"
    verb = "Открыть опрос"
    consequence = "После открытия вопросы анкеты уже не меняются: иначе ответы нельзя было бы сравнить."
    done = "Опрос открыт. Разошлите ссылки письмами или раздайте карточки."

    def get_text(self) -> str:
        count = uninvited_count(self.campaign)
        return (
            f"Ссылки заработают, новых приглашений будет {count}. Письма сами не уходят: это следующий шаг."
        )

    def act(self) -> None:
        domain.open_campaign(self.campaign, actor=self.request.user)  # type: ignore[arg-type]


class CampaignClose(CampaignStep):
    title = "Завершить опрос"
    verb = "Завершить опрос"
    done = "Опрос завершён."
    consequence = "Опрос можно открыть снова: ответы и черновики сохранятся."

    def get_text(self) -> str:
        return f"Ссылки перестанут принимать ответы. Ещё не ответили: {pending_of(self.campaign).total}."

    def act(self) -> None:
        domain.close_campaign(self.campaign, actor=self.request.user)  # type: ignore[arg-type]


class CampaignInvite(CampaignStep):
    title = "Пригласить новых"
    verb = "Пригласить"
    done = ""

    def get_text(self) -> str:
        count = uninvited_count(self.campaign)
        return f"Столько людей появилось в базе после открытия опроса: {count}. У каждого будет своя ссылка."

    def act(self) -> None:
        count = uninvited_count(self.campaign)
        job = invite_or_start(self.campaign, actor=self.request.user)  # type: ignore[arg-type]
        told = "Приглашаем" if job else "Приглашено"
        messages.success(self.request, f"{told}: {count}.")


class CampaignRemind(CampaignStep):
    title = "Письма со ссылками"
    done = ""

    @property
    def verb(self) -> str:  # type: ignore[override]
        pending = pending_of(self.campaign)
        return f"{'Разослать' if pending.first_letter else 'Напомнить'} {pending.to_mail}"

    def get_text(self) -> str:
        pending = pending_of(self.campaign)
        return f"Письмо получат те, кто ещё не ответил и у кого есть почта и согласие: {pending.to_mail}."

    @property
    def consequence(self) -> str:  # type: ignore[override]
        pending = pending_of(self.campaign)
        left = [
            (pending.without_consent, "нет согласия"),
            (pending.without_email, "нет почты"),
            (pending.mailed_today, "письмо сегодня уже было"),
        ]
        told = ", ".join(f"{why} — {count}" for count, why in left if count)
        quiet = "" if is_working_day(today(self.campaign.organization)) else " Сегодня выходной день."
        return (f"Без письма останутся: {told}." if told else "") + quiet

    def save(self, form: Any) -> str:
        job = start_mailing(self.campaign, actor=self.request.user)  # type: ignore[arg-type]
        return reverse("core:job", kwargs={"pk": job.pk})


class CampaignPick(CampaignMixin, FormPage):
    access_rule = MANAGE_CAMPAIGNS
    title = "Выбрать людей"
    form_class = PeopleForm
    submit_label = "Пригласить отмеченных"
    done = ""

    def form_options(self) -> dict[str, Any]:
        return {"people": people_to_pick(self.campaign)}

    def save(self, form: PeopleForm) -> str:
        count = invite_people(
            self.campaign,
            form.cleaned_data["people"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        messages.success(self.request, f"Приглашено: {count}.")
        return address_of(self.campaign)
