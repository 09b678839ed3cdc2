"""Partners of the institution: employers and others, their people, the agreements with them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.enums import Gender
from core.models import StoredFile, TenantModel, choices_constraint, ordered_constraint
from mentorship.models.person import Person
from mentorship.models.programme import Project
from mentorship.partner_enums import AgreementState, PartnerKind, PartnerRole, PartnerState


class PartnerOrganization(TenantModel):
    """An organisation that gives mentors or helps otherwise. `head_forms` holds the head's position and name in cases
    set by hand, {"genitive": "директора Образцова Петра Ильича", "dative": …}; a form set there wins.

    `search_key` (both names, lower case, «е» for «ё») and `name_key` (`mentorship.employers.employer_key` of the short
    name) are written by `mentorship.domain.partners` only.
    """

    kind = models.CharField("вид", max_length=10, choices=PartnerKind.choices, default=PartnerKind.EMPLOYER)
    state = models.CharField(
        "состояние", max_length=10, choices=PartnerState.choices, default=PartnerState.ACTIVE
    )
    full_name = models.CharField("полное наименование", max_length=300)
    short_name = models.CharField("краткое наименование", max_length=200)
    inn = models.CharField("ИНН", max_length=12, blank=True)
    kpp = models.CharField("КПП", max_length=9, blank=True)
    ogrn = models.CharField("ОГРН (ОГРНИП)", max_length=15, blank=True)
    address = models.CharField("адрес", max_length=300, blank=True)
    phone = models.CharField("телефон", max_length=40, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    site = models.CharField("сайт", max_length=200, blank=True)
    head_position = models.CharField("должность руководителя", max_length=200, blank=True)
    head_last_name = models.CharField("фамилия руководителя", max_length=80, blank=True)
    head_first_name = models.CharField("имя руководителя", max_length=80, blank=True)
    head_middle_name = models.CharField("отчество руководителя", max_length=80, blank=True)
    head_gender = models.CharField("пол руководителя", max_length=6, choices=Gender.choices, blank=True)
    head_basis = models.CharField("действует на основании", max_length=200, blank=True, default="Устава")
    head_forms = models.JSONField("руководитель в падежах", default=dict, blank=True)
    note = models.TextField("заметка", blank=True)
    search_key = models.CharField(max_length=520, editable=False)
    name_key = models.CharField(max_length=300, editable=False, db_index=True)

    class Meta:
        verbose_name = "партнёр"
        verbose_name_plural = "партнёры"
        ordering = ["search_key", "pk"]
        indexes = [
            models.Index(fields=["organization", "state", "search_key"], name="mentorship_partner_list")
        ]
        constraints = [
            choices_constraint("kind", PartnerKind),
            choices_constraint("state", PartnerState),
            models.CheckConstraint(
                condition=Q(head_gender="") | Q(head_gender__in=Gender.values),
                name="mentorship_partner_head_gender",
            ),
            models.CheckConstraint(
                condition=Q(inn="") | Q(inn__regex=r"^(\d{10}|\d{12})$"), name="mentorship_partner_inn_digits"
            ),
            # A branch has its parent's ИНН and a КПП of its own.
            models.UniqueConstraint(
                fields=["organization", "inn", "kpp"],
                condition=~Q(inn=""),
                name="mentorship_partner_inn_once",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def head_name(self) -> str:
        parts = (self.head_last_name, self.head_first_name, self.head_middle_name)
        return " ".join(part for part in parts if part)


class PartnerMember(TenantModel):
    """Who speaks for a partner: a card of the portal, an account, or both (the card's own account)."""

    partner = models.ForeignKey(
        PartnerOrganization, verbose_name="партнёр", on_delete=models.PROTECT, related_name="members"
    )
    person = models.ForeignKey(
        Person,
        verbose_name="человек",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="partner_roles",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="учётная запись",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    role = models.CharField("роль", max_length=10, choices=PartnerRole.choices, default=PartnerRole.CONTACT)

    class Meta:
        verbose_name = "представитель партнёра"
        verbose_name_plural = "представители партнёров"
        ordering = ["role", "pk"]
        constraints = [
            choices_constraint("role", PartnerRole),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(user__isnull=False),
                name="mentorship_partnermember_is_somebody",
            ),
            models.UniqueConstraint(
                fields=["partner", "person", "role"],
                condition=Q(person__isnull=False),
                name="mentorship_partnermember_person_once",
            ),
            models.UniqueConstraint(
                fields=["partner", "user", "role"],
                condition=Q(user__isnull=False),
                name="mentorship_partnermember_user_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.user}, {self.get_role_display().lower()}"


class PartnerEmployee(TenantModel):
    """That a person works at a partner, as the curator has confirmed for the place of work written on the card.

    It holds while the card says the same `employer`: whoever changes the place of work is not the partner's any more.
    """

    partner = models.ForeignKey(
        PartnerOrganization, verbose_name="партнёр", on_delete=models.PROTECT, related_name="employees"
    )
    person = models.OneToOneField(
        Person, verbose_name="человек", on_delete=models.PROTECT, related_name="works_at"
    )
    employer = models.CharField("место работы на карточке", max_length=300, blank=True)

    class Meta:
        verbose_name = "работник партнёра"
        verbose_name_plural = "работники партнёров"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.person} — {self.partner}"


class Agreement(TenantModel):
    """An agreement on cooperation. `projects` are the forms of mentoring it covers; none means all of them.

    `state` is moved by `mentorship.domain.agreements` only. Number and date may be known before it is in force, then
    they must be.
    """

    partner = models.ForeignKey(
        PartnerOrganization, verbose_name="партнёр", on_delete=models.PROTECT, related_name="agreements"
    )
    state = models.CharField(
        "состояние", max_length=10, choices=AgreementState.choices, default=AgreementState.DRAFT
    )
    number = models.CharField("номер", max_length=60, blank=True)
    signed_on = models.DateField("дата подписания", null=True, blank=True)
    starts_on = models.DateField("действует с")
    ends_on = models.DateField("действует по")
    subject = models.TextField("предмет")
    projects = models.ManyToManyField(
        Project, verbose_name="формы наставничества", blank=True, related_name="+"
    )
    mentors_promised = models.PositiveSmallIntegerField("сколько наставников выделят", null=True, blank=True)
    sent_on = models.DateField("отправлено", null=True, blank=True)
    closed_on = models.DateField("прекращено", null=True, blank=True)
    close_reason = models.CharField("почему прекращено", max_length=300, blank=True)
    file = models.ForeignKey(
        StoredFile,
        verbose_name="подписанный экземпляр",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "соглашение о сотрудничестве"
        verbose_name_plural = "соглашения о сотрудничестве"
        ordering = ["-starts_on", "-pk"]
        indexes = [
            models.Index(fields=["organization", "state", "ends_on"], name="mentorship_agreement_ends"),
        ]
        constraints = [
            choices_constraint("state", AgreementState),
            ordered_constraint("starts_on", "ends_on"),
            models.CheckConstraint(
                condition=Q(state__in=[AgreementState.DRAFT, AgreementState.SENT])
                | (Q(signed_on__isnull=False) & ~Q(number="")),
                name="mentorship_agreement_in_force_has_number",
            ),
            models.UniqueConstraint(
                fields=["partner", "number", "signed_on"],
                condition=~Q(number="") & Q(signed_on__isnull=False),
                name="mentorship_agreement_once",
            ),
        ]

    def __str__(self) -> str:
        if self.number and self.signed_on:
            return f"№ {self.number} от {self.signed_on:%d.%m.%Y}"
        return f"проект соглашения, {self.partner}"
