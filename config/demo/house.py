"""The first stage of the demo: the college, its region, the people who sign in, the programme with its projects."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from core.context import inside
from core.domain.memberships import grant_membership
from core.domain.organizations import create_organization
from core.enums import Role
from core.models import Organization, User
from mentorship.domain import programmes
from mentorship.models import FormOfMentoring, Programme

COLLEGE = Path(__file__).resolve().parent / "college.yaml"


@dataclass(frozen=True)
class House:
    """What the next stages build on."""

    organization: Organization
    users: dict[Role, User]

    @property
    def curator(self) -> User:
        return self.users[Role.CURATOR]

    @property
    def director(self) -> User:
        return self.users[Role.DIRECTOR]


def description() -> dict[str, Any]:
    return yaml.safe_load(COLLEGE.read_text(encoding="utf-8"))


def build_house() -> House:
    """The organisation with one account per role."""
    given = description()
    region_card = dict(given["region"])
    observer = region_card.pop("observer")
    region = create_organization(is_region=True, **region_card)
    college = create_organization(parent=region, **given["organization"])
    users: dict[Role, User] = {}
    with inside(college):
        for member in given["members"]:
            users[Role(member["role"])] = _member(college, member, given["password"])
    with inside(region):
        users[Role.REGION_OBSERVER] = _member(region, observer, given["password"])
    return House(college, users)


def _member(organization: Organization, member: dict[str, Any], password: str) -> User:
    user = User.objects.create_user(member["email"], password, full_name=member["name"])
    membership = grant_membership(
        user,
        organization=organization,
        role=Role(member["role"]),
        actor=None,
        position=member.get("position", ""),
    )
    if member.get("groups"):
        membership.groups = member["groups"]
        membership.save(update_fields=["groups", "updated_at"])
    return user


def build_programme(house: House) -> Programme:
    """The programme of the school year with four projects, started."""
    given = description()
    programme = programmes.create_programme(
        house.organization, actor=house.curator, curator=house.curator, **given["programme"]
    )
    for card in given["projects"]:
        form = FormOfMentoring.objects.get(organization=None, code=card.pop("form"))
        programmes.add_project(
            programme,
            form=form,
            actor=house.curator,
            role_models=form.role_models.all(),
            curators=[house.users[Role.PROJECT_CURATOR]] if form.code == "student-student" else [],
            **card,
        )
    programmes.start_programme(programme, actor=house.curator)
    return programme
