"""Charts as SVG, by matplotlib: the same picture in print (vectors, real text) and on the screen.

Imported lazily by those who draw: matplotlib costs most of a second to load.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

# One ink for the fact, hatching for the plan: told apart in black and white too.
INK, MUTED, FACT, PLAN = "#1b2428", "#56636b", "#0a6658", "#e3f0ec"
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text: it can be searched and read aloud
    "svg.hashsalt": "portal",  # the same chart gives the same bytes
    "font.family": ["PT Sans", "Liberation Sans", "DejaVu Sans"],
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "xtick.color": MUTED,
    "ytick.color": INK,
}
_WIDTH_INCHES = 6.7


def bar_chart(
    labels: Sequence[str],
    values: Sequence[float],
    *,
    texts: Sequence[str] | None = None,
    limit: float | None = None,
) -> bytes:
    """Horizontal bars, first label on top, the figure written at the end of each bar.

    `texts` are the figures as they should read (default: the numbers); `limit` fixes the scale, for instance at 100
    for shares. Raises ValueError when the lengths differ. Returns UTF-8 SVG.
    """
    written = [f"{value:g}" for value in values] if texts is None else list(texts)
    if not len(labels) == len(values) == len(written):
        raise ValueError("labels, values and texts differ in length")
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH_INCHES, 0.5 + 0.34 * max(len(labels), 1)), layout="constrained")
        axes = figure.subplots()
        positions = list(range(len(labels)))
        axes.barh(positions, list(values), height=0.62, color=FACT)
        top = limit if limit is not None else max([*values, 1])
        for position, value, text in zip(positions, values, written, strict=True):
            axes.text(value + top * 0.012, position, text, va="center")
        axes.set_yticks(positions, list(labels))
        axes.invert_yaxis()
        axes.set_xticks([tick for tick in MaxNLocator(5, integer=True).tick_values(0, top) if tick <= top])
        axes.set_xlim(0, top * 1.14)
        axes.tick_params(axis="y", length=0)
        axes.spines[["top", "right"]].set_visible(False)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def change_chart(
    labels: Sequence[str],
    before: Sequence[float],
    after: Sequence[float],
    *,
    low: float,
    high: float,
    words: tuple[str, str] = ("вход", "выход"),
) -> bytes:
    """A line from «before» (hollow) to «after» (filled) for each label, first on top, both figures written.

    Told apart by the shape, not by colour. Raises ValueError when the lengths differ. Returns UTF-8 SVG.
    """
    if not len(labels) == len(before) == len(after):
        raise ValueError("labels and values differ in length")
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH_INCHES, 0.9 + 0.4 * max(len(labels), 1)), layout="constrained")
        axes = figure.subplots()
        places = list(range(len(labels)))
        axes.hlines(places, before, after, color=MUTED, linewidth=1.5, zorder=1)
        axes.scatter(before, places, s=48, facecolors="white", edgecolors=INK, zorder=2, label=words[0])
        axes.scatter(after, places, s=48, color=FACT, zorder=3, label=words[1])
        for place, first, second in zip(places, before, after, strict=True):
            for value, other in ((first, second), (second, first)):
                side = -1 if value < other or (value == other and value is first) else 1
                text = f"{value:.1f}".replace(".", ",")
                shift = (side * 7, 0)
                align = "right" if side < 0 else "left"
                axes.annotate(
                    text, (value, place), xytext=shift, textcoords="offset points", ha=align, va="center"
                )
        axes.set_yticks(places, list(labels))
        axes.set_ylim(len(labels) - 0.5, -0.5)
        axes.set_xlim(low - 0.8, high + 0.8)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.tick_params(axis="y", length=0)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=2, frameon=False)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def svg_data_uri(svg: bytes) -> str:
    """The SVG as a `data:` address: the only kind of picture the print renderer opens."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode()


def plan_and_fact_chart(
    labels: Sequence[str],
    facts: Sequence[float | None],
    plans: Sequence[float | None],
    *,
    texts: Sequence[tuple[str, str]],
    limit: float | None = None,
) -> bytes:
    """For each label a solid bar of the fact over a hatched, outlined bar of the plan: told apart without colour.

    None draws no bar; `texts` are (fact, plan) as they should read beside their bars. `limit` fixes the scale. Raises
    ValueError when the lengths differ. Returns UTF-8 SVG.
    """
    if not len(labels) == len(facts) == len(plans) == len(texts):
        raise ValueError("labels, facts, plans and texts differ in length")
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH_INCHES, 0.7 + 0.62 * max(len(labels), 1)), layout="constrained")
        axes = figure.subplots()
        top = limit if limit is not None else max([*(v for v in (*facts, *plans) if v is not None), 1])
        looks: tuple[tuple[Sequence[float | None], float, dict[str, Any], str], ...] = (
            (facts, -0.2, {"color": FACT}, "факт"),
            (plans, 0.2, {"facecolor": "white", "edgecolor": INK, "hatch": "///", "linewidth": 0.8}, "план"),
        )
        for place, (values, shift, look, name) in enumerate(looks):
            positions = [position + shift for position in range(len(labels))]
            axes.barh(positions, [value or 0 for value in values], height=0.36, label=name, **look)
            for position, value, text in zip(positions, values, texts, strict=True):
                axes.text((value or 0) + top * 0.012, position, text[place], va="center")
        axes.set_yticks(list(range(len(labels))), list(labels))
        axes.invert_yaxis()
        axes.set_xticks([tick for tick in MaxNLocator(5, integer=True).tick_values(0, top) if tick <= top])
        axes.set_xlim(0, top * 1.18)
        axes.tick_params(axis="y", length=0)
        axes.spines[["top", "right"]].set_visible(False)
        figure.legend(loc="outside upper right", ncols=2, frameon=False)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()
