"""What `seed_demo` says at its end: who may sign in."""

from typing import Any

from core.enums import Role


def told(given: dict[str, Any]) -> str:
    """The table of demo logins in Russian; one password for all."""
    members = [*given["members"], given["region"]["observer"]]
    width = max(len(member["email"]) for member in members)
    lines = [f"  {member['email']:<{width}}  {Role(member['role']).label}" for member in members]
    return "\n".join([f"Демонстрационные учётные записи, пароль у всех {given['password']}:", *lines])
