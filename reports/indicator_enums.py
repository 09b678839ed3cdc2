"""Choices of programme indicators: how a figure is counted, of whom, and which way is better."""

from django.db import models


class Formula(models.TextChoices):
    """A named way to count. What each means is `reports.indicator_formulas`; the codes never change."""

    STUDENT_MENTEES_10_19 = "student_mentees_10_19", "Обучающиеся 10–19 лет – наставляемые"
    STUDENT_MENTEES = "student_mentees", "Обучающиеся всех возрастов – наставляемые"
    STUDENT_MENTORS_15_19 = "student_mentors_15_19", "Обучающиеся 15–19 лет – наставники"
    STUDENT_MENTORS = "student_mentors", "Обучающиеся всех возрастов – наставники"
    YOUNG_SPECIALISTS = "young_specialists", "Молодые специалисты – наставляемые"
    PARTNERS = "partners", "Предприятия, предоставившие наставников"
    TRAINED_MENTORS = "trained_mentors", "Наставники, прошедшие обучение"
    STUDENTS_INVOLVED = "students_involved", "Обучающиеся – участники в любой роли"
    TEACHERS_INVOLVED = "teachers_involved", "Педагоги – участники в любой роли"
    PAIRS_MADE = "pairs_made", "Закреплено приказом пар и групп"
    PAIRS_FINISHED = "pairs_finished", "Пары, доведённые до конца"
    PAIRS_MEETING = "pairs_meeting", "Пары, которые встречаются по норме"
    MEETING_HOURS = "meeting_hours", "Часы состоявшихся встреч"
    PLANS_DONE = "plans_done", "Выполненные планы развития"
    PRACTICES = "practices", "Опубликованные практики"
    GREW_TO_MENTORS = "grew_to_mentors", "Бывшие наставляемые, ставшие наставниками"
    ALUMNI_AT_WORK = "alumni_at_work", "Выпускники-наставляемые, которые работают"
    ALUMNI_AT_PARTNERS = "alumni_at_partners", "Выпускники-наставляемые на предприятиях-партнёрах"
    MENTEE_SATISFACTION = "mentee_satisfaction", "Удовлетворённость наставляемых"
    MENTOR_SATISFACTION = "mentor_satisfaction", "Удовлетворённость наставников"
    MANUAL = "manual", "Свой показатель"


class Unit(models.TextChoices):
    """What a figure is told in. Shares are of a hundred; a score is an average: the sum of marks by their number."""

    PERCENT = "percent", "Проценты"
    COUNT = "count", "Число"
    HOURS = "hours", "Часы"
    SCORE = "score", "Средний балл"
    ROUBLES = "roubles", "Рубли"


class Direction(models.TextChoices):
    MORE = "more", "Чем больше, тем лучше"
    LESS = "less", "Чем меньше, тем лучше"


class ContingentKind(models.TextChoices):
    """Whom a share is taken of: counted outside the portal, entered with date and source."""

    STUDENTS_10_19 = "students_10_19", "Обучающиеся 10–19 лет"
    STUDENTS_15_19 = "students_15_19", "Обучающиеся 15–19 лет"
    STUDENTS = "students", "Все обучающиеся"
    YOUNG_SPECIALISTS = "young_specialists", "Молодые специалисты (стаж 0–3 года)"
    TEACHERS = "teachers", "Педагогические работники"
    PARTNERS = "partners", "Предприятия-партнёры"
