"""What the columns of `reports` that point to a person do when cards are merged and when data are destroyed."""

from __future__ import annotations

from core.registries import OnErase, OnMerge, PersonLink
from reports.models import Acquaintance, ConsentLetter, ConsentSignature, SigningLink, SiteExportItem

LINKS = (
    PersonLink(
        Acquaintance,
        "person",
        "Листы ознакомления",
        OnMerge.MOVE,
        OnErase.SOURCE,
        why="отметка об ознакомлении хранится вместе с приказом",
    ),
    PersonLink(
        SiteExportItem,
        "person",
        "Имя на сайте организации",
        OnMerge.MOVE,
        OnErase.KEEP,
        why="пока имя не снято с сайта, портал об этом напоминает; самого имени запись не хранит",
    ),
    PersonLink(ConsentLetter, "person", "Напоминания о согласиях", OnMerge.MOVE, OnErase.SOURCE),
    PersonLink(SigningLink, "person", "Ссылки для подписания", OnMerge.MOVE, OnErase.SOURCE),
    PersonLink(ConsentSignature, "person", "Электронные подписи", OnMerge.MOVE, OnErase.SOURCE),
)
