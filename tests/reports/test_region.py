"""A region sees its institutions compared by kept figures, equal to their own, and no person."""

import datetime as dt

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from config.scale.institutions import build_region
from core.enums import Role
from core.models import Membership, Organization
from mentorship.models import Person, Programme
from reports.domain.periods import create_period, submit_report
from reports.domain.region_figures import refresh_everywhere, refresh_institution, refresh_region
from reports.domain.region_reports import make_region_report
from reports.indicator_enums import ContingentKind, Formula
from reports.models import InstitutionFigures, RegionCell
from reports.region_enums import SMALLEST
from reports.region_few import untold
from reports.selectors import annual
from reports.selectors import region as selectors
from reports.selectors.indicators import indicator_lines
from reports.selectors.region_cells import Cells, form_rows, pivot_of
from reports.selectors.region_comparison import comparison_of
from reports.selectors.region_counts import count_institution, traits_counted
from tests import factories
from tests.reports.indicator_worlds import contingent, indicator, pair_by_order

pytestmark = pytest.mark.django_db


def observer_of(region: Organization) -> Membership:
    with scopes_disabled():
        return Membership.objects.get(organization=region, role=Role.REGION_OBSERVER)


@pytest.fixture
def region(db: None) -> Organization:
    region = build_region(lambda line: None, institutions=3, people=180, answers=60)
    refresh_region(region)
    return region


def below(region: Organization) -> list[Organization]:
    return list(Organization.objects.filter(parent=region).order_by("pk"))


def test_kept_figures_equal_the_institutions_own(region: Organization) -> None:
    for organization in below(region):
        with scope(organization=organization):
            kept = InstitutionFigures.objects.get()
            programme = Programme.objects.get()
            lines = indicator_lines(programme, on=kept.counted_on)
            stages = annual.roadmap_figures(programme, kept.counted_on)
            consents = annual.consent_figure(programme)
            live = count_institution(organization, on=kept.counted_on)
            assert kept.mentees == programme.mentees.count() == live.mentees
            assert kept.mentors == programme.mentors.count()
            assert kept.pairs == programme.pairs.count() > 0
            assert (kept.consents, kept.people) == (consents.signed, consents.people)
            assert stages is not None
            assert (kept.done, kept.activities) == (
                sum(one.done for one in stages), sum(one.total for one in stages),
            )  # fmt: skip
            rows = list(kept.indicators.values_list("code", "value", "share", "planned_text"))
            told = [(line.code, line.value, line.share, line.planned_text) for line in lines]
            assert [row for row in rows if row[1] != "мало"] == [
                row for place, row in enumerate(told) if place not in untold(lines)
            ]


def test_one_to_four_people_of_an_indicator_are_not_told(region: Organization, unscoped: None) -> None:
    tiny = build_tiny(region)
    kept = InstitutionFigures.objects.get(organization=tiny).indicators.get(code="student-mentees")
    assert (kept.value, kept.numerator, kept.denominator, kept.share) == ("мало", None, None, None)
    place = next(row for row in comparison_of(region).rows if row.organization == tiny)
    assert "мало" in [cell.value for cell in place.cells]


def build_tiny(region: Organization) -> Organization:
    """An institution with two students in pairs out of a hundred."""
    tiny = factories.organization(parent=region)
    programme = factories.programme(tiny)
    project = factories.project(programme)
    for _ in range(2):
        pair_by_order(project, [factories.person(tiny)])
    indicator(programme, Formula.STUDENT_MENTEES_10_19, code="student-mentees")
    contingent(programme, ContingentKind.STUDENTS_10_19, 100)
    refresh_institution(tiny, on=dt.date(2026, 12, 31))
    return tiny


def test_region_sums_are_the_sums_of_institutions(region: Organization, unscoped: None) -> None:
    totals = selectors.totals_of(region)
    kept = list(InstitutionFigures.objects.all())
    assert totals.pairs == sum(one.pairs for one in kept)
    assert totals.people == sum(one.people for one in kept)
    comparison = comparison_of(region)
    place = comparison.heads.index("Обучающиеся-наставляемые")
    parts = [one.indicators.get(code="student-mentees-10-19", share__isnull=False) for one in kept]
    told = f"{sum(one.numerator for one in parts)} из {sum(one.denominator for one in parts)}"
    assert comparison.total[place].parts.replace("\u00a0", " ") == told


def test_cells_hold_everybody_who_took_part_and_never_fewer_than_five(region: Organization) -> None:
    for organization in below(region):
        with scope(organization=organization):
            counted = sum(traits_counted(Programme.objects.get(), on=dt.date(2027, 8, 31)).values())
            cells = list(RegionCell.objects.values_list("people", flat=True))
        assert counted == sum(cells) > 0
        assert min(cells) >= SMALLEST


def test_who_joined_a_group_later_is_among_the_traits_of_that_day(unscoped: None) -> None:
    """The cells count the same people as the indicators do."""
    org = factories.organization()
    project = factories.project(factories.programme(org))
    group = pair_by_order(project, [factories.person(org) for _ in range(2)])
    group.places.filter(pk=group.places.last().pk).update(joined_on=dt.date(2027, 2, 18))
    day = dt.date(2027, 2, 17)
    roles = [traits.role for traits in traits_counted(project.programme, on=day).elements()]
    assert sorted(roles) == ["mentee", "mentor"]
    roles = [traits.role for traits in traits_counted(project.programme, on=dt.date(2027, 2, 18)).elements()]
    assert sorted(roles) == ["mentee", "mentee", "mentor"]


def kept_of(region: Organization, name: str, town: str, *rows: tuple[str, str, int, int]) -> Organization:
    """An institution with kept indicators: (code, title, part, whole)."""
    one = factories.organization(parent=region, short_name=name, municipality=town)
    figures = InstitutionFigures.objects.create(
        organization=one, counted_at=timezone.now(), counted_on=dt.date(2026, 11, 1), mentees=7, people=10,
        consents=5,
    )  # fmt: skip
    for place, (code, title, part, whole) in enumerate(rows):
        figures.indicators.create(
            code=code, title=title, order=place, numerator=part, denominator=whole, share=50, value="50 %",
            planned_text="н/д",
        )  # fmt: skip
    return one


def test_own_indicators_of_two_institutions_are_not_one_for_their_codes(unscoped: None) -> None:
    """«manual» is the code of everybody's first own row; a shipped code is the same indicator everywhere."""
    region = factories.organization(is_region=True)
    shipped = ("student-mentees", "Студенты", 30, 60)
    kept_of(region, "А", "", ("manual", "Доля кружков", 10, 20), shipped)
    kept_of(region, "Б", "", ("manual", "Доля побед", 30, 40), ("x", "Доля  кружков, %", 5, 30), shipped)
    found = comparison_of(region)
    sums = {
        head: (cell.parts.replace("\u00a0", " "), cell.known)
        for head, cell in zip(found.heads, found.total, strict=True)
    }
    assert sums == {
        "Студенты": ("60 из 120", 2),
        "Доля кружков": ("15 из 50", 2),
        "Доля побед": ("30 из 40", 1),
    }


def test_municipalities_are_sums_of_what_their_institutions_tell(unscoped: None, signed_in) -> None:
    region = factories.organization(is_region=True)
    code = ("student-mentees", "Студенты")
    kept_of(region, "Школа № 1", "Первый округ", (*code, 10, 20))
    kept_of(region, "Школа № 2", "Первый округ", (*code, 20, 30))
    little = kept_of(region, "Школа № 3", "Первый округ", (*code, 3, 90))
    little.figures.indicators.update(numerator=None, denominator=None, share=None, value="мало")
    kept_of(region, "Школа № 1", "Второй округ", (*code, 40, 50))
    kept_of(region, "Без округа", "")
    rows = {row.name: row for row in comparison_of(region).municipalities}
    assert list(rows) == ["Второй округ", "Первый округ", "Не указано"]
    first = rows["Первый округ"]
    assert (first.cells[0].parts.replace("\u00a0", " "), first.cells[0].known, first.institutions) == (
        "30 из 50",
        2,
        3,
    )
    assert (first.sums["mentees"], first.consent_share) == (21, "50,0\u00a0%")
    assert rows["Не указано"].cells[0].value == "н/д"
    observer = factories.membership(region, Role.REGION_OBSERVER)
    page = (
        signed_in(observer).get(reverse("reports:region_indicators"), {"by": "municipality"}).content.decode()
    )
    assert "Второй округ" in page
    assert "Школа № 1" not in page
    names = [row.name for row in comparison_of(region).rows]
    assert {"Школа № 1 (Первый округ)", "Школа № 1 (Второй округ)"} < set(names)


def test_cells_are_told_by_municipality_and_namesakes_stay_apart(unscoped: None) -> None:
    region = factories.organization(is_region=True)
    for town, people in (("Первый округ", 6), ("Второй округ", 9), ("", 5)):
        one = factories.organization(parent=region, short_name="Школа № 1", city="", municipality=town)
        RegionCell.objects.create(
            organization=one,
            form="ф",
            role="mentee",
            age="15–19",
            sex="женский",
            course="1 курс",
            people=people,
        )
    by_town = pivot_of(Cells(region, {}), rows="municipality", columns="role")
    assert [(name, total) for name, _, total in by_town.rows] == [
        ("Второй округ", 9), ("Первый округ", 6), ("Не указано", 5),
    ]  # fmt: skip
    assert len(form_rows(Cells(region, {}), ["institution", "form"])) == 3
    assert form_rows(Cells(region, {"municipality": "Не указано"}), ["role"]) == [["Наставляемые", 5]]


def test_one_failing_institution_does_not_stop_the_night(
    region: Organization, unscoped: None, caplog
) -> None:
    first, second, third = below(region)
    Organization.objects.filter(pk=second.pk).update(time_zone="Nowhere/City")
    InstitutionFigures.objects.update(counted_on=dt.date(2026, 1, 1))
    assert refresh_everywhere() == 2
    days = dict(InstitutionFigures.objects.values_list("organization", "counted_on"))
    assert days[second.pk] == dt.date(2026, 1, 1) < min(days[first.pk], days[third.pk])
    assert f"organization {second.pk}" in caplog.text


def test_institution_without_a_programme_is_not_known(region: Organization, signed_in) -> None:
    factories.organization(parent=region, short_name="Школа без программы")
    refresh_region(region)
    page = (
        signed_in(observer_of(region)).get(reverse("reports:region"), {"q": "без программы"}).content.decode()
    )
    assert page.count("н/д") >= 5
    empty = signed_in(observer_of(region)).get(reverse("reports:region"), {"data": "none"}).content.decode()
    assert "Школа без программы" in empty
    assert "Колледж № 2" not in empty


@pytest.mark.parametrize(
    "name", ["region", "region_indicators", "region_pivot", "region_form", "periods", "region_reports"]
)
def test_queries_do_not_grow_with_institutions(name: str, signed_in, queries_of) -> None:
    one = build_region(lambda line: None, institutions=1, people=60, answers=20)
    refresh_region(one)
    client = signed_in(observer_of(one))
    address = reverse(f"reports:{name}")
    client.get(address)
    single = queries_of(lambda: client.get(address))
    for source in ("второй", "третьей"):
        other = factories.organization(parent=one, short_name=f"Школа {source}")
        with scope(organization=other):
            factories.programme(other)
        refresh_institution(other)
    assert queries_of(lambda: client.get(address)) == single


def test_home_of_the_region_has_the_same_queries_for_more_institutions(signed_in, queries_of) -> None:
    one = build_region(lambda line: None, institutions=1, people=40, answers=0)
    refresh_region(one)
    client = signed_in(observer_of(one))
    client.get("/")
    single = queries_of(lambda: client.get("/"))
    for number in range(2):
        refresh_institution(factories.organization(parent=one, short_name=f"Школа {number}"))
    assert queries_of(lambda: client.get("/")) == single


def test_no_page_of_the_region_names_a_person(region: Organization, signed_in) -> None:
    client = signed_in(observer_of(region))
    first = below(region)[0]
    period = create_period(
        region, title="Полугодие", cut_on=dt.date(2026, 9, 1), due_on=dt.date(2026, 9, 2), actor=None
    )
    with scopes_disabled():
        curator = Membership.objects.get(organization=first, role=Role.CURATOR).user
        names = set(Person.objects.filter(organization=first).values_list("last_name", flat=True))
    with scope(organization=first):
        report = submit_report(first, period, actor=curator)
    pages = [
        reverse("reports:region"),
        reverse("reports:region_indicators"),
        reverse("reports:region_institution", args=[first.pk]),
        reverse("reports:region_pivot") + "?rows=institution&columns=age",
        reverse("reports:region_form") + "?column=institution&column=sex&column=course",
        reverse("reports:period", args=[period.pk]),
        reverse("reports:period_report", args=[report.pk]),
        "/",
    ]
    for address in pages:
        text = client.get(address).content.decode()
        assert first.short_name in text or address == "/", address
        assert not [name for name in {*names, curator.full_name} if name in text], address


def test_a_foreign_institution_is_not_found(region: Organization, signed_in) -> None:
    stranger = factories.organization()
    client = signed_in(observer_of(region))
    assert client.get(reverse("reports:region_institution", args=[stranger.pk])).status_code == 404


def test_pivot_adds_up_and_filters(region: Organization, signed_in) -> None:
    whole = pivot_of(Cells(region, {}), rows="age", columns="role")
    assert whole.total == sum(whole.column_sums) == sum(line[2] for line in whole.rows)
    parts = [
        pivot_of(Cells(region, {"sex": value}), rows="age", columns="role").total
        for value, _ in Cells(region, {}).choices()["sex"]
    ]
    assert sum(parts) == whole.total
    page = signed_in(observer_of(region)).get(
        reverse("reports:region_pivot"), {"rows": "nonsense", "by_institution": "x"}
    )
    assert page.status_code == 200


def test_form_is_a_file_without_persons_and_is_kept_as_a_preset(
    region: Organization, signed_in, tmp_path
) -> None:
    client = signed_in(observer_of(region))
    query = "?column=institution&column=age&by_role=mentee"
    answer = client.get(reverse("reports:region_form_file") + query)
    (tmp_path / "form.xlsx").write_bytes(answer.content)
    rows = list(openpyxl.load_workbook(tmp_path / "form.xlsx").active.values)
    head = next(place for place, row in enumerate(rows) if row[0] == "Организация")
    assert rows[head][:3] == ("Организация", "Возраст, лет", "Человек")
    mentees = pivot_of(Cells(region, {"role": "mentee"}), rows="role", columns="role").total
    assert sum(row[2] for row in rows[head + 1 :] if row[2]) == mentees > 0
    kept = client.post(reverse("reports:region_form_keep") + query, {"name": "По возрасту"}, follow=True)
    assert "По возрасту" in kept.content.decode()
    assert "column=age" in kept.content.decode()


def test_report_of_the_region_is_pdf_and_docx(region: Organization, signed_in) -> None:
    factories.organization(parent=region, short_name="Школа без программы")
    with scope(organization=region):
        document = make_region_report(region, actor=None)
        again = make_region_report(region, actor=None)
    assert document.pk == again.pk
    client = signed_in(observer_of(region))
    assert "Сводный отчёт" in client.get(reverse("reports:region_reports")).content.decode()
    pdf = client.get(reverse("reports:region_report_file", args=[document.pk, "pdf"]))
    assert pdf.content.startswith(b"%PDF")
    docx = client.get(reverse("reports:region_report_file", args=[document.pk, "docx"]))
    assert docx.content.startswith(b"PK")
    with scope(organization=region):
        content = document.versions.get(revision=document.revision).snapshot
    text = str(content)
    assert "программа ещё не начата" in text
    assert "н/д" in text
    assert not {"худш", "отста", "плох"} & {
        word for word in ("худш", "отста", "плох") if word in text.lower()
    }


def test_observer_of_an_institution_makes_no_report(signed_in) -> None:
    lonely = factories.organization()
    client = signed_in(factories.membership(lonely, Role.REGION_OBSERVER))
    answer = client.post(reverse("reports:region_report_create"), follow=True)
    assert "для региона" in answer.content.decode()
