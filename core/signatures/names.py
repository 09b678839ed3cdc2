"""Whether a certificate's owner is the person who was to sign."""

from __future__ import annotations


def same_name(owner: str, full_name: str) -> bool:
    """«ИВАНОВА АННА ПЕТРОВНА» is «Иванова Анна Петровна»: case, ё and spaces make no difference.

    Surname and first name must be the same; a patronymic may be lacking on one side, never another.
    """
    left, right = _words(owner), _words(full_name)
    if len(left) < 2 or len(right) < 2 or left[:2] != right[:2]:
        return False
    return not left[2:] or not right[2:] or left[2:] == right[2:]


def _words(name: str) -> list[str]:
    return name.lower().replace("ё", "е").replace("\u2010", "-").replace("\u2011", "-").split()
