"""The questionnaires of quality: one frame, many topics, built for each form of mentoring, side and phase.

`surveys/bank/quality.yaml` names the topics of each form once; entry and exit ask about the same topics, so that
expectation and outcome are compared by topic (methodology §2.2, §2.4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from surveys.instruments.errors import InstrumentError
from surveys.instruments.reading import FORMAT, instrument_from_dict
from surveys.instruments.schema import Instrument

ENTRY, EXIT = "entry", "exit"
ENDS = ["совсем нет", "в полной мере"]


def quality_code(phase: str, form: str, side: str) -> str:
    """«quality_exit_student-student_mentee»: stable, as answers of many years hang on it."""
    return f"quality_{phase}_{form}_{side}"


def quality_instruments(data: Mapping[str, Any], *, name: str) -> Iterator[Instrument]:
    """Every questionnaire of quality: forms × sides × phases.

    :raises InstrumentError: naming the form, the side and the fault.
    """
    for form, described in data["forms"].items():
        for side in data["sides"]:
            for phase in (ENTRY, EXIT):
                try:
                    yield instrument_from_dict(_one(data, form, described, side, phase))
                except InstrumentError as error:
                    where = f"{name}, {quality_code(phase, form, side)}"
                    raise InstrumentError([f"{where}: {problem}" for problem in error.problems]) from None
                except KeyError as error:
                    raise InstrumentError([f"{name}, {form}, {side}: нет темы {error}"]) from None


def _one(
    data: Mapping[str, Any], form: str, described: Mapping[str, Any], side: str, phase: str
) -> dict[str, Any]:
    frame, words = data["frame"][phase], data["words"]
    scales = [_scale(data["scales"][side][key], key, phase) for key in described[side]["scales"]]
    if described[side].get("frequency"):
        scales.append(_asked("frequency", "frequency", words["frequency"], phase, topic="quality-frequency"))
    sections = [
        _section("experience", "О вашем опыте", _experience(words)),
        _section("scales", frame["scales"], scales, frame["scales_intro"]),
    ]
    if phase == EXIT:
        effects = [
            _asked(
                key,
                "yes_no",
                data["effects"][side][key],
                phase,
                topic=f"effect-{key.replace('_', '-')}",
                polarity="higher",
            )
            for key in described[side]["effects"]
        ]
        sections.append(_section("effects", frame["effects"], effects))
    sections.append(_section("words", frame["words"], _in_words(words, phase)))
    confidence = data["confidence"]
    return {
        "format": FORMAT,
        "code": quality_code(phase, form, side),
        "title": frame["title"].format(form=described["title"], side=data["sides"][side]),
        "purpose": "general",
        "role": side,
        "minutes": frame["minutes"],
        "intro": frame["intro"],
        "thanks": frame["thanks"],
        "source": data["source"],
        "confidence": confidence.get(form, confidence["other"]),
        "sections": sections,
    }


def _section(key: str, title: str, items: list[dict[str, Any]], intro: str = "") -> dict[str, Any]:
    return {"key": key, "title": title, "intro": intro, "items": items}


def _experience(words: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        _asked("took_part", "yes_no", words["took_part"], "", topic="experience"),
        _asked("took_part_where", "short_text", words["took_part_where"], "", max_length=200)
        | {"show_if": {"item": "took_part", "is": True}},
    ]


def _scale(scale: Mapping[str, Any], key: str, phase: str) -> dict[str, Any]:
    low, high = (scale.get("exit_ends") if phase == EXIT else None) or scale.get("ends") or ENDS
    asked = _asked(key, "scale", scale, phase, topic=f"quality-{key.replace('_', '-')}", polarity="higher")
    return asked | {"low": 1, "high": 10, "low_label": low, "high_label": high, "required": True}


def _in_words(words: Mapping[str, Any], phase: str) -> list[dict[str, Any]]:
    items = [_asked("expects", "long_text", words["expects"], phase, max_length=1000)]
    if phase == EXIT:
        met = _asked(
            "expectations_met",
            "scale",
            words["expectations_met"],
            phase,
            topic="expectations-met",
            polarity="higher",
        )
        items.append(
            met | {"low": 1, "high": 10, "low_label": ENDS[0], "high_label": ENDS[1], "required": True}
        )
    items.append(_asked("valuable", "long_text", words["valuable"], phase, topic="valuable", max_length=1000))
    if phase == EXIT:
        items.append(
            _asked("lacking", "long_text", words["lacking"], phase, topic="lacking", max_length=1000)
        )
    items.append(
        _asked("glad", "yes_no", words["glad"], phase, topic="glad", polarity="higher") | {"required": True}
    )
    if phase == EXIT:
        items.append(
            _asked("continue", "yes_no", words["continue"], phase, topic="continue", polarity="higher")
        )
    return items


def _asked(key: str, kind: str, worded: Mapping[str, Any], phase: str, **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "kind": kind,
        "text": worded.get("text") or worded[phase],
        "short": worded["short"],
        **more,
    }
