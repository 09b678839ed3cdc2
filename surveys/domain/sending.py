"""Giving a questionnaire to another institution, where it waits as a draft until somebody there publishes it."""

from django.db import transaction

from core import audit
from core.context import inside
from core.errors import DomainError
from core.models import Organization, User
from surveys.domain.drafts import begin_from_file
from surveys.instruments import Instrument
from surveys.models import QuestionnaireDraft
from surveys.selectors.sources import institutions_to_send_to


def send_questionnaire(
    instrument: Instrument, *, source: Organization, target: Organization, actor: User
) -> QuestionnaireDraft:
    """Put a copy of a whole questionnaire into another institution as a draft; its code, keys and topics stay.

    :raises DomainError: `right` when the actor may not edit there, otherwise what `begin_from_file` refuses.
    """
    allowed = {one.pk for one in institutions_to_send_to(actor, other_than=source)}
    if target.pk not in allowed:
        raise DomainError(
            "В этой организации у вас нет права составлять анкеты.", field="organization", code="right"
        )
    with inside(target), transaction.atomic():
        try:
            draft = begin_from_file(instrument, organization=target, actor=actor)
        except DomainError as error:
            message = error.message
            if error.code == "draft":
                message = "Там уже есть черновик этой анкеты: сначала его публикуют или удаляют там."
            elif error.code == "same":
                message = "В той организации такая анкета уже есть."
            raise DomainError(message, field="organization", code=error.code) from None
        draft.sent_from = source.short_name[:200]
        draft.save(update_fields=["sent_from", "updated_at"])
        audit.record(
            "questionnaire.received",
            subject=draft,
            actor=actor,
            organization=target,
            after={"title": draft.title},
            reason=f"Из организации «{source.short_name}»",
        )
    return draft
