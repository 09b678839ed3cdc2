"""Activities prove themselves by the portal's records; people bring the rest."""

from datetime import UTC, date, datetime

import pytest

from core.errors import DomainError
from roadmap.domain.evidence import add_evidence, remove_evidence, reopen_activity
from roadmap.domain.roadmaps import approve_roadmap
from roadmap.enums import EvidenceKind, OccurrenceState
from roadmap.models import Activity, Evidence, Occurrence, RecordedFact
from roadmap.selectors.roadmaps import line_of
from tests import factories
from tests.roadmap import makers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
ORDER = "Приказ о закреплении наставнических пар и групп"


@pytest.fixture
def programme(org):
    return factories.programme(org)


def again(activity: Activity) -> Activity:
    return Activity.objects.get(pk=activity.pk)


def is_done(activity: Activity) -> bool:
    return not Occurrence.objects.filter(activity=activity, state=OccurrenceState.OPEN).exists()


def missing(activity: Activity) -> list[str]:
    return line_of(again(activity), today=date(2026, 11, 1), adopted_on=date(2026, 9, 1)).missing


def test_signed_order_of_pairs_proves_the_activity_by_itself(programme):
    activity = makers.activity(programme, number="5.6.", result=ORDER)
    assert missing(activity) == ["приказ о закреплении пар не подписан в портале"]
    makers.happened(
        programme, "order_signed", "order_pairs", title="О закреплении пар № 45-ОД", url="/documents/7/"
    )
    assert is_done(activity)
    proof = Evidence.objects.get(activity=activity)
    assert (proof.kind, str(proof), proof.fact.url) == (
        EvidenceKind.FACT,
        "Подписан приказ: О закреплении пар № 45-ОД",
        "/documents/7/",
    )
    assert missing(activity) == []


def test_another_order_proves_nothing(programme):
    activity = makers.activity(programme, result=ORDER)
    makers.happened(programme, "order_signed", "order_award")
    assert not is_done(activity)
    assert not Evidence.objects.exists()


def test_order_of_another_programme_proves_nothing(programme):
    activity = makers.activity(programme, result=ORDER)
    makers.happened(factories.programme(programme.organization), "order_signed", "order_pairs")
    assert not is_done(activity)


def test_day_of_the_fact_is_the_day_in_the_institution(programme):
    programme.organization.time_zone = "Asia/Novokuznetsk"
    programme.organization.save()
    activity = makers.activity(programme, result=ORDER)
    makers.happened(programme, "order_signed", "order_pairs", moment=datetime(2026, 12, 9, 20, 0, tzinfo=UTC))
    assert Occurrence.objects.get(activity=activity).done_on == date(2026, 12, 10)


def test_two_results_need_two_records(programme):
    activity = makers.activity(programme, result="Отчёт по результатам анкетирования, база наставляемых")
    makers.happened(programme, "campaign_closed", "request_student")
    assert not is_done(activity)
    assert missing(activity) == ["база наставляемых не подтверждена"]
    makers.happened(programme, "base_ready", "mentees")
    assert is_done(activity)


@pytest.mark.parametrize(
    ("result", "kind", "detail"),
    [
        ("Согласия на обработку персональных данных", "consents_complete", "processing"),
        ("База наставников", "base_ready", "mentors"),
        ("Анкета о наставниках", "campaign_closed", "offer_mentor"),
        ("Итоговый отчёт о реализации программы", "report_issued", "annual_report"),
        ("Программа наставничества колледжа", "programme_approved", ""),
    ],
)
def test_each_record_proves_its_kind_of_result(programme, result, kind, detail):
    activity = makers.activity(programme, result=result)
    makers.happened(programme, kind, detail)
    assert is_done(activity)


def test_fact_told_twice_is_one_proof(programme):
    activity = makers.activity(programme, result=ORDER)
    makers.happened(programme, "order_signed", "order_pairs")
    makers.happened(programme, "order_signed", "order_pairs")
    assert (Evidence.objects.filter(activity=activity).count(), RecordedFact.objects.count()) == (1, 1)


def test_roadmap_that_comes_later_finds_what_has_happened(programme):
    makers.happened(programme, "order_signed", "order_pairs")
    assert is_done(makers.activity(programme, result=ORDER))


def test_approved_roadmap_proves_the_activity_that_promised_it(programme):
    roadmap = makers.roadmap(programme, makers.row(result="Дорожная карта"))
    approve_roadmap(roadmap, actor=None)
    assert is_done(Activity.objects.get())


def test_monthly_activity_is_proved_month_by_month(programme):
    activity = makers.activity(programme, deadline="Ежемесячно до 25 числа", result=ORDER)
    makers.happened(programme, "order_signed", "order_pairs")
    rows = Occurrence.objects.filter(activity=activity)
    assert [row.state for row in rows[:2]] == [OccurrenceState.DONE, OccurrenceState.OPEN]
    assert rows.count() == 12


def test_file_link_and_note_are_brought_by_people(programme, curator):
    activity = makers.activity(programme)
    add_evidence(
        activity, actor=curator.user, link="https://college.example/news/7", note="Новость о собрании"
    )
    add_evidence(
        again(activity), actor=curator.user, data=makers.DEMO_PLAN.read_bytes(), filename="протокол.docx"
    )
    assert not is_done(activity)
    add_evidence(
        again(activity), actor=curator.user, note="Провели на линейке", completes=True, on=date(2026, 11, 2)
    )
    assert [row.kind for row in Evidence.objects.all()] == ["link", "file", "note"]
    assert Occurrence.objects.get(activity=activity).done_on == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "note"),
        ({"note": "   "}, "note"),
        ({"data": b"x", "filename": "a.pdf", "link": "https://x.example"}, "link"),
        ({"note": "рано", "completes": True, "on": date(2099, 1, 1)}, "on"),
    ],
)
def test_proof_of_nothing_is_refused_at_its_field(programme, curator, given, field):
    activity = makers.activity(programme)
    with pytest.raises(DomainError) as refusal:
        add_evidence(activity, actor=curator.user, **given)
    assert refusal.value.field == field
    assert not Evidence.objects.exists()


def test_file_of_a_strange_kind_is_refused(programme, curator):
    activity = makers.activity(programme)
    with pytest.raises(DomainError):
        add_evidence(activity, actor=curator.user, data=b"<html></html>", filename="a.html")
    assert not Evidence.objects.exists()


def test_own_proof_is_taken_back_with_a_reason_but_not_a_record(programme, curator):
    activity = makers.activity(programme, result=ORDER)
    own = add_evidence(activity, actor=curator.user, note="Ошибочная отметка")
    with pytest.raises(DomainError):
        remove_evidence(own, actor=curator.user, reason=" ")
    remove_evidence(own, actor=curator.user, reason="Не то мероприятие")
    makers.happened(programme, "order_signed", "order_pairs")
    with pytest.raises(DomainError, match="запись портала"):
        remove_evidence(Evidence.objects.get(), actor=curator.user, reason="хочу")


def test_done_is_taken_back_with_a_reason(programme, curator):
    activity = makers.activity(programme)
    add_evidence(activity, actor=curator.user, note="Готово", completes=True)
    reopen_activity(again(activity), actor=curator.user, reason="Перенесли")
    assert not is_done(activity)
    with pytest.raises(DomainError, match="и так"):
        reopen_activity(again(activity), actor=curator.user, reason="Ещё раз")
