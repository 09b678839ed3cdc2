"""What everybody may see: decisions about documents, and the public page of the institution."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import Organization, StoredFile, TenantModel, choices_constraint
from reports.life_enums import PublicationState
from reports.models.document import Document, DocumentVersion


class Publication(models.Model):
    """Whether a document is shown to everybody, and the copy that is shown: made for this, without barred names.

    `named` are ids of the people whose names stand in the copy: their consents are asked anew at each showing.
    """

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="publication")
    state = models.CharField("решение", max_length=9, choices=PublicationState.choices)
    reason = models.CharField("основание", max_length=300, blank=True)
    decided_on = models.DateField("дата решения")
    version = models.ForeignKey(
        DocumentVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    snapshot = models.JSONField("данные копии", null=True, blank=True)
    hidden = models.PositiveSmallIntegerField("имён скрыто", default=0)
    named = models.JSONField("кто назван", default=list, blank=True)
    file = models.ForeignKey(
        StoredFile, verbose_name="копия", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ScopedManager(organization="document__organization")

    class Meta:
        verbose_name = "публикация"
        verbose_name_plural = "публикации"
        constraints = [
            choices_constraint("state", PublicationState),
            models.CheckConstraint(
                condition=~Q(state=PublicationState.PUBLISHED)
                | Q(file__isnull=False, version__isnull=False, snapshot__isnull=False),
                name="reports_publication_has_copy",
            ),
            models.CheckConstraint(
                condition=~Q(state=PublicationState.WITHHELD) | ~Q(reason=""),
                name="reports_publication_withheld_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.get_state_display()}"

    @property
    def title(self) -> str:
        """The heading as the copy has it: a name hidden in the text is hidden in the list of the site too."""
        return str((self.snapshot or {}).get("title", ""))

    @property
    def organization(self) -> Organization:
        return self.document.organization


class PublicPage(TenantModel):
    """The page «Наставничество» of an institution for everybody; off until the institution turns it on."""

    is_on = models.BooleanField("страница открыта", default=False)
    intro = models.TextField("вступление", blank=True)
    contact_name = models.CharField("к кому обращаться", max_length=200, blank=True)
    contact_phone = models.CharField("телефон", max_length=60, blank=True)
    contact_email = models.EmailField("электронная почта", blank=True)
    shows_documents = models.BooleanField("документы", default=True)
    shows_roadmap = models.BooleanField("дорожная карта", default=True)
    shows_mentors = models.BooleanField("наши наставники", default=True)
    shows_practices = models.BooleanField("практики", default=True)
    frame_site = models.URLField("сайт, в который встраивают", blank=True)

    class Meta:
        verbose_name = "публичная страница"
        verbose_name_plural = "публичные страницы"
        constraints = [
            models.UniqueConstraint(fields=["organization"], name="reports_public_page_once"),
        ]

    def __str__(self) -> str:
        return f"Наставничество: {self.organization_id}"
