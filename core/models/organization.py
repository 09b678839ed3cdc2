"""Institutions and the regions above them."""

from django.db import models

from core.enums import YearBasis
from core.models.base import Stamped, choices_constraint


class Organization(Stamped):
    """An institution (or a region: an organisation with others below it). It is the tenant, so it is not scoped."""

    code = models.SlugField("код", max_length=40, unique=True)
    parent = models.ForeignKey(
        "self",
        verbose_name="регион",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="institutions",
    )
    is_region = models.BooleanField("регион", default=False)
    founder = models.CharField("учредитель", max_length=300, blank=True)
    full_name = models.CharField("полное наименование", max_length=500)
    short_name = models.CharField("сокращённое наименование", max_length=200)
    city = models.CharField(
        "населённый пункт", max_length=100, blank=True, help_text="Например: г. Приречный"
    )
    municipality = models.CharField(
        "муниципальное образование",
        max_length=150,
        blank=True,
        help_text="Район, городской или муниципальный округ: по нему регион сравнивает организации.",
    )
    address = models.CharField("адрес", max_length=300, blank=True)
    inn = models.CharField("ИНН", max_length=12, blank=True)
    ogrn = models.CharField("ОГРН", max_length=15, blank=True)
    phone = models.CharField("телефон", max_length=60, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    site = models.URLField("сайт", blank=True)
    time_zone = models.CharField("часовой пояс", max_length=60, default="Europe/Moscow")
    year_basis = models.CharField("год", max_length=10, choices=YearBasis.choices, default=YearBasis.SCHOOL)
    order_number_format = models.CharField(
        "формат номера приказа",
        max_length=60,
        default="{number}-ОД",
        help_text="{number} — порядковый номер в году, {year} — год. Например: {number}-ОД",
    )
    head_position = models.CharField("должность руководителя", max_length=120, default="Директор")
    head_last_name = models.CharField("фамилия руководителя", max_length=80, blank=True)
    head_first_name = models.CharField("имя руководителя", max_length=80, blank=True)
    head_middle_name = models.CharField("отчество руководителя", max_length=80, blank=True)
    head_gender = models.CharField("пол руководителя", max_length=6, blank=True)

    class Meta:
        verbose_name = "организация"
        verbose_name_plural = "организации"
        ordering = ["short_name", "pk"]
        constraints = [
            choices_constraint("year_basis", YearBasis),
            models.CheckConstraint(
                condition=models.Q(head_gender__in=["", "female", "male"]),
                name="core_organization_head_gender_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="core_organization_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name
