"""Programmes and their projects: rules, pages, query counts."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from core.domain.organizations import edit_organization
from core.enums import Role
from core.errors import DomainError
from core.facts import happened
from core.models import Membership
from core.selectors.audit import history_of
from core.workflow import TransitionRefused
from mentorship.domain import programmes as domain
from mentorship.domain.reference import load_reference
from mentorship.models import FormOfMentoring, Programme, Project, RequestTopic
from mentorship.selectors.programmes import budget_of, current_programme_of, programmes_visible_to
from tests import factories

PERIOD = {"period_start": date(2026, 9, 1), "period_end": date(2027, 8, 31)}


@pytest.fixture
def programme(curator: Membership) -> Programme:
    return factories.programme(curator.organization, state="draft")


def test_the_five_forms_of_the_methodology_are_there(db: None) -> None:
    codes = {"pupil-pupil", "teacher-teacher", "student-pupil", "employer-pupil", "employer-student"}
    assert codes <= set(FormOfMentoring.objects.filter(organization=None).values_list("code", flat=True))


def test_loading_the_reference_again_changes_nothing(db: None) -> None:
    before = list(FormOfMentoring.objects.values_list("pk", "code")), RequestTopic.objects.count()
    load_reference()
    assert before == (list(FormOfMentoring.objects.values_list("pk", "code")), RequestTopic.objects.count())


def test_a_programme_ends_after_it_begins(curator: Membership) -> None:
    with scope(organization=curator.organization), pytest.raises(DomainError) as refusal:
        domain.create_programme(
            curator.organization,
            actor=curator.user,
            code="x",
            title="X",
            period_start=date(2027, 1, 1),
            period_end=date(2026, 1, 1),
        )
    assert refusal.value.field == "period_end"


def test_a_code_is_taken_once_in_an_institution(curator: Membership) -> None:
    with scope(organization=curator.organization):
        domain.create_programme(curator.organization, actor=curator.user, code="y", title="Y", **PERIOD)
        with pytest.raises(DomainError) as refusal:
            domain.create_programme(curator.organization, actor=curator.user, code="y", title="Y 2", **PERIOD)
        assert refusal.value.field == "code"
        assert Programme.objects.filter(code="y").count() == 1


def test_a_programme_starts_with_a_project_and_tells_so(curator: Membership, programme: Programme) -> None:
    heard: list[str] = []

    def listen(sender: type, fact, **rest: object) -> None:
        heard.append(fact.kind)

    happened.connect(listen)
    try:
        with scope(organization=curator.organization):
            with pytest.raises(DomainError, match="хотя бы один проект"):
                domain.start_programme(programme, actor=curator.user)
            domain.add_project(programme, form=factories.form(), actor=curator.user)
            domain.start_programme(programme, actor=curator.user)
    finally:
        happened.disconnect(listen)
    assert programme.state == "active"
    assert heard == ["programme_approved"]


def test_closing_is_undone_only_with_a_reason(curator: Membership) -> None:
    programme = factories.programme(curator.organization)
    with scope(organization=curator.organization):
        domain.close_programme(programme, actor=curator.user)
        with pytest.raises(DomainError, match="причину"):
            domain.reopen_programme(programme, actor=curator.user, reason=" ")
        domain.reopen_programme(programme, actor=curator.user, reason="Закрыли по ошибке")
        assert programme.state == "active"
        assert history_of(programme).first().reason == "Закрыли по ошибке"


def test_a_draft_cannot_be_closed(curator: Membership, programme: Programme) -> None:
    with scope(organization=curator.organization), pytest.raises(TransitionRefused):
        domain.close_programme(programme, actor=curator.user)


def test_a_form_joins_a_programme_once(curator: Membership, programme: Programme) -> None:
    form = factories.form()
    with scope(organization=curator.organization):
        domain.add_project(programme, form=form, actor=curator.user)
        with pytest.raises(DomainError) as refusal:
            domain.add_project(programme, form=form, actor=curator.user)
        assert (refusal.value.field, Project.objects.count()) == ("form", 1)


def test_a_project_stays_within_its_programme(curator: Membership, programme: Programme) -> None:
    with scope(organization=curator.organization), pytest.raises(DomainError, match="за сроки программы"):
        domain.add_project(
            programme, form=factories.form(), actor=curator.user, period_start=date(2026, 1, 1)
        )


def test_a_role_model_of_another_form_is_refused(curator: Membership, programme: Programme) -> None:
    form = FormOfMentoring.objects.get(organization=None, code="student-student")
    other = FormOfMentoring.objects.get(organization=None, code="employer-student").role_models.all()
    with scope(organization=curator.organization), pytest.raises(DomainError, match="другой форме"):
        domain.add_project(programme, form=form, actor=curator.user, role_models=other)


def test_editing_records_only_what_changed(curator: Membership, programme: Programme) -> None:
    with scope(organization=curator.organization):
        domain.edit_programme(programme, actor=curator.user, title=programme.title, goals="Новая цель")
        entry = history_of(programme).get()
    assert entry.after == {"goals": "Новая цель"}


def test_the_organisation_card_records_only_what_changed(administrator: Membership) -> None:
    org = administrator.organization
    with scope(organization=org):
        edit_organization(org, actor=administrator.user, city="г. Новый", inn=org.inn)
        assert history_of(org).get().after == {"city": "г. Новый"}


def test_budgets_are_summed_exactly() -> None:
    projects = [Project(budget=Decimal("0.10"), extra_budget=Decimal("0.20")) for _ in range(3)]
    assert budget_of(projects).total == Decimal("0.90")


def test_the_newest_running_programme_is_the_default(curator: Membership) -> None:
    org = curator.organization
    old = factories.programme(org, period_start=date(2024, 9, 1), period_end=date(2025, 8, 31))
    factories.programme(org, state="draft", period_start=date(2027, 9, 1), period_end=date(2028, 8, 31))
    new = factories.programme(org)
    with scope(organization=org):
        assert current_programme_of(curator, None) == new
        assert current_programme_of(curator, old.pk) == old
        assert current_programme_of(curator, 10**9) == new


def test_programmes_of_one_year_and_title_never_change_places(curator, programme, unscoped) -> None:
    """A database may give rows that are equal in their order as it likes, and a page was then of another programme."""
    for ask in (lambda: current_programme_of(curator, None), lambda: list(programmes_visible_to(curator))):
        with CaptureQueriesContext(connection) as captured:
            ask()
        assert captured[-1]["sql"].endswith('"mentorship_programme"."id" ASC')


def test_a_project_curator_sees_programmes_of_their_projects(org) -> None:
    someone = factories.membership(org, Role.PROJECT_CURATOR)
    mine, other = factories.project(factories.programme(org)), factories.programme(org)
    mine.curators.add(someone.user)
    with scope(organization=org):
        assert current_programme_of(someone, other.pk) == mine.programme


# --- pages ---


def test_a_curator_makes_a_programme_with_its_projects(curator: Membership, signed_in) -> None:
    client = signed_in(curator)
    passport = {
        "title": "Программа 2026/27",
        "code": "2026-27",
        "period_start": "2026-09-01",
        "period_end": "2027-08-31",
        "goals": "Чтобы каждому было к кому прийти.",
    }
    response = client.post(reverse("mentorship:programme_create"), passport)
    with scope(organization=curator.organization):
        programme = Programme.objects.get()
    assert response.url == reverse("mentorship:programme", kwargs={"pk": programme.pk})
    form = FormOfMentoring.objects.get(organization=None, code="student-student")
    response = client.post(
        reverse("mentorship:project_create", kwargs={"pk": programme.pk}),
        {
            "form": form.pk,
            "role_models": [form.role_models.first().pk],
            "budget": "30000",
            "extra_budget": "0",
        },
    )
    assert response.status_code == 302, response.content.decode()
    page = client.get(reverse("mentorship:programme", kwargs={"pk": programme.pk})).content.decode()
    assert "Студент – студент" in page
    assert "30\xa0000" in page
    client.post(reverse("mentorship:programme_move", kwargs={"pk": programme.pk, "step": "start"}))
    programme.refresh_from_db()
    assert programme.state == "active"


def test_a_mistake_keeps_what_was_typed_and_says_where(curator: Membership, signed_in) -> None:
    response = signed_in(curator).post(
        reverse("mentorship:programme_create"),
        {"title": "Набрано", "code": "c", "period_start": "2027-09-01", "period_end": "2026-08-31"},
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "Окончание раньше начала." in page
    assert "Набрано" in page
    with scope(organization=curator.organization):
        assert not Programme.objects.exists()


def test_a_negative_budget_is_told_at_its_field(curator: Membership, programme: Programme, signed_in) -> None:
    response = signed_in(curator).post(
        reverse("mentorship:project_create", kwargs={"pk": programme.pk}),
        {"form": factories.form().pk, "budget": "-1", "extra_budget": "0"},
    )
    assert response.status_code == 422
    assert "Сумма не бывает меньше нуля." in response.content.decode()


def test_an_unknown_step_is_not_found(curator: Membership, programme: Programme, signed_in) -> None:
    address = reverse("mentorship:programme_move", kwargs={"pk": programme.pk, "step": "destroy"})
    assert signed_in(curator).post(address).status_code == 404


def test_the_list_costs_the_same_for_any_number_of_programmes(
    curator: Membership, signed_in, queries_of
) -> None:
    client, counts = signed_in(curator), []
    for more in (1, 2):
        for _ in range(more):
            factories.project(factories.programme(curator.organization))
        counts.append(queries_of(lambda: client.get(reverse("mentorship:programmes"))))
    assert counts[0] == counts[1]


def test_the_page_costs_the_same_for_any_number_of_projects(
    curator: Membership, signed_in, queries_of
) -> None:
    programme = factories.programme(curator.organization)
    client, counts = signed_in(curator), []
    for more in (1, 2):
        for _ in range(more):
            factories.project(programme).curators.add(curator.user)
        counts.append(
            queries_of(lambda: client.get(reverse("mentorship:programme", kwargs={"pk": programme.pk})))
        )
    assert counts[0] == counts[1]
