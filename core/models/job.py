"""Long work: one row per job is the truth, a broker message is only a wake-up call."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.enums import JobState, MessageLevel
from core.models.base import TenantModel, choices_constraint


class Job(TenantModel):
    """One piece of long work. `key` makes it happen once: two live jobs of one key cannot exist.

    A worker that runs it holds `lease` and renews `heartbeat_at`; when that is older than
    `settings.JOB_LEASE_SECONDS` the worker is dead and the job is sent again. `params` are primitive values.
    """

    kind = models.CharField("вид", max_length=60)
    key = models.CharField("ключ", max_length=200, blank=True)
    title = models.CharField("название", max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто начал",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    params = models.JSONField(default=dict, blank=True)
    state = models.CharField("состояние", max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    done = models.PositiveIntegerField("сделано", default=0)
    total = models.PositiveIntegerField("всего", default=0)
    note = models.CharField("сейчас", max_length=300, blank=True)
    error = models.TextField("ошибка", blank=True)
    result_url = models.CharField("итог", max_length=300, blank=True)
    result_file = models.ForeignKey(
        "core.StoredFile",
        verbose_name="файл",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    cancel_requested = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField("попыток", default=0)
    lease = models.CharField(max_length=32, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    dispatched_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField("начато", null=True, blank=True)
    finished_at = models.DateTimeField("закончено", null=True, blank=True)

    class Meta:
        verbose_name = "задание"
        verbose_name_plural = "задания"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "dispatched_at"], name="core_job_waiting")]
        constraints = [
            choices_constraint("state", JobState),
            models.UniqueConstraint(
                fields=["organization", "kind", "key"],
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING]) & ~Q(key=""),
                name="core_job_live_key_once",
            ),
            models.CheckConstraint(
                condition=Q(total=0) | Q(done__lte=models.F("total")), name="core_job_done_le_total"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_live(self) -> bool:
        return self.state in {JobState.QUEUED, JobState.RUNNING}

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0


class JobMessage(models.Model):
    """What a job has to tell: a failed item with its reason, a warning, a remark."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="messages")
    at = models.DateTimeField(auto_now_add=True)
    level = models.CharField(max_length=10, choices=MessageLevel.choices)
    subject = models.CharField("о чём", max_length=200, blank=True)
    text = models.TextField("сообщение")

    objects = ScopedManager(organization="job__organization")

    class Meta:
        ordering = ["pk"]
        constraints = [choices_constraint("level", MessageLevel)]

    def __str__(self) -> str:
        return self.text
