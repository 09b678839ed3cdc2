"""Home pages of all roles, search, errors, the organisation's card, health."""

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from core import registries
from core.enums import Role
from core.models import AuditEntry, Membership, Organization
from core.views.home import WELCOMES
from tests import factories

pytestmark = pytest.mark.usefixtures("only_core")


def test_every_role_has_a_welcome() -> None:
    assert set(WELCOMES) == set(Role)


@pytest.mark.parametrize("role", list(Role))
def test_no_home_page_is_empty(role, org, signed_in) -> None:
    member = factories.membership(org, role)
    response = signed_in(member).get("/")
    assert response.status_code == 200
    text = response.content.decode()
    welcome = WELCOMES[role]
    assert f"<title>{welcome.title}</title>" in text
    assert f"<h1>{welcome.title}</h1>" in text
    assert welcome.calm in text or "С чего начать" in text


def test_rows_come_late_first_and_in_their_order(org, curator, signed_in) -> None:
    def rows(viewer: registries.Viewer) -> list[registries.AttentionItem]:
        made = registries.AttentionItem
        return [
            made("info", "i", "c"),
            made("bad", "b", "a", order=2),
            made("wait", "w", "b"),
            made("bad", "b", "z"),
        ]

    registries.attention.register(rows)
    tasks = signed_in(curator).get("/").context["tasks"]
    assert [task.what for task in tasks] == ["a", "z", "b", "c"]


def test_an_unknown_figure_is_not_a_nought(org, curator, signed_in) -> None:
    registries.figures.register(
        lambda viewer: [
            registries.Figure("Удовлетворённость", None, plan_percent=60, note="измеряется в мае")
        ]
    )
    text = signed_in(curator).get("/").content.decode()
    assert "н/д" in text
    assert "план 60\u00a0% · измеряется в мае" in text


def test_the_region_sees_its_institutions_by_name_alone(signed_in, db) -> None:
    region = factories.organization(is_region=True)
    child = factories.organization(parent=region)
    factories.membership(child, Role.MENTEE, user=factories.user(full_name="Секретова Ольга"))
    text = signed_in(factories.membership(region, Role.REGION_OBSERVER)).get("/").content.decode()
    assert child.city in text
    assert "Секретова" not in text


def test_the_administrator_is_told_what_the_card_lacks(signed_in, db) -> None:
    org = factories.organization(head_last_name="", founder="")
    admin = factories.membership(org, Role.ADMINISTRATOR)
    text = signed_in(admin).get("/").content.decode()
    assert "учредитель, фамилия руководителя" in text
    assert "Пригласите директора и куратора программы" in text


def test_a_left_navigation_lights_the_page_one_is_on(administrator, signed_in) -> None:
    text = signed_in(administrator).get(reverse("core:user_invite")).content.decode()
    assert f'href="{reverse("core:users")}" aria-current="page"' in text
    assert text.count('aria-current="page"') == 2  # the line of the navigation and the last breadcrumb


# --- search ---


@pytest.fixture
def finder(only_core) -> list[str]:
    asked: list[str] = []

    def find(viewer: registries.Viewer, query: str, limit: int) -> list[registries.SearchHit]:
        asked.append(query)
        return [registries.SearchHit("Человек", f"<b>{query}</b>", "/", "ТМ-21")]

    registries.search.register(find)
    return asked


def test_search_shows_hits_by_kind_and_escapes_them(curator, signed_in, finder) -> None:
    text = signed_in(curator).get("/search/?q=пример").content.decode()
    assert "<title>Поиск: пример</title>" in text
    assert "&lt;b&gt;пример&lt;/b&gt;" in text


@pytest.mark.parametrize("query", ["", "а", " ", "\u200b", "%00", "%ED%A0%80"])
def test_too_little_to_search_by_asks_no_provider(query, curator, signed_in, finder) -> None:
    assert signed_in(curator).get(f"/search/?q={query}").status_code == 200
    assert finder == []


def test_a_very_long_query_is_cut(curator, signed_in, finder) -> None:
    assert signed_in(curator).get("/search/", {"q": "я" * 10_000}).status_code == 200
    assert finder == ["я" * 200]


# --- errors and health ---


def test_a_missing_page_says_so_in_russian(curator, signed_in) -> None:
    response = signed_in(curator).get("/net-takoy/")
    assert response.status_code == 404
    assert "Такой страницы нет" in response.content.decode()


def test_a_crash_tells_no_details(curator, signed_in) -> None:
    def crash(viewer: registries.Viewer) -> list[registries.AttentionItem]:
        raise RuntimeError("тайна")

    registries.attention.register(crash)
    client = signed_in(curator)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "Что-то сломалось у нас" in response.content.decode()
    assert "тайна" not in response.content.decode()


def test_a_stale_form_is_explained(curator, signed_in) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("core:login"), {"username": "a@b.ru", "password": "x"})
    assert response.status_code == 403
    assert "Страница устарела" in response.content.decode()


def test_health_asks_the_database(db) -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}


# --- the card ---


def card(org: Organization, **changed: str) -> dict[str, object]:
    values = {name: getattr(org, name) for name in CARD_FIELDS}
    return {**values, **changed}


CARD_FIELDS = [
    "founder", "full_name", "short_name", "city", "address", "inn", "ogrn", "phone", "email", "site", "time_zone",
    "year_basis", "order_number_format", "head_position", "head_last_name", "head_first_name", "head_middle_name",
    "head_gender",
]  # fmt: skip


def test_the_card_is_kept_with_its_history(org, administrator: Membership, signed_in) -> None:
    client = signed_in(administrator)
    data = card(org, inn="1234 567 890", site="college.example")
    assert client.post(reverse("core:organization"), data).status_code == 302
    org.refresh_from_db()
    assert (org.inn, org.site) == ("1234567890", "https://college.example")
    with scope(organization=org):
        entry = AuditEntry.objects.get(action="organization.edited")
    assert entry.after["inn"] == "1234567890"
    assert "Изменена карточка организации" in client.get(reverse("core:organization")).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("inn", "12", "10 или 12 цифр"),
        ("ogrn", "١٢٣٤٥٦٧٨٩٠١٢٣", "13 или 15 цифр"),
        ("order_number_format", "ОД", "место порядкового номера"),
        ("order_number_format", "{number}-{secret}", "только {number} и {year}"),
        ("time_zone", "Mars/Olympus", "Выберите корректный вариант"),
        ("full_name", "", "Обязательное поле"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_above_with_all_values_kept(
    field, value, words, org, administrator, signed_in
) -> None:
    response = signed_in(administrator).post(
        reverse("core:organization"), card(org, **{field: value, "city": "г. Новый"})
    )
    assert response.status_code == 422
    text = response.content.decode()
    assert words in text
    assert f'href="#id_{field}"' in text
    assert f'id="id_{field}_error"' in text
    assert 'value="г. Новый"' in text
    org.refresh_from_db()
    assert org.city != "г. Новый"
