"""Papers for partners: letters in right cases, the agreement, sending by e-mail, what the partner's people open."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.urls import reverse
from django_scopes import scope

from core.clock import today
from core.domain.files import read_file
from core.enums import Role
from core.errors import DomainError
from core.models import AuditEntry
from mentorship.domain import agreements as contracts
from mentorship.domain.erasure import erase_person
from mentorship.domain.partners import add_member, edit_partner, link_employees
from mentorship.partner_papers import papers_of
from reports.documents.partners import addressee
from reports.domain.documents import register_document, renew_document, send_to_sign
from reports.domain.drawing import rebuild_pdf
from reports.domain.partners import (
    make_agreement_paper,
    make_letter,
    partner_of,
    recipients_of,
    send_paper,
)
from reports.domain.signing import sign_on_paper
from reports.enums import DocumentState
from reports.models import Document, PartnerDelivery
from tests import factories
from tests.reports.test_orders import text_of

PDF = b"%PDF-1.4\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def partner(college):
    made = factories.partner(
        college.org, short_name="ООО «Вектор»", inn="7707083893", email="v@vector.example"
    )
    with scope(organization=college.org):
        contact = factories.person(
            college.org,
            last_name="Контактова",
            first_name="Анна",
            middle_name="Олеговна",
            email="a@vector.example",
        )
        add_member(made, person=contact, role="contact", actor=None)
    return made


def letter(college, partner, variant="request", **given) -> Document:
    with college.as_curator() as user:
        return make_letter(partner, variant=variant, programme=college.programme, actor=user, **given)


def signed(college, document) -> Document:
    with college.as_curator() as user:
        send_to_sign(document, actor=user)
    with college.as_director() as user:
        register_document(document, actor=user)
        sign_on_paper(document, actor=user, scan=PDF, scan_name="скан.pdf", signed_on=today(college.org))
    document.refresh_from_db()
    return document


def agreement_of(partner, **given):
    day = today(partner.organization)
    values = {
        "subject": "Наставничество студентов",
        "starts_on": day,
        "ends_on": day + dt.timedelta(days=300),
    }
    return contracts.create_agreement(partner, actor=None, **{**values, **given})


def test_a_request_is_addressed_in_the_right_cases(college, partner):
    made = letter(college, partner, mentors=2, note='Нужны специалисты по "роботам".')
    text = text_of(made)
    assert "Директору ООО «Вектор» Образцову П. И." in text
    assert "Уважаемый Пётр Ильич!" in text
    assert "выделить 2 специалистов для работы наставниками" in text
    assert "в 2026–2027 годах" in text
    assert "Нужны специалисты по «роботам»." in text
    assert (made.state, made.number) == (DocumentState.DRAFT, "")


def test_thanks_are_in_their_own_words_and_name_nobody(college, partner):
    with scope(organization=college.org):
        people = [factories.person(college.org, employer="Вектор", last_name=f"Скрытов{x}") for x in "аб"]
        for person in people:
            factories.mentor(college.programme, person=person, state="paired")
        link_employees(partner, people, actor=None)
        edit_partner(
            partner, actor=None, head_last_name="Примерова", head_first_name="Ольга", head_middle_name="Львовна",
            head_gender="", head_position="Генеральный директор",
        )  # fmt: skip
        partner.refresh_from_db()
    text = text_of(letter(college, partner, "thanks", mentors=5))
    assert "Генеральному директору ООО «Вектор» Примеровой О. Л." in text
    assert "Уважаемая Ольга Львовна!" in text
    assert "благодарит коллектив ООО «Вектор»" in text
    assert "обучающихся стали 2 специалиста вашей организации" in text
    assert "Скрытов" not in text
    assert "Просим" not in text


@pytest.mark.parametrize(
    ("changed", "lines"),
    [
        ({"head_position": ""}, ["ООО «Вектор»", "Образцову\xa0П.\xa0И."]),
        ({"head_last_name": "", "head_first_name": ""}, ["Руководителю", "ООО «Вектор»"]),
        (
            {"head_forms": {"dative": "и. о. директора Образцову П. И."}},
            ["И. о. директора Образцову П. И.", "ООО «Вектор»"],
        ),
    ],
)
def test_other_heads_are_addressed_too(college, partner, changed, lines):
    with scope(organization=college.org):
        assert addressee(edit_partner(partner, actor=None, **changed)) == lines


def test_a_head_of_unknown_gender_is_asked_about_not_guessed(college, partner):
    with scope(organization=college.org):
        edit_partner(partner, actor=None, head_middle_name="", head_gender="")
        partner.refresh_from_db()
    with pytest.raises(DomainError, match="пол"):
        letter(college, partner)
    assert not Document.objects.exists()


def test_two_presses_make_one_letter_and_another_text_another(college, partner):
    first = letter(college, partner, mentors=2)
    assert letter(college, partner, mentors=2) == first
    assert letter(college, partner, mentors=3) != first


def test_a_letter_takes_its_number_from_its_own_register(college, partner):
    made = signed(college, letter(college, partner))
    other = signed(college, letter(college, partner, "thanks"))
    assert (made.number, other.number, made.number_series) == ("1", "2", "letters")
    with scope(organization=college.org):
        version = other.versions.get(revision=other.revision)
        assert rebuild_pdf(version) == read_file(version.file)
    assert re.search(r"\d\d\.\d\d\.\d{4} № 2 ", text_of(other))


def test_an_archived_partner_gets_no_letter(college, partner):
    with college.as_curator() as user:
        partner.state = "archived"
        with pytest.raises(DomainError, match="в архиве"):
            make_letter(partner, variant="request", programme=None, actor=user)
        partner.state = "active"
        with pytest.raises(DomainError, match="не готовит"):
            make_letter(partner, variant="praise", programme=None, actor=user)


# --- the agreement ---


def test_an_agreement_has_both_sides_with_their_requisites(college, partner):
    with college.as_curator() as user:
        made = agreement_of(partner, mentors_promised=3, projects=[college.project])
        paper = make_agreement_paper(made, actor=user)
    text = text_of(paper)
    assert paper.state == DocumentState.ISSUED
    for part in (
        "в лице директора Образцова Петра Ильича, действующего на основании Устава",
        "Наставничество студентов.",
        "выделяет 3 специалистов",
        "ИНН: 7707083893",
        "безвозмездно",
        "справку об отсутствии судимости",
        "№ 152-ФЗ",
        "П. И. Образцов",
    ):
        assert part in text, part


def test_the_text_follows_the_record_until_it_is_signed(college, partner):
    with college.as_curator() as user:
        made = agreement_of(partner)
        paper = make_agreement_paper(made, actor=user)
        contracts.edit_agreement(
            made,
            actor=user,
            subject="Наставничество и практика",
            starts_on=made.starts_on,
            ends_on=made.ends_on,
        )
        made.refresh_from_db()
        again = make_agreement_paper(made, actor=user)
        assert (again.pk, again.revision) == (paper.pk, 2)
        contracts.put_in_force(made, number="1", signed_on=made.starts_on, actor=user)
        for act in (
            lambda: make_agreement_paper(made, actor=user),
            lambda: renew_document(again, actor=user),
        ):
            with pytest.raises(DomainError, match="не меняется"):
                act()


def test_without_a_head_there_is_nobody_to_sign(college, partner):
    with college.as_curator() as user:
        nameless = edit_partner(partner, actor=user, head_last_name="", head_first_name="")
        with pytest.raises(DomainError, match="не указан руководитель"):
            make_agreement_paper(agreement_of(nameless), actor=user)


# --- sending ---


def test_a_letter_is_sent_when_it_is_signed_and_the_card_tells_it(college, partner):
    made = letter(college, partner)
    with college.as_curator() as user:
        contact, office = recipients_of(partner)
        assert (contact.address, office.address) == ("a@vector.example", "v@vector.example")
        with pytest.raises(DomainError, match="должен быть подписан"):
            send_paper(made, recipient=contact, words="", actor=user)
    signed(college, made)
    with college.as_curator() as user:
        send_paper(made, recipient=contact, words="Ждём ответа.", actor=user)
        [paper] = papers_of(partner)
    [sent] = mail.outbox
    assert sent.to == ["a@vector.example"]
    assert "Ждём ответа." in sent.body
    assert "№ 1 от" in sent.body
    [(name, data, kind)] = sent.attachments
    assert (data, kind) == (PDF, "application/pdf")
    assert name.endswith(".pdf")
    assert "Контактова Анна Олеговна" in paper.sent[0]
    assert paper.own_url
    with scope(organization=college.org):
        assert AuditEntry.objects.filter(action="partner.paper_sent").count() == 1


def test_a_sent_agreement_is_marked_so(college, partner):
    with college.as_curator() as user:
        made = agreement_of(partner)
        paper = make_agreement_paper(made, actor=user)
        for _ in range(2):
            send_paper(paper, recipient=recipients_of(partner)[1], words="", actor=user)
        made.refresh_from_db()
        assert made.state == "sent"
        assert partner_of(paper) == partner
        assert PartnerDelivery.objects.count() == 2


def test_a_refusing_mail_server_leaves_no_record(college, partner, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with college.as_curator() as user:
        paper = make_agreement_paper(agreement_of(partner), actor=user)
        with pytest.raises(DomainError, match="не принял"):
            send_paper(paper, recipient=recipients_of(partner)[0], words="", actor=user)
        assert not PartnerDelivery.objects.exists()


def test_a_recipient_who_is_gone_gets_nothing(college, partner):
    with college.as_curator() as user:
        paper = make_agreement_paper(agreement_of(partner), actor=user)
        contact = recipients_of(partner)[0]
        partner.members.all().delete()
        with pytest.raises(DomainError, match="больше нет"):
            send_paper(paper, recipient=contact, words="", actor=user)


def test_erasing_the_contact_blanks_the_record(college, partner):
    with college.as_curator() as user:
        paper = make_agreement_paper(agreement_of(partner), actor=user)
        contact = recipients_of(partner)[0]
        send_paper(paper, recipient=contact, words="", actor=user)
        erase_person(contact.person, grounds="demand", note="заявление", actor=user)
        kept = PartnerDelivery.objects.get()
        assert (kept.recipient, kept.address) == ("", "")
        assert not partner.members.exists()
        assert "получатель удалён" in papers_of(partner)[0].sent[0]


# --- pages ---


def test_the_way_of_a_letter_on_pages(college, partner, signed_in):
    client = signed_in(college.curator)
    card = reverse("mentorship:partner", args=[partner.pk])
    make = reverse("reports:partner_letter", args=[partner.pk])
    assert make in client.get(card).content.decode()
    answer = client.post(make, {"variant": "request", "mentors": 2, "note": ""})
    with scope(organization=college.org):
        document = Document.objects.get()
    assert answer["Location"] == reverse("reports:document", args=[document.pk])
    send = reverse("reports:partner_send", args=[document.pk])
    assert send not in client.get(answer["Location"]).content.decode()
    assert client.post(send, {"recipient": "partner"}).status_code == 422
    signed(college, document)
    assert send in client.get(answer["Location"]).content.decode()
    assert "Контактова Анна Олеговна, a@vector.example" in client.get(send).content.decode()
    assert client.post(send, {"recipient": "partner", "words": ""})["Location"] == card
    page = client.get(card).content.decode()
    assert "О выделении наставников" in page
    assert "v@vector.example" in page
    assert "Отправлено партнёру" in page


def test_an_agreement_is_made_from_the_card(college, partner, signed_in):
    with scope(organization=college.org):
        made = agreement_of(partner)
    client = signed_in(college.curator)
    address = reverse("reports:partner_agreement", args=[made.pk])
    answer = client.post(address)
    with scope(organization=college.org):
        assert answer["Location"] == reverse("reports:document", args=[Document.objects.get().pk])
        edit_partner(partner, actor=None, head_last_name="", head_first_name="")
    page = client.post(address, follow=True).content.decode()
    assert "не указан руководитель" in page


def test_only_what_was_sent_to_their_own_organisation_is_opened(college, partner, signed_in):
    account = factories.membership(college.org, Role.PARTNER)
    other = factories.partner(college.org, email="o@other.example")
    with college.as_curator() as user:
        add_member(partner, user=account.user, role="supervisor", actor=user)
        own = make_agreement_paper(agreement_of(partner), actor=user)
        foreign = make_agreement_paper(agreement_of(other), actor=user)
        send_paper(foreign, recipient=recipients_of(other)[0], words="", actor=user)
    client = signed_in(account)
    address = reverse("reports:own_paper", args=[own.pk])
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("core:home")).content.decode()
    with college.as_curator() as user:
        send_paper(own, recipient=recipients_of(partner)[0], words="", actor=user)
    assert address in client.get(reverse("core:home")).content.decode()
    answer = client.get(address)
    assert answer.status_code == 200
    assert b"".join(answer).startswith(b"%PDF")
    assert client.get(reverse("reports:own_paper", args=[foreign.pk])).status_code == 404
    assert client.get(reverse("reports:document", args=[own.pk])).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_papers_cost_the_same_for_any_number(rows, college, partner, queries_of):
    with college.as_curator() as user:
        for _ in range(rows):
            paper = make_agreement_paper(agreement_of(partner), actor=user)
            send_paper(paper, recipient=recipients_of(partner)[0], words="", actor=user)
        assert queries_of(lambda: papers_of(partner)) == 3
