"""What the roadmap tells the rest of the portal: the line of the year, attention, figures, navigation, search."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from core.enums import Role
from core.models import Membership, StoredFile
from core.registries import AttentionItem, Figure, NavItem, SearchHit, StageMark, Viewer, YearLine
from core.russian import counted
from core.searching import search_condition
from mentorship.models import Programme
from roadmap.enums import LIVE, Status
from roadmap.models import Evidence, Occurrence
from roadmap.permissions import ADD_EVIDENCE, VIEW_ROADMAP
from roadmap.selectors.roadmaps import (
    activities_visible_to,
    all_roadmaps_visible_to,
    main_roadmap,
    mark_now,
    open_occurrences,
    stage_figures,
)
from roadmap.selectors.statuses import SOON_DAYS, current_facts, late_words, missing_of, soon_words

MOST_ROWS = 3
# The seven stages of the methodology by what their titles are about: a line over every page has room for a word.
_SHORT = tuple(
    (re.compile(pattern), title)
    for pattern, title in (
        (r"подготовк\w* условий", "Подготовка"),
        (r"баз\w* наставляем", "Наставляемые"),
        (r"баз\w* наставник", "Наставники"),
        (r"(отбор|выдвижени|обучени)\w*.*наставник", "Отбор"),
        (r"формировани\w*.*\bпар", "Пары"),
        (r"(организаци|работ)\w*.*\bпар", "Работа пар"),
        (r"завершени", "Завершение"),
    )
)


def short_title(title: str) -> str:
    """«Этап 5. Формирование наставнических пар и групп» → «Пары»; an institution's own stage keeps its name."""
    for pattern, short in _SHORT:
        if pattern.search(title.lower()):
            return short
    return title


def year_line(programme: Any, today: date) -> YearLine | None:
    """Two queries for every page of a programme."""
    if not isinstance(programme, Programme):
        return None
    roadmap = main_roadmap(programme)
    if roadmap is None:
        return None
    marks = [
        StageMark(
            title=short_title(figures.stage.title),
            url=f"{reverse('roadmap:roadmap')}?stage={figures.stage.pk}",
            share=figures.done / figures.total if figures.total else 0,
            done=figures.done,
            total=figures.total,
            start=figures.first,
            end=figures.last,
        )
        for figures in stage_figures(roadmap)
    ]
    now = mark_now(marks, today)
    if now is not None:
        marks[now] = replace(marks[now], is_now=True)
    start, end = roadmap.period_start, roadmap.period_end
    inside = start <= today <= end
    place = (today - start).days / max(1, (end - start).days) if inside else None
    return YearLine(stages=marks, today=place, start=start, end=end)


def navigation(viewer: Viewer) -> list[NavItem]:
    if not VIEW_ROADMAP.allows(viewer.membership):
        return []
    late = 0
    if viewer.programme is not None:
        rows = open_occurrences(viewer.programme, viewer.membership, viewer.today - timedelta(days=1))
        late = rows.order_by().values("activity").distinct().count()
    return [
        NavItem(
            "Дорожная карта",
            reverse("roadmap:roadmap"),
            order=20,
            count=late or None,
            waiting=bool(late),
            active_prefixes=("roadmap:",),
        )
    ]


def attention(viewer: Viewer) -> list[AttentionItem]:
    """What is late and what comes due in two weeks, an activity once; the rest of a long list is one row."""
    if viewer.programme is None or not VIEW_ROADMAP.allows(viewer.membership):
        return []
    if viewer.role == Role.PSYCHOLOGIST:  # reads the plan, does not answer for its deadlines
        return []
    until = viewer.today + timedelta(days=SOON_DAYS)
    rows = open_occurrences(viewer.programme, viewer.membership, until).prefetch_related(
        "activity__evidence__fact", "activity__occurrences", "activity__rules"
    )
    first: dict[int, Occurrence] = {}
    for row in rows:
        first.setdefault(row.activity_id, row)
    late = [row for row in first.values() if row.due and row.due < viewer.today]
    soon = [row for row in first.values() if row.due and row.due >= viewer.today]
    verb = "Подтвердить" if ADD_EVIDENCE.allows(viewer.membership) else "Посмотреть"
    shown = [*late[:MOST_ROWS], *soon[:MOST_ROWS]]
    items = [_item(row, viewer.today, verb, order) for order, row in enumerate(shown)]
    for rest, tone, why, status in (
        (len(late) - MOST_ROWS, "bad", "просрочено", Status.OVERDUE),
        (len(soon) - MOST_ROWS, "wait", "скоро срок", Status.IN_WORK),
    ):
        if rest > 0:
            items.append(_rest(rest, tone, why, status))
    return items


def _rest(count: int, tone: str, why: str, status: Status) -> AttentionItem:
    return AttentionItem(
        tone=tone,
        why=why,
        what=f"Ещё {counted(count, 'мероприятие', 'мероприятия', 'мероприятий')} дорожной карты",
        action="Открыть карту",
        url=f"{reverse('roadmap:roadmap')}?status={status}",
        order=2 * MOST_ROWS,
    )


def _item(row: Occurrence, today: date, verb: str, order: int) -> AttentionItem:
    activity, due = row.activity, row.due or today
    number = activity.number.rstrip(".")
    missing = missing_of(activity, current_facts(activity))
    parts = [f"мероприятие {number}" if number else "", activity.responsible.rstrip(" ,"), "; ".join(missing)]
    return AttentionItem(
        tone="bad" if due < today else "wait",
        why=late_words(due, today) if due < today else soon_words(due, today),
        what=activity.text.split("\n", 1)[0],
        detail=" · ".join(filter(None, parts)),
        action=verb,
        url=reverse("roadmap:activity", kwargs={"pk": activity.pk}),
        order=order,
    )


def figures(viewer: Viewer) -> list[Figure]:
    """Proved activities of all, for those who see the programme's figures."""
    if viewer.programme is None or not VIEW_ROADMAP.allows(viewer.membership):
        return []
    line = year_line(viewer.programme, viewer.today)
    if line is None:
        return []
    done, total = sum(mark.done for mark in line.stages), sum(mark.total for mark in line.stages)
    if not total:
        return []
    percent = 100 * done / total
    return [
        Figure(
            label="Дорожная карта",
            value=f"{percent:.1f}".replace(".", ",") + "\u00a0%",
            fraction=f"{done} из {counted(total, 'мероприятия', 'мероприятий', 'мероприятий')}",
            percent=percent,
            url=reverse("roadmap:roadmap"),
            order=10,
        )
    ]


def search(viewer: Viewer, words: str, limit: int) -> list[SearchHit]:
    if not VIEW_ROADMAP.allows(viewer.membership):
        return []
    wanted = Q()
    for word in words.split()[:6]:
        wanted &= search_condition(word, plain=("text", "result")) | Q(number__startswith=word)
    found = activities_visible_to(viewer.membership).filter(wanted, stage__roadmap__state__in=LIVE)[:limit]
    return [
        SearchHit(
            "Мероприятие",
            str(activity),
            reverse("roadmap:activity", kwargs={"pk": activity.pk}),
            str(activity.stage.roadmap.programme),
        )
        for activity in found
    ]


def may_download(membership: Membership, stored: StoredFile) -> bool:
    """Plans and proofs are for those who see the roadmap; a project curator sees those of their own projects."""
    if membership.role != Role.PROJECT_CURATOR:
        return VIEW_ROADMAP.allows(membership)
    proofs = Evidence.objects.filter(file=stored, activity__in=activities_visible_to(membership).values("pk"))
    return proofs.exists() or all_roadmaps_visible_to(membership).filter(source=stored).exists()
