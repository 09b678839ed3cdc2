"""The audit trail in words: what a code of action means and which fields changed, for people.

An app adds its own codes and fields from `ready()`: `history.ACTIONS.update({"pair.approved": "Пара утверждена"})`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from core.enums import Role
from core.models import AuditEntry

ACTIONS: dict[str, str] = {
    "membership.granted": "Роль дана",
    "membership.revoked": "Роль отозвана",
    "membership.edited": "Изменена карточка сотрудника",
    "invitation.made": "Приглашение отправлено",
    "invitation.revoked": "Приглашение отозвано",
    "invitation.accepted": "Приглашение принято",
    "organization.created": "Организация заведена",
    "organization.edited": "Изменена карточка организации",
    "user.edited": "Изменён профиль",
    "user.password_changed": "Сменён пароль",
    "file.downloaded": "Скачан файл",
    "document.read": "Открыт документ",
    "document.mailed": "Документ отправлен по почте",
    "list.exported": "Список выгружен в файл",
    "calendar.edited": "Изменён производственный календарь",
    "calendar.given_back": "Возвращён общий производственный календарь",
}
NAMES_OF_KEYS = {
    "list": "Список",
    "rows": "Строк",
    "format": "Формат",
    "filter": "Отбор",
    "role": "Роль",
    "email": "Электронная почта",
    "state": "Состояние",
}
#: Columns of the portal's own bookkeeping: what they say stands in another column in words.
UNTOLD: set[str] = set()
VERBS = {
    "created": "Создано",
    "edited": "Изменено",
    "deleted": "Удалено",
    "read": "Открыто",
    "exported": "Выгружено",
    "signed": "Подписано",
    "moved": "Изменено состояние",
    "approved": "Утверждено",
    "imported": "Загружено",
    "revoked": "Отозвано",
}


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryLine:
    """One entry as shown: what, about what, by whom, when, what was and became."""

    title: str
    subject: str
    actor: str
    role: str
    moment: datetime
    changes: list[Change]
    reason: str


def told(entries: Iterable[AuditEntry]) -> list[HistoryLine]:
    """Entries in words; costs no query."""
    return [_line(entry) for entry in entries]


def action_title(code: str) -> str:
    """The words of an action's code; an unknown code falls back to its verb, then to itself."""
    if code in ACTIONS:
        return ACTIONS[code]
    return VERBS.get(code.rpartition(".")[2], code)


def _line(entry: AuditEntry) -> HistoryLine:
    model = _model_of(entry.object_type)
    keys = [*entry.before, *(key for key in entry.after if key not in entry.before)]
    changes = [
        Change(
            _label(model, key),
            _value(model, key, entry.before.get(key)),
            _value(model, key, entry.after.get(key)),
        )
        for key in keys
        if key not in UNTOLD
    ]
    role = dict(Role.choices).get(entry.role, "")
    return HistoryLine(
        title=action_title(entry.action),
        subject=entry.object_name,
        actor=entry.actor_name,
        role=role,
        moment=entry.at,
        changes=changes,
        reason=entry.reason,
    )


def _model_of(label: str) -> Any:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _field(model: Any, key: str) -> Any:
    if model is None:
        return None
    try:
        return model._meta.get_field(key)
    except FieldDoesNotExist:
        return None


def _label(model: Any, key: str) -> str:
    field = _field(model, key)
    name = str(getattr(field, "verbose_name", "") or NAMES_OF_KEYS.get(key, key))
    return name[:1].upper() + name[1:]


def _value(model: Any, key: str, value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    field = _field(model, key)
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(field, models.DateTimeField) and (moment := parse_datetime(str(value))):
        local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
        return f"{local:%d.%m.%Y %H:%M}"
    if isinstance(field, models.DateField) and (day := parse_date(str(value))):
        return f"{day:%d.%m.%Y}"
    if isinstance(field, models.ForeignKey):
        return f"запись №\u00a0{value}"
    labels = dict(getattr(field, "flatchoices", None) or [])
    if key == "role" and not labels:
        labels = dict(Role.choices)
    if isinstance(value, list):
        return ", ".join(_told(item) for item in value)
    if isinstance(value, dict):
        return _told(value)
    return str(labels.get(value, value))


def _told(value: Any) -> str:
    """A value within a value: columns of a list, lines of an act."""
    if isinstance(value, dict):
        return ", ".join(
            f"{key}: {_told(item)}" for key, item in value.items() if item not in (None, "", [], {})
        )
    if isinstance(value, list):
        return ": ".join(_told(item) for item in value)
    return str(value)
