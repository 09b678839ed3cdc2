"""Results as a curator, a psychologist and a director see them."""

import io
import re
from collections import Counter
from itertools import combinations

import pyreadstat
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.domain.job_run import run_job
from core.enums import Role
from core.models import Job
from surveys.domain.answering import save_draft, submit_response
from surveys.domain.campaigns import close_campaign
from surveys.enums import Anonymity, Phase
from surveys.models import Answer, Campaign, Theme, ThemeMark
from surveys.selectors import segments
from surveys.selectors.comparison import compare_campaigns
from surveys.selectors.crossing import cross_table
from surveys.selectors.microdata import columns_of, microdata, unique_names
from surveys.selectors.names import NameHider
from surveys.selectors.questionnaires import load_version
from surveys.selectors.results import results_of
from surveys.selectors.segments import segments_of
from surveys.statistics.disclosure import Candidate, showable
from tests import factories
from tests.surveys import makers
from tests.surveys.instruments.samples import every_kind

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def desk(curator, signed_in) -> Client:
    return signed_in(curator)


def text(response) -> str:
    return response.content.decode()


def address(campaign: Campaign, name: str = "results", **more) -> str:
    return reverse(f"surveys:{name}", kwargs={"pk": campaign.pk, **more})


def answered(programme, rows, *, mode=Anonymity.NAMED, people=None, closed=True, **given) -> Campaign:
    """A campaign of the general questionnaire answered once by each of `rows`."""
    campaign = makers.campaign(
        programme, instrument=makers.general_instrument(**given.pop("data", {})), anonymity=mode, **given
    )
    people = people or [makers.mentee_person(programme) for _ in rows]
    for person, row in zip(people, rows, strict=True):
        invitation = makers.invitation(campaign, person)
        if mode == Anonymity.ANONYMOUS:
            makers.send(invitation, **row)
            continue
        save_draft(
            invitation,
            {key: [value] for key, value in row.items()},
            keys=load_version(campaign.version).item_ids.keys(),
        )
        submit_response(invitation)
    if closed:
        close_campaign(campaign, actor=None)
        for job in Job.objects.filter(kind="surveys.open_ballots", state="queued"):
            run_job(job.pk)
    campaign.refresh_from_db()
    return campaign


def rows_of(*marks: int, **more: str) -> list[dict[str, str]]:
    return [{"useful": str(mark)} | more for mark in marks]


def item(results, key):
    return next(one for one in results.items if one.item.key == key)


def test_named_results_show_every_figure_to_those_who_read_answers(programme, curator, org):
    campaign = answered(programme, rows_of(9, 9, 4, place="net", words="Спасибо"), closed=False)

    found = results_of(campaign, membership=curator)

    useful = item(found, "useful")
    assert (useful.n, round(useful.mean, 2), useful.median) == (3, 7.33, 9)
    assert {bar.label: bar.count for bar in useful.bars if bar.count} == {"4": 1, "9": 2}
    assert {bar.label: bar.count for bar in item(found, "place").bars} == {"В школе": 0, "В сети": 3}
    assert item(found, "words").texts == (("Спасибо", 3),)

    director = factories.membership(org, Role.DIRECTOR)
    assert "после завершения" in results_of(campaign, membership=director).closed
    close_campaign(campaign, actor=None)
    campaign.refresh_from_db()
    assert "меньше 5" in results_of(campaign, membership=director).closed


@pytest.mark.parametrize("mode", [Anonymity.CONFIDENTIAL, Anonymity.ANONYMOUS])
def test_nameless_results_open_after_the_close_and_only_together(programme, curator, desk, mode):
    open_one = answered(programme, rows_of(*[8] * 12), mode=mode, closed=False)
    assert "после его завершения" in text(desk.get(address(open_one)))
    assert desk.get(address(open_one, "results_file", kind="xlsx")).status_code == 404

    few = answered(programme, rows_of(9, 9, 9, 9), mode=mode)
    assert "меньше 5" in text(desk.get(address(few)))

    marks = [9] * 7 + [8] * 6 + [4] * 2 + [6] * 4
    enough = answered(programme, rows_of(*marks, words="Мне помогла Анна"), mode=mode)
    useful = item(results_of(enough, membership=curator), "useful")
    shown = {bar.label: bar.count for bar in useful.bars if bar.count}
    assert shown == {"9": 7, "8": 6}
    assert useful.hides
    assert round(useful.high) == 68
    assert useful.low is None


def test_words_need_more_people_than_figures(programme, curator):
    campaign = answered(
        programme,
        [*rows_of(*[8] * 6, words="Слово"), *rows_of(*[8] * 6)],
        mode=Anonymity.ANONYMOUS,
    )
    found = results_of(campaign, membership=curator)
    assert item(found, "useful").n == 12
    assert item(found, "words").texts == ()
    assert "слишком мало" in item(found, "words").withheld


def test_what_is_for_the_psychologist_alone_stays_there(programme, curator, org):
    campaign = makers.campaign(programme)
    for _ in range(6):
        makers.answer(makers.invitation(campaign, makers.mentee_person(programme)))
    psychologist = factories.membership(org, Role.PSYCHOLOGIST)

    assert item(results_of(campaign, membership=curator), "secret").n is None
    assert item(results_of(campaign, membership=psychologist), "secret").texts == (("Тревожно", 6),)


def test_page_and_files_hide_the_same_cells(programme, desk):
    campaign = answered(programme, rows_of(*[9] * 7, *[3] * 2), mode=Anonymity.CONFIDENTIAL)

    page = text(desk.get(address(campaign)))
    book = load_workbook(io.BytesIO(desk.get(address(campaign, "results_file", kind="xlsx")).content))
    table = desk.get(address(campaign, "results_file", kind="csv")).content.decode("utf-8-sig")

    rows = {
        row[2]: row[3] for row in book.active.iter_rows(values_only=True) if row[0] == "Насколько полезно?"
    }
    assert rows["9"] == rows["3"] == "мало", "seven of nine would tell the two"
    assert re.search(r";3;мало;", table)
    assert "мало" in page
    assert ">7 ·" not in page


def test_two_questions_crossed(programme, curator, desk):
    rows = rows_of(*[9] * 6, place="net") + rows_of(*[3] * 7, place="school") + rows_of(9, place="school")
    named = answered(programme, rows)
    shown = results_of(named, membership=curator)
    table = cross_table(named, item(shown, "useful"), item(shown, "place"), least=1)
    assert table.columns == ("В школе", "В сети")
    assert table.cells == ((7, 0), (0, 0), (1, 6))
    assert (table.row_totals, table.column_totals, table.n) == ((7, 0, 7), (8, 6), 14)

    nameless = answered(programme, rows, mode=Anonymity.ANONYMOUS)
    page = desk.get(address(nameless, "results_cross"), {"first": "useful", "second": "place"})
    cross = page.context["cross"]
    assert cross.n == 14
    assert None in cross.cells[2], "one person at the crossing is not shown"
    assert "мало" in text(page)
    assert (
        desk.get(address(nameless, "results_cross"), {"first": "нет", "second": "place"}).status_code == 200
    )


TOPIC = {
    "sections": [
        {
            "key": "all",
            "title": "О программе",
            "items": [
                {
                    "key": "useful",
                    "kind": "scale",
                    "text": "Насколько полезно?",
                    "required": True,
                    "topic": "use",
                    "polarity": "higher",
                }
            ],
        }
    ]
}


@pytest.mark.parametrize("mode", [Anonymity.NAMED, Anonymity.CONFIDENTIAL])
def test_before_and_after_are_compared_on_the_same_people(programme, curator, desk, mode):
    people = [makers.mentee_person(programme) for _ in range(14)]
    before = answered(
        programme, rows_of(*range(1, 9)), mode=mode, people=people[:8], phase=Phase.ENTRY, data=TOPIC
    )
    after = answered(
        programme, rows_of(*[10] * 8), mode=mode, people=people[:8], phase=Phase.EXIT, data=TOPIC
    )

    found = compare_campaigns(before, after, membership=curator)

    (change,) = found.topics
    assert change.paired.n == 8
    assert change.means_shown
    assert (change.paired.before, change.paired.after) == (4.5, 10)
    assert "Стало лучше" in change.paired.reading
    page = text(desk.get(address(after, "results_compare", other=before.pk)))
    assert "Стало лучше" in page
    assert page.index(before.title) < page.index("→")


def test_means_of_pairs_are_hidden_where_they_would_tell_the_few_without_a_pair(programme, curator):
    people = [makers.mentee_person(programme) for _ in range(10)]
    mode = Anonymity.CONFIDENTIAL
    before = answered(programme, rows_of(*[4] * 10), mode=mode, people=people, data=TOPIC)
    after = answered(programme, rows_of(*[9] * 8), mode=mode, people=people[:8], data=TOPIC)

    (change,) = compare_campaigns(before, after, membership=curator).topics

    assert change.paired.n == 8
    assert not change.means_shown
    assert change.before_only.n is None
    assert "узнали бы" in change.note


def test_anonymous_campaigns_are_not_offered_for_comparison(programme, desk):
    named = answered(programme, rows_of(8, 8))
    nameless = answered(programme, rows_of(*[8] * 6), mode=Anonymity.ANONYMOUS)
    assert desk.get(address(named, "results_compare", other=nameless.pk)).status_code == 404


def test_queries_do_not_grow_with_answers(programme, curator, queries_of):
    def count(number):
        campaign = answered(programme, rows_of(*[8] * number, words="Слово", place="net"))
        load_version(campaign.version)
        return queries_of(lambda: results_of(campaign, membership=curator))

    assert count(1) == count(3) == count(9)


def test_names_of_known_people_are_hidden_in_words(programme):
    factories.person(programme.organization, last_name="Соколова", first_name="Вера", middle_name="Павловна")
    hider = NameHider(programme.organization_id)
    assert hider.hide("Помогла Вера Павловна, спасибо Соколовой!") == "Помогла [имя], спасибо [имя]!"
    assert hider.hide("Появилась вера в себя") == "Появилась вера в себя"


def test_groups_show_what_their_size_allows(programme, curator, desk):
    sizes = {"А-11": 8, "Б-12": 7, "В-13": 2}
    people = [
        makers.mentee_person(programme, group=group) for group, size in sizes.items() for _ in range(size)
    ]
    campaign = answered(
        programme, rows_of(*[9] * 8, *[4] * 7, *[1] * 2), mode=Anonymity.CONFIDENTIAL, people=people
    )
    item = load_version(campaign.version).instrument.by_key["useful"]

    lines = {line.label: line for line in segments_of(campaign, item, least=5)["group"]}

    assert lines["А-11"].n == 8
    assert lines["А-11"].mean == 9
    assert lines["Б-12"].n is None, "with it the two of the third group would be known"
    assert lines["В-13"].n is None
    page = text(desk.get(address(campaign, "results_groups"), {"item": "useful"}))
    assert "В-13" in page
    assert "мало" in page


def test_people_moved_after_the_close_move_no_figures(programme):
    people = [makers.mentee_person(programme, group="А-11") for _ in range(6)]
    people += [makers.mentee_person(programme, group="Б-12") for _ in range(6)]
    campaign = answered(programme, rows_of(*[9] * 6, *[4] * 6), mode=Anonymity.CONFIDENTIAL, people=people)
    item = load_version(campaign.version).instrument.by_key["useful"]
    before = segments_of(campaign, item, least=5)

    people[0].group = "Б-12"
    people[0].save()

    assert segments_of(campaign, item, least=5) == before


def test_anonymous_answers_have_no_groups(programme, desk):
    campaign = answered(programme, rows_of(*[8] * 6), mode=Anonymity.ANONYMOUS)
    item = load_version(campaign.version).instrument.by_key["useful"]
    assert segments_of(campaign, item, least=5) == {}
    assert reverse("surveys:results_groups", kwargs={"pk": campaign.pk}) not in text(
        desk.get(address(campaign))
    )


@settings(max_examples=15)
@given(
    st.lists(st.tuples(st.integers(1, 10), st.sampled_from("АБВ"), st.booleans()), min_size=5, max_size=24)
)
def test_no_two_pages_together_tell_a_few(answers):
    """Everybody, values, bands, groups and forms of one question: no shown pair differs by one to four people."""
    item = makers.general_instrument().by_key["useful"]
    forms = {True: "ученик — ученик", False: "учитель — учитель"}
    sizes = Counter((mark, (group,), (forms[flag],)) for mark, group, flag in answers)
    published = segments._published(item, sizes, 5)
    candidates = [
        Candidate((place, label, band), segments._cells(sizes, place, label, values))
        for place, labels in ((1, "АБВ"), (2, tuple(forms.values())))
        for label in labels
        for band, values in {"n": None, **segments._bands(item)}.items()
    ]
    shown = showable(sizes, candidates, least=5, published=published)
    sets = [one.cells for one in published] + [one.cells for one in candidates if one.name in shown]
    for first, second in combinations(sets, 2):
        for small, large in ((first, second), (second, first)):
            if small <= large:
                left = sum(sizes[cell] for cell in large - small)
                assert left == 0 or left >= 5


def test_written_answers_are_sorted_by_themes_and_names_taken_out(programme, desk, curator):
    factories.person(programme.organization, last_name="Соколова", first_name="Вера", middle_name="Павловна")
    words = ["Мало встреч", "Мало времени, спасибо Вере", "Тот, кто ведёт хор, помог"]
    campaign = answered(programme, [rows_of(8, words=one)[0] for one in words])
    page_address = address(campaign, "results_themes", key="words")

    assert "спасибо [имя]" in text(desk.get(page_address))
    assert desk.post(page_address, {"title": "Нехватка времени"}).status_code == 302
    theme = Theme.objects.get()
    ids = {row.text: row.pk for row in Answer.objects.filter(item__key="words")}
    desk.post(page_address, {f"a-{ids[words[0]]}": theme.pk, f"a-{ids[words[1]]}": [theme.pk, 999_999]})

    assert set(ThemeMark.objects.values_list("answer_id", flat=True)) == {ids[words[0]], ids[words[1]]}
    assert "2 · 67" in text(desk.get(address(campaign)))
    desk.post(page_address, {f"a-{ids[words[0]]}": theme.pk})
    assert ThemeMark.objects.count() == 1

    edit = address(campaign, "results_words", key="words")
    desk.post(edit, {"answer": ids[words[2]], "text": "Помог руководитель"})
    shown = item(results_of(campaign, membership=curator), "words").texts
    assert ("Помог руководитель", 1) in shown
    assert words[2] not in dict(shown)
    desk.post(edit, {"answer": ids[words[2]], "text": ""})
    assert len(item(results_of(campaign, membership=curator), "words").texts) == 2
    assert desk.post(edit, {"answer": "x", "text": "y"}, follow=True).status_code == 200
    assert Answer.objects.get(pk=ids[words[2]]).text == words[2]


def test_a_theme_without_a_name_is_asked_for_again(programme, desk):
    campaign = answered(programme, rows_of(8, words="Слово"))
    page = desk.post(address(campaign, "results_themes", key="words"), {"title": "ы" * 121})
    assert page.status_code == 422
    assert "от 1 до 120 знаков" in text(page)
    assert "ы" * 121 in text(page)


def test_words_that_may_not_be_shown_are_not_sorted_either(programme, desk):
    campaign = answered(programme, rows_of(*[8] * 6, words="Слово"), mode=Anonymity.ANONYMOUS)
    assert desk.get(address(campaign, "results_themes", key="words")).status_code == 404
    assert desk.get(address(campaign, "results_themes", key="useful")).status_code == 404


@pytest.mark.parametrize("kind", ["xlsx", "csv", "sav"])
def test_answers_of_a_named_campaign_are_given_as_a_file(programme, desk, curator, tmp_path, kind):
    person = makers.mentee_person(programme, last_name="Образцова", first_name="=Анна", group="А-11")
    campaign = answered(programme, rows_of(9, place="net", mark="12", words="=1+1"), people=[person])

    asked = desk.post(address(campaign, "answers_file", kind=kind))
    job = Job.objects.get(kind="surveys.answers_file")
    assert asked["Location"] == reverse("core:job", kwargs={"pk": job.pk})
    run_job(job.pk)

    job.refresh_from_db()
    data = b"".join(desk.get(job.result_url).streaming_content)
    if kind == "sav":
        path = tmp_path / "answers.sav"
        path.write_bytes(data)
        frame, meta = pyreadstat.read_sav(str(path))
        assert list(frame["q_useful"]) == [9]
        assert meta.variable_value_labels["q_place"] == {1: "В школе", 2: "В сети"}
        assert meta.column_names_to_labels["q_words"] == "Что изменить?"
        assert frame["q_place"][0] == 2
    elif kind == "csv":
        assert "Образцова" in data.decode("utf-8-sig")
        assert ";'=1+1" in data.decode("utf-8-sig")
    else:
        rows = list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))
        assert rows[0][3:7] == (
            "Насколько полезно?",
            "Где вы встречаетесь?",
            "Сколько часов?",
            "Что изменить?",
        )
        assert rows[1][3:7] == (9, "В сети", 12, "=1+1")


def test_nobody_gets_the_rows_of_a_campaign_without_names(programme, desk, curator):
    campaign = answered(programme, rows_of(*[8] * 6), mode=Anonymity.CONFIDENTIAL)
    page = desk.post(address(campaign, "answers_file", kind="csv"), follow=True)
    assert "не выгружаются никому" in text(page)
    assert not Job.objects.filter(kind="surveys.answers_file").exists()
    with pytest.raises(ValueError, match="no rows"):
        microdata(campaign, membership=curator)


def test_every_kind_of_question_has_its_columns(unscoped):
    columns = columns_of(every_kind(), psychologist=True)
    names = unique_names(columns)
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"q_[a-z0-9_]{1,62}", name) for name in names)
    kinds = {column.item.kind for column in columns}
    assert kinds == {item.kind for item in every_kind().questions()} - {"person"}
