"""Reference data: forms of mentoring, role models, the map of requests. Rows without an organisation are built in."""

from django.db import models
from django.db.models import Q

from core.models import Organization, Stamped, TenantModel, choices_constraint
from mentorship.enums import PersonCategory


class FormOfMentoring(Stamped):
    """One of the five forms of Р-145, a college variant, a form of the pedagogical line, or an institution's own."""

    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    code = models.SlugField("код", max_length=40)
    title = models.CharField("название", max_length=120)
    mentor_category = models.CharField("кто наставник", max_length=10, choices=PersonCategory.choices)
    mentee_category = models.CharField("кто наставляемый", max_length=10, choices=PersonCategory.choices)
    is_pedagogical = models.BooleanField("педагогическая линия", default=False)
    order = models.PositiveSmallIntegerField("порядок", default=100)

    class Meta:
        verbose_name = "форма наставничества"
        verbose_name_plural = "формы наставничества"
        ordering = ["order", "title"]
        constraints = [
            choices_constraint("mentor_category", PersonCategory),
            choices_constraint("mentee_category", PersonCategory),
            models.UniqueConstraint(fields=["organization", "code"], name="mentorship_form_code_once"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(organization__isnull=True),
                name="mentorship_form_builtin_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RoleModel(models.Model):
    """A role model of a form: «лидер – пассивный»."""

    form = models.ForeignKey(FormOfMentoring, on_delete=models.CASCADE, related_name="role_models")
    code = models.SlugField("код", max_length=60)
    title = models.CharField("название", max_length=160)
    order = models.PositiveSmallIntegerField("порядок", default=100)

    class Meta:
        verbose_name = "ролевая модель"
        verbose_name_plural = "ролевые модели"
        ordering = ["form__order", "order", "title"]
        constraints = [models.UniqueConstraint(fields=["form", "code"], name="mentorship_role_model_once")]

    def __str__(self) -> str:
        return self.title


class RequestTopic(models.Model):
    """A line of the map of requests; mentors' competences are named by the same topics, so the two sides meet."""

    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    code = models.SlugField("код", max_length=60)
    title = models.CharField("запрос", max_length=200)
    offer_title = models.CharField("чем может помочь наставник", max_length=200, blank=True)
    for_employees = models.BooleanField("для педагогов", default=False)
    order = models.PositiveSmallIntegerField("порядок", default=100)

    class Meta:
        verbose_name = "запрос"
        verbose_name_plural = "карта запросов"
        ordering = ["for_employees", "order", "title"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "code"], name="mentorship_topic_code_once"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(organization__isnull=True),
                name="mentorship_topic_builtin_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class HiddenTopic(TenantModel):
    """A line of the map that an institution does not offer any more; what people asked for before keeps it."""

    topic = models.ForeignKey(RequestTopic, on_delete=models.CASCADE, related_name="hidden")

    class Meta:
        verbose_name = "скрытый запрос"
        verbose_name_plural = "скрытые запросы"
        ordering = ["topic"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "topic"], name="mentorship_hiddentopic_once")
        ]

    def __str__(self) -> str:
        return str(self.topic)
