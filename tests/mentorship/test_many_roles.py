"""One guardian with several children, and one person who is mentor, mentee, guardian and a partner's man at once."""

from datetime import date

import pytest
from django.urls import reverse

from core.enums import Role
from core.errors import DomainError
from mentorship.ages import age_on
from mentorship.domain import imports
from mentorship.domain.consents import ensure_needed, withdraw_consent
from mentorship.domain.pairs import make_pair
from mentorship.domain.partners import add_member
from mentorship.domain.people import add_guardian
from mentorship.enums import ConsentKind, ConsentSigner, EntryState, ImportBase, PairState
from mentorship.models import Consent, Guardianship, MenteeEntry, MentorEntry, Pair, Person
from tests import factories
from tests.data.bad import files
from tests.mentorship.conftest import propose, sign_all, today

pytestmark = pytest.mark.usefixtures("scoped")
ORDERED = {"state": PairState.ACTIVE, "order_number": "7-ОД", "order_date": date(2026, 10, 12)}


def born(years: int) -> date:
    day = today()
    return date(day.year - years, 1, 1)


@pytest.fixture
def mother(org):
    account = factories.membership(org, Role.PARENT)
    return factories.person(
        org, last_name="Многодетнова", first_name="Вера", middle_name="Ильинична", birth_date=date(1980, 1, 1),
        category="parent", group="", user=account.user, phone="+79000000101",
    )  # fmt: skip


@pytest.fixture
def children(mother, programme):
    """Of 12, 15 and 17 years, and one who is grown."""
    rows = []
    for years in (12, 15, 17, 19):
        child = factories.person(
            programme.organization, last_name=f"Детинов{'абвг'[len(rows)]}", birth_date=born(years)
        )
        add_guardian(child, guardian=mother, kind="mother", actor=None)
        rows.append(factories.mentee(programme, person=child))
    return rows


def page(client, name, *args) -> str:
    return client.get(reverse(name, args=args)).content.decode()


# --- one guardian, several children ---


def test_the_card_of_a_guardian_shows_every_child_and_theirs_the_guardian(
    mother, children, curator, signed_in
):
    client = signed_in(curator)
    card = page(client, "mentorship:person", mother.pk)
    assert [entry.person.full_name in card for entry in children] == [True] * 4
    for entry in children:
        assert mother.full_name in page(client, "mentorship:person", entry.person_id)


def test_each_child_has_consents_of_their_own_signed_by_the_one_guardian(
    mother, children, programme, curator, signed_in
):
    ensure_needed(programme, actor=None)
    ensure_needed(programme, actor=None)
    own = Consent.objects.filter(kind=ConsentKind.PROCESSING)
    assert own.count() == 4
    signers = {consent.person_id: (consent.signer, consent.representative) for consent in own}
    assert [signers[entry.person_id] for entry in children] == [
        (ConsentSigner.REPRESENTATIVE, mother),
        (ConsentSigner.REPRESENTATIVE_AND_TEENAGER, mother),
        (ConsentSigner.REPRESENTATIVE_AND_TEENAGER, mother),
        (ConsentSigner.SELF, None),
    ]
    client = signed_in(curator)
    board = page(client, "mentorship:consents") + page(client, "mentorship:consents_people")
    for entry in children:
        assert entry.person.full_name in board
    for consent in own:
        shown = page(client, "mentorship:consent", consent.pk)
        assert (mother.short_name in shown or mother.full_name in shown) is (
            consent.representative is not None
        )


def test_the_home_of_a_parent_shows_all_children_under_age(mother, children, programme, signed_in):
    ensure_needed(programme, actor=None)
    project = factories.project(programme)
    mentor = factories.mentor(programme, capacity=5)
    factories.pair(project, mentor=mentor, mentees=children[:2], **ORDERED)
    factories.pair(project, mentees=[children[2]], **ORDERED)
    factories.pair(project, mentees=[children[3]], **ORDERED)
    shown = page(signed_in(mother.user.memberships.get()), "core:home")
    names = [entry.person.full_name in shown for entry in children]
    assert names == [True, True, True, False]
    assert str(mentor.person) in shown


def test_a_list_joins_the_children_of_one_guardian(programme):
    header = [
        "ФИО",
        "Дата рождения",
        "Группа",
        "Законный представитель",
        "Кем приходится",
        "Телефон представителя",
    ]
    guardian = ["Многодетнова Вера Ильинична", "мать", "8 900 000-01-01"]
    rows = [
        ["Детинов Пётр Ильич", "05.03.2011", "ТМ-11", *guardian],
        ["Детинова Анна Ильинична", "06.04.2012", "ТМ-11", *guardian],
    ]

    def bring(*lines):
        made = imports.upload_people(
            programme, files.workbook([header, *lines]), "list.xlsx", base=ImportBase.MENTEES, actor=None
        )
        imports.apply_import(made, only_good=False, actor=None)

    bring(*rows)
    bring(["Детинов Лев Ильич", "07.05.2013", "ТМ-11", *guardian])
    mother = Person.objects.get(last_name="Многодетнова")
    assert Guardianship.objects.filter(guardian=mother).count() == 3


def test_a_list_finds_the_guardian_who_mentors_here(programme, org):
    teacher = factories.person(
        org, last_name="Многодетнова", first_name="Вера", middle_name="Ильинична", birth_date=date(1980, 1, 1),
        category="employee", group="", phone="+79000000101",
    )  # fmt: skip
    factories.mentor(programme, person=teacher)
    header = [
        "ФИО",
        "Дата рождения",
        "Группа",
        "Законный представитель",
        "Кем приходится",
        "Телефон представителя",
    ]
    row = [
        "Детинов Пётр Ильич",
        "05.03.2011",
        "ТМ-11",
        "Многодетнова Вера Ильинична",
        "мать",
        "8 900 000-01-01",
    ]
    made = imports.upload_people(
        programme, files.workbook([header, row]), "list.xlsx", base=ImportBase.MENTEES, actor=None
    )
    imports.apply_import(made, only_good=False, actor=None)
    assert Guardianship.objects.get().guardian == teacher
    teacher.refresh_from_db()
    assert teacher.category == "employee"


def test_a_guardian_is_chosen_from_any_cards_and_not_entered_twice(org, curator, signed_in, programme):
    teacher = factories.person(
        org, last_name="Многодетнова", first_name="Вера", middle_name="Ильинична", birth_date=date(1980, 1, 1),
        category="employee", group="",
    )  # fmt: skip
    first, second, third = (factories.person(org, birth_date=born(15)) for _ in range(3))
    client = signed_in(curator)
    name = {"last_name": "многодётнова", "first_name": "Вера", "middle_name": "Ильинична", "kind": "mother"}

    def add(child, given):
        return client.post(reverse("mentorship:guardian_add", args=[child.pk]), given)

    asked = add(first, name)
    assert asked.status_code == 422
    assert "уже есть на портале" in asked.content.decode()
    assert add(first, {"known": teacher.pk, "kind": "mother"}).status_code == 422, "found by the name only"
    assert add(first, {**name, "known": teacher.pk}).status_code == 302
    offered = add(second, {"known": teacher.pk, "kind": "mother"})
    assert offered.status_code == 302, "who is a guardian already is offered at once"
    assert Guardianship.objects.filter(guardian=teacher).count() == 2
    assert add(third, {**name, "other": "on"}).status_code == 302
    assert Person.objects.filter(first_name="Вера").count() == 2


def test_untying_one_child_leaves_the_others(mother, children, curator, signed_in):
    link = children[0].person.guardian_links.get()
    signed_in(curator).post(reverse("mentorship:guardian_remove", args=[link.pk]), {"reason": "ошибка"})
    assert Guardianship.objects.filter(guardian=mother).count() == 3


# --- one person, all roles ---


@pytest.fixture
def everything(org, programme):
    """A teacher: mentor of a student, mentee of a colleague, mother of a mentee, who speaks for a partner too."""
    user = factories.user()
    for role in (Role.MENTOR, Role.MENTEE, Role.PARENT, Role.PARTNER):
        factories.membership(org, role, user=user)
    person = factories.person(
        org, last_name="Всеядова", first_name="Нина", middle_name="Львовна", birth_date=date(1982, 2, 2),
        category="employee", group="", user=user,
    )  # fmt: skip
    child = factories.mentee(
        programme, person=factories.person(org, last_name="Детинов", birth_date=born(15))
    )
    add_guardian(child.person, guardian=person, kind="mother", actor=None)
    partner = factories.partner(org, short_name="ООО «Своё»")
    add_member(partner, person=person, role="contact", actor=None)
    students = factories.project(programme, form=factories.form(title="Студент – студент"))
    teachers = factories.project(programme, form=factories.form(title="Педагог – педагог"))
    own = factories.mentor(programme, person=person)
    ward = factories.mentee(programme, person=factories.person(org, last_name="Подопечнов"))
    above = factories.mentor(programme, person=factories.person(org, last_name="Старшинова"))
    for_child = factories.mentor(programme, person=factories.person(org, last_name="Ребятов"))
    factories.pair(students, mentor=own, mentees=[ward], **ORDERED)
    factories.pair(teachers, mentor=above, mentees=[factories.mentee(programme, person=person)], **ORDERED)
    factories.pair(students, mentor=for_child, mentees=[child], **ORDERED)
    return person


@pytest.mark.parametrize("role", [Role.MENTOR, Role.MENTEE, Role.PARENT, Role.PARTNER])
def test_home_shows_all_that_the_person_is_whatever_role_they_came_in(role, everything, signed_in):
    client = signed_in(everything.user.memberships.get(role=role))
    shown = page(client, "core:home")
    for heading in ("Мои наставляемые", "Мой наставник", "Наставники детей", "Наставники вашей организации"):
        assert shown.count(f">{heading}</h2>") == 1, heading
    for name in ("Подопечнов", "Старшинова", "Ребятов", "ООО «Своё»"):
        assert name in shown, name
    first = {
        Role.MENTOR: "Мои наставляемые",
        Role.MENTEE: "Мой наставник",
        Role.PARENT: "Наставники детей",
        Role.PARTNER: "Наставники вашей организации",
    }
    headings = [f">{heading}</h2>" for heading in first.values()]
    assert min(headings, key=shown.index) == f">{first[role]}</h2>", "the role they came in stands first"


def test_the_menu_offers_every_role(everything, signed_in):
    client = signed_in(everything.user.memberships.get(role=Role.MENTOR))
    shown = page(client, "core:memberships")
    for role in (Role.MENTOR, Role.MENTEE, Role.PARENT, Role.PARTNER):
        assert Role(role).label in shown


def test_who_is_one_thing_only_sees_that_only(org, programme, signed_in):
    account = factories.membership(org, Role.MENTOR)
    factories.mentor(programme, person=factories.person(org, user=account.user))
    shown = page(signed_in(account), "core:home")
    for heading in ("Мой наставник", "Наставники детей", "Наставники вашей организации"):
        assert heading not in shown


def test_the_card_shows_all_roles(everything, curator, signed_in):
    shown = page(signed_in(curator), "mentorship:person", everything.pk)
    for text in (
        "Наставляемый",
        "Наставник",
        "Представляет",
        "Детинов",
        "ООО «Своё»",
        "Подопечнов",
        "Старшинова",
    ):
        assert text in shown, text


def test_lists_have_the_person_in_both_bases(everything, curator, signed_in):
    client = signed_in(curator)
    assert everything.full_name in page(client, "mentorship:mentees")
    assert everything.full_name in page(client, "mentorship:mentors")


def test_nobody_is_paired_with_themselves(programme, project):
    person = factories.person(programme.organization, birth_date=date(1990, 1, 1))
    mentee = factories.mentee(programme, person=person, project=project, state=EntryState.SELECTED)
    mentor = factories.mentor(programme, person=person, state=EntryState.SELECTED)
    mentor.projects.add(project)
    sign_all(programme)
    propose(programme)
    assert not Pair.objects.exists()
    with pytest.raises(DomainError):
        make_pair(project, mentor, [mentee], actor=None)


def test_a_parent_is_not_paired_with_their_own_child(programme, project, mother):
    child = factories.person(programme.organization, birth_date=born(16))
    add_guardian(child, guardian=mother, kind="mother", actor=None)
    factories.mentee(programme, person=child, project=project, state=EntryState.SELECTED)
    mentor = factories.mentor(programme, person=mother, state=EntryState.SELECTED)
    mentor.projects.add(project)
    sign_all(programme)
    propose(programme)
    assert not Pair.objects.exists()


def test_one_consent_covers_both_places_and_its_withdrawal_takes_out_of_both(everything, programme, org):
    ensure_needed(programme, actor=None, people=[everything])
    [consent] = Consent.objects.filter(person=everything, kind=ConsentKind.PROCESSING)
    sign_all(programme)
    consent.refresh_from_db()
    withdraw_consent(consent, on=today(), actor=None)
    left = {EntryState.LEFT}
    assert set(MenteeEntry.objects.filter(person=everything).values_list("state", flat=True)) == left
    assert set(MentorEntry.objects.filter(person=everything).values_list("state", flat=True)) == left
    assert age_on(everything.birth_date, today()) > 18
