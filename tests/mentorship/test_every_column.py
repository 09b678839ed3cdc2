"""Any column of a list may be chosen: the page with all of them at once is a page."""

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from core.models import Membership
from mentorship.enums import PairState
from mentorship.tables.meetings import MeetingTable
from mentorship.tables.partners import PartnerTable
from mentorship.tables.people import MenteeTable, MentorTable
from mentorship.tables.plans import PlanTable
from mentorship.tables.practices import PracticeTable
from mentorship.tables.working import ConsentTable, PairTable
from tests import factories

LISTS = {
    "mentees": MenteeTable,
    "mentors": MentorTable,
    "pairs": PairTable,
    "consents": ConsentTable,
    "meetings": MeetingTable,
    "plans": PlanTable,
    "practices": PracticeTable,
    "partners": PartnerTable,
}


@pytest.mark.parametrize("name", LISTS)
def test_the_page_with_every_column_is_shown(curator: Membership, signed_in, name: str) -> None:
    with scopes_disabled():
        programme = factories.programme(curator.organization)
        factories.pair(
            factories.project(programme),
            state=PairState.ACTIVE,
            order_number="1-ОД",
            order_date=programme.period_start,
        )
        factories.partner(curator.organization)
    web, address = signed_in(curator), reverse(f"mentorship:{name}")
    web.post(address, {"_view": "columns", "column": list(LISTS[name].base_columns)})
    page = web.get(address)
    assert page.status_code == 200
    heads = [str(column.verbose_name) for column in LISTS[name].base_columns.values() if column.verbose_name]
    text = page.content.decode()
    if name in {"mentees", "mentors", "pairs", "partners"}:
        assert not [head for head in heads if head not in text]
