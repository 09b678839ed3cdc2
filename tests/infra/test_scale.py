"""Invented institutions by the hundred: as many as asked for, in states that the database accepts."""

import pytest
from django.core.management import CommandError, call_command
from django_scopes import scopes_disabled

from config.scale.institutions import build_college, build_region
from core.models import Membership, Organization
from mentorship.enums import EntryState, PairState, PersonCategory
from mentorship.models import Consent, MenteeEntry, MentorEntry, Pair, PairMentee, Person, Programme
from reports.selectors.indicators import indicator_lines
from surveys.models import Answer, Response

pytestmark = pytest.mark.django_db


def test_region_has_the_people_and_answers_asked_for() -> None:
    told: list[str] = []
    region = build_region(told.append, institutions=5, people=203, answers=400)
    with scopes_disabled():
        below = Organization.objects.filter(parent=region)
        assert below.count() == 5
        participants = MenteeEntry.objects.count() + MentorEntry.objects.count()
        assert participants == 203
        assert Answer.objects.count() == 400
        assert Response.objects.filter(person__isnull=False).count() == 40
        assert Membership.objects.filter(organization__in=below).count() == 10
        # The triggers have judged these rows as any others.
        assert not MenteeEntry.objects.filter(sort_name="").exists()
        assert Person.objects.exclude(category=PersonCategory.PARENT).count() == 203
        # A mentee has one live place in a form, whoever is in a pair has signed.
        paired = Person.objects.filter(mentee_entries__state=EntryState.PAIRED)
        assert PairMentee.objects.filter(is_live=True).count() == paired.count()
        assert not Consent.objects.filter(person__in=paired).exclude(state="signed").exists()
    assert told
    assert "5 из 5" in told[-1]


def test_region_has_institutions_that_have_not_counted() -> None:
    region = build_region(lambda line: None, institutions=8, people=160, answers=80)
    with scopes_disabled():
        shares = {}
        for programme in Programme.objects.filter(organization__parent=region).select_related("organization"):
            line = indicator_lines(programme, on=programme.period_end)[0]
            shares[programme.organization.code] = line.value
    assert shares["scale-8"] == "н/д"
    assert shares["scale-1"] != "н/д"


def test_answers_tell_how_many_were_satisfied() -> None:
    build_region(lambda line: None, institutions=1, people=200, answers=1000)
    with scopes_disabled():
        programme = Programme.objects.select_related("organization").get()
        lines = {line.code: line for line in indicator_lines(programme, on=programme.period_end)}
    assert lines["mentee-satisfaction"].fraction.endswith("100")


def test_college_has_a_history() -> None:
    college = build_college(lambda line: None, people=100)
    with scopes_disabled():
        programmes = Programme.objects.filter(organization=college)
        assert sorted(programmes.values_list("state", flat=True)) == ["active", *["closed"] * 4]
        assert Person.objects.exclude(category=PersonCategory.PARENT).count() == 100
        over = Pair.objects.filter(programme__state="closed")
        assert over.exists()
        assert set(over.values_list("state", flat=True)) == {PairState.COMPLETED}


def test_same_data_twice_is_refused() -> None:
    call_command("seed_demo", "--scale", "region", "--institutions", "1", "--people", "20", verbosity=0)
    with pytest.raises(CommandError, match="уже есть"):
        call_command("seed_demo", "--scale", "region", verbosity=0)


def test_a_region_of_nobody_is_refused() -> None:
    with pytest.raises(CommandError, match="от 1"):
        call_command("seed_demo", "--scale", "region", "--institutions", "0")
