"""Standing behind nginx."""

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def behind_proxy(portal: Application) -> Application:
    """Let the portal see the client's address, which the audit trail keeps, instead of nginx's own.

    The last address of the header is the one that our own proxy has seen; earlier ones are a client's claims.
    """

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        seen = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if seen:
            environ["REMOTE_ADDR"] = seen
        return portal(environ, start_response)

    return application
