"""What a curator may do with a drafted section of a report."""

from django.db import models


class OwnText(models.TextChoices):
    BESIDE = "beside", "После составленного порталом"
    INSTEAD = "instead", "Вместо составленного (таблицы и диаграммы остаются)"
