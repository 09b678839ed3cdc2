"""What others say of a mentee — class teachers, heads of departments, parents — and how they are asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import TenantModel, choices_constraint
from mentorship.enums import NoteAuthor
from mentorship.models.entry import MenteeEntry
from mentorship.models.programme import Programme

PARTS = ("strengths", "difficulties", "help_advised", "mentor_wishes", "other")


class NoteInvitation(TenantModel):
    """Somebody is asked about these mentees: from their home page if they have an account, else by a personal link.

    The token is made anew from `key` (`core.personal_tokens`), only its hash lies here.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="note_invitations")
    group = models.CharField("группа", max_length=40, blank=True)
    role = models.CharField("кто", max_length=15, choices=NoteAuthor.choices)
    full_name = models.CharField("фамилия, имя, отчество", max_length=200, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="учётная запись",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    mentees = models.ManyToManyField(MenteeEntry, verbose_name="наставляемые", related_name="+")
    key = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_on = models.DateField("действует до")
    revoked_at = models.DateTimeField("отозвана", null=True, blank=True)
    opened_on = models.DateField("открыта", null=True, blank=True)
    sent_on = models.DateField("письмо отправлено", null=True, blank=True)

    class Meta:
        verbose_name = "просьба о сведениях"
        verbose_name_plural = "просьбы о сведениях"
        ordering = ["-pk"]
        constraints = [choices_constraint("role", NoteAuthor)]

    def __str__(self) -> str:
        return " · ".join(part for part in (self.group, self.full_name or self.get_role_display()) if part)


class ThirdPartyNote(TenantModel):
    """One note about one mentee, by headings. Seen by curators and the psychologist, never by the mentee or the mentor.

    `form_key` is the key of the form that was sent: sent twice, it is one note.
    """

    entry = models.ForeignKey(MenteeEntry, on_delete=models.PROTECT, related_name="third_party_notes")
    invitation = models.ForeignKey(
        NoteInvitation, null=True, blank=True, on_delete=models.SET_NULL, related_name="notes"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    author_name = models.CharField("кто рассказал", max_length=200, blank=True)
    author_role = models.CharField("кем приходится", max_length=15, choices=NoteAuthor.choices)
    strengths = models.TextField("сильные стороны", blank=True)
    difficulties = models.TextField("трудности", blank=True)
    help_advised = models.TextField("какая помощь нужна", blank=True)
    mentor_wishes = models.TextField("каким должен быть наставник", blank=True)
    other = models.TextField("что ещё важно", blank=True)
    form_key = models.CharField(max_length=32, unique=True, editable=False)

    class Meta:
        verbose_name = "сведения о наставляемом"
        verbose_name_plural = "сведения от третьих лиц"
        ordering = ["-pk"]
        constraints = [
            choices_constraint("author_role", NoteAuthor),
            models.CheckConstraint(
                condition=~Q(**dict.fromkeys(PARTS, "")), name="mentorship_thirdpartynote_says_something"
            ),
        ]

    def __str__(self) -> str:
        # The trail keeps this text: it tells that somebody told, not what.
        return f"Сведения от третьих лиц № {self.pk}"
