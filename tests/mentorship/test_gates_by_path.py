"""The gates of the law hold on every path: page, bulk, matching, order, resuming, file, admin, the database itself."""

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.errors import DomainError
from mentorship.domain import consents as domain
from mentorship.domain.advance import move_entry
from mentorship.domain.entries import record_offer, record_request
from mentorship.domain.pairs import (
    activate_pairs,
    approve_pair,
    approve_pairs,
    make_pair,
    resume_pair,
    suspend_pair,
)
from mentorship.enums import ConsentKind, ConsentMethod, ConsentSigner, ConsentState, EntryState, PairState
from mentorship.imports.columns import NOT_LOADED
from mentorship.models import Consent, Pair, PairMentee
from tests import factories
from tests.mentorship.conftest import guardian_for, in_bulk, propose, sign_all, today

pytestmark = pytest.mark.usefixtures("scoped")
ORDER = {"order_document": 1, "order_number": "7-ОД"}


@pytest.fixture
def sides(programme, project):
    """A minor mentee and a mentor who is a minor too: a senior student leads a younger one (Положение, п. 4.9)."""
    mentee = factories.mentee(programme, project=project)
    mentor = factories.mentor(
        programme, person=factories.person(programme.organization, birth_date=today() - timedelta(days=6000))
    )
    sign_all(programme)
    return mentor, mentee


def _withdrawn(rows):
    rows.update(state=ConsentState.WITHDRAWN, ended_on=today())


def _lapsed(rows):
    rows.update(state=ConsentState.LAPSED, ended_on=today())


def _over_but_not_yet_marked(rows):
    rows.update(valid_until=today() - timedelta(days=1))


def _only_issued(rows):
    rows.update(state=ConsentState.ISSUED)


def _refused(rows):
    rows.update(state=ConsentState.REFUSED)


def _absent(rows):
    rows.delete()


LOSSES = [_withdrawn, _lapsed, _over_but_not_yet_marked, _only_issued, _refused, _absent]


def consents_of(entry, kind):
    return Consent.objects.filter(person=entry.person, kind=kind)


def approve_on_the_page(pair, client):
    client.post(reverse("mentorship:pair_step", args=[pair.pk, "approve"]))


def approve_in_bulk(pair, client):
    in_bulk(client, reverse("mentorship:pairs"), "approve", [pair.pk])


def approve_by_domain(pair, client):
    with pytest.raises(DomainError, match="нет — согласие"):
        approve_pair(pair, actor=None)


def approve_many_by_domain(pair, client):
    done, refused = approve_pairs([pair], actor=None)
    assert (done, len(refused)) == (0, 1)


PATHS = [approve_on_the_page, approve_in_bulk, approve_by_domain, approve_many_by_domain]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("side", [0, 1], ids=["mentor", "mentee"])
@pytest.mark.parametrize("kind", [ConsentKind.PROCESSING, ConsentKind.PARTICIPATION])
def test_no_pair_is_confirmed_without_a_consent_of_a_side(
    project, sides, side, kind, path, curator, signed_in
):
    pair = make_pair(project, sides[0], [sides[1]], actor=None)
    _absent(consents_of(sides[side], kind))
    path(pair, signed_in(curator))
    pair.refresh_from_db()
    assert pair.state == PairState.PROPOSED


@pytest.mark.parametrize("path", [approve_on_the_page, approve_in_bulk])
def test_with_all_consents_the_same_paths_lead_to_the_order(project, sides, path, curator, signed_in):
    pair = make_pair(project, sides[0], [sides[1]], actor=None)
    path(pair, signed_in(curator))
    pair.refresh_from_db()
    assert pair.state == PairState.TO_ORDER


@pytest.mark.parametrize("loss", LOSSES)
def test_the_order_asks_once_more(project, sides, loss):
    pair = approve_pair(make_pair(project, sides[0], [sides[1]], actor=None), actor=None)
    loss(consents_of(sides[1], ConsentKind.PARTICIPATION))
    with pytest.raises(DomainError, match="участие несовершеннолетнего"):
        activate_pairs([pair], actor=None, order_date=today(), **ORDER)
    pair.refresh_from_db()
    assert (pair.state, pair.order_date) == (PairState.TO_ORDER, None)


@pytest.mark.parametrize("loss", LOSSES)
def test_a_resting_pair_does_not_work_again_without_the_consent(project, sides, loss):
    pair = approve_pair(make_pair(project, sides[0], [sides[1]], actor=None), actor=None)
    activate_pairs([pair], actor=None, order_date=today(), **ORDER)
    suspend_pair(pair, actor=None, reason="каникулы")
    loss(consents_of(sides[0], ConsentKind.PROCESSING))
    with pytest.raises(DomainError, match="обработку персональных данных"):
        resume_pair(pair, actor=None)
    pair.refresh_from_db()
    assert pair.state == PairState.SUSPENDED


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("side", [0, 1], ids=["mentor", "mentee"])
def test_matching_leaves_out_who_has_no_consent(programme, sides, side, loss):
    loss(consents_of(sides[side], ConsentKind.PROCESSING))
    assert propose(programme) == []


@pytest.mark.parametrize("loss", LOSSES)
def test_nobody_is_confirmed_and_nothing_is_asked_without_the_consent(programme, sides, loss):
    mentor, mentee = sides
    for entry in sides:
        loss(consents_of(entry, ConsentKind.PROCESSING))
        type(entry).objects.filter(pk=entry.pk).update(state=EntryState.SURVEYED)
        entry.refresh_from_db()
    with pytest.raises(DomainError, match="сначала нужно подписанное согласие"):
        record_request(mentee, text="хочу научиться")
    with pytest.raises(DomainError, match="сначала нужно подписанное согласие"):
        record_offer(mentor, competences="сварка")
    for entry in sides:
        with pytest.raises(DomainError, match="нет — согласие"):
            move_entry(entry, to=EntryState.SELECTED, actor=None)


def test_a_consent_given_for_another_programme_does_not_count(programme, sides):
    other = factories.programme(programme.organization)
    entry = factories.mentee(other, person=sides[1].person, state=EntryState.CANDIDATE)
    with pytest.raises(DomainError, match="сначала нужно подписанное согласие"):
        record_request(entry, text="хочу научиться")


def test_a_list_brings_neither_consents_nor_pairs_nor_states():
    assert {"consent", "pair", "state"} <= set(NOT_LOADED)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("PAIR_TRANSITIONS", {"mentorship/domain/pairs.py", "mentorship/domain/pair_ends.py"}),
        (
            "CONSENT_TRANSITIONS",
            # merging cards only lapses the second of two live consents
            {
                "mentorship/domain/consents.py",
                "mentorship/domain/consent_terms.py",
                "mentorship/domain/merge_movers.py",
            },
        ),
    ],
)
def test_only_the_modules_with_the_gates_move_states(name, allowed):
    """Pages, tasks, jobs and files have no other way to a state than through the functions tested here."""
    users = set()
    for app in ("core", "mentorship", "roadmap", "surveys", "reports", "config"):
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            imported = {
                alias.name
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom)
                for alias in node.names
            }
            if name in imported:
                users.add(path.relative_to(settings.BASE_DIR).as_posix())
    assert users <= allowed


def test_there_is_no_admin_that_would_go_round_the_gates():
    assert not apps.is_installed("django.contrib.admin")


# --- what the database itself holds -------------------------------------------------------------------------------


def test_the_database_keeps_no_working_pair_without_an_order(programme, project, sides):
    for state in (PairState.ACTIVE, PairState.SUSPENDED, PairState.COMPLETED):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.pair(project, mentor=sides[0], mentees=[sides[1]], state=state)
    pair = make_pair(project, sides[0], [sides[1]], actor=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pair.objects.filter(pk=pair.pk).update(state=PairState.ACTIVE)
    assert PairMentee.objects.filter(pair=pair, is_live=True).count() == 1


@pytest.mark.parametrize(
    "lacking",
    [
        {"signed_on": None},
        {"method": ""},
        {"cosigned_on": None},
        {"representative": None},
        {"valid_until": date(2020, 1, 1)},
        {"state": "half"},
        {"kind": "anything"},
    ],
)
def test_the_database_keeps_no_half_signed_consent(sides, lacking):
    row = consents_of(sides[1], ConsentKind.PROCESSING).filter(
        signer=ConsentSigner.REPRESENTATIVE_AND_TEENAGER
    )
    assert row.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(**lacking)


def test_the_database_keeps_one_living_consent_of_a_kind(programme, sides):
    given = consents_of(sides[1], ConsentKind.PROCESSING).get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(
            organization=programme.organization,
            programme=programme,
            person=given.person,
            kind=given.kind,
            signer=given.signer,
        )


# --- who signs, by the age on the day of signing ------------------------------------------------------------------


def waiting(programme, birth_date, **given):
    person = factories.person(programme.organization, birth_date=birth_date, **given)
    factories.mentee(programme, person=person)
    guardian_for(person)
    domain.ensure_needed(programme, actor=None)
    return Consent.objects.get(person=person, kind=ConsentKind.PROCESSING)


def years_ago(years, *, days=0):
    day = today() + timedelta(days=days)
    return day.replace(year=day.year - years, day=min(day.day, 28))


def turn(consent, birth_date):
    """The sheet was made before a birthday and is signed after it: the nightly pass has not been yet."""
    consent.person.birth_date = birth_date
    consent.person.save(update_fields=["birth_date"])
    consent.refresh_from_db()


@pytest.mark.parametrize("method", ConsentMethod.values)
def test_a_parent_does_not_sign_for_somebody_of_age(programme, method):
    consent = waiting(programme, years_ago(17))
    turn(consent, years_ago(18))
    with pytest.raises(DomainError, match="подписать должен сам участник"):
        domain.sign_consent(
            consent, signed_on=today(), original_place="папка", method=ConsentMethod(method), actor=None
        )
    consent.refresh_from_db()
    assert consent.state == ConsentState.NEEDED
    domain.ensure_needed(programme, actor=None)
    consent.refresh_from_db()
    domain.sign_consent(consent, signed_on=today(), original_place="папка", actor=None)
    assert (consent.signer, consent.valid_until) == (ConsentSigner.SELF, None)


def test_from_the_fourteenth_birthday_the_teenager_is_asked_too(programme):
    consent = waiting(programme, years_ago(12))
    turn(consent, years_ago(14))
    with pytest.raises(DomainError, match="вместе с подростком"):
        domain.sign_consent(consent, signed_on=today(), original_place="папка", actor=None)


def test_a_minor_does_not_sign_alone(programme):
    consent = waiting(programme, years_ago(30))
    turn(consent, years_ago(16))
    with pytest.raises(DomainError, match="законный представитель"):
        domain.sign_consent(consent, signed_on=today(), original_place="папка", actor=None)


def test_who_is_emancipated_signs_alone(programme):
    consent = waiting(programme, years_ago(16), is_emancipated=True)
    domain.sign_consent(consent, signed_on=today(), original_place="папка", actor=None)
    assert (consent.signer, consent.cosigned_on, consent.valid_until) == (ConsentSigner.SELF, None, None)
