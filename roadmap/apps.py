from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "roadmap"
    verbose_name = "Дорожная карта"

    def ready(self) -> None:
        from core import files, history, registries  # noqa: PLC0415 - models must be loaded first
        from roadmap import providers, receivers  # noqa: F401, PLC0415
        from roadmap.domain import evidence, imports  # noqa: PLC0415

        registries.year_lines.register(providers.year_line)
        registries.navigation.register(providers.navigation)
        registries.attention.register(providers.attention)
        registries.figures.register(providers.figures)
        registries.search.register(providers.search)
        files.register_purpose(evidence.PURPOSE, providers.may_download)
        files.register_purpose(imports.PURPOSE, providers.may_download)
        history.ACTIONS.update(
            {
                "roadmap.created": "Дорожная карта загружена",
                "roadmap.approved": "Дорожная карта утверждена",
                "roadmap.draft": "Утверждение снято",
                "roadmap.archived": "Дорожная карта сдана в архив",
                "roadmap.plan_started": "Начата по шаблону",
                "roadmap.changes_approved": "Изменения утверждены",
                "roadmap.rolled_over": "Перенесена с прошлого года",
                "roadmap.printed": "Дорожная карта напечатана",
                "calendar.created": "Создана ссылка на календарь",
                "calendar.revoked": "Ссылка на календарь отозвана",
                "template.saved": "Шаблон сохранён",
                "template.retired": "Шаблон убран",
                "activity.edited": "Мероприятие изменено",
                "activity.proved": "Подтверждено записью портала",
                "activity.evidence_added": "Добавлено подтверждение",
                "activity.evidence_removed": "Подтверждение снято",
                "activity.done": "Отмечено выполненным",
                "activity.reopened": "Отметка о выполнении снята",
                "activity.record_withdrawn": "Запись портала больше не действует",
                "activity.rules_changed": "Правила подтверждения изменены",
                "activity.anchor_moved": "Событие срока наступило или изменилось",
                "activity.anchor_tied": "Выбрано событие срока",
                "activity.assigned": "Ответственные изменены",
                "activity.commented": "Добавлен комментарий",
                "activity.comment_edited": "Комментарий исправлен",
                "activity.comment_deleted": "Комментарий удалён",
                "activity.moved": "Срок перенесён",
                "activity.added": "Мероприятие добавлено",
                "activity.placed": "Мероприятие переставлено",
                "activity.archived": "Мероприятие убрано в архив",
                "activity.restored": "Мероприятие возвращено из архива",
                "stage.added": "Этап добавлен",
                "stage.edited": "Этап изменён",
                "stage.placed": "Этап переставлен",
                "stage.archived": "Этап убран в архив",
                "stage.restored": "Этап возвращён из архива",
            }
        )
        history.NAMES_OF_KEYS.update(
            {
                "evidence": "Подтверждение",
                "done_on": "Выполнено",
                "rows": "Строк",
                "carried": "Перенесено невыполненных",
                "origin": "Откуда",
                "added": "Добавлено",
                "removed": "Исключено",
                "changed": "Изменено",
                "stages": "Этапов",
                "result_kinds": "Виды результата",
                "deadline": "Срок",
                "anchor": "Отсчёт",
                "assignees": "Ответственные",
                "rules": "Правила",
                "comment": "Комментарий",
                "days": "Дни",
                "place": "Место",
                "stage": "Этап",
            }
        )
