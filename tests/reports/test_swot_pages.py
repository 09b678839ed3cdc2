"""Pages and papers of SWOT, quality and influence: the way of a curator, who sees what, nothing of a small group."""

import io
from datetime import date

import pypdf
import pytest
from django.urls import reverse
from docx import Document as WordFile

from core.clock import today
from core.domain.files import read_file
from core.enums import Role
from core.errors import DomainError
from reports.domain import swot as domain
from reports.domain.documents import build
from reports.domain.monitoring import make_monitoring_report, make_swot_report
from reports.kinds import kind_of
from reports.models import CuratorScore, SwotStatement
from reports.rendering import render_docx
from reports.selectors.quality import score_instrument
from reports.snapshot import freeze
from reports.swot_enums import Quadrant, StatementState
from roadmap.models import Activity
from surveys.enums import Anonymity, Phase
from tests import factories
from tests.reports.test_influence import AFTER, BEFORE, people_of, quality, wave
from tests.reports.test_swot import set_risks
from tests.roadmap import makers as roadmaps
from tests.surveys.views.test_results import answered, rows_of

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def web(college, signed_in):
    set_risks(college.programme, "Мало наставников", "Текучесть кадров")
    return signed_in(college.curator)


def drafted(web):
    assert web.post(reverse("reports:swot_draft")).status_code == 302
    return SwotStatement.objects.filter(rule__startswith="risks").order_by("pk").first()


def page(client, name, *args):
    response = client.get(reverse(f"reports:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def test_a_curator_drafts_words_keeps_drops_and_concludes(college, web):
    assert "Черновика пока нет" in page(web, "swot")
    row = drafted(web)
    assert "Риск программы: Мало наставников." in page(web, "swot")

    web.post(reverse("reports:swot_statement_word", args=[row.pk]), {"text": "Наставников не хватает."})
    web.post(reverse("reports:swot_statement_keep", args=[row.pk]))
    other = SwotStatement.objects.filter(subject="текучесть кадров").get()
    refused = web.post(reverse("reports:swot_statement_drop", args=[other.pk]), {"reason": ""})
    assert refused.status_code == 422
    web.post(reverse("reports:swot_statement_drop", args=[other.pk]), {"reason": "Кадры набраны"})
    added = web.post(
        reverse("reports:swot_statement_add", args=[row.analysis_id]),
        {"quadrant": "strength", "text": "Сильная команда", "project": ""},
    )
    assert added.status_code == 302
    web.post(reverse("reports:swot_decisions", args=[row.analysis_id]), {"text": "Продолжить программу."})

    told = page(web, "swot")
    for words in ("Наставников не хватает.", "Кадры набраны", "Сильная команда", "Продолжить программу."):
        assert words in told


def test_a_measure_is_written_into_the_roadmap_from_the_page(college, web):
    stage = roadmaps.roadmap(college.programme).stages.first()
    row = drafted(web)
    sent = {"text": "Позвать выпускников", "stage": stage.pk, "responsible": "Куратор", "due": "2027-03-01"}
    assert web.post(reverse("reports:swot_measure", args=[row.pk]), sent).status_code == 302
    assert Activity.objects.filter(text="Позвать выпускников", stage=stage).exists()
    assert "Позвать выпускников" in page(web, "swot")


def test_a_project_curator_works_with_their_own_form_only(college, web, signed_in):
    member = factories.membership(college.org, Role.PROJECT_CURATOR)
    college.project.curators.add(member.user)
    row = drafted(web)
    with college.as_curator() as actor:
        own = domain.add_statement(
            row.analysis, quadrant=Quadrant.THREAT, text="Своя форма", project=college.project, actor=actor
        )
    client = signed_in(member)
    told = page(client, "swot")
    assert "Своя форма" in told
    assert "Мало наставников" not in told
    assert client.post(reverse("reports:swot_statement_keep", args=[row.pk])).status_code == 404
    assert client.get(reverse("reports:swot_statement_word", args=[own.pk])).status_code == 200
    whole = {"quadrant": "threat", "text": "Обо всей программе", "project": ""}
    assert (
        client.post(reverse("reports:swot_statement_add", args=[row.analysis_id]), whole).status_code == 422
    )


def test_the_page_costs_the_same_for_one_statement_and_for_three(college, web, queries_of):
    set_risks(college.programme, "Первый")
    drafted(web)
    page(web, "swot")
    once = queries_of(lambda: page(web, "swot"))
    set_risks(college.programme, "Первый", "Второй", "Третий")
    drafted(web)
    page(web, "swot")
    assert queries_of(lambda: page(web, "swot")) == once


def score(college, day):
    return CuratorScore.objects.create(
        organization=college.org, programme=college.programme, scored_on=day, total=9, most=18,
        level="Допустимый уровень", scored_by=college.curator.user,
    )  # fmt: skip


def test_the_history_of_scores_costs_the_same_for_one_and_for_three(college, web, queries_of):
    score(college, date(2026, 10, 1))
    page(web, "quality")
    once = queries_of(lambda: page(web, "quality"))
    score(college, date(2026, 10, 2))
    score(college, date(2026, 10, 3))
    assert queries_of(lambda: page(web, "quality")) == once


def test_a_curator_scores_by_nine_criteria_and_sees_the_band(college, web):
    told = page(web, "score_add")
    assert "0–8 – недопустимый уровень" in told
    keys = score_instrument(college.org).scoring.items
    sent = dict.fromkeys(keys, "2") | {"scored_on": today(college.org).isoformat(), "project": ""}
    assert web.post(reverse("reports:score_add"), sent).status_code == 302
    assert "18 из 18" in page(web, "quality")
    assert web.post(reverse("reports:score_add"), sent | {keys[0]: ""}).status_code == 422
    assert "оптимальный уровень" in page(web, "score", CuratorScore.objects.get().pk)


def test_influence_is_drawn_with_its_table_and_single_people_are_the_psychologists(college, web, signed_in):
    people = people_of(college.programme, 12)
    wave(college.programme, people, BEFORE, Phase.ENTRY, mode=Anonymity.NAMED)
    wave(college.programme, people, AFTER, Phase.EXIT, mode=Anonymity.NAMED)
    told = page(web, "influence")
    assert "data:image/svg+xml" in told
    assert "Тревожность: 8,3 → 5,2" in told
    assert people[0].short_name not in told
    assert web.get(reverse("reports:influence_people")).status_code == 403
    psychologist = signed_in(factories.membership(college.org, Role.PSYCHOLOGIST))
    assert people[0].short_name.replace("\xa0", " ") in page(psychologist, "influence_people")


# --- papers ---


def words_of(document):
    pages = pypdf.PdfReader(io.BytesIO(read_file(document.file))).pages
    return " ".join(" ".join(one.extract_text() for one in pages).replace("\xa0", " ").split())


def word_of(document, subject):
    kind = kind_of(document.kind)
    built = build(kind, subject, organization=document.organization, **document.options)
    word = WordFile(io.BytesIO(render_docx(kind, freeze(built.content), moment=document.created_at)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return " ".join([*(one.text for one in word.paragraphs), *cells]).replace("\xa0", " ")


def keep_all(college, analysis):
    with college.as_curator() as actor:
        for row in analysis.statements.filter(state=StatementState.NEW):
            domain.keep_statement(row, actor=actor)
        return make_swot_report(analysis, actor=actor)


def test_the_report_waits_until_everything_is_decided_and_is_the_heads_to_sign(college, web):
    analysis = drafted(web).analysis
    with college.as_curator() as actor:
        with pytest.raises(DomainError, match="ничего не оставлено"):
            make_swot_report(analysis, actor=actor)
        domain.keep_statement(analysis.statements.first(), actor=actor)
        with pytest.raises(DomainError, match="ждут решения"):
            make_swot_report(analysis, actor=actor)
        domain.write_decisions(analysis, text="Продолжить программу.", actor=actor)
    document = keep_all(college, analysis)
    assert document.state == "draft"
    for told in (words_of(document), word_of(document, analysis)):
        assert "Риск программы: Мало наставников." in told
        assert "Записано в рисках: Текучесть кадров" in told
        assert "Продолжить программу." in told
    snapshot = document.versions.get().snapshot
    set_risks(college.programme, "Совсем другое")
    assert document.versions.get().snapshot == snapshot


@pytest.fixture
def two_forms(college):
    """The exit of one large form and one small, whose four people marked 2 of 10; waves with three who left."""
    programme = college.programme
    small = factories.project(programme)
    people = people_of(programme, 14)
    for project, own, marks in ((college.project, people[:10], [9] * 10), (small, people[10:], [2] * 4)):
        answered(
            programme, rows_of(*marks), mode=Anonymity.CONFIDENTIAL, people=own, phase=Phase.EXIT,
            data=quality() | {"code": f"quality-{project.pk}"}, title=f"Выход формы {project.pk}", project=project,
        )  # fmt: skip
    wave(programme, people[:13], [*BEFORE, 8], Phase.ENTRY)
    wave(programme, people[:10], AFTER[:10], Phase.EXIT)
    return small


@pytest.mark.slow
def test_no_page_and_no_paper_tells_of_the_small_form_nor_of_the_few_who_left(college, web, two_forms):
    """Neither the four of the small form nor the three unpaired can be had by taking shown figures away."""
    analysis = drafted(web).analysis
    swot = keep_all(college, analysis)
    with college.as_curator() as actor:
        report = make_monitoring_report(college.programme, stage="exit", actor=actor)
    told = [
        page(web, "swot"),
        page(web, "quality"),
        page(web, "influence"),
        words_of(swot),
        word_of(swot, analysis),
        words_of(report),
        word_of(report, college.programme),
    ]
    unpaired = sum([*BEFORE, 8][:10]) / 10
    for text in told:
        assert "2,0" not in text, "the mean of the four"
        assert "7,0 " not in text, "the mean of all fourteen, from which theirs would follow"
        assert f"{unpaired:.1f}".replace(".", ",") not in text, (
            "the mean of the pairs beside that of everybody"
        )
    assert "9,0" in told[0]
    assert "Комфорт" in told[5]


@pytest.mark.slow
def test_a_monitoring_report_needs_surveys_and_holds_the_curators_words(college, web, two_forms):
    with (
        college.as_curator() as actor,
        pytest.raises(DomainError, match="Завершённых опросов этого этапа нет"),
    ):
        make_monitoring_report(college.programme, stage="middle", actor=actor)
    address = reverse("reports:monitoring_conclusions", args=["exit"])
    assert web.post(address, {"overall": "Программа полезна."}).status_code == 302
    assert web.post(reverse("reports:monitoring_make", args=["exit"])).status_code == 302
    with college.as_curator() as actor:
        document = make_monitoring_report(college.programme, stage="exit", actor=actor)
    assert "Программа полезна." in words_of(document)
    assert document.title.replace("\xa0", " ") in page(web, "monitoring")
