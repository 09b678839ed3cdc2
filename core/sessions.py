"""Sessions as Django keeps them in the database, read by a statement that is compiled once."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from core.prepared import Prepared

_BY_KEY = Prepared(lambda key: Session.objects.filter(session_key=key))


class SessionStore(DatabaseStore):
    """`SESSION_ENGINE`: the same rows and the same rules as `django.contrib.sessions.backends.db`."""

    def _get_session_from_db(self) -> Any:
        found = _BY_KEY(self.session_key or "")
        if found and found[0].expire_date > timezone.now():
            return found[0]
        self._session_key = None
        return None
