"""Anonymous answers while their campaign is open: sheets in an urn, each like the other."""

import uuid

from django.db import models
from django_scopes import ScopedManager

from core.models import Organization
from surveys.models.campaign import Campaign


class Ballot(models.Model):
    """One anonymous sheet: canonical answers by item key, and nothing of who, when or in which order.

    Every new sheet goes in together with others that are taken out and put in anew under new keys, so that neither
    keys nor places nor the database's own marks of transactions set it apart (`surveys.domain.ballots`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="ballots")
    answers = models.JSONField()

    objects = ScopedManager(organization="organization")

    class Meta:
        verbose_name = "анонимный лист"
        verbose_name_plural = "анонимные листы"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.campaign}: лист без имени"
