"""Long work: what a person may see of it."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.enums import JobState, Role
from core.models import Job, Membership, User

TOLD_FOR = timedelta(minutes=10)
LIVE = (JobState.QUEUED, JobState.RUNNING)


def jobs_visible_to(membership: Membership) -> QuerySet[Job]:
    """A director sees all jobs of the organisation, others what they began themselves."""
    jobs = Job.objects.select_related("owner", "result_file")
    if membership.role in {Role.DIRECTOR, Role.ADMINISTRATOR}:
        return jobs
    return jobs.filter(owner_id=membership.user_id)


def jobs_to_tell(user: User, *, seen: list[int], limit: int = 3) -> list[Job]:
    """Own jobs that run, or ended within ten minutes and were not looked at; newest first, one query."""
    recent = Q(state__in=LIVE) | Q(finished_at__gte=timezone.now() - TOLD_FOR)
    return list(Job.objects.filter(recent, owner=user).exclude(pk__in=seen).order_by("-pk")[:limit])
