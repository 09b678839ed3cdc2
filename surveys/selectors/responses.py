"""Reading drafts and submitted responses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from core.enums import Role
from core.models import Membership
from surveys.answer_rows import answers_from_rows
from surveys.codes import code_of
from surveys.enums import Anonymity, ItemKind
from surveys.instruments import Answers, ChoiceOptions, Item, MatrixOptions, RankingOptions
from surveys.instruments.schema import OTHER
from surveys.models import Invitation, Response
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


def read_draft(invitation: Invitation, loaded: LoadedVersion) -> Draft:
    """Return the draft of an invitation in one query."""
    keys = {pk: key for key, pk in loaded.item_ids.items()}
    rows = list(invitation.drafts.order_by().values_list("item_id", "value", "saved_at"))
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
    sections = []
    for section in instrument.sections:
        shown = tuple(
            _shown(item, answers[item.key], psychologist=psychologist)
            for item in section.items
            if item.key in answers
        )
        if shown:
            sections.append(ShownSection(section.title, shown))
    return sections


def _shown(item: Item, value: Any, *, psychologist: bool) -> ShownAnswer:
    if item.psychologist_only and not psychologist:
        return ShownAnswer(item.text, (HIDDEN,), withheld=True)
    return ShownAnswer(item.text, tuple(in_words(item, value)))


def in_words(item: Item, value: Any) -> list[str]:
    """Return a canonical answer as lines of Russian text."""
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
    if item.kind == ItemKind.DATE:
        year, month, day = value.split("-")
        return [f"{day}.{month}.{year}"]
    if item.kind == ItemKind.NUMBER:
        unit = getattr(options, "unit", "")
        return [f"{str(value).replace('.', ',')}\u00a0{unit}" if unit else str(value).replace(".", ",")]
    return str(value).split("\n")
