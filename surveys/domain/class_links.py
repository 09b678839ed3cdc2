"""One link for a class: shown on the board, it asks for the personal code and leads to one's own questionnaire.

The link has 130 bits like a personal one, a printed code 12 digits (40 bits). Wrong codes are counted for the link as
a whole, never for an address of the network: a class sits behind one. After `WRONG_MOST` of them in `SPAN` the link
rests; personal links go on working. So a year of guessing behind one link meets a class of thirty with a chance of
about 1 : 10 000 (docs/decisions/176-class-link.md), and thirty pupils with two slips each never reach the limit.
"""

from __future__ import annotations

import hmac
import re
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_scopes import scopes_disabled

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import User
from surveys.domain.tokens import hash_token, is_token, new_key, token_for
from surveys.enums import CampaignState
from surveys.models import Campaign, ChosenCode, ClassLink, Invitation

CODE_DIGITS = 12
CHOSEN_LEAST = 10
CHOSEN_MOST = 40
WRONG_MOST = 90
SPAN = timedelta(minutes=15)
_NOT_CODE = re.compile(r"[\W_]+")


class Resting(DomainError):
    """Too many wrong codes: the link takes none for a while."""

    def __init__(self) -> None:
        super().__init__(
            "Слишком много неверных кодов. Подождите 15 минут или откройте личную ссылку с карточки.",
            code="resting",
        )


def open_class_link(
    campaign: Campaign, *, group: str = "", expires_on: date | None = None, actor: User | None
) -> ClassLink:
    """Give a class a new link; the one that it had stops working.

    :raises DomainError: when the campaign is closed, or nobody of the group is invited.
    """
    if campaign.state == CampaignState.CLOSED:
        raise DomainError("Опрос завершён: ссылка никуда бы не привела.", code="closed")
    if group and not campaign.invitations.filter(person__group=group).exists():
        raise DomainError("Из этой группы никто не приглашён.", field="group", code="group")
    key = new_key()
    with transaction.atomic():
        Campaign.objects.select_for_update(no_key=True, of=("self",)).get(pk=campaign.pk)
        _revoke(campaign, group)
        made = ClassLink.objects.create(
            organization_id=campaign.organization_id,
            campaign=campaign,
            group=group,
            key=key,
            token_hash=hash_token(class_token(key)),
            expires_on=expires_on,
        )
        audit.record("campaign.class_link", subject=campaign, actor=actor, after={"group": str(made)})
    return made


@transaction.atomic
def close_class_link(link: ClassLink, *, actor: User | None) -> None:
    """Take a class's link back; personal links and answers stay."""
    if _revoke(link.campaign, link.group):
        audit.record(
            "campaign.class_link_closed", subject=link.campaign, actor=actor, after={"group": str(link)}
        )


def class_token(key: str) -> str:
    """The token of a class's link; another one than that of an invitation with the same key."""
    return token_for(f"class:{key}")


def find_class_link(token: str) -> ClassLink | None:
    """The link in force of whatever institution, or None: who comes by it is nobody in particular."""
    if not is_token(token):
        return None
    with scopes_disabled():
        found: ClassLink | None = (
            ClassLink.objects.select_related("organization", "campaign__organization", "campaign__programme")
            .filter(token_hash=hash_token(token), revoked_on__isnull=True)
            .first()
        )
    if found is None or (found.expires_on is not None and today(found.organization) > found.expires_on):
        return None
    return found


def code_of(invitation: Invitation) -> str:
    """The printed code, «1234 5678 9012»; a new link brings a new code."""
    digits = _printed(invitation.key)
    return " ".join(digits[place : place + 4] for place in range(0, CODE_DIGITS, 4))


@transaction.atomic
def choose_code(invitation: Invitation, code: str, *, actor: User | None) -> None:
    """Let somebody enter by a code of the teacher's choice as well. Only a keyed hash of it is kept.

    :raises DomainError: for a code that is too short, is the name, or is somebody else's in this campaign.
    """
    plain = plain_code(code)
    if not CHOSEN_LEAST <= len(plain) <= CHOSEN_MOST:
        raise DomainError(
            f"Код — от {CHOSEN_LEAST} до {CHOSEN_MOST} букв и цифр.", field="code", code="length"
        )
    person = invitation.person
    known = [
        plain_code(word) for word in (person.last_name, person.first_name, person.full_name, person.group)
    ]
    if len(set(plain)) < 4 or any(word and word in plain for word in known):
        raise DomainError(
            "Такой код легко угадать: не берите имя, группу и повторы.", field="code", code="weak"
        )
    digest = _digest(invitation.campaign_id, plain)
    try:
        with transaction.atomic():
            ChosenCode.objects.update_or_create(
                invitation=invitation, defaults={"campaign_id": invitation.campaign_id, "digest": digest}
            )
    except IntegrityError as error:
        raise DomainError("Такой код уже есть у другого.", field="code", code="taken") from error
    audit.record(
        "survey_invitation.code_chosen",
        subject=invitation.campaign,
        actor=actor,
        after={"person": person.short_name},
    )


def redeem(link: ClassLink, code: str) -> Invitation | None:
    """The invitation of a code, None for a wrong one. Every wrong one is counted.

    :raises Resting: when the link has seen too many wrong codes; a right one is not told then either.
    """
    moment = timezone.now()
    with transaction.atomic():
        locked = ClassLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
        if locked.wrong_since is None or moment - locked.wrong_since >= SPAN:
            locked.wrong, locked.wrong_since = 0, moment
        if locked.wrong >= WRONG_MOST:
            raise Resting
        found = _find(locked, plain_code(code))
        if found is None:
            locked.wrong += 1
            locked.save(update_fields=["wrong", "wrong_since"])
    return found


def plain_code(code: str) -> str:
    """Letters and digits alone, in lower case: spaces and hyphens of a card do not matter."""
    return _NOT_CODE.sub("", code.casefold().replace("ё", "е"))[: CHOSEN_MOST + 1]


def _find(link: ClassLink, plain: str) -> Invitation | None:
    rows = Invitation.objects.filter(campaign_id=link.campaign_id, revoked_on__isnull=True).exclude(key="")
    if link.group:
        rows = rows.filter(person__group=link.group)
    chosen = rows.filter(chosen_code__digest=_digest(link.campaign_id, plain)).first()
    if chosen is not None or not re.fullmatch(rf"[0-9]{{{CODE_DIGITS}}}", plain):
        return chosen
    found = None
    for row in rows.only("pk", "key"):
        # All are compared, so that the time tells nothing of the place.
        if hmac.compare_digest(_printed(row.key), plain):
            found = row
    return rows.select_related("organization").get(pk=found.pk) if found else None


def _printed(key: str) -> str:
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"surveys.code:{key}".encode(), "sha256")
    return f"{int.from_bytes(digest[:16]) % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def _digest(campaign_id: int, plain: str) -> str:
    return salted_hmac("surveys.chosen_code", f"{campaign_id}:{plain}", algorithm="sha256").hexdigest()


def _revoke(campaign: Campaign, group: str) -> int:
    old = ClassLink.objects.filter(campaign=campaign, group=group, revoked_on__isnull=True)
    return int(old.update(revoked_on=today(campaign.organization)))
