"""Choices of `mentorship`, each with the transitions that its states allow."""

from collections.abc import Mapping

from django.db import models


class ProgrammeState(models.TextChoices):
    DRAFT = "draft", "Готовится"
    ACTIVE = "active", "Идёт"
    CLOSED = "closed", "Завершена"


PROGRAMME_TRANSITIONS: Mapping[str, frozenset[str]] = {
    ProgrammeState.DRAFT: frozenset({ProgrammeState.ACTIVE}),
    ProgrammeState.ACTIVE: frozenset({ProgrammeState.CLOSED, ProgrammeState.DRAFT}),
    ProgrammeState.CLOSED: frozenset({ProgrammeState.ACTIVE}),
}


class PersonCategory(models.TextChoices):
    STUDENT = "student", "Обучающийся"
    EMPLOYEE = "employee", "Работник организации"
    GRADUATE = "graduate", "Выпускник"
    EMPLOYER = "employer", "Представитель работодателя"
    PARENT = "parent", "Родитель (законный представитель)"
    OTHER = "other", "Другое"


class GuardianshipKind(models.TextChoices):
    MOTHER = "mother", "Мать"
    FATHER = "father", "Отец"
    GUARDIAN = "guardian", "Опекун (попечитель)"
    INSTITUTION = "institution", "Представитель организации или органа опеки"


class EntryState(models.TextChoices):
    """A person's way through a base: methodology §3.3."""

    CANDIDATE = "candidate", "Кандидат"
    SURVEYED = "surveyed", "Анкета заполнена"
    CHECKING = "checking", "Проверка документов"
    INTERVIEW = "interview", "Собеседование"
    SELECTED = "selected", "Отобран"
    TRAINED = "trained", "Обучен"
    APPROVED = "approved", "Утверждён приказом"
    PAIRED = "paired", "В паре"
    FINISHED = "finished", "Завершил"
    LEFT = "left", "Выбыл"


_E = EntryState
_ONWARD = [
    _E.CANDIDATE,
    _E.SURVEYED,
    _E.CHECKING,
    _E.INTERVIEW,
    _E.SELECTED,
    _E.TRAINED,
    _E.APPROVED,
    _E.PAIRED,
]
# Steps may be skipped forward (a mentee is neither interviewed nor trained), never silently taken back:
# out of a pair the person returns to «отобран», out of the programme only through «выбыл» or «завершил».
ENTRY_TRANSITIONS: Mapping[str, frozenset[str]] = {
    **{state: frozenset(_ONWARD[index + 1 :]) | {_E.LEFT} for index, state in enumerate(_ONWARD[:-1])},
    _E.PAIRED: frozenset({_E.SELECTED, _E.FINISHED, _E.LEFT}),
    _E.FINISHED: frozenset({_E.SELECTED}),
    _E.LEFT: frozenset({_E.CANDIDATE}),
}


class MeetingFormat(models.TextChoices):
    ANY = "any", "Любой"
    IN_PERSON = "in_person", "Очно"
    REMOTE = "remote", "Дистанционно"
    MIXED = "mixed", "Смешанно"


class RequestSource(models.TextChoices):
    QUESTIONNAIRE = "questionnaire", "Анкета"
    HAND = "hand", "Внесено куратором"
    IMPORT = "import", "Импорт"
    THIRD_PARTY = "third_party", "Сведения от третьих лиц"


class NoteAuthor(models.TextChoices):
    """Who tells of a mentee from outside the pair."""

    CLASS_TEACHER = "class_teacher", "Классный руководитель, куратор группы"
    DEPARTMENT_HEAD = "department_head", "Заведующий отделением"
    SOCIAL = "social", "Социальный педагог"
    PSYCHOLOGIST = "psychologist", "Педагог-психолог"
    TEACHER = "teacher", "Преподаватель, мастер"
    PARENT = "parent", "Родитель (законный представитель)"
    CURATOR = "curator", "Куратор, со слов"


class ConsentKind(models.TextChoices):
    PROCESSING = "processing", "Обработка персональных данных"
    DISTRIBUTION = "distribution", "Распространение персональных данных"
    PARTICIPATION = "participation", "Участие несовершеннолетнего в программе"
    PSYCHOLOGICAL = "psychological", "Психолого-педагогическая помощь"
    EMPLOYEE_MENTORING = "employee_mentoring", "Наставничество работника (ст. 351.8 ТК РФ)"
    SPECIAL = "special", "Обработка специальных категорий данных (ст. 10)"


#: Without these a person is held up; the others are asked of those alone whom they concern.
REQUIRED_KINDS = frozenset(
    {ConsentKind.PROCESSING, ConsentKind.PARTICIPATION, ConsentKind.EMPLOYEE_MENTORING}
)


class ConsentSigner(models.TextChoices):
    """Who signs, by age on the day; the law names no age, this is the portal's working rule (methodology §6.1)."""

    SELF = "self", "Сам (18 лет и старше или эмансипирован)"
    REPRESENTATIVE = "representative", "Законный представитель (до 14 лет)"
    REPRESENTATIVE_AND_TEENAGER = "both", "Законный представитель и подросток (14–17 лет)"


class ConsentState(models.TextChoices):
    NEEDED = "needed", "Нужно"
    ISSUED = "issued", "Выдано на подпись"
    SIGNED = "signed", "Подписано"
    REFUSED = "refused", "Отказ"
    WITHDRAWN = "withdrawn", "Отозвано"
    LAPSED = "lapsed", "Истекло"


CONSENT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    ConsentState.NEEDED: frozenset(
        {ConsentState.ISSUED, ConsentState.SIGNED, ConsentState.REFUSED, ConsentState.LAPSED}
    ),
    ConsentState.ISSUED: frozenset(
        {ConsentState.SIGNED, ConsentState.REFUSED, ConsentState.NEEDED, ConsentState.LAPSED}
    ),
    ConsentState.SIGNED: frozenset({ConsentState.WITHDRAWN, ConsentState.LAPSED}),
    ConsentState.REFUSED: frozenset({ConsentState.NEEDED}),
    ConsentState.WITHDRAWN: frozenset(),
    ConsentState.LAPSED: frozenset(),
}


class ConsentMethod(models.TextChoices):
    PAPER = "paper", "На бумаге"
    CODE = "code", "Код из письма (простая электронная подпись)"
    DETACHED = "detached", "Файл электронной подписи"


class AgreementWay(models.TextChoices):
    """How somebody agreed to sign by a code (63-ФЗ ст. 9)."""

    PAGE = "page", "На странице портала"
    PAPER = "paper", "На бумаге"


class ConsentPurpose(models.TextChoices):
    """What the data are processed for: a new purpose asks for a new consent (152-ФЗ ст. 9, methodology §7.3)."""

    PARTICIPANT = "participant", "Участие в программе"
    MENTOR = "mentor", "Работа наставником"


class DistributionCategory(models.TextChoices):
    """Items of the consent to distribution: each is allowed or forbidden apart (152-ФЗ ст. 10.1)."""

    NAME = "name", "Фамилия, имя, отчество"
    STUDY_OR_WORK = "study_or_work", "Группа (класс), место работы, должность"
    PHOTO = "photo", "Фотография"
    VIDEO = "video", "Видеозапись"
    ACHIEVEMENTS = "achievements", "Достижения и награды"
    STORY = "story", "Рассказ о работе пары (кейс) и отзыв"


class CredentialKind(models.TextChoices):
    """Papers of a mentor from outside (ТК ст. 351.1; methodology §3.4)."""

    NO_RECORD = "no_record", "Справка об отсутствии судимости"
    MEDICAL = "medical", "Медицинский документ"


class WithdrawalStepCode(models.TextChoices):
    """What is done after a consent is withdrawn, in this order."""

    STOP = "stop", "Прекратить обработку: вывести из активной работы"
    PUBLICATION = "publication", "Убрать опубликованное"
    PAIRS = "pairs", "Оформить выход из пар приказом"
    DESTROY = "destroy", "Уничтожить данные"
    ACT = "act", "Составить акт об уничтожении"
    ANSWER = "answer", "Ответить заявителю"


class PairState(models.TextChoices):
    PROPOSED = "proposed", "Предложена"
    TRIAL = "trial", "Пробная встреча"
    COMPATIBILITY = "compatible", "Совместимость"
    TO_ORDER = "to_order", "К приказу"
    ACTIVE = "active", "Действует"
    SUSPENDED = "suspended", "Приостановлена"
    COMPLETED = "completed", "Завершена"
    TERMINATED = "terminated", "Прекращена досрочно"
    REJECTED = "rejected", "Отклонена"


PAIR_TRANSITIONS: Mapping[str, frozenset[str]] = {
    # The trial and the answers may be skipped where the programme says so: `mentorship.domain.pairs.approve_pair`.
    PairState.PROPOSED: frozenset(
        {PairState.TRIAL, PairState.COMPATIBILITY, PairState.TO_ORDER, PairState.REJECTED}
    ),
    PairState.TRIAL: frozenset(
        {PairState.COMPATIBILITY, PairState.PROPOSED, PairState.TO_ORDER, PairState.REJECTED}
    ),
    PairState.COMPATIBILITY: frozenset(
        {PairState.TRIAL, PairState.PROPOSED, PairState.TO_ORDER, PairState.REJECTED}
    ),
    PairState.TO_ORDER: frozenset(
        {PairState.ACTIVE, PairState.COMPATIBILITY, PairState.PROPOSED, PairState.REJECTED}
    ),
    PairState.ACTIVE: frozenset({PairState.SUSPENDED, PairState.COMPLETED, PairState.TERMINATED}),
    PairState.SUSPENDED: frozenset({PairState.ACTIVE, PairState.COMPLETED, PairState.TERMINATED}),
    PairState.COMPLETED: frozenset({PairState.ACTIVE, PairState.SUSPENDED}),
    PairState.TERMINATED: frozenset({PairState.ACTIVE, PairState.SUSPENDED}),
    PairState.REJECTED: frozenset({PairState.PROPOSED}),
}
#: Not yet confirmed: its people may still meet, answer and part without an order.
TRYING_PAIR_STATES = frozenset({PairState.PROPOSED, PairState.TRIAL, PairState.COMPATIBILITY})
#: Without an order yet.
OPEN_PAIR_STATES = TRYING_PAIR_STATES | {PairState.TO_ORDER}
#: By a signed order, not ended.
WORKING_PAIR_STATES = frozenset({PairState.ACTIVE, PairState.SUSPENDED})
ENDED_PAIR_STATES = frozenset({PairState.COMPLETED, PairState.TERMINATED})
LIVE_PAIR_STATES = OPEN_PAIR_STATES | WORKING_PAIR_STATES


class ImportBase(models.TextChoices):
    """Which base the rows of a file go to; «по листам»: a sheet's name tells."""

    BY_SHEETS = "sheets", "По названиям листов"
    MENTEES = "mentees", "Наставляемые"
    MENTORS = "mentors", "Наставники"


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", "Проверяется"
    APPLIED = "applied", "Внесено"
    DISCARDED = "discarded", "Не внесено"
    UNDONE = "undone", "Внесение отменено"


IMPORT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    ImportState.UPLOADED: frozenset({ImportState.APPLIED, ImportState.DISCARDED}),
    ImportState.APPLIED: frozenset({ImportState.UNDONE}),
    ImportState.DISCARDED: frozenset(),
    ImportState.UNDONE: frozenset(),
}


class RowStatus(models.TextChoices):
    """What a row of a list would do."""

    NEW = "new", "новый"
    CHANGED = "changed", "изменится"
    SAME = "same", "без изменений"
    ERROR = "error", "ошибка"


class Likeliness(models.IntegerChoices):
    """How sure it is that two cards are one person; the same numbers as `mentorship.likeness.Level`."""

    POSSIBLE = 1, "Возможно"
    PROBABLE = 2, "Вероятно"
    EXACT = 3, "Точно"


class DuplicateState(models.TextChoices):
    OPEN = "open", "Не разобрано"
    LATER = "later", "Отложено"
    DIFFERENT = "different", "Разные люди"
    MERGED = "merged", "Объединены"


DUPLICATE_TRANSITIONS: Mapping[str, frozenset[str]] = {
    DuplicateState.OPEN: frozenset({DuplicateState.LATER, DuplicateState.DIFFERENT, DuplicateState.MERGED}),
    DuplicateState.LATER: frozenset({DuplicateState.OPEN, DuplicateState.DIFFERENT, DuplicateState.MERGED}),
    DuplicateState.DIFFERENT: frozenset({DuplicateState.OPEN, DuplicateState.MERGED}),
    DuplicateState.MERGED: frozenset({DuplicateState.OPEN}),
}


class ErasureGround(models.TextChoices):
    """Why data are destroyed: 152-ФЗ ст. 21."""

    WITHDRAWAL = "withdrawal", "Отозвано согласие (ст. 21 ч. 5)"
    GOAL = "goal", "Достигнута цель обработки (ст. 21 ч. 4)"
    UNLAWFUL = "unlawful", "Обработка неправомерна (ст. 21 ч. 3)"
    DEMAND = "demand", "Требование субъекта (ст. 14 ч. 1)"
