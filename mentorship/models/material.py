"""Methodical materials («методическая копилка»): memos, scripts of meetings, worksheets for participants."""

from django.db import models
from django.db.models import Q

from core.models import Organization, Stamped, StoredFile, choices_constraint
from mentorship.models.reference import FormOfMentoring
from mentorship.plan_enums import MaterialAudience, MaterialKind


class Material(Stamped):
    """A text with a link or a file. Without an organisation it is built in; a row of the same code in an institution
    is its own wording. `text` is written in the plain marks of `mentorship.plan_outline.paragraphs_of`.
    """

    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    code = models.SlugField("код", max_length=60)
    title = models.CharField("название", max_length=200)
    kind = models.CharField("вид", max_length=9, choices=MaterialKind.choices, default=MaterialKind.MEMO)
    audience = models.CharField(
        "для кого", max_length=9, choices=MaterialAudience.choices, default=MaterialAudience.EVERYBODY
    )
    form = models.ForeignKey(
        FormOfMentoring,
        verbose_name="форма наставничества",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    text = models.TextField("текст", blank=True)
    link = models.URLField("ссылка", max_length=500, blank=True)
    file = models.ForeignKey(
        StoredFile, verbose_name="файл", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_hidden = models.BooleanField("не показывается", default=False)
    order = models.PositiveSmallIntegerField("порядок", default=100)

    class Meta:
        verbose_name = "материал"
        verbose_name_plural = "методическая копилка"
        ordering = ["order", "title", "pk"]
        constraints = [
            choices_constraint("kind", MaterialKind),
            choices_constraint("audience", MaterialAudience),
            models.UniqueConstraint(fields=["organization", "code"], name="mentorship_material_once"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(organization__isnull=True),
                name="mentorship_material_builtin_once",
            ),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(link="") | Q(file__isnull=False),
                name="mentorship_material_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.title
