"""Sums of a passport: what adds up says nothing, what does not is told at its row. The figures of a real programme."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reports.documents.sections import ITEM, TEXT, numbered, prose
from reports.passport_enums import FundingSource
from reports.passport_money import ProjectMoney, Sum, disagreements, funding_table, money

YEARS = [(2021, "2021"), (2022, "2022")]
SUMS = st.decimals(min_value=0, max_value=10**9, places=2)


def project(pk: int, budget: int, extra: int, costs: dict[str, Decimal] | None = None) -> ProjectMoney:
    card = {"budget": Decimal(budget), "extra": Decimal(extra)}
    return ProjectMoney(pk, f"Проект {pk}", card, costs or {})


def test_a_real_passport_contradicts_its_projects_and_not_itself() -> None:
    """550 = 150 + 350 + 50 thousand in the passport, but the four projects give 190 and 200 (seed 002)."""
    amounts = {
        ("budget", 0): Decimal(150_000),
        ("extra", 0): Decimal(350_000),
        ("employers", 0): Decimal(50_000),
    }
    table = funding_table(YEARS, amounts, Decimal(550_000))
    projects = [project(1, 60_000, 40_000), project(2, 70_000, 40_000), project(3, 30_000, 60_000)]
    projects.append(project(4, 30_000, 60_000))
    found = disagreements(table, projects)
    assert [(one.kind, one.source) for one in found] == [(Sum.PROJECTS, "budget"), (Sum.PROJECTS, "extra")]
    assert "150\u00a0000" in found[0].text
    assert "190\u00a0000" in found[0].text


def test_years_total_and_estimates_are_compared() -> None:
    amounts = {
        ("budget", 2021): Decimal(10),
        ("budget", 2022): Decimal(20),
        ("budget", 0): Decimal(40),
        ("extra", 2021): Decimal("5.50"),
    }
    table = funding_table(YEARS, amounts, Decimal(50))
    found = disagreements(table, [project(7, 40, 0, {"budget": Decimal(39)})])
    assert [(one.kind, one.source, one.project) for one in found] == [
        (Sum.YEARS, "budget", 0),
        (Sum.TOTAL, "", 0),
        (Sum.COSTS, "budget", 7),
    ]
    assert "45,50" in found[1].text


def test_nothing_entered_contradicts_nothing() -> None:
    table = funding_table(YEARS, {}, None)
    assert table.is_empty
    assert disagreements(table, [project(1, 100, 100)]) == []


@given(st.dictionaries(st.tuples(st.sampled_from(FundingSource.values), st.sampled_from([2021, 2022])), SUMS))
def test_years_alone_always_agree_with_themselves(amounts: dict[tuple[str, int], Decimal]) -> None:
    table = funding_table(YEARS, amounts, None)
    assert disagreements(table, []) == []
    assert table.total == sum(amounts.values(), Decimal(0))
    assert sum((amount or 0 for amount in table.by_year), Decimal(0)) == table.total


@given(SUMS)
def test_money_reads_back(amount: Decimal) -> None:
    assert Decimal(money(amount).replace("\u00a0", "").replace("\u202f", "").replace(",", ".")) == amount


@given(st.text(max_size=400))
def test_prose_keeps_every_line_that_says_something(text: str) -> None:
    parts = prose(text)
    assert all(part.kind in {TEXT, ITEM} and part.text for part in parts)
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    assert len(parts) == len(lines)


def test_prose_tells_items_from_paragraphs() -> None:
    parts = prose("Задачи:\n- первая\n2) вторая\n\n– третья\nИтог")
    assert [(one.kind, one.mark, one.text) for one in parts] == [
        (TEXT, "", "Задачи:"),
        (ITEM, "–", "первая"),
        (ITEM, "2.", "вторая"),
        (ITEM, "–", "третья"),
        (TEXT, "", "Итог"),
    ]


def test_numbers_of_sections_have_no_gaps() -> None:
    some = prose("Текст")
    found = numbered(
        [("А", 1, some), ("Б", 1, []), ("В", 1, []), ("В1", 2, some), ("В2", 2, []), ("Г", 1, some)]
    )
    assert [one.heading for one in found] == ["1. А", "2. В", "2.1. В1", "3. Г"]
