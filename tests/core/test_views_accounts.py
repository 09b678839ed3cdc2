"""Signing in, invitations, passwords, and the choice of what to work as."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from core import registries
from core.domain.letters import send_password_letter
from core.domain.memberships import invite, revoke_invitation
from core.enums import Role
from core.models import AuditEntry, Membership, Organization, User
from core.tasks import send_password_letter as letter_task
from tests import factories

pytestmark = pytest.mark.usefixtures("only_core")

LOGIN = "/login/"
NEW_PASSWORD = "Tihaya-Reka-26"


@pytest.fixture
def user(db: None) -> User:
    return factories.user(email="primerova@example.org", full_name="Примерова Анна Сергеевна")


def sign_in(email: str, password: str, address: str = "10.0.0.1") -> object:
    return Client().post(LOGIN, {"username": email, "password": password}, REMOTE_ADDR=address)


def test_an_email_in_any_case_and_the_password_open_the_portal(user) -> None:
    response = sign_in(" PRIMEROVA@example.org ", factories.PASSWORD)
    assert response.status_code == 302
    assert response["Location"] == reverse("core:home")


def test_a_wrong_password_and_an_unknown_email_answer_alike(user) -> None:
    answers = [sign_in(user.email, "нет"), sign_in("nikto@example.org", "нет")]
    assert [answer.status_code for answer in answers] == [422, 422]
    texts = [re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers]
    assert texts[0] == texts[1]
    assert "Почта или пароль не подходят" in texts[0]


def test_ten_wrong_guesses_lock_the_account_for_that_address_only(user) -> None:
    for _ in range(9):
        assert sign_in(user.email, "нет").status_code == 422
    assert sign_in(user.email.upper(), "нет").status_code == 429
    locked = sign_in(user.email, factories.PASSWORD)
    assert locked.status_code == 429
    assert "Подождите 15 минут" in locked.content.decode()
    assert sign_in(user.email, factories.PASSWORD, "10.0.0.2").status_code == 302


def test_a_class_behind_one_address_is_not_locked_out_by_its_typos(db: None) -> None:
    people = [factories.user() for _ in range(12)]
    for one in people:
        assert [sign_in(one.email, "опечатка").status_code for _ in range(2)] == [422, 422]
    assert [sign_in(one.email, factories.PASSWORD).status_code for one in people] == [302] * 12


def test_an_empty_email_locks_nobody(user) -> None:
    for _ in range(12):
        assert sign_in("", "нет").status_code == 422
    assert sign_in(user.email, factories.PASSWORD).status_code == 302


def test_after_sign_in_one_is_never_sent_to_another_host(user) -> None:
    response = Client().post(
        LOGIN + "?next=https://evil.example/", {"username": user.email, "password": factories.PASSWORD}
    )
    assert response["Location"] == reverse("core:home")


def test_signing_out_takes_a_post(curator, signed_in) -> None:
    client = signed_in(curator)
    assert client.get(reverse("core:logout")).status_code == 405
    assert client.post(reverse("core:logout")).status_code == 302
    assert client.get("/").status_code == 302


# --- invitations ---


@pytest.fixture
def link(org: Organization, administrator: Membership) -> str:
    with scope(organization=org):
        _, token = invite(org, email="novaya@example.org", role=Role.CURATOR, actor=administrator.user)
    return reverse("core:invitation", kwargs={"token": token})


def test_an_invited_person_chooses_a_password_and_is_in(org, link) -> None:
    client = Client()
    page = client.get(link)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "no-referrer"
    response = client.post(link, {"full_name": "Тестова Мария", "password": NEW_PASSWORD})
    assert response["Location"] == reverse("core:home")
    assert client.get("/").status_code == 200
    assert User.objects.get(email="novaya@example.org").check_password(NEW_PASSWORD)
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("password", ["", "123", "password", "novaya@example.org"])
def test_a_weak_password_is_refused_with_the_name_kept(link, password) -> None:
    response = Client().post(link, {"full_name": "Тестова Мария", "password": password})
    assert response.status_code == 422
    assert "Тестова Мария" in response.content.decode()
    assert not User.objects.filter(email="novaya@example.org").exists()


def test_a_link_alone_never_opens_an_existing_account(link) -> None:
    factories.user(email="novaya@example.org")
    client = Client()
    assert "Войдите под ней" in client.get(link).content.decode()
    assert client.post(link, {}).status_code == 422
    assert client.get("/").status_code == 302


def test_somebody_known_signs_in_and_takes_the_role(org, link, signed_in) -> None:
    other = factories.organization()
    known = factories.membership(other, Role.MENTOR, user=factories.user(email="novaya@example.org"))
    client = signed_in(known)
    assert client.post(link, {}).status_code == 302
    with scope(organization=org):
        assert Membership.objects.filter(user=known.user, role=Role.CURATOR).exists()


def test_a_revoked_or_made_up_link_says_so(org, administrator, db) -> None:
    with scope(organization=org):
        made, token = invite(org, email="x@example.org", role=Role.CURATOR, actor=administrator.user)
        revoke_invitation(made, actor=administrator.user)
    for dead in (token, "vydumano"):
        response = Client().get(reverse("core:invitation", kwargs={"token": dead}))
        assert response.status_code == 404
        assert "Попросите администратора" in response.content.decode()


def test_the_administrator_invites_by_letter_and_by_link(org, administrator, signed_in, mailoutbox) -> None:
    client = signed_in(administrator)
    data = {"email": "kurator@example.org", "role": Role.CURATOR, "full_name": "", "position": ""}
    page = client.post(reverse("core:user_invite"), data, follow=True)
    link = page.context["fresh_link"]
    assert "/invitation/" in link
    assert link in mailoutbox[0].body
    assert link not in client.get(reverse("core:user_invitations")).content.decode()
    again = client.post(reverse("core:user_invite"), {**data, "role": "nobody"})
    assert again.status_code == 422


# --- passwords ---


def ask(email: str) -> object:
    return Client().post(reverse("core:password_reset"), {"email": email}, follow=True)


def test_asking_for_a_password_answers_alike_for_known_and_unknown(user, monkeypatch) -> None:
    assert ask(user.email).content == ask("nikto@example.org").content


def test_the_letter_of_a_reset_opens_once_and_leads_to_the_public_address(user, mailoutbox, settings) -> None:
    settings.PUBLIC_URL = "https://portal.example"
    letter_task(user_id=user.pk)
    link = re.search(r"https://portal\.example(\S+)", mailoutbox[0].body)
    assert link is not None
    client = Client()
    form = client.get(link[1], follow=True)
    address = form.redirect_chain[-1][0]
    done = client.post(address, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})
    assert done["Location"] == reverse("core:login")
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert "Ссылка не действует" in Client().get(link[1]).content.decode()
    assert AuditEntry.objects.model._base_manager.filter(action="user.password_changed").count() == 1


def test_nobody_is_flooded_with_letters(user, monkeypatch) -> None:
    sent: list[object] = []
    monkeypatch.setattr("core.views.passwords.current_app.send_task", lambda *args, **more: sent.append(more))
    for _ in range(6):
        ask(user.email)
    assert len(sent) == 3


def test_a_closed_account_gets_no_letter(user, mailoutbox) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    letter_task(user_id=user.pk)
    letter_task(user_id=10**9)
    assert mailoutbox == []


def test_a_mail_server_that_is_down_is_told_not_raised(user, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert send_password_letter(user) is False


def test_a_changed_password_ends_other_sessions(curator, signed_in) -> None:
    here, elsewhere = signed_in(curator), signed_in(curator)
    data = {"old_password": factories.PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert here.post(reverse("core:password_change"), data).status_code == 302
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


# --- what to work as ---


def test_one_works_as_one_role_at_a_time_and_only_as_ones_own(org, curator, signed_in) -> None:
    second = factories.membership(factories.organization(), Role.MENTOR, user=curator.user)
    stranger = factories.membership(org, Role.DIRECTOR)
    client = signed_in(curator)
    assert client.post(reverse("core:switch_membership"), {"membership": second.pk}).status_code == 302
    assert client.get("/").context["shell"].membership == second
    for foreign in (stranger.pk, "", "abc", 10**30):
        assert client.post(reverse("core:switch_membership"), {"membership": foreign}).status_code == 404


def test_somebody_without_a_role_is_told_what_to_wait_for(user) -> None:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/", follow=True)
    assert "У вас пока нет ни одной роли" in page.content.decode()


def test_only_programmes_one_may_see_can_be_switched_to(curator, signed_in) -> None:
    first, second = SimpleNamespace(pk=1, title="2025/26"), SimpleNamespace(pk=2, title="2026/27")
    registries.set_programme_hooks(
        registries.ProgrammeHooks(
            current=lambda membership, wanted: second if wanted == second.pk else first,
            choices=lambda membership: [first, second],
        )
    )
    client = signed_in(curator)
    assert client.get("/").context["shell"].viewer.programme is first
    assert client.post(reverse("core:switch_programme"), {"programme": second.pk}).status_code == 302
    assert client.get("/").context["shell"].viewer.programme is second
    assert client.post(reverse("core:switch_programme"), {"programme": 3}).status_code == 404


def test_a_profile_keeps_its_change_in_the_trail(org, curator, signed_in) -> None:
    client = signed_in(curator)
    assert client.post(reverse("core:profile"), {"full_name": " Тестова   Мария "}).status_code == 302
    curator.user.refresh_from_db()
    assert curator.user.full_name == "Тестова Мария"
    with scope(organization=None):
        entry = AuditEntry.objects.model._base_manager.get(action="user.edited")
    assert entry.after == {"full_name": "Тестова Мария"}


def test_one_membership_is_corrected_closed_and_opened(org, administrator, signed_in) -> None:
    member = factories.membership(org, Role.INFORMANT)
    client, address = signed_in(administrator), reverse("core:user", kwargs={"pk": member.pk})
    assert client.post(address, {"position": "Мастер", "groups": "ТМ-21, ГД-11, ТМ-21,"}).status_code == 302
    member.refresh_from_db()
    assert (member.position, member.groups) == ("Мастер", ["ТМ-21", "ГД-11"])
    assert "Изменена карточка сотрудника" in client.get(address).content.decode()
    client.post(reverse("core:user_revoke", kwargs={"pk": member.pk}))
    member.refresh_from_db()
    assert not member.is_active
    client.post(reverse("core:user_restore", kwargs={"pk": member.pk}))
    member.refresh_from_db()
    assert member.is_active
