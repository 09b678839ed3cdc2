"""Kinds, states and their Russian names. No rules here."""

from collections.abc import Mapping

from django.db.models import TextChoices


class DeadlineKind(TextChoices):
    """What a deadline expression of a plan says."""

    DATE = "date", "день"
    DEADLINE = "deadline", "до дня"
    RANGE = "range", "промежуток дней"
    OPEN_START = "open_start", "начиная со дня"
    MONTH = "month", "месяц"
    MONTH_RANGE = "month_range", "несколько месяцев подряд"
    MONTH_LIST = "month_list", "отдельные месяцы"
    DATE_LIST = "date_list", "отдельные дни"
    PART_OF_MONTH = "part_of_month", "часть месяца"
    YEARLY_MONTH = "yearly_month", "ежегодно в названный месяц"
    YEARLY = "yearly", "ежегодно"
    MONTHLY_DAY = "monthly_day", "ежемесячно к числу"
    RECURRING = "recurring", "регулярно"
    ACADEMIC = "academic", "учебный год"
    YEARS = "years", "годы"
    WHOLE_PERIOD = "whole_period", "весь период"
    RELATIVE = "relative", "от события"
    ON_REQUEST = "on_request", "по запросу"
    BY_PLAN = "by_plan", "по другому плану"
    UNKNOWN = "unknown", "не понято"


class Confidence(TextChoices):
    """How sure the reading of a deadline is."""

    HIGH = "high", "понято"
    MEDIUM = "medium", "проверьте"
    LOW = "low", "сомнительно"


class RoadmapState(TextChoices):
    """A roadmap is written, approved, and in the end replaced by another or laid aside."""

    DRAFT = "draft", "Проект"
    APPROVED = "approved", "Утверждена"
    ARCHIVED = "archived", "В архиве"


ROADMAP_TRANSITIONS: Mapping[str, frozenset[str]] = {
    RoadmapState.DRAFT: frozenset({RoadmapState.APPROVED, RoadmapState.ARCHIVED}),
    RoadmapState.APPROVED: frozenset({RoadmapState.DRAFT, RoadmapState.ARCHIVED}),
    RoadmapState.ARCHIVED: frozenset(),
}
LIVE = (RoadmapState.DRAFT, RoadmapState.APPROVED)


class OccurrenceState(TextChoices):
    """What is stored of an occurrence; «просрочено» and «в работе» follow from it and from the day."""

    OPEN = "open", "Не выполнено"
    DONE = "done", "Выполнено"


OCCURRENCE_TRANSITIONS: Mapping[str, frozenset[str]] = {
    OccurrenceState.OPEN: frozenset({OccurrenceState.DONE}),
    OccurrenceState.DONE: frozenset({OccurrenceState.OPEN}),
}


class Status(TextChoices):
    """The state of an activity as people see it on a day."""

    NOT_DUE = "not_due", "не наступил"
    IN_WORK = "in_work", "в работе"
    DONE = "done", "выполнено"
    DONE_LATE = "done_late", "выполнено с опозданием"
    OVERDUE = "overdue", "просрочено"
    NO_DATE = "no_date", "без срока"
    WAITING = "waiting", "ожидает события"
    BEFORE = "before", "срок до утверждения плана"


STATUS_TONES = {
    Status.NOT_DUE: "",
    Status.IN_WORK: "info",
    Status.DONE: "ok",
    Status.DONE_LATE: "ok",
    Status.OVERDUE: "bad",
    Status.NO_DATE: "",
    Status.WAITING: "wait",
    Status.BEFORE: "wait",
}
#: A sign of its own for each state: colour only repeats it.
STATUS_ICONS = {
    Status.NOT_DUE: "○",
    Status.IN_WORK: "◐",
    Status.DONE: "✓",
    Status.DONE_LATE: "✓",
    Status.OVERDUE: "!",
    Status.NO_DATE: "∞",
    Status.WAITING: "◔",
    Status.BEFORE: "↶",
}
PROVED = frozenset({Status.DONE, Status.DONE_LATE})


class EvidenceKind(TextChoices):
    FACT = "fact", "Запись портала"
    FILE = "file", "Файл"
    LINK = "link", "Ссылка"
    NOTE = "note", "Отметка"


class ImportState(TextChoices):
    """An uploaded plan is a draft until it is applied; a dropped one is kept out of sight."""

    UPLOADED = "uploaded", "На проверке"
    APPLIED = "applied", "Загружен"
    DROPPED = "dropped", "Отменён"


IMPORT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    ImportState.UPLOADED: frozenset({ImportState.APPLIED, ImportState.DROPPED}),
    ImportState.APPLIED: frozenset(),
    ImportState.DROPPED: frozenset(),
}


class ResultKind(TextChoices):
    """What an activity is to leave behind (methodology §1.3, the documents of each stage)."""

    ORDER_LAUNCH = "order_launch", "Приказ о внедрении"
    ORDER_CURATOR = "order_curator", "Приказ о кураторе"
    ORDER_BASE = "order_base", "Приказ об утверждении базы наставников"
    ORDER_PAIRS = "order_pairs", "Приказ о закреплении пар"
    ORDER_SCHOOL = "order_school", "Приказ о «Школе наставников»"
    ORDER_AWARD = "order_award", "Приказ о поощрении"
    ORDER_EVENT = "order_event", "Приказ о мероприятии"
    ORDER_OTHER = "order_other", "Приказ"
    REGULATION = "regulation", "Положение"
    ROADMAP = "roadmap", "Дорожная карта"
    PROGRAMME = "programme", "Программа наставничества"
    CONSENTS = "consents", "Согласия"
    AGREEMENTS = "agreements", "Соглашения с партнёрами"
    BASE_MENTEES = "base_mentees", "База наставляемых"
    BASE_MENTORS = "base_mentors", "База наставников"
    TRAINING = "training", "Обучение наставников"
    SURVEY_REQUEST = "survey_request", "Анкетирование наставляемых"
    SURVEY_OFFER = "survey_offer", "Анкетирование наставников"
    SURVEY_PREFERENCE = "survey_preference", "Анкета предпочтений"
    SURVEY_FEEDBACK = "survey_feedback", "Анкеты обратной связи"
    SURVEY_EXIT = "survey_exit", "Итоговое анкетирование"
    REPORT_SWOT = "report_swot", "Отчёт SWOT"
    REPORT_MONITORING = "report_monitoring", "Отчёт мониторинга"
    REPORT_FINAL = "report_final", "Итоговый отчёт"
    REPORT_OTHER = "report_other", "Отчёт"
    PORTFOLIO = "portfolio", "Портфолио"
    DEVELOPMENT_PLANS = "development_plans", "Индивидуальные планы"
    MEETINGS = "meetings", "Встречи"
    PRACTICES = "practices", "Банк практик"
    MATERIALS = "materials", "Методические материалы"
    PUBLICATION = "publication", "Публикация"
    EVENT = "event", "Мероприятие"
    EVENT_MEETING = "event_meeting", "Групповая встреча"
    EVENT_TABLE = "event_table", "Круглый стол"
    EVENT_FINAL = "event_final", "Итоговое мероприятие"
    OTHER = "other", "Другой результат"


class ReminderKind(TextChoices):
    """Why a line stands in a digest."""

    LATE = "late", "Просрочено"
    TODAY = "today", "Срок сегодня"
    SOON = "soon", "Скоро срок"
    ESCALATED = "escalated", "Просрочено у других"
