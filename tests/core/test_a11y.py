"""Pages as people with a keyboard, a screen reader, big letters or a small phone meet them."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from core import registries
from core.domain.memberships import invite
from core.enums import JobState, MessageLevel, Role
from core.models import Job, JobMessage, Membership, Organization
from tests import factories
from tests.browser import violations

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("only_core")]

OPEN = ("core:login", "core:password_reset", "core:password_reset_sent")
OWN = (
    "core:home",
    "core:users",
    "core:user_invite",
    "core:user_invitations",
    "core:organization",
    "core:audit",
    "core:jobs",
    "core:profile",
    "core:password_change",
    "core:memberships",
)
WIDTHS = (1440, 390, 320)


@pytest.fixture
def admin(site: Any, org: Organization) -> Membership:
    """An administrator of an organisation with something on every page."""
    member = factories.membership(org, Role.ADMINISTRATOR)
    for _ in range(30):
        factories.membership(org, Role.MENTOR)
    invite(org, email="novyi@example.org", role=Role.CURATOR, actor=member.user)
    job = Job.objects.create(
        organization=org, kind="tests.none", title="Согласия", owner=member.user, state=JobState.RUNNING,
        done=3, total=9,
    )  # fmt: skip
    JobMessage.objects.create(job=job, level=MessageLevel.ERROR, subject="Строка 3", text="Нет даты.")
    return member


@pytest.fixture
def busy_day() -> None:
    """A home page with rows of every tone, figures and the line of the year."""
    item, figure, mark = registries.AttentionItem, registries.Figure, registries.StageMark
    registries.attention.register(
        lambda viewer: [
            item(tone, f"почему {tone}", f"Дело {tone}", "подробность", "Открыть", "/")
            for tone in ("bad", "wait", "info")
        ]
    )
    registries.figures.register(
        lambda viewer: [
            figure("Доля наставляемых", "31,2 %", "148 из 474", 62, 70),
            figure("Довольны", None, note="в мае"),
        ]
    )
    registries.navigation.register(
        lambda viewer: [registries.NavItem("Согласия", "/x/", "Люди", count=12, waiting=True)]
    )
    start, end = date(2026, 9, 1), date(2027, 6, 30)
    stages = [
        mark("Подготовка условий", "/1/", 1, 4, 4, start=start, end=date(2026, 10, 1)),
        mark("Отбор наставников", "/2/", 0.5, 2, 4, start=date(2026, 10, 1), end=date(2026, 10, 20)),
        mark("Работа пар", "/3/", 0.3, 1, 4, True, date(2026, 10, 20), date(2027, 5, 20)),
        mark("Завершение", "/4/", 0, 0, 3, start=date(2027, 5, 20), end=end),
    ]
    registries.year_lines.register(lambda programme, today: registries.YearLine(stages, 0.5, start, end))
    registries.set_programme_hooks(
        registries.ProgrammeHooks(
            current=lambda membership, wanted: "Программа 2026/27", choices=lambda membership: []
        )
    )


def wrong_on(page: Any) -> list[str]:
    found = violations(page)
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


def problems(page: Any, address: str) -> list[str]:
    """What is wrong with the page at `address`: accessibility, the policy of the page, its width, its title."""
    told: list[str] = []
    page.on(
        "console",
        lambda message: told.append(f"console: {message.text}") if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: told.append(f"script: {error}"))
    page.goto(address, wait_until="networkidle")
    told += wrong_on(page)
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        told.append("the page scrolls sideways")
    if page.title() != page.locator("h1").first.inner_text():
        told.append("title and heading differ")
    if page.locator("h1").count() != 1:
        told.append("not one h1")
    return told


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", OPEN)
def test_open_pages(name: str, width: int, site: Any, desk: Callable[..., Any]) -> None:
    assert problems(desk(width=width), site.url + reverse(name)) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_the_administrator(
    width: int, site: Any, admin: Membership, desk: Callable[..., Any]
) -> None:
    found = {}
    for name in OWN:
        page = desk(admin, width=width)
        found[name] = problems(page, site.url + reverse(name))
        page.close()
    job = Job.objects.model._base_manager.get()
    found["job"] = problems(desk(admin, width=width), site.url + reverse("core:job", kwargs={"pk": job.pk}))
    assert {name: told for name, told in found.items() if told} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_a_busy_home_page(
    width: int, site: Any, org: Organization, desk: Callable[..., Any], busy_day: None
) -> None:
    curator = factories.membership(org, Role.CURATOR)
    assert problems(desk(curator, width=width), site.url + "/") == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_home_of_each_role_on_a_phone(
    role: Role, site: Any, org: Organization, desk: Callable[..., Any]
) -> None:
    assert problems(desk(factories.membership(org, role), width=390), site.url + "/") == []


def test_letters_twice_as_big_lose_nothing(site: Any, admin: Membership, desk: Callable[..., Any]) -> None:
    """200 % of a window of 1280 px is a window of 640 px with two device pixels in each."""
    page = desk(admin, width=640, height=400, device_scale_factor=2)
    for name in OWN:
        page.goto(site.url + reverse(name))
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def test_a_form_with_mistakes_reads_its_summary_first(
    site: Any, admin: Membership, desk: Callable[..., Any]
) -> None:
    page = desk(admin)
    page.goto(site.url + reverse("core:user_invite"))
    page.get_by_role("button", name="Пригласить").click()
    assert page.locator("[data-error-summary]").evaluate("element => element === document.activeElement")
    page.get_by_role("link", name=re.compile("Электронная почта: ")).click()
    assert page.locator("#id_email").evaluate("element => element === document.activeElement")
    assert page.locator("#id_email").get_attribute("aria-describedby") == "id_email_error"
    assert wrong_on(page) == []


def test_a_list_works_with_the_keyboard_alone(site: Any, admin: Membership, desk: Callable[..., Any]) -> None:
    page = desk(admin)
    page.goto(site.url + reverse("core:users"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "К содержанию"
    page.keyboard.press("Enter")
    page.locator("#id_q").focus()
    page.keyboard.type("такого нет")
    page.get_by_text("Никого и ничего не нашлось").wait_for()
    assert "q=" in page.url
    page.go_back()
    page.get_by_text("1–25 из 31").wait_for()
    first = page.locator("input.pick[name=pk]").first
    first.focus()
    page.keyboard.press("Space")
    page.get_by_text("Отмечено 1").wait_for()
    assert wrong_on(page) == []


def test_sorting_and_pages_renew_the_list_without_the_page(
    site: Any, admin: Membership, desk: Callable[..., Any]
) -> None:
    page = desk(admin)
    page.goto(site.url + reverse("core:users"))
    page.evaluate("document.body.dataset.kept = 'yes'")
    page.get_by_role("link", name="Страница 2").click()
    page.get_by_text("26–31 из 31").wait_for()
    page.get_by_role("link", name="Роль").click()
    page.locator("th[aria-sort=ascending]", has_text="Роль").wait_for()
    assert page.evaluate("document.body.dataset.kept") == "yes"
    assert "sort=role" in page.url


@pytest.mark.parametrize("scripts", [True, False])
def test_the_drawer_of_a_phone_opens_with_and_without_scripts(
    scripts: bool, site: Any, admin: Membership, desk: Callable[..., Any]
) -> None:
    page = desk(admin, width=390, height=844, java_script_enabled=scripts)
    page.goto(site.url + "/")
    assert not page.locator("#nav").is_visible()
    page.get_by_role("link", name="Меню").click()
    page.get_by_role("link", name="Пользователи").click()
    page.wait_for_url("**/users/")
    assert not page.locator("#nav").is_visible()


def test_a_job_renews_itself_and_says_when_it_is_done(
    site: Any, admin: Membership, desk: Callable[..., Any]
) -> None:
    jobs = Job.objects.model._base_manager
    page = desk(admin)
    page.goto(site.url + reverse("core:job", kwargs={"pk": jobs.get().pk}))
    jobs.update(done=7)
    page.get_by_text("7 из 9").wait_for()
    jobs.update(state=JobState.DONE, done=9, finished_at="2026-11-21T10:00:00Z")
    page.get_by_role("status").get_by_text("Готово.").wait_for()


def test_leaving_a_long_form_unsaved_asks_once(
    site: Any, admin: Membership, desk: Callable[..., Any]
) -> None:
    asked: list[str] = []
    page = desk(admin)
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(site.url + reverse("core:organization"))
    page.fill("#id_city", "г. Новый")
    page.goto(site.url + "/")
    assert asked == ["beforeunload"]
    page.goto(site.url + reverse("core:organization"))
    page.fill("#id_city", "г. Новый")
    page.get_by_role("button", name="Сохранить").click()
    page.get_by_text("Сохранено.").wait_for()
    assert asked == ["beforeunload"]


def test_states_are_told_in_words_where_colours_are_off(
    site: Any, org: Organization, desk: Callable[..., Any], busy_day: None
) -> None:
    curator = factories.membership(org, Role.CURATOR)
    page = desk(curator, forced_colors="active", reduced_motion="reduce")
    page.goto(site.url + "/")
    assert (
        page.locator(".chip").first.evaluate("element => getComputedStyle(element).borderTopWidth") == "1px"
    )
    assert all(text.strip() for text in page.locator(".chip").all_inner_texts())
