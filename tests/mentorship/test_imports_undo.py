"""An applied list is taken back as a whole, while nothing depends on it."""

from datetime import date

import pytest

from core.errors import DomainError
from core.models import AuditEntry
from mentorship.domain import imports as domain
from mentorship.domain.advance import move_entry
from mentorship.domain.consents import ensure_needed
from mentorship.domain.entries import edit_entry
from mentorship.domain.import_undo import obstacles_of, undo_import
from mentorship.domain.pairs import make_pair
from mentorship.domain.people import edit_person
from mentorship.enums import ConsentMethod, ConsentState, EntryState, ImportBase, ImportState
from mentorship.imports.results import CHANGED, NEW, SAME
from mentorship.models import (
    Consent,
    Guardianship,
    ImportedRow,
    MenteeEntry,
    MentorEntry,
    Person,
    RequestTopic,
)
from tests import factories
from tests.data.bad import files
from tests.mentorship.conftest import guardian_for

pytestmark = pytest.mark.usefixtures("scoped")
HEADER = ["ФИО", "Дата рождения", "Группа", "Телефон", "Мать", "Телефон матери", "Основной запрос"]
ROWS = [
    ["Образцов Пётр Ильич", "05.03.2012", "ТМ-21", "89000000001", "Образцова Вера Ильинична", "89000000099", "сварка"],
    ["Образцова Яна Ильинична", "05.03.2013", "ТМ-11", "", "Образцова Вера Ильинична", "89000000099"],
]  # fmt: skip


def apply(programme, rows, *, header=HEADER, base=ImportBase.MENTEES):
    made = domain.upload_people(
        programme, files.workbook([header, *rows]), "list.xlsx", base=base, actor=None, later=True
    )
    domain.apply_import(made, only_good=False, actor=None)
    return made


def world():
    """Everything an import may touch, to be compared before and after."""
    people = Person.objects.order_by("pk").values_list(
        "pk", "search_key", "group", "phone", "email", "birth_date"
    )
    return (
        list(people),
        list(MenteeEntry.objects.order_by("pk").values_list("pk", "person_id", "main_request", "project_id")),
        list(MentorEntry.objects.order_by("pk").values_list("pk", "person_id", "competences", "capacity")),
        list(Guardianship.objects.order_by("pk").values_list("ward_id", "guardian_id", "kind")),
        sorted(MenteeEntry.topics.through.objects.values_list("menteeentry_id", "requesttopic_id")),
        sorted(MentorEntry.projects.through.objects.values_list("mentorentry_id", "project_id")),
    )


def test_undoing_leaves_the_world_as_it_was(programme):
    before = world()
    made = apply(programme, ROWS)
    assert (Person.objects.count(), Guardianship.objects.count()) == (3, 2)
    assert ImportedRow.objects.count() == 2
    assert not obstacles_of(made)
    undo_import(made, actor=None, reason="не тот файл")
    assert world() == before
    assert made.state == ImportState.UNDONE
    assert not ImportedRow.objects.exists()
    entry = AuditEntry.objects.get(action="people_import.undone")
    assert entry.reason == "не тот файл"
    with pytest.raises(DomainError, match="только внесённый"):
        undo_import(made, actor=None)


def test_consents_that_the_portal_only_asks_for_do_not_hold_a_list(programme):
    made = apply(programme, ROWS)
    ensure_needed(programme, actor=None)
    assert Consent.objects.exists()
    undo_import(made, actor=None)
    assert not Consent.objects.exists()
    assert not Person.objects.exists()


def signed(programme, entry):
    guardian_for(entry.person)
    ensure_needed(programme, actor=None)
    Consent.objects.filter(person=entry.person).update(
        state=ConsentState.SIGNED,
        signed_on=date(2026, 9, 2),
        cosigned_on=date(2026, 9, 2),
        method=ConsentMethod.PAPER,
        original_place="папка",
    )


def paired(programme, entry):
    project = factories.project(programme)
    MenteeEntry.objects.filter(pk=entry.pk).update(project=project)
    mentor = factories.mentor(programme)
    mentor.projects.add(project)
    entry.refresh_from_db()
    make_pair(project, mentor, [entry], actor=None)


def edited(programme, entry):
    edit_person(entry.person, actor=None, group="ТМ-31")


def moved(programme, entry):
    move_entry(entry, to=EntryState.CHECKING, actor=None)


def wished(programme, entry):
    edit_entry(entry, actor=None, interests="шахматы")


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (signed, "согласие"),
        (paired, "пара"),
        (edited, "изменён после загрузки"),
        (moved, "Проверка документов"),
        (wished, "изменён после загрузки"),
    ],
)
def test_what_depends_on_a_row_is_named_and_nothing_is_undone(programme, step, words):
    made = apply(programme, ROWS)
    step(programme, MenteeEntry.objects.get(person__first_name="Пётр"))
    before = world()
    (obstacle,) = obstacles_of(made)
    assert obstacle.row.number == 2
    assert words in ", ".join(obstacle.reasons)
    with pytest.raises(DomainError, match="Строка 2 листа") as caught:
        undo_import(made, actor=None)
    assert "Образцов" not in caught.value.message
    assert world() == before


def test_changed_values_become_the_former_ones(programme):
    org = programme.organization
    topic = RequestTopic.objects.get(code="career", organization=None)
    other = RequestTopic.objects.get(code="goals", organization=None)
    person = factories.person(
        org,
        last_name="Образцов",
        first_name="Пётр",
        middle_name="Ильич",
        birth_date=date(2012, 3, 5),
        group="ТМ-20",
    )
    entry = factories.mentee(programme, person=person, main_request="слесарное дело")
    entry.topics.add(topic)
    before = world()
    made = apply(
        programme,
        [[*ROWS[0], other.title]],
        header=[*HEADER, "Темы запросов"],
    )
    assert domain.PeopleImport.objects.get().counts[CHANGED] == 1
    entry.refresh_from_db()
    assert entry.main_request == "сварка"
    assert list(entry.topics.all()) == [other]
    undo_import(made, actor=None)
    assert world() == before


def test_a_value_that_somebody_has_changed_since_is_not_overwritten(programme):
    person = factories.person(
        programme.organization,
        last_name="Образцов",
        first_name="Пётр",
        middle_name="Ильич",
        birth_date=date(2012, 3, 5),
    )
    factories.mentee(programme, person=person)
    made = apply(programme, [["Образцов Пётр Ильич", "05.03.2012", "ТМ-22"]])
    edit_person(Person.objects.get(pk=person.pk), actor=None, group="ТМ-23")
    (obstacle,) = obstacles_of(made)
    assert obstacle.reasons == ["после загрузки изменено: группа, класс"]
    with pytest.raises(DomainError, match="группа, класс"):
        undo_import(made, actor=None)
    person.refresh_from_db()
    assert person.group == "ТМ-23"


def test_a_later_list_holds_an_earlier_one(programme):
    first = apply(programme, [ROWS[0]])
    second = apply(programme, [["Образцов Пётр Ильич", "05.03.2012", "ТМ-22"]])
    assert second.counts[CHANGED] == 1
    (obstacle,) = obstacles_of(first)
    assert "есть в другом внесённом списке" in obstacle.reasons
    undo_import(second, actor=None)
    undo_import(first, actor=None)
    assert not Person.objects.exists()


def test_a_list_applied_after_its_undoing_is_new_again(programme):
    undo_import(apply(programme, ROWS), actor=None)
    again = apply(programme, ROWS)
    assert again.counts == {NEW: 2, CHANGED: 0, SAME: 0, "error": 0}
    assert apply(programme, ROWS).counts[SAME] == 2
