"""Contradictions: found by words and figures, on a real passport beside the checkout and on our own of its shape."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.enums import YearBasis
from core.models import Membership, Organization
from mentorship.models import FormOfMentoring, Programme
from reports.contradictions import Contradiction, Kind, title_key
from reports.domain import indicators as domain
from reports.indicator_enums import ContingentKind, Formula
from reports.indicator_meaning import meaning_of
from reports.models import Indicator
from reports.selectors.indicators import contradictions_about, indicator_board, indicator_lines
from tests import factories
from tests.reports.indicator_worlds import contingent, indicator, pair_by_order, student

pytestmark = pytest.mark.usefixtures("unscoped")

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
FORMS = ("student-student", "teacher-teacher", "student-pupil", "employer-student")
YEARS = (2021, 2022, 2023, 2024, 2025)
ON = date(2023, 3, 1)


@dataclass
class PassportRow:
    group: str
    text: str
    plan: tuple[int, ...]

    @property
    def title(self) -> str:
        return self.text.partition("(отношение")[0].strip()

    @property
    def definition(self) -> str:
        _, found, rest = self.text.partition("(отношение")
        return f"отношение{rest}".rstrip(")") if found else ""


def rows_of(table: str) -> list[PassportRow]:
    """Rows of a passport's table: headings stand alone, a title broken by a page goes on below its figures."""
    rows: list[PassportRow] = []
    group = ""
    for line in table.splitlines():
        cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in line.split("\t")]
        words, figures = [cell for cell in cells if cell], [cell for cell in cells if cell.isdigit()]
        if not words or "Наименование показателя" in words:
            continue
        if len(figures) == len(YEARS):
            rows.append(PassportRow(group, words[0], tuple(map(int, figures))))
        elif heading := next((word for word in words if word.startswith("В области")), None):
            group = heading.rstrip(":")
        elif rows:
            rows[-1].text += " " + " ".join(words)
    return rows


def enter(org: Organization, rows: list[PassportRow], actor: Membership) -> Programme:
    """A programme with four projects, its table entered by hand through the domain."""
    Organization.objects.filter(pk=org.pk).update(year_basis=YearBasis.CALENDAR)
    org.refresh_from_db()
    programme = factories.programme(org, period_start=date(2021, 8, 31), period_end=date(2025, 12, 31))
    for code in FORMS:
        factories.project(
            programme, form=FormOfMentoring.objects.get(organization=None, code=code), title=code
        )
    for row in rows:
        made = domain.add_indicator(
            programme, actor=actor.user, title=row.title, definition=row.definition, group=row.group
        )
        percents = dict(zip(YEARS, map(Decimal, row.plan), strict=True))
        domain.set_plan(made, amounts=percents, actor=actor.user)
    return programme


def found_in(programme: Programme) -> list[Contradiction]:
    return indicator_board(programme, on=ON).contradictions


OWN = Path(__file__).resolve().parent.parent / "data" / "passport_tables.txt"


def programme_text(which: str) -> str:
    """An invented programme of the shape of the real one, and the real one where it is beside the checkout."""
    if which == "own":
        return OWN.read_text(encoding="utf-8")
    seed = next(iter(sorted(SEEDS.glob("002*.txt"))), None)
    if seed is None:
        pytest.skip("the real programme is not beside this checkout (../shared/seeds/002*.txt)")
    return seed.read_text(encoding="utf-8")


def passport_rows(text: str) -> list[PassportRow]:
    start = text.index("Целевые индикативные показатели")
    return rows_of(text[start : text.index("Объемы и источники финансирования", start)])


both = pytest.mark.parametrize("which", ["own", "real"])


@both
def test_a_passport_is_entered_and_its_contradictions_are_found(
    org: Organization, curator: Membership, which: str
) -> None:
    last = {"own": (75, 75, 60, 9, 50, 60, 9), "real": (85, 85, 70, 10, 50, 70, 10)}[which]
    check_passport(enter(org, passport_rows(programme_text(which)), curator), last=last)


def section_six(text: str) -> list[PassportRow]:
    """The table of chapter 6: numbered rows, a column of what was reached before the plan's five."""
    start = text.rindex("Целевые индикаторы и показатели")
    rows: list[PassportRow] = []
    group = ""
    for line in text[start : text.index("МОНИТОРИНГ РЕАЛИЗАЦИИ", start)].splitlines():
        cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in line.split("\t")]
        if re.fullmatch(r"\d\.", cells[0]):
            group = next((cell for cell in cells[1:] if cell), group)
        elif re.fullmatch(r"\d\.\d\.", cells[0]):
            rows.append(PassportRow(f"Раздел 6. {group}", cells[1], tuple(map(int, cells[-5:]))))
    return rows


@both
def test_both_tables_of_a_programme_contradict_each_other(
    org: Organization, curator: Membership, which: str
) -> None:
    text = programme_text(which)
    passport, six = passport_rows(text), section_six(text)
    assert len(six) == 8
    programme = enter(org, [*passport, *six], curator)
    rows = list(Indicator.objects.filter(programme=programme).order_by("order", "pk"))
    found = found_in(programme)

    def between(first: int, other: int) -> Contradiction:
        pks = (rows[first].pk, rows[other].pk)
        return next(one for one in found if one.indicators == pks)

    first, last, other = {
        "own": ("10\u00a0% и 20", "60\u00a0% и 95", "20\u00a0% и 25"),
        "real": ("10\u00a0% и 25", "70\u00a0% и 100", "25\u00a0% и 30"),
    }[which]
    young = between(2, 7 + 4)  # young specialists have one plan in the passport and another in chapter 6
    assert young.kind is Kind.ALIKE
    assert f"2021 – {first}\u00a0%" in young.text
    assert f"2025 – {last}\u00a0%" in young.text
    extra = between(4, 7 + 2)  # and so has the technopark
    assert extra.kind is Kind.ALIKE
    assert f"2022 – {other}\u00a0%" in extra.text
    assert (
        between(7 + 5, 7 + 7).kind is Kind.REPEATED
    )  # the students who are mentors stand twice in chapter 6 too
    assert sum(one.kind is Kind.SWAPPED for one in found) == 2


def test_a_share_of_other_ages_is_told(programme: Programme) -> None:
    row = indicator(
        programme,
        Formula.MANUAL,
        title="Доля детей до 19 лет в роли наставляемого",
        definition="отношение числа детей до 19 лет к общему числу обучающихся",
    )
    counted = indicator(
        programme, Formula.STUDENT_MENTORS, title="Доля подростков 15–19 лет в роли наставника"
    )
    first, second = found_in(programme)
    assert (first.kind, first.indicators) == (Kind.OTHER_AGES, (row.pk,))
    assert "в числителе – до 19 лет, в знаменателе – всех возрастов" in first.text
    assert second.indicators == (counted.pk,)
    assert "в названии – 15–19 лет, а формула считает всех возрастов" in second.text


@given(st.text(max_size=200))
def test_any_title_means_something_or_nothing(title: str) -> None:
    assert meaning_of(title) in {None, *Formula}


@pytest.mark.parametrize(
    ("title", "meaning"),
    [
        ("Доля обучающихся 10–19 лет, вошедших в роли наставляемого", Formula.STUDENT_MENTEES_10_19),
        ("Доля студентов в роли наставника (всех)", Formula.STUDENT_MENTORS),
        ("Доля педагогов – молодых специалистов в роли наставляемого", Formula.YOUNG_SPECIALISTS),
        ("100 % наставников прошли обучение", Formula.TRAINED_MENTORS),
        ("Уровень удовлетворённости наставляемых участием", Formula.MENTEE_SATISFACTION),
        ("Доля предприятий, предоставивших наставников", Formula.PARTNERS),
        ("Доля гостей технопарка", None),
    ],
)
def test_a_title_is_read_by_its_words(title: str, meaning: Formula | None) -> None:
    assert meaning_of(title) is meaning


def check_passport(programme: Programme, *, last: tuple[int, ...]) -> None:
    lines = indicator_lines(programme, on=ON)
    assert programme.projects.count() == 4
    assert [int(line.plan[-1].amount or 0) for line in lines] == list(last)
    assert [len([cell for cell in line.plan if cell.amount is not None]) for line in lines] == [5] * 7
    assert len({line.group for line in lines}) == 3
    found = found_in(programme)
    swapped = [one for one in found if one.kind is Kind.SWAPPED]
    assert [one.indicators for one in swapped] == [(lines[0].pk,), (lines[1].pk,)]
    assert "в названии наставники, а в определении считаются наставляемые" in swapped[0].text
    [repeated] = [one for one in found if one.kind is Kind.REPEATED]
    assert repeated.indicators == (lines[3].pk, lines[6].pk)
    assert f"в группах «{lines[3].group}» и «{lines[6].group}»" in repeated.text
    assert len(found) == 3


# --- each by itself ---


@pytest.fixture
def programme(curator: Membership) -> Programme:
    return factories.programme(
        curator.organization, period_start=date(2021, 9, 1), period_end=date(2026, 8, 31)
    )


def plan(row: Indicator, *percents: int) -> Indicator:
    for year, percent in enumerate(percents, start=2021):
        row.plans.create(year=year, amount=percent)
    return row


def test_one_indicator_with_two_plans_by_its_formula(programme: Programme) -> None:
    first = plan(
        indicator(programme, Formula.YOUNG_SPECIALISTS, title="Молодые педагоги", group="Кадры"), 25, 45, 60
    )
    other = plan(
        indicator(
            programme, Formula.YOUNG_SPECIALISTS, title="Начинающие педагоги", code="x", group="Паспорт"
        ),
        10,
        45,
    )
    [one] = found_in(programme)
    assert (one.kind, one.tone, one.indicators) == (Kind.DIFFERENT_PLANS, "bad", (first.pk, other.pk))
    assert one.text == (
        "«Молодые педагоги» и «Начинающие педагоги» – один показатель: в группах «Кадры» и «Паспорт», "
        "а план разный: 2021/22 – 25\u00a0% и 10\u00a0%. Оставьте одну строку или исправьте план."
    )


def test_three_of_a_kind_are_told_against_the_first(programme: Programme) -> None:
    rows = [
        indicator(programme, Formula.PARTNERS, title="Доля предприятий, %", code="a"),
        indicator(programme, Formula.MANUAL, title="Доля  предприятий (всех)", code="b"),
        indicator(programme, Formula.PARTNERS, title="Другое имя", code="c"),
    ]
    found = found_in(programme)
    assert [one.indicators for one in found] == [(rows[0].pk, rows[1].pk), (rows[0].pk, rows[2].pk)]


def test_own_indicators_are_not_one_for_being_manual(programme: Programme) -> None:
    for number in range(3):
        indicator(programme, Formula.MANUAL, title=f"Свой {number}", code=f"own-{number}")
    assert found_in(programme) == []


def test_a_formula_that_counts_the_others(programme: Programme) -> None:
    indicator(programme, Formula.STUDENT_MENTORS, title="Доля студентов, вошедших в роли наставляемого")
    [one] = found_in(programme)
    assert one.kind is Kind.SWAPPED
    assert "формула считает показатель «Обучающиеся всех возрастов – наставники»" in one.text


@pytest.mark.parametrize("set_code", ["r145", "college", "work"])
def test_the_shipped_sets_contradict_nothing(programme: Programme, set_code: str) -> None:
    domain.add_catalogue_set(programme, set_code=set_code, actor=None)
    assert found_in(programme) == []


def test_a_part_larger_than_the_whole_names_the_figure(programme: Programme) -> None:
    row = indicator(programme, Formula.STUDENT_MENTEES, title="Студенты-наставляемые")
    born = date(2006, 5, 1)
    people = [student(programme.organization, born) for _ in range(2)]
    pair_by_order(factories.project(programme), people, order_date=date(2022, 10, 3))
    contingent(programme, ContingentKind.STUDENTS, 1, as_of=date(2022, 10, 1))
    [one] = found_in(programme)
    assert (one.kind, one.indicators, one.contingent) == (Kind.OVER_WHOLE, (row.pk,), ("students",))
    assert one.text == (
        "«Студенты-наставляемые»: 2\u00a0из\u00a01 – часть больше целого. "
        "Проверьте контингент «Все обучающиеся» на 01.10.2022: приказ о контингенте."
    )
    assert contradictions_about(programme, on=ON, contingent=["students"]) == [one]
    assert contradictions_about(programme, on=ON, contingent=["partners"]) == []


def test_a_plan_that_falls_is_a_mild_warning(programme: Programme) -> None:
    plan(indicator(programme, Formula.MANUAL, title="Охват"), 10, 20, 15, 30)
    plan(
        indicator(programme, Formula.MANUAL, title="Конфликты", code="less", direction="less"), 30, 20, 20, 25
    )
    first, second = found_in(programme)
    assert first.tone == second.tone == "wait"
    assert first.text.startswith("«Охват»: план снижается: 2022/23 – 20\u00a0%, 2023/24 – 15\u00a0%.")
    assert second.text.startswith("«Конфликты»: план растёт, хотя лучше меньше: 2023/24 – 20\u00a0%")


def test_a_band_larger_than_all_students(programme: Programme) -> None:
    day = date(2022, 10, 1)
    contingent(programme, ContingentKind.STUDENTS_10_19, 600, as_of=day)
    contingent(programme, ContingentKind.STUDENTS, 474, as_of=day)
    [one] = found_in(programme)
    assert one.text == (
        "Контингент на 01.10.2022: «Обучающиеся 10–19 лет» – 600, больше, чем «Все обучающиеся» – 474."
    )


@given(st.text(max_size=200))
def test_a_key_of_a_title_is_its_own_key(title: str) -> None:
    key = title_key(title)
    assert title_key(key) == key
    assert title_key(f" {title} ") == key
