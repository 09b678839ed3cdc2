"""What the shell is told of awards: navigation, what waits for the curator and the jury, a person's awards."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from core import russian
from core.registries import AttentionItem, NavItem, PortfolioPart, Viewer
from mentorship.award_enums import NominationState, RoundState
from mentorship.models import AwardRound, JurySheet, Nomination
from mentorship.permissions import MANAGE_AWARDS, NOMINATE, VIEW_AWARDS
from mentorship.selectors.awards import awards_of, rounds_of_juror

ACTIONS = {
    "award.created": "Объявлен конкурс",
    "award.edited": "Изменён конкурс",
    "award.criterion_added": "Добавлен критерий",
    "award.criterion_removed": "Убран критерий",
    "award.juror_added": "Добавлен член жюри",
    "award.juror_removed": "Убран член жюри",
    "award.nominated": "Подана номинация",
    "award.scored": "Жюри оценило номинацию",
    "award.recused": "Заявлен конфликт интересов",
    "award.tie_settled": "Решение между равными",
    "awardround.open": "Открыт приём заявок",
    "awardround.scoring": "Номинации переданы жюри",
    "awardround.closed": "Итоги конкурса подведены",
    "awardround.cancelled": "Конкурс отменён",
    "awardround.draft": "Конкурс возвращён к подготовке",
    "nomination.accepted": "Номинация допущена",
    "nomination.rejected": "Номинация отклонена",
    "nomination.withdrawn": "Номинация отозвана",
    "award_kind.added": "Добавлена награда",
    "award_kind.edited": "Изменена награда",
    "award_kind.hidden": "Награда скрыта",
    "award_kind.shown": "Награда возвращена",
}
NAMES_OF_KEYS = {
    "juror": "Член жюри",
    "source": "Кто выдвинул",
    "nomination": "Номинация",
    "order": "Порядок",
}


def navigation(viewer: Viewer) -> list[NavItem]:
    """«Награды» for the curator and for those who put forward, «Жюри» for its members: one query."""
    items = []
    if VIEW_AWARDS.allows(viewer.membership):
        prefixes = ("mentorship:award", "mentorship:nomination", "mentorship:criterion", "mentorship:juror")
        items.append(NavItem("Награды", reverse("mentorship:awards"), "Итог", 400, active_prefixes=prefixes))
    elif NOMINATE.allows(viewer.membership):
        items.append(
            NavItem(
                "Награды", reverse("mentorship:own_awards"), "", 60, active_prefixes=("mentorship:own_award",)
            )
        )
    if rounds_of_juror(viewer.user).exists():
        items.append(
            NavItem("Жюри", reverse("mentorship:jury"), "Итог", 410, active_prefixes=("mentorship:jury",))
        )
    return items


def attention(viewer: Viewer) -> list[AttentionItem]:
    """Nominations to look through, rounds whose term is over, sheets that a member of the jury owes."""
    return [*_curator(viewer), *_jury(viewer)]


def _curator(viewer: Viewer) -> list[AttentionItem]:
    if viewer.programme is None or not MANAGE_AWARDS.allows(viewer.membership):
        return []
    found = []
    rounds = AwardRound.objects.filter(
        programme=viewer.programme, state__in=[RoundState.OPEN, RoundState.SCORING]
    ).annotate(waiting=Count("nominations", filter=Q(nominations__state=NominationState.SUBMITTED)))
    for one in rounds.order_by("closes_on", "pk")[:5]:
        url = reverse("mentorship:award", kwargs={"pk": one.pk})
        if one.waiting:
            what = russian.counted(one.waiting, "номинация ждёт", "номинации ждут", "номинаций ждут")
            found.append(
                AttentionItem(
                    "info", "новые заявки", f"{one.title}: {what} решения", "", "Посмотреть", url, 62
                )
            )
        elif one.state == RoundState.OPEN and one.closes_on < viewer.today:
            found.append(
                AttentionItem(
                    "wait", "приём окончен", f"{one.title}: передайте номинации жюри", "", "Открыть", url, 58
                )
            )
        elif one.state == RoundState.SCORING and one.scored_until < viewer.today:
            found.append(
                AttentionItem(
                    "wait", "срок оценки вышел", f"{one.title}: подведите итоги", "", "Открыть", url, 58
                )
            )
    return found


def _jury(viewer: Viewer) -> list[AttentionItem]:
    mine = JurySheet.objects.filter(nomination=OuterRef("pk"), juror__user=viewer.user)
    waiting = (
        Nomination.objects.filter(
            Q(round__state=RoundState.SCORING, round__jury__user=viewer.user), ~Exists(mine),
            state=NominationState.ACCEPTED,
        )
        .order_by()
        .values("round", "round__title")
        .annotate(number=Count("pk"))
    )  # fmt: skip
    return [
        AttentionItem(
            "wait",
            "ждут вашей оценки",
            f"{row['round__title']}: {russian.counted(row['number'], 'номинация', 'номинации', 'номинаций')}",
            "",
            "Оценить",
            reverse("mentorship:jury_round", kwargs={"pk": row["round"]}),
            48,
        )
        for row in waiting
    ]


def portfolio(person: Any) -> list[PortfolioPart]:
    """Awards of a person for their portfolio."""
    lines = [
        f"{one.round.award.title}: {one.round.title}, {russian.date_short(one.round.closed_on)}"
        for one in awards_of(person)
        if one.round.closed_on
    ]
    return [PortfolioPart("Награды", lines, 20)] if lines else []
