"""Taking questionnaires into an institution and freezing their versions."""

from django.db import transaction
from django.utils import timezone

from core import audit
from core.errors import DomainError
from core.models import Organization, User
from surveys.instruments import Instrument, fingerprint
from surveys.instruments.export import condition_to_dict
from surveys.instruments.options import write_options
from surveys.instruments.scoring import write_scoring
from surveys.models import Item, Questionnaire, QuestionnaireVersion, Section
from surveys.selectors.questionnaires import bank, version_of_choice


@transaction.atomic
def adopt_instrument(
    instrument: Instrument, *, organization: Organization, actor: User | None, by_portal: bool = False
) -> QuestionnaireVersion:
    """Return the version of an institution's questionnaire with this content, made if there is none yet.

    The same content never makes a second version; a changed one makes the next number, but a validated scale is only
    changed by its authors: `by_portal` says that the content comes with the portal itself.
    """
    questionnaire, _ = Questionnaire.objects.select_for_update().get_or_create(
        organization=organization,
        code=instrument.code,
        defaults={"title": instrument.title, "purpose": instrument.purpose, "role": instrument.role},
    )
    if (questionnaire.purpose, questionnaire.role) != (instrument.purpose, instrument.role):
        raise DomainError("Анкета с таким кодом уже есть, и у неё другое назначение.", code="purpose")
    mark = fingerprint(instrument)
    found = questionnaire.versions.filter(fingerprint=mark).first()
    if found:
        return found
    latest = questionnaire.versions.order_by("-number").first()
    if latest is not None and latest.locked and not by_portal:
        raise DomainError(
            "Под этим кодом проверенная шкала: её слова и порядок не меняют. Дайте анкете другой код.",
            code="locked",
        )
    version = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire,
        number=latest.number + 1 if latest else 1,
        title=instrument.title,
        intro=instrument.intro,
        thanks=instrument.thanks,
        minutes=instrument.minutes,
        source=instrument.source,
        confidence=instrument.confidence,
        scoring=write_scoring(instrument.scoring) if instrument.scoring else None,
        locked=instrument.locked,
        fingerprint=mark,
    )
    _write_items(version, instrument)
    audit.record(
        "questionnaire.version",
        subject=questionnaire,
        actor=actor,
        after={"number": version.number, "title": version.title},
    )
    return version


def adopt_from_bank(code: str, *, organization: Organization, actor: User | None) -> QuestionnaireVersion:
    """Return an institution's version of a questionnaire of the bank.

    :raises DomainError: when the bank has no such code.
    """
    instrument = bank().get(code)
    if instrument is None:
        raise DomainError("Такой анкеты в портале нет.", field="questionnaire", code="unknown")
    return adopt_instrument(instrument, organization=organization, actor=actor, by_portal=True)


def take_for_campaign(choice: str, *, organization: Organization, actor: User | None) -> QuestionnaireVersion:
    """Return the version that a new campaign asks: «v12» of the institution itself, else a code of the bank.

    :raises DomainError: when there is none.
    """
    version = version_of_choice(organization, choice)
    return version or adopt_from_bank(choice, organization=organization, actor=actor)


def freeze_version(version: QuestionnaireVersion) -> QuestionnaireVersion:
    """Forbid every further change of a version, in the database too; freezing twice does nothing."""
    moment = timezone.now()
    if QuestionnaireVersion.objects.filter(pk=version.pk, frozen_at__isnull=True).update(frozen_at=moment):
        version.frozen_at = moment
    else:
        version.refresh_from_db(fields=["frozen_at"])
    return version


def _write_items(version: QuestionnaireVersion, instrument: Instrument) -> None:
    position = 0
    for place, part in enumerate(instrument.sections, start=1):
        section = Section.objects.create(
            version=version, key=part.key, title=part.title, intro=part.intro, position=place
        )
        rows = []
        for item in part.items:
            position += 1
            rows.append(
                Item(
                    version=version,
                    section=section,
                    key=item.key,
                    kind=item.kind,
                    text=item.text,
                    hint=item.hint,
                    short=item.short,
                    topic=item.topic,
                    polarity=item.polarity,
                    required=item.required,
                    personal=item.personal,
                    psychologist_only=item.psychologist_only,
                    feeds=item.feeds,
                    options=write_options(item),
                    show_if=condition_to_dict(item.show_if) if item.show_if else None,
                    position=position,
                )
            )
        Item.objects.bulk_create(rows)
