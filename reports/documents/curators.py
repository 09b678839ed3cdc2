"""Those who run a programme, as orders name them."""

from __future__ import annotations

from core.enums import Role
from core.models import Membership, User
from core.names import Case, UnknownGenderError, decline, gender_from_patronymic, short_name
from core.russian import decline_position, lower_first
from mentorship.models import Programme


def curator_in_dative(programme: Programme) -> str:
    """«Куратору программы наставничества Кураторовой Н. П., методисту», as far as the records tell for certain."""
    user = programme.curator
    if user is None:
        return "Куратору программы наставничества"
    parts = [*user.full_name.split(maxsplit=2), "", "", ""][:3]
    try:
        name = short_name(*parts, case=Case.DATIVE, gender=gender_from_patronymic(parts[2]))
    except UnknownGenderError:
        return f"Куратору программы наставничества ({user.full_name})"
    position = position_of(user, programme)
    declined = decline_position(lower_first(position), Case.DATIVE) if position else None
    return f"Куратору программы наставничества {name}" + (f", {declined}," if declined else "")


def user_in(user: User, case: str) -> str:
    """The full name of a user in a case. Raises UnknownGenderError when the patronymic does not show the gender."""
    parts = [*user.full_name.split(maxsplit=2), "", "", ""][:3]
    return decline(parts[0], parts[1], parts[2], case, gender=gender_from_patronymic(parts[2]))


def user_with_position(user: User, position: str, case: str) -> str:
    """«Кураторову Нину Петровну, методиста»; a position whose form is not certain stands in brackets as it is."""
    name = user_in(user, case)
    if not position:
        return name
    if case == Case.NOMINATIVE:
        return f"{name}, {lower_first(position)}"
    declined = decline_position(lower_first(position), case)
    return f"{name}, {declined}" if declined else f"{name} ({lower_first(position)})"


def position_of(user: User, programme: Programme) -> str:
    """The position that a user holds at the institution, as their membership tells it, that of a curator first."""
    found = Membership.objects.filter(user=user, organization=programme.organization).exclude(position="")
    own = sorted(found, key=lambda one: (one.role != Role.CURATOR, one.pk))
    return own[0].position if own else ""
