"""Random questionnaires of every kind of item, for property tests."""

from typing import Any

from hypothesis import strategies as st

from surveys.enums import Confidence, ItemKind, Polarity, Role
from surveys.instruments import Instrument, InstrumentError, instrument_from_dict
from surveys.instruments.text import clean_text

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co"))
    | st.sampled_from("абв=\"'#:-\n"),
    max_size=24,
).map(lambda text: clean_text(text))
SAID = WORDS.map(lambda text: text or "слово")
KEYS = st.from_regex(r"[a-z][a-z0-9_-]{0,10}", fullmatch=True).filter(lambda key: key != "other")
DATES = st.dates().map(lambda day: day.isoformat())


@st.composite
def choices(draw: Any, least: int = 2) -> list[dict[str, Any]]:
    codes = draw(st.lists(KEYS, min_size=least, max_size=4, unique=True))
    return [
        {"code": code, "label": draw(SAID)}
        | draw(st.just({}) | st.builds(lambda n: {"score": n}, st.integers(-9, 9)))
        for code in codes
    ]


@st.composite
def options(draw: Any, kind: str) -> dict[str, Any]:
    if kind == ItemKind.SCALE:
        low = draw(st.integers(-20, 20))
        return {"low": low, "high": low + draw(st.integers(1, 20)), "low_label": draw(WORDS)}
    if kind in (ItemKind.SINGLE, ItemKind.MULTIPLE):
        made = {"choices": draw(choices()), "other": draw(st.booleans()), "other_label": draw(WORDS)}
        if kind == ItemKind.MULTIPLE and draw(st.booleans()):
            made |= {"min_chosen": 1, "max_chosen": 2}
        return made
    if kind == ItemKind.FREQUENCY:
        return draw(st.just({}) | st.builds(lambda rows: {"choices": rows}, choices()))
    if kind == ItemKind.MATRIX:
        return {"rows": draw(choices(least=1)), "columns": draw(choices())}
    if kind == ItemKind.RANKING:
        return {"choices": draw(choices())} | draw(st.sampled_from([{}, {"max_ranked": 1}]))
    if kind == ItemKind.NUMBER:
        low = draw(st.none() | st.integers(-99, 99))
        return {
            "low": low,
            "high": None if low is None else low + 5,
            "decimals": draw(st.integers(0, 4)),
            "unit": draw(WORDS),
        }
    if kind == ItemKind.DATE:
        return draw(st.just({}) | st.builds(lambda day: {"earliest": day}, DATES))
    if kind in (ItemKind.SHORT_TEXT, ItemKind.LONG_TEXT):
        return {"max_length": draw(st.integers(1, 2000))}
    if kind == ItemKind.PERSON:
        return {"role": draw(st.sampled_from(Role.values)), "max_chosen": draw(st.integers(1, 10))}
    return {}


@st.composite
def instruments(draw: Any) -> Instrument:
    keys = draw(st.lists(KEYS, min_size=1, max_size=6, unique=True))
    items: list[dict[str, Any]] = []
    for key in keys:
        kind = draw(st.sampled_from(ItemKind.values))
        item = {"key": key, "kind": kind, "text": draw(SAID), "hint": draw(WORDS), "short": draw(WORDS)}
        item |= {"topic": draw(st.just("") | KEYS), "polarity": draw(st.sampled_from(Polarity.values))}
        item |= {name: draw(st.booleans()) for name in ("personal", "psychologist_only")}
        item["required"] = kind != ItemKind.NOTE and draw(st.booleans())
        item |= draw(options(kind))
        yes = [one["key"] for one in items if one["kind"] == ItemKind.YES_NO]
        if yes and draw(st.booleans()):
            item["show_if"] = draw(
                st.sampled_from(
                    [{"item": yes[0], "is": True}, {"any": [{"item": yes[-1], "none_of": ["no"]}]}]
                )
            )
        items.append(item)
    cut = draw(st.integers(1, len(items)))
    parts = [part for part in (items[:cut], items[cut:]) if part]
    scales = [item for item in items if item["kind"] == ItemKind.SCALE]
    data: dict[str, Any] = {
        "format": 1,
        "code": draw(KEYS),
        "title": draw(SAID),
        "purpose": "general",
        "role": draw(st.sampled_from(Role.values)),
        "intro": draw(WORDS),
        "thanks": draw(WORDS),
        "minutes": draw(st.integers(1, 120)),
        "source": draw(WORDS),
        "confidence": draw(st.sampled_from(Confidence.values)),
        "locked": draw(st.booleans()),
        "sections": [
            {"key": f"part{place}", "title": draw(SAID), "intro": draw(WORDS), "items": part}
            for place, part in enumerate(parts)
        ],
    }
    if scales and draw(st.booleans()):
        bounds = [sum(item[name] for item in scales) for name in ("low", "high")]
        band = {"code": "all", "label": draw(SAID), "low": bounds[0], "high": bounds[1]}
        data["scoring"] = {"items": [item["key"] for item in scales], "bands": [band], "note": draw(WORDS)}
    try:
        return instrument_from_dict(data)
    except InstrumentError as error:
        if "нет ни одного вопроса" in str(error):
            items[0].update(kind=ItemKind.YES_NO, required=False)
            for name in set(items[0]) - {"key", "kind", "text", "hint", "short"}:
                del items[0][name]
            return instrument_from_dict(data)
        raise
