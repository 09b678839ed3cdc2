"""Reading questionnaires: rows of the database as an instrument."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.models import Organization
from surveys.enums import ItemKind, Purpose, Role
from surveys.instruments import Instrument, PersonOptions, instrument_from_dict, load_bank
from surveys.instruments.reading import FORMAT
from surveys.models import Item, QuestionnaireVersion


@dataclass(frozen=True)
class LoadedVersion:
    """A version ready for use: its instrument and the database ids of its items by key."""

    instrument: Instrument
    item_ids: dict[str, int]


_frozen: dict[tuple[int, str], LoadedVersion] = {}
_KEPT = 200


def load_version(version: QuestionnaireVersion) -> LoadedVersion:
    """Return a version with its instrument; a frozen one is read from the database once in a process."""
    if version.frozen_at is None:
        return _read_version(version)
    # The moment of freezing tells apart versions of one number in databases that follow each other.
    place = (version.pk, version.frozen_at.isoformat())
    if place not in _frozen:
        if len(_frozen) >= _KEPT:
            _frozen.pop(next(iter(_frozen)))
        _frozen[place] = _read_version(version)
    return _frozen[place]


def _read_version(version: QuestionnaireVersion) -> LoadedVersion:
    items: dict[int, list[Item]] = {}
    ids: dict[str, int] = {}
    for item in version.items.order_by("position"):
        items.setdefault(item.section_id, []).append(item)
        ids[item.key] = item.pk
    data: dict[str, Any] = {
        "format": FORMAT,
        "code": version.questionnaire.code,
        "title": version.title,
        "purpose": version.questionnaire.purpose,
        "role": version.questionnaire.role,
        "intro": version.intro,
        "thanks": version.thanks,
        "minutes": version.minutes,
        "source": version.source,
        "confidence": version.confidence,
        "scoring": version.scoring,
        "locked": version.locked,
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "intro": section.intro,
                "items": [_item_data(item) for item in items.get(section.pk, [])],
            }
            for section in version.sections.order_by("position")
        ],
    }
    return LoadedVersion(instrument_from_dict(data), ids)


def _item_data(item: Item) -> dict[str, Any]:
    names = ("key", "kind", "text", "hint", "short", "topic", "polarity", "required", "personal")
    data = {name: getattr(item, name) for name in (*names, "psychologist_only", "feeds")}
    if item.show_if is not None:
        data["show_if"] = item.show_if
    return data | item.options


@lru_cache(maxsize=1)
def bank() -> dict[str, Instrument]:
    """Return the instruments that the portal ships with, by code; the files are read once in a process."""
    return {instrument.code: instrument for instrument in load_bank()}


def latest_version(organization: Organization, code: str) -> QuestionnaireVersion | None:
    """The version of an institution's questionnaire with the greatest number, None when it has none."""
    return (
        QuestionnaireVersion.objects.filter(
            questionnaire__organization=organization, questionnaire__code=code
        )
        .select_related("questionnaire")
        .order_by("-number")
        .first()
    )


def own_versions(organization: Organization) -> list[QuestionnaireVersion]:
    """The last version that the institution itself has published of each questionnaire, by title."""
    published = QuestionnaireVersion.objects.filter(
        questionnaire__organization=organization, publication__isnull=False
    )
    last = {one.questionnaire_id: one for one in published.select_related("questionnaire").order_by("number")}
    return sorted(last.values(), key=lambda one: (one.title, one.pk))


def own_to_ask(organization: Organization) -> list[tuple[QuestionnaireVersion, Instrument]]:
    """The same with their questions, for a new campaign."""
    return [(version, load_version(version).instrument) for version in own_versions(organization)]


def instrument_of_choice(organization: Organization, choice: str) -> Instrument | None:
    """What a new campaign was told to ask: «v12» is a version of the institution, anything else a code of the bank."""
    version = version_of_choice(organization, choice)
    return load_version(version).instrument if version else bank().get(choice)


def version_of_choice(organization: Organization, choice: str) -> QuestionnaireVersion | None:
    """The institution's version that «v12» names, None when it is not one of those offered."""
    if not choice.startswith("v") or not (choice[1:].isascii() and choice[1:].isdecimal()):
        return None
    return next((one for one in own_versions(organization) if str(one.pk) == choice[1:]), None)


def is_offered(instrument: Instrument) -> bool:
    """Whether a campaign can put it before people: who is to be chosen in it must be of the other side of a pair."""
    sides = (Role.MENTEE, Role.MENTOR)
    return all(
        instrument.role in sides and item.options.role in sides and item.options.role != instrument.role
        for item in instrument.items
        if isinstance(item.options, PersonOptions)
    )


def nameless_obstacle(instrument: Instrument) -> str:
    """Return why the questionnaire cannot be answered without a name, «» when it can."""
    if instrument.purpose != Purpose.GENERAL:
        return "Ответы на эту анкету нужны с именем: по ним портал подбирает пару или помогает ей."
    if any(item.kind == ItemKind.PERSON or item.personal or item.feeds for item in instrument.items):
        return "В анкете есть вопросы о самом человеке: без имени её проводить нельзя."
    return ""
