"""The group meeting of stage 5: everybody sees everybody, names whom they want, and the pairs are found at once."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import TenantModel
from mentorship.models.entry import MenteeEntry, MentorEntry
from mentorship.models.matching import MatchDraft
from mentorship.models.programme import Programme


class GroupMeeting(TenantModel):
    """One meeting with its link on the wall. The token is made from `key` (`core.personal_tokens`), its hash is here.

    People's own codes are made from `key` too and lie nowhere. `misses` counts wrong codes since `missed_at`.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="group_meetings")
    title = models.CharField("название", max_length=200)
    held_on = models.DateField("дата")
    choices = models.PositiveSmallIntegerField("сколько выборов", default=3)
    key = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField("голосование закрыто", null=True, blank=True)
    draft = models.ForeignKey(
        MatchDraft, null=True, blank=True, on_delete=models.SET_NULL, related_name="meetings"
    )
    misses = models.PositiveIntegerField(default=0, editable=False)
    missed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "общая встреча"
        verbose_name_plural = "общие встречи"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(choices__range=(1, 10)), name="mentorship_groupmeeting_choices_range"
            )
        ]

    def __str__(self) -> str:
        return self.title


class MeetingVote(TenantModel):
    """That somebody has answered at the meeting, and when last; what they answered is in `Preference`."""

    meeting = models.ForeignKey(GroupMeeting, on_delete=models.CASCADE, related_name="votes")
    mentee = models.ForeignKey(
        MenteeEntry, null=True, blank=True, on_delete=models.CASCADE, related_name="meeting_votes"
    )
    mentor = models.ForeignKey(
        MentorEntry, null=True, blank=True, on_delete=models.CASCADE, related_name="meeting_votes"
    )

    class Meta:
        verbose_name = "ответ на встрече"
        verbose_name_plural = "ответы на встрече"
        ordering = ["-updated_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mentor__isnull=True, mentee__isnull=False)
                | Q(mentor__isnull=False, mentee__isnull=True),
                name="mentorship_meeting_vote_one_side",
            ),
            models.UniqueConstraint(fields=["meeting", "mentee"], name="mentorship_vote_of_mentee_once"),
            models.UniqueConstraint(fields=["meeting", "mentor"], name="mentorship_vote_of_mentor_once"),
        ]

    def __str__(self) -> str:
        return f"Ответ на встрече № {self.pk}"
