"""Saved views of a list: filter, order and columns under a name, own or shared; the columns chosen last."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_scopes import scope

from core.enums import Role
from core.models import SavedView
from tests import factories

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def address(programme):
    for last in ("Яшмова", "Ясенева"):
        factories.mentee(programme, person=factories.person(programme.organization, last_name=last))
    return reverse("mentorship:mentees")


def shown(response):
    return [column.name for column in response.context["page"].table.columns]


def save(client, address, query="", **values):
    return client.post(f"{address}{query}", {"_view": "save", "column": ["group", "phone"]} | values)


def test_a_view_keeps_filter_order_and_columns_and_not_the_words_of_a_search(address, curator, signed_in):
    client = signed_in(curator)
    answer = save(client, address, "?state=surveyed&sort=-name&q=яшмова&page=2", name="  Без   пары ")
    view = SavedView.objects.get()
    assert (view.name, view.query, view.columns) == (
        "Без пары",
        "state=surveyed&sort=-name",
        ["group", "phone"],
    )
    page = client.get(answer.url)
    assert shown(page)[0] == "name"
    assert {"group", "phone"} <= set(shown(page))
    assert "main_request" not in shown(page)
    assert [entry.person.last_name for entry in page.context["page"].rows] == ["Яшмова", "Ясенева"]
    assert "Состояние" in page.content.decode()


def test_the_same_name_changes_the_view_and_a_default_opens_the_list(address, curator, signed_in):
    client = signed_in(curator)
    save(client, address, "?state=surveyed", name="Мой", default="1")
    save(client, address, "?state=selected", name="Другой", default="1")
    save(client, address, "?state=surveyed", name="Мой", default="1")
    view = SavedView.objects.get(name="Мой")
    assert SavedView.objects.filter(is_default=True).get() == view
    first = client.get(address)
    assert first.url == f"{address}?view={view.pk}&state=surveyed"
    page = client.get(first.url).context["page"]
    assert page.reset_url == f"{address}?view=0"
    plain = client.get(page.reset_url)
    assert plain.status_code == 200
    assert "phone" not in shown(plain)


def test_chosen_columns_are_remembered_and_go_into_the_file(address, curator, signed_in):
    client = signed_in(curator)
    answer = client.post(
        f"{address}?state=surveyed", {"_view": "columns", "column": ["birth_year", "nonsense"]}
    )
    assert answer.url == f"{address}?state=surveyed"
    assert [name for name in shown(client.get(address)) if name != "act"][:2] == ["name", "birth_year"]
    file = client.get(address, {"_export": "csv"}).content.decode("utf-8-sig")
    assert file.splitlines()[0] == "Фамилия, имя, отчество;Год рождения"
    client.post(address, {"_view": "columns"})  # none: said so, nothing changes
    assert "birth_year" in shown(client.get(address))


def test_a_shared_view_is_seen_by_the_institution_and_changed_by_its_owner_alone(
    address, curator, director, signed_in
):
    mine, theirs = signed_in(curator), signed_in(director)
    save(mine, address, "?state=surveyed", name="Общий", shared="1", default="1")
    save(mine, address, name="Личный")
    view = SavedView.objects.get(name="Общий")
    page = theirs.get(address)
    assert page.status_code == 200  # the default is its owner's
    assert [one.name for one in page.context["page"].views.views] == ["Общий"]
    used = f"{address}?view={view.pk}&state=surveyed"
    assert theirs.get(used).context["page"].views.current.name == "Общий"
    for step in ("rename", "delete"):
        assert theirs.post(used, {"_view": step, "name": "Чужой"}).status_code == 404
    save(theirs, address, name="Директор", shared="1")
    assert not SavedView.objects.get(name="Директор").is_shared
    mine.post(used, {"_view": "rename", "name": "Новый"})
    assert SavedView.objects.get(pk=view.pk).name == "Новый"
    mine.post(used, {"_view": "rename", "name": "Личный"})  # taken
    assert SavedView.objects.get(pk=view.pk).name == "Новый"
    mine.post(used, {"_view": "delete"})
    assert not SavedView.objects.filter(pk=view.pk).exists()


def test_another_institution_and_another_list_see_nothing(address, curator, signed_in):
    save(signed_in(curator), address, name="Общий", shared="1")
    mentors = signed_in(curator).get(reverse("mentorship:mentors"))
    assert mentors.context["page"].views.views == []
    other = factories.organization()
    with scope(organization=other):
        stranger = factories.membership(other, Role.CURATOR)
    view = SavedView.objects.get()
    page = signed_in(stranger).get(address, {"view": view.pk})
    assert page.context["page"].views.current is None


@pytest.mark.parametrize("values", [{"name": ""}, {"name": "  "}, {"name": "я" * 61}])
def test_a_view_needs_a_name(values, address, curator, signed_in):
    client = signed_in(curator)
    assert save(client, address, **values).status_code == 302
    assert not SavedView.objects.exists()
    assert client.post(address, {"_view": "nonsense"}).status_code == 404


def test_there_are_not_more_views_than_one_can_find(address, curator, signed_in):
    client = signed_in(curator)
    for number in range(22):
        save(client, address, name=f"Вид {number}")
    assert SavedView.objects.count() == 20


@pytest.mark.parametrize("view", ["", "0", "-1", "abc", "9" * 30])
def test_any_view_in_the_address_shows_the_list(view, address, curator, signed_in):
    assert signed_in(curator).get(address, {"view": view}).status_code == 200


def test_the_database_keeps_names_and_defaults_once(org, curator):
    row = {"organization": org, "owner": curator.user, "page": "p"}
    SavedView.objects.create(**row, name="Вид", is_default=True)
    for wrong in ({"name": "Вид"}, {"name": "Два", "is_default": True}, {"name": "", "is_shared": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedView.objects.create(**row, **wrong)


@pytest.mark.parametrize("count", [1, 3])
def test_views_cost_no_query_of_their_own_while_kept(count, address, curator, signed_in, queries_of):
    client = signed_in(curator)
    plain = client.get(address) and queries_of(lambda: client.get(address))
    for number in range(count):
        SavedView.objects.create(
            organization=curator.organization, owner=curator.user, page="mentorship:mentees", name=str(number)
        )
    assert queries_of(lambda: client.get(address)) == plain
