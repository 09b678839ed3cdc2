"""Plans in the shapes that institutions send (tests/data/plan_shapes.py), each read row by row as it must be."""

from pathlib import Path

import pytest

from core.errors import DomainError
from roadmap.reading import PlanDraft, read_pasted, read_plan
from tests.data.plan_shapes import DOCUMENTS, HEADER, HERE, ROWS, Row, Shape
from tests.data.plan_sheets import SHEETS
from tests.roadmap.shared_data import OWN, ROOT, SHARED, shared_file, tsv_rows

FILES = {f"{shape.name}.docx": shape for shape in DOCUMENTS} | {shape.name: shape for shape in SHEETS}
FIELDS = ("stage", "number", "activity", "deadline", "responsible", "result")
# Rows of the seeds' texts stand in the order of the text: the stage table comes before the programme's roadmap.
TEXTS = {
    "000": ["000_vpk"],
    "001": ["001_yakutsk_template"],
    "002": [
        "002a_kuztagis_student_student", "002b_kuztagis_teacher_teacher", "002c_kuztagis_student_pupil",
        "002d_kuztagis_employer_student", "002f_kuztagis_stages", "002e_kuztagis_programme",
    ],
    "003": ["003_kotlas"],
    "004": ["004_boksitogorsk"],
}  # fmt: skip


def shown(plans: list[PlanDraft]) -> list[list[tuple[str, ...]]]:
    return [
        [
            plain((row.stage, row.number, row.text, row.deadline, row.responsible, row.result))
            for row in plan.rows
        ]
        for plan in plans
    ]


def plain(cells: tuple[str, ...] | Row) -> tuple[str, ...]:
    return tuple(" ".join(cell.split()) for cell in cells)


@pytest.mark.parametrize("name", FILES)
def test_shape_is_read_row_by_row(name: str) -> None:
    shape: Shape = FILES[name]
    plans = read_plan((HERE / name).read_bytes(), name)
    assert shown(plans) == [[plain(row) for row in rows] for rows in shape.plans]


def test_every_written_shape_is_tested() -> None:
    assert {path.name for path in HERE.iterdir()} == set(FILES)


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".txt")])
def test_pasted_text_is_read_as_its_file(name: str) -> None:
    data = (HERE / name).read_bytes()
    text = data.decode("cp1251" if "cp1251" in name else "utf-8")
    if name != "semicolons.txt":
        assert shown(read_pasted(text)) == shown(read_plan(data, name))


def test_rows_of_a_copied_pdf_are_doubted() -> None:
    [plan] = read_pasted((HERE / "cell_a_line.txt").read_text())
    assert all("по догадке" in row.doubts[0] for row in plan.rows)
    [sure] = read_pasted((HERE / "from_word.txt").read_text())
    assert not any(row.doubts for row in sure.rows)


@pytest.mark.parametrize(
    ("name", "rows", "right"), [("copied_from_pdf.txt", 44, 29), ("copied_with_spaces.txt", 45, 36)]
)
def test_real_copies_of_a_pdf_are_mostly_right_and_always_doubted(name: str, rows: int, right: int) -> None:
    """What viewers give for the demo's plan of 44 rows: each row is there, most of them whole, all to be checked."""
    [plan] = read_pasted((OWN / name).read_text())
    want = {
        plain(tuple(row[field] for field in FIELDS))
        for row in tsv_rows(ROOT / "roadmap/demo/plan_2026_2027.tsv")
    }
    found = shown([plan])[0]
    assert len(found) == rows
    assert sum(row in want for row in found) >= right
    assert {row[1] for row in want} <= {row[1] for row in found}
    assert plan.doubts or all(row.doubts for row in plan.rows)


def test_hidden_rows_are_left_out_and_counted() -> None:
    [plan] = read_plan((HERE / "hidden.xlsx").read_bytes(), "hidden.xlsx")
    assert plan.doubts == ("Пропущено скрытых строк: 1.",)


def test_serial_number_of_a_day_is_a_day_with_a_doubt() -> None:
    [plan] = read_plan((HERE / "dates.xlsx").read_bytes(), "dates.xlsx")
    assert plan.rows[2].doubts == ("число 46310 в колонке срока понято как дата Excel",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Вставьте текст плана"),
        ("   \n\t ", "Вставьте текст плана"),
        ("Просто письмо без таблицы.\nИ ещё строка.", "Во вставленном тексте нет ни одной таблицы"),
        ("\t".join(HEADER), "нет ни одной"),
        ("а" * 400_001, "слишком длинный"),
    ],
)
def test_text_without_a_plan_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        read_pasted(text)


@pytest.mark.parametrize("header", [HEADER[1:4], HEADER, HEADER[:3]])
def test_short_tables_of_a_text_are_read(header: tuple[str, ...]) -> None:
    values = dict(zip(HEADER, ROWS[0][1:], strict=True))
    [plan] = read_pasted("\n".join(["\t".join(header), "\t".join(values[name] for name in header)]))
    assert plan.rows[0].deadline == (ROWS[0][3] if "Срок" in header else "")
    assert plan.rows[0].activity == ROWS[0][2]


@pytest.mark.parametrize("seed", TEXTS)
def test_text_of_a_collected_plan_is_read_row_by_row(seed: str) -> None:
    found = sorted((SHARED.parent / "seeds").glob(f"{seed}_*.txt"))
    if not found:
        pytest.skip("the collected texts are not beside this checkout (../shared/seeds)")
    path: Path = found[0]
    want = [
        plain(tuple(row[name] for name in FIELDS))
        for table in TEXTS[seed]
        for row in tsv_rows(shared_file(f"roadmaps/seed_{table}.tsv"))
    ]
    plans = shown(read_plan(path.read_bytes(), path.name))
    assert [row for plan in plans for row in plan] == want
    assert len(plans) == len(TEXTS[seed])
