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
    MENTEE_SATISFACTION = "mentee_satisfaction", "Удовлетворённость наставляемых"
    MENTOR_SATISFACTION = "mentor_satisfaction", "Удовлетворённость наставников"
    MANUAL = "manual", "Свой показатель"


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
