"""Filter of the requests for notes."""

from __future__ import annotations

import django_filters as filters

from core.filters import PortalFilterSet, SearchFilter
from mentorship.enums import NoteAuthor
from mentorship.models import NoteInvitation


class NoteInvitationFilter(PortalFilterSet):
    q = SearchFilter(plain=("group", "full_name", "email"))
    role = filters.ChoiceFilter(label="Кто", choices=NoteAuthor.choices, empty_label="Все")

    class Meta:
        model = NoteInvitation
        fields: list[str] = []
