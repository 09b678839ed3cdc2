"""Sensitive records: their own consent on every path, their own right, readers in the trail, nothing elsewhere."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.context import acting
from core.domain.accounts import edit_membership
from core.enums import Role
from core.errors import DomainError
from core.models import AuditEntry, StoredFile
from mentorship.domain import sensitive as domain
from mentorship.domain.consent_terms import lapse_due
from mentorship.domain.consents import ask_for, refuse_consent, withdraw_consent
from mentorship.domain.data_requests import build_archive
from mentorship.domain.erasure import erase_person
from mentorship.domain.merging import merge_people
from mentorship.enums import ConsentKind, ConsentState, WithdrawalStepCode
from mentorship.models import Consent, Person, SensitiveKind, SensitiveRecord
from mentorship.selectors.next_steps import next_step, tell_facts
from mentorship.selectors.sensitive import kinds_for
from tests import factories
from tests.mentorship.conftest import guardian_for, sign_all, today

pytestmark = pytest.mark.usefixtures("scoped")
CANARY = "справка-канарейка 4417"


@pytest.fixture
def kind():
    return SensitiveKind.objects.get(organization=None, code="disability_school")


@pytest.fixture
def entry(programme, project):
    made = factories.mentee(programme, project=project)
    guardian_for(made.person)
    sign_all(programme)
    return made


@pytest.fixture
def psychologist(org):
    return factories.membership(org, Role.PSYCHOLOGIST)


def sign(consent, **given):
    columns = {
        "state": "signed",
        "signed_on": today(),
        "cosigned_on": today(),
        "method": "paper",
        "original_place": "сейф",
    }
    Consent.objects.filter(pk=consent.pk).update(**columns | given)
    consent.refresh_from_db()
    return consent


@pytest.fixture
def consent(entry, programme):
    return sign(ask_for(entry.person, programme, ConsentKind.SPECIAL, actor=None))


def enter(entry, kind, **given):
    values = {"programme": entry.programme, "kind": kind, "basis": CANARY, "actor": None}
    return domain.record_sensitive(entry.person, **values | given)


# --- the gate, by each path ---

BROKEN = {
    "absent": lambda rows: rows.delete(),
    "needed": lambda rows: rows.update(state="needed"),
    "issued": lambda rows: rows.update(state="issued"),
    "refused": lambda rows: rows.update(state="refused"),
    "over": lambda rows: rows.update(
        valid_until=today() - timedelta(days=1), signed_on=today() - timedelta(days=2)
    ),
}


@pytest.mark.parametrize("loss", BROKEN)
def test_the_domain_enters_nothing_without_the_consent(entry, kind, consent, loss):
    BROKEN[loss](Consent.objects.filter(pk=consent.pk))
    with pytest.raises(DomainError, match="специальных категорий"):
        enter(entry, kind)
    assert not SensitiveRecord.objects.exists()


@pytest.mark.parametrize("loss", BROKEN)
def test_the_page_enters_nothing_without_the_consent(entry, kind, consent, loss, psychologist, signed_in):
    BROKEN[loss](Consent.objects.filter(pk=consent.pk))
    address = reverse("mentorship:sensitive_add", args=[entry.person_id])
    answer = signed_in(psychologist).post(address, {"kind": kind.pk, "basis": CANARY, "valid_until": ""})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "специальных категорий" in text
    assert CANARY in text  # what was typed is kept
    assert not SensitiveRecord.objects.exists()


def test_the_consent_to_processing_is_not_enough(entry, kind):
    assert Consent.objects.filter(person=entry.person, kind="processing", state="signed").exists()
    with pytest.raises(DomainError, match="специальных категорий"):
        enter(entry, kind)


def test_no_list_brings_a_record_even_with_the_consent(
    entry, consent, programme, curator, signed_in, tmp_path
):
    rows = f"Фамилия;Имя;Отчество;ОВЗ\n{entry.person.last_name};Примера;Образцовна;да\n"
    path = tmp_path / "list.csv"
    path.write_text(rows, encoding="utf-8")
    with path.open("rb") as file:
        page = signed_in(curator).post(reverse("mentorship:people_import"), {"base": "mentees", "file": file})
    assert "Удалите колонку" in page.content.decode()
    with pytest.raises(CommandError, match="Удалите колонку"):
        call_command("import_people", str(path), organization=programme.organization.code, base="mentees")
    assert not SensitiveRecord.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_database_keeps_no_record_without_a_consent_or_a_document(entry, kind, consent):
    record = enter(entry, kind)
    for lacking in ({"consent": None}, {"basis": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SensitiveRecord.objects.filter(pk=record.pk).update(**lacking)
    with pytest.raises(DomainError, match="уже есть"):
        enter(entry, kind)


@pytest.mark.parametrize(
    ("given", "told"),
    [({"basis": " \u00a0"}, "документ"), ({"valid_until": today() - timedelta(days=1)}, "уже вышел")],
)
def test_a_record_names_a_document_in_force(entry, kind, consent, given, told):
    with pytest.raises(DomainError, match=told):
        enter(entry, kind, **given)


def test_a_hidden_kind_is_not_entered(entry, kind, consent):
    kind.hidden_by.add(entry.organization)
    assert kind not in kinds_for(entry.organization)
    with pytest.raises(DomainError, match="нет"):
        enter(entry, kind)


# --- the right ---


@pytest.mark.parametrize(
    "role", [Role.CURATOR, Role.DIRECTOR, Role.ADMINISTRATOR, Role.PROJECT_CURATOR, Role.INFORMANT]
)
def test_nobody_else_reads_or_writes_in_the_domain_either(org, entry, kind, consent, role):
    record = enter(entry, kind)
    someone = factories.membership(org, role)
    with acting(someone.user, membership=someone):
        for attempt in (
            lambda: domain.read_sensitive(entry.person, entry.programme, actor=someone.user),
            lambda: domain.edit_sensitive(record, basis="другое", valid_until=None, actor=someone.user),
            lambda: domain.remove_sensitive(record, reason="нет", actor=someone.user),
            lambda: enter(entry, SensitiveKind.objects.get(organization=None, code="orphan")),
        ):
            with pytest.raises(DomainError, match="нет права"):
                attempt()


def test_a_curator_reads_by_a_right_given_by_name_until_it_is_taken(
    entry, kind, consent, curator, administrator, signed_in
):
    enter(entry, kind)
    address = reverse("mentorship:sensitive", args=[entry.person_id])
    client = signed_in(curator)
    assert client.get(address).status_code == 403
    page = reverse("core:user", args=[curator.pk])
    office = signed_in(administrator)
    assert "Особые сведения" in office.get(page).content.decode()
    office.post(page, {"position": "", "groups": "", "grants": ["mentorship.view_sensitive"]})
    assert CANARY in client.get(address).content.decode()
    assert AuditEntry.objects.filter(
        action="membership.edited", after__grants=["mentorship.view_sensitive"]
    ).exists()
    office.post(page, {"position": "", "groups": ""})
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.ADMINISTRATOR, Role.MENTOR])
def test_the_right_is_given_to_no_other_role(org, administrator, role, signed_in):
    someone = factories.membership(org, role)
    with pytest.raises(DomainError, match="не дают"):
        edit_membership(
            someone, actor=administrator.user, position="", groups=[], grants=["mentorship.view_sensitive"]
        )
    assert (
        "Права, данные лично"
        not in signed_in(administrator).get(reverse("core:user", args=[someone.pk])).content.decode()
    )
    someone.grants = ["mentorship.view_sensitive"]  # written past the domain it opens nothing either
    someone.save()
    assert signed_in(someone).get(reverse("mentorship:categories")).status_code in {200, 403}


def test_a_project_curator_with_the_right_sees_only_their_people(entry, kind, consent, org, signed_in):
    enter(entry, kind)
    other = factories.membership(org, Role.PROJECT_CURATOR, grants=["mentorship.view_sensitive"])
    factories.project(entry.programme).curators.add(other.user)
    assert signed_in(other).get(reverse("mentorship:sensitive", args=[entry.person_id])).status_code == 404


# --- the trail ---


def test_every_reading_is_in_the_trail_and_no_line_tells_the_kind(
    entry, kind, consent, psychologist, signed_in
):
    client = signed_in(psychologist)
    address = reverse("mentorship:sensitive", args=[entry.person_id])
    client.get(address)
    client.post(
        reverse("mentorship:sensitive_add", args=[entry.person_id]), {"kind": kind.pk, "basis": CANARY}
    )
    record = SensitiveRecord.objects.get()
    assert record.entered_by == psychologist.user
    client.get(address)
    client.post(
        reverse("mentorship:sensitive_edit", args=[record.pk]), {"basis": f"{CANARY} б", "valid_until": ""}
    )
    client.post(reverse("mentorship:sensitive_remove", args=[record.pk]), {"reason": "документ не нужен"})
    lines = AuditEntry.objects.filter(action__startswith="sensitive.").order_by("pk")
    assert [line.action.partition(".")[2] for line in lines] == [
        "read",
        "recorded",
        "read",
        "edited",
        "removed",
    ]
    assert all(line.actor == psychologist.user for line in lines)
    told = " ".join(f"{line.object_name} {line.before} {line.after} {line.reason}" for line in lines)
    assert kind.title not in told
    assert CANARY not in told
    assert not SensitiveRecord.objects.exists()


# --- nowhere else ---


def test_it_stands_in_no_list_file_card_or_search(
    entry, kind, consent, curator, director, psychologist, signed_in
):
    enter(entry, kind)
    for member in (curator, director, psychologist):
        client = signed_in(member)
        for address in (
            reverse("mentorship:mentees"),
            reverse("mentorship:person", args=[entry.person_id]),
            reverse("core:home"),
            reverse("core:search") + "?q=канарейка",
        ):
            page = client.get(address, follow=True).content.decode()
            assert CANARY not in page
            assert kind.title not in page
        for export in ("csv", "xlsx"):
            body = client.get(reverse("mentorship:mentees") + f"?_export={export}").content
            assert CANARY.encode() not in body
            assert kind.title.encode() not in body


def test_the_director_is_not_even_told_that_the_consent_was_asked_for(
    entry, consent, director, curator, signed_in
):
    address = reverse("mentorship:consents")
    words = "специальных категорий"
    assert (
        signed_in(curator).get(f"{address}?kind=special").content.decode().count(entry.person.last_name) >= 1
    )
    assert entry.person.last_name not in signed_in(director).get(f"{address}?kind=special").content.decode()
    card = reverse("mentorship:person", args=[entry.person_id])
    assert words in signed_in(curator).get(card).content.decode()
    assert words not in signed_in(director).get(card).content.decode()
    assert signed_in(director).get(reverse("mentorship:consent", args=[consent.pk])).status_code == 404


def test_the_lack_of_it_holds_nobody_up(entry, programme):
    ask_for(entry.person, programme, ConsentKind.SPECIAL, actor=None)
    tell_facts([entry])
    assert next_step(entry).text == "подтвердить участие"


# --- the end ---


def test_a_withdrawal_destroys_the_records_and_leaves_the_rest_at_work(entry, kind, consent, project):
    enter(entry, kind)
    withdraw_consent(consent, on=today(), actor=None, reason="передумали")
    assert not SensitiveRecord.objects.exists()
    entry.refresh_from_db()
    assert entry.state == "surveyed"
    steps = {step.code: step.done_on for step in consent.withdrawal.steps.all()}
    assert steps[WithdrawalStepCode.DESTROY] == today()
    assert set(steps) == {WithdrawalStepCode.DESTROY, WithdrawalStepCode.ACT, WithdrawalStepCode.ANSWER}


def test_the_withdrawal_of_processing_destroys_them_too(entry, kind, consent):
    enter(entry, kind)
    withdraw_consent(Consent.objects.get(kind="processing"), on=today(), actor=None)
    assert not SensitiveRecord.objects.exists()


def test_the_end_of_the_term_hides_them_at_once_and_destroys_them_at_night(entry, kind, consent, programme):
    enter(entry, kind)
    sign(consent, signed_on=today() - timedelta(days=9), valid_until=today() - timedelta(days=1))
    assert domain.read_sensitive(entry.person, programme, actor=None) == []
    lapse_due(programme.organization)
    assert not SensitiveRecord.objects.exists()


def test_erasing_a_person_destroys_them_and_the_archive_tells_them_first(entry, kind, consent):
    enter(entry, kind)
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(build_archive(entry.person))) as archive:
        told = archive.read("Сводка.html").decode()
    assert CANARY in told
    assert kind.title in told
    erase_person(entry.person, actor=None, grounds="demand")
    assert not SensitiveRecord.objects.exists()


def test_merged_cards_keep_the_record_under_the_living_consent(entry, kind, consent, programme):
    record = enter(entry, kind)
    other = factories.mentee(
        programme, person=factories.person(programme.organization, birth_date=entry.person.birth_date)
    )
    guardian_for(other.person)
    later = sign(ask_for(other.person, programme, ConsentKind.SPECIAL, actor=None))
    Consent.objects.filter(pk=consent.pk).update(signed_on=today() - timedelta(days=5))
    merge_people(other.person, entry.person, choices={}, actor=None)
    record.refresh_from_db()
    assert (record.person, record.consent) == (other.person, later)
    assert Person.objects.filter(pk=other.person_id).exists()


def test_a_refused_consent_is_asked_for_once_more(entry, programme):
    asked = ask_for(entry.person, programme, ConsentKind.SPECIAL, actor=None)
    refuse_consent(asked, on=today(), actor=None)
    again = ask_for(entry.person, programme, ConsentKind.SPECIAL, actor=None)
    assert (again.pk, again.state) == (asked.pk, ConsentState.NEEDED)
    assert ask_for(entry.person, programme, ConsentKind.SPECIAL, actor=None).pk == asked.pk


def test_who_cannot_be_asked_is_told_why(programme):
    alone = factories.mentee(programme)
    with pytest.raises(DomainError, match="представитель"):
        ask_for(alone.person, programme, ConsentKind.SPECIAL, actor=None)
    undated = factories.mentee(programme, person=factories.person(programme.organization, birth_date=None))
    with pytest.raises(DomainError, match="дата рождения"):
        ask_for(undated.person, programme, ConsentKind.SPECIAL, actor=None)


def test_outdated_documents_are_told_without_names(entry, kind, consent, psychologist, signed_in):
    enter(entry, kind)
    SensitiveRecord.objects.update(valid_until=today() - timedelta(days=1))
    home = signed_in(psychologist).get(reverse("core:home")).content.decode()
    assert "срок которого вышел" in home
    assert entry.person.last_name not in home
