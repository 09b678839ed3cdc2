"""What the shell is told of the training of mentors: navigation, home of a mentor, figures, words of history."""

from __future__ import annotations

from django.urls import reverse

from core import russian
from core.enums import Role
from core.registries import Figure, HomeBlock, NavItem, Viewer
from mentorship.permissions import VIEW_TRAINING
from mentorship.selectors.credentials import papers_to_renew
from mentorship.selectors.participants import person_of
from mentorship.selectors.training import next_session_of, trained_share, trainings_of

ACTIONS = {
    "course.created": "Описан курс для наставников",
    "course.edited": "Изменён курс",
    "course.archived": "Курс убран в архив",
    "course.restored": "Курс возвращён из архива",
    "course.topic_added": "Добавлена тема курса",
    "course.topic_edited": "Изменена тема курса",
    "course.topic_removed": "Убрана тема курса",
    "training.created": "Собрана учебная группа",
    "training.edited": "Изменена учебная группа",
    "training.session_added": "Назначено занятие",
    "training.session_edited": "Изменено занятие",
    "training.session_removed": "Убрано занятие",
    "training.enrolled": "Записан в учебную группу",
    "training.marked": "Отмечена посещаемость",
    "training.printed": "Напечатан лист посещаемости",
    "training.outside": "Записано обучение в другой организации",
    "training.outside_revoked": "Отменена запись об обучении в другой организации",
    "traininggroup.finished": "Обучение завершено",
    "traininggroup.open": "Группа возвращена к обучению",
    "traininggroup.cancelled": "Учебная группа отменена",
    "trainingplace.completed": "Обучен",
    "trainingplace.failed": "Не прошёл обучение",
    "trainingplace.enrolled": "Возвращён к обучению",
    "trainingplace.left": "Отчислен из учебной группы",
}
NAMES_OF_KEYS = {
    "session": "Занятие",
    "put": "Отмечено",
    "taken": "Снято отметок",
    "issued_on": "Дата выдачи",
    "rows": "Строк",
}
_STAFF = frozenset({Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR})


def navigation(viewer: Viewer) -> list[NavItem]:
    """«Школа наставников», without a number: it waits for nobody."""
    if not VIEW_TRAINING.allows(viewer.membership):
        return []
    prefixes = (
        "mentorship:training",
        "mentorship:course",
        "mentorship:session",
        "mentorship:outside_training",
    )
    return [
        NavItem("Школа наставников", reverse("mentorship:trainings"), "Люди", 225, active_prefixes=prefixes)
    ]


def home_blocks(viewer: Viewer) -> list[HomeBlock]:
    """A mentor's own papers that run out, and training with the next session: five queries at most."""
    if viewer.role != Role.MENTOR or viewer.programme is None:
        return []
    person = person_of(viewer.membership)
    if person is None:
        return []
    blocks = []
    papers = papers_to_renew(person, viewer.today)
    if papers:
        blocks.append(HomeBlock("mentorship/home/papers.html", {"papers": papers}, order=5))
    lines = trainings_of(person)
    if lines:
        data = {"lines": lines, "next": next_session_of(person, viewer.today)}
        blocks.append(HomeBlock("mentorship/home/training.html", data, order=15))
    return blocks


def figures(viewer: Viewer) -> list[Figure]:
    """«Обучены»: the share of confirmed mentors: one query."""
    if viewer.role not in _STAFF or viewer.programme is None:
        return []
    share = trained_share(viewer.programme)
    url = f"{reverse('mentorship:mentors')}?training=none"
    if share.percent is None:
        return [Figure("Наставники обучены", None, note="наставники ещё не подтверждены", order=25)]
    return [
        Figure(
            "Наставники обучены",
            russian.percent(share.numerator, share.denominator),
            fraction=russian.fraction(share.numerator, share.denominator),
            percent=share.percent,
            plan_percent=100,
            url=url,
            order=25,
        )
    ]
