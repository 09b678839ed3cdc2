"""The queue of possible duplicates, comparing two cards, and being asked once at entry."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from core.domain.job_run import run_job
from core.models import Job
from mentorship.domain.duplicates import find_all_duplicates
from mentorship.models import DuplicatePair, Person, PersonMerge
from mentorship.work import search
from tests import factories

BORN = date(2009, 3, 2)
NAMES = {"last_name": "Ёлкина", "first_name": "Анна", "middle_name": "Петровна"}
VALUES = NAMES | {"last_name": "Елкина", "birth_date": "02.03.2009", "category": "student"}


def address(name, *args):
    return reverse(f"mentorship:{name}", args=args)


@pytest.fixture
def client(curator, signed_in, programme):
    return signed_in(curator)


@pytest.fixture
def known(org):
    return factories.person(org, birth_date=BORN, group="ТМ-21", **NAMES)


@pytest.fixture
def cards(org, known):
    other = factories.person(org, birth_date=BORN, group="ТМ-31", **NAMES | {"last_name": "Елкина"})
    with scopes_disabled():
        find_all_duplicates(org)
    return known, other


def test_somebody_alike_is_asked_about_once_and_remembered(client, known, unscoped):
    page = client.post(address("mentee_create"), VALUES)
    text = page.content.decode()
    assert page.status_code == 422
    assert "Похоже, такой человек уже есть" in text
    assert "совпали фамилия, имя, отчество и дата рождения" in text
    assert address("person", known.pk) in text
    assert client.post(address("mentee_create"), VALUES | {"anyway": "other"}).status_code == 302
    pair = DuplicatePair.objects.get()
    assert (pair.state, pair.first) == ("different", known)
    made = Person.objects.get(last_name="Елкина")
    edit = client.post(address("person_edit", made.pk), VALUES | {"phone": "+79990000001"})
    assert edit.status_code == 302  # not asked again


def test_later_leaves_the_pair_in_the_queue(client, known, unscoped):
    assert client.post(address("mentee_create"), VALUES | {"anyway": "later"}).status_code == 302
    assert DuplicatePair.objects.get().state == "open"
    assert "Елкина" in client.get(address("duplicates")).content.decode()


def test_an_edit_that_makes_two_cards_alike_is_asked_about(client, org, known, unscoped):
    other = factories.person(org, last_name="Иная", first_name="Анна", middle_name="Петровна")
    assert client.post(address("person_edit", other.pk), VALUES).status_code == 422
    assert client.post(address("person_edit", other.pk), VALUES | {"anyway": "later"}).status_code == 302


def test_two_cards_are_compared_and_merged(client, curator, cards, unscoped):
    kept, merged = cards
    page = client.get(address("person_merge", kept.pk, merged.pk)).content.decode()
    assert "Ёлкина" in page
    assert "ТМ-31" in page
    answer = client.post(address("person_merge", kept.pk, merged.pk), {"field_group": "kept"})
    assert answer.url == address("person", kept.pk)
    assert client.get(address("person", merged.pk)).url == address("person", kept.pk)  # an old link
    kept.refresh_from_db()
    assert kept.group == "ТМ-21"
    assert "отменить" in client.get(address("person", kept.pk)).content.decode()
    assert DuplicatePair.objects.get().state == "merged"
    undo = client.post(address("merge_undo", PersonMerge.objects.get().pk))
    assert undo.url == address("person", merged.pk)
    assert client.get(address("person", merged.pk)).status_code == 200


def test_search_finds_by_the_name_of_the_merged_card(client, curator, org, known, programme):
    from core.registries import Viewer
    from mentorship.domain.merging import merge_people

    with scopes_disabled():
        former = factories.person(org, last_name="Девичьева", first_name="Анна", middle_name="Петровна")
        merge_people(known, former, choices={"last_name": "kept"}, actor=None)
        (hit,) = search(Viewer(curator.user, curator, date(2026, 11, 21), programme), "девичьева", 10)
    assert (hit.label, hit.url) == ("Ёлкина Анна Петровна", address("person", known.pk))
    assert "Девичьева" in hit.detail


def test_decisions_are_taken_from_the_page(client, cards, unscoped):
    pair = DuplicatePair.objects.get()
    for step in ("later", "open", "different", "open"):
        client.post(address("duplicate_decide", pair.pk, step))
        pair.refresh_from_db()
        assert pair.state == step
    assert client.post(address("duplicate_decide", pair.pk, "merged")).status_code == 404


def test_everybody_is_looked_over_as_a_job(client, org, known):
    with scopes_disabled():
        factories.person(org, birth_date=BORN, **NAMES)
    client.post(address("duplicates_find"))
    with scopes_disabled():
        job = Job.objects.get(kind="people.duplicates")
        run_job(job.pk)
        job.refresh_from_db()
        assert (job.state, job.result_url) == ("done", address("duplicates"))
        assert DuplicatePair.objects.count() == 1


def test_the_queue_costs_the_same_for_more_pairs(client, org, cards, queries_of):
    few = queries_of(lambda: client.get(address("duplicates")))
    with scopes_disabled():
        for _ in range(2):
            factories.person(org, birth_date=BORN, **NAMES)
        find_all_duplicates(org)
        assert DuplicatePair.objects.count() > 3
    assert queries_of(lambda: client.get(address("duplicates"))) == few
