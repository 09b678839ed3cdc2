"""Lists of a document's life cost the same for one row and for three."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from core.clock import today
from core.personal_tokens import hash_token, new_key
from reports.enums import DocumentState
from reports.life_enums import VisaState
from reports.models import Acquaintance, Document, SiteExport, SiteExportItem, Visa
from reports.selectors.site_exports import site_tasks


@pytest.mark.parametrize("url", ["reports:signed", "reports:visas", "reports:acquaintance"])
def test_lists_cost_the_same_for_one_row_and_for_three(college, signed_in, queries_of, url):
    client, user = signed_in(college.curator), college.curator.user

    def add(number):
        with scope(organization=college.org):
            state = DocumentState.SIGNED if url == "reports:signed" else DocumentState.APPROVING
            document = Document.objects.create(
                organization=college.org, programme=college.programme, kind="order_pairs", key=f"o{number}",
                subject_id=college.programme.pk, title=f"Приказ {number}", state=state, number=f"{number}-ОД",
                date=today(college.org), author=user,
            )  # fmt: skip
            Visa.objects.create(
                document=document, round=1, step=1, place=1, revision=0, full_name=user.full_name, user=user,
                state=VisaState.WAITING,
            )  # fmt: skip
            first = Document.objects.earliest("pk")
            key = new_key()
            Acquaintance.objects.create(
                document=first, full_name=f"Примеров {number}", key=key, token_hash=hash_token(key)
            )
            return first.pk

    first = add(1)
    address = reverse(url, args=[first] if url == "reports:acquaintance" else [])
    client.get(address)
    once = queries_of(lambda: client.get(address))
    add(2)
    add(3)
    assert queries_of(lambda: client.get(address)) == once


def test_what_is_to_be_taken_off_the_site_costs_the_same_for_one_thing_and_for_three(
    college, signed_in, queries_of
):
    client, address = signed_in(college.curator), reverse("reports:public_edit")
    with scope(organization=college.org):
        export = SiteExport.objects.create(organization=college.org, exported_at=timezone.now())

    def add(person):
        with scope(organization=college.org):
            SiteExportItem.objects.create(export=export, person=person, mark="name")

    add(college.people[0])
    client.get(address)
    once = queries_of(lambda: client.get(address))
    add(college.people[1])
    add(college.people[2])
    assert queries_of(lambda: client.get(address)) == once
    with scope(organization=college.org):
        assert len(site_tasks(college.org)) == 3
