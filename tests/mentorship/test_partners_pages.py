"""Pages of partners: list, card, forms; what a partner's own people see and what they do not."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from core.enums import Role
from core.models import AuditEntry
from core.registries import Viewer
from mentorship import partner_work
from mentorship.domain.agreements import put_in_force
from mentorship.domain.partners import add_member, archive_partner, link_employees
from mentorship.models import Agreement, PartnerMember, PartnerOrganization
from tests import factories
from tests.mentorship.conftest import today
from tests.mentorship.test_partners import INN, PDF, draft, in_force

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def client(curator, signed_in):
    return signed_in(curator)


def text(client, name, *args, query=""):
    return client.get(reverse(f"mentorship:{name}", args=args) + query).content.decode()


def test_the_list_is_searched_filtered_exported_and_printed(org, client, programme):
    one = factories.partner(org, short_name="ООО «Ёлочка»", inn=INN)
    other = factories.partner(org, short_name="АО «Прочее»", kind="nonprofit")
    in_force(one, days=20)
    for query, shown in (
        ("?q=елоч", one),
        (f"?q={INN[:6]}", one),
        ("?kind=nonprofit", other),
        ("?agreement=soon", one),
        ("?agreement=in_force", one),
        ("?agreement=none", other),
        ("?state=active&q=прочее", other),
    ):
        page = text(client, "partners", query=query)
        hidden = other if shown == one else one
        assert shown.short_name in page, query
        assert hidden.short_name not in page, query
    assert one.short_name in text(client, "partners", query="?_print=1")
    book = client.get(reverse("mentorship:partners") + "?_export=xlsx").content
    rows = list(load_workbook(io.BytesIO(book), read_only=True).active.values)
    assert {row[0] for row in rows} >= {"Наименование", one.short_name, other.short_name}
    assert "Действует" in next(row for row in rows if row[0] == one.short_name)


def test_the_list_counts_mentors_at_work(org, client, programme):
    partner = factories.partner(org)
    entries = [factories.mentor(programme, person=factories.person(org, employer="О")) for _ in range(3)]
    entries[0].state = "left"
    entries[0].save()
    link_employees(partner, [entry.person for entry in entries], actor=None)
    page = text(client, "partners")
    assert '<td data-label="Наставников" class="num">2</td>' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_rows(rows, org, client, programme, queries_of):
    client.get(reverse("mentorship:partners"))
    for number in range(rows):
        made = factories.partner(org)
        in_force(made, number=str(number))
    assert queries_of(lambda: client.get(reverse("mentorship:partners") + "?kind=employer")) <= 30
    counted = queries_of(lambda: client.get(reverse("mentorship:partners") + "?kind=employer"))
    assert counted == QUERIES_OF_LIST.setdefault("list", counted)


QUERIES_OF_LIST: dict[str, int] = {}


def test_a_partner_is_entered_with_spaces_in_numbers_and_edited(org, client):
    given = {
        "kind": "employer", "short_name": "ООО «Вектор»", "full_name": "ООО «Вектор»", "inn": f"{INN[:4]} {INN[4:]}",
        "head_position": "Директор", "head_last_name": "Образцов", "head_first_name": "Пётр",
        "head_middle_name": "Ильич", "head_basis": "Устава",
    }  # fmt: skip
    wrong = client.post(reverse("mentorship:partner_create"), given | {"inn": "7707083890"})
    assert wrong.status_code == 422
    assert "опечатка" in wrong.content.decode()
    client.post(reverse("mentorship:partner_create"), given)
    made = PartnerOrganization.objects.get()
    assert made.inn == INN
    page = text(client, "partner", made.pk)
    assert "директора Образцова Петра Ильича" in page
    client.post(
        reverse("mentorship:partner_edit", args=[made.pk]),
        given | {"head_genitive": "директора Образцова П. И. (врио)", "site": "https://vector.example"},
    )
    page = text(client, "partner", made.pk)
    assert "Образцова П. И. (врио)" in page
    assert "https://vector.example" in page
    assert "Изменена карточка партнёра" in page


def test_people_of_a_partner_are_added_and_removed(org, client):
    partner = factories.partner(org)
    account = factories.membership(org, Role.PARTNER)
    person = factories.person(org, category="employer")
    address = reverse("mentorship:partner_member_add", args=[partner.pk])
    assert client.post(address, {"role": "contact"}).status_code == 422
    client.post(address, {"role": "contact", "person": person.pk})
    client.post(address, {"role": "supervisor", "account": account.pk})
    assert set(partner.members.values_list("role", "person_id", "user_id")) == {
        ("contact", person.pk, None),
        ("supervisor", None, account.user_id),
    }
    member = PartnerMember.objects.get(role="contact")
    remove = reverse("mentorship:partner_member_remove", args=[member.pk])
    assert person.full_name in client.get(remove).content.decode()
    client.post(remove, {"reason": "уволился"})
    assert partner.members.count() == 1


def test_an_agreement_is_made_sent_signed_and_terminated_on_pages(org, client, programme):
    partner = factories.partner(org)
    day = today()
    client.post(
        reverse("mentorship:agreement_create", args=[partner.pk]),
        {
            "subject": "Наставники",
            "starts_on": day,
            "ends_on": day + dt.timedelta(days=90),
            "mentors_promised": 2,
        },
    )
    made = Agreement.objects.get()
    assert "2\xa0наставника" in text(client, "partner", partner.pk)
    client.post(reverse("mentorship:agreement_step", args=[made.pk, "sent"]))
    client.post(reverse("mentorship:agreement_step", args=[made.pk, "draft"]))
    edit = {"subject": "Наставники и практика", "starts_on": day, "ends_on": day + dt.timedelta(days=20)}
    client.post(reverse("mentorship:agreement_edit", args=[made.pk]), edit)
    signed = reverse("mentorship:agreement_signed", args=[made.pk])
    bad = {"number": "7", "signed_on": day, "copy": SimpleUploadedFile("a.pdf", b"text")}
    assert client.post(signed, bad).status_code == 422
    client.post(signed, {"number": "7", "signed_on": day})
    client.post(
        reverse("mentorship:agreement_copy", args=[made.pk]), {"copy": SimpleUploadedFile("a.pdf", PDF)}
    )
    made.refresh_from_db()
    assert (made.state, made.file.name) == ("active", "a.pdf")
    page = text(client, "partner", partner.pk)
    assert "осталось 20\xa0дней" in page
    assert b"".join(client.get(reverse("core:file", args=[made.file_id]))) == PDF
    end = reverse("mentorship:agreement_terminate", args=[made.pk])
    assert client.post(end, {"on": day, "reason": ""}).status_code == 422
    client.post(end, {"on": day, "reason": "закрылись"})
    made.refresh_from_db()
    assert (made.state, made.close_reason) == ("terminated", "закрылись")
    assert "Соглашение: расторгнуто" in text(client, "partner", partner.pk)


def test_archive_and_back(org, client):
    partner = factories.partner(org)
    client.post(reverse("mentorship:partner_archive", args=[partner.pk]), {"reason": "не работаем"})
    assert "Вернуть из архива" in text(client, "partner", partner.pk)
    client.post(reverse("mentorship:partner_restore", args=[partner.pk]))
    partner.refresh_from_db()
    assert partner.state == "active"


def test_a_person_who_does_not_work_there_is_unlinked(org, client):
    partner = factories.partner(org)
    person = factories.person(org, employer="О")
    link_employees(partner, [person], actor=None)
    link = partner.employees.get()
    assert person.full_name in text(client, "partner", partner.pk)
    client.post(reverse("mentorship:employee_unlink", args=[link.pk]))
    assert not partner.employees.exists()


@pytest.mark.parametrize(("days", "tone"), [(30, "wait"), (8, "wait"), (7, "bad"), (0, "bad")])
def test_the_curator_is_reminded_in_time(days, tone, org, curator, programme):
    in_force(factories.partner(org), days=days)
    viewer = Viewer(user=curator.user, membership=curator, today=today(), programme=programme)
    [item] = partner_work.attention(viewer)
    assert item.tone == tone
    assert ("осталось" in item.why) is bool(days)
    in_force(factories.partner(org), days=days, number="2")
    [item] = partner_work.attention(viewer)
    assert item.what == "2\xa0соглашения с партнёрами: срок кончается"


def test_a_partner_is_found_by_search(org, client):
    factories.partner(org, short_name="ООО «Ёлочка»", inn=INN)
    for query in ("елоч", INN[:7]):
        assert "ООО «Ёлочка»" in client.get(reverse("core:search") + f"?q={query}").content.decode()


# --- the partner's own people ---


@pytest.fixture
def own(org, programme):
    """A partner with one of its people signed in, and another partner with everything the same."""
    made, other = factories.partner(org), factories.partner(org)
    account = factories.membership(org, Role.PARTNER)
    add_member(made, person=factories.person(org, user=account.user), role="contact", actor=None)
    for number, partner in enumerate((made, other)):
        entry = factories.mentor(
            programme, person=factories.person(org, employer="О", last_name=f"Работников{'аб'[number]}")
        )
        link_employees(partner, [entry.person], actor=None)
        agreement = draft(partner)
        put_in_force(agreement, number=f"С-{number}", signed_on=today(), actor=None, copy=("скан.pdf", PDF))
    draft(made, subject="Секретный проект")
    return made, other, account


def test_a_partners_person_sees_their_own_organisation_and_nothing_else(own, signed_in):
    _, other, account = own
    page = signed_in(account).get(reverse("core:home")).content.decode()
    assert "Работникова" in page
    assert "№ С-0" in page
    for hidden in ("Работниковб", "№ С-1", "Секретный проект", other.short_name):
        assert hidden not in page


def test_the_signed_copy_is_given_to_its_own_partner_only(own, signed_in):
    made, other, account = own
    client = signed_in(account)
    address = [
        reverse("mentorship:own_agreement", args=[one.agreements.get(state="active").pk])
        for one in (made, other)
    ]
    answer = client.get(address[0])
    assert (answer.status_code, b"".join(answer)) == (200, PDF)
    assert client.get(address[1]).status_code == 404
    assert (
        client.get(
            reverse("mentorship:own_agreement", args=[made.agreements.get(state="draft").pk])
        ).status_code
        == 404
    )
    assert AuditEntry.objects.filter(action="file.downloaded", actor=account.user).count() == 1
    assert client.get(reverse("mentorship:partner", args=[made.pk])).status_code == 403
    assert client.get(reverse("mentorship:partners")).status_code == 403


def test_who_is_no_member_any_more_sees_nothing(own, signed_in, curator):
    made, _, account = own
    client = signed_in(account)
    made.agreements.filter(state="active").update(state="ended")
    archive_partner(made, actor=curator.user, reason="всё")
    assert "Работникова" not in client.get(reverse("core:home")).content.decode()
    made.members.all().delete()
    assert "ещё не указана" in client.get(reverse("core:home")).content.decode()


def test_the_shell_shows_partners_to_staff_only(org, signed_in, client):
    assert reverse("mentorship:partners") in client.get(reverse("core:home")).content.decode()
    psychologist = signed_in(factories.membership(org, Role.PSYCHOLOGIST))
    assert reverse("mentorship:partners") not in psychologist.get(reverse("core:home")).content.decode()
