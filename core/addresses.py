"""Addresses that pages ask for in each row or on every page: the pattern of a name is looked up once."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

_ANY_KEY = 987654321


@lru_cache(maxsize=512)
def _pattern(name: str, before: tuple[str, ...], after: tuple[str, ...], prefix: str | None) -> str:
    return reverse(name, args=[*before, _ANY_KEY, *after])


def row_address(name: str, key: int, *, before: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> str:
    """`reverse(name, args=[*before, key, *after])`.

    What stands around the key must be of few different values, as the name of a base or a state is.
    """
    return _pattern(name, before, after, get_script_prefix()).replace(str(_ANY_KEY), str(key))


@lru_cache(maxsize=256)
def _plain(name: str, prefix: str | None) -> str:
    return reverse(name)


def page_address(name: str) -> str:
    """`reverse(name)` of a page whose address holds no key."""
    return _plain(name, get_script_prefix())
