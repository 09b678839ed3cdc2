"""Reading drafts and submitted responses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from core.enums import Role
from core.models import Membership
from core.prepared import Prepared
from mentorship.models import Person
from surveys.answer_rows import answers_from_rows
from surveys.codes import code_of
from surveys.enums import Anonymity, ItemKind
from surveys.instruments import Answers, ChoiceOptions, Instrument, Item, MatrixOptions, RankingOptions
from surveys.instruments.schema import OTHER
from surveys.models import DraftAnswer, Invitation, Response
from surveys.selectors.questionnaires import LoadedVersion, load_version

HIDDEN = "Видит только педагог-психолог"


@dataclass(frozen=True)
class ShownAnswer:
    """An answer in words; `withheld` when the viewer may not read it."""

    question: str
    lines: tuple[str, ...]
    withheld: bool = False


@dataclass(frozen=True)
class ShownSection:
    title: str
    answers: tuple[ShownAnswer, ...]


@dataclass(frozen=True)
class Draft:
    """Canonical answers kept so far, and when the last of them was (None: nothing is kept)."""

    answers: Answers
    saved_at: datetime | None


_DRAFTS = Prepared(
    lambda invitation: (
        DraftAnswer.objects.filter(invitation_id=invitation)
        .order_by()
        .values_list("item_id", "value", "saved_at")
    )
)


def read_draft(invitation: Invitation, loaded: LoadedVersion) -> Draft:
    """Return the draft of an invitation in one query."""
    keys = {pk: key for key, pk in loaded.item_ids.items()}
    rows = _DRAFTS(invitation.pk)
    return Draft(
        {keys[pk]: value for pk, value, _ in rows}, max((saved for _, _, saved in rows), default=None)
    )


def draft_of(invitation: Invitation, loaded: LoadedVersion) -> Answers:
    """Return the canonical answers kept so far."""
    return read_draft(invitation, loaded).answers


def responses_about(person_id: int) -> Q:
    """Return what finds the responses of a person: with the name, and with the codes of confidential campaigns.

    Anonymous ones are nobody's. Only a person's own rights (their archive, erasure, merged cards) ask for this.
    """
    programmes = set(
        Invitation.objects.filter(
            person_id=person_id, campaign__anonymity=Anonymity.CONFIDENTIAL
        ).values_list("campaign__programme_id", flat=True)
    )
    codes = [code_of(person_id, programme_id=programme) for programme in sorted(programmes)]
    return Q(person_id=person_id) | Q(code__in=codes) if codes else Q(person_id=person_id)


def response_of(invitation: Invitation) -> Response | None:
    """Return the submitted response of a named campaign; without a name there is none to show."""
    return (
        Response.objects.select_related("campaign__version__questionnaire", "person", "entered_by")
        .filter(campaign_id=invitation.campaign_id, person_id=invitation.person_id, mode=Anonymity.NAMED)
        .first()
    )


def shown_answers(response: Response, *, membership: Membership) -> list[ShownSection]:
    """Return the whole response in words, by sections; what is for the psychologist alone is withheld."""
    instrument = load_version(response.campaign.version).instrument
    answers = answers_from_rows(instrument, response.answers.select_related("item").order_by("pk"))
    psychologist = membership.role == Role.PSYCHOLOGIST
    names = names_in(instrument, answers)
    sections = []
    for section in instrument.sections:
        shown = tuple(
            _shown(item, answers[item.key], psychologist=psychologist, names=names)
            for item in section.items
            if item.key in answers
        )
        if shown:
            sections.append(ShownSection(section.title, shown))
    return sections


def names_in(instrument: Instrument, answers: Answers) -> dict[str, str]:
    """Return the names of the people chosen in the answers, by id; no query where nobody is."""
    chosen = {
        who
        for item in instrument.questions()
        if item.kind == ItemKind.PERSON
        for who in answers.get(item.key, [])
    }
    if not chosen:
        return {}
    return {str(person.pk): str(person) for person in Person.everything.filter(pk__in=chosen)}


def _shown(item: Item, value: Any, *, psychologist: bool, names: Mapping[str, str]) -> ShownAnswer:
    if item.psychologist_only and not psychologist:
        return ShownAnswer(item.text, (HIDDEN,), withheld=True)
    return ShownAnswer(item.text, tuple(in_words(item, value, names=names)))


def in_words(item: Item, value: Any, *, names: Mapping[str, str] | None = None) -> list[str]:
    """Return a canonical answer as lines of Russian text; `names` are those of chosen people by id."""
    options = item.options
    if isinstance(value, bool):
        return ["Да" if value else "Нет"]
    if isinstance(options, ChoiceOptions):
        labels = {choice.code: choice.label for choice in options.choices}
        labels[OTHER] = value["other"] or options.other_label
        return [labels.get(code, code) for code in value["codes"]]
    if isinstance(options, MatrixOptions):
        columns = {choice.code: choice.label for choice in options.columns}
        return [
            f"{row.label}: {columns.get(value[row.code], '')}" for row in options.rows if row.code in value
        ]
    if isinstance(options, RankingOptions):
        labels = {choice.code: choice.label for choice in options.choices}
        ordered = sorted(value.items(), key=lambda pair: pair[1])
        return [f"{place}. {labels.get(code, code)}" for code, place in ordered]
    if item.kind == ItemKind.PERSON:
        told = [(names or {}).get(who, "человек удалён") for who in value]
        return [f"{place}. {name}" for place, name in enumerate(told, start=1)] if len(told) > 1 else told
    if item.kind == ItemKind.DATE:
        year, month, day = value.split("-")
        return [f"{day}.{month}.{year}"]
    if item.kind == ItemKind.NUMBER:
        unit = getattr(options, "unit", "")
        return [f"{str(value).replace('.', ',')}\u00a0{unit}" if unit else str(value).replace(".", ",")]
    return str(value).split("\n")
