"""Who may open the addresses of `mentorship`."""

from core.domain.files import store_file
from core.enums import Role
from mentorship.models import Consent, Guardianship, PeopleImport
from tests import factories
from tests.matrix import Row, World, roles

READERS = roles(Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)
CURATOR = roles(Role.CURATOR)


def _project(world: World):
    def make():
        project = factories.project(world.programme)
        project.curators.add(world.members[Role.PROJECT_CURATOR].user)
        return project

    return world.once("project", make)


def programme(world: World) -> dict[str, object]:
    _project(world)
    return {"pk": world.programme.pk}


def project(world: World) -> dict[str, object]:
    return {"pk": _project(world).pk}


def _mentee(world: World):
    return world.once("mentee", lambda: factories.mentee(world.programme, project=_project(world)))


def _mentor(world: World):
    def make():
        entry = factories.mentor(world.programme, capacity=5)
        entry.projects.add(_project(world))
        return entry

    return world.once("mentor", make)


def person(world: World) -> dict[str, object]:
    return {"pk": _mentee(world).person_id}


def entry(world: World) -> dict[str, object]:
    return {"base": "mentees", "pk": _mentee(world).pk}


def joining(world: World) -> dict[str, object]:
    return {"base": "mentors", **person(world)}


def guardian(world: World) -> dict[str, object]:
    return world.once("guardian", lambda: {"pk": _guardianship(world).pk})


def _guardianship(world: World) -> Guardianship:
    parent = factories.person(world.org, birth_date=None)
    ward = _mentee(world).person
    return Guardianship.objects.create(organization=world.org, guardian=parent, ward=ward, kind="mother")


def consent(world: World) -> dict[str, object]:
    def make():
        return Consent.objects.create(
            organization=world.org,
            programme=world.programme,
            person=_mentee(world).person,
            kind="processing",
            signer="self",
        )

    return {"pk": world.once("consent", make).pk}


def pair(world: World) -> dict[str, object]:
    def make():
        return factories.pair(_project(world), mentor=_mentor(world), mentees=[_mentee(world)])

    return {"pk": world.once("pair", make).pk}


def people_import(world: World) -> dict[str, object]:
    def make():
        stored = store_file(
            "ФИО;Группа\nОбразцов Пётр;ТМ-21\n".encode(),
            name="list.csv",
            content_type="text/csv",
            purpose="people_import",
            organization=world.org,
            created_by=None,
        )
        return PeopleImport.objects.create(
            organization=world.org, programme=world.programme, base="mentees", file=stored
        )

    return {"pk": world.once("people_import", make).pk}


CONSENT_READERS = roles(Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR)
WORKERS = roles(Role.CURATOR, Role.PROJECT_CURATOR)

ROWS = [
    Row("mentorship:programmes", READERS),
    Row("mentorship:programme_create", CURATOR),
    Row("mentorship:programme", READERS, kwargs=programme),
    Row("mentorship:programme_edit", CURATOR, kwargs=programme),
    Row("mentorship:project_create", CURATOR, kwargs=programme),
    Row(
        "mentorship:programme_move",
        CURATOR,
        kwargs=lambda world: {**programme(world), "step": "start"},
        method="post",
    ),
    Row("mentorship:project_edit", CURATOR, kwargs=project),
    Row("mentorship:mentees", READERS),
    Row("mentorship:mentors", READERS),
    Row("mentorship:mentee_create", WORKERS),
    Row("mentorship:mentor_create", WORKERS),
    Row("mentorship:person", READERS, kwargs=person),
    Row("mentorship:names_check", WORKERS),
    Row("mentorship:person_cases", WORKERS, kwargs=person),
    Row("mentorship:person_edit", WORKERS, kwargs=person),
    Row("mentorship:guardian_add", WORKERS, kwargs=person),
    Row("mentorship:guardian_remove", WORKERS, kwargs=guardian),
    Row("mentorship:entry_add", WORKERS, kwargs=joining, method="post"),
    Row("mentorship:entry_edit", WORKERS, kwargs=entry),
    Row("mentorship:entry_confirm", WORKERS, kwargs=entry, method="post"),
    Row("mentorship:entry_leave", WORKERS, kwargs=entry),
    Row("mentorship:entry_return", WORKERS, kwargs=entry, method="post"),
    Row("mentorship:people_import", CURATOR),
    Row("mentorship:people_import_check", CURATOR, kwargs=people_import),
    Row("mentorship:people_import_map", CURATOR, kwargs=people_import, method="post"),
    Row("mentorship:people_import_apply", CURATOR, kwargs=people_import, method="post"),
    Row("mentorship:people_import_discard", CURATOR, kwargs=people_import, method="post"),
    Row("mentorship:people_import_failed", CURATOR, kwargs=people_import),
    Row("mentorship:people_import_again", CURATOR, kwargs=people_import, method="post"),
    Row("mentorship:people_import_undo", CURATOR, kwargs=people_import),
    Row(
        "mentorship:people_import_undo",
        CURATOR,
        kwargs=people_import,
        method="post",
        ok=frozenset({422}),  # a reason is asked for
    ),
    Row("mentorship:consents", CONSENT_READERS),
    Row("mentorship:consents_ensure", WORKERS, method="post"),
    Row("mentorship:consent", CONSENT_READERS, kwargs=consent),
    Row("mentorship:consent_sign", WORKERS, kwargs=consent),
    Row("mentorship:consent_withdraw", WORKERS, kwargs=consent),
    # The world's consent is another kind: there is nothing to copy.
    Row("mentorship:consent_items", WORKERS, kwargs=consent, ok=frozenset({404})),
    Row("mentorship:consent_refuse", WORKERS, kwargs=consent),
    Row("mentorship:consent_again", WORKERS, kwargs=consent, method="post"),
    Row("mentorship:pairs", READERS),
    Row("mentorship:pairs_propose", READERS),
    Row("mentorship:pairs_unmatched", READERS),
    Row("mentorship:pair_create", WORKERS),
    Row("mentorship:pair", READERS, kwargs=pair),
    Row("mentorship:pair_reject", WORKERS, kwargs=pair),
    Row("mentorship:pair_complete", WORKERS, kwargs=pair),
    Row("mentorship:pair_terminate", WORKERS, kwargs=pair),
    Row(
        "mentorship:pair_step",
        WORKERS,
        kwargs=lambda world: {**pair(world), "step": "approve"},
        method="post",
    ),
]
