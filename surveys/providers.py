"""What `surveys` tells the shell: navigation, attention, figures, search, a person's data."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import russian
from core.clock import today
from core.enums import Role
from core.registries import AttentionItem, Figure, HomeBlock, NavItem, PersonalDataSource, SearchHit, Viewer
from surveys.answer_rows import answers_from_rows
from surveys.enums import Anonymity
from surveys.models import Answer, Ballot, ChosenCode, DraftAnswer, Invitation, Response, ShownWords
from surveys.permissions import MANAGE_CAMPAIGNS, VIEW_CAMPAIGNS
from surveys.selectors.attention import OpenCampaign, found_campaigns, open_campaigns, open_count
from surveys.selectors.own import waiting_count
from surveys.selectors.questionnaires import load_version
from surveys.selectors.responses import in_words, names_in, responses_about

HISTORY = {
    "campaign.created": "Опрос создан",
    "campaign.edited": "Опрос изменён",
    "campaign.open": "Опрос открыт",
    "campaign.closed": "Опрос завершён",
    "campaign.invited": "Приглашены люди",
    "survey_invitation.revoked": "Приглашение в опрос отозвано",
    "survey_invitation.renewed": "Выдана новая ссылка на анкету",
    "survey_invitation.code_chosen": "Выбран код для ссылки класса",
    "campaign.class_link": "Выдана ссылка для класса",
    "campaign.class_link_closed": "Закрыта ссылка для класса",
    "survey_invitation.on_paper": "Анкета без имени сдана на бумаге",
    "survey_cards.printed": "Открыты карточки со ссылками",
    "response.submitted": "Получен ответ на анкету",
    "response.entered": "Внесён ответ с бумаги",
    "campaign.themes_marked": "Ответы разобраны по темам",
    "campaign.words_edited": "Изменены показанные слова ответа",
    "campaign.answers_exported": "Выгружены ответы опроса с именами",
    "campaign.results_exported": "Выгружены результаты опроса",
    "person.survey_filled": "Анкета заполнила карточку",
    "person.survey_kept": "Анкета говорит иначе, записанное на карточке оставлено",
    "person.survey_not_fed": "Ответ на анкету сохранён, но не применён",
    "response.read": "Прочитан ответ на анкету",
    "questionnaire.version": "Новая версия анкеты",
    "questionnaire.published": "Версия анкеты опубликована",
    "questionnaire.draft_begun": "Начат черновик анкеты",
    "questionnaire.draft_changed": "Изменён черновик анкеты",
    "questionnaire.received": "Получена анкета другой организации",
    "questionnaire.draft_discarded": "Удалён черновик анкеты",
}
"""Words of the actions that this app writes to the audit trail."""

PARTICIPANTS = frozenset({Role.MENTOR, Role.MENTEE, Role.PARENT, Role.PARTNER})

GOOD_RATE = 0.8
"""From this share of answers on a campaign asks for nothing."""

QUIET_DAYS = 2
"""A campaign that has just begun is let be."""


def navigation(viewer: Viewer) -> list[NavItem]:
    """«Анкеты» for those who see campaigns, with how many are open; «Мои анкеты» for participants."""
    if viewer.role in PARTICIPANTS:
        count = waiting_count(viewer.membership)
        mine = reverse("surveys:own")
        return [
            NavItem(
                "Мои анкеты",
                mine,
                order=40,
                count=count or None,
                waiting=True,
                active_prefixes=("surveys:own",),
            )
        ]
    if not VIEW_CAMPAIGNS.allows(viewer.membership):
        return []
    count = open_count(viewer.membership, viewer.programme) if viewer.programme else 0
    return [
        NavItem(
            "Анкеты",
            reverse("surveys:campaigns"),
            group="Работа",
            order=40,
            count=count or None,
            active_prefixes=("surveys:",),
        )
    ]


def home_blocks(viewer: Viewer) -> list[HomeBlock]:
    """What somebody has to answer themselves, whatever role they came in."""
    count = waiting_count(viewer.membership)
    return [HomeBlock("surveys/home/own.html", {"count": count}, order=4)] if count else []


def attention(viewer: Viewer) -> list[AttentionItem]:
    """Open campaigns that few have answered, with the press that reminds them."""
    if viewer.programme is None or not MANAGE_CAMPAIGNS.allows(viewer.membership):
        return []
    campaigns = open_campaigns(viewer.membership, viewer.programme, day=viewer.today)
    return [_attention(campaign, viewer) for campaign in campaigns if _needs_attention(campaign, viewer)]


def figures(viewer: Viewer) -> list[Figure]:
    """The response rate over all open campaigns."""
    if viewer.programme is None or not VIEW_CAMPAIGNS.allows(viewer.membership):
        return []
    campaigns = open_campaigns(viewer.membership, viewer.programme, day=viewer.today)
    invited = sum(campaign.invited for campaign in campaigns)
    if not invited:
        return []
    answered = sum(campaign.answered for campaign in campaigns)
    return [
        Figure(
            "Ответили на открытые анкеты",
            russian.percent(answered, invited),
            fraction=russian.fraction(answered, invited),
            percent=100 * answered / invited,
            url=reverse("surveys:campaigns"),
            order=60,
        )
    ]


def search(viewer: Viewer, text: str, limit: int) -> list[SearchHit]:
    """Campaigns by title."""
    if not VIEW_CAMPAIGNS.allows(viewer.membership):
        return []
    return [
        SearchHit(
            "Опрос",
            campaign.title,
            reverse("surveys:campaign", kwargs={"pk": campaign.pk}),
            campaign.get_state_display().lower(),
        )
        for campaign in found_campaigns(viewer.membership, text, limit)
    ]


def _needs_attention(campaign: OpenCampaign, viewer: Viewer) -> bool:
    ends_soon = campaign.closes_on - viewer.today <= timedelta(days=QUIET_DAYS)
    begun = viewer.today - campaign.opens_on >= timedelta(days=QUIET_DAYS)
    return campaign.pending > 0 and campaign.answered < GOOD_RATE * campaign.invited and (begun or ends_soon)


def _attention(campaign: OpenCampaign, viewer: Viewer) -> AttentionItem:
    left = (campaign.closes_on - viewer.today).days
    if left < 0:
        tone, why = "bad", "срок вышел"
    elif left == 0:
        tone, why = "bad", "последний день"
    else:
        tone, why = "wait", f"осталось {russian.counted(left, 'день', 'дня', 'дней')}"
    details = [f"не ответили {campaign.pending}"]
    if campaign.without_consent:
        details.append(f"без согласия {campaign.without_consent}")
    if campaign.to_mail:
        name, action = "surveys:campaign_remind", f"Напомнить {campaign.to_mail}"
    else:
        name, action = "surveys:campaign", "Посмотреть"
    return AttentionItem(
        tone=tone,
        why=why,
        what=f"«{campaign.title}»: ответили {russian.fraction(campaign.answered, campaign.invited)}",
        detail=", ".join(details),
        action=action,
        url=reverse(name, kwargs={"pk": campaign.pk}),
        order=50,
    )


def _export(person: models.Model) -> list[dict[str, Any]]:
    """Everything a person has answered, a row for each question."""
    rows: list[dict[str, Any]] = []
    responses = Response.objects.filter(responses_about(person.pk)).select_related(
        "campaign__version__questionnaire"
    )
    for response in responses:
        instrument = load_version(response.campaign.version).instrument
        answers = answers_from_rows(instrument, response.answers.select_related("item").order_by("pk"))
        names = names_in(instrument, answers)
        rows += [
            {
                "опрос": response.campaign.title,
                "когда": response.submitted_on.isoformat() if response.submitted_on else "без даты",
                "вопрос": instrument.by_key[key].text,
                "ответ": "; ".join(in_words(instrument.by_key[key], answer, names=names)),
            }
            for key, answer in answers.items()
        ]
    return rows


def _erase(person: models.Model) -> int:
    """Make a person's answers impersonal: words, dates and personal items go, marks stay for the statistics.

    Links stop working and drafts go. Returns how many rows were touched.
    """
    mine = Response.objects.filter(responses_about(person.pk)).values("pk")
    answers = Answer.objects.filter(response__in=mine)
    words = Q(item__personal=True) | Q(item__psychologist_only=True) | Q(number__isnull=True, code="")
    gone, _ = answers.filter(words).delete()
    gone += ShownWords.objects.filter(answer__in=answers).delete()[0]
    gone += answers.exclude(text="", day__isnull=True).update(text="", day=None)
    gone += ChosenCode.objects.filter(invitation__person_id=person.pk).delete()[0]
    drafts, _ = DraftAnswer.objects.filter(invitation__person_id=person.pk).delete()
    for invitation in Invitation.objects.filter(person_id=person.pk).select_related("organization"):
        invitation.revoked_on = invitation.revoked_on or today(invitation.organization)
        invitation.key, invitation.token_hash = "", f"erased-{invitation.pk}"
        invitation.save(update_fields=["revoked_on", "key", "token_hash"])
        gone += 1
    return gone + drafts


def _kept(person: models.Model) -> list[str]:
    count = Response.objects.filter(responses_about(person.pk)).count()
    kept = [f"Оценки из анкет без имени и слов ({count}): обезличенная статистика опросов"] if count else []
    sheets = Invitation.objects.filter(
        person_id=person.pk, campaign__anonymity=Anonymity.ANONYMOUS, done_on__isnull=False
    ).count()
    if sheets:
        kept.append(f"Ответы на анонимные анкеты ({sheets}): портал не знает, какие из ответов чьи")
    return kept


personal_data = PersonalDataSource(
    label="Анкеты",
    models=(Response, Answer, ShownWords, Ballot, Invitation, DraftAnswer, ChosenCode),
    export=_export,
    erase=_erase,
    kept=_kept,
)
