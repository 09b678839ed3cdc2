"""Third persons tell about mentees: by an account that sees nothing else, by a personal link, read by few."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.enums import Role
from core.errors import DomainError
from core.models import AuditEntry
from core.personal_tokens import hash_token, new_key
from mentorship.domain import notes as domain
from mentorship.domain.data_requests import build_archive
from mentorship.domain.erasure import erase_person
from mentorship.domain.merging import merge_people
from mentorship.enums import ConsentState, NoteAuthor
from mentorship.event_codes import qr_svg
from mentorship.models import Consent, NoteInvitation, ThirdPartyNote
from mentorship.models.note import PARTS
from mentorship.selectors.notes import (
    find_invitation,
    invitations_visible_to,
    lines_of,
    link_of,
    mentees_to_describe,
    notes_visible_to,
    tell_progress,
    token_of,
)
from surveys.logs import HidePersonalLinks
from tests import factories
from tests.mentorship.conftest import guardian_for, sign_all, today

pytestmark = pytest.mark.usefixtures("scoped")
WORDS = "канарейка поёт по утрам"


def mentee(programme, **person):
    return factories.mentee(programme, person=factories.person(programme.organization, **person))


@pytest.fixture
def entry(programme):
    made = mentee(programme, group="ТМ-21", last_name="Образцова")
    sign_all(programme)
    return made


@pytest.fixture
def invitation(programme, entry):
    return domain.invite(
        programme,
        [entry],
        role=NoteAuthor.CLASS_TEACHER,
        actor=None,
        group="ТМ-21",
        full_name="Классная М. С.",
    )


@pytest.fixture
def informant(org):
    return factories.membership(org, Role.INFORMANT, groups=["ТМ-21"])


def tell(entry, **given):
    values = {"parts": {"strengths": WORDS}, "form_key": new_key(), "author_role": NoteAuthor.TEACHER}
    return domain.add_note(entry, **values | given)


def form_address(invitation, entry):
    return reverse("mentorship:note_by_link_form", args=[token_of(invitation), entry.pk])


def fields(**given):
    return dict.fromkeys(PARTS, "") | {"form_key": new_key()} | given


# --- an account that sees nothing else ---


def test_an_informant_sees_the_names_of_own_groups_and_own_notes_alone(
    programme, entry, informant, signed_in
):
    other = mentee(programme, group="ГД-11", last_name="Чужакова")
    unsigned = mentee(programme, group="ТМ-21", last_name="Бесподписная")
    sign_all(programme)
    Consent.objects.filter(person=unsigned.person).update(state=ConsentState.NEEDED)
    tell(entry, parts={"difficulties": "чужие слова"})
    client = signed_in(informant)
    for address in (reverse("core:home"), reverse("mentorship:notes_own")):
        page = client.get(address).content.decode()
        assert entry.person.full_name in page
        for hidden in (other.person.last_name, "Бесподписная", "чужие слова", entry.person.phone or "—нет—"):
            assert hidden not in page
    client.post(reverse("mentorship:note_add", args=[entry.pk]), fields(strengths="свои слова"))
    assert "свои слова" in client.get(reverse("mentorship:notes_own")).content.decode()
    for closed in (other, unsigned):
        assert client.get(reverse("mentorship:note_add", args=[closed.pk])).status_code == 404
    for name, args in (
        ("person", [entry.person_id]),
        ("mentees", []),
        ("consents", []),
        ("pairs", []),
        ("topics", []),
    ):
        assert client.get(reverse(f"mentorship:{name}", args=args)).status_code == 403
    found = client.get(reverse("core:search") + "?q=Образцова").content.decode()
    assert reverse("mentorship:person", args=[entry.person_id]) not in found


def test_a_parent_tells_about_own_children_from_the_home_page(programme, entry, org, signed_in):
    parent = factories.membership(org, Role.PARENT)
    guardian = entry.person.guardian_links.get().guardian
    guardian.user = parent.user
    guardian.save()
    stranger = mentee(programme, last_name="Чужакова")
    sign_all(programme)
    client = signed_in(parent)
    home = client.get(reverse("core:home")).content.decode()
    assert reverse("mentorship:note_add", args=[entry.pk]) in home
    assert client.get(reverse("mentorship:note_add", args=[stranger.pk])).status_code == 404
    client.post(reverse("mentorship:note_add", args=[entry.pk]), fields(mentor_wishes="терпеливый"))
    note = ThirdPartyNote.objects.get()
    assert (note.author, note.author_role) == (parent.user, NoteAuthor.PARENT)


@pytest.mark.parametrize("role", [Role.MENTOR, Role.MENTEE, Role.DIRECTOR, Role.PARTNER])
def test_nobody_else_is_offered_anybody(programme, entry, org, role):
    assert not mentees_to_describe(factories.membership(org, role), programme).exists()


# --- who reads ---


def test_notes_are_read_by_curators_and_the_psychologist_alone(
    programme, entry, org, curator, director, signed_in
):
    tell(entry, author_name="Классная М. С.")
    card = reverse("mentorship:person", args=[entry.person_id])
    for member in (curator, factories.membership(org, Role.PSYCHOLOGIST)):
        assert WORDS in signed_in(member).get(card).content.decode()
    assert WORDS not in signed_in(director).get(card).content.decode()
    for export in ("csv", "xlsx"):
        body = signed_in(curator).get(reverse("mentorship:mentees") + f"?_export={export}").content
        assert WORDS.encode() not in body


def test_a_project_curator_reads_those_of_own_projects(programme, project, org):
    mine = factories.mentee(programme, project=project)
    foreign = factories.mentee(programme, project=factories.project(programme))
    sign_all(programme)
    other = factories.membership(org, Role.PROJECT_CURATOR)
    project.curators.add(other.user)
    own = tell(mine)
    tell(foreign)
    assert list(notes_visible_to(other, programme)) == [own]
    kept = domain.invite(programme, [mine], role=NoteAuthor.TEACHER, actor=None)
    domain.invite(programme, [mine, foreign], role=NoteAuthor.TEACHER, actor=None)
    assert list(invitations_visible_to(other, programme)) == [kept]


def test_the_mentee_and_the_mentor_are_never_shown_them(programme, entry, org, signed_in):
    tell(entry)
    mentor = factories.mentor(programme)
    for role, person in ((Role.MENTEE, entry.person), (Role.MENTOR, mentor.person)):
        member = factories.membership(org, role)
        person.user = member.user
        person.save()
        assert WORDS not in signed_in(member).get(reverse("core:home")).content.decode()
        assert signed_in(member).get(reverse("mentorship:notes_own")).status_code == 403


# --- the personal link ---


def test_the_link_is_long_kept_as_a_hash_and_hidden_from_logs(invitation):
    token = token_of(invitation)
    assert len(token) * 5 >= 128
    assert invitation.token_hash == hash_token(token)
    assert token not in str(NoteInvitation.objects.values().get())
    assert find_invitation(token) == invitation
    assert find_invitation(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    import logging

    record = logging.LogRecord("x", 20, "", 0, f'"GET {link_of(invitation)}7/ HTTP/1.1"', None, None)
    HidePersonalLinks().filter(record)
    assert token not in record.getMessage()


def test_by_the_link_one_sees_names_and_groups_and_tells(entry, invitation):
    entry.person.phone, entry.person.birth_date = "+79000000001", entry.person.birth_date
    entry.person.save()
    stranger = Client()
    address = reverse("mentorship:note_by_link", args=[token_of(invitation)])
    page = stranger.get(address)
    text = page.content.decode()
    assert entry.person.full_name in text
    assert "ТМ-21" in text
    for hidden in ("+79000000001", "02.03.2009", "Студент"):
        assert hidden not in text
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert not page.cookies
    assert stranger.get(form_address(invitation, entry)).status_code == 200
    answer = stranger.post(form_address(invitation, entry), fields(strengths=WORDS, help_advised="учёба"))
    assert answer.status_code == 302
    assert "Записано" in stranger.get(answer["Location"]).content.decode()
    note = ThirdPartyNote.objects.get()
    assert (note.invitation, note.author_role, note.author_name) == (
        invitation,
        "class_teacher",
        "Классная М. С.",
    )
    assert (note.strengths, note.help_advised) == (WORDS, "учёба")
    invitation.refresh_from_db()
    assert invitation.opened_on == today()


def test_sent_twice_it_is_one_note(entry, invitation):
    sent = fields(strengths=WORDS)
    for _ in range(3):
        assert Client().post(form_address(invitation, entry), sent).status_code == 302
    assert ThirdPartyNote.objects.count() == 1
    Client().post(form_address(invitation, entry), fields(strengths="ещё вспомнил"))
    assert ThirdPartyNote.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"strengths": "я" * 2001, "difficulties": WORDS}, "Слишком длинно"),
        ({"strengths": " \u00a0"}, "хотя бы в одном"),
    ],
)
def test_what_was_typed_is_never_lost_on_a_mistake(entry, invitation, given, told):
    page = Client().post(form_address(invitation, entry), fields(**given))
    assert page.status_code == 422
    text = page.content.decode()
    assert told in text
    for value in given.values():
        assert value.strip() in text
    assert not ThirdPartyNote.objects.exists()


def test_a_broken_key_of_the_form_loses_nothing_either(entry, invitation):
    with pytest.raises(DomainError, match="Обновите"):
        tell(entry, form_key="нет")
    assert (
        Client().post(form_address(invitation, entry), fields(strengths=WORDS, form_key="нет")).status_code
        == 302
    )
    assert ThirdPartyNote.objects.get().strengths == WORDS


def _revoke(invitation):
    domain.revoke_invitation(invitation, actor=None)


def _expire(invitation):
    NoteInvitation.objects.filter(pk=invitation.pk).update(expires_on=today() - timedelta(days=1))


def _withdraw(invitation):
    Consent.objects.update(state=ConsentState.WITHDRAWN, ended_on=today())


@pytest.mark.parametrize("close", [_revoke, _expire, _withdraw])
def test_a_closed_link_takes_nothing_and_gives_the_typed_words_back(entry, invitation, close):
    close(invitation)
    page = Client().post(form_address(invitation, entry), fields(difficulties=WORDS))
    assert page.status_code == 410
    assert WORDS in page.content.decode()
    assert not ThirdPartyNote.objects.exists()
    shown = Client().get(reverse("mentorship:note_by_link", args=[token_of(invitation)]))
    assert entry.person.last_name not in shown.content.decode()


def test_a_link_tells_about_its_own_mentees_alone(programme, entry, invitation):
    other = mentee(programme)
    sign_all(programme)
    assert Client().get(form_address(invitation, other)).status_code == 404
    assert Client().post(form_address(invitation, other), fields(strengths=WORDS)).status_code == 410
    with pytest.raises(DomainError, match="не действует"):
        tell(other, invitation=invitation)
    assert Client().get(reverse("mentorship:note_by_link", args=["a" * 26])).status_code == 404
    assert not ThirdPartyNote.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_link_costs_the_same_for_any_number(programme, count):
    entries = [mentee(programme, group="ТМ-21") for _ in range(count)]
    sign_all(programme)
    invitation = domain.invite(programme, entries, role=NoteAuthor.TEACHER, actor=None)
    with CaptureQueriesContext(connection) as caught:
        assert len(lines_of(invitation)) == count
    assert len(caught) == 2


# --- asking ---


def test_one_link_a_group_and_the_informant_by_name(programme, informant, curator, signed_in):
    for group in ("ТМ-21", "ТМ-21", "ГД-11", ""):
        mentee(programme, group=group)
    sign_all(programme)
    client = signed_in(curator)
    address = reverse("mentorship:mentees")
    asked = {"action": "notes", "all": "1"}
    page = client.post(address, asked).content.decode()
    fingerprint = page.split('name="fingerprint" value="')[1].split('"')[0]
    given = {
        "role": "class_teacher",
        "expires_on": str(today() + timedelta(days=7)),
        "fingerprint": fingerprint,
    }
    told = client.post(address, asked | given, follow=True).content.decode()
    assert "Без группы" in told
    links = {one.group: one for one in NoteInvitation.objects.all()}
    assert {group: one.mentees.count() for group, one in links.items()} == {"ТМ-21": 2, "ГД-11": 1}
    assert (links["ТМ-21"].user, links["ТМ-21"].email) == (informant.user, informant.user.email)
    assert links["ГД-11"].user is None
    mentee(programme, group="ТМ-21")
    sign_all(programme)
    again, _ = domain.invite_by_groups(programme, programme.mentees.all(), role="class_teacher", actor=None)
    assert {one.pk for one in again} == {one.pk for one in links.values()}
    assert links["ТМ-21"].mentees.count() == 3
    assert "осталось 3" in signed_in(informant).get(reverse("core:home")).content.decode()


def test_a_note_from_the_account_answers_its_request(programme, entry, informant, signed_in):
    (request,), _ = domain.invite_by_groups(programme, [entry], role="class_teacher", actor=None)
    signed_in(informant).post(reverse("mentorship:note_add", args=[entry.pk]), fields(strengths=WORDS))
    tell_progress([request])
    assert (request.asked, request.told) == (1, 1)


def test_letters_go_to_those_who_have_not_told_at_most_once_a_day(programme, entry, invitation):
    with pytest.raises(DomainError, match="почта"):
        domain.send_invitation(invitation, actor=None)
    invitation = domain.edit_invitation(
        invitation, full_name="Классная Мария", email="T@Example.test", expires_on=today(), actor=None
    )
    domain.send_invitation(invitation, actor=None)
    [letter] = mail.outbox
    assert (letter.to, token_of(invitation) in letter.body) == (["t@example.test"], True)
    with pytest.raises(DomainError, match="уже отправляли"):
        domain.send_invitation(invitation, actor=None)
    NoteInvitation.objects.update(sent_on=today() - timedelta(days=1))
    invitation.refresh_from_db()
    tell(entry, invitation=invitation)
    with pytest.raises(DomainError, match="обо всех"):
        domain.send_invitation(invitation, actor=None)
    done, refused = domain.send_many([invitation], actor=None)
    assert (done, len(refused), len(mail.outbox)) == (0, 1, 1)


def test_the_curator_asks_about_one_sees_who_answered_and_closes(entry, curator, signed_in):
    client = signed_in(curator)
    address = reverse("mentorship:note_invite_one", args=[entry.pk])
    wrong = {"role": "parent", "full_name": "", "email": "m@example.test", "expires_on": "2099-01-01"}
    assert client.post(address, wrong).status_code == 422
    answer = client.post(address, wrong | {"expires_on": str(today() + timedelta(days=5))})
    made = NoteInvitation.objects.get()
    assert answer["Location"] == reverse("mentorship:note_invitation", args=[made.pk])
    page = client.get(answer["Location"]).content.decode()
    assert token_of(made) in page
    assert "рассказали о 0 из 1" in page
    client.post(reverse("mentorship:note_invitation_step", args=[made.pk, "send"]))
    assert len(mail.outbox) == 1
    tell(entry, invitation=made)
    assert "ответили обо всех" in client.get(reverse("mentorship:note_invitations")).content.decode()
    client.post(reverse("mentorship:note_invitation_step", args=[made.pk, "revoke"]))
    assert find_invitation(token_of(made)).revoked_at is not None
    assert client.post(reverse("mentorship:note_invitation_step", args=[made.pk, "other"])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_requests_costs_the_same_at_one_and_three_rows(programme, curator, signed_in, count):
    entries = [mentee(programme) for _ in range(2)]
    sign_all(programme)
    for _ in range(count):
        tell(entries[0], invitation=domain.invite(programme, entries, role=NoteAuthor.TEACHER, actor=None))
    client = signed_in(curator)
    client.get(reverse("mentorship:note_invitations"))
    with CaptureQueriesContext(connection) as caught:
        page = client.get(reverse("mentorship:note_invitations")).content.decode()
    assert page.count("1 из 2") == count
    assert len(caught) <= 12


def test_a_request_near_its_end_calls_the_curator(entry, invitation, curator, signed_in):
    domain.edit_invitation(
        invitation, full_name="", email="", expires_on=today() + timedelta(days=2), actor=None
    )
    assert "Напомнить 1" in signed_in(curator).get(reverse("core:home")).content.decode()


# --- the gate, the trail, the end ---


def test_nothing_is_gathered_without_the_consent(programme):
    bare = mentee(programme)
    guardian_for(bare.person)
    with pytest.raises(DomainError, match="согласие на обработку"):
        tell(bare)


def test_the_trail_tells_that_somebody_told_and_never_what(entry, invitation):
    note = tell(entry, invitation=invitation)
    with pytest.raises(DomainError, match="причину"):
        domain.remove_note(note, reason=" ", actor=None)
    domain.remove_note(note, reason="ошиблись человеком", actor=None)
    lines = AuditEntry.objects.filter(action__startswith="note")
    assert {line.action for line in lines} == {"note_invitation.made", "note.added", "note.removed"}
    assert WORDS not in " ".join(f"{line.object_name} {line.after} {line.before}" for line in lines)


def test_the_archive_tells_the_words_and_the_role_but_not_who(entry, invitation):
    tell(entry, author_name="Секретная Анна Павловна")
    with zipfile.ZipFile(io.BytesIO(build_archive(entry.person))) as archive:
        told = archive.read("Сводка.html").decode()
    assert WORDS in told
    assert "Преподаватель" in told
    assert "Секретная" not in told


def test_erasure_destroys_notes_and_requests_about_that_person_alone(programme, entry, invitation):
    other = mentee(programme)
    both = domain.invite(programme, [entry, other], role=NoteAuthor.TEACHER, actor=None)
    tell(entry, invitation=both)
    erase_person(entry.person, actor=None, grounds="demand")
    assert not ThirdPartyNote.objects.exists()
    assert list(NoteInvitation.objects.all()) == [both]
    assert list(both.mentees.all()) == [other]


def test_merging_two_cards_of_one_request_keeps_the_notes(programme, entry):
    twin = mentee(programme, group="ТМ-21", last_name="Образцова", first_name="Вера")
    sign_all(programme)
    both = domain.invite(programme, [entry, twin], role=NoteAuthor.TEACHER, actor=None)
    note = tell(twin, invitation=both)
    merge_people(entry.person, twin.person, choices={}, actor=None)
    note.refresh_from_db()
    assert note.entry.person == entry.person
    assert [line.entry.person for line in lines_of(both)] == [entry.person]


def test_the_database_keeps_no_empty_note_and_no_form_twice(entry):
    note = tell(entry)
    with pytest.raises(IntegrityError), transaction.atomic():
        ThirdPartyNote.objects.filter(pk=note.pk).update(strengths="")
    other = tell(entry)
    with pytest.raises(IntegrityError), transaction.atomic():
        ThirdPartyNote.objects.filter(pk=other.pk).update(form_key=note.form_key)


@given(st.text(max_size=80))
def test_no_text_of_an_address_opens_or_breaks_anything(text):
    assert find_invitation(text) is None


def test_links_are_printed_with_a_code_for_the_camera(programme, entry, invitation, curator, signed_in):
    closed = domain.invite(
        programme, [entry], role=NoteAuthor.PSYCHOLOGIST, actor=None, full_name="Психологова Т. О."
    )
    _revoke(closed)
    client, address = signed_in(curator), reverse("mentorship:note_invitations")
    answer = client.post(address, {"action": "print", "pk": [invitation.pk, closed.pk]})
    assert answer["Location"].startswith(reverse("mentorship:note_links_print"))
    page = client.get(answer["Location"]).content.decode()
    link = link_of(invitation)
    assert link in page
    assert qr_svg(link, title="Личная ссылка") in page
    assert "Классная М. С." in page
    assert "Психологова" not in page
    assert "Не напечатаны 1" in page
    assert AuditEntry.objects.filter(action="note_invitation.printed").count() == 1
    assert (
        reverse("mentorship:note_links_print")
        in client.get(reverse("mentorship:note_invitation", args=[invitation.pk])).content.decode()
    )
    foreign = signed_in(factories.membership(factories.organization(), Role.CURATOR))
    assert link not in foreign.get(answer["Location"]).content.decode()
    for odd in ("", "x,1e9", "9" * 30):
        assert client.get(reverse("mentorship:note_links_print"), {"ids": odd}).status_code == 200
