"""Search forgives; filters are told as chips and taken away one by one."""

import pytest
from django.http import QueryDict

from core.enums import Role
from core.models import Membership
from core.searching import search_condition, search_words
from core.views.members import MembersFilter
from mentorship.filters.bans import BanFilter
from mentorship.models import PairBan
from tests import factories


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Фёдорова  А. С.", ["федорова", "а", "с"]),
        ("  ИВАНОВ ", ["иванов"]),
        ("№ 45-ОД", ["45-од"]),
        ("\u200b", []),
        ("' OR 1=1 --", ["or", "1", "1"]),
        ("", []),
    ],
)
def test_a_query_becomes_words(query: str, words: list[str]) -> None:
    assert search_words(query) == words


@pytest.mark.parametrize("query", ["примерова", "ПРИМЕРОВА", "Примерова А", "Анна примерова"])
def test_people_are_found_in_any_case_and_order(org, unscoped, query: str) -> None:
    user = factories.user(full_name="Примерова Анна Сергеевна")
    factories.membership(org, Role.MENTOR, user=user)
    factories.membership(org, Role.MENTOR, user=factories.user(full_name="Образцов Пётр Ильич"))
    found = Membership.objects.filter(search_condition(query, plain=("user__full_name",)))
    assert [one.user for one in found] == [user]


def test_each_chip_takes_away_its_own_filter(org, unscoped) -> None:
    query = QueryDict("q=анна&role=mentor&page=3&sort=user")
    chips = MembersFilter(query, queryset=Membership.objects.all()).chips(query)
    assert [(chip.label, chip.value) for chip in chips] == [("Поиск", "анна"), ("Роль", "Наставник")]
    assert chips[1].without == "q=%D0%B0%D0%BD%D0%BD%D0%B0&sort=user"


@pytest.mark.parametrize("bad", ["role=nobody", "q=%00", "q=" + "a" * 300])
def test_a_filter_that_does_not_fit_shows_nothing(org, unscoped, bad: str) -> None:
    factories.membership(org, Role.MENTOR)
    shown = MembersFilter(QueryDict(bad), queryset=Membership.objects.all())
    assert list(shown.qs) == []
    assert shown.chips(QueryDict(bad)) == []


def test_a_yes_or_no_filter_starts_with_all(org, unscoped) -> None:
    filters = BanFilter(QueryDict(""), queryset=PairBan.objects.none())
    assert next(iter(filters.form.fields["lifted"].widget.choices)) == ("", "Все")
    assert "Не задано" not in str(filters.form)
