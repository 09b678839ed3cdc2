"""What documents tell the roadmap: orders under way, and that a cancelled paper proves nothing any more."""

from datetime import date

from core import facts
from core.clock import today
from reports.domain.documents import cancel_document, send_to_sign
from reports.domain.orders import create_pairs_order
from reports.domain.reports import make_report
from reports.selectors.books import PAIRS_KIND
from reports.selectors.progress import proof_counts
from reports.selectors.spans import span_of

DAY = date(2026, 11, 21)


def test_order_under_way_is_told_until_it_is_signed(college):
    with college.as_curator() as user:
        assert proof_counts(college.programme, DAY) == {}
        order = create_pairs_order(college.programme, actor=user)
        send_to_sign(order, actor=user)
        words = {("order_signed", "order_pairs"): "приказ составлен и ждёт подписи"}
        assert proof_counts(college.programme, DAY) == words


def test_cancelled_report_takes_back_what_it_proved(college):
    heard = []

    def hear(fact, **_):
        heard.append((fact.kind, fact.subject, fact.title))

    facts.withdrawn.connect(hear)
    try:
        with college.as_curator() as user:
            span = span_of(college.programme, today(college.org))
            report = make_report(PAIRS_KIND, span, actor=user)
            cancel_document(report, actor=user, reason="Не те цифры")
    finally:
        facts.withdrawn.disconnect(hear)
    assert heard == [("", report, "документ отменён: Не те цифры")]


def test_cancelled_draft_took_nothing_back(college):
    heard = []

    def hear(fact, **_):
        heard.append(fact)

    facts.withdrawn.connect(hear)
    try:
        with college.as_curator() as user:
            cancel_document(create_pairs_order(college.programme, actor=user), actor=user, reason="Рано")
    finally:
        facts.withdrawn.disconnect(hear)
    assert heard == []
