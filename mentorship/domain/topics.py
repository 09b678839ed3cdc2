"""The map of requests of an institution: own lines added and named, any line hidden and shown."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Max

from core import audit
from core.errors import DomainError
from core.models import Organization, User
from mentorship.models import HiddenTopic, RequestTopic
from mentorship.selectors.programmes import all_topics_for


def add_topic(
    organization: Organization,
    *,
    title: str,
    offer_title: str = "",
    for_employees: bool = False,
    actor: User | None,
) -> RequestTopic:
    """A line of the institution's own at the end of the map. Raises DomainError for an empty or a known title."""
    name = _checked(organization, title)
    with transaction.atomic():
        last = all_topics_for(organization).aggregate(last=Max("order"))["last"] or 0
        made = RequestTopic.objects.create(
            organization=organization,
            code=_free_code(organization),
            title=name,
            offer_title=" ".join(offer_title.split())[:200],
            for_employees=for_employees,
            order=min(last + 1, 32_000),
        )
        audit.record("topic.added", subject=organization, actor=actor, after={"title": name})
    return made


def edit_topic(
    topic: RequestTopic, *, title: str, offer_title: str, for_employees: bool, actor: User | None
) -> RequestTopic:
    """New words for an own line; its code stays, so that years are compared. Raises DomainError."""
    if topic.organization is None:
        raise DomainError("Эта строка входит в портал: её можно только скрыть.", code="builtin")
    name = _checked(topic.organization, title, but=topic.pk)
    with transaction.atomic():
        before = topic.title
        topic.title, topic.offer_title = name, " ".join(offer_title.split())[:200]
        topic.for_employees = for_employees
        topic.save(update_fields=["title", "offer_title", "for_employees"])
        audit.record(
            "topic.edited",
            subject=topic.organization,
            actor=actor,
            before={"title": before},
            after={"title": name},
        )
    return topic


def show_topic(topic: RequestTopic, *, organization: Organization, shown: bool, actor: User | None) -> None:
    """Hide a line from forms, or offer it again; doing it twice changes nothing."""
    with transaction.atomic():
        if shown:
            changed, _ = HiddenTopic.objects.filter(organization=organization, topic=topic).delete()
        else:
            try:
                with transaction.atomic():
                    _, made = HiddenTopic.objects.get_or_create(organization=organization, topic=topic)
            except IntegrityError:  # somebody has just hidden it
                made = False
            changed = int(made)
        if changed:
            action = "topic.shown" if shown else "topic.hidden"
            audit.record(action, subject=organization, actor=actor, after={"title": topic.title})


def _checked(organization: Organization, title: str, *, but: int = 0) -> str:
    name = " ".join(title.split())[:200]
    if not name:
        raise DomainError("Назовите запрос.", field="title", code="empty")
    known = {
        _folded(other)
        for other in all_topics_for(organization).exclude(pk=but).values_list("title", flat=True)
    }
    if _folded(name) in known:
        raise DomainError("Такой запрос в карте уже есть.", field="title", code="known")
    return name


def _folded(title: str) -> str:
    return title.casefold().replace("ё", "е")


def _free_code(organization: Organization) -> str:
    taken = set(all_topics_for(organization).values_list("code", flat=True))
    number = 1
    while f"own-{number}" in taken:
        number += 1
    return f"own-{number}"
