"""What the shell is told of signatures by code: the line of the menu, words of the history."""

from __future__ import annotations

from django.urls import reverse

from core.registries import NavItem, Viewer
from mentorship.permissions import SET_CODE_SIGNING

ACTIONS = {
    "code_signing.on": "Подпись по коду включена",
    "code_signing.off": "Подпись по коду отключена",
    "code_signing.agreed": "Принято соглашение о подписи по коду",
    "code_signing.disagreed": "Соглашение о подписи по коду прекращено",
    "email.proof_sent": "Отправлено письмо для подтверждения адреса",
    "email.confirmed": "Адрес почты подтверждён",
    "consent.link_given": "Выдана ссылка для подписания",
    "consent.link_sent": "Ссылка для подписания отправлена",
    "consent.link_revoked": "Ссылка для подписания отозвана",
    "consent.code_sent": "Отправлен код для подписи",
    "consent.code_void": "Код введён неверно пять раз",
    "consent.signature": "Поставлена электронная подпись",
    "consent.signatures_void": "Электронные подписи сняты",
    "consent.reminded": "Отправлено напоминание",
}
NAMES_OF_KEYS = {
    "act": "Акт",
    "way": "Как принято",
    "in_force_from": "Действует с",
    "signer": "Подписант",
    "sha256": "Хэш файла",
}


def navigation(viewer: Viewer) -> list[NavItem]:
    """The setting stands beside the card of the organisation, for those who may change it."""
    if not SET_CODE_SIGNING.allows(viewer.membership):
        return []
    return [
        NavItem(
            "Подпись по коду",
            reverse("mentorship:code_signing"),
            "Организация",
            905,
            active_prefixes=("mentorship:code_",),
        )
    ]
