"""How often something may be done from one place: counted in the cache, for a while."""

from django.core.cache import cache


def within(key: str, *, most: int, seconds: int) -> bool:
    """Whether this is among the first `most` times under the key; the count starts anew after `seconds`."""
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # the count ran out between the two calls
        return True
