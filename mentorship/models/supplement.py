"""The supplementary agreement of an employee who mentors employees (ТК РФ ст. 351.8)."""

from django.db import models
from django.db.models import Q

from core.models import TenantModel, choices_constraint, ordered_constraint
from mentorship.enums import MeetingFormat
from mentorship.models.person import Person
from mentorship.models.programme import Programme


class SupplementaryAgreement(TenantModel):
    """Content, term and form of the work, size and terms of the pay: what ст. 351.8 demands in writing.

    A pair of two employees may not work without one in force; money is roubles a month, kopecks kept.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="supplements")
    person = models.ForeignKey(
        Person, verbose_name="работник", on_delete=models.PROTECT, related_name="supplements"
    )
    number = models.CharField("номер", max_length=40)
    signed_on = models.DateField("дата")
    starts_on = models.DateField("с")
    ends_on = models.DateField("по")
    content = models.TextField("содержание работы")
    form = models.CharField("форма", max_length=10, choices=MeetingFormat.choices, default=MeetingFormat.ANY)
    pay = models.DecimalField("выплата в месяц, ₽", max_digits=10, decimal_places=2, null=True, blank=True)
    pay_terms = models.CharField("условия выплаты, основание", max_length=300)
    ended_on = models.DateField("прекращено", null=True, blank=True)

    class Meta:
        verbose_name = "дополнительное соглашение"
        verbose_name_plural = "дополнительные соглашения"
        ordering = ["-signed_on", "-pk"]
        constraints = [
            choices_constraint("form", MeetingFormat),
            ordered_constraint("starts_on", "ends_on"),
            models.CheckConstraint(
                condition=Q(pay__isnull=True) | Q(pay__gte=0), name="mentorship_supplement_pay_not_negative"
            ),
            models.UniqueConstraint(
                fields=["programme", "person", "number", "signed_on"], name="mentorship_supplement_once"
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number} от {self.signed_on:%d.%m.%Y}"
