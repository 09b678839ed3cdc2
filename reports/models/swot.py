"""SWOT of a programme's year: statements that point at their figures, measures in the roadmap, the session's votes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import TenantModel, choices_constraint
from mentorship.models import Programme, Project
from reports.swot_enums import Origin, ProposalState, Quadrant, StatementState
from roadmap.models import Activity


class SwotAnalysis(TenantModel):
    """One analysis a year of account. `decisions` are the curator's closing words of the report."""

    programme = models.ForeignKey(
        Programme, verbose_name="программа", on_delete=models.PROTECT, related_name="swot_analyses"
    )
    year = models.PositiveSmallIntegerField("год отчёта")
    drafted_on = models.DateField("черновик составлен", null=True, blank=True)
    decisions = models.TextField("выводы и решения", blank=True)

    class Meta:
        verbose_name = "SWOT-анализ"
        verbose_name_plural = "SWOT-анализы"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "year"], name="reports_swot_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"SWOT-анализ за {self.year} год: {self.programme}"


class SwotStatement(TenantModel):
    """One line of a quadrant, of the whole programme or (`project`) of one form.

    `rule` and `subject` say what drafted it: redrafting finds it by them. `drafted` is the portal's wording and follows
    the figures; `wording` is the curator's own and is never overwritten. `facts` is a list of {label, value, url},
    `quotes` of impersonal words. `former` keeps the facts that the curator last decided on, while `changed_on` is set.
    """

    analysis = models.ForeignKey(SwotAnalysis, on_delete=models.CASCADE, related_name="statements")
    project = models.ForeignKey(
        Project,
        verbose_name="форма наставничества",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    quadrant = models.CharField("часть таблицы", max_length=10, choices=Quadrant.choices)
    origin = models.CharField("откуда", max_length=10, choices=Origin.choices, default=Origin.RULE)
    state = models.CharField(
        "решение", max_length=10, choices=StatementState.choices, default=StatementState.NEW
    )
    rule = models.CharField("правило", max_length=40, blank=True)
    subject = models.CharField("о чём", max_length=200, blank=True)
    drafted = models.TextField("формулировка портала", blank=True)
    wording = models.TextField("формулировка куратора", blank=True)
    figure = models.DecimalField("цифра", max_digits=9, decimal_places=2, null=True, blank=True)
    figure_text = models.CharField("цифра словами", max_length=60, blank=True)
    facts = models.JSONField("основания", default=list, blank=True)
    quotes = models.JSONField("слова участников", default=list, blank=True)
    former = models.JSONField("основания при решении", default=list, blank=True)
    changed_on = models.DateField("цифры изменились", null=True, blank=True)
    is_supported = models.BooleanField("цифры подтверждают", default=True)
    reason = models.CharField("почему убрано", max_length=500, blank=True)
    position = models.PositiveSmallIntegerField("место", default=0)
    votes = models.PositiveIntegerField("голосов", null=True, blank=True)

    class Meta:
        verbose_name = "утверждение SWOT"
        verbose_name_plural = "утверждения SWOT"
        ordering = ["position", "pk"]
        constraints = [
            choices_constraint("quadrant", Quadrant),
            choices_constraint("origin", Origin),
            choices_constraint("state", StatementState),
            models.UniqueConstraint(
                fields=["analysis", "rule", "subject"],
                condition=Q(origin=Origin.RULE, project__isnull=True),
                name="reports_swot_rule_once_whole",
            ),
            models.UniqueConstraint(
                fields=["analysis", "project", "rule", "subject"],
                condition=Q(origin=Origin.RULE, project__isnull=False),
                name="reports_swot_rule_once_form",
            ),
            models.CheckConstraint(
                condition=Q(origin=Origin.RULE) & ~Q(rule="") & ~Q(drafted="")
                | ~Q(origin=Origin.RULE) & Q(rule="") & ~Q(wording=""),
                name="reports_swot_statement_says_something",
            ),
            models.CheckConstraint(
                condition=~Q(state=StatementState.DROPPED) | ~Q(reason=""),
                name="reports_swot_dropped_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:120]

    @property
    def text(self) -> str:
        """What is read: the curator's wording, else the portal's."""
        return self.wording or self.drafted


class SwotMeasure(TenantModel):
    """What is done about a statement: an activity of the roadmap, which keeps its words, day and responsible."""

    statement = models.ForeignKey(SwotStatement, on_delete=models.CASCADE, related_name="measures")
    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "мера по SWOT"
        verbose_name_plural = "меры по SWOT"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.activity)


class SwotSession(TenantModel):
    """A meeting where everybody proposes and votes by phone. The token is made from `key`, its hash lies here.

    Nothing of a person is kept: a device is a random cookie, and only its hash with the session's key is written.
    `sent` counts proposals since `sent_since`: the limit is of the whole session, a hall sits behind one address.
    """

    analysis = models.ForeignKey(SwotAnalysis, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField("название", max_length=200)
    held_on = models.DateField("дата")
    key = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField("закрыта", null=True, blank=True)
    merged_at = models.DateTimeField("перенесена в черновик", null=True, blank=True)
    sent = models.PositiveIntegerField(default=0, editable=False)
    sent_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "SWOT-сессия"
        verbose_name_plural = "SWOT-сессии"
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class SwotProposal(TenantModel):
    """What one phone has proposed; hidden until the curator shows it."""

    session = models.ForeignKey(SwotSession, on_delete=models.CASCADE, related_name="proposals")
    quadrant = models.CharField("часть таблицы", max_length=10, choices=Quadrant.choices)
    text = models.CharField("предложение", max_length=300)
    state = models.CharField(
        "показ", max_length=10, choices=ProposalState.choices, default=ProposalState.HIDDEN
    )
    device = models.CharField(max_length=64, editable=False)
    statement = models.ForeignKey(
        SwotStatement, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals"
    )

    class Meta:
        verbose_name = "предложение сессии"
        verbose_name_plural = "предложения сессии"
        ordering = ["pk"]
        constraints = [
            choices_constraint("quadrant", Quadrant),
            choices_constraint("state", ProposalState),
            models.UniqueConstraint(
                fields=["session", "device", "quadrant", "text"], name="reports_swot_proposal_once"
            ),
        ]
        indexes = [models.Index(fields=["session", "state"], name="reports_swot_proposals")]

    def __str__(self) -> str:
        return self.text


class SwotVote(models.Model):
    """One voice of one phone for one proposal: no stamp, so that it cannot be laid beside a name by its moment."""

    proposal = models.ForeignKey(SwotProposal, on_delete=models.CASCADE, related_name="votes")
    device = models.CharField(max_length=64, editable=False)

    objects = ScopedManager(organization="proposal__organization")

    class Meta:
        verbose_name = "голос"
        verbose_name_plural = "голоса"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "device"], name="reports_swot_vote_once"),
        ]

    def __str__(self) -> str:
        return f"голос за {self.proposal_id}"
