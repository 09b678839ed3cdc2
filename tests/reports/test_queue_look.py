"""The head's queue in a browser: the arrows change the preview, a letter opens the remark, one act signs several."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from reports.domain.documents import register_document, send_to_sign
from reports.domain.preparing import prepare_by_recipe
from reports.models import Document, Signature
from tests import factories
from tests.reports.conftest import College, make_college
from tests.signing_tools import make_signing, pkcs12_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def college(committed: None) -> College:
    return make_college(factories.organization(city="г. Приречный"))


@pytest.fixture
def queue(college: College) -> list[Document]:
    """One to register, then two with numbers: the order of the page."""
    made = []
    for kind in ("order_curator", "order_launch", "order_programme"):
        with college.as_curator() as user:
            draft = prepare_by_recipe(college.programme, kind, college.programme.pk, actor=user, options={})
            send_to_sign(draft, actor=user)
        if made:
            with college.as_director() as user:
                register_document(draft, actor=user)
        made.append(draft)
    return made


def test_the_queue_by_keyboard_and_several_signed_in_one_act(
    college: College, queue: list[Document], desk: Callable[..., Any], site: Any, tmp_path: Any
) -> None:
    key = pkcs12_of(make_signing(tmp_path, "ec", subject="/CN=Образцов Пётр Ильич"))
    first, second, third = queue
    page = desk(college.director)
    page.goto(site.url + reverse("reports:signing"))
    chosen, picture = page.locator(".queue a[aria-current]"), page.locator(".paper img").first

    def shows(document: Document) -> None:
        page.wait_for_url(re.compile(rf"document={document.pk}$"))
        assert chosen.inner_text() == document.title
        assert f"/documents/{document.pk}/pages/1" in picture.get_attribute("src")
        page.wait_for_function("document.querySelector('.paper img').naturalWidth > 0")

    assert chosen.inner_text() == first.title
    page.keyboard.press("ArrowUp")  # nothing above the first
    page.keyboard.press("ArrowDown")
    shows(second)
    page.keyboard.press("ArrowDown")
    shows(third)
    page.keyboard.press("ArrowUp")
    shows(second)
    page.keyboard.press("ArrowUp")
    shows(first)
    page.keyboard.press("KeyR")
    remark = page.locator("[data-sheet=r] textarea")
    assert remark.evaluate("field => field === document.activeElement")
    page.keyboard.press("ArrowDown")  # inside a field the arrows are the field's own
    shows(first)

    page.get_by_role("link", name="Подписать ключом: 2").click()
    assert page.locator("input[name=documents]:checked").count() == 2
    page.locator("input[type=file]").set_input_files(
        {"name": "key.p12", "mimeType": "application/x-pkcs12", "buffer": key}
    )
    page.locator("input[type=password]").fill("тайна")
    page.get_by_role("button", name="Подписать").click()
    page.wait_for_url(re.compile(reverse("reports:signing") + "$"))
    assert "Подписано: 2 документа" in page.locator("main").inner_text().replace("\u00a0", " ")
    with college.as_director():
        assert set(Signature.objects.values_list("version__document", flat=True)) == {second.pk, third.pk}
        assert set(Document.objects.values_list("state", flat=True)) == {"to_sign", "signed"}
