"""Choices of the passport of a programme."""

from django.db import models


class FundingSource(models.TextChoices):
    """Where money comes from; the first two have a sum in the card of each project as well."""

    BUDGET = "budget", "Бюджетные средства"
    EXTRA = "extra", "Внебюджетные средства"
    EMPLOYERS = "employers", "Средства работодателей"
    OTHER = "other", "Иные источники"


class Level(models.IntegerChoices):
    """How likely a risk is, how much it would harm."""

    LOW = 1, "Низкая"
    MEDIUM = 2, "Средняя"
    HIGH = 3, "Высокая"


class Impact(models.IntegerChoices):
    LOW = 1, "Слабое"
    MEDIUM = 2, "Заметное"
    HIGH = 3, "Сильное"


class ResourceKind(models.TextChoices):
    """The kinds of support that a programme describes (methodology §5.1, «ресурсное обеспечение»)."""

    LEGAL = "legal", "Нормативно-правовое обеспечение"
    STAFF = "staff", "Кадровое обеспечение"
    METHODS = "methods", "Учебно-методическое обеспечение"
    MATERIAL = "material", "Материально-техническое обеспечение"
    INFORMATION = "information", "Информационное обеспечение"
    PSYCHOLOGY = "psychology", "Психолого-педагогическое сопровождение"


#: Probability times impact from which a risk is called a serious one.
SERIOUS = 6
#: The «year» of a sum that is planned for the whole term of the programme.
WHOLE_TERM = 0
