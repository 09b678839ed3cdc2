"""Partners: entered with checked numbers, their people, their agreements from draft to end."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from core.errors import DomainError
from core.models import AuditEntry, StoredFile
from core.names import Case, UnknownGenderError
from core.requisites import inn_checks, ogrn_check
from mentorship.domain import agreements as contracts
from mentorship.domain.partners import (
    add_member,
    archive_partner,
    create_partner,
    edit_partner,
    link_employees,
    remove_member,
    restore_partner,
)
from mentorship.enums import EntryState
from mentorship.models import Agreement, PartnerEmployee, PartnerMember, PartnerOrganization
from mentorship.partner_enums import AgreementState
from mentorship.selectors.partners import (
    agreements_to_remind,
    employees_of,
    head_forms,
    head_in,
    mentors_from,
    salutation,
)
from mentorship.tasks import end_agreements
from tests import factories
from tests.mentorship.conftest import today

pytestmark = pytest.mark.usefixtures("scoped")
INN = "770708389" + inn_checks("770708389")
OGRN = "102770013219" + ogrn_check("102770013219")
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def partner(org) -> PartnerOrganization:
    return factories.partner(org)


def draft(partner, **given) -> Agreement:
    day = today()
    values = {"subject": "Наставничество", "starts_on": day, "ends_on": day + dt.timedelta(days=200), **given}
    return contracts.create_agreement(partner, actor=None, **values)


def in_force(partner, days=200, number="1", **given) -> Agreement:
    day = today()
    made = draft(
        partner, starts_on=day - dt.timedelta(days=400), ends_on=day + dt.timedelta(days=days), **given
    )
    signed_on = min(day, made.ends_on) - dt.timedelta(days=10)
    return contracts.put_in_force(made, number=number, signed_on=signed_on, actor=None)


def test_numbers_are_checked_and_kept_without_spaces(org):
    made = create_partner(
        org, actor=None, short_name="ООО «Вектор»", full_name="ООО «Вектор»", inn=f"{INN[:4]} {INN[4:]}",
        kpp="7736 01 001", ogrn=OGRN,
    )  # fmt: skip
    assert (made.inn, made.kpp, made.ogrn) == (INN, "773601001", OGRN)
    assert (made.search_key, made.name_key) == ("ооо вектор ооо вектор", "вектор")


@pytest.mark.parametrize(
    ("given", "field", "told"),
    [
        ({"inn": INN[:-1] + str((int(INN[-1]) + 1) % 10)}, "inn", "опечатка"),
        ({"inn": "12345"}, "inn", "10 цифр"),
        ({"ogrn": "1" * 13}, "ogrn", "опечатка"),
        ({"kpp": "77360"}, "kpp", "9 знаков"),
        ({"inn": INN, "ogrn": "30450011600015" + ogrn_check("30450011600015")}, "ogrn", "предпринимателя"),
        ({"inn": "1234567890" + inn_checks("1234567890"), "kpp": "773601001"}, "kpp", "нет КПП"),
        ({"short_name": "«»"}, "short_name", "нужно заполнить"),
        ({"head_last_name": "Образцов", "head_first_name": ""}, "head_first_name", "имя"),
        ({"head_last_name": "Обр@зцов"}, "head_last_name", "буквы"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(org, given, field, told):
    with pytest.raises(DomainError, match=told) as error:
        create_partner(org, actor=None, **{"short_name": "ООО", "full_name": "ООО", **given})
    assert error.value.field == field
    assert not PartnerOrganization.objects.exists()


def test_an_inn_is_taken_once_but_branches_have_their_own_kpp(org, partner):
    edit_partner(partner, actor=None, inn=INN, kpp="773601001")
    factories.partner(org, inn=INN, kpp="773602001")
    with pytest.raises(DomainError, match="уже есть") as error:
        factories.partner(org, inn=INN, kpp="773601001")
    assert error.value.field == "inn"
    other = factories.organization()
    assert factories.partner(other, inn=INN, kpp="773601001").pk


def test_the_database_refuses_digits_that_are_none_and_a_member_who_is_nobody(org, partner):
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerOrganization.objects.filter(pk=partner.pk).update(inn="77")
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerMember.objects.create(organization=org, partner=partner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=draft(partner).pk).update(state=AgreementState.ACTIVE)


def test_the_head_is_declined_by_rules_and_by_hand(partner):
    assert head_in(partner, Case.GENITIVE) == "директора Образцова Петра Ильича"
    assert head_in(partner, Case.DATIVE, initials=True) == "директору Образцову\xa0П.\xa0И."
    assert salutation(partner) == "Уважаемый Пётр Ильич!"
    changed = edit_partner(
        partner, actor=None, head_forms={"dative": " исполнительному  директору Образцову "}
    )
    assert head_in(changed, Case.DATIVE) == "исполнительному директору Образцову"
    renamed = edit_partner(
        changed, actor=None, head_last_name="Примерова", head_first_name="Анна", head_middle_name="Олеговна",
        head_gender="",
    )  # fmt: skip
    assert renamed.head_forms == {}, "forms of another head"
    assert salutation(renamed) == "Уважаемая Анна Олеговна!"


def test_a_head_whom_the_rules_cannot_decline_is_told(partner):
    odd = edit_partner(partner, actor=None, head_position="Сопредседательствующая персона")
    with pytest.raises(UnknownGenderError, match="должность"):
        head_in(odd, Case.DATIVE)
    assert [form.text for form in head_forms(odd)] == ["", ""]
    nameless = edit_partner(partner, actor=None, head_middle_name="", head_gender="")
    assert salutation(nameless) == "Уважаемые коллеги!"


def test_an_archived_partner_takes_nothing_new_and_comes_back(partner, org, curator):
    in_force(partner)
    with pytest.raises(DomainError, match="действующее соглашение"):
        archive_partner(partner, actor=curator.user, reason="не работаем")
    contracts.terminate(partner.agreements.get(), on=today(), reason="закрылись", actor=curator.user)
    archive_partner(partner, actor=curator.user, reason="не работаем")
    with pytest.raises(DomainError, match="в архиве"):
        draft(partner)
    with pytest.raises(DomainError, match="в архиве"):
        link_employees(partner, [factories.person(org)], actor=None)
    assert restore_partner(partner, actor=curator.user).state == "active"


def test_members_are_added_once_a_role(partner, org, curator):
    person = factories.person(org)
    first = add_member(partner, person=person, role="contact", actor=curator.user)
    assert add_member(partner, person=person, role="contact", actor=curator.user) == first
    add_member(partner, person=person, role="signatory", actor=curator.user)
    assert partner.members.count() == 2
    with pytest.raises(DomainError, match="Выберите"):
        add_member(partner, role="contact", actor=None)
    with pytest.raises(DomainError, match="кто это"):
        add_member(partner, person=person, role="boss", actor=None)
    remove_member(first, actor=curator.user, reason="ушёл")
    assert partner.members.count() == 1


def test_an_agreement_goes_from_draft_to_its_end(partner, curator, tmp_path):
    made = draft(partner, mentors_promised=2)
    contracts.mark_sent(made, actor=curator.user)
    assert (made.state, made.sent_on) == (AgreementState.SENT, today())
    contracts.take_back(made, actor=curator.user)
    contracts.edit_agreement(made, actor=curator.user, subject="Иначе", starts_on=today(), ends_on=today())
    contracts.put_in_force(
        made, number=" 7-С ", signed_on=today(), actor=curator.user, copy=("скан.pdf", PDF)
    )
    made.refresh_from_db()
    assert (made.state, made.number, made.subject) == (AgreementState.ACTIVE, "7-С", "Иначе")
    assert StoredFile.objects.get(pk=made.file_id).purpose == contracts.COPY_PURPOSE
    with pytest.raises(DomainError, match="уже приложен"):
        contracts.attach_copy(made, name="скан.pdf", data=PDF, actor=None)
    with pytest.raises(DomainError, match="не меняется"):
        contracts.edit_agreement(made, actor=None, subject="Ещё")
    told = set(
        AuditEntry.objects.filter(object_type__startswith="mentorship.").values_list("action", flat=True)
    )
    assert {"agreement.created", "agreement.sent", "agreement.draft", "agreement.active"} <= told


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"subject": "  "}, "subject"),
        ({"ends_on": dt.date(2020, 1, 1)}, "ends_on"),
    ],
)
def test_an_agreement_without_sense_is_refused(partner, given, field):
    with pytest.raises(DomainError) as error:
        draft(partner, **given)
    assert error.value.field == field


def test_signing_asks_for_number_date_and_a_real_scan(partner):
    made = draft(partner)
    for given, field in (
        ({"number": " ", "signed_on": today()}, "number"),
        ({"number": "1", "signed_on": today() + dt.timedelta(days=1)}, "signed_on"),
    ):
        with pytest.raises(DomainError) as error:
            contracts.put_in_force(made, actor=None, **given)
        assert error.value.field == field
    with pytest.raises(DomainError, match=r"Нужен другой файл|не похож"):
        contracts.put_in_force(
            made, number="1", signed_on=today(), actor=None, copy=("a.pdf", b"word word word")
        )
    made.refresh_from_db()
    assert made.state == AgreementState.DRAFT, "nothing is signed when the copy is refused"
    in_force(partner, number="5")
    with pytest.raises(DomainError, match="уже записано"):
        in_force(partner, number="5")


def test_an_agreement_ends_by_itself_when_its_term_is_over(partner, org):
    over = in_force(partner, days=1)
    Agreement.objects.filter(pk=over.pk).update(ends_on=today() - dt.timedelta(days=1))
    later = in_force(partner, number="2")
    end_agreements()
    end_agreements()
    over.refresh_from_db()
    later.refresh_from_db()
    assert (over.state, over.closed_on) == (AgreementState.ENDED, over.ends_on)
    assert later.state == AgreementState.ACTIVE


def test_reminders_begin_30_days_before_and_stop_when_there_is_another(partner, org):
    day = today()
    near = in_force(partner, days=7)
    assert agreements_to_remind(day) == [near]
    other = factories.partner(org)
    month, _ = in_force(other, days=30, number="3"), in_force(factories.partner(org), days=31, number="4")
    assert agreements_to_remind(day) == [near, month]
    in_force(partner, days=300, number="9")
    assert agreements_to_remind(day) == [month]


def test_a_link_holds_while_the_card_says_the_same_place(org, partner, programme):
    person = factories.person(org, employer="ООО «Пример»")
    entry = factories.mentor(programme, person=person)
    assert link_employees(partner, [person], actor=None) == 1
    assert [one.person for one in employees_of(partner)] == [person]
    assert list(mentors_from([partner], programme)) == [entry]
    entry.state = EntryState.LEFT
    entry.save()
    assert not mentors_from([partner], programme)
    person.employer = "АО «Другое»"
    person.save()
    assert not employees_of(partner)
    assert PartnerEmployee.objects.count() == 1
    link_employees(factories.partner(org), [person], actor=None)
    assert PartnerEmployee.objects.get().partner != partner


def test_a_foreign_person_is_not_linked(partner):
    stranger = factories.person(factories.organization(), employer="ООО")
    with pytest.raises(DomainError, match="другой организации"):
        link_employees(partner, [stranger], actor=None)
