"""The production calendar written down by an institution: what it changes, whom it holds for, what is refused."""

import datetime as dt
from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from core.calendar_attention import attention
from core.domain.calendar import give_back, keep_calendar
from core.enums import Role
from core.errors import DomainError
from core.models import AuditEntry, CalendarYear, Organization
from core.production_calendar import add_working_days, is_working_day, shipped_year, year_of
from core.registries import Viewer
from core.views.calendar import read_days
from tests import factories


@pytest.fixture
def admin(org):
    return factories.membership(org, Role.ADMINISTRATOR)


def keep(org, year=2026, **given):
    values = {
        "days_off": [],
        "working_days": [],
        "short_days": [],
        "source": "Постановление от 01.10.2025 № 1",
        "checked": True,
        "actor": None,
    }
    with scope(organization=org):
        return keep_calendar(org, year, **values | given)


MONDAY = date(2026, 11, 23)
SATURDAY = date(2026, 11, 28)


def test_written_days_count_inside_the_institution_alone(org):
    other = factories.organization()
    keep(org, days_off=[MONDAY], working_days=[SATURDAY], short_days=[date(2026, 11, 3)])
    with scope(organization=org):
        assert not is_working_day(MONDAY)
        assert is_working_day(SATURDAY)
        assert is_working_day(date(2026, 11, 3))
        assert date(2026, 11, 3) in year_of(2026).short
        assert add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 24)
        assert not is_working_day(date(2026, 11, 4))  # a holiday of the Code stays one
        assert is_working_day(date(2026, 1, 9))  # what was shipped and not written down is gone
        assert year_of(2025) == shipped_year(2025)
    for elsewhere in (scope(organization=other), scope(organization=None)):
        with elsewhere:
            assert is_working_day(MONDAY)
    assert is_working_day(MONDAY)


def test_a_region_keeps_it_for_its_institutions(db):
    region = factories.organization(is_region=True)
    org = factories.organization(parent=region)
    keep(region, days_off=[MONDAY])
    with scope(organization=org):
        assert not is_working_day(MONDAY)
    keep(org, days_off=[])
    with scope(organization=org):
        assert is_working_day(MONDAY)
        give_back(org, 2026, actor=None)
        assert not is_working_day(MONDAY)


def test_terms_of_the_law_follow_it(org):
    from mentorship.domain.withdrawals import terms
    from mentorship.enums import ConsentKind, WithdrawalStepCode

    received = date(2026, 11, 20)
    with scope(organization=org):
        before = terms(ConsentKind.PROCESSING, received)[WithdrawalStepCode.ANSWER]
    keep(org, days_off=[MONDAY])
    with scope(organization=org):
        after = terms(ConsentKind.PROCESSING, received)[WithdrawalStepCode.ANSWER]
    assert (after - before).days == 3  # from Friday over the weekend to Monday


def test_sure_is_what_was_compared_with_a_named_text(org):
    keep(org, checked=False, source="")
    with scope(organization=org):
        assert not year_of(2026).sure
    keep(org)
    with scope(organization=org):
        assert year_of(2026).sure
        assert year_of(2026).source == "Постановление от 01.10.2025 № 1"
    with pytest.raises(DomainError, match="с каким текстом"):
        keep(org, source="  ")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"days_off": [date(2027, 1, 11)]}, "это другой год"),
        ({"days_off": [MONDAY], "working_days": [MONDAY]}, "указан дважды"),
        ({"days_off": [date(2026, 1, 1) + dt.timedelta(days=n) for n in range(70)]}, "не бывает"),
        ({"year": 1999}, "Такого года"),
    ],
)
def test_what_cannot_be_is_refused(org, given, words):
    with pytest.raises(DomainError, match=words):
        keep(org, **given)
    with scope(organization=org):
        assert not CalendarYear.objects.exists()


def test_keeping_the_same_again_writes_no_history(org):
    keep(org, days_off=[MONDAY])
    keep(org, days_off=[MONDAY])
    with scope(organization=org):
        assert AuditEntry.objects.filter(action="calendar.edited").count() == 1


def test_a_page_reads_a_year_once(org, django_assert_num_queries):
    keep(org, days_off=[MONDAY])
    fresh = Organization.objects.get(pk=org.pk)
    with scope(organization=fresh), django_assert_num_queries(2):
        add_working_days(date(2026, 3, 1), 200)


# --- pages ---------------------------------------------------------------------------------------------------------


def test_the_administrator_writes_a_year_down(org, admin, signed_in):
    client = signed_in(admin)
    address = reverse("core:calendar_year", args=[2026])
    page = client.get(address).content.decode()
    assert "не сверен" in page
    form = client.get(reverse("core:calendar_edit", args=[2026])).context["form"]
    assert "09.01" in form.initial["days_off"]
    client.post(
        reverse("core:calendar_edit", args=[2026]),
        {
            "days_off": "09.01, 09.03; 11.05\n31.12.2026",
            "working_days": "",
            "short_days": "30.04 11.06",
            "source": "Постановление № 1",
            "checked": "on",
        },
    )
    page = client.get(address).content.decode()
    assert "Постановление № 1" in page
    assert "30*" in page
    assert "не сверен" not in page
    with scope(organization=org):
        assert date(2026, 12, 31) in year_of(2026).off
    client.post(reverse("core:calendar_give_back", args=[2026]))
    assert "не сверен" in client.get(address).content.decode()


@pytest.mark.parametrize("text", ["31.02", "9 января", "09.01.26", "13.13", "09/01", "०९.०१", "x" * 500])
def test_what_is_no_day_is_told_at_its_field(admin, signed_in, text):
    answer = signed_in(admin).post(
        reverse("core:calendar_edit", args=[2026]), {"days_off": text, "source": "s"}
    )
    assert answer.status_code == 422
    assert "не дата" in answer.content.decode()


@pytest.mark.parametrize("year", [2019, 2101, 0, 10**12])
def test_a_year_out_of_range_is_not_found(admin, signed_in, year):
    for name in ("core:calendar_year", "core:calendar_edit"):
        assert signed_in(admin).get(reverse(name, args=[year])).status_code == 404


def test_the_administrator_is_asked_to_compare_it(org, admin):
    viewer = Viewer(admin.user, admin, date(2026, 11, 21), None)
    with scope(organization=org):
        assert [row.what[-8:] for row in attention(viewer)] == ["2026 год", "2027 год"]
    keep(admin.organization)
    with scope(organization=org):
        assert [row.what[-8:] for row in attention(viewer)] == ["2027 год"]


@given(st.text(alphabet="0123456789.,; \n\u00a0ября٣", max_size=60))
def test_reading_days_gives_days_or_names_what_is_none(text):
    try:
        found = read_days(text, 2026)
    except ValueError:
        return
    assert all(isinstance(day, date) for day in found)


@pytest.mark.slow
@given(st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40))
def test_days_are_read_as_they_are_written(days):
    assert set(read_days(", ".join(f"{day:%d.%m}" for day in days), 2026)) == days
