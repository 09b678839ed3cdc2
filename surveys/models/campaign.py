"""A campaign puts one version of a questionnaire before people; who was invited is kept apart from what they said."""

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import Organization, TenantModel, choices_constraint, ordered_constraint
from mentorship.enums import PersonCategory
from mentorship.models import Person, Programme, Project
from surveys.enums import LEAST_GROUP, LEAST_TEXTS, Anonymity, Audience, CampaignState, PairCondition, Phase
from surveys.models.questionnaire import Item, QuestionnaireVersion


class Campaign(TenantModel):
    """One round of one questionnaire. `opens_on` and `closes_on` are whole days of the institution's own zone.

    `minimum_group` and `minimum_texts` are the least numbers of answers and of written answers that may be shown
    together. The database keeps them and `anonymity` as they were from the first answer on (`surveys.mode_guard`).
    """

    programme = models.ForeignKey(
        Programme, verbose_name="программа", on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        QuestionnaireVersion, verbose_name="анкета", on_delete=models.PROTECT, related_name="campaigns"
    )
    project = models.ForeignKey(
        Project,
        verbose_name="форма наставничества",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    title = models.CharField("название", max_length=200)
    state = models.CharField(
        "состояние", max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT
    )
    audience = models.CharField("кого приглашаем", max_length=10, choices=Audience.choices)
    category = models.CharField(
        "только", max_length=10, choices=PersonCategory.choices, blank=True, help_text="Пусто — всех"
    )
    group = models.CharField("только группа", max_length=40, blank=True)
    pair = models.CharField("только в паре", max_length=10, choices=PairCondition.choices, blank=True)
    reminds = models.BooleanField("напоминать письмом по расписанию", default=False)
    phase = models.CharField("фаза", max_length=10, choices=Phase.choices, default=Phase.OUTSIDE)
    anonymity = models.CharField(
        "имя отвечающего", max_length=12, choices=Anonymity.choices, default=Anonymity.NAMED
    )
    minimum_group = models.PositiveSmallIntegerField("показывать цифры от, ответов", default=LEAST_GROUP)
    minimum_texts = models.PositiveSmallIntegerField("показывать слова от, ответов", default=LEAST_TEXTS)
    opens_on = models.DateField("начало")
    closes_on = models.DateField("последний день")
    sheets_entered = models.PositiveIntegerField("внесено листов без имени", default=0)

    class Meta:
        verbose_name = "опрос"
        verbose_name_plural = "опросы"
        ordering = ["-opens_on", "-pk"]
        constraints = [
            choices_constraint("state", CampaignState),
            choices_constraint("audience", Audience),
            choices_constraint("phase", Phase),
            models.CheckConstraint(
                condition=Q(category="") | Q(category__in=PersonCategory.values),
                name="surveys_campaign_category_known",
            ),
            models.CheckConstraint(
                condition=Q(pair="") | Q(pair__in=PairCondition.values), name="surveys_campaign_pair_known"
            ),
            choices_constraint("anonymity", Anonymity),
            ordered_constraint("opens_on", "closes_on"),
            models.CheckConstraint(
                condition=Q(minimum_group__range=(2, 100)), name="surveys_campaign_minimum_group_range"
            ),
            models.CheckConstraint(
                condition=Q(minimum_texts__range=(2, 200)), name="surveys_campaign_minimum_texts_range"
            ),
            models.CheckConstraint(
                condition=Q(anonymity=Anonymity.NAMED)
                | Q(minimum_group__gte=LEAST_GROUP, minimum_texts__gte=LEAST_TEXTS),
                name="surveys_campaign_nameless_floor",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"], name="surveys_campaign_programme")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_named(self) -> bool:
        return self.anonymity == Anonymity.NAMED

    @property
    def is_anonymous(self) -> bool:
        return self.anonymity == Anonymity.ANONYMOUS


class Invitation(models.Model):
    """That a person was asked, and whether they have answered; never what.

    The link's token is made anew from `key` whenever it is shown (`surveys.domain.tokens`); only its SHA-256 lies
    here. A new `key` makes the old link void. `split_by` is {"group": …, "forms": […]} as it was at the close of a
    campaign without names: whoever moves to another group later would be read off the difference. Days without a time
    on purpose, and no stamps: a moment of answering would tie the person to an answer in the modes without a name.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, verbose_name="кто", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_on = models.DateField("ссылка действует до", null=True, blank=True)
    revoked_on = models.DateField("отозвано", null=True, blank=True)
    seen_on = models.DateField("открыл", null=True, blank=True)
    done_on = models.DateField("ответил", null=True, blank=True)
    mailed_on = models.DateField("последнее письмо", null=True, blank=True)
    mail_count = models.PositiveSmallIntegerField("писем", default=0)
    on_paper = models.BooleanField("сдал на бумаге", default=False)
    split_by = models.JSONField("группа и формы при завершении", null=True, blank=True)

    objects = ScopedManager(organization="organization")

    class Meta:
        verbose_name = "приглашение"
        verbose_name_plural = "приглашения"
        ordering = ["person__group", "person__last_name", "person__first_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "person"], name="surveys_invitation_once"),
        ]
        indexes = [models.Index(fields=["campaign", "done_on"], name="surveys_invitation_done")]

    def __str__(self) -> str:
        return str(self.person)


class DraftAnswer(models.Model):
    """One answer not yet submitted: the respondent's own, shown to nobody else, gone at submission."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="drafts")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField()
    saved_at = models.DateTimeField()

    objects = ScopedManager(organization="invitation__organization")

    class Meta:
        verbose_name = "черновик ответа"
        verbose_name_plural = "черновики ответов"
        ordering = ["item"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "item"], name="surveys_draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.item_id}"
