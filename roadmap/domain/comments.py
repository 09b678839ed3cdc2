"""Words about an activity. Their author corrects them for a day; what is deleted leaves its place and its trace."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.context import current
from core.errors import DomainError
from core.models import User
from roadmap.domain.activities import tell
from roadmap.models import Activity, ActivityComment
from roadmap.permissions import MANAGE_ROADMAP

EDIT_TIME = timedelta(hours=24)
LONGEST = 4000


def add_comment(activity: Activity, *, author: User, text: str) -> ActivityComment:
    """Raises DomainError for no words and for more than 4000 characters."""
    words = _checked(text)
    with transaction.atomic():
        comment = ActivityComment.objects.create(activity=activity, author=author, text=words)
        tell("activity.commented", activity, author, after={"comment": str(comment)})
    return comment


def may_edit(comment: ActivityComment, user: User) -> bool:
    """The author within a day of writing."""
    fresh = timezone.now() - comment.created_at <= EDIT_TIME
    return comment.author_id == user.pk and comment.deleted_at is None and fresh


def may_delete(comment: ActivityComment, user: User) -> bool:
    """The author within a day, whoever leads the roadmap at any time."""
    membership = current().membership
    leads = membership is not None and MANAGE_ROADMAP.allows(membership)
    return comment.deleted_at is None and (leads or may_edit(comment, user))


def edit_comment(comment: ActivityComment, *, actor: User, text: str) -> ActivityComment:
    if not may_edit(comment, actor):
        raise DomainError("Исправить комментарий может его автор в течение суток.", code="closed")
    words = _checked(text)
    if words != comment.text:
        with transaction.atomic():
            before, comment.text = comment.text, words
            comment.edited_at = timezone.now()
            comment.save(update_fields=["text", "edited_at", "updated_at"])
            tell("activity.comment_edited", comment.activity, actor, before={"comment": before[:300]},
                 after={"comment": words[:300]})  # fmt: skip
    return comment


def delete_comment(comment: ActivityComment, *, actor: User) -> ActivityComment:
    if not may_delete(comment, actor):
        raise DomainError("Удалить комментарий может его автор в течение суток или куратор.", code="closed")
    with transaction.atomic():
        comment.text, comment.deleted_at, comment.deleted_by = "", timezone.now(), actor
        comment.save(update_fields=["text", "deleted_at", "deleted_by", "updated_at"])
        tell("activity.comment_deleted", comment.activity, actor)
    return comment


def _checked(text: str) -> str:
    words = text.replace("\x00", "").strip()
    if not words:
        raise DomainError("Напишите комментарий.", field="text")
    if len(words) > LONGEST:
        raise DomainError(f"Комментарий длиннее {LONGEST} знаков.", field="text")
    return words
