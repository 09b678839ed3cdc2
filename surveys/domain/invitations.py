"""Inviting people, and the life of their links."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import User
from mentorship.models import Person
from surveys.domain.tokens import hash_token, new_key, token_for
from surveys.enums import CampaignState
from surveys.models import Campaign, ChosenCode, Invitation

_BATCH = 500


@transaction.atomic
def invite_people(campaign: Campaign, people: Iterable[Person], *, actor: User | None) -> int:
    """Invite people, each once; returns how many are new. Doing it twice changes nothing.

    :raises DomainError: when the campaign is closed.
    """
    chosen = list(people)
    if any(person.organization_id != campaign.organization_id for person in chosen):
        raise DomainError("Пригласить можно только людей своей организации.", code="organization")
    count = add_invitations(campaign, [person.pk for person in chosen])
    if count:
        audit.record("campaign.invited", subject=campaign, actor=actor, after={"people": count})
    return count


def add_invitations(campaign: Campaign, people: Collection[int]) -> int:
    """Make the invitations that are not there yet for people of the campaign's institution, inside a transaction.

    :raises DomainError: when the campaign is closed.
    """
    locked = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if locked.state == CampaignState.CLOSED:
        raise DomainError("Опрос завершён. Чтобы пригласить ещё, откройте его снова.", code="closed")
    already = set(campaign.invitations.filter(person_id__in=people).values_list("person_id", flat=True))
    rows = []
    for person in dict.fromkeys(people):
        if person in already:
            continue
        key = new_key()
        rows.append(
            Invitation(
                organization_id=campaign.organization_id,
                campaign=campaign,
                person_id=person,
                key=key,
                token_hash=hash_token(token_for(key)),
            )
        )
    Invitation.objects.bulk_create(rows, batch_size=_BATCH)
    return len(rows)


@transaction.atomic
def leave_out(campaign: Campaign, people: Iterable[Person], *, actor: User | None) -> int:
    """Take people out of a campaign by hand, before it opens or while it goes; returns how many.

    The rule does not bring them in again. Who has answered stays: the answer is there.
    """
    chosen = list(people)
    invite_people(campaign, chosen, actor=actor)
    rows = campaign.invitations.filter(
        person__in=chosen, done_on__isnull=True, revoked_on__isnull=True
    ).select_related("organization", "person", "campaign")
    return sum(1 for row in rows if revoke_invitation(row, actor=actor).revoked_on)


@transaction.atomic
def bring_in(campaign: Campaign, people: Iterable[Person], *, actor: User | None) -> int:
    """Invite people by hand, whatever the rule says, also those who were taken out before; returns how many."""
    chosen = list(people)
    count = invite_people(campaign, chosen, actor=actor)
    rows = campaign.invitations.filter(
        person__in=chosen, done_on__isnull=True, revoked_on__isnull=False
    ).select_related("organization", "person", "campaign")
    return count + sum(1 for row in rows if renew_link(row, actor=actor).revoked_on is None)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, actor: User | None) -> Invitation:
    """Take an invitation back: its link stops working at once. An answered one stays as it is."""
    locked = _lock(invitation)
    if locked.done_on is not None:
        raise DomainError("Ответ уже получен, отзывать нечего.", code="done")
    if locked.revoked_on is None:
        locked.revoked_on = today(locked.organization)
        locked.save(update_fields=["revoked_on"])
        locked.drafts.all().delete()
        _record("survey_invitation.revoked", locked, actor)
    return locked


@transaction.atomic
def renew_link(invitation: Invitation, *, actor: User | None) -> Invitation:
    """Give a new link instead of the old one, which stops working; a revoked invitation is given back."""
    locked = _lock(invitation)
    if locked.done_on is not None:
        raise DomainError("Ответ уже получен, новая ссылка не нужна.", code="done")
    locked.key = new_key()
    locked.token_hash = hash_token(token_for(locked.key))
    locked.revoked_on = None
    locked.save(update_fields=["key", "token_hash", "revoked_on"])
    ChosenCode.objects.filter(invitation=locked).delete()
    _record("survey_invitation.renewed", locked, actor)
    return locked


def note_opening(invitation: Invitation, *, day: date) -> None:
    """Remember the first day on which the link was opened."""
    if invitation.seen_on is None:
        Invitation.objects.filter(pk=invitation.pk, seen_on__isnull=True).update(seen_on=day)
        invitation.seen_on = day


def _lock(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organization", "person", "campaign")
        .get(pk=invitation.pk)
    )


def _record(action: str, invitation: Invitation, actor: User | None) -> None:
    """The trail names the person and the campaign, never the link."""
    audit.record(
        action, subject=invitation.campaign, actor=actor, after={"person": invitation.person.short_name}
    )
