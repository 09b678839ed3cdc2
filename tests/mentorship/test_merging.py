"""Two cards of one person become one, field by field; nothing is lost and the merge can be taken back."""

import threading
from datetime import date

import pytest
from django.db import close_old_connections, connection
from django_scopes import scope, scopes_disabled

from core.errors import DomainError
from core.selectors.audit import history_of
from mentorship.domain.duplicates import find_all_duplicates, note_duplicates, remember_different
from mentorship.domain.merging import decide_pair, merge_people, plan_merge, undo_merge
from mentorship.domain.people import add_guardian
from mentorship.enums import ConsentKind, ConsentMethod, ConsentState, EntryState, PairState
from mentorship.models import Consent, DuplicatePair, Guardianship, MenteeEntry, Person, PersonMerge
from tests import factories
from tests.mentorship.conftest import guardian_for

BORN = date(2009, 3, 2)


def two_cards(org, **more):
    names = {"last_name": "Ёлкина", "first_name": "Анна", "middle_name": "Петровна", "birth_date": BORN}
    kept = factories.person(org, **names | {"phone": "+79990000001", "group": "ТМ-21"} | more)
    merged = factories.person(
        org, **names | {"last_name": "Елкина", "email": "a@example.test", "group": "ТМ-31"}
    )
    return kept, merged


def consent(programme, person, state, **more):
    values = {"signer": "self", "state": state, "kind": ConsentKind.PROCESSING}
    if state == ConsentState.SIGNED:
        values |= {"signed_on": date(2026, 9, 2), "method": ConsentMethod.PAPER}
    return Consent.objects.create(
        organization=programme.organization, programme=programme, person=person, **values | more
    )


def test_fields_are_chosen_and_the_other_card_stays_as_a_tombstone(org, scoped):
    kept, merged = two_cards(org)
    defaults = {field.name: field.default for field in plan_merge(kept, merged).fields}
    assert defaults["email"] == "merged"  # only the other card has it
    assert defaults["phone"] == "kept"
    assert defaults["group"] == "merged"  # the newer one
    merge = merge_people(kept, merged, choices={"last_name": "kept", "group": "kept"}, actor=None)
    kept.refresh_from_db()
    assert (kept.last_name, kept.group, kept.email, kept.phone) == (
        "Ёлкина", "ТМ-21", "a@example.test", "+79990000001",
    )  # fmt: skip
    assert kept.email_key == "a@example.test"
    assert merged not in Person.objects.all()
    assert Person.everything.get(pk=merged.pk).merged_into == kept
    assert history_of(kept)[0].action == "person.merged"
    assert history_of(merged)[0].action == "person.merged_into"
    assert merge_people(kept, merged, choices={}, actor=None) == merge  # pressed twice


def test_everything_moves_and_comes_back(org, programme, project, scoped):
    kept, merged = two_cards(org)
    place = factories.mentee(programme, person=merged, project=project, main_request="сварка")
    pair = factories.pair(project, mentees=[place])
    signed = consent(programme, merged, ConsentState.SIGNED)
    parent = guardian_for(merged)
    merge = merge_people(kept, merged, choices={}, actor=None)
    assert MenteeEntry.objects.get(person=kept) == place
    assert list(Consent.objects.filter(person=kept)) == [signed]
    assert Guardianship.objects.get(ward=kept).guardian == parent
    assert pair.places.get().mentee.person == kept
    undo_merge(merge, actor=None)
    undo_merge(merge, actor=None)
    kept.refresh_from_db()
    assert (kept.last_name, kept.email, kept.group) == ("Ёлкина", "", "ТМ-21")
    assert MenteeEntry.objects.get(person=merged) == place
    assert Consent.objects.get(person=merged) == signed
    assert Guardianship.objects.get(ward=merged).guardian == parent
    assert merged in Person.objects.all()


def test_two_places_in_one_programme_become_one(org, programme, project, scoped):
    kept, merged = two_cards(org)
    own = factories.mentee(programme, person=kept, state=EntryState.CANDIDATE, interests="робототехника")
    further = factories.mentee(programme, person=merged, state=EntryState.PAIRED, project=project)
    factories.pair(project, mentees=[further], state=PairState.PROPOSED)
    merge = merge_people(kept, merged, choices={}, actor=None)
    (left,) = MenteeEntry.objects.filter(programme=programme, person=kept)
    assert (left, left.interests, left.state) == (further, "робототехника", EntryState.PAIRED)
    assert MenteeEntry.everything.get(pk=own.pk).is_absorbed
    undo_merge(merge, actor=None)
    assert MenteeEntry.objects.get(person=kept) == own
    assert MenteeEntry.objects.get(person=merged).interests == ""


def test_both_in_live_pairs_is_refused(org, programme, project, scoped):
    kept, merged = two_cards(org)
    for person in (kept, merged):
        factories.pair(project, mentees=[factories.mentee(programme, person=person, project=project)])
    assert plan_merge(kept, merged).refusals
    with pytest.raises(DomainError, match="сначала завершите"):
        merge_people(kept, merged, choices={}, actor=None)
    assert not PersonMerge.objects.exists()


def test_parent_and_child_are_not_one_person(org, scoped):
    kept, merged = two_cards(org, birth_date=date(1980, 1, 1))
    add_guardian(merged, guardian=kept, kind="mother", actor=None)
    with pytest.raises(DomainError, match="представитель"):
        merge_people(kept, merged, choices={}, actor=None)


def test_of_two_live_consents_the_later_signature_holds(org, programme, scoped):
    kept, merged = two_cards(org)
    older = consent(programme, kept, ConsentState.SIGNED, signed_on=date(2026, 9, 1))
    newer = consent(programme, merged, ConsentState.SIGNED, signed_on=date(2026, 10, 1))
    merge = merge_people(kept, merged, choices={}, actor=None)
    older.refresh_from_db()
    newer.refresh_from_db()
    assert (older.state, newer.state, newer.person) == (ConsentState.LAPSED, ConsentState.SIGNED, kept)
    undo_merge(merge, actor=None)
    older.refresh_from_db()
    assert (older.state, older.ended_on) == (ConsentState.SIGNED, None)


def test_a_signature_and_a_refusal_are_for_people_to_settle(org, programme, scoped):
    kept, merged = two_cards(org)
    consent(programme, kept, ConsentState.SIGNED)
    consent(programme, merged, ConsentState.REFUSED)
    with pytest.raises(DomainError, match="отказ"):
        merge_people(kept, merged, choices={}, actor=None)


def test_the_same_representative_is_not_doubled(org, scoped):
    kept, merged = two_cards(org)
    parent = guardian_for(kept)
    add_guardian(merged, guardian=parent, kind="mother", actor=None, authority="свидетельство")
    merge = merge_people(kept, merged, choices={}, actor=None)
    assert [link.authority for link in Guardianship.objects.filter(guardian=parent)] == ["свидетельство"]
    undo_merge(merge, actor=None)
    assert Guardianship.objects.filter(guardian=parent).count() == 2


def test_a_merge_that_something_depends_on_is_not_undone(org, programme, scoped):
    kept, merged = two_cards(org)
    merge = merge_people(kept, merged, choices={}, actor=None)
    consent(programme, kept, ConsentState.NEEDED)
    with pytest.raises(DomainError, match="появилось новое"):
        undo_merge(merge, actor=None)


def test_answers_go_over_and_one_invitation_stays(org, programme, scoped):
    from surveys.models import Invitation, Response
    from tests.surveys import makers

    kept, merged = two_cards(org)
    campaign = makers.campaign(programme) if hasattr(makers, "campaign") else None
    if campaign is None:
        pytest.skip("no maker of campaigns")
    for number, person in enumerate((kept, merged)):
        Invitation.objects.create(
            organization=org, campaign=campaign, person=person, key=str(number), token_hash=str(number)
        )
    Response.objects.create(
        organization=org, campaign=campaign, person=merged, submitted_on=date(2026, 10, 1), source="link"
    )
    Invitation.objects.filter(person=merged).update(done_on=date(2026, 10, 1))
    merge_people(kept, merged, choices={}, actor=None)
    assert Response.objects.get(campaign=campaign).person == kept
    assert Invitation.objects.get(campaign=campaign, person=kept).done_on == date(2026, 10, 1)


# --- the queue ---


def test_everybody_is_looked_over_and_decisions_are_remembered(org, scoped):
    kept, merged = two_cards(org)
    factories.person(org)
    assert find_all_duplicates(org) == 1
    assert find_all_duplicates(org) == 0
    pair = DuplicatePair.objects.get()
    assert (pair.first, pair.second, pair.get_level_display()) == (kept, merged, "Точно")
    decide_pair(pair, to="different", actor=None)
    assert find_all_duplicates(org) == 0
    assert note_duplicates(org, [merged]) == 0
    assert pair.__class__.objects.get().state == "different"


def test_namesakes_and_twins_do_not_fill_the_queue(org, scoped):
    one = factories.person(org, last_name="Ёлкина", birth_date=BORN, phone="+79990000001")
    factories.person(org, last_name="Ёлкина", birth_date=date(2010, 3, 2))
    factories.person(org, last_name="Ёлкина", first_name="Вера", birth_date=BORN, phone="+79990000001")
    assert note_duplicates(org, [one]) == 0


def test_stale_keys_are_made_anew_by_the_look_over(org, scoped):
    two_cards(org)
    Person.objects.update(name_key="", brief_key="", head_key="", tail_key="", born_key="")
    assert find_all_duplicates(org) == 1


def test_said_to_be_different_at_entry(org, scoped):
    kept, merged = two_cards(org)
    remember_different(merged, [kept.pk], actor=None)
    remember_different(merged, [kept.pk], actor=None)
    assert DuplicatePair.objects.get().state == "different"
    assert find_all_duplicates(org) == 0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_two_curators_merge_the_same_cards_at_once(committed):
    with scopes_disabled():
        org = factories.organization()
        kept, merged = two_cards(org)
    outcomes = []

    def work(one, other):
        try:
            with scope(organization=org):
                merge_people(one, other, choices={}, actor=None)
            outcomes.append("merged")
        except DomainError:
            outcomes.append("refused")
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in ((kept, merged), (merged, kept))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["merged", "refused"]
    with scopes_disabled():
        assert PersonMerge.objects.count() == 1
        assert Person.everything.filter(merged_into__isnull=False).count() == 1
