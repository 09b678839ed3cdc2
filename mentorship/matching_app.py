"""What `apps.py` registers for matching when the portal starts."""

from __future__ import annotations

from core import history, registries
from mentorship import match_jobs, matching_data  # noqa: F401 - `match_jobs` registers its handlers


def ready() -> None:
    for source in matching_data.SOURCES:
        registries.personal_data.register(source)
    history.ACTIONS.update(
        {
            "preferences.recorded": "Записаны предпочтения",
            "pair_ban.made": "Пара запрещена",
            "pair_ban.lifted": "Запрет пары снят",
            "group_meeting.opened": "Голосование открыто",
            "group_meeting.closed": "Голосование закрыто",
            "match.weights_set": "Изменены веса подбора",
            "match.run": "Подобран черновик пар",
            "match.moved": "Черновик изменён вручную",
            "match.needs_set": "Указаны формы и ролевые модели",
            "match.roles_set": "Указаны ролевые модели наставника",
            "matchdraft.confirmed": "Черновик подтверждён",
        }
    )
    history.NAMES_OF_KEYS.update({"likes": "выбрано", "avoids": "не подходит"})
