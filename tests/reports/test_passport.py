"""The editor of the passport: sections, rows without scripts, money, last year's passport, history."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scopes_disabled

from core.enums import Role
from core.errors import DomainError
from core.models import AuditEntry
from mentorship.enums import ProgrammeState
from reports.domain.passport_copy import copy_passport
from reports.domain.passports import RowEdit, edit_passport, edit_project_card, save_rows, set_funding
from reports.indicator_enums import Formula
from reports.models import Indicator, Passport, PassportFunding, PassportRisk, PassportStage, ProjectStep
from reports.selectors.passports import passport_of
from tests import factories
from tests.reports.indicator_worlds import indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(curator):
    made = factories.programme(curator.organization, goals="Помочь освоиться")
    factories.project(made)
    return made


@pytest.fixture
def web(curator, programme, signed_in) -> Client:
    return signed_in(curator)


def section(programme, name: str) -> str:
    return reverse("reports:passport_section", args=[programme.pk, name])


def page(web: Client, address: str) -> str:
    answer = web.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_texts_go_where_they_belong_and_are_recorded(web, programme) -> None:
    address = section(programme, "about")
    assert "№\u00a0Р-145" in page(web, address)
    sent = {
        "acts": ["target_model", "education"],
        "basis": "Положение колледжа",
        "customer": "Педсовет",
        "developer": "Рабочая группа",
        "goals": "Новая цель",
        "tasks": "Одна задача",
        "considered_by": "педагогического совета",
        "considered_protocol": "1",
        "considered_on": "2026-08-28",
    }
    assert web.post(address, sent).status_code == 302
    with scopes_disabled():
        view = passport_of(type(programme).objects.get(pk=programme.pk))
        actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert view.programme.goals == "Новая цель"
    assert view.passport.considered_on == date(2026, 8, 28)
    assert [act[:20] for act in view.acts] == ["Федеральный закон от", "распоряжение Министе"]
    assert {"passport.created", "passport.edited", "programme.edited"} <= actions
    assert web.post(address, sent | {"acts": ["invented"]}).status_code == 422


def test_rows_are_added_changed_and_removed_without_scripts(web, programme) -> None:
    address = section(programme, "stages")
    blank = {
        f"row{number}_{name}": ""
        for number in range(3)
        for name in ("pk", "title", "period", "work", "result")
    }
    sent = blank | {
        "count": "3",
        "row0_title": "Подготовка",
        "row2_title": "Итог",
        "row2_period": "май",
        "more": "1",
    }
    answer = web.post(address, sent)
    assert answer.url == address  # more rows were asked for
    with scopes_disabled():
        first, last = PassportStage.objects.all()
    assert (first.title, last.title, last.period) == ("Подготовка", "Итог", "май")
    kept = {
        "count": "2",
        "row0_pk": first.pk,
        "row0_title": "Запуск",
        "row1_pk": last.pk,
        "row1_remove": "on",
    }
    assert web.post(address, kept).status_code == 302
    with scopes_disabled():
        assert [one.title for one in PassportStage.objects.all()] == ["Запуск"]
        entry = AuditEntry.objects.filter(action="passport.rows_edited").latest("pk")
    assert entry.before == {"passport_stages": ["Подготовка", "Итог · май"]}
    assert entry.after == {"passport_stages": ["Запуск"]}


def test_a_row_half_filled_is_told_at_its_field(web, programme) -> None:
    sent = {"count": "1", "row0_text": "Пара не встречается", "row0_probability": "", "row0_impact": "9"}
    answer = web.post(section(programme, "risks"), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Заполните или уберите строку" in text
    assert "Пара не встречается" in text
    for count in ("9999999", "-1", "x"):
        assert web.post(section(programme, "risks"), {"count": count}).status_code == 422


def test_sums_that_do_not_add_up_are_kept_and_told_at_their_row(web, programme) -> None:
    sent = {
        "sum_budget_2026": "100000",
        "sum_budget_0": "150000,50",
        "total": "550000",
        "text": "Бюджет и внебюджет",
    }
    told = web.post(section(programme, "funding"), sent, follow=True).content.decode()
    assert "по годам вместе 100\u00a0000" in told
    assert "Общий объём" in told
    with scopes_disabled():
        assert PassportFunding.objects.get(year=0).amount == Decimal("150000.50")
    assert "по годам вместе" in page(web, section(programme, "funding"))
    assert web.post(section(programme, "funding"), {"sum_budget_2026": "-5"}).status_code == 422
    web.post(section(programme, "funding"), {})
    with scopes_disabled():
        assert not PassportFunding.objects.exists()
        assert Passport.objects.get().funding_total is None


def test_a_project_has_its_own_plan_and_estimate(web, programme) -> None:
    with scopes_disabled():
        project = programme.projects.get()
    for name, sent in (
        ("card", {"about": "О проекте", "lead": "Заместитель", "goals": "Цель", "tasks": "Задача"}),
        ("plan", {"count": "1", "row0_text": "Собрание", "row0_deadline": "сентябрь"}),
        ("budget", {"count": "1", "row0_text": "Печать", "row0_source": "budget", "row0_amount": "10"}),
    ):
        address = reverse("reports:passport_project", args=[project.pk, name])
        page(web, address)
        assert web.post(address, sent).status_code == 302, name
    with scopes_disabled():
        [view] = passport_of(programme).projects
    assert (view.card.lead, view.steps[0].deadline, view.costs[0].amount) == ("Заместитель", "сентябрь", 10)
    assert "10\u00a0₽" in page(web, reverse("reports:passport", args=[programme.pk]))
    for name in ("nothing", "stages"):
        assert web.get(reverse("reports:passport_project", args=[project.pk, name])).status_code == 404
    assert web.get(section(programme, "plan")).status_code == 404


def test_the_history_tells_of_the_cards_of_projects_too(web, programme) -> None:
    with scopes_disabled():
        project = programme.projects.get()
        edit_project_card(project, actor=None, columns={"goals": "Помочь войти в дело"}, about="О проекте")
    page = web.get(reverse("reports:passport", args=[programme.pk])).content.decode()
    history = page[page.index("История паспорта и проектов") :]
    assert "Изменена карточка проекта в паспорте" in history
    assert project.title in history
    assert "Помочь войти в дело" in history
    assert "About" not in history
    assert "О проекте" in history


@pytest.mark.usefixtures("unscoped")
def test_a_new_year_begins_from_last_years_passport(curator, programme) -> None:
    old_project = programme.projects.get()
    edit_passport(programme, actor=None, columns={"tasks": "Задачи"}, acts=["education"], analysis="Анализ")
    set_funding(programme, amounts={("budget", 2026): Decimal(5)}, total=Decimal(5), text="", actor=None)
    save_rows(programme, PassportStage, [RowEdit({"title": "Этап"})], actor=None)
    risk = {"text": "Риск", "probability": 1, "impact": 3}
    save_rows(programme, PassportRisk, [RowEdit(risk)], actor=None)
    save_rows(programme, PassportRisk, [RowEdit(risk | {"text": "Свой"})], actor=None, project=old_project)
    save_rows(programme, ProjectStep, [RowEdit({"text": "Шаг"})], actor=None, project=old_project)
    edit_project_card(old_project, actor=None, columns={"goals": "Цель проекта"}, lead="Завуч")
    indicator(programme, Formula.YOUNG_SPECIALISTS, title="Молодые педагоги")
    new = factories.programme(
        curator.organization, period_start=date(2027, 9, 1), period_end=date(2028, 8, 31), tasks="Свои задачи"
    )
    copied = copy_passport(new, source=programme, actor=curator.user)
    new.refresh_from_db()
    view = passport_of(new)
    assert (new.tasks, new.goals) == ("Свои задачи", "Помочь освоиться")
    assert (view.passport.analysis, view.passport.acts, view.passport.considered_on) == (
        "Анализ",
        ["education"],
        None,
    )
    assert view.passport.copied_from == programme
    assert [one.text for one in view.risks] == ["Риск"]
    [project] = view.projects
    assert (project.project.goals, project.card.lead) == ("Цель проекта", "Завуч")
    assert [one.text for one in (*project.risks, *project.steps)] == ["Свой", "Шаг"]
    assert view.funding.by_year == [Decimal(5)]
    assert Indicator.objects.get(programme=new).plans.count() == 0
    assert (copied.projects, copied.rows, copied.indicators) == (1, 4, 1)
    again = copy_passport(new, source=programme, actor=curator.user)
    assert (again.texts, again.rows, again.projects, again.indicators) == (0, 0, 0, 0)


@pytest.mark.usefixtures("unscoped")
def test_what_is_refused(curator, programme) -> None:
    foreign = factories.programme(factories.organization(), period_start=date(2025, 9, 1))
    with pytest.raises(DomainError, match="своей организации"):
        copy_passport(programme, source=foreign, actor=None)
    with pytest.raises(DomainError, match="справочнике"):
        edit_passport(programme, actor=None, columns={}, acts=["nothing"])
    with pytest.raises(DomainError, match="только что убрали"):
        save_rows(programme, PassportStage, [RowEdit({"title": "Чужой"}, pk=10**6)], actor=None)
    passport = Passport.objects.create(organization=foreign.organization, programme=foreign)
    with pytest.raises(IntegrityError), transaction.atomic():
        PassportFunding.objects.create(passport=passport, source="budget", year=0, amount=-1)
    with pytest.raises(IntegrityError), transaction.atomic():
        PassportRisk.objects.create(passport=passport, text="?", probability=7, impact=1)
    type(programme).objects.filter(pk=programme.pk).update(state=ProgrammeState.CLOSED)
    programme.refresh_from_db()
    with pytest.raises(DomainError, match="завершена"):
        save_rows(programme, PassportStage, [RowEdit({"title": "Поздно"})], actor=None)


def test_copy_is_offered_only_where_there_is_a_former_year(web, programme, curator) -> None:
    address = reverse("reports:passport_copy", args=[programme.pk])
    assert "Начать с прошлого" not in page(web, reverse("reports:passport", args=[programme.pk]))
    with scopes_disabled():
        old = factories.programme(
            curator.organization, title="Прошлая", period_start=date(2025, 9, 1), tasks="Было"
        )
    assert "Прошлая" in page(web, address)
    assert "Перенесено" in web.post(address, {"source": old.pk}, follow=True).content.decode()


def test_the_page_asks_as_much_for_one_project_as_for_three(web, programme) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page(web, reverse("reports:passport", args=[programme.pk]))
        return len(caught)

    queries()
    one = queries()
    with scopes_disabled():
        for _ in range(2):
            project = factories.project(programme)
            save_rows(programme, ProjectStep, [RowEdit({"text": "Шаг"})], actor=None, project=project)
        Passport.objects.all().delete()
    assert queries() == one


def test_a_director_reads_and_does_not_edit(programme, signed_in) -> None:
    director = factories.membership(programme.organization, Role.DIRECTOR)
    text = page(signed_in(director), reverse("reports:passport", args=[programme.pk]))
    assert section(programme, "about") not in text
    assert "Собрать документ" not in text
