"""The pages of the roadmap as people use them."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.enums import Role
from roadmap.domain.evidence import add_evidence
from roadmap.enums import ImportState, RoadmapState
from roadmap.models import Activity, Evidence, Occurrence, PlanImport, Roadmap
from tests import factories
from tests.roadmap import makers
from tests.roadmap.shared_data import OWN

pytestmark = pytest.mark.django_db
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def programme(org):
    return factories.programme(org)


@pytest.fixture
def browser(curator, programme, signed_in):
    return signed_in(curator)


def upload(browser, path, name=""):
    file = SimpleUploadedFile(name or path.name, path.read_bytes(), DOCX)
    return browser.post(reverse("roadmap:import"), {"file": file})


def body(response) -> str:
    return response.content.decode()


def test_page_without_a_roadmap_says_what_to_do_first(browser):
    page = body(browser.get(reverse("roadmap:roadmap")))
    assert "Загрузите план" in page
    assert reverse("roadmap:import") in page


def test_page_without_a_programme_says_so(org, curator, signed_in):
    browser = signed_in(curator)
    assert "Сначала — программа" in body(browser.get(reverse("roadmap:roadmap")))
    assert browser.get(reverse("roadmap:import")).status_code == 302


def test_plan_goes_from_upload_over_preview_to_the_roadmap(browser, unscoped):
    answer = upload(browser, makers.DEMO_PLAN)
    plan_import = PlanImport.objects.get()
    assert answer.url == reverse("roadmap:import_preview", args=[plan_import.pk])
    page = body(browser.get(answer.url))
    assert "44\u00a0мероприятия" in page
    assert "до 10 декабря 2026 г." in page
    assert "номер 4.5 встречается дважды" in page
    assert "срок раньше начала плана" in page
    assert not Roadmap.objects.exists()
    apply = reverse("roadmap:import_apply", args=[plan_import.pk])
    done = browser.post(apply, {"adopted_on": "2026-09-01"})
    assert (done.status_code, Roadmap.objects.count(), Activity.objects.count()) == (302, 1, 44)
    assert "Этап 7. Завершение наставничества" in body(browser.get(done.url))


def test_rows_of_the_preview_are_changed_left_out_and_taken_back(browser, unscoped):
    upload(browser, makers.DEMO_PLAN)
    pk = PlanImport.objects.get().pk
    row = reverse("roadmap:import_row", args=[pk, 0])
    values = {
        "stage": "Этап 1",
        "number": "1",
        "text": "Собраться",
        "deadline": "31 ноября",
        "result_kinds": ["event"],
    }
    assert browser.post(row, values | {"text": " "}).status_code == 422
    assert browser.post(row, values).status_code == 302
    page = body(browser.get(reverse("roadmap:import_preview", args=[pk])))
    assert "такой даты нет: 31.11" in page
    browser.post(reverse("roadmap:import_include", args=[pk, 1, "skip"]))
    assert "исключено 1" in body(browser.get(reverse("roadmap:import_preview", args=[pk])))
    browser.post(reverse("roadmap:import_include", args=[pk, 1, "take"]))
    assert "исключено" not in body(browser.get(reverse("roadmap:import_preview", args=[pk])))
    assert browser.get(reverse("roadmap:import_row", args=[pk, 44])).status_code == 404
    assert browser.post(reverse("roadmap:import_include", args=[pk, 1, "burn"])).status_code == 404


def test_new_term_reads_the_deadlines_anew(browser, unscoped):
    upload(browser, makers.DEMO_PLAN)
    preview = reverse("roadmap:import_preview", args=[PlanImport.objects.get().pk])
    values = {"title": "План", "period_start": "2027-09-01", "period_end": "2028-08-31"}
    browser.post(preview, values)
    assert "ежегодно, октябрь 2027 г." in body(browser.get(preview))
    assert browser.post(preview, values | {"period_end": "2027-01-01"}).status_code == 422


def test_document_of_several_plans_asks_which(browser, unscoped):
    upload(browser, OWN / "passports.docx")
    pk = PlanImport.objects.get().pk
    preview = reverse("roadmap:import_preview", args=[pk])
    assert "В документе 3\u00a0плана" in body(browser.get(preview))
    browser.post(reverse("roadmap:import_choose", args=[pk, 2]), {"target": ["skip", "skip", "programme"]})
    assert "Нормативн" not in body(browser.get(preview))
    assert PlanImport.objects.get().chosen == 2
    assert [plan["target"] for plan in PlanImport.objects.get().plans] == ["skip", "skip", "programme"]
    assert browser.post(reverse("roadmap:import_choose", args=[pk, 3])).status_code == 404


def test_plan_of_a_project_is_offered_to_its_project(browser, programme, unscoped):
    first = factories.project(programme, form=factories.form(title="Студент – студент"))
    second = factories.project(programme, form=factories.form(title="Педагог – педагог"))
    upload(browser, OWN / "passports.docx")
    pk = PlanImport.objects.get().pk
    page = body(browser.get(reverse("roadmap:import_preview", args=[pk])))
    assert f'<option value="project:{first.pk}" selected>' in page
    assert f'<option value="project:{second.pk}" selected>' in page
    apply = reverse("roadmap:import_apply", args=[pk])
    assert f"Проект: {first.title} —" in body(browser.get(apply))
    assert browser.post(apply, {}).status_code == 302
    assert [row.project for row in Roadmap.objects.order_by("pk")] == [first, second, None]


def test_plans_are_mapped_skipped_and_refused_together(browser, programme, unscoped):
    upload(browser, OWN / "passports.docx")
    pk = PlanImport.objects.get().pk
    targets = reverse("roadmap:import_targets", args=[pk])
    page = body(browser.post(targets, {"target": ["project:99999", "skip", "skip"]}, follow=True))
    assert "Такого проекта у программы нет" in page
    browser.post(targets, {"target": ["skip", "skip", "skip"]})
    apply = reverse("roadmap:import_apply", args=[pk])
    answer = browser.post(apply, {})
    assert (answer.status_code, Roadmap.objects.count()) == (422, 0)
    assert "Ни один план не выбран" in body(answer)
    kept = browser.post(targets, {"target": ["programme", "skip", "programme"], "apply": "1"})
    assert kept.url == apply
    assert "26\u00a0мероприятий" not in body(browser.get(apply))
    browser.post(apply, {"adopted_on": "2026-09-15"})
    assert Activity.objects.filter(stage__roadmap=Roadmap.objects.get()).count() == 26


def test_pasted_text_is_read_and_kept(browser, unscoped):
    text = "План на 2026-2027 учебный год\nМероприятие\tСрок\tОтветственный\nСобраться\tоктябрь\tКуратор"
    answer = browser.post(reverse("roadmap:import"), {"text": text})
    plan_import = PlanImport.objects.get()
    assert answer.url == reverse("roadmap:import_preview", args=[plan_import.pk])
    assert plan_import.file.name == "Вставленный текст.txt"
    assert "октябрь 2026 г." in body(browser.get(answer.url))


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "Выберите файл или вставьте текст."), ("Просто письмо", "нет ни одной таблицы")],
)
def test_text_that_is_no_plan_stays_in_its_field(browser, text, words):
    answer = browser.post(reverse("roadmap:import"), {"text": text})
    assert answer.status_code == 422
    assert words in body(answer)
    assert text in body(answer)
    assert not PlanImport.objects.exists()


def test_changed_row_shows_what_stood_in_the_document(browser, unscoped):
    upload(browser, makers.DEMO_PLAN)
    pk = PlanImport.objects.get().pk
    values = {"number": "1.1.", "text": "Собраться иначе", "deadline": "до 1 марта 2027", "result_kinds": []}
    browser.post(reverse("roadmap:import_row", args=[pk, 0]), values)
    page = body(browser.get(reverse("roadmap:import_preview", args=[pk])))
    raw = PlanImport.objects.get().plans[0]["rows"][0]["raw"]
    assert raw["deadline"] in page
    assert "В документе: " in page


@pytest.mark.parametrize(
    ("path", "name", "words"),
    [
        (OWN / "bad_no_header.docx", "", "Не найдена строка заголовков плана"),
        (OWN / "bad_no_table.docx", "", "нет ни одной таблицы"),
        (OWN / "deadlines.tsv", "план.docx", "Не найдена строка заголовков"),
    ],
)
def test_file_without_a_plan_is_refused_at_its_field(browser, path, name, words, unscoped):
    answer = upload(browser, path, name)
    assert answer.status_code == 422
    assert words in body(answer)
    assert not PlanImport.objects.exists()


def test_second_plan_does_not_stand_beside_the_first_silently(browser, programme, unscoped):
    makers.demo_roadmap(programme)
    upload(browser, makers.DEMO_PLAN)
    apply = reverse("roadmap:import_apply", args=[PlanImport.objects.first().pk])
    assert "У программы уже есть" in body(browser.get(apply))
    assert browser.post(apply, {"adopted_on": "2026-09-01"}).status_code == 422
    assert Roadmap.objects.count() == 1
    assert browser.post(apply, {"adopted_on": "2026-09-01", "replace": "on"}).status_code == 302
    assert list(Roadmap.objects.order_by("pk").values_list("state", flat=True)) == ["archived", "draft"]


def test_dropped_upload_is_gone(browser, unscoped):
    upload(browser, makers.DEMO_PLAN)
    plan_import = PlanImport.objects.get()
    browser.post(reverse("roadmap:import_drop", args=[plan_import.pk]))
    plan_import.refresh_from_db()
    assert plan_import.state == ImportState.DROPPED
    assert browser.get(reverse("roadmap:import_preview", args=[plan_import.pk])).status_code == 404


def test_roadmap_is_filtered_by_stage_state_and_words(browser, programme, unscoped):
    roadmap = makers.demo_roadmap(programme)
    address = reverse("roadmap:roadmap")
    stage = roadmap.stages.get(number=5)
    page = body(browser.get(address, {"stage": stage.pk}))
    assert "закрепить их" in page
    assert "Показано 7" in page
    assert "Показано 2" in body(browser.get(address, {"q": "4.5"}))
    assert "Показано 1" in body(browser.get(address, {"q": "закрепить пары и"}))
    assert "Ничего не нашлось" in body(browser.get(address, {"q": "дирижабль"}))
    assert "Показано" in body(browser.get(address, {"status": "no_date"}))


@pytest.mark.parametrize("query", ["stage=x", "stage=99999999999999", "status=nope", "q=%00%FF", "map="])
def test_senseless_filters_break_nothing(browser, programme, query, unscoped):
    makers.roadmap(programme)
    assert browser.get(f"{reverse('roadmap:roadmap')}?{query}").status_code == 200


def test_unknown_roadmap_is_not_found(browser, programme, unscoped):
    makers.roadmap(programme)
    foreign = makers.roadmap(factories.programme(factories.organization()))
    for asked in ("0", "x", "9" * 30, str(foreign.pk)):
        assert browser.get(reverse("roadmap:roadmap"), {"map": asked}).status_code == 404


def test_roadmap_is_exported_and_printed(browser, programme, unscoped):
    makers.demo_roadmap(programme)
    address = reverse("roadmap:roadmap")
    book = openpyxl.load_workbook(io.BytesIO(browser.get(address, {"_export": "xlsx"}).content))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 45
    assert rows[1][3] == "До 28 августа 2026"
    assert "5.6.;" in browser.get(address, {"_export": "csv"}).content.decode("utf-8-sig")
    assert "Напечатать" in body(browser.get(address, {"_print": "1"}))


def test_roadmap_is_approved(browser, programme, unscoped):
    roadmap = makers.roadmap(programme)
    browser.post(reverse("roadmap:approve", args=[roadmap.pk]))
    roadmap.refresh_from_db()
    assert roadmap.state == RoadmapState.APPROVED


def test_activity_shows_what_is_missing_and_takes_proofs(browser, programme, unscoped):
    activity = makers.activity(programme, result="Приказ о закреплении наставнических пар")
    address = reverse("roadmap:activity", args=[activity.pk])
    assert "приказ о закреплении пар не подписан в портале" in body(browser.get(address))
    proof = reverse("roadmap:activity_evidence", args=[activity.pk])
    assert browser.post(proof, {"note": ""}).status_code == 422
    assert browser.post(proof, {"link": "javascript:alert(1)"}).status_code == 422
    answer = browser.post(proof, {"link": "college.example/news", "completes": "on", "on": "2026-10-01"})
    assert answer.status_code == 302
    assert Evidence.objects.get().link == "https://college.example/news"
    page = body(browser.get(address))
    assert "college.example/news" in page
    assert "выполнено" in page
    browser.post(reverse("roadmap:activity_reopen", args=[activity.pk]), {"reason": "Перенесли"})
    assert Occurrence.objects.get().done_on is None
    browser.post(
        reverse("roadmap:evidence_remove", args=[Evidence.objects.get().pk]), {"reason": "Не та новость"}
    )
    assert not Evidence.objects.exists()
    assert "Не та новость" in body(browser.get(address))


def test_activity_is_edited(browser, programme, unscoped):
    activity = makers.activity(programme)
    values = {"number": "5.6.", "text": "Закрепить пары", "deadline": "май", "result_kinds": ["order_pairs"]}
    browser.post(reverse("roadmap:activity_edit", args=[activity.pk]), values)
    activity.refresh_from_db()
    assert (activity.start, activity.result_kinds) == (date(2027, 5, 1), ["order_pairs"])


def test_file_of_evidence_is_downloaded_by_those_who_see_the_roadmap(
    browser, org, programme, signed_in, unscoped
):
    activity = makers.activity(programme)
    file = SimpleUploadedFile("протокол.docx", makers.DEMO_PLAN.read_bytes(), DOCX)
    browser.post(reverse("roadmap:activity_evidence", args=[activity.pk]), {"file": file})
    address = reverse("core:file", args=[Evidence.objects.get().file_id])
    assert browser.get(address).getvalue()[:2] == b"PK"
    assert signed_in(factories.membership(org, Role.MENTEE)).get(address).status_code in {403, 404}


def test_project_curator_sees_the_roadmaps_of_their_projects_only(org, programme, signed_in, unscoped):
    own, other = factories.project(programme), factories.project(programme)
    member = factories.membership(org, Role.PROJECT_CURATOR)
    own.curators.add(member.user)
    mine = makers.roadmap(programme, project=own)
    foreign = makers.roadmap(programme, project=other)
    browser = signed_in(member)
    assert browser.get(reverse("roadmap:roadmap"), {"map": mine.pk}).status_code == 200
    assert browser.get(reverse("roadmap:roadmap"), {"map": foreign.pk}).status_code == 404
    activity = Activity.objects.get(stage__roadmap=foreign)
    assert browser.get(reverse("roadmap:activity", args=[activity.pk])).status_code == 404
    files = [
        add_evidence(
            each, actor=member.user, data=makers.DEMO_PLAN.read_bytes(), filename="отчёт.docx"
        ).file_id
        for each in (activity, Activity.objects.get(stage__roadmap=mine))
    ]
    assert browser.get(reverse("core:file", args=[files[0]])).status_code == 403
    assert browser.get(reverse("core:file", args=[files[1]])).getvalue()[:2] == b"PK"


def test_pages_cost_the_same_for_one_row_and_for_three(org, curator, signed_in, queries_of, unscoped):
    browser = signed_in(curator)
    costs = []
    for count in (1, 3):
        programme = factories.programme(
            org, period_start=date(2026 + count, 9, 1), period_end=date(2027 + count, 8, 31)
        )
        stages = [
            makers.row(stage=f"Этап {n}.", result="Приказ о закреплении пар") for n in range(1, count + 1)
        ]
        roadmap = makers.roadmap(programme, *stages)
        activity = Activity.objects.filter(stage__roadmap=roadmap).first()
        for _ in range(count):
            Evidence.objects.create(activity=activity, kind="note", note="Провели", by=curator.user)
        pages = (reverse("roadmap:roadmap"), reverse("roadmap:activity", args=[activity.pk]))
        browser.get(pages[0])
        costs.append([queries_of(lambda page=page: browser.get(page)) for page in pages])
    assert costs[0] == costs[1]
