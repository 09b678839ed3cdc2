"""Columns of a list of people: what they are called in the schools' own files, and what they are called here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from core.sheets import Table, normalize_header
from mentorship.enums import ImportBase

#: field → headers it is known by; the first is its name on the screen.
PERSON = {
    "full_name": (
        "ФИО", "Фамилия, имя, отчество", "Фамилия Имя Отчество", "Ф.И.О.", "Фамилия и имя", "Фамилия, имя",
        "Участник", "Участник программы", "ФИО ребёнка", "ФИО участника программы", "ФИО преподавателя",
    ),
    "last_name": ("Фамилия", "Фамилия ребёнка"),
    "first_name": ("Имя", "Имя ребёнка"),
    "middle_name": ("Отчество", "Отчество ребёнка"),
    "birth_date": (
        "Дата рождения", "Д.р.", "ДР", "День рождения", "Родился", "Дата рожд.", "Рождение",
        "Дата рождения ребёнка", "Число, месяц, год рождения", "Число месяц и год рождения",
        "День, месяц, год рождения",
    ),
    "birth_year": ("Год рождения", "Г.р.", "Год рожд."),
    "gender": ("Пол", "Пол (м/ж)", "М/Ж"),
    "group": (
        "Группа", "Класс", "Учебная группа", "Группа/класс", "Класс/группа", "Курс, группа", "№ группы",
        "Номер группы", "Группа или класс", "Класс или группа", "Шифр группы",
    ),
    "position": (
        "Должность", "Должность, профессия", "Профессия", "Специальность", "Специальность, профессия",
        "Кем работает",
    ),
    "employer": (
        "Место работы", "Организация", "Предприятие", "Работодатель", "Место работы/учёбы",
        "Место учёбы/работы", "Место учёбы", "Место работы или учёбы", "Место работы, учёбы", "Компания",
        "Образовательная организация",
    ),
    "email": (
        "Электронная почта", "E-mail", "Почта", "Email", "Эл. почта", "Адрес электронной почты",
        "Электронный адрес", "Mail", "Эл. адрес", "Личная почта", "Электронка",
    ),
    "phone": (
        "Телефон", "Контактный телефон", "Мобильный телефон", "Тел.", "Номер телефона", "Сотовый",
        "Сотовый телефон", "Мобильный", "Телефон для связи", "Моб. телефон", "Личный телефон",
        "Контактный номер",
    ),
    "contacts": (
        "Контакты", "Контактные данные", "Телефон, почта", "Телефон/почта", "Телефон, e-mail", "Связь",
    ),
    "address": (
        "Адрес", "Адрес проживания", "Место жительства", "Домашний адрес", "Адрес регистрации",
        "Адрес прописки",
    ),
    "category": ("Категория", "Статус", "Кто", "Категория участника", "Категория наставника"),
}  # fmt: skip
COMMON = {
    "project": (
        "Форма наставничества", "Форма", "Проект", "Модель наставничества", "Направление наставничества",
        "Форма работы",
    ),
    "topics": (
        "Темы запросов", "Запросы", "Может помочь", "Направления помощи", "Карта запросов",
        "Запросы по карте", "Тема запроса", "Темы", "Тип запроса", "С чем помогает",
        "По каким запросам помогает",
    ),
    "interests": ("Интересы", "Увлечения", "Хобби", "Сфера интересов", "Интересы и увлечения"),
    "meeting_format": ("Формат встреч", "Формат", "Формат общения", "Формат взаимодействия", "Как встречаться"),
    "results": ("Результаты программы", "Результаты", "Результат", "Результаты участия"),
}  # fmt: skip
MENTEE = {
    "main_request": (
        "Основной запрос", "Запрос", "Запрос наставляемого", "Чему хочет научиться", "С чем нужна помощь",
        "Суть запроса", "Проблема", "Запрос своими словами",
    ),
}  # fmt: skip
MENTOR = {
    "competences": (
        "Основные компетенции", "Компетенции", "Чему может научить", "Чем может помочь",
        "Профессиональные компетенции", "Навыки", "Умения", "Сильные стороны",
    ),
    "achievements": (
        "Важные для программы достижения", "Достижения", "Важные достижения", "Награды и достижения",
        "Заслуги", "Награды",
    ),
    "preferred_age": (
        "Желаемый возраст наставляемых", "Возраст наставляемых", "Желаемый возраст", "Возраст наставляемого",
        "Желаемый возраст наставляемого", "Возрастная категория наставляемых",
        "С каким возрастом готов работать",
    ),
    "hours_per_week": (
        "Часов в неделю", "Ресурс времени", "Время", "Ресурс времени, часов в неделю",
        "Сколько часов в неделю", "Часы в неделю", "Время в неделю",
    ),
    "capacity": (
        "Сколько наставляемых", "Число наставляемых", "Готов вести", "Количество наставляемых",
        "Сколько наставляемых готов вести",
    ),
}  # fmt: skip

#: Representatives: a list may name several. Prefix of the fields → words after «ФИО», «Телефон» and so on.
GUARDIANS = {
    "guardian": (
        "представителя", "родителя", "законного представителя", "родителей", "опекуна",
        "родителя законного представителя",
    ),
    "mother": ("матери", "мамы"),
    "father": ("отца", "папы"),
    "guardian2": ("второго представителя", "второго родителя", "представителя 2", "родителя 2"),
}  # fmt: skip
_GUARDIAN_TITLES = {
    "guardian": (
        "Законный представитель", "Родитель", "Представитель", "Родитель (законный представитель)",
        "Родители", "Опекун", "Законные представители", "Родители (законные представители)",
    ),
    "mother": ("Мать", "Мама"),
    "father": ("Отец", "Папа"),
    "guardian2": (
        "Второй представитель", "Второй родитель", "Представитель 2", "Родитель 2",
        "Второй законный представитель",
    ),
}  # fmt: skip
_GUARDIAN_FIELDS = {
    "name": ("ФИО", "Фамилия, имя, отчество", "Фамилия имя отчество"),
    "phone": ("Телефон", "Контактный телефон", "Тел.", "Номер телефона", "Мобильный телефон"),
    "email": ("Почта", "E-mail", "Электронная почта", "Email", "Эл. почта"),
    "contacts": ("Контакты", "Контактные данные", "Данные"),
    "birth_date": ("Дата рождения",),
}

#: What a list may tell and an import never does: field → (headers, why).
PAIRS = "пары составляет портал, а закрепляет приказ"
CONSENTS = "согласие отмечается в разделе «Согласия», когда подписано"
STATES = "состояние меняется по ходу программы, списком его не поставить"
NOT_LOADED = {
    "pair_of_mentee": (
        (
            "ФИО наставника", "Наставник", "Место работы наставника", "Место работы/учёбы наставника",
            "Телефон наставника", "Место учёбы наставника", "Контакты наставника",
        ),
        PAIRS,
    ),
    "pair_of_mentor": (
        (
            "ФИО наставляемого", "ФИО наставляемых", "Наставляемый", "Наставляемые",
            "Закреплённый наставляемый", "Место работы/учёбы наставляемого", "Место учёбы наставляемого",
            "Телефон наставляемого", "Группа наставляемого",
        ),
        PAIRS,
    ),
    "pair": (("Пара", "№ пары", "Приказ", "Номер приказа", "Дата приказа", "Приказ о закреплении"), PAIRS),
    "consent": (
        (
            "Согласие", "Согласия", "Согласие подписано", "Согласие получено",
            "Согласие на обработку персональных данных", "Наличие согласия", "Дата согласия",
        ),
        CONSENTS,
    ),
    "state": (
        ("Состояние", "Этап", "Утверждён", "Отобран", "Отметка о прохождении программы", "Прошёл программу"),
        STATES,
    ),
}  # fmt: skip
_NAMES_OF_BASE = {
    ImportBase.MENTEES: (
        "Наставляемый", "ФИО наставляемого", "Наставляемые", "Обучающийся", "Студент", "Ученик", "Учащийся",
    ),
    ImportBase.MENTORS: (
        "Наставник", "ФИО наставника", "Наставники", "Педагог-наставник", "Сотрудник", "Педагог",
    ),
}  # fmt: skip


def _guardian_columns() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for prefix, owners in GUARDIANS.items():
        for field, heads in _GUARDIAN_FIELDS.items():
            found[f"{prefix}_{field}"] = tuple(f"{head} {owner}" for owner in owners for head in heads)
        found[f"{prefix}_name"] += _GUARDIAN_TITLES[prefix]
    found["guardian_kind"] = ("Кем приходится", "Степень родства", "Родство", "Кем приходится представитель")
    found["guardian2_kind"] = ("Кем приходится второй представитель", "Кем приходится второй родитель")
    return found


GUARDIAN = _guardian_columns()
LABELS = {
    field: headers[0]
    for group in (PERSON, COMMON, MENTEE, MENTOR, GUARDIAN)
    for field, headers in group.items()
}


def synonyms_for(base: str) -> dict[str, tuple[str, ...]]:
    """Fields and their headers for a base. Minors may mentor as well, so representatives are read in both."""
    mentors = base == ImportBase.MENTORS
    other = "pair_of_mentor" if mentors else "pair_of_mentee"
    own = ImportBase.MENTORS if mentors else ImportBase.MENTEES
    person = {**PERSON, "full_name": (*PERSON["full_name"], *_NAMES_OF_BASE[own])}
    refused = {name: NOT_LOADED[name][0] for name in (other, "pair", "consent", "state")}
    return {**person, **COMMON, **(MENTOR if mentors else MENTEE), **GUARDIAN, **refused}


def base_of_sheet(name: str) -> str:
    """The base that a sheet's name tells, or an empty string: «Наставляемые», «База наставников»."""
    low = name.lower().replace("ё", "е")
    if "наставляем" in low or "mentee" in low:
        return ImportBase.MENTEES
    if "наставник" in low or "mentor" in low:
        return ImportBase.MENTORS
    return ""


def choices_for(base: str) -> list[tuple[str, str]]:
    """Fields to choose from when a column is mapped by hand."""
    if base == ImportBase.BY_SHEETS:
        fields = {**synonyms_for(ImportBase.MENTEES), **synonyms_for(ImportBase.MENTORS)}
    else:
        fields = synonyms_for(base)
    return [("", "не загружать"), *((field, LABELS[field]) for field in fields if field not in NOT_LOADED)]


def not_loaded(tables: Iterable[Table]) -> list[str]:
    """Columns that are understood and left out on purpose, with the reason, in words."""
    told: dict[str, list[str]] = {}
    for table in tables:
        for column in table.columns:
            if column.field in NOT_LOADED:
                headers = told.setdefault(NOT_LOADED[column.field][1], [])
                if column.header not in headers:
                    headers.append(column.header)
    return [
        f"Не загружается: {', '.join(f'«{header}»' for header in headers)} — {why}."
        for why, headers in told.items()
    ]


def signature(tables: Iterable[Table]) -> str:
    """A short name of the set of headers, whatever their order and spelling: 64 hexadecimal digits."""
    headers = {
        normalize_header(column.header) for table in tables for column in table.columns if column.header
    }
    return hashlib.sha256("\n".join(sorted(headers)).encode()).hexdigest()
