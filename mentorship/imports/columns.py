"""Columns of a list of people: what they are called in the schools' own files, and what they are called here."""

from __future__ import annotations

from mentorship.enums import ImportBase

#: field → headers it is known by; the first is its name on the screen.
PERSON = {
    "full_name": (
        "ФИО", "Фамилия, имя, отчество", "Фамилия Имя Отчество", "Ф.И.О.", "Наставник", "Наставляемый", "Участник",
        "ФИО наставника", "ФИО наставляемого",
    ),
    "last_name": ("Фамилия",),
    "first_name": ("Имя",),
    "middle_name": ("Отчество",),
    "birth_date": ("Дата рождения", "Д.р.", "День рождения", "Родился", "Дата рожд."),
    "gender": ("Пол",),
    "group": ("Группа", "Класс", "Учебная группа", "Группа/класс", "Курс, группа"),
    "position": ("Должность", "Профессия", "Специальность"),
    "employer": ("Место работы", "Организация", "Предприятие", "Работодатель", "Место работы/учёбы"),
    "email": ("Электронная почта", "E-mail", "Почта", "Email", "Эл. почта", "Адрес электронной почты"),
    "phone": ("Телефон", "Контактный телефон", "Мобильный телефон", "Тел.", "Номер телефона", "Контакты"),
    "address": ("Адрес", "Адрес проживания", "Место жительства"),
    "category": ("Категория", "Статус", "Кто"),
}  # fmt: skip
COMMON = {
    "project": ("Форма наставничества", "Форма", "Проект"),
    "topics": ("Запросы", "Темы запросов", "Может помочь", "Направления помощи"),
    "interests": ("Интересы", "Увлечения", "Хобби"),
    "meeting_format": ("Формат встреч", "Формат"),
}
MENTEE = {
    "main_request": ("Основной запрос", "Запрос", "Запрос наставляемого", "Чему хочет научиться"),
    "guardian_name": (
        "ФИО представителя", "Законный представитель", "ФИО родителя", "Родитель", "Представитель", "Мать", "Отец",
        "ФИО законного представителя", "Родитель (законный представитель)",
    ),
    "guardian_kind": ("Кем приходится", "Степень родства", "Родство"),
    "guardian_phone": ("Телефон представителя", "Телефон родителя", "Телефон законного представителя"),
    "guardian_email": ("Почта представителя", "E-mail представителя", "Почта родителя", "E-mail родителя"),
    "guardian_birth_date": ("Дата рождения представителя",),
}  # fmt: skip
MENTOR = {
    "competences": ("Основные компетенции", "Компетенции", "Чему может научить", "Чем может помочь"),
    "achievements": ("Достижения", "Важные для программы достижения", "Важные достижения"),
    "preferred_age": ("Желаемый возраст наставляемых", "Возраст наставляемых", "Желаемый возраст"),
    "hours_per_week": ("Часов в неделю", "Ресурс времени", "Время"),
    "capacity": ("Сколько наставляемых", "Число наставляемых", "Готов вести", "Количество наставляемых"),
}

LABELS = {field: headers[0] for group in (PERSON, COMMON, MENTEE, MENTOR) for field, headers in group.items()}


def synonyms_for(base: str) -> dict[str, tuple[str, ...]]:
    """Fields and their headers for a base. Minors may mentor as well, so representatives are read in both."""
    guardians = {field: headers for field, headers in MENTEE.items() if field.startswith("guardian_")}
    if base == ImportBase.MENTORS:
        return {**PERSON, **COMMON, **MENTOR, **guardians}
    if base == ImportBase.MENTEES:
        return {**PERSON, **COMMON, **MENTEE}
    return {**PERSON, **COMMON, **MENTOR, **MENTEE}


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
    return [("", "не загружать"), *((field, LABELS[field]) for field in synonyms_for(base))]
