"""Built-in reference data: forms of mentoring with their role models (Р-145, methodology §1.5) and the map of requests.

Codes are kept for ever: questionnaires, documents and reports name them. Topics' codes are those of the
questionnaire bank.
"""

from __future__ import annotations

from typing import Any

STUDENT, EMPLOYEE, EMPLOYER = "student", "employee", "employer"

_PEERS = (
    ("achiever-underachiever", "«успевающий – неуспевающий»"),
    ("leader-passive", "«лидер – пассивный»"),
    ("equal-equal", "«равный – равному»"),
)
_TEACHERS = (
    ("experienced-young", "«опытный педагог – молодой специалист»"),
    ("leader-struggling", "«лидер педагогического сообщества – педагог, испытывающий проблемы»"),
    ("innovator-conservative", "«педагог-новатор – консервативный педагог»"),
    ("subject-experienced-novice", "«опытный предметник – неопытный предметник»"),
)

#: code, title, who mentors, who is mentored, of the pedagogical line, role models
FORMS: tuple[tuple[str, str, str, str, bool, tuple[tuple[str, str], ...]], ...] = (
    ("pupil-pupil", "Ученик – ученик", STUDENT, STUDENT, False, _PEERS),
    ("student-student", "Студент – студент", STUDENT, STUDENT, False, _PEERS),
    ("teacher-teacher", "Учитель – учитель", EMPLOYEE, EMPLOYEE, True, _TEACHERS),
    ("pedagogue-pedagogue", "Педагог – педагог", EMPLOYEE, EMPLOYEE, True, _TEACHERS),
    (
        "student-pupil",
        "Студент – ученик",
        STUDENT,
        STUDENT,
        False,
        (
            ("achiever-underachiever", "«успевающий – неуспевающий»"),
            ("leader-indifferent", "«лидер – равнодушный»"),
            ("equal-other", "«равный – другому»"),
            ("curator-author", "«куратор – автор проекта»"),
        ),
    ),
    (
        "employer-pupil",
        "Работодатель – ученик",
        EMPLOYER,
        STUDENT,
        False,
        (
            ("professional-indifferent", "«активный профессионал – равнодушный потребитель»"),
            ("colleague-young", "«коллега – молодой коллега»"),
            ("employer-employee", "«работодатель – будущий сотрудник»"),
        ),
    ),
    (
        "employer-student",
        "Работодатель – студент",
        EMPLOYER,
        STUDENT,
        False,
        (
            ("professional-indifferent", "«активный профессионал – равнодушный потребитель»"),
            ("professional-choosing", "«успешный профессионал – студент, выбирающий профессию»"),
            ("colleague-future", "«коллега – будущий коллега»"),
            ("employer-employee", "«работодатель – будущий сотрудник»"),
        ),
    ),
    ("head-pedagogue", "Руководитель образовательной организации – педагог", EMPLOYEE, EMPLOYEE, True, ()),
    ("university-young-teacher", "Педагог вуза (колледжа) – молодой педагог", EMPLOYEE, EMPLOYEE, True, ()),
    ("employer-future-teacher", "Работодатель – студент педвуза (педколледжа)", EMPLOYER, STUDENT, True, ()),
    ("partner-pedagogue", "Социальный партнёр – педагог", EMPLOYER, EMPLOYEE, True, ()),
)

#: code, what a mentee asks for, what a mentor offers, for pedagogues
TOPICS: tuple[tuple[str, str, str, bool], ...] = (
    ("low-results", "Подтянуть учёбу, вернуть интерес к ней", "Учёба: объяснить трудное, вернуть интерес", False),
    ("discipline", "Справиться с прогулами и замечаниями", "Дисциплина: помочь взять себя в руки", False),
    ("career", "Понять, кем работать и куда идти дальше", "Профессия: рассказать и показать работу", False),
    ("work-study", "Совмещать работу и учёбу", "Совмещение работы и учёбы", False),
    ("goals", "Научиться ставить цели и планировать время", "Цели и планирование времени", False),
    ("adaptation", "Освоиться в группе, найти друзей", "Жизнь в группе: познакомить, поддержать", False),
    ("soft-skills", "Научиться выступать, договариваться, вести за собой", "Общение, выступления, лидерство", False),
    ("entrepreneurship", "Начать своё дело или проект", "Своё дело и проекты", False),
    ("contests", "Подготовиться к конкурсу, олимпиаде, чемпионату", "Подготовка к конкурсам и олимпиадам", False),
    ("young-teacher", "Освоиться в профессии и в коллективе", "Первые годы в профессии и в коллективе", True),
    ("new-technologies", "Освоить новые технологии обучения", "Новые технологии обучения", True),
    ("burnout", "Справиться с усталостью от работы", "Как работать и не выгорать", True),
    ("subject-methods", "Разобраться в методике своего предмета", "Методика предмета", True),
)


def load(form_model: Any, role_model: Any, topic_model: Any) -> None:
    """Write the built-in rows, by code; run again it changes nothing but titles and order.

    Takes the models, so that a migration may pass its historical ones.
    """
    for place, (code, title, mentor, mentee, pedagogical, models) in enumerate(FORMS, start=1):
        form, _ = form_model.objects.update_or_create(
            organization=None,
            code=code,
            defaults={
                "title": title,
                "mentor_category": mentor,
                "mentee_category": mentee,
                "is_pedagogical": pedagogical,
                "order": place * 10,
            },
        )
        for order, (model_code, model_title) in enumerate(models, start=1):
            role_model.objects.update_or_create(
                form=form, code=model_code, defaults={"title": model_title, "order": order * 10}
            )
    for place, (code, title, offer, for_employees) in enumerate(TOPICS, start=1):
        topic_model.objects.update_or_create(
            organization=None,
            code=code,
            defaults={"title": title, "offer_title": offer, "for_employees": for_employees, "order": place * 10},
        )
