"""The first way through, as people walk it: a curator, a mentee's phone, a director; a real worker makes the papers."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from pypdf import PdfReader

from core.clock import today
from core.enums import Role
from core.models import Membership, Organization
from mentorship.domain.credentials import record_credential
from mentorship.domain.supplements import add_supplement
from mentorship.models import Consent, FormOfMentoring, MenteeEntry, MentorEntry, Pair, Programme
from mentorship.selectors.credentials import standings
from reports.models import Document
from roadmap.models import Activity
from surveys.domain.links import link_of
from surveys.models import Campaign, Invitation
from tests import factories
from tests.servers import StartWorker

pytestmark = [pytest.mark.browser, pytest.mark.servers, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "roadmap" / "demo" / "plan_2026_2027.docx"
PEOPLE = ROOT / "mentorship" / "demo" / "people.xlsx"
DATES = {"period_start": "2026-09-01", "period_end": "2027-08-31", "pair_period_end": "2027-05-31"}
RESULT = re.compile("Открыть|итог|Результат", re.IGNORECASE)
FORMS = ("student-student", "pedagogue-pedagogue", "student-pupil", "employer-student")


class Walk:
    """One browser window of one person; addresses by name."""

    def __init__(self, page: Any, base: str) -> None:
        self.page, self.base = page, base

    def go(self, name: str, **kwargs: Any) -> None:
        self.page.goto(self.base + reverse(name, kwargs=kwargs))

    def press(self, name: str | re.Pattern[str]) -> None:
        """A button or a link of the page's own part, by its words."""
        main = self.page.locator("main")
        button = main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name))
        button.first.click()
        self.page.wait_for_load_state()

    def text(self) -> str:
        return str(self.page.inner_text("main"))

    def download(self, name: str | re.Pattern[str]) -> bytes:
        with self.page.expect_download() as waiting:
            self.page.locator("main").get_by_role("link", name=name).first.click()
        return Path(waiting.value.path()).read_bytes()

    def for_all(self, name: str, query: str, action: str, **fields: str) -> None:
        """Mark every row of a filtered list, press a bulk action, fill its questions, confirm."""
        self.page.goto(f"{self.base}{reverse(name)}?{query}&per_page=200")
        self.page.check("table thead input[type=checkbox]")
        # Rows have links of the same words: the next step of one person.
        self.page.locator(".bulk").get_by_role("button", name=action, exact=True).click()
        self.page.wait_for_load_state()
        for field, value in fields.items():
            self.page.fill(f"[name={field}]", value)
        self.press(re.compile(f"^{action}: "))

    def job_done(self) -> None:
        """Stay on the job's page until it says that it is ready (another process does it), then open the result."""
        result = self.page.locator("main").get_by_role("link", name=RESULT)
        result.first.wait_for(timeout=180_000)
        result.first.click()
        self.page.wait_for_load_state()


@pytest.fixture
def people(committed: None) -> dict[Role, Any]:
    org = factories.organization(city="г. Приречный")
    return {role: factories.membership(org, role) for role in (Role.CURATOR, Role.DIRECTOR)}


def count(model: Any, **conditions: Any) -> int:
    with scopes_disabled():
        return int(model.objects.filter(**conditions).count())


@pytest.mark.parametrize("message_broker", ["redis"], indirect=True)
def test_from_plan_to_signed_order(
    people: dict[Role, Any],
    desk: Callable[..., Any],
    site: Any,
    live_worker: StartWorker,
    settings: Any,
) -> None:
    live_worker(MEDIA_ROOT=settings.MEDIA_ROOT)
    curator = Walk(desk(people[Role.CURATOR]), site.url)
    org: Organization = people[Role.CURATOR].organization

    make_programme(curator)
    import_plan(curator)
    import_people(curator)
    print_and_sign_consents(curator)
    ask_and_answer(curator, desk, site)
    show_papers(curator, org)
    make_pairs(curator)
    order = make_order(curator)
    director = Walk(desk(people[Role.DIRECTOR]), site.url)
    sign_order(director, order, org)
    prove_and_report(curator, director)


def make_programme(curator: Walk) -> None:
    curator.go("mentorship:programme_create")
    page = curator.page
    page.fill("[name=title]", "Программа наставничества 2026/27")
    page.fill("[name=code]", "2026-27")
    for name, day in DATES.items():
        page.fill(f"[name={name}]", day)
    curator.press("Сохранить")
    with scopes_disabled():
        programme = Programme.objects.get()
        forms = {form.code: form.pk for form in FormOfMentoring.objects.filter(organization=None)}
    for code in FORMS:
        curator.go("mentorship:project_create", pk=programme.pk)
        page.select_option("[name=form]", str(forms[code]))
        page.fill("[name=budget]", "30000")
        page.fill("[name=extra_budget]", "10000")
        curator.press("Сохранить")
    assert "160 000" in curator.text().replace("\xa0", " ")
    curator.press("Начать программу")
    assert "Программа начата." in curator.text()


def import_plan(curator: Walk) -> None:
    curator.go("roadmap:import")
    curator.page.set_input_files("input[type=file]", str(PLAN))
    curator.press("Прочитать")
    preview = curator.text()
    assert "44 мероприятия" in preview.replace("\xa0", " ")
    assert "Приказ о закреплении наставнических пар" in preview
    assert count(Activity) == 0
    curator.press(re.compile(r"^Загрузить 44"))
    curator.press("Загрузить")
    assert count(Activity) == 44
    curator.go("roadmap:roadmap")
    assert "5.6" in curator.text()


def import_people(curator: Walk) -> None:
    curator.go("mentorship:people_import")
    curator.page.set_input_files("input[type=file]", str(PEOPLE))
    curator.press("Проверить")
    assert count(MenteeEntry) == 0
    curator.press(re.compile(r"^Внести 60"))
    assert (count(MenteeEntry), count(MentorEntry)) == (40, 20)


def print_and_sign_consents(curator: Walk) -> None:
    curator.go("mentorship:consents")
    curator.press(re.compile("^Определить, кому нужны"))
    needed = count(Consent, state="needed")
    assert needed > 60
    curator.press(re.compile("^Подготовить бланки"))
    curator.job_done()
    printed = PdfReader(io.BytesIO(curator.download(re.compile("Файл для печати"))))
    archive = zipfile.ZipFile(io.BytesIO(curator.download(re.compile("Архив"))))
    assert len(archive.namelist()) == needed
    assert len(printed.pages) >= needed
    assert "СОГЛАСИЕ" in printed.pages[0].extract_text().upper()

    with scopes_disabled():
        day = today(Organization.objects.get()).isoformat()
    curator.for_all(
        "mentorship:consents",
        "state=issued",
        "Отметить подписанными",
        signed_on=day,
        original_place="Кабинет 214",
    )
    assert count(Consent, state="signed") == needed


def ask_and_answer(curator: Walk, desk: Callable[..., Any], site: Any) -> None:
    for code in ("request_student", "request_teacher", "offer_mentor"):
        curator.go("surveys:campaign_create")
        curator.page.select_option("[name=questionnaire]", code)
        curator.press("Создать опрос")
        curator.press("Открыть опрос")
        curator.press("Открыть опрос")
    assert count(Campaign, state="open") == 3
    answer_on_phone(desk, site)


def answer_on_phone(desk: Callable[..., Any], site: Any) -> None:
    """One mentee by hand on a phone without scripts; the others by the same addresses, without the eyes."""
    from config.demo.answers import invented_answers
    from config.demo.stages import _wishes
    from surveys.domain.answering import save_section, submit_response
    from surveys.selectors.questionnaires import load_version

    with scopes_disabled():
        invitations = list(
            Invitation.objects.select_related("person", "campaign__version", "campaign__organization")
        )
        first = next(one for one in invitations if one.campaign.audience == "mentees")
        link = site.url + re.sub(r"^https?://[^/]+", "", link_of(first))
    phone = desk(None, width=390, height=844, java_script_enabled=False)
    phone.goto(link)
    assert "куратор" in phone.inner_text("body").lower()
    for _ in range(6):
        for group in phone.locator("fieldset").all():
            option = group.locator("input[type=radio], input[type=checkbox]")
            if option.count() and not group.locator("input:checked").count():
                option.first.press("Space")
        if phone.locator("#q-has_candidate-no").count():
            phone.press("#q-has_candidate-no", "Space")
        phone.locator("button[type=submit]").last.click()
        if "Спасибо" in phone.inner_text("main"):
            break
    assert "Спасибо" in phone.inner_text("main")
    with scopes_disabled():
        for invitation in invitations:
            if invitation.pk == first.pk:
                continue
            instrument = load_version(invitation.campaign.version).instrument
            fields = invented_answers(
                instrument, seed=str(invitation.person), wished=_wishes(invitation.person)
            )
            save_section(invitation, fields, keys=[item.key for item in instrument.questions()])
            submit_response(invitation)
    assert count(MenteeEntry, state="surveyed") == 40


def show_papers(curator: Walk, org: Organization) -> None:
    """Mentors from outside show their certificates: two are recorded on the page, the rest as the page does it."""
    curator.go("mentorship:credentials")
    waiting = curator.text().count("не предъявлена")
    assert waiting > 2
    day = today(org)
    for _ in range(2):
        curator.page.locator("tr", has_text="не предъявлена").first.get_by_role(
            "link", name="Записать"
        ).click()
        curator.page.fill("[name=issued_on]", day.isoformat())
        curator.page.fill("[name=valid_until]", day.replace(year=day.year + 1, day=1).isoformat())
        curator.press("Записать")
    assert curator.text().count("не предъявлена") == waiting - 2
    with scope(organization=org):
        programme = Programme.objects.get()
        member = Membership.objects.get(role=Role.CURATOR)
        for row in standings(member, programme, day):
            if row.state == "missing":
                record_credential(
                    row.person,
                    kind=row.kind,
                    number="",
                    issued_on=day,
                    valid_until=day.replace(year=day.year + 1, day=1),
                    actor=None,
                )
        for consent in Consent.objects.filter(kind="employee_mentoring").select_related("person"):
            add_supplement(
                consent.person,
                programme=programme,
                number=str(consent.pk),
                signed_on=day,
                starts_on=programme.period_start,
                ends_on=programme.period_end,
                content="Помощь молодому преподавателю",
                pay_terms="без выплаты",
                actor=None,
            )


def make_pairs(curator: Walk) -> None:
    for base in ("mentees", "mentors"):
        curator.for_all(f"mentorship:{base}", "state=surveyed", "Подтвердить участие")
    assert count(MenteeEntry, state="selected") == 40
    curator.go("mentorship:pairs")
    curator.press("Подобрать пары")
    curator.press(re.compile("^Подобрать$"))
    assert "Почему" in curator.text(), "every pair of the draft says why"
    drag_a_card(curator)
    assert count(Pair) == 0, "a draft changes nothing"
    curator.press(re.compile("^Подтвердить "))
    curator.press(re.compile("^Подтвердить"))
    assert count(Pair, state="to_order") >= 20


def drag_a_card(curator: Walk) -> None:
    """A mentee's card dragged to another mentor asks first and shows what the draft would lose."""
    page = curator.page
    mentor = page.locator("[data-match-mentor]").nth(1)
    number = mentor.get_attribute("data-match-mentor")
    page.locator("[data-match-pair]").first.drag_to(mentor)
    page.wait_for_url(f"**/pairs/match/pair/*/?mentor={number}")
    assert "сколько баллов потеряет черновик" in curator.text()
    page.go_back()


def make_order(curator: Walk) -> Document:
    curator.go("mentorship:pairs")
    curator.press(re.compile("^Подготовить приказ"))
    curator.press("Передать на подпись")
    with scopes_disabled():
        return Document.objects.get(kind="order_pairs")


def sign_order(director: Walk, order: Document, org: Organization) -> None:
    director.go("reports:signing")
    assert "О закреплении наставнических пар" in director.text()
    director.press("Зарегистрировать этот")
    director.go("reports:document", pk=order.pk)
    registered = director.download(re.compile("Скачать PDF"))
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(registered)).pages)
    assert "ПРИКАЗ" in text
    assert "1-ОД" in text.replace("‑", "-").replace(" ", "")
    assert "ПРОЕКТ" not in text
    director.press("Отметить подписанным")
    scan = {"name": "Приказ.pdf", "mimeType": "application/pdf", "buffer": registered}
    director.page.set_input_files("input[type=file]", scan)
    director.press("Отметить подписанным")
    with scopes_disabled():
        assert Document.objects.get(pk=order.pk).state == "signed"
    assert count(Pair, state="to_order") == 0
    assert count(Pair, state="active") >= 20


def prove_and_report(curator: Walk, director: Walk) -> None:
    with scopes_disabled():
        activity = Activity.objects.get(number__startswith="5.6")
    curator.go("roadmap:activity", pk=activity.pk)
    assert "О закреплении наставнических пар" in curator.text()
    assert "выполнено" in curator.text().lower()
    curator.go("reports:annual_report")
    curator.press("Составить отчёт")
    curator.job_done()
    director.go("reports:annual_report")
    report = PdfReader(io.BytesIO(director.download(re.compile("PDF|Скачать"))))
    text = "\n".join(page.extract_text() for page in report.pages)
    flat = " ".join(text.split()).lower()
    for words in ("программа наставничества 2026/27", "дорожной карты", "студент – студент", "44"):
        assert words in flat
