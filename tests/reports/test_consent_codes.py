"""A consent is signed by a code from a letter: what must stand before it, what counts, what is refused and how."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.models import AuditEntry
from mentorship.domain import code_signing
from mentorship.domain import consents as consent_domain
from mentorship.domain.people import edit_person
from mentorship.enums import ConsentKind, ConsentMethod, ConsentState, DistributionCategory
from mentorship.models import Consent, DistributionItem, EmailProof, Person
from reports.domain import consent_codes as domain
from reports.domain.consent_signatures import void_signatures
from reports.domain.consents import make_sheet
from reports.domain.documents import cancel_document
from reports.domain.signed_copy import signed_copy
from reports.models import ConsentSignature, Document, SigningLink
from reports.selectors.consent_signing import link_token, sheet_of, why_closed
from reports.selectors.consents import consents_to_draw
from tests import factories
from tests.mentorship.conftest import guardian_for, today

pytestmark = pytest.mark.usefixtures("scoped")
ADULT = date(1985, 4, 3)


@pytest.fixture
def programme(org):
    return factories.programme(org)


@pytest.fixture
def act(org):
    return code_signing.record_act(org, number="112-ОД", signed_on=today(), in_force_from=today(), actor=None)


def ready(person):
    """The address is confirmed and the agreement accepted, as a person does it."""
    proof = EmailProof.objects.filter(person=person, email=person.email.lower()).first()
    if proof is None:
        proof = code_signing.send_proof(person, actor=None)
    code_signing.confirm_email(proof)
    code_signing.accept_on_page(person)
    return person


def named(person, name, email):
    Person.objects.filter(pk=person.pk).update(last_name=name, search_key=name.lower(), email=email)
    person.refresh_from_db()
    return person


@pytest.fixture
def adult(programme, act):
    person = named(factories.person(programme.organization, birth_date=ADULT), "Примерова", "anna@mail.test")
    factories.mentor(programme, person=person)
    consent_domain.ensure_needed(programme, actor=None)
    return ready(person)


@pytest.fixture
def family(programme, act):
    """A teenager of sixteen and their mother, each with their own address."""
    child = factories.person(
        programme.organization,
        birth_date=today().replace(day=1, year=today().year - 16),
    )
    named(child, "Тестова", "child@mail.test")
    factories.mentee(programme, person=child)
    mother = named(guardian_for(child), "Тестова", "mother@mail.test")
    consent_domain.ensure_needed(programme, actor=None)
    return ready(child), ready(mother)


def consent_of(person, kind=ConsentKind.PROCESSING):
    return Consent.objects.select_related("organization", "person", "representative").get(
        person=person, kind=kind, state__in=["needed", "issued", "signed"]
    )


def code_in_mail():
    return re.search(r"Код для подписи: (\d{6})", mail.outbox[-1].body)[1]


def later(link, **delta):
    """So much time has passed since the code was sent."""
    link.refresh_from_db()
    link.code_sent_at -= timedelta(**delta)
    link.save(update_fields=["code_sent_at"])
    return link


def wrong(code):
    return "000000" if code != "000000" else "000001"


# --- the way ---------------------------------------------------------------------------------------------------------


def test_an_adult_signs_alone(adult):
    consent = consent_of(adult)
    [link] = domain.give_links(consent, actor=None)
    domain.request_code(link)
    assert mail.outbox[-1].to == ["anna@mail.test"]
    signature = domain.sign_with_code(link, f" {code_in_mail()[:3]} {code_in_mail()[3:]} ")
    consent.refresh_from_db()
    assert (consent.state, consent.method, consent.signed_on) == (
        ConsentState.SIGNED,
        ConsentMethod.CODE,
        today(),
    )
    version = sheet_of(consent).versions.get()
    assert signature.sha256 == version.file.sha256 == consent.evidence["sha256"]
    [told] = consent.evidence["signatures"]
    assert (told["email"], told["name"]) == ("a•••@mail.test", adult.full_name)
    assert "112-ОД" in told["act"]
    trail = AuditEntry.objects.filter(action__startswith="consent.").values_list("after", flat=True)
    assert code_in_mail() not in str(list(trail))


def test_from_fourteen_both_sign_each_by_their_own_link(family):
    child, _ = family
    consent = consent_of(child)
    links = {link.role: link for link in domain.give_links(consent, actor=None)}
    assert set(links) == {"representative", "teenager"}
    for role, address in (("teenager", "child@mail.test"), ("representative", "mother@mail.test")):
        consent.refresh_from_db()
        assert consent.state == ConsentState.ISSUED
        domain.request_code(links[role])
        assert mail.outbox[-1].to == [address]
        domain.sign_with_code(links[role], code_in_mail())
    consent.refresh_from_db()
    assert consent.state == ConsentState.SIGNED
    assert consent.cosigned_on == consent.signed_on == today()
    assert consent.valid_until is not None
    assert len({one.sha256 for one in ConsentSignature.objects.all()}) == 1
    assert [one["role"] for one in consent.evidence["signatures"]] == ["Законный представитель", "Подросток"]


def test_what_one_of_two_has_signed_is_not_drawn_anew(family):
    child, mother = family
    consent = consent_of(child)
    links = {link.role: link for link in domain.give_links(consent, actor=None)}
    domain.request_code(links["teenager"])
    domain.sign_with_code(links["teenager"], code_in_mail())
    edit_person(mother, actor=None, phone="+7 900 000-00-00")
    edit_person(child, actor=None, address="г. Примерск, ул. Новая, д. 2")
    with pytest.raises(DomainError, match="уже подписал"):
        make_sheet(consents_to_draw().get(pk=consent.pk), organization=consent.organization, actor=None)
    domain.request_code(links["representative"])
    domain.sign_with_code(links["representative"], code_in_mail())
    consent.refresh_from_db()
    assert consent.state == ConsentState.SIGNED
    assert sheet_of(consent).revision == 1


def test_signatures_taken_back_are_asked_for_anew(family):
    child, _ = family
    consent = consent_of(child)
    links = {link.role: link for link in domain.give_links(consent, actor=None)}
    domain.request_code(links["teenager"])
    domain.sign_with_code(links["teenager"], code_in_mail())
    assert void_signatures(consent, actor=None, reason="ошибка в адресе") == 1
    domain.request_code(links["representative"])
    domain.sign_with_code(links["representative"], code_in_mail())
    consent.refresh_from_db()
    assert consent.state == ConsentState.ISSUED


def test_signing_twice_is_signing_once(adult):
    [link] = domain.give_links(consent_of(adult), actor=None)
    domain.request_code(link)
    code = code_in_mail()
    first = domain.sign_with_code(link, code)
    assert domain.sign_with_code(link, code) == first
    assert ConsentSignature.objects.count() == 1
    assert AuditEntry.objects.filter(action="consent.signed").count() == 1


# --- codes -----------------------------------------------------------------------------------------------------------


def test_a_wrong_code_is_told_and_counted_and_the_fifth_voids_it(adult):
    [link] = domain.give_links(consent_of(adult), actor=None)
    domain.request_code(link)
    code = code_in_mail()
    for words in ("четыре попытки", "три попытки", "две попытки", "одна попытка", "пять раз"):
        with pytest.raises(DomainError, match=words):
            domain.sign_with_code(link, wrong(code))
    with pytest.raises(DomainError, match="Сначала получите код"):
        domain.sign_with_code(link, code)
    assert consent_of(adult).state == ConsentState.ISSUED


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "12 34", "000000'--"])
def test_what_is_no_code_is_told_and_not_counted(adult, typed):
    [link] = domain.give_links(consent_of(adult), actor=None)
    domain.request_code(link)
    with pytest.raises(DomainError, match="шесть цифр"):
        domain.sign_with_code(link, typed)
    link.refresh_from_db()
    assert link.code_attempts == 0


def test_a_code_is_good_for_ten_minutes(adult):
    [link] = domain.give_links(consent_of(adult), actor=None)
    domain.request_code(link)
    later(link, minutes=10, seconds=1)
    with pytest.raises(DomainError, match="больше не подходит"):
        domain.sign_with_code(link, code_in_mail())


def test_a_new_code_voids_the_former(adult):
    [link] = domain.give_links(consent_of(adult), actor=None)
    domain.request_code(link)
    former = code_in_mail()
    domain.request_code(later(link, seconds=61))
    if former != code_in_mail():
        with pytest.raises(DomainError, match="не подошёл"):
            domain.sign_with_code(link, former)
    domain.sign_with_code(link, code_in_mail())


def test_codes_are_sent_once_a_minute_and_five_times_an_hour(adult):
    [link] = domain.give_links(consent_of(adult), actor=None)
    domain.request_code(link)
    with pytest.raises(DomainError, match="через минуту"):
        domain.request_code(link)
    for _ in range(4):
        domain.request_code(later(link, seconds=61))
    sent = len(mail.outbox)
    with pytest.raises(DomainError, match="пять кодов"):
        domain.request_code(later(link, seconds=61))
    assert len(mail.outbox) == sent
    link.refresh_from_db()
    link.codes_since -= timedelta(hours=1)
    link.save()
    domain.request_code(link)


def test_the_code_and_the_token_do_not_lie_in_the_database(adult):
    [link] = domain.give_links(consent_of(adult), actor=None)
    domain.request_code(link)
    link.refresh_from_db()
    columns = [str(getattr(link, field.attname)) for field in link._meta.concrete_fields]
    assert not any(code_in_mail() == column or link_token(link) in column for column in columns)


def test_a_code_of_one_link_opens_no_other(family):
    child, _ = family
    links = {link.role: link for link in domain.give_links(consent_of(child), actor=None)}
    domain.request_code(links["teenager"])
    code = code_in_mail()
    with pytest.raises(DomainError, match="Сначала получите код"):
        domain.sign_with_code(links["representative"], code)


def test_an_address_changed_after_the_code_needs_a_new_one(adult):
    [link] = domain.give_links(consent_of(adult), actor=None)
    domain.request_code(link)
    edit_person(adult, actor=None, email="new@mail.test")
    with pytest.raises(DomainError, match="подтвердите адрес"):
        domain.sign_with_code(link, code_in_mail())


# --- what closes a link ----------------------------------------------------------------------------------------------


def revoke(consent, link):
    domain.revoke_link(link, actor=None)


def expire(consent, link):
    SigningLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(minutes=1))


def sign_on_paper(consent, link):
    consent_domain.sign_consent(consent, signed_on=today(), original_place="папка", actor=None)


def refuse(consent, link):
    consent_domain.refuse_consent(consent, on=today(), actor=None)


def withdraw(consent, link):
    sign_on_paper(consent, link)
    consent_domain.withdraw_consent(consent, on=today(), actor=None)


def lapse(consent, link):
    from mentorship.domain.consent_terms import lapse as end

    end(consent, reason="проверка")


def switch_off(consent, link):
    code_signing.end_act(code_signing.act_in_force(consent.organization), actor=None, reason="проверка")


def correct_the_date(consent, link):
    Person.objects.filter(pk=consent.person_id).update(
        birth_date=today().replace(day=1, year=today().year - 16)
    )


def cancel_the_sheet(consent, link):
    cancel_document(sheet_of(consent), actor=None, reason="проверка")


CLOSERS = [
    (revoke, "отозвал"),
    (expire, "Срок ссылки вышел"),
    (sign_on_paper, "уже подписано другим способом"),
    (refuse, "подписывать не стали"),
    (withdraw, "отозвано"),
    (lapse, "истёк"),
    (switch_off, "не принимает подписи по коду"),
    (correct_the_date, "другой человек"),
    (cancel_the_sheet, "изменился"),
]


@pytest.mark.parametrize(("close", "words"), CLOSERS)
def test_what_has_changed_meanwhile_is_refused_with_the_reason(adult, close, words):
    consent = consent_of(adult)
    [link] = domain.give_links(consent, actor=None)
    domain.request_code(link)
    consent.refresh_from_db()
    close(consent, link)
    with pytest.raises(DomainError, match=words):
        domain.sign_with_code(link, code_in_mail())
    assert not ConsentSignature.objects.exists()


@pytest.mark.parametrize(("close", "words"), CLOSERS[:-1])
def test_the_page_of_a_closed_link_tells_why(adult, close, words, client):
    consent = consent_of(adult)
    [link] = domain.give_links(consent, actor=None)
    consent.refresh_from_db()
    close(consent, link)
    answer = client.get(reverse("reports:consent_by_link", args=[link_token(link)]))
    assert answer.status_code == 410
    assert words in answer.content.decode()
    assert client.get(reverse("reports:consent_by_link_file", args=[link_token(link)])).status_code == 404


def test_another_representative_signs_by_another_link(family):
    child, _ = family
    consent = consent_of(child)
    old = {link.role: link for link in domain.give_links(consent, actor=None)}
    domain.request_code(old["representative"])
    code = code_in_mail()
    other = ready(named(guardian_for(child), "Опекунова", "other@mail.test"))
    Consent.objects.filter(pk=consent.pk).update(representative=other)
    with pytest.raises(DomainError, match="другой человек"):
        domain.sign_with_code(old["representative"], code)
    consent = consent_of(child)
    new = {link.role: link for link in domain.give_links(consent, actor=None)}
    assert new["representative"].person == other
    assert new["teenager"] == old["teenager"]
    old["representative"].refresh_from_db()
    assert old["representative"].revoked_at is not None


def test_two_signers_do_not_share_one_address(family):
    child, mother = family
    edit_person(mother, actor=None, email=child.email.upper())
    with pytest.raises(DomainError, match="один адрес"):
        domain.give_links(consent_of(child), actor=None)


# --- what must stand before it ---------------------------------------------------------------------------------------


def test_without_the_act_there_are_no_links(programme):
    person = factories.person(programme.organization, birth_date=ADULT, email="a@mail.test")
    factories.mentor(programme, person=person)
    consent_domain.ensure_needed(programme, actor=None)
    with pytest.raises(DomainError, match="не включена"):
        domain.give_links(consent_of(person), actor=None)
    with pytest.raises(DomainError, match="не включена"):
        code_signing.accept_on_paper(person, on=today(), place="папка", actor=None)


def test_an_act_of_tomorrow_is_not_in_force_today(org):
    code_signing.record_act(
        org, number="1", signed_on=today(), in_force_from=today() + timedelta(days=1), actor=None
    )
    assert code_signing.act_in_force(org) is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"number": " "}, "номер"),
        ({"signed_on": today() + timedelta(days=1)}, "не подписан"),
        ({"in_force_from": today() - timedelta(days=9)}, "раньше своей даты"),
    ],
)
def test_an_act_out_of_order_is_refused(org, given, words):
    values = {"number": "7", "signed_on": today(), "in_force_from": today()} | given
    with pytest.raises(DomainError, match=words):
        code_signing.record_act(org, actor=None, **values)


def test_a_second_act_waits_for_the_end_of_the_first(org, act):
    with pytest.raises(DomainError, match="прекратите прежний"):
        code_signing.record_act(org, number="2", signed_on=today(), in_force_from=today(), actor=None)
    code_signing.end_act(act, actor=None, reason="новый порядок")
    code_signing.record_act(org, number="2", signed_on=today(), in_force_from=today(), actor=None)


def test_a_code_is_sent_only_to_a_confirmed_address_under_an_agreement(programme, act):
    person = named(factories.person(programme.organization, birth_date=ADULT), "Примерова", "a@mail.test")
    factories.mentor(programme, person=person)
    consent_domain.ensure_needed(programme, actor=None)
    [link] = domain.give_links(consent_of(person), actor=None)
    with pytest.raises(DomainError, match="подтвердите адрес"):
        domain.request_code(link)
    with pytest.raises(DomainError, match="подтвердите адрес"):
        code_signing.accept_on_page(person)
    code_signing.confirm_email(code_signing.send_proof(person, actor=None))
    with pytest.raises(DomainError, match="примите соглашение"):
        domain.request_code(link)
    code_signing.accept_on_paper(person, on=today(), place="папка 2", actor=None)
    domain.request_code(link)


def test_confirming_is_bound_to_the_address_and_its_term(programme, act):
    person = named(factories.person(programme.organization, birth_date=ADULT), "Примерова", "a@mail.test")
    proof = code_signing.send_proof(person, actor=None)
    with pytest.raises(DomainError, match="только что"):
        code_signing.send_proof(person, actor=None)
    EmailProof.objects.update(expires_at=timezone.now(), sent_at=timezone.now() - timedelta(days=8))
    with pytest.raises(DomainError, match="больше не действует"):
        code_signing.confirm_email(proof)
    proof = code_signing.send_proof(person, actor=None)
    edit_person(person, actor=None, email="b@mail.test")
    with pytest.raises(DomainError, match="другой адрес"):
        code_signing.confirm_email(proof)


# --- distribution ----------------------------------------------------------------------------------------------------


@pytest.fixture
def distribution(adult, programme):
    return Consent.objects.create(
        organization=programme.organization,
        programme=programme,
        person=adult,
        kind=ConsentKind.DISTRIBUTION,
        signer="self",
    )


def test_items_are_chosen_on_the_one_page_and_silence_forbids(distribution, client):
    [link] = domain.give_links(distribution, actor=None)
    address = reverse("reports:consent_by_link", args=[link_token(link)])
    page = client.get(address).content.decode()
    assert page.count('value="no" checked') == 6
    client.post(
        address,
        {"step": "code", "item-photo": "yes", "item-name": "maybe"},
    )
    assert not DistributionItem.objects.exists()  # allowed, and nowhere said where: nothing is written
    every = {f"places-{one}": ["site", "social", "paper"] for one in DistributionCategory.values}
    client.post(
        address,
        every
        | {"step": "code", "item-photo": "yes", "conditions-photo": "без подписи", "item-name": "maybe"},
    )
    assert set(DistributionItem.objects.values_list("category", "is_allowed", "conditions")) == {
        ("name", False, ""),
        ("study_or_work", False, ""),
        (
            "photo",
            True,
            "только: сайт, соцсети, стенды; без подписи",
        ),
        ("video", False, ""),
        ("achievements", False, ""),
        ("story", False, ""),
    }
    document = sheet_of(distribution)
    assert document.revision == 2
    answer = client.post(address, {"step": "sign", "code": code_in_mail()})
    assert "Вы подписали" in answer.content.decode()
    signed = ConsentSignature.objects.get()
    assert signed.version.revision == 2
    rows = {row["title"]: row for row in signed.version.snapshot["items"]}
    assert rows["Фотография"]["allowed"] is True
    assert rows["Видеозапись"]["allowed"] is False
    assert document.pages == 1


def test_the_second_signs_what_the_first_has_chosen(family, programme):
    child, mother = family
    consent = Consent.objects.create(
        organization=programme.organization,
        programme=programme,
        person=child,
        representative=mother,
        kind=ConsentKind.DISTRIBUTION,
        signer="both",
    )
    links = {link.role: link for link in domain.give_links(consent, actor=None)}
    domain.request_code(links["representative"], choices={"photo": domain.Choice(True, "только: сайт")})
    domain.sign_with_code(links["representative"], code_in_mail())
    domain.request_code(links["teenager"], choices={"video": domain.Choice(True, "только: сайт")})
    domain.sign_with_code(links["teenager"], code_in_mail())
    allowed = DistributionItem.objects.filter(is_allowed=True).values_list("category", flat=True)
    assert list(allowed) == ["photo"]


# --- pages -----------------------------------------------------------------------------------------------------------


def test_the_whole_way_on_the_pages(programme, act, client, curator, signed_in):
    person = named(factories.person(programme.organization, birth_date=ADULT), "Примерова", "a@mail.test")
    factories.mentor(programme, person=person)
    consent_domain.ensure_needed(programme, actor=None)
    consent = consent_of(person)
    desk = signed_in(curator)
    desk.post(reverse("reports:consent_signing_step", args=[consent.pk, "links"]))
    step = {"pk": consent.pk, "role": "self"}
    desk.post(reverse("reports:consent_signer_step", kwargs=step | {"step": "send"}))
    address = re.search(r"/s/consent/\w+/", mail.outbox[-1].body)[0]
    assert person.last_name not in mail.outbox[-1].body
    assert "Подтвердите адрес" in client.get(address).content.decode()
    client.post(address, {"step": "confirm"})
    proof = re.search(r"/s/mail/\w+/", mail.outbox[-1].body)[0]
    client.get(proof)
    assert EmailProof.objects.get().confirmed_at is None  # a program that looks into letters has opened it
    assert "подтверждён" in client.post(proof).content.decode()
    assert "Отметьте" in client.post(address, {"step": "agree"}).content.decode()
    client.post(address, {"step": "agree", "agree": "yes"})
    client.post(address, {"step": "code"})
    told = client.post(address, {"step": "sign", "code": wrong(code_in_mail())})
    assert told.status_code == 422
    assert "Код не подошёл" in told.content.decode()
    done = client.post(address, {"step": "sign", "code": code_in_mail()}, REMOTE_ADDR="192.0.2.7")
    assert "Вы подписали" in done.content.decode()
    assert "csrftoken" not in client.cookies
    signature = ConsentSignature.objects.get()
    assert signature.ip_address == "192.0.2.7"
    file = b"".join(client.get(f"{address}file/").streaming_content)
    import hashlib

    assert hashlib.sha256(file).hexdigest() == signature.sha256
    page = desk.get(reverse("mentorship:consent", args=[consent.pk])).content.decode()
    for words in ("код из письма", "a•••@mail.test", "192.0.2.7", signature.sha256, "акт № 112-ОД"):
        assert words in page
    copy = b"".join(desk.get(reverse("reports:consent_signed_copy", args=[consent.pk])).streaming_content)
    assert copy.startswith(b"%PDF")
    assert b"".join(client.get(f"{address}copy/").streaming_content) == copy


def test_the_signed_copy_bears_the_marks_and_the_signed_file_stays(family):
    import io

    from pypdf import PdfReader

    child, mother = family
    consent = consent_of(child)
    for link in domain.give_links(consent, actor=None):
        domain.request_code(link)
        domain.sign_with_code(link, code_in_mail())
    consent.refresh_from_db()
    kept = sheet_of(consent).versions.get().file.sha256
    copy = signed_copy(consent)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(copy)).pages)
    text = re.sub(r"\s+", " ", text)
    assert text.lower().count("документ подписан простой электронной подписью") == 2
    assert mother.full_name in text
    assert kept[:16] in text.replace(" ", "")
    assert copy == signed_copy(consent)
    assert sheet_of(consent).versions.get().file.sha256 == kept == consent.evidence["sha256"]


def test_a_file_changed_outside_is_not_signed(adult):
    [link] = domain.give_links(consent_of(adult), actor=None)
    domain.request_code(link)
    stored = sheet_of(consent_of(adult)).file
    with stored.file.storage.open(stored.file.name, "wb") as handle:
        handle.write(b"%PDF-1.7 other")
    with pytest.raises(DomainError, match="повреждён или изменён"):
        domain.sign_with_code(link, code_in_mail())


@pytest.mark.parametrize("token", ["x", "a" * 26, "../../etc", "А" * 26, "a" * 5000, "%00"])
def test_an_unknown_link_says_so(client, token):
    for name in ("reports:consent_by_link", "mentorship:email_confirm"):
        from django.urls import NoReverseMatch

        try:
            address = reverse(name, args=[token])
        except NoReverseMatch:
            continue
        assert client.get(address).status_code == 404


def test_a_link_of_mail_opens_no_consent(adult, client):
    from mentorship.selectors.code_signing import proof_token

    token = proof_token(EmailProof.objects.get())
    assert client.get(reverse("reports:consent_by_link", args=[token])).status_code == 404


def test_an_unknown_step_is_not_found(adult, client):
    [link] = domain.give_links(consent_of(adult), actor=None)
    address = reverse("reports:consent_by_link", args=[link_token(link)])
    assert client.post(address, {"step": "explode"}).status_code == 404


def test_why_closed_asks_no_more_than_it_must(adult, django_assert_max_num_queries):
    [link] = domain.give_links(consent_of(adult), actor=None)
    link = SigningLink.objects.select_related("consent__person", "consent__organization").get(pk=link.pk)
    with django_assert_max_num_queries(1):
        assert why_closed(link) == ""


def test_documents_of_a_signed_consent_are_not_drawn_anew(adult):
    consent = consent_of(adult)
    [link] = domain.give_links(consent, actor=None)
    domain.request_code(link)
    domain.sign_with_code(link, code_in_mail())
    edit_person(adult, actor=None, address="г. Примерск, ул. Новая, д. 3")
    with pytest.raises(DomainError, match="не меняется"):
        make_sheet(consents_to_draw().get(pk=consent.pk), organization=consent.organization, actor=None)
    assert Document.objects.get().revision == 1
