"""Questionnaires of the institution and the bank: lists, phone, dry run, paper, files, copies."""

import html
import io
from itertools import pairwise

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.enums import Role
from surveys.domain import drafts as domain
from surveys.domain.questionnaires import adopt_from_bank, adopt_instrument, freeze_version, take_for_campaign
from surveys.domain.sending import send_questionnaire
from surveys.instruments import editing as edit
from surveys.instruments import fingerprint
from surveys.instruments.files import read_file, write_file
from surveys.models import (
    Campaign,
    DraftAnswer,
    Questionnaire,
    QuestionnaireDraft,
    QuestionnaireVersion,
    Response,
)
from surveys.papers import paper_parts, paper_pdf
from surveys.selectors.questionnaires import bank, load_version
from tests import factories
from tests.surveys import makers
from tests.surveys.instruments.samples import every_kind

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def desk(curator, signed_in, programme):
    return signed_in(curator)


@pytest.fixture
def version(org):
    return freeze_version(adopt_instrument(makers.small_instrument(), organization=org, actor=None))


def url(name, **kwargs):
    return reverse(f"surveys:{name}", kwargs=kwargs)


def at(name, version, **more):
    return url(name, source="version", ident=str(version.pk), **more)


def text(response):
    return html.unescape(response.content.decode()).replace("\u00a0", " ")


# --- lists -------------------------------------------------------------------------------------------------------


def test_the_list_asks_the_database_the_same_number_of_times(desk, org, queries_of):
    asked = []
    for code in ("parents", "partners", "offer_mentor"):
        adopt_from_bank(code, organization=org, actor=None)
        domain.begin_edition(code, organization=org, actor=None)
        if code != "partners":
            asked.append(queries_of(lambda: desk.get(url("questionnaires"))))

    assert text(desk.get(url("questionnaires"))).count("есть черновик") == 3
    assert asked[0] == asked[1]


def test_the_list_is_searched_and_filtered(desk, version, org):
    adopt_from_bank("offer_mentor", organization=org, actor=None)

    assert "Маленькая анкета" in text(desk.get(url("questionnaires"), {"q": "маленькая"}))
    mentors = text(desk.get(url("questionnaires"), {"role": "mentor"}))
    assert "Чем я могу быть полезен" in mentors
    assert "Маленькая анкета" not in mentors


def test_an_empty_list_says_where_to_begin(desk):
    assert "Анкеты портала" in text(desk.get(url("questionnaires")))


def test_the_bank_is_shown_in_groups_and_searched(desk):
    page = text(desk.get(url("questionnaire_bank")))

    assert all(one.title in page for one in bank().values())
    assert "Оценка программы куратором" not in text(desk.get(url("questionnaire_bank"), {"q": "партнёр"}))
    assert "Ничего не нашлось" in text(desk.get(url("questionnaire_bank"), {"q": "щщщ"}))


@pytest.mark.parametrize("code", ["curator_score", "partners", "quality_exit_student-student_mentee"])
def test_source_and_confidence_stand_on_a_questionnaire_of_the_bank(desk, code):
    page = " ".join(text(desk.get(url("questionnaire_show", source="bank", ident=code))).split())

    assert bank()[code].source in page
    assert f"<dd>{bank()[code].confidence.label}</dd>" in page


@pytest.mark.parametrize(
    ("source", "ident"), [("bank", "nothing"), ("version", "999"), ("version", "abc"), ("draft", "1" * 30)]
)
def test_what_is_not_there_is_404(desk, source, ident):
    assert desk.get(url("questionnaire_show", source=source, ident=ident)).status_code == 404


# --- versions ----------------------------------------------------------------------------------------------------


def test_versions_stand_with_what_changed_between_them(desk, org, version):
    draft = domain.begin_edition("small", organization=org, actor=None)
    draft = domain.change_draft(
        draft,
        lambda one: edit.put_item(one, "useful", edit.find_item(one, "useful") | {"high": 5}, section="one"),
        done="",
        actor=None,
    )
    second = domain.publish_draft(draft, stamp=draft.stamp, actor=None)

    page = text(desk.get(url("questionnaire", pk=version.questionnaire_id)))
    told = text(desk.get(url("questionnaire_differences", pk=version.questionnaire_id, first=1, second=2)))

    assert "Версия 1" in page
    assert "Версия 2" in page
    assert "от 1 до 10" in told
    assert "от 1 до 5" in told
    assert "с прошлым не сравнить" in told
    assert second.number == 2


def test_a_bank_questionnaire_is_changed_as_an_own_edition(desk, org):
    address = url("questionnaire_edition", source="bank", ident="parents")
    assert "Начать черновик" in text(desk.get(address))

    answer = desk.post(address)

    draft = QuestionnaireDraft.objects.get(organization=org)
    assert answer["Location"] == url("draft", pk=draft.pk)
    assert draft.code == "parents"
    assert desk.post(address)["Location"] == answer["Location"]


def test_a_copy_is_a_questionnaire_of_its_own(desk, version):
    desk.post(at("questionnaire_copy", version), {"title": "Наша копия"})

    assert QuestionnaireDraft.objects.get().code == "nasha_kopiya"


def test_a_validated_scale_has_no_button_and_no_way_round(desk, org):
    scale = adopt_instrument(makers.small_instrument(locked=True), organization=org, actor=None)

    page = text(desk.get(at("questionnaire_show", scale)))
    assert "проверенная шкала" in page
    assert url("questionnaire_edition", source="version", ident=str(scale.pk)) not in page
    for name, sent in (("questionnaire_edition", {}), ("questionnaire_copy", {"title": "Копия"})):
        answer = desk.post(at(name, scale), sent)
        assert answer.status_code == 422
        assert "проверенн" in text(answer).lower()
    assert not QuestionnaireDraft.objects.exists()


# --- phone, dry run, paper ---------------------------------------------------------------------------------------


def test_the_phone_walks_from_the_first_screen_to_the_thanks(desk, version):
    first = text(desk.get(at("questionnaire_phone", version)))
    second = text(desk.get(at("questionnaire_phone_page", version, page="1"), {"go": "next"}))
    thanks = text(desk.get(at("questionnaire_phone_page", version, page="2"), {"go": "next"}))

    assert "Первый раздел" in first
    assert "Вернуться к анкете" in first
    assert "Второй раздел" in second
    assert "Спасибо, дальше куратор." in thanks


def test_a_dry_run_checks_counts_and_keeps_nothing(desk, org):
    score = {
        "items": ["useful"],
        "bands": [
            {"code": "low", "label": "Мало", "low": 1, "high": 5},
            {"code": "high", "label": "Много", "low": 6, "high": 10},
        ],
    }
    made = adopt_instrument(makers.small_instrument(scoring=score), organization=org, actor=None)
    address = at("questionnaire_try", made)
    assert desk.get(address).status_code == 200

    wrong = desk.post(address, {"useful": "11", "help": "yes"})
    right = text(desk.post(address, {"useful": "8", "help": "no"}))

    assert wrong.status_code == 422
    assert "Какая помощь?" in text(wrong)
    assert "Сумма по ключу: 8. Уровень: Много." in right
    assert "По условиям не спросили бы: Какая помощь?" in right
    assert not Response.objects.exists()
    assert not DraftAnswer.objects.exists()
    assert "data-save" not in right


def test_a_dry_run_lets_one_choose_invented_people_and_tells_what_it_would_fill(desk):
    address = url("questionnaire_try", source="bank", ident="preferences_mentee")

    assert "Образцов Пётр" in text(desk.get(address))
    told = text(desk.post(address, {"wanted": ["1"]}))

    assert "Портал записал бы: с кем хочет работать" in told


def words_of(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages), opened.pages[0].mediabox


def test_paper_is_a4_and_says_when_a_conditional_question_is_for_one():
    pdf = paper_pdf(every_kind(), organization="Колледж", edition="версия 2")
    pages, box = words_of(pdf)

    assert pages <= 3
    assert [round(float(side)) for side in box[2:]] == [595, 842]
    assert pdf == paper_pdf(every_kind(), organization="Колледж", edition="версия 2")
    items = {item.text: item for _, part in paper_parts(every_kind()) for item in part}
    assert items["Где?"].when == "Ответьте, если на вопрос «3. Участвовали?» ответили «Да»."
    assert [int(one.number) for one in items.values() if one.number] == list(range(1, len(items)))


def test_every_questionnaire_of_the_bank_can_be_put_on_paper():
    for instrument in bank().values():
        numbers = [item.number for _, part in paper_parts(instrument) for item in part if item.number]
        assert all(int(after) == int(before) + 1 for before, after in pairwise(numbers))


def test_paper_comes_as_pdf_under_its_name(desk, version):
    answer = desk.get(at("questionnaire_paper", version))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_an_unfinished_draft_says_what_is_missing_instead(desk, org):
    draft = domain.begin_blank(title="Пустая", purpose="general", role="mentee", organization=org, actor=None)
    names = ("questionnaire_phone", "questionnaire_try", "questionnaire_paper")

    for name in names:
        answer = desk.get(url(name, source="draft", ident=str(draft.pk)))
        assert answer.status_code == 409
        assert "нужен хотя бы один вопрос" in text(answer)


# --- files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "yaml", "json"])
def test_a_questionnaire_goes_out_and_comes_in_again(desk, kind):
    source = bank()["parents"]
    answer = desk.get(url("questionnaire_file", source="bank", ident="parents", kind=kind))
    assert f"parents.{kind}" in answer["Content-Disposition"]
    assert fingerprint(read_file(answer.content, f"a.{kind}")) == fingerprint(source)

    sent = desk.post(url("questionnaire_import"), {"file": SimpleUploadedFile(f"a.{kind}", answer.content)})

    draft = QuestionnaireDraft.objects.get()
    assert sent["Location"] == url("draft", pk=draft.pk)
    version = domain.publish_draft(draft, stamp=0, actor=None)
    assert version.fingerprint == fingerprint(source)


def test_a_bad_file_names_every_row_and_keeps_nothing(desk):
    content = write_file(every_kind(), "xlsx")
    broken = write_file(every_kind(), "yaml").replace(b"kind: scale", b"kind: weighing")

    page = desk.post(url("questionnaire_import"), {"file": SimpleUploadedFile("a.yaml", broken)})
    cut = desk.post(url("questionnaire_import"), {"file": SimpleUploadedFile("a.xlsx", content[:900])})

    assert page.status_code == cut.status_code == 422
    assert "раздел 1, вопрос 2 («useful»)" in text(page)
    assert "повреждён" in text(cut)
    assert not QuestionnaireDraft.objects.exists()


def test_a_file_does_not_change_a_validated_scale(desk, org):
    adopt_instrument(makers.small_instrument(locked=True), organization=org, actor=None)
    content = write_file(makers.small_instrument(intro="Иначе"), "json")

    page = desk.post(url("questionnaire_import"), {"file": SimpleUploadedFile("a.json", content)})

    assert page.status_code == 422
    assert "Проверенную шкалу не меняют" in text(page)


# --- other institutions ------------------------------------------------------------------------------------------


@pytest.fixture
def neighbour(org):
    return factories.organization(code="neighbour", short_name="Соседняя школа")


def test_a_questionnaire_is_copied_where_one_may_edit_too(desk, curator, version, neighbour):
    factories.membership(neighbour, Role.CURATOR, user=curator.user)

    assert "Соседняя школа" in text(desk.get(at("questionnaire_send", version)))
    desk.post(at("questionnaire_send", version), {"organization": str(neighbour.pk)})

    draft = QuestionnaireDraft.objects.get(organization=neighbour)
    assert draft.sent_from == version.questionnaire.organization.short_name
    published = domain.publish_draft(draft, stamp=draft.stamp, actor=None)
    assert published.fingerprint == version.fingerprint
    again = desk.post(at("questionnaire_send", version), {"organization": str(neighbour.pk)})
    assert again.status_code == 422
    assert "уже есть" in text(again)


def test_nothing_is_put_where_one_may_not_edit(desk, curator, version, neighbour):
    factories.membership(neighbour, Role.DIRECTOR, user=curator.user)

    answer = desk.post(at("questionnaire_send", version), {"organization": str(neighbour.pk)})

    assert answer.status_code == 422
    assert not QuestionnaireDraft.objects.exists()
    with pytest.raises(domain.DomainError, match="нет права"):
        send_questionnaire(
            load_version(version).instrument,
            source=version.questionnaire.organization,
            target=neighbour,
            actor=curator.user,
        )


def test_a_curator_of_a_region_gives_a_questionnaire_to_its_institutions(signed_in, neighbour, org):
    region = factories.organization(code="region", short_name="Регион", is_region=True)
    neighbour.parent = region
    neighbour.save()
    member = factories.membership(region, Role.CURATOR)
    client = signed_in(member)

    client.post(
        url("questionnaire_send", source="bank", ident="parents"), {"organization": str(neighbour.pk)}
    )

    draft = QuestionnaireDraft.objects.get()
    assert (draft.organization, draft.sent_from) == (neighbour, "Регион")
    assert not Questionnaire.objects.filter(organization=neighbour).exists()
    other = client.post(
        url("questionnaire_send", source="bank", ident="parents"), {"organization": str(org.pk)}
    )
    assert other.status_code == 422
    assert QuestionnaireVersion.objects.count() == 0


# --- being asked -------------------------------------------------------------------------------------------------


def test_a_published_questionnaire_can_be_asked_and_the_bank_still_too(desk, org, programme):
    draft = domain.begin_edition("parents", organization=org, actor=None)
    draft = domain.change_draft(
        draft, lambda one: edit.put_head(one, {"title": "Наша анкета родителям"}), done="", actor=None
    )
    version = domain.publish_draft(draft, stamp=draft.stamp, actor=None)
    page = text(desk.get(at("questionnaire_show", version)))
    assert f"?questionnaire=v{version.pk}" in page
    address = url("campaign_create")
    assert f'value="v{version.pk}" selected' in text(desk.get(address, {"questionnaire": f"v{version.pk}"}))
    sent = {"title": "", "by_rule": "rule", "phase": "outside", "anonymity": "named", "minimum_group": "5"}
    sent |= {"minimum_texts": "10", "opens_on": "2026-11-20", "closes_on": "2026-12-20"}

    desk.post(address, sent | {"questionnaire": f"v{version.pk}"})
    desk.post(address, sent | {"questionnaire": "parents"})

    asked = [(one.version.number, one.audience) for one in Campaign.objects.order_by("pk")]
    assert asked == [(1, "parents"), (2, "parents")]
    assert Campaign.objects.order_by("pk").first().title == "Наша анкета родителям"


def test_two_years_ask_the_same_version_so_that_they_compare(org, programme):
    draft = domain.begin_copy(makers.small_instrument(), title="Каждый год", organization=org, actor=None)
    choice = f"v{domain.publish_draft(draft, stamp=draft.stamp, actor=None).pk}"
    next_year = factories.programme(org, title="Следующий год")

    asked = {
        take_for_campaign(choice, organization=one.organization, actor=None) for one in (programme, next_year)
    }

    assert len(asked) == 1


@pytest.mark.parametrize("choice", ["v", "v999", "vx", "nothing", "v1\0"])
def test_what_is_not_offered_cannot_be_asked(desk, org, choice):
    makers.small_instrument()
    with pytest.raises(domain.DomainError, match="нет"):
        take_for_campaign(choice, organization=org, actor=None)


def test_a_version_taken_from_the_bank_is_not_offered_as_an_own_one(org):
    version = freeze_version(adopt_from_bank("parents", organization=org, actor=None))

    with pytest.raises(domain.DomainError):
        take_for_campaign(f"v{version.pk}", organization=org, actor=None)
