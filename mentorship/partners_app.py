"""What `apps.py` registers for partners when the portal starts."""

from __future__ import annotations

from core import history, registries
from core.files import register_purpose
from mentorship import alumni_work, partner_data, partner_words, partner_work
from mentorship.domain.agreements import COPY_PURPOSE
from mentorship.permissions import VIEW_PARTNERS


def ready() -> None:
    registries.navigation.register(partner_work.navigation)
    registries.attention.register(partner_work.attention)
    registries.search.register(partner_work.search)
    registries.navigation.register(alumni_work.navigation)
    registries.attention.register(alumni_work.attention)
    registries.personal_data.register(alumni_work.SOURCE)
    alumni_work.connect()
    for source in partner_data.SOURCES:
        registries.personal_data.register(source)
    register_purpose(
        COPY_PURPOSE, lambda membership, file: VIEW_PARTNERS.allows(membership), personal_data=True
    )
    history.ACTIONS.update(partner_words.ACTIONS)
    history.NAMES_OF_KEYS.update(partner_words.NAMES_OF_KEYS)
