"""What the institution's own site still shows though it may not: exported files against today's page."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db.models import QuerySet

from core.clock import local, today
from core.models import Organization
from mentorship.enums import DistributionCategory
from reports.models import SiteExport, SiteExportItem
from reports.selectors.naming import allowed_on_site
from reports.selectors.public_page import ShownPage, ShownPractice, shown_practices
from reports.selectors.publication import minors, published_documents

PUBLICATION, PERSON, PRACTICE = "publication", "person", "practice"
NAME, NAME_AND_PLACE = "name", "name and place"
TOLD = 5  # of the last exports, on the page


@dataclass(frozen=True)
class Mark:
    """What of one thing the files showed; `mark` is compared with that of another day."""

    what: str
    pk: int
    mark: str


@dataclass(frozen=True)
class SiteTask:
    """One thing to take off the site, or to replace there. `key` names it in the form.

    `stale` are the items that it is about; `now` is what may stand there instead, empty when nothing may.
    """

    what: str
    pk: int
    label: str
    why: str
    exported_on: dt.date
    stale: tuple[int, ...]
    export: int
    now: str = ""

    @property
    def replace(self) -> bool:
        return bool(self.now)

    @property
    def key(self) -> str:
        return f"{self.what}-{self.pk}"

    @property
    def told(self) -> str:
        return f"{'Замените на сайте' if self.replace else 'Снимите с сайта'}: {self.label}"


def marks_of(shown: ShownPage) -> list[Mark]:
    """Everything that the files of the page show of documents, mentors and practices."""
    return [
        *(Mark(PUBLICATION, one.pk, one.file.sha256) for one in shown.documents if one.file),
        *(Mark(PERSON, one.pk, NAME_AND_PLACE if one.occupation else NAME) for one in shown.mentors),
        *(Mark(PRACTICE, one.practice.pk, mark_of_practice(one)) for one in shown.practices),
    ]


def mark_of_practice(shown: ShownPractice) -> str:
    """Of who is named beside the text: the text itself may be mended, a name may not stay without its consent."""
    return hashlib.sha256("\n".join(shown.credits).encode()).hexdigest()


def last_exports(organization: Organization) -> QuerySet[SiteExport]:
    return SiteExport.objects.filter(organization=organization).select_related("author")[:TOLD]


def site_tasks(organization: Organization) -> list[SiteTask]:
    """What is to be taken off: each thing once, by its latest export. One query while nothing has been exported.

    Asked by what may be shown, not by what the page is set to show: an institution that has switched a part of its
    page off may keep it on its own site.
    """
    open_items = (
        SiteExportItem.objects.filter(export__organization=organization, removed_at__isnull=True)
        .select_related("export", "publication__document", "person", "practice")
        .order_by("export__exported_at", "pk")
    )
    found: dict[tuple[str, int], list[SiteExportItem]] = {}
    for item in open_items:
        found.setdefault(key_of(item), []).append(item)
    if not found:
        return []
    judge = _Judge(organization, list(found))
    tasks = []
    for key, items in found.items():
        last, now = items[-1], judge.now(*key)
        stale = tuple(item.pk for item in items if not _may_stay(item.mark, now))
        if stale:
            day = local(last.export.exported_at, organization).date()
            why = _WHY[key[0], bool(now)]
            tasks.append(SiteTask(*key, _label(last), why, day, stale, last.export_id, now))
    return tasks


def _may_stay(mark: str, now: str) -> bool:
    """A name alone may stay where more is allowed."""
    return mark == now or (mark == NAME and now == NAME_AND_PLACE)


def key_of(item: SiteExportItem) -> tuple[str, int]:
    if item.publication_id:
        return PUBLICATION, item.publication_id
    return (PERSON, item.person_id) if item.person_id else (PRACTICE, item.practice_id or 0)


class _Judge:
    """Today's permissions, read once for all items: a constant number of queries."""

    def __init__(self, organization: Organization, keys: list[tuple[str, int]]) -> None:
        day = today(organization)
        kinds = {what for what, _ in keys}
        people = [pk for what, pk in keys if what == PERSON]
        practices = [pk for what, pk in keys if what == PRACTICE]
        self.files = (
            {one.pk: one.file.sha256 for one in published_documents(organization) if one.file}
            if PUBLICATION in kinds
            else {}
        )
        young = minors(people, organization) if people else set()
        self.named = allowed_on_site(people, DistributionCategory.NAME, day=day) - young if people else set()
        self.placed = (
            allowed_on_site(people, DistributionCategory.STUDY_OR_WORK, day=day) if people else set()
        )
        self.practices = (
            {one.practice.pk: mark_of_practice(one) for one in shown_practices(organization, among=practices)}
            if practices
            else {}
        )

    def now(self, what: str, pk: int) -> str:
        """What of the thing may be shown today; empty when nothing may."""
        if what == PUBLICATION:
            return self.files.get(pk, "")
        if what == PRACTICE:
            return self.practices.get(pk, "")
        if pk not in self.named:
            return ""
        return NAME_AND_PLACE if pk in self.placed else NAME


#: Why a thing is to go, by what it is and whether something may stand there instead.
_WHY = {
    (PUBLICATION, False): "документ снят с публикации, отменён, или названный в нём отозвал согласие",
    (PUBLICATION, True): "опубликована другая копия",
    (PERSON, False): "согласие на распространение имени отозвано, истекло или закрывает сайт",
    (PERSON, True): "показывать место учёбы или работы больше не разрешено",
    (PRACTICE, False): "практика снята с публикации, или названный в ней отозвал согласие",
    (PRACTICE, True): "названы другие люди, чем разрешено сегодня",
}


def _label(item: SiteExportItem) -> str:
    if item.publication is not None:
        document = item.publication.document
        return f"документ «{document.title}»" + (f" № {document.number}" if document.number else "")
    if item.person is not None:
        return f"наставник {item.person.full_name}"
    return f"практика «{item.practice}»"
