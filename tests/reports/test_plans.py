"""Plans on paper, a participant's own papers: what they hold and what they never tell."""

import io
from datetime import date

import docx
import pytest
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from pypdf import PdfReader

from core.domain.job_run import run_job
from core.domain.jobs import cancel_job, repeat_job
from core.enums import JobState, Role
from mentorship.domain import plans as life
from mentorship.domain.plan_contents import add_goal
from mentorship.enums import ConsentKind, ConsentSigner
from mentorship.models import Consent
from reports.domain.consents import make_sheet
from reports.domain.plans import make_plan, start_plans
from reports.models import Document, DocumentBatch
from reports.selectors.consents import consents_to_draw
from tests import factories
from tests.mentorship.test_plan_pages import Group


@pytest.fixture
def group(org) -> Group:
    return Group(org)


def text_of(answer) -> str:
    data = answer.getvalue() if answer.streaming else answer.content
    if data[:2] == b"PK":
        found = docx.Document(io.BytesIO(data))
        cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
        return " ".join([*(one.text for one in found.paragraphs), *cells])
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def get(signed_in, who, name: str, *args):
    return signed_in(who).get(reverse(f"reports:{name}", args=args))


@pytest.mark.parametrize("what", ["pdf", "docx"])
def test_a_plan_is_printed_with_lines_to_sign_for_those_who_see_it(group, signed_in, what: str) -> None:
    text = " ".join(text_of(get(signed_in, group.mentor, "plan_file", group.plan.pk, what)).split())
    for words in ("Сдать сессию", "нет долгов", "Наставник", "Наставляемый", "Куратор программы"):
        assert words in text
    assert get(signed_in, group.mentee, "plan_file", group.other.pk, what).status_code == 404


def test_a_draft_says_so_and_an_approved_plan_tells_who_agreed_and_the_changes(
    group, curator, signed_in
) -> None:
    assert "ПРОЕКТ" in text_of(get(signed_in, group.mentor, "plan_file", group.plan.pk, "pdf"))
    with scope(organization=group.plan.organization):
        for _ in range(2):
            life.send_plan(group.plan, actor=None)
            for side, person in (
                ("mentor", group.pair.mentor.person),
                ("mentee", group.plan.mentee.person),
            ):
                life.agree_plan(group.plan, side=side, person=person, actor=None)
            life.approve_plan(group.plan, actor=curator.user)
            if group.plan.revision == 1:
                life.revise_plan(group.plan, actor=curator.user, reason="Новое расписание")
                add_goal(
                    group.plan, title="Проект", measure="защищён", due_on=date(2027, 5, 1), actor=curator.user
                )
    text = " ".join(text_of(get(signed_in, group.mentee, "plan_file", group.plan.pk, "pdf")).split())
    assert "ПРОЕКТ" not in text
    assert "согласовано на портале" in text
    assert "Лист изменений" in text
    assert "Новое расписание" in text


def test_teachers_have_their_own_heading(org, curator, signed_in) -> None:
    form = factories.form(title="Педагог – педагог", is_pedagogical=True)
    pair = factories.pair(factories.project(factories.programme(org), form=form), state="to_order")
    given = {"template": None, "period_start": date(2026, 10, 1), "period_end": date(2027, 5, 31)}
    with scopes_disabled():
        plan = life.start_plan(pair.places.get(), actor=None, **given)
    text = text_of(get(signed_in, curator, "plan_file", plan.pk, "docx"))
    assert "Персонализированная программа наставничества" in text


def test_all_plans_are_printed_as_one_job_and_twice_give_the_same(group, curator) -> None:
    with scope(organization=group.pair.organization):
        for plan in (group.plan, group.other):
            life.send_plan(plan, actor=None)
        job = start_plans(group.pair.programme, actor=curator.user)
        assert start_plans(group.pair.programme, actor=curator.user).pk == job.pk
    run_job(job.pk)
    with scopes_disabled():
        batch = DocumentBatch.objects.get(job=job)
        assert (batch.kind, batch.made, batch.failed) == ("plans", 2, 0)
        assert batch.pages >= 2


def test_a_stopped_printing_goes_on_with_what_is_left(group, curator) -> None:
    with scope(organization=group.pair.organization):
        for plan in (group.plan, group.other):
            life.send_plan(plan, actor=None)
        job = start_plans(group.pair.programme, actor=curator.user)
        make_plan(group.plan, actor=curator.user)  # what was ready when somebody stopped the job
    cancel_job(job, actor=curator.user)
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    with scopes_disabled():
        assert not DocumentBatch.objects.exists()
        repeat_job(job, actor=curator.user)
        run_job(job.pk)
        batch = DocumentBatch.objects.get(job=job)
        assert (batch.made, batch.failed) == (2, 0)
        assert Document.objects.filter(kind="development_plan").count() == 2, "none is made twice"


@pytest.mark.parametrize("who", ["mentor", "mentee", "parent"])
def test_an_extract_of_the_order_names_whom_the_reader_may_see(group, signed_in, who: str) -> None:
    text = text_of(get(signed_in, getattr(group, who), "own_extract", group.pair.pk))
    assert "7-ОД" in text
    assert "Примерова" in text
    assert ("Соседова" in text) is (who == "mentor")


def test_own_documents_name_nobody_else(group, signed_in) -> None:
    for who in (group.mentee, group.parent):
        assert "Соседова" not in get(signed_in, who, "own_documents").content.decode()


def test_a_sheet_of_a_consent_is_opened_by_who_signs_it(group, org, signed_in) -> None:
    child = group.plan.mentee.person
    with scope(organization=org):
        mother = child.guardian_links.get().guardian
        other = factories.membership(org, Role.PARENT)
        father = factories.person(org, user=other.user, birth_date=date(1979, 1, 1), group="")
        type(child.guardian_links.get()).objects.create(
            organization=org, guardian=father, ward=child, kind="father"
        )
        consent = Consent.objects.create(
            organization=org,
            programme=group.pair.programme,
            person=child,
            representative=mother,
            kind=ConsentKind.PROCESSING,
            signer=ConsentSigner.REPRESENTATIVE_AND_TEENAGER,
        )
        make_sheet(consents_to_draw().get(pk=consent.pk), organization=org, actor=None)
    status = []
    for who in (group.parent, group.mentee, other, group.mentor):
        answer = get(signed_in, who, "own_consent", consent.pk)
        status.append(answer.status_code)
        if answer.streaming:
            b"".join(answer)  # read to the end, so that the file is closed
    assert status == [200, 200, 404, 404]


def test_the_report_of_ones_own_work_is_made_at_any_time(group, signed_in) -> None:
    screen = get(signed_in, group.mentor, "own_report").content.decode()
    assert "Соседова" in screen
    text = " ".join(text_of(get(signed_in, group.mentor, "own_report_file", "pdf")).split())
    assert "Составляется" in text
    mentee = text_of(get(signed_in, group.mentee, "own_report_file", "docx"))
    assert "Образцова" in mentee
    assert "Соседова" not in mentee


def test_a_mentor_opens_their_own_portfolio(group, signed_in) -> None:
    assert "Опыт наставничества" in get(signed_in, group.mentor, "own_portfolio").content.decode()
    for what in ("pdf", "docx"):
        assert "Соседова" not in text_of(get(signed_in, group.mentor, "own_portfolio_file", what))
    assert get(signed_in, group.mentee, "own_portfolio").status_code == 302
