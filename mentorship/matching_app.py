"""What `apps.py` registers for matching when the portal starts."""

from __future__ import annotations

from core import history, registries
from mentorship import matching_data


def ready() -> None:
    for source in matching_data.SOURCES:
        registries.personal_data.register(source)
    history.ACTIONS.update(
        {
            "preferences.recorded": "Записаны предпочтения",
            "pair_ban.made": "Пара запрещена",
            "pair_ban.lifted": "Запрет пары снят",
        }
    )
    history.NAMES_OF_KEYS.update({"likes": "выбрано", "avoids": "не подходит"})
