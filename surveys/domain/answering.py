"""Taking answers: drafts while a person writes, one response when they send it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import User
from core.prepared import Prepared
from surveys.answer_rows import rows_of
from surveys.codes import code_of
from surveys.domain.ballots import put_ballot
from surveys.domain.feeding import feed
from surveys.domain.feeds import contradictions
from surveys.enums import Anonymity, CampaignState, Gate, ResponseSource
from surveys.instruments import Answers, Errors, complete_answers, validate_answers
from surveys.instruments.fields import RawAnswers
from surveys.models import Answer, Campaign, DraftAnswer, Invitation, Response
from surveys.selectors.candidates import allowed, people_of
from surveys.selectors.gate import gate_of
from surveys.selectors.grounds import may_be_asked
from surveys.selectors.questionnaires import LoadedVersion, load_version
from surveys.selectors.responses import draft_of


class GateClosed(DomainError):
    """The invitation may not be answered now; `gate` says why."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        super().__init__(f"{gate.label}.", code=gate.value)


class IncompleteAnswers(DomainError):
    """Some answers are missing or wrong; `errors` names them by item key."""

    def __init__(self, errors: Errors) -> None:
        self.errors = errors
        super().__init__("Ответьте на отмеченные вопросы.", code="incomplete")


@dataclass(frozen=True)
class Saved:
    """What a saving kept and what it could not keep."""

    answers: Answers
    errors: Errors
    moment: datetime


def save_draft(invitation: Invitation, raw: RawAnswers, *, keys: Collection[str]) -> Saved:
    """Keep the answers to the items named in `keys` as they are now; an emptied one is forgotten.

    Unfinished answers are kept. Wrong ones come back in `errors`, and the last good value stays kept.
    :raises GateClosed: when the link takes no answers now.
    """
    with transaction.atomic():
        locked = _lock_open(invitation)
        _require_links(locked.campaign)
        loaded = load_version(locked.campaign.version)
        earlier = draft_of(locked, loaded)
        people = allowed(people_of(locked, loaded.instrument))
        answers, errors = validate_answers(
            loaded.instrument, raw, keys=keys, earlier=earlier, require=False, people=people
        )
        moment = timezone.now()
        gone = {key for key in keys if key in earlier and key not in answers and key not in errors}
        _write_drafts(locked, loaded, answers, gone=gone, earlier=earlier, moment=moment)
    return Saved(answers, errors, moment)


def save_section(invitation: Invitation, raw: RawAnswers, *, keys: Collection[str]) -> Saved:
    """Keep a whole screen of items and return what is still missing or wrong on it."""
    loaded = load_version(invitation.campaign.version)
    with transaction.atomic():
        saved = save_draft(invitation, raw, keys=keys)
        people = allowed(people_of(invitation, loaded.instrument))
        _, errors = validate_answers(
            loaded.instrument, raw, keys=keys, earlier=draft_of(invitation, loaded), people=people
        )
    return Saved(saved.answers, errors, saved.moment)


def submit_response(invitation: Invitation) -> Response:
    """Turn the draft into a response; sending twice, even at the same moment, gives the same response.

    :raises GateClosed: when the link takes no answers now.
    :raises IncompleteAnswers: when a required answer is missing.
    """
    try:
        with transaction.atomic():
            locked = _lock(invitation)
            _require_links(locked.campaign)
            if locked.done_on is not None:
                return _response_of(locked)
            _require_open(locked)
            loaded = load_version(locked.campaign.version)
            people = allowed(people_of(locked, loaded.instrument))
            answers, errors = complete_answers(loaded.instrument, draft_of(locked, loaded), people=people)
            errors |= contradictions(loaded.instrument, answers)
            if errors:
                raise IncompleteAnswers(errors)
            return _store(locked, loaded, answers, source=ResponseSource.LINK, actor=None)
    except IntegrityError:
        # Unreachable while rows are locked; the unique constraint is the second line of defence.
        return _response_of(invitation)


def submit_last(invitation: Invitation, raw: RawAnswers, *, keys: Collection[str]) -> Response | None:
    """Take the last screen and send the whole at once; None when something is missing or wrong, and nothing is kept.

    The same as :func:`save_section` and :func:`submit_response`, without writing a draft that is read back at once.
    :raises GateClosed: when the link takes no answers now.
    """
    with transaction.atomic():
        locked = _lock(invitation)
        _require_links(locked.campaign)
        if locked.done_on is not None:
            return _response_of(locked)
        _require_open(locked)
        loaded = load_version(locked.campaign.version)
        people = allowed(people_of(locked, loaded.instrument))
        earlier = draft_of(locked, loaded)
        sent, errors = validate_answers(loaded.instrument, raw, keys=keys, earlier=earlier, people=people)
        if errors:
            return None
        whole = {key: value for key, value in earlier.items() if key not in keys} | sent
        answers, errors = complete_answers(loaded.instrument, whole, people=people)
        if errors or contradictions(loaded.instrument, answers):
            return None
        return _store(locked, loaded, answers, source=ResponseSource.LINK, actor=None)


def send_sheet(invitation: Invitation, raw: RawAnswers) -> None:
    """Take the whole anonymous questionnaire at once; sending twice, even at the same moment, changes nothing.

    Only the day is kept of the sending, and beside the person; the answers go into the urn.
    :raises GateClosed: when the link takes no answers now.
    :raises IncompleteAnswers: when an answer is missing or wrong.
    """
    with transaction.atomic():
        locked = _lock(invitation)
        if not locked.campaign.is_anonymous:
            raise DomainError("Этот опрос не анонимный.", code="mode")
        if locked.done_on is not None:
            return
        _require_open(locked)
        answers, errors = validate_answers(load_version(locked.campaign.version).instrument, raw)
        if errors:
            raise IncompleteAnswers(errors)
        put_ballot(locked.campaign, answers)
        _mark_done(locked)


def enter_sheet(campaign: Campaign, raw: RawAnswers, *, actor: User) -> None:
    """Put an anonymous paper sheet into the urn. Whose it is nobody says: as many as people handed in, no more.

    :raises DomainError: outside an open anonymous campaign, or when every handed-in sheet is already there.
    :raises IncompleteAnswers: when an answer is missing or wrong.
    """
    with transaction.atomic():
        locked = Campaign.objects.select_for_update(no_key=True, of=("self",)).get(pk=campaign.pk)
        if not locked.is_anonymous or locked.state != CampaignState.OPEN:
            raise DomainError("Внести лист без имени можно только в открытый анонимный опрос.", code="mode")
        if locked.sheets_entered >= locked.invitations.filter(on_paper=True).count():
            raise DomainError(
                "Все сданные листы уже внесены. Отметьте в списке, кто ещё сдал лист на бумаге.",
                code="sheets",
            )
        answers, errors = validate_answers(load_version(campaign.version).instrument, raw)
        if errors:
            raise IncompleteAnswers(errors)
        put_ballot(locked, answers)
        locked.sheets_entered += 1
        locked.save(update_fields=["sheets_entered"])
        audit.record("response.entered", subject=locked, actor=actor)


@transaction.atomic
def mark_on_paper(invitation: Invitation, *, actor: User) -> Invitation:
    """Note that a person handed in an anonymous paper sheet: their link closes, their answers stay unknown.

    :raises GateClosed: when the person may not answer or has answered.
    """
    locked = _lock_open(invitation)
    if not locked.campaign.is_anonymous:
        raise DomainError("В этом опросе ответы с бумаги вносят на странице человека.", code="mode")
    locked.on_paper = True
    _mark_done(locked)
    audit.record(
        "survey_invitation.on_paper",
        subject=locked.campaign,
        actor=actor,
        after={"person": locked.person.short_name},
    )
    return locked


def enter_paper(invitation: Invitation, raw: RawAnswers, *, actor: User) -> Response:
    """Store what a person wrote on paper, with the same checks; the curator answers for the copying.

    :raises DomainError: without consent, outside an open campaign, or when an answer is already there.
    :raises IncompleteAnswers: when an answer is missing or wrong.
    """
    with transaction.atomic():
        locked = _lock(invitation)
        if locked.done_on is not None:
            raise GateClosed(Gate.DONE)
        _require_links(locked.campaign)
        if locked.campaign.state != CampaignState.OPEN:
            raise DomainError("Опрос не открыт: внести ответы нельзя.", code="not_open")
        if not may_be_asked(locked):
            raise GateClosed(Gate.NO_CONSENT)
        loaded = load_version(locked.campaign.version)
        people = allowed(people_of(locked, loaded.instrument))
        answers, errors = validate_answers(loaded.instrument, raw, people=people)
        errors |= contradictions(loaded.instrument, answers)
        if errors:
            raise IncompleteAnswers(errors)
        return _store(locked, loaded, answers, source=ResponseSource.PAPER, actor=actor)


def _store(
    invitation: Invitation,
    loaded: LoadedVersion,
    answers: Answers,
    *,
    source: ResponseSource,
    actor: User | None,
) -> Response:
    campaign = invitation.campaign
    named = campaign.is_named
    response = Response.objects.create(
        organization_id=campaign.organization_id,
        campaign=campaign,
        mode=campaign.anonymity,
        person=invitation.person if named else None,
        code="" if named else code_of(invitation.person_id, programme_id=campaign.programme_id),
        submitted_on=today(campaign.organization) if named else None,
        source=source if named else ResponseSource.LINK,
        entered_by=actor if named else None,
    )
    Answer.objects.bulk_create(
        rows_of(loaded.instrument, answers, response=response, item_ids=loaded.item_ids)
    )
    DraftAnswer.objects.filter(invitation_id=invitation.pk)._raw_delete(using=connection.alias)
    _mark_done(invitation)
    if named:
        feed(campaign, invitation.person, loaded.instrument, answers, actor=actor)
    if named or source == ResponseSource.PAPER:
        # Without a name the trail keeps no moment of sending: it would stand beside the person for ever.
        audit.record(
            "response.entered" if source == ResponseSource.PAPER else "response.submitted",
            subject=campaign,
            actor=actor,
            after={"person": invitation.person.short_name},
        )
    return response


def _mark_done(invitation: Invitation) -> None:
    day = today(invitation.organization)
    invitation.done_on = day
    invitation.seen_on = invitation.seen_on or day
    invitation.save(update_fields=["done_on", "seen_on", "on_paper"])


def _write_drafts(
    invitation: Invitation,
    loaded: LoadedVersion,
    answers: Answers,
    *,
    gone: Collection[str],
    earlier: Answers,
    moment: datetime,
) -> None:
    changed = {
        key: value for key, value in answers.items() if earlier.get(key) != value or key not in earlier
    }
    DraftAnswer.objects.bulk_create(
        [
            DraftAnswer(invitation=invitation, item_id=loaded.item_ids[key], value=value, saved_at=moment)
            for key, value in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["invitation", "item"],
        update_fields=["value", "saved_at"],
    )
    if gone:
        invitation.drafts.filter(item_id__in=[loaded.item_ids[key] for key in gone]).delete()


# What a campaign is asked of while answers are kept or sent is its window and its mode.
_NOT_ASKED = ("title", "audience", "category", "group", "pair", "reminds", "phase", "sheets_entered")
_LOCKED = Prepared(
    lambda pk: (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("campaign")
        .defer(*(f"campaign__{name}" for name in _NOT_ASKED))
        .filter(pk=pk)
        .order_by()
    )
)


def _lock(invitation: Invitation) -> Invitation:
    """The invitation and its campaign as they are now, held; what never changes is taken from what is known."""
    found = _LOCKED(invitation.pk)
    if not found:
        raise Invitation.DoesNotExist
    locked: Invitation = found[0]
    _take_over(invitation, locked, ("organization", "person"))
    _take_over(invitation.campaign, locked.campaign, ("organization", "programme", "version"))
    return locked


def _take_over(known: Any, fresh: Any, names: tuple[str, ...]) -> None:
    """Objects that `known` has read already, where the row still points to them; others are read when asked for."""
    for name in names:
        field = known._meta.get_field(name)
        if field.is_cached(known) and getattr(known, field.attname) == getattr(fresh, field.attname):
            field.set_cached_value(fresh, field.get_cached_value(known))


def _require_open(invitation: Invitation) -> None:
    gate = gate_of(invitation)
    if gate != Gate.OPEN:
        raise GateClosed(gate)


def _lock_open(invitation: Invitation) -> Invitation:
    locked = _lock(invitation)
    _require_open(locked)
    return locked


def _require_links(campaign: Campaign) -> None:
    """Drafts and single responses hang on somebody: an anonymous campaign has neither."""
    if campaign.anonymity == Anonymity.ANONYMOUS:
        raise DomainError("В анонимном опросе анкету отправляют целиком.", code="mode")


def _response_of(invitation: Invitation) -> Response:
    campaign = invitation.campaign
    mine = (
        Q(person_id=invitation.person_id)
        if campaign.is_named
        else Q(code=code_of(invitation.person_id, programme_id=campaign.programme_id))
    )
    found: Any = Response.objects.get(mine, campaign_id=campaign.pk)
    return found
