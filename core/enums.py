"""Choices of `core`, each with the transitions that its states allow."""

from collections.abc import Mapping

from django.db import models


class Role(models.TextChoices):
    """What a person is to one organisation; one person may hold several, each is a membership of its own."""

    ADMINISTRATOR = "administrator", "Администратор"
    DIRECTOR = "director", "Директор"
    CURATOR = "curator", "Куратор программы"
    PROJECT_CURATOR = "project_curator", "Куратор проекта"
    PSYCHOLOGIST = "psychologist", "Педагог-психолог"
    INFORMANT = "informant", "Информатор"
    MENTOR = "mentor", "Наставник"
    MENTEE = "mentee", "Наставляемый"
    PARENT = "parent", "Законный представитель"
    PARTNER = "partner", "Партнёр"
    REGION_OBSERVER = "region_observer", "Наблюдатель региона"


STAFF_ROLES = frozenset(
    {Role.ADMINISTRATOR, Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST, Role.INFORMANT}
)


class CalendarDayKind(models.TextChoices):
    """What a day of the production calendar is when it is not what its weekday says (ТК ст. 95, 112)."""

    OFF = "off", "Выходной"
    WORKING = "working", "Рабочий"
    SHORT = "short", "Сокращённый на час"


class YearBasis(models.TextChoices):
    """What an organisation calls a year: plans and reports are cut by it."""

    SCHOOL = "school", "Учебный год (с 1 сентября)"
    CALENDAR = "calendar", "Календарный год"


class Gender(models.TextChoices):
    """Never guessed: taken from the patronymic or asked."""

    FEMALE = "female", "Женский"
    MALE = "male", "Мужской"


class JobState(models.TextChoices):
    QUEUED = "queued", "Ждёт очереди"
    RUNNING = "running", "Выполняется"
    DONE = "done", "Готово"
    FAILED = "failed", "Не удалось"
    CANCELLED = "cancelled", "Остановлено"


JOB_TRANSITIONS: Mapping[str, frozenset[str]] = {
    JobState.QUEUED: frozenset({JobState.RUNNING, JobState.CANCELLED, JobState.FAILED}),
    # Running goes back to queued when its worker died and the lease ran out.
    JobState.RUNNING: frozenset({JobState.QUEUED, JobState.DONE, JobState.FAILED, JobState.CANCELLED}),
    JobState.FAILED: frozenset({JobState.QUEUED}),
    JobState.CANCELLED: frozenset({JobState.QUEUED}),
    JobState.DONE: frozenset(),
}


class MessageLevel(models.TextChoices):
    INFO = "info", "Сообщение"
    WARNING = "warning", "Предупреждение"
    ERROR = "error", "Ошибка"
