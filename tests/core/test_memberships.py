"""Invitations and rights."""

import pytest
from django.utils import timezone
from django_scopes import scope

from core.domain import memberships
from core.enums import Role
from core.errors import DomainError
from core.models import Invitation, Membership, User
from core.selectors.memberships import memberships_of
from tests import factories


@pytest.fixture
def link(administrator: Membership) -> str:
    with scope(organization=administrator.organization):
        _, token = memberships.invite(
            administrator.organization,
            email="Novaya@Example.test",
            role=Role.CURATOR,
            actor=administrator.user,
        )
    return token


def test_a_new_person_becomes_a_member_by_the_link(link: str) -> None:
    membership = memberships.accept_invitation(link, password=factories.PASSWORD, full_name="Примерова Анна")
    assert (membership.role, membership.user.email) == (Role.CURATOR, "novaya@example.test")
    assert membership.user.check_password(factories.PASSWORD)


def test_a_link_works_once(link: str) -> None:
    memberships.accept_invitation(link, password=factories.PASSWORD)
    with pytest.raises(DomainError, match="недействительна"):
        memberships.accept_invitation(link, password=factories.PASSWORD)


def test_only_the_hash_of_the_token_is_kept(link: str) -> None:
    stored = Invitation._base_manager.get()
    assert link not in {str(value) for value in vars(stored).values()}
    assert stored.token_hash == memberships.hash_token(link)


def test_an_unknown_link_opens_nothing(db: None) -> None:
    with pytest.raises(DomainError, match="недействительна"):
        memberships.accept_invitation("x" * 43, password=factories.PASSWORD)


def test_an_outdated_link_opens_nothing(link: str) -> None:
    Invitation._base_manager.update(expires_at=timezone.now())
    assert memberships.find_invitation(link) is None


def test_a_revoked_link_opens_nothing(link: str, administrator: Membership) -> None:
    with scope(organization=administrator.organization):
        memberships.revoke_invitation(Invitation.objects.get(), actor=administrator.user)
    with pytest.raises(DomainError, match="недействительна"):
        memberships.accept_invitation(link, password=factories.PASSWORD)


def test_a_link_never_touches_the_password_of_an_existing_account(link: str) -> None:
    account = factories.user(email="novaya@example.test")
    with pytest.raises(DomainError, match="Войдите"):
        memberships.accept_invitation(link, password="Sovsem-Drugoy-8")
    account.refresh_from_db()
    assert account.check_password(factories.PASSWORD)
    assert memberships.accept_invitation(link, user=account).user == account


def test_somebody_elses_account_cannot_take_the_link(link: str) -> None:
    factories.user(email="novaya@example.test")
    with pytest.raises(DomainError, match="Войдите"):
        memberships.accept_invitation(link, user=factories.user())


def test_inviting_again_revokes_the_earlier_link(link: str, administrator: Membership) -> None:
    with scope(organization=administrator.organization):
        memberships.invite(
            administrator.organization,
            email="novaya@example.test",
            role=Role.CURATOR,
            actor=administrator.user,
        )
    assert memberships.find_invitation(link) is None


def test_a_member_is_not_invited_to_the_same_role(administrator: Membership, curator: Membership) -> None:
    with scope(organization=administrator.organization), pytest.raises(DomainError, match="уже имеет"):
        memberships.invite(
            administrator.organization, email=curator.user.email, role=Role.CURATOR, actor=administrator.user
        )


def test_the_last_administrator_stays(administrator: Membership) -> None:
    with scope(organization=administrator.organization), pytest.raises(DomainError, match="единственный"):
        memberships.revoke_membership(administrator, actor=administrator.user)
    administrator.refresh_from_db()
    assert administrator.is_active


def test_a_revoked_role_can_be_given_back(administrator: Membership, curator: Membership) -> None:
    with scope(organization=administrator.organization):
        memberships.revoke_membership(curator, actor=administrator.user)
        assert memberships_of(curator.user) == []
        memberships.restore_membership(curator, actor=administrator.user)
    assert memberships_of(curator.user) == [curator]


def test_an_email_is_one_account_whatever_its_case(db: None) -> None:
    factories.user(email="kto@example.test")
    assert User.objects.get_by_natural_key("KTO@example.test").email == "kto@example.test"
