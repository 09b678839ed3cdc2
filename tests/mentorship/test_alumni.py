"""The base of grateful graduates: consent first, then words; asked to mentor in one action; let go without a trace."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.enums import Role
from core.errors import DomainError
from core.models import AuditEntry
from core.registries import Viewer
from mentorship import alumni_work
from mentorship.domain import alumni as domain
from mentorship.domain.consents import withdraw_consent
from mentorship.domain.erasure import erase_person
from mentorship.domain.merging import merge_people
from mentorship.enums import ConsentKind, ConsentState, EntryState, PersonCategory
from mentorship.models import Alumnus, Consent, MentorEntry
from mentorship.partner_enums import AlumnusState
from mentorship.selectors.alumni import alumni_visible_to, might_join
from tests import factories
from tests.mentorship.conftest import in_bulk, today

pytestmark = pytest.mark.usefixtures("scoped")
GROWN = dt.date(2000, 5, 5)


@pytest.fixture
def finished(programme):
    person = factories.person(programme.organization, birth_date=GROWN)
    return factories.mentee(programme, person=person, state=EntryState.FINISHED)


@pytest.fixture
def alumnus(finished) -> Alumnus:
    [made] = domain.add_alumni([finished.person], actor=None)
    return made


@pytest.fixture
def in_touch(alumnus) -> Alumnus:
    return domain.record_contact(alumnus, consent_on=today(), consent_place="папка 5", actor=None)


def test_who_has_finished_is_proposed_and_entered_once(programme, finished, curator):
    graduate = factories.person(programme.organization, category=PersonCategory.GRADUATE)
    factories.mentee(programme)
    assert set(might_join(curator)) == {finished.person, graduate}
    made = domain.add_alumni([finished.person, graduate], actor=None)
    assert [one.programme for one in made] == [programme, None]
    assert {one.left_year for one in made} == {min(programme.period_end.year, today().year), today().year}
    assert domain.add_alumni([finished.person], actor=None) == []
    assert not might_join(curator)


@pytest.mark.parametrize("year", [1949, 2101])
def test_a_year_that_cannot_be_is_refused(finished, year):
    with pytest.raises(DomainError, match="Год выпуска") as error:
        domain.add_alumni([finished.person], actor=None, left_year=year)
    assert error.value.field == "left_year"
    assert not Alumnus.objects.exists()


def test_nothing_is_kept_without_a_consent(alumnus):
    with pytest.raises(DomainError, match="согласие"):
        domain.edit_alumnus(alumnus, actor=None, work_place="ООО «Пример»")
    with pytest.raises(IntegrityError), transaction.atomic():
        Alumnus.objects.filter(pk=alumnus.pk).update(ready_tell=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alumnus.objects.filter(pk=alumnus.pk).update(state=AlumnusState.IN_TOUCH)
    assert domain.edit_alumnus(alumnus, actor=None, left_year=2020).left_year == 2020


def test_a_minor_does_not_consent_to_be_written_to(programme):
    young = factories.person(programme.organization, birth_date=today() - dt.timedelta(days=16 * 366))
    [alumnus] = domain.add_alumni([young], actor=None)
    with pytest.raises(DomainError, match="18 лет"):
        domain.record_contact(alumnus, consent_on=today(), consent_place="папка", actor=None)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"consent_on": dt.date(2099, 1, 1), "consent_place": "папка"}, "consent_on"),
        ({"consent_on": dt.date(2026, 9, 1), "consent_place": "  "}, "consent_place"),
    ],
)
def test_a_consent_has_its_day_and_place(alumnus, given, field):
    with pytest.raises(DomainError) as error:
        domain.record_contact(alumnus, actor=None, **given)
    assert error.value.field == field


def test_a_graduate_becomes_a_mentor_in_one_action(in_touch, programme):
    made = domain.ask_to_mentor(in_touch, programme=programme, actor=None)
    assert (made.person, made.state) == (in_touch.person, EntryState.CANDIDATE)
    assert Consent.objects.filter(
        person=in_touch.person, state=ConsentState.NEEDED, purpose="mentor"
    ).exists()
    with pytest.raises(DomainError, match="уже есть"):
        domain.ask_to_mentor(in_touch, programme=programme, actor=None)


def test_a_graduate_of_other_years_becomes_a_mentor_too(programme):
    [old] = domain.add_alumni(
        [factories.person(programme.organization, birth_date=GROWN)], actor=None, left_year=2015
    )
    with pytest.raises(DomainError, match="согласие"):
        domain.ask_to_mentor(old, programme=programme, actor=None)
    domain.record_contact(old, consent_on=today(), consent_place="папка 5", actor=None)
    assert domain.ask_to_mentor(old, programme=programme, actor=None).person == old.person
    assert AuditEntry.objects.filter(action="alumnus.asked").count() == 1
    foreign = factories.programme(factories.organization())
    with pytest.raises(DomainError, match="другой организации"):
        domain.ask_to_mentor(old, programme=foreign, actor=None)


def test_letting_go_destroys_what_was_told(in_touch):
    domain.edit_alumnus(
        in_touch, actor=None, work_place="ООО «Пример»", ready_mentor=True, note="любит шахматы"
    )
    domain.close_contact(in_touch, actor=None, reason="просит не писать")
    in_touch.refresh_from_db()
    assert (in_touch.state, in_touch.work_place, in_touch.note, in_touch.ready_mentor) == (
        AlumnusState.CLOSED, "", "", False,
    )  # fmt: skip
    assert (in_touch.consent_on, in_touch.closed_on) == (None, today())
    trail = str(list(AuditEntry.objects.values_list("before", "after")))
    assert "шахматы" not in trail
    assert "Пример»" not in trail
    domain.record_contact(in_touch, consent_on=today(), consent_place="папка 6", actor=None)
    assert in_touch.state == AlumnusState.IN_TOUCH


def test_withdrawing_the_consent_to_processing_ends_the_contact(in_touch, programme, org):
    consent = Consent.objects.create(
        organization=org, programme=programme, person=in_touch.person, kind=ConsentKind.PROCESSING, signer="self",
        state=ConsentState.SIGNED, signed_on=today(), method="paper", original_place="папка",
    )  # fmt: skip
    withdraw_consent(consent, on=today(), actor=None)
    in_touch.refresh_from_db()
    assert in_touch.state == AlumnusState.CLOSED


def test_erasing_takes_the_graduate_away_and_merging_moves_them(in_touch, org, curator):
    twin = factories.person(org, birth_date=GROWN)
    merge_people(twin, in_touch.person, choices={}, actor=curator.user)
    in_touch.refresh_from_db()
    assert in_touch.person == twin
    erase_person(twin, grounds="demand", note="заявление", actor=curator.user)
    assert not Alumnus.objects.exists()


def test_a_project_curator_sees_graduates_of_their_projects_only(in_touch, alumnus, programme, org):
    member = factories.membership(org, Role.PROJECT_CURATOR)
    assert not alumni_visible_to(member)
    project = factories.project(programme)
    project.curators.add(member.user)
    entry = alumnus.person.mentee_entries.get()
    entry.project = project
    entry.save()
    assert list(alumni_visible_to(member)) == [in_touch]
    assert not alumni_visible_to(factories.membership(org, Role.PSYCHOLOGIST))


def test_the_curator_is_told_who_has_finished(finished, curator, programme):
    viewer = Viewer(user=curator.user, membership=curator, today=today(), programme=programme)
    [item] = alumni_work.attention(viewer)
    assert item.what == "1\xa0человек завершил программу"
    domain.add_alumni([finished.person], actor=None)
    assert alumni_work.attention(viewer) == []


# --- pages ---


def test_the_way_of_a_graduate_on_pages(finished, curator, signed_in, programme):
    client = signed_in(curator)
    join = reverse("mentorship:alumni_join")
    assert finished.person.full_name in client.get(join).content.decode()
    page = client.post(join, {"action": "join", "pk": [finished.person_id]}).content.decode()
    fingerprint = page.split('name="fingerprint" value="')[1].split('"')[0]
    client.post(
        join,
        {"action": "join", "pk": [finished.person_id], "fingerprint": fingerprint, "left_year": 2025},
    )
    made = Alumnus.objects.get()
    assert made.left_year == 2025
    card = reverse("mentorship:alumnus", args=[made.pk])
    assert "можно ли поддерживать" in client.get(card).content.decode()
    assert (
        client.post(
            reverse("mentorship:alumnus_edit", args=[made.pk]), {"left_year": 2025, "ready_tell": "on"}
        ).status_code
        == 422
    )
    client.post(
        reverse("mentorship:alumnus_consent", args=[made.pk]),
        {"consent_on": today(), "consent_place": "папка"},
    )
    client.post(
        reverse("mentorship:alumnus_edit", args=[made.pk]),
        {"left_year": 2024, "work_place": "ООО «Пример»", "ready_tell": "on"},
    )
    shown = client.get(card).content.decode()
    assert "ООО «Пример»" in shown
    assert "готов рассказать о профессии" in shown
    listed = client.get(
        reverse("mentorship:alumni") + "?ready=ready_tell&left_year=2024&state=in_touch&q=пример"
    )
    assert finished.person.full_name in listed.content.decode()
    assert (
        finished.person.full_name
        not in client.get(reverse("mentorship:alumni") + "?left_year=2001").content.decode()
    )
    client.post(reverse("mentorship:alumnus_mentor", args=[made.pk]))
    assert MentorEntry.objects.filter(person=finished.person).exists()
    assert "в базе наставников программы" in client.get(card).content.decode()
    client.post(reverse("mentorship:alumnus_close", args=[made.pk]), {"reason": "просит не писать"})
    assert "Связь прекращена" in client.get(card).content.decode()


def test_many_are_asked_at_once_and_the_refused_are_told(in_touch, programme, org, curator, signed_in):
    [waiting] = domain.add_alumni([factories.person(org, birth_date=GROWN)], actor=None)
    answer = in_bulk(signed_in(curator), reverse("mentorship:alumni"), "mentor", [in_touch.pk, waiting.pk])
    page = answer.content.decode()
    assert "Стали кандидатами в наставники: 1" in page
    assert f"{waiting.person.short_name}: Сначала отметьте согласие" in page


def test_a_card_leads_to_the_base_of_graduates(org, curator, signed_in, programme):
    person = factories.person(org)
    client = signed_in(curator)
    add = reverse("mentorship:alumnus_add", args=[person.pk])
    card = reverse("mentorship:person", args=[person.pk])
    assert add in client.get(card).content.decode()
    client.post(add)
    client.post(add)
    assert reverse("mentorship:alumnus", args=[Alumnus.objects.get().pk]) in client.get(card).content.decode()


def test_an_export_is_written_down(in_touch, curator, signed_in, programme):
    answer = signed_in(curator).get(reverse("mentorship:alumni") + "?_export=csv")
    assert in_touch.person.full_name in answer.content.decode("utf-8-sig")
    assert AuditEntry.objects.filter(action="list.exported").count() == 1


@pytest.mark.parametrize("name", ["alumni", "alumni_join"])
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_for_any_number_of_rows(
    name, rows, org, programme, curator, signed_in, queries_of
):
    people = [factories.person(org, category=PersonCategory.GRADUATE) for _ in range(rows)]
    if name == "alumni":
        domain.add_alumni(people, actor=None)
    client = signed_in(curator)
    address = reverse(f"mentorship:{name}")
    client.get(address)
    counted = queries_of(lambda: client.get(address))
    assert counted == QUERIES.setdefault(name, counted)


QUERIES: dict[str, int] = {}
