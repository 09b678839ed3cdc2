"""A draft of a questionnaire: what curators are still working on."""

from django.db import models
from django_scopes import ScopedManager

from core.models import TenantModel, User


class QuestionnaireDraft(TenantModel):
    """The next version of one questionnaire in the making.

    `content` has the shape of `surveys/bank/FORMAT.md` but may be unfinished; it becomes a version when it is
    published, and the draft goes. `stamp` grows with every change, so that whoever saves over another's change is
    told. `undo` holds the content before the last change and what was done: {"content": …, "done": "…"}.
    """

    code = models.SlugField("код", max_length=60)
    title = models.CharField("название", max_length=200)
    content = models.JSONField("содержание")
    stamp = models.PositiveIntegerField("изменений", default=0)
    undo = models.JSONField("до последнего изменения", null=True, blank=True)
    based_on = models.ForeignKey(
        "surveys.QuestionnaireVersion",
        verbose_name="от версии",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sent_from = models.CharField("откуда получена", max_length=200, blank=True)
    edited_by = models.ForeignKey(
        User, verbose_name="изменил", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    edited_at = models.DateTimeField("изменён")

    class Meta:
        verbose_name = "черновик анкеты"
        verbose_name_plural = "черновики анкет"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "code"], name="surveys_draft_code_once")
        ]

    def __str__(self) -> str:
        return self.title


class Publication(models.Model):
    """That somebody of the institution published a version: it is the institution's own, not the portal's."""

    version = models.OneToOneField(
        "surveys.QuestionnaireVersion", on_delete=models.PROTECT, related_name="publication"
    )
    published_by = models.ForeignKey(
        User, verbose_name="опубликовал", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField("опубликована")

    objects = ScopedManager(organization="version__questionnaire__organization")

    class Meta:
        verbose_name = "публикация анкеты"
        verbose_name_plural = "публикации анкет"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.version)
