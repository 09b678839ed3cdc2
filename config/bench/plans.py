"""Reading plans: a thousand deadlines, and a whole programme of six plans in one document."""

import io
from datetime import date
from itertools import cycle, islice
from pathlib import Path

import docx
from dateutil import parser

from config.bench.registry import Measurement, alternate, register, timed
from roadmap.deadlines import Period, explained, occurrences, parse_column
from roadmap.drafts import plan_form
from roadmap.reading import read_plan

ROOT = Path(__file__).resolve().parents[2]
COLLECTED = ROOT.parent / "shared" / "data" / "roadmaps" / "seed_002_kuztagis_whole_programme.docx"
OWN = ROOT / "roadmap" / "demo" / "plan_2026_2027.docx"
YEAR = Period(date(2026, 9, 1), date(2027, 8, 31))
COUNT, ROUNDS = 1000, 9
WORDINGS = (
    "до {day} октября 2026 г.", "до {day:02}.11.2026", "ежегодно, май", "в течение учебного года", "сентябрь – октябрь",
    "{day} ноября", "ежемесячно до {day} числа", "с {day} по 28 февраля", "весь период, по отдельному плану",
    "1 раз в две недели", "последняя пятница месяца", "в течение {day} дней после издания приказа", "II квартал",
    "по мере необходимости", "3 неделя октября", "сентебрь 2026", "{day}-28.02.2027", "в конце учебного года",
    "октябрь, декабрь, апрель", "1 полугодие 2026-2027 учебного года",
)  # fmt: skip


def deadlines() -> list[str]:
    return [
        wording.format(day=1 + number % 27) for number, wording in enumerate(islice(cycle(WORDINGS), COUNT))
    ]


@register("roadmap.deadlines_1000", "s")
def deadlines_1000() -> Measurement:
    """A column of a thousand deadlines read, explained, laid out in days; against dateutil reading as many dates."""
    raws = deadlines()
    plain = [f"{1 + number % 27:02}.{1 + number % 12:02}.2026" for number in range(COUNT)]

    def ours() -> object:
        found = parse_column(raws, YEAR)
        return [(explained(reading), occurrences(reading, YEAR)) for reading in found]

    def bare() -> object:
        return [parser.parse(text, dayfirst=True) for text in plain]

    return alternate(lambda: timed(ours), lambda: timed(bare), rounds=ROUNDS)


@register("roadmap.import_whole", "s")
def import_whole() -> Measurement:
    """All plans of a programme's document read to their preview, deadlines and results understood; against python-docx
    reading the text of all cells of its tables. The goal is a cost of 3 at most. The collected document is measured
    where it lies beside the checkout, the demo's plan elsewhere."""
    path = COLLECTED if COLLECTED.exists() else OWN
    data = path.read_bytes()

    def ours() -> object:
        return [plan.readings() for plan in map(plan_form, read_plan(data, path.name))]

    def bare() -> object:
        document = docx.Document(io.BytesIO(data))
        return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]

    return alternate(lambda: timed(ours), lambda: timed(bare), rounds=ROUNDS)
