"""What is guarded apart — sensitive records and third persons' notes — in attention, navigation and history."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from core import russian
from core.enums import Role
from core.registries import AttentionItem, HomeBlock, Viewer
from mentorship.permissions import INVITE_NOTES, VIEW_SENSITIVE
from mentorship.selectors.notes import (
    invitations_visible_to,
    own_lines,
    own_notes,
    requests_to,
    tell_progress,
)
from mentorship.selectors.sensitive import outdated

#: A request is told of when so little time is left.
SOON = dt.timedelta(days=3)
ACTIONS = {
    "note_invitation.made": "Попросили рассказать о наставляемых",
    "note_invitation.edited": "Изменена просьба о сведениях",
    "note_invitation.revoked": "Просьба о сведениях закрыта",
    "note_invitation.sent": "Отправлено письмо с просьбой о сведениях",
    "note.added": "Рассказали о наставляемом",
    "note.removed": "Удалены сведения от третьих лиц",
    "category.added": "Добавлена категория наставляемых",
    "category.edited": "Изменена категория наставляемых",
    "category.hidden": "Категория скрыта",
    "category.shown": "Категория снова предлагается",
    "sensitive_kind.added": "Добавлен вид особых сведений",
    "sensitive_kind.edited": "Изменён вид особых сведений",
    "sensitive_kind.hidden": "Вид особых сведений скрыт",
    "sensitive_kind.shown": "Вид особых сведений снова предлагается",
    "sensitive.recorded": "Внесены особые сведения",
    "sensitive.edited": "Изменены особые сведения",
    "sensitive.removed": "Удалены особые сведения",
    "sensitive.read": "Открыты особые сведения",
    "sensitive.erased": "Особые сведения уничтожены",
}


def home_blocks(viewer: Viewer) -> list[HomeBlock]:
    """Of an informant and a parent: the mentees whom they may tell about, and the requests that wait for them."""
    if viewer.role not in {Role.INFORMANT, Role.PARENT} or viewer.programme is None:
        return []
    lines = own_lines(viewer.membership, viewer.programme)
    if not lines and viewer.role == Role.PARENT:
        return []
    requests = requests_to(viewer.membership, viewer.programme, viewer.today)
    block = {
        "lines": lines,
        "is_informant": viewer.role == Role.INFORMANT,
        "has_own": own_notes(viewer.membership).exists(),
        "requests": [
            {"group": one.group, "expires_on": one.expires_on, "left": one.asked - one.told}  # type: ignore[attr-defined]
            for one in requests
        ],
    }
    return [HomeBlock("mentorship/home/notes.html", block, order=30)]


def attention(viewer: Viewer) -> list[AttentionItem]:
    return [*_outdated(viewer), *_unanswered(viewer)]


def _unanswered(viewer: Viewer) -> list[AttentionItem]:
    """Requests whose last day is near and which are not answered in full: three queries."""
    if viewer.programme is None or not INVITE_NOTES.allows(viewer.membership):
        return []
    found = list(
        invitations_visible_to(viewer.membership, viewer.programme).filter(
            revoked_at__isnull=True, expires_on__range=(viewer.today, viewer.today + SOON)
        )
    )
    tell_progress(found)
    waiting = [one for one in found if one.told < one.asked]  # type: ignore[attr-defined]
    if not waiting:
        return []
    number = russian.counted(len(waiting), "просьба", "просьбы", "просьб")
    return [
        AttentionItem(
            "wait", "сведения", f"{number} рассказать о наставляемых без полного ответа",
            f"Ближайший срок — {russian.date_short(min(one.expires_on for one in waiting))}.",
            f"Напомнить {len(waiting)}", reverse("mentorship:note_invitations"), 58,
        )
    ]  # fmt: skip


def _outdated(viewer: Viewer) -> list[AttentionItem]:
    """Records whose document has run out, without names: what is not needed any more is destroyed."""
    if viewer.programme is None or not VIEW_SENSITIVE.allows(viewer.membership):
        return []
    rows = list(outdated(viewer.membership, viewer.programme, viewer.today)[:50])
    if not rows:
        return []
    number = russian.counted(len(rows), "запись", "записи", "записей")
    return [
        AttentionItem(
            "wait", "срок вышел", f"Особые сведения: {number} с документом, срок которого вышел",
            "Внесите новый документ или удалите запись.", "Открыть",
            reverse("mentorship:sensitive", args=[rows[0].person_id]), 45,
        )
    ]  # fmt: skip
