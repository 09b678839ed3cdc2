"""Questionnaires as values: schema, YAML, conditions and the checking of answers.

Nothing here knows the database, a request or a template, so that a questionnaire behaves the same
on a phone, in the curator's paper entry, in a dry run and in a test.
"""

from surveys.instruments.conditions import Condition, visible_keys
from surveys.instruments.errors import InstrumentError
from surveys.instruments.export import fingerprint, instrument_to_dict
from surveys.instruments.reading import instrument_from_dict
from surveys.instruments.schema import (
    Choice,
    ChoiceOptions,
    DateOptions,
    Instrument,
    Item,
    MatrixOptions,
    NumberOptions,
    PersonOptions,
    RankingOptions,
    ScaleOptions,
    Section,
    TextOptions,
)
from surveys.instruments.validation import Answers, Errors, complete_answers, validate_answers
from surveys.instruments.yamlfile import load_bank, load_yaml

__all__ = [
    "Answers",
    "Choice",
    "ChoiceOptions",
    "Condition",
    "DateOptions",
    "Errors",
    "Instrument",
    "InstrumentError",
    "Item",
    "MatrixOptions",
    "NumberOptions",
    "PersonOptions",
    "RankingOptions",
    "ScaleOptions",
    "Section",
    "TextOptions",
    "complete_answers",
    "fingerprint",
    "instrument_from_dict",
    "instrument_to_dict",
    "load_bank",
    "load_yaml",
    "validate_answers",
    "visible_keys",
]
