"""What several pages of results tell together: partners of a comparison, two questions, a question with a condition."""

import pytest

from surveys.enums import Anonymity
from surveys.selectors.comparison import alike, compare_campaigns
from surveys.selectors.crossing import cross_table
from surveys.selectors.questionnaires import load_version
from surveys.selectors.results import results_for_paper, results_of
from tests.surveys import makers
from tests.surveys.views.test_results import TOPIC, address, answered, item, rows_of

pytestmark = pytest.mark.usefixtures("unscoped")


def test_means_of_a_second_comparison_do_not_tell_who_missed_it(programme, curator):
    people = [makers.mentee_person(programme) for _ in range(14)]
    autumn, winter, spring = (
        answered(
            programme,
            rows_of(*([4, 5, 6, 7, 8, 9, 10] * 2)[: len(who)]),
            mode=Anonymity.CONFIDENTIAL,
            people=who,
            data=TOPIC,
        )
        for who in (people, people[:8], people[:7])
    )

    (first,) = compare_campaigns(autumn, winter, membership=curator).topics
    (second,) = compare_campaigns(autumn, spring, membership=curator).topics

    assert first.means_shown
    assert not second.means_shown, "eight pairs and seven pairs differ by one person"
    assert second.before_only.mean is None


def test_a_named_campaign_is_never_beside_a_confidential_one(programme, curator, signed_in):
    people = [makers.mentee_person(programme) for _ in range(8)]
    named = answered(programme, rows_of(*[8] * 8), people=people, data=TOPIC)
    secret = answered(programme, rows_of(*[4] * 8), people=people, mode=Anonymity.CONFIDENTIAL, data=TOPIC)
    other = answered(programme, rows_of(*[5] * 8), people=people, mode=Anonymity.CONFIDENTIAL, data=TOPIC)

    assert alike(named, curator) == []
    assert alike(secret, curator) == [other]
    page = signed_in(curator).get(address(secret, "results_compare", other=named.pk))
    assert page.status_code == 404


def test_offers_of_comparison_cost_no_more_queries_with_more_campaigns(programme, curator, queries_of):
    def offers(number):
        for _ in range(number):
            answered(programme, rows_of(8), data=TOPIC)
        campaign = answered(programme, rows_of(8), data=TOPIC)
        load_version(campaign.version)
        return queries_of(lambda: alike(campaign, curator))

    assert offers(1) == offers(3)


def test_a_table_of_two_questions_counts_those_who_answered_one(programme):
    rows = rows_of(*[9] * 6, place="net") + rows_of(*[3] * 6, place="school") + rows_of(9)
    campaign = answered(programme, rows, mode=Anonymity.CONFIDENTIAL)
    shown = results_for_paper(campaign)
    sides = item(shown, "useful"), item(shown, "place")

    table = cross_table(campaign, *sides, least=5)

    assert table.row_totals[2] is None, "seven on the page of results, six here: the one who kept silent"
    assert cross_table(campaign, *sides, least=1).row_totals == (6, 0, 6)


def test_a_question_put_to_almost_all_is_left_out_without_names(programme, curator):
    data = {
        "sections": [
            {
                "key": "all",
                "title": "О программе",
                "items": [
                    {"key": "met", "kind": "yes_no", "text": "Вы встречались?", "required": True},
                    {
                        "key": "useful",
                        "kind": "scale",
                        "text": "Насколько полезно?",
                        "required": True,
                        "show_if": {"item": "met", "is": True},
                    },
                ],
            }
        ]
    }
    met = [{"met": "yes", "useful": "8"}] * 9
    almost = answered(programme, [*met, {"met": "no"}, {"met": "no"}], mode=Anonymity.CONFIDENTIAL, data=data)
    half = answered(programme, [*met, *[{"met": "no"}] * 6], mode=Anonymity.CONFIDENTIAL, data=data)

    assert item(results_of(almost, membership=curator), "useful").n is None
    assert item(results_of(half, membership=curator), "useful").n == 9
