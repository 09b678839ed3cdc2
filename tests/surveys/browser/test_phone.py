"""Filling a questionnaire on a phone: with scripts, without, with a connection that breaks."""

import re

import pytest
from django_scopes import scopes_disabled

from surveys.enums import Anonymity
from surveys.instruments import instrument_from_dict
from surveys.models import Answer, Ballot, DraftAnswer, Response
from tests.browser import violations
from tests.surveys import makers
from tests.surveys.browser.conftest import personal_link, shown_kinds, weight

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SAVED = re.compile(r"Черновик сохранён в \d\d:\d\d")


def drafts():
    with scopes_disabled():
        return dict(DraftAnswer.objects.values_list("item__key", "value"))


def kept(page):
    page.locator("[data-state]", has_text=SAVED).wait_for()


def test_first_load_is_light(site, live_programme, phone):
    page = phone().new_page()
    seen = []
    page.on("response", lambda response: seen.append(response))

    page.goto(personal_link(site, live_programme, "request_student"), wait_until="networkidle")

    sizes = weight([response for response in seen if response.status == 200])
    assert sum(sizes.values()) <= 100_000, sizes


def test_each_answer_is_kept_and_goes_on_elsewhere(site, live_programme, phone):
    link = personal_link(site, live_programme)
    page = phone().new_page()
    page.goto(link)
    page.check("#q-useful-8", force=True)
    kept(page)
    page.check("#q-help-yes")
    page.fill("#q-help_what", "Разобраться с физикой")
    page.get_by_role("button", name="Дальше").last.click()
    page.fill("#q-story", "Пишу с")
    page.go_back()
    assert page.is_checked("#q-useful-8")
    assert page.input_value("#q-help_what") == "Разобраться с физикой"

    other = phone().new_page()
    other.goto(link)
    assert other.locator("h1").inner_text() == "Второй раздел"
    assert other.input_value("#q-story") == "Пишу с"
    other.get_by_role("button", name="Отправить ответы").click()

    assert "Спасибо, дальше куратор." in other.inner_text("main")
    with scopes_disabled():
        assert Response.objects.count() == 1
        assert Answer.objects.filter(item__key="story").get().text == "Пишу с"


def test_question_steps_in_and_out(site, live_programme, phone):
    page = phone().new_page()
    page.goto(personal_link(site, live_programme))

    assert not page.is_visible("#q-help_what")
    page.check("#q-help-yes")
    assert page.is_visible("#q-help_what")
    page.check("#q-help-no")
    assert not page.is_visible("#q-help_what")


def test_a_broken_connection_loses_nothing(site, live_programme, phone):
    context = phone()
    page = context.new_page()
    page.goto(personal_link(site, live_programme))
    context.set_offline(True)

    page.check("#q-useful-7", force=True)
    page.check("#q-help-no")
    page.locator("[data-state]", has_text="Нет связи").wait_for()
    assert drafts() == {}
    context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")

    kept(page)
    assert drafts() == {"useful": 7, "help": False}


def test_wrong_answer_is_told_at_its_place(site, live_programme, phone):
    page = phone().new_page()
    page.goto(personal_link(site, live_programme))
    page.check("#q-help-yes")
    page.fill("#q-help_what", "ы" * 201)

    page.locator("#q-help_what-error").wait_for()

    assert "сейчас 201" in page.inner_text("#q-help_what-error")
    assert "201 из 200" in page.inner_text(".counter")


def test_whole_way_without_scripts(site, live_programme, phone):
    page = phone(java_script_enabled=False).new_page()
    page.goto(personal_link(site, live_programme))
    assert "Ответьте, если на вопрос «Нужна помощь» вы ответили «Да»." in page.inner_text("main")

    page.get_by_role("button", name="Дальше").last.click()
    assert "Выберите ответ." in page.inner_text(".summary")
    page.check("#q-useful-8", force=True)
    page.check("#q-help-no")
    page.get_by_role("button", name="Дальше").last.click()
    page.get_by_role("button", name="Отправить ответы").click()

    assert "Спасибо, дальше куратор." in page.inner_text("main")


def test_enter_in_a_field_goes_on_and_not_back(site, live_programme, phone):
    page = phone().new_page()
    page.goto(personal_link(site, live_programme))
    page.check("#q-useful-8", force=True)
    page.check("#q-help-no")
    page.get_by_role("button", name="Дальше").last.click()

    page.fill("#q-secret", "слово")
    page.press("#q-secret", "Enter")

    assert "Спасибо" in page.inner_text("main")


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_fits_the_screen_with_targets_for_a_thumb(site, live_programme, phone, width):
    page = phone(viewport={"width": width, "height": 800}).new_page()
    link = personal_link(site, live_programme, instrument_from_dict(shown_kinds()))
    for number in (1, 2):
        page.goto(f"{link}{number}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.evaluate(
            """() => [...document.querySelectorAll('.scale label, .opt, .phone-foot .btn, select, textarea,'
              + ' input[type=text], input[type=date]')]
              .filter((place) => place.offsetParent && place.getBoundingClientRect().height < 48)
              .map((place) => place.outerHTML)"""
        )
        assert small == []


def test_readers_and_keyboards_are_served(site, live_programme, phone):

    page = phone().new_page()
    link = personal_link(site, live_programme, instrument_from_dict(shown_kinds()))
    page.goto(f"{link}1/")
    page.get_by_role("button", name="Дальше").last.click()
    for number in (1, 2):
        if number == 2:
            page.goto(f"{link}2/")
        found = violations(page)
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    page.goto(f"{link}1/")
    page.focus("#q-useful-1")
    page.keyboard.press("ArrowRight")
    assert page.is_checked("#q-useful-2")


def test_a_tab_closed_without_a_connection_loses_nothing(site, live_programme, phone):
    context = phone()
    link = personal_link(site, live_programme)
    page = context.new_page()
    page.goto(link)
    context.set_offline(True)
    page.check("#q-help-yes")
    page.fill("#q-help_what", "Дорешать задачник")
    page.locator("[data-state]", has_text="Нет связи").wait_for()
    page.get_by_role("button", name="Дальше").last.click()
    assert page.input_value("#q-help_what") == "Дорешать задачник", "no page of an error took its place"
    page.close(run_before_unload=False)
    assert drafts() == {}

    context.set_offline(False)
    page = context.new_page()
    page.goto(link)

    kept(page)
    assert page.input_value("#q-help_what") == "Дорешать задачник"
    assert drafts() == {"help": True, "help_what": "Дорешать задачник"}


def test_an_anonymous_sheet_stays_in_its_browser_until_it_is_sent(site, live_programme, phone):
    with scopes_disabled():
        campaign = makers.campaign(
            live_programme, instrument=makers.general_instrument(), anonymity=Anonymity.ANONYMOUS
        )
        invitation = makers.invitation(campaign, makers.mentee_person(live_programme))
    link = f"{site.url}/s/{makers.token(invitation)}/"
    context = phone()
    page = context.new_page()
    page.goto(link)
    page.fill("#q-words", "Больше встреч")
    page.close()

    page = context.new_page()
    page.goto(link)
    assert page.input_value("#q-words") == "Больше встреч"
    assert drafts() == {}
    page.locator("#q-useful-9").press("Space")
    page.get_by_role("button", name="Отправить ответы").last.click()
    page.get_by_text("Ответ получен").wait_for()

    assert page.evaluate("Object.keys(localStorage).length") == 0
    with scopes_disabled():
        assert Ballot.objects.get().answers == {"useful": 9, "words": "Больше встреч"}
