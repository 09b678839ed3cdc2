"""Acquaintance: the list a document asks for, the word by link or on paper, what each may read, reminders."""

import io

import pypdf
import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_scopes import scope

from core.clock import today
from core.errors import DomainError
from core.models import AuditEntry
from core.personal_tokens import token_for
from mentorship.models import Person
from reports.domain import acquaintance as domain
from reports.life_enums import AcquaintanceState
from reports.models import Acquaintance
from reports.personal_data import erase_acquaintance
from reports.selectors.acquaintance import PURPOSE
from tests.reports.test_orders import make_draft, register, sign


@pytest.fixture
def order(college):
    document = sign(college, register(college, make_draft(college)))
    with college.as_curator() as user:
        domain.fill_list(document, actor=user)
    return document


def line_of(college, document, last_name):
    with scope(organization=college.org):
        return document.acquaintances.select_related("document__organization", "person").get(
            full_name__startswith=last_name
        )


def link_of(line, name="acquaint_by_link"):
    return reverse(f"reports:{name}", args=[token_for(line.key, purpose=PURPOSE)])


def test_the_list_is_the_people_of_the_order_and_parents_of_minors_once(college, order):
    with college.as_curator() as user:
        names = list(order.acquaintances.values_list("full_name", flat=True))
        assert names == sorted(
            [
                "Образцова Анна Ильинична",
                "Примеров Савва Кузьмич",
                "Проверкин Лев Олегович",
                "Пробная Любовь Никитична",
                "Тестов Денис Олегович",
                "Тестова Мария Денисовна",
            ]
        )
        assert domain.fill_list(order, actor=user) == 0
        # On the list already as a member of the staff: the card of the same person adds no second line.
        order.acquaintances.filter(person=college.people[0]).delete()
        Person.objects.filter(pk=college.people[0].pk).update(user=user)
        domain.add_to_list(order, actor=user, user=user)
        assert domain.fill_list(order, actor=user) == 0
        Person.objects.filter(pk=college.people[0].pk).update(user=None)
        order.acquaintances.filter(user=user).delete()
        assert domain.fill_list(order, actor=user) == 1
        with pytest.raises(DomainError, match="уже в списке"):
            domain.add_to_list(order, actor=user, person=college.people[0])


def test_by_the_link_once_with_the_hash_of_the_file(college, order, client):
    line = line_of(college, order, "Тестова")
    page = client.get(link_of(line)).content.decode()
    assert "Ознакомлен(а)" in page
    assert client.post(link_of(line)).status_code == 200
    with scope(organization=college.org):
        line.refresh_from_db()
        first = line.acquainted_at
        assert (line.state, line.sha256) == (AcquaintanceState.PORTAL, order.file.sha256)
    client.post(link_of(line))
    with scope(organization=college.org):
        line.refresh_from_db()
        assert line.acquainted_at == first
        assert AuditEntry.objects.filter(action="acquaintance.portal").count() == 1
    assert client.get(reverse("reports:acquaint_by_link", args=["a" * 26])).status_code == 404


@pytest.mark.parametrize(
    ("who", "sees", "hidden"),
    [
        ("Тестова", ["Тестова Мария", "Примеров Савва"], ["Проверкин", "Пробная", "Образцова Анна"]),
        ("Образцова", ["Проверкин Лев", "Пробная Любовь"], ["Тестова", "Примеров"]),
        ("Тестов", ["Тестова Мария"], []),
    ],
)
def test_a_participant_reads_a_copy_without_other_people(college, order, client, who, sees, hidden):
    line = line_of(college, order, who + " ")
    answer = client.get(link_of(line, "acquaint_file"))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    text = " ".join(text.split())
    assert all(name in text for name in sees), text
    assert not any(name in text for name in hidden), text


def test_on_paper_with_the_day_and_a_scan_on_wish(college, order):
    line = line_of(college, order, "Примеров")
    with college.as_curator() as user:
        early = order.date.replace(year=order.date.year - 1)
        with pytest.raises(DomainError, match="раньше даты документа"):
            domain.mark_on_paper(line, on=early, actor=user)
        domain.mark_on_paper(line, on=today(college.org), actor=user)
        line.refresh_from_db()
        assert (line.state, line.sha256, line.scan) == (AcquaintanceState.PAPER, order.file.sha256, None)
        with pytest.raises(DomainError, match="остаётся в листе"):
            domain.remove_from_list(line, actor=user)


def test_nobody_is_acquainted_with_a_draft(college):
    draft = make_draft(college)
    with college.as_curator() as user:
        domain.fill_list(draft, actor=user)
        line = draft.acquaintances.select_related("document__organization").first()
        with pytest.raises(DomainError, match="с подписанным документом"):
            domain.confirm(line, actor=None)
        with pytest.raises(IntegrityError), transaction.atomic():
            Acquaintance.objects.filter(pk=line.pk).update(state=AcquaintanceState.PORTAL)


def test_a_reminder_goes_once_a_day_and_only_to_those_who_wait(college, order):
    with college.as_curator() as user:
        for person in college.people:
            person.email = f"p{person.pk}@example.org"
            person.save(update_fields=["email"])
        done = order.acquaintances.select_related("document__organization").get(person=college.people[0])
        domain.confirm(done, actor=None)
        lines = lambda: order.acquaintances.select_related("document__organization", "person", "user")  # noqa: E731
        assert domain.remind(lines(), actor=user) == (4, 1)
        assert domain.remind(lines(), actor=user) == (0, 1)
    assert len(mail.outbox) == 4
    assert "/s/acquaint/" in mail.outbox[0].body
    assert not any(person.last_name in mail.outbox[0].body for person in college.people)


def test_the_pages_of_the_list(college, order, signed_in, django_assert_max_num_queries):
    curator = signed_in(college.curator)
    address = reverse("reports:acquaintance", args=[order.pk])
    assert "Ознакомлены 0 из 6" in curator.get(address).content.decode()
    assert curator.post(address, {"full_name": "Примерова Зоя", "position": "завуч"}).status_code == 302
    assert curator.post(address, {}).status_code == 422
    added = line_of(college, order, "Примерова Зоя")
    paper = reverse("reports:acquaintance_paper", args=[order.pk, added.pk])
    assert curator.post(paper, {"acquainted_on": today(college.org).isoformat()}).status_code == 302
    page = curator.get(address).content.decode()
    assert "Ознакомлены 1 из 7" in page
    sheet = curator.get(reverse("reports:acquaintance_sheet", args=[order.pk]))
    assert sheet["Content-Type"] == "application/pdf"
    document = curator.get(reverse("reports:document", args=[order.pk])).content.decode()
    assert "Ознакомлены 1 из 7" in document


def test_a_participant_finds_it_among_their_own_papers(college, order, signed_in):
    from core.enums import Role
    from tests import factories

    member = factories.membership(college.org, Role.MENTOR)
    mentor = college.people[-1]
    with scope(organization=college.org):
        mentor.user = member.user
        mentor.save(update_fields=["user"])
    page = signed_in(member).get(reverse("reports:own_documents")).content.decode()
    assert "Ознакомьтесь" in page
    assert link_of(line_of(college, order, mentor.last_name)) in page


def test_erased_people_leave_their_mark_but_no_link(college, order, client):
    line = line_of(college, order, "Тестова")
    client.post(link_of(line))
    with scope(organization=college.org):
        waiting = order.acquaintances.get(person=college.people[1])
        erase_acquaintance(college.people[0])
        erase_acquaintance(college.people[1])
        assert Acquaintance.objects.filter(pk=line.pk).exists()
        assert not Acquaintance.objects.filter(pk=waiting.pk).exists()
    assert client.get(link_of(line)).status_code == 404
