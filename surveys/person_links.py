"""What the columns of `surveys` that point to a person do when cards are merged and when data are destroyed."""

from __future__ import annotations

from core.registries import OnErase, OnMerge, PersonLink
from surveys.models import Answer, Invitation, Response

LINKS = (
    PersonLink(Invitation, "person", "Приглашения к анкетам", OnMerge.OWN, OnErase.SOURCE),
    PersonLink(Response, "person", "Ответы на анкеты", OnMerge.OWN, OnErase.SOURCE),
    PersonLink(
        Answer,
        "person",
        "Кого назвали в анкетах",
        OnMerge.MOVE,
        OnErase.KEEP,
        why="чужой ответ указывает на обезличенную карточку",
    ),
)
