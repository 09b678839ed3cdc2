"""The one list page, tried on the users of an organisation."""

import csv
import io
import random

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django_scopes import scope
from openpyxl import load_workbook

from core.enums import Role
from core.models import AuditEntry, Membership, Organization
from core.views.lists import page_rows
from tests import factories

pytestmark = pytest.mark.usefixtures("only_core")

USERS = "/users/"


@pytest.fixture
def page(administrator: Membership, signed_in) -> Client:
    return signed_in(administrator)


def add(org: Organization, count: int, *, role: Role = Role.MENTOR) -> list[Membership]:
    return [
        factories.membership(org, role, user=factories.user(full_name=f"Образцов-{number:03} Пётр Ильич"))
        for number in range(count)
    ]


def shown(client: Client, query: str = "") -> list[str]:
    rows = client.get(USERS + query).context["page"].rows
    return [str(row.user) for row in rows]


def active(org: Organization) -> set[int]:
    with scope(organization=org):
        return set(Membership.objects.filter(is_active=True).values_list("pk", flat=True))


@pytest.fixture
def org_with(db: None, org: Organization):
    return lambda count: add(org, count)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(rows, org_with, page, django_assert_num_queries) -> None:
    org_with(rows)
    page.get(USERS)
    with django_assert_num_queries(4):
        assert page.get(USERS).status_code == 200


@pytest.mark.parametrize(
    "column", ["user", "email", "role", "position", "is_active", "-user", "nonsense", "user,,"]
)
def test_every_column_sorts_and_nonsense_does_not(column, org_with, page) -> None:
    org_with(3)
    names = shown(page, f"?sort={column}")
    assert len(names) == 4
    if column == "-user":
        assert names == sorted(names, reverse=True)


@pytest.mark.parametrize("number", ["0", "-1", "999999", "10**9", "٣", "1 OR 1=1", str(10**30), ""])
def test_any_page_number_shows_a_page(number, org_with, page) -> None:
    org_with(30)
    response = page.get(USERS, {"page": number, "per_page": "1000000000"})
    assert response.status_code == 200
    assert response.context["page"].per_page == 25


def test_search_and_filter_live_in_the_address_and_are_told(org_with, page) -> None:
    org_with(12)
    response = page.get(USERS + "?q=образцов-01&role=mentor")
    assert len(shown(page, "?q=образцов-01&role=mentor")) == 2
    text = response.content.decode()
    assert "Роль: Наставник" in text
    assert "Сбросить" in text
    assert "2" in response.context["page"].told


def test_nothing_found_says_how_to_go_back(org_with, page) -> None:
    response = page.get(USERS + "?q=несуществующий")
    assert "Сбросить отбор" in response.content.decode()


def test_htmx_gets_the_list_alone_and_history_the_whole_page(org_with, page) -> None:
    org_with(2)
    part = page.get(USERS, headers={"HX-Request": "true", "HX-Target": "list"})
    assert b"<html" not in part.content
    assert b'id="list"' in part.content
    assert "HX-Target" in part["Vary"]
    whole = page.get(
        USERS, headers={"HX-Request": "true", "HX-Target": "list", "HX-History-Restore-Request": "true"}
    )
    assert b"<html" in whole.content


def confirm(client: Client, url: str, response) -> object:
    return client.post(url, _form(response.context["hidden"]))


def _form(pairs: list[tuple[str, object]]) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    for name, value in pairs:
        form.setdefault(name, []).append(str(value))
    return form


def test_a_bulk_action_asks_once_with_count_and_five_examples(org, org_with, page) -> None:
    people = org_with(8)
    before = active(org)
    response = page.post(USERS, {"action": "revoke", "pk": [one.pk for one in people]})
    assert response.status_code == 200
    assert active(org) == before
    text = response.content.decode()
    assert "8\u00a0записей" in text
    assert len(response.context["examples"]) == 5
    assert "и ещё 3" in text
    confirm(page, USERS, response)
    assert active(org) == before - {one.pk for one in people}


def test_all_by_filter_travels_as_the_filter(org, org_with, page) -> None:
    people = org_with(30)
    url = USERS + "?q=образцов-00&per_page=25"
    response = page.post(url, {"action": "revoke", "all": "1"})
    assert [name for name, _ in response.context["hidden"]] == ["action", "fingerprint", "all"]
    before = active(org)
    confirm(page, url, response)
    assert before - active(org) == {one.pk for one in people[:10]}


def test_a_set_that_changed_meanwhile_is_asked_about_again(org, org_with, page) -> None:
    org_with(3)
    url = USERS + "?role=mentor"
    response = page.post(url, {"action": "revoke", "all": "1"})
    with scope(organization=org):
        factories.membership(org, Role.MENTOR)
    before = active(org)
    again = confirm(page, url, response)
    assert again.status_code == 422
    assert "список изменился" in again.content.decode()
    assert active(org) == before


@pytest.mark.slow
def test_bulk_touches_exactly_what_was_shown_in_random_cases(org, org_with, page) -> None:
    """Random filter × selection × page size: the affected rows are the shown and chosen ones."""
    people = {one.pk: one for one in org_with(40)}
    stranger = factories.membership(factories.organization(), Role.MENTOR)
    dice = random.Random(20261121)
    for _ in range(25):
        query = (
            f"?q=образцов-0{dice.choice(['', '0', '1', '2'])}&is_active=True&per_page={dice.choice([25, 50])}"
        )
        rows = page.get(USERS + query).context["page"].rows
        keys = [row.pk for row in rows]
        chosen = dice.sample(keys, min(len(keys), dice.randint(0, 2)))
        everything = dice.random() < 0.1
        data: dict[str, object] = {"action": "revoke", "pk": [*chosen, stranger.pk, "abc", 10**30]}
        before = active(org)
        expected = set(chosen)
        if everything:
            data["all"] = "1"
            wanted = query.split("=")[1].split("&")[0]
            expected = {pk for pk in before & people.keys() if wanted in str(people[pk].user).lower()}
        response = page.post(USERS + query, data)
        if not expected:
            assert response.status_code == 302
            continue
        confirm(page, USERS + query, response)
        assert before - active(org) == expected
    with scope(organization=stranger.organization):
        assert Membership.objects.get(pk=stranger.pk).is_active


def test_an_unknown_bulk_action_is_not_found(org_with, page) -> None:
    assert page.post(USERS, {"action": "explode", "all": "1"}).status_code == 404


def test_a_refusal_of_the_domain_changes_nothing(org, administrator, org_with, page) -> None:
    org_with(2)
    response = page.post(USERS, {"action": "revoke", "all": "1"})
    before = active(org)
    told = page.get(confirm(page, USERS, response)["Location"])
    assert "единственный администратор" in told.content.decode()
    assert active(org) == before


def test_exports_equal_the_filter_and_are_recorded(org, org_with, page) -> None:
    org_with(30)
    query = "?q=образцов-00&sort=-user"
    names = shown(page, query)
    book = load_workbook(io.BytesIO(page.get(USERS + query + "&_export=xlsx").content))
    assert [row[0] for row in book.active.iter_rows(min_row=2, values_only=True)] == names
    answer = page.get(USERS + query + "&_export=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row[0] for row in rows[1:]] == names
    assert "filename*=utf-8''" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    with scope(organization=org):
        entries = list(AuditEntry.objects.filter(action="list.exported"))
    assert [entry.after["rows"] for entry in entries] == [10, 10]


def test_print_shows_all_rows_of_the_filter_without_menus(org_with, page) -> None:
    org_with(60)
    response = page.get(USERS + "?role=mentor&_print=1")
    text = response.content.decode()
    assert text.count("<tr>") == 61
    assert "<nav" not in text
    assert "Всего 60" in text


def test_what_people_typed_is_escaped_in_rows(org, page) -> None:
    factories.membership(org, Role.MENTOR, user=factories.user(full_name="<script>alert(1)</script>"))
    text = page.get(USERS).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_an_empty_list_says_what_to_do_first(page) -> None:
    text = page.get(reverse("core:user_invitations")).content.decode()
    assert "Приглашений пока нет" in text
    assert reverse("core:user_invite") in text


def test_annotated_rows_come_in_the_order_and_only_once(org, org_with, unscoped) -> None:
    org_with(12)
    ordered = Membership.objects.annotate(name=F("user__full_name")).order_by("-name", "pk")
    everything = list(ordered)
    assert [page_rows(ordered, number, 5) for number in (1, 2, 3, 4)] == [
        everything[0:5], everything[5:10], everything[10:15], [],
    ]  # fmt: skip
    assert page_rows(ordered, 1, 5)[0].name == everything[0].name
