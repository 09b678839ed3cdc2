"""A person is kept once; their places in bases, their children and their papers hang on them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from core.enums import Gender
from core.models import TenantModel, choices_constraint
from mentorship.enums import GuardianshipKind, PersonCategory


class CardsInUse(models.Manager["Person"]):
    """Without the cards that were merged into another: these stay for their history and old links only."""

    def get_queryset(self) -> models.QuerySet["Person"]:
        return super().get_queryset().filter(merged_into__isnull=True)


def key_column(length: int) -> models.CharField:
    return models.CharField(max_length=length, blank=True, default="", editable=False)


class Person(TenantModel):
    """Anybody the programme knows: mentee, mentor, parent, employee, partner's employee.

    `objects` are the cards in use, `everything` has the merged ones too (`merged_into`). The `*_key` columns find
    who may be the same person (`mentorship.likeness.keys_of`); like `search_key` they are written by the domain only.

    `search_key` is the normalised name (lower case, ё as е) and is written by `mentorship.domain.people` only.
    `case_forms` holds forms set by hand, {"genitive": "Ивановой Анны Сергеевны", …}; a form set there wins.
    """

    last_name = models.CharField("фамилия", max_length=80)
    first_name = models.CharField("имя", max_length=80)
    middle_name = models.CharField("отчество", max_length=80, blank=True)
    gender = models.CharField("пол", max_length=6, choices=Gender.choices, blank=True)
    birth_date = models.DateField("дата рождения", null=True, blank=True)
    is_emancipated = models.BooleanField("эмансипирован", default=False)
    category = models.CharField(
        "категория", max_length=10, choices=PersonCategory.choices, default=PersonCategory.STUDENT
    )
    group = models.CharField("группа, класс", max_length=40, blank=True)
    position = models.CharField("должность", max_length=200, blank=True)
    employer = models.CharField("место работы", max_length=300, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    phone = models.CharField("телефон", max_length=40, blank=True)
    address = models.CharField("адрес", max_length=300, blank=True)
    case_forms = models.JSONField("падежные формы", default=dict, blank=True)
    search_key = models.CharField(max_length=260, editable=False, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="учётная запись",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name="объединена с карточкой",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged_cards",
    )
    name_key = key_column(260)
    brief_key = key_column(100)
    head_key = key_column(180)
    tail_key = key_column(180)
    born_key = key_column(180)
    phone_key = key_column(20)
    email_key = key_column(254)

    objects = ScopedManager(CardsInUse, organization="organization")  # type: ignore[misc]
    everything = ScopedManager(organization="organization")

    class Meta:
        verbose_name = "человек"
        verbose_name_plural = "люди"
        ordering = ["last_name", "first_name", "middle_name", "pk"]
        indexes = [
            models.Index(fields=["organization", "last_name", "first_name"], name="mentorship_person_name"),
            models.Index(fields=["organization", "group"], name="mentorship_person_group"),
            *(
                models.Index(fields=["organization", f"{key}_key"], name=f"mentorship_person_by_{key}")
                for key in ("name", "brief", "head", "tail", "born", "phone", "email")
            ),
        ]
        constraints = [
            choices_constraint("category", PersonCategory),
            models.CheckConstraint(
                condition=Q(gender="") | Q(gender__in=Gender.values), name="mentorship_person_gender_known"
            ),
            models.UniqueConstraint(
                fields=["organization", "user"],
                condition=Q(user__isnull=False),
                name="mentorship_person_user_once",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="mentorship_person_merged_into_another",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)

    @property
    def short_name(self) -> str:
        """«Иванова А. С.», with non-breaking spaces."""
        initials = "\N{NO-BREAK SPACE}".join(
            f"{part[0]}." for part in (self.first_name, self.middle_name) if part
        )
        return f"{self.last_name}\N{NO-BREAK SPACE}{initials}" if initials else self.last_name


class Guardianship(TenantModel):
    """Who represents a minor by law, and by which paper."""

    guardian = models.ForeignKey(
        Person, verbose_name="представитель", on_delete=models.PROTECT, related_name="wards_links"
    )
    ward = models.ForeignKey(
        Person, verbose_name="ребёнок", on_delete=models.PROTECT, related_name="guardian_links"
    )
    kind = models.CharField("кем приходится", max_length=12, choices=GuardianshipKind.choices)
    authority = models.CharField("документ о полномочиях", max_length=300, blank=True)

    class Meta:
        verbose_name = "законное представительство"
        verbose_name_plural = "законные представители"
        ordering = ["pk"]
        constraints = [
            choices_constraint("kind", GuardianshipKind),
            models.UniqueConstraint(fields=["guardian", "ward"], name="mentorship_guardianship_once"),
            models.CheckConstraint(condition=~Q(guardian=F("ward")), name="mentorship_guardian_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.guardian} — {self.ward}"
