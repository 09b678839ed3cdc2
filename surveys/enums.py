"""Closed vocabularies of questionnaires and campaigns."""

from collections.abc import Mapping

from django.db.models import TextChoices


class ItemKind(TextChoices):
    """What a question asks for; decides the options it has and the shape of its answer."""

    SCALE = "scale", "Шкала"
    FREQUENCY = "frequency", "Частота"
    YES_NO = "yes_no", "Да или нет"
    SINGLE = "single", "Один вариант"
    MULTIPLE = "multiple", "Несколько вариантов"
    MATRIX = "matrix", "Таблица"
    RANKING = "ranking", "Расставить по важности"
    NUMBER = "number", "Число"
    DATE = "date", "Дата"
    SHORT_TEXT = "short_text", "Короткий ответ"
    LONG_TEXT = "long_text", "Развёрнутый ответ"
    PERSON = "person", "Выбор человека"
    NOTE = "note", "Пояснение"


class Polarity(TextChoices):
    """Which end of the answer is the good one; decides how a difference «before – after» reads."""

    HIGHER = "higher", "Больше — лучше"
    LOWER = "lower", "Меньше — лучше"
    NONE = "none", "Не оценивается"


class Purpose(TextChoices):
    """What the portal does with a submitted response, beyond keeping it."""

    REQUEST = "request", "Запрос наставляемого"
    OFFER = "offer", "Предложение наставника"
    PREFERENCE = "preference", "Предпочтения"
    COMPAT = "compat", "Совместимость"
    MEETING = "meeting", "Отзыв о встрече"
    GENERAL = "general", "Опрос"


class Confidence(TextChoices):
    """How sure the authors are that an instrument asks what the methodology means."""

    HIGH = "high", "Высокая"
    MEDIUM = "medium", "Средняя"
    LOW = "low", "Низкая"


class Role(TextChoices):
    """Who answers: a side of a pair, or somebody beside it."""

    MENTEE = "mentee", "Наставляемый"
    MENTOR = "mentor", "Наставник"
    PARENT = "parent", "Законный представитель"
    PARTNER = "partner", "Партнёр"
    CURATOR = "curator", "Куратор"


class CampaignState(TextChoices):
    DRAFT = "draft", "Готовится"
    OPEN = "open", "Идёт"
    CLOSED = "closed", "Завершена"


CAMPAIGN_TRANSITIONS: Mapping[str, frozenset[str]] = {
    CampaignState.DRAFT: frozenset({CampaignState.OPEN}),
    CampaignState.OPEN: frozenset({CampaignState.CLOSED}),
    CampaignState.CLOSED: frozenset({CampaignState.OPEN}),
}


class Phase(TextChoices):
    """Where in the programme a campaign stands; entry and exit are compared by topic."""

    OUTSIDE = "outside", "Вне фаз"
    ENTRY = "entry", "Вход"
    MIDDLE = "middle", "Промежуточная"
    EXIT = "exit", "Выход"


class Audience(TextChoices):
    """Whom the rule of a campaign invites."""

    MENTEES = "mentees", "Наставляемые программы"
    MENTORS = "mentors", "Наставники программы"
    PARENTS = "parents", "Законные представители наставляемых"
    PARTNERS = "partners", "Представители партнёров"
    TEAM = "team", "Команда программы"
    HAND = "hand", "Отмеченные вручную"


AUDIENCE_OF_ROLE: Mapping[Role, Audience] = {
    Role.MENTEE: Audience.MENTEES,
    Role.MENTOR: Audience.MENTORS,
    Role.PARENT: Audience.PARENTS,
    Role.PARTNER: Audience.PARTNERS,
    Role.CURATOR: Audience.TEAM,
}
"""Whom a questionnaire for a role is put before when its campaign goes by a rule."""


class PairCondition(TextChoices):
    """In what pair somebody must be to be invited; parents are judged by their child's pair."""

    NONE = "none", "Без пары"
    PROPOSED = "proposed", "Пара предложена (до приказа)"
    ACTIVE = "active", "Пара действует"
    SUSPENDED = "suspended", "Пара приостановлена"
    COMPLETED = "completed", "Пара завершена"
    TERMINATED = "terminated", "Пара прекращена досрочно"


class LeftOut(TextChoices):
    """Why somebody of the audience's role is not asked; computed, never stored."""

    HAND = "hand", "Убраны вручную"
    OVER = "over", "Завершили программу или выбыли"
    ADULT = "adult", "Ребёнку исполнилось 18"
    CATEGORY = "category", "Анкета для другой категории"
    PROJECT = "project", "Другая форма наставничества"
    GROUP = "group", "Другая группа"
    PAIR = "pair", "Не в такой паре"
    ARCHIVED = "archived", "Партнёр в архиве"


class Anonymity(TextChoices):
    """How an answer hangs on its author (shared terms with the promise above the first question).

    Confidential answers carry a code instead of a name, so that «до» and «после» of one person can be compared;
    anonymous ones carry nothing: not even the database can tell whose they are (docs/decisions/160).
    """

    NAMED = "named", "С именем"
    CONFIDENTIAL = "confidential", "Конфиденциально"
    ANONYMOUS = "anonymous", "Анонимно"


NAMELESS = (Anonymity.CONFIDENTIAL, Anonymity.ANONYMOUS)
"""Modes whose answers are shown only together, only after the close, and only where there are enough of them."""

LEAST_GROUP = 5
"""The least number of answers to a closed question that a nameless mode may show together."""

LEAST_TEXTS = 10
"""The least number of written answers that a nameless mode may show together."""


class ResponseSource(TextChoices):
    LINK = "link", "По личной ссылке"
    PAPER = "paper", "С бумаги"


class InvitationState(TextChoices):
    """What a curator needs to know of one invitation; computed, never stored."""

    NEW = "new", "Не открывал"
    SEEN = "seen", "Открыл"
    STARTED = "started", "Начал"
    DONE = "done", "Ответил"
    WAITS_CONSENT = "waits_consent", "Нет согласия"
    REVOKED = "revoked", "Отозвано"


class Gate(TextChoices):
    """Whether a personal link lets its bearer answer now, and if not, why."""

    OPEN = "open", "Можно отвечать"
    NOT_YET = "not_yet", "Опрос ещё не начался"
    OVER = "over", "Опрос завершён"
    EXPIRED = "expired", "Срок ссылки истёк"
    REVOKED = "revoked", "Приглашение отозвано"
    DONE = "done", "Ответ получен"
    NO_CONSENT = "no_consent", "Нет согласия на обработку персональных данных"
