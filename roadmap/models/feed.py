"""Secret links by which calendars read due days without signing in."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import TenantModel
from mentorship.models import Programme


class CalendarFeed(TenantModel):
    """A calendar for one person: of the programme, or (`programme` empty) of what they answer for themselves.

    The address is the right; only the hash of its token is kept. A revoked one is never opened again.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(
        Programme, verbose_name="программа", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    alarm_days = models.PositiveSmallIntegerField("напоминать за", null=True, blank=True)
    revoked_at = models.DateTimeField("отозвана", null=True, blank=True)
    last_read_on = models.DateField("читали", null=True, blank=True)

    class Meta:
        verbose_name = "подписка на календарь"
        verbose_name_plural = "подписки на календарь"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user", "programme"],
                condition=Q(revoked_at__isnull=True, programme__isnull=False),
                name="roadmap_feed_of_programme_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "user"],
                condition=Q(revoked_at__isnull=True, programme__isnull=True),
                name="roadmap_feed_of_person_once",
            ),
            models.CheckConstraint(
                condition=Q(alarm_days__isnull=True) | Q(alarm_days__range=(0, 30)),
                name="roadmap_feed_alarm_0_30",
            ),
        ]

    def __str__(self) -> str:
        return str(self.programme) if self.programme else "Мои мероприятия"
