"""After an erasure nothing of the person is left: canaries in every text about them, a dump of the database, files."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, models
from django_scopes import scope, scopes_disabled
from pypdf import PdfReader

from core import audit
from core.context import acting
from core.domain.files import read_file, store_file
from core.enums import Role
from core.errors import DomainError
from core.models import AuditEntry, Job, JobMessage
from core.registries import OnErase, person_links
from mentorship.domain.consents import withdraw_consent
from mentorship.domain.erasure import erase_person, plan_erasure
from mentorship.domain.imports import apply_import, check_import, upload_people
from mentorship.domain.merging import merge_people
from mentorship.domain.pairs import reject_pair
from mentorship.domain.people import add_guardian, create_person, edit_person
from mentorship.enums import ConsentKind, ConsentMethod, ConsentState, ErasureGround
from mentorship.models import (
    Consent,
    DataRequest,
    Erasure,
    Guardianship,
    ImportedRow,
    MenteeEntry,
    MenteeRequest,
    Person,
    WithdrawalStep,
)
from reports.domain.destruction import act_of
from tests import factories

pytestmark = pytest.mark.django_db
CANARY = "Канарейкин"


@pytest.fixture
def programme(org):
    return factories.programme(org)


@pytest.fixture
def project(programme):
    return factories.project(programme)


def dump() -> dict[str, str]:
    """Every value of every table as text; JSON with its letters unescaped."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = [
                " ".join(
                    str(value).encode().decode("unicode_escape") if "\\u" in str(value) else str(value)
                    for value in row
                )
                for row in cursor.fetchall()
            ]
            found[table] = "\n".join(rows)
    return found


def files() -> dict[str, str]:
    """The text of every stored file: PDFs read back, archives opened."""
    found = {}
    for path in Path(default_storage.location).rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            if data.startswith(b"%PDF"):
                text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
            elif data.startswith(b"PK"):
                archive = zipfile.ZipFile(io.BytesIO(data))
                text = " ".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
            else:
                text = data.decode("utf-8", "ignore")
            found[str(path)] = text
    return found


def traces(word: str) -> list[str]:
    places = [table for table, text in dump().items() if word.lower() in text.lower()]
    return places + [path for path, text in files().items() if word.lower() in text.lower()]


def about(person: Person):
    """Rows of every declared table about a person, and what hangs on their places and answers."""
    for link in person_links:
        if link.on_erase is not OnErase.KEEP and link.model is not Person:
            yield from link.model._base_manager.filter(**{link.path: person})
    yield from MenteeRequest.objects.filter(entry__person=person)
    for consent in Consent.objects.filter(person=person):  # whatever hangs on a consent, in any app
        for relation in Consent._meta.related_objects:
            yield from relation.related_model._base_manager.filter(**{relation.field.name: consent})
    yield from WithdrawalStep.objects.filter(withdrawal__consent__person=person)
    yield from apps.get_model("surveys.Answer").objects.filter(response__person=person)
    yield person


def plant(row: models.Model) -> None:
    """A canary in every free text of a row, found by looking at the model: a new column is planted by itself."""
    values = {}
    for field in row._meta.concrete_fields:
        free = (
            isinstance(field, models.CharField | models.TextField) and not field.choices and not field.unique
        )
        if free and not field.primary_key and not (isinstance(row, Person) and field.name.endswith("_key")):
            kind = models.EmailField
            values[field.name] = f"{CANARY.lower()}@example.test" if isinstance(field, kind) else CANARY
            values[field.name] = values[field.name][: field.max_length]
    if values:
        type(row)._base_manager.filter(pk=row.pk).update(**values)


@pytest.fixture
def world(org, programme, project, curator):
    """A person with something in every corner of the portal, everything of it a canary."""
    with scope(organization=org), acting(curator.user, membership=curator):
        user = factories.user(email="канарейкин@example.test", full_name=f"{CANARY} Пётр Ильич")
        factories.membership(org, Role.MENTEE, user=user)
        person = create_person(
            org, actor=curator.user, last_name=CANARY, first_name="Пётр", middle_name="Ильич",
            birth_date=date(2009, 3, 2), phone="+79997770077", email="kanareikin@example.test",
            address="ул. Канарейкина, 7", user=user,
        )  # fmt: skip
        edit_person(person, actor=curator.user, group="ТМ-21", employer="ООО «Канарейкин и дети»")
        former = create_person(org, actor=curator.user, last_name=CANARY, first_name="Петр")
        parent = factories.person(org, last_name="Родителева", birth_date=date(1980, 1, 1))
        add_guardian(person, guardian=parent, kind="mother", actor=curator.user, authority="св-во")
        entry = factories.mentee(programme, person=person, project=project, main_request="слова")
        MenteeRequest.objects.create(organization=org, entry=entry, text="слова", source="hand")
        scan = store_file(
            f"скан {CANARY}".encode(), name=f"{CANARY}.pdf", content_type="text/plain",
            purpose="consent_scan", organization=org, created_by=None,
        )  # fmt: skip
        Consent.objects.create(
            organization=org, programme=programme, person=person, kind=ConsentKind.PROCESSING, signer="self",
            state=ConsentState.SIGNED, signed_on=date(2026, 9, 2), method=ConsentMethod.PAPER,
            scan=scan, original_place="папка",
        )  # fmt: skip
        pair = factories.pair(project, mentees=[entry])
        audit.record("pair.proposed", subject=pair, after={"mentees": [str(entry)]})
        Job.objects.create(organization=org, kind="x", title=f"Письмо: {person.full_name}")
        JobMessage.objects.create(
            job=Job.objects.get(kind="x"), level="error", subject=person.short_name, text="нет почты"
        )
        merge_people(person, former, choices={}, actor=curator.user)
        reject_pair(pair, actor=curator.user, reason=f"{person.full_name} против")
    return person


def imported(programme, curator):
    data = f"ФИО;Дата рождения;Группа\n{CANARY} Пётр Ильич;02.03.2009;ТМ-31\n".encode()
    people_import = upload_people(programme, data, "список.csv", base="mentees", actor=curator.user)
    check_import(people_import)
    apply_import(people_import, only_good=True, actor=curator.user)


@pytest.mark.slow
def test_nothing_is_left_of_the_person(org, programme, world, curator, django_capture_on_commit_callbacks):
    with scope(organization=org), acting(curator.user, membership=curator):
        imported(programme, curator)
        DataRequest.objects.create(
            organization=org, person=world, received_on=date(2026, 11, 1), due_on=date(2026, 11, 17),
            archive=store_file(
                CANARY.encode(), name=f"{CANARY}.zip", content_type="application/zip", purpose="data_request",
                organization=org, created_by=None,
            ),
        )  # fmt: skip
        withdraw_consent(
            Consent.objects.get(person=world), on=date(2026, 11, 2), actor=curator.user, reason="так"
        )
        for row in about(world):
            plant(row)
        world.refresh_from_db()
        assert ImportedRow.objects.filter(person=world).exists()
        assert traces(CANARY)
        plan = plan_erasure(world)
        assert dict(plan.destroyed)["Карточка"] == 2  # with the card that was merged into it
        with django_capture_on_commit_callbacks(execute=True):
            erasure = erase_person(
                world, actor=curator.user, grounds=ErasureGround.DEMAND, note=f"заявление {CANARY}"
            )
        assert traces(CANARY) == []
        for word in ("9997770077", "kanareikin", "канарейкин@", "Канарейкина, 7"):
            assert traces(word) == [], word
        assert erase_person(world, actor=curator.user, grounds=ErasureGround.DEMAND) == erasure
        assert Erasure.objects.count() == 1
        # What stays is impersonal: the place, the consent, the trail of who did what.
        assert MenteeEntry.objects.filter(person=world).count() == 1
        consent = Consent.objects.get(person=world)
        assert (consent.state, consent.scan, consent.original_place) == (ConsentState.WITHDRAWN, None, "")
        done = WithdrawalStep.objects.filter(code__in=["destroy", "act"], done_on__isnull=False)
        assert done.count() == 2
        trail = AuditEntry.objects.filter(object_type="mentorship.person", object_id=str(world.pk))
        assert {"person.created", "person.edited", "person.merged", "person.erased"} <= set(
            trail.values_list("action", flat=True)
        )
        assert not Guardianship.objects.filter(ward=world).exists()


def test_the_act_names_what_the_order_asks_for(org, world, curator):
    with scope(organization=org), acting(curator.user, membership=curator):
        erasure = erase_person(world, actor=curator.user, grounds=ErasureGround.WITHDRAWAL)
        act = act_of(erasure)
        text = " ".join(
            page.extract_text() for page in PdfReader(io.BytesIO(read_file(act.file))).pages
        ).replace("\xa0", " ")
    squeezed = " ".join(text.split())
    for part in (
        "АКТ № 1-У", org.full_name.split("«")[0].strip(), f"карточка № {world.pk}", "отзыв согласия",
        "Способ уничтожения",
        curator.user.full_name, "Карточка — записей", "Выгрузка из журнала", "№ 179",
    ):  # fmt: skip
        assert part in squeezed, part
    assert CANARY not in squeezed


def test_a_live_pair_stands_in_the_way(org, programme, project, curator):
    with scope(organization=org), acting(curator.user, membership=curator):
        entry = factories.mentee(programme, project=project)
        factories.pair(project, mentees=[entry])
        assert plan_erasure(entry.person).blocks
        with pytest.raises(DomainError, match="ещё не завершена"):
            erase_person(entry.person, actor=curator.user, grounds=ErasureGround.DEMAND)
        with pytest.raises(DomainError, match="основание"):
            erase_person(entry.person, actor=curator.user, grounds="так хочу")


def test_a_namesake_keeps_their_history(org, curator):
    with scope(organization=org), acting(curator.user, membership=curator):
        names = {"last_name": "Тёзкина", "first_name": "Анна", "middle_name": "Петровна"}
        gone = create_person(org, actor=curator.user, birth_date=date(2009, 1, 1), **names)
        stays = create_person(org, actor=curator.user, birth_date=date(2008, 1, 1), **names)
        erase_person(gone, actor=curator.user, grounds=ErasureGround.GOAL)
        (kept,) = AuditEntry.objects.filter(object_type="mentorship.person", object_id=str(stays.pk))
        assert kept.object_name == "Тёзкина Анна Петровна"
        stays.refresh_from_db()
        assert stays.last_name == "Тёзкина"


def test_an_account_with_another_role_stays(org, curator):
    with scope(organization=org), acting(curator.user, membership=curator):
        person = factories.person(org, user=curator.user)
        erasure = erase_person(person, actor=curator.user, grounds=ErasureGround.GOAL)
        curator.user.refresh_from_db()
        assert curator.user.is_active
        assert "Учётная запись: нужна для другой роли" in erasure.kept


@pytest.mark.slow
def test_the_page_tells_what_goes_and_what_stays(org, world, curator, signed_in):
    from django.urls import reverse

    client = signed_in(curator)
    url = reverse("mentorship:person_erase", args=[world.pk])
    page = client.get(url).content.decode()
    assert "Будет уничтожено" in page
    assert "Записи о согласиях без имени" in page
    assert client.post(url, {"grounds": "demand"}).status_code == 422  # not sure
    assert client.post(url, {"grounds": "demand", "sure": "on"}).status_code == 302
    assert "Открыть акт" in client.get(url).content.decode()
    with scopes_disabled():
        erasure = Erasure.objects.get()
    act = client.get(reverse("reports:destruction_act", args=[erasure.pk]))
    assert b"".join(act.streaming_content).startswith(b"%PDF")
    act.close()
    assert json.dumps(erasure.destroyed)
