"""B1–B59: every bad list of people has its message or its clean value, by the page and by the command, twice."""

import io
import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from core.domain.job_run import run_job
from core.models import Job, StoredFile
from mentorship.domain import imports as domain
from mentorship.imports.results import ERROR
from mentorship.models import CheckedRow, Guardianship, MenteeEntry, PeopleImport, Person
from tests.data.bad.catalogue import ALL, Bad

pytestmark = [pytest.mark.usefixtures("scoped"), pytest.mark.slow]


def cases(*, but: frozenset[str] = frozenset()) -> pytest.MarkDecorator:
    """All numbers save those of `but`; what takes long is left to the full run."""
    return pytest.mark.parametrize(
        "bad",
        [
            pytest.param(
                bad,
                id=f"{bad.number} {bad.title}"[:60].encode("ascii", "ignore").decode(),
                marks=[pytest.mark.slow] if bad.number in {"B3", "B4", "B24", "B47"} else [],
            )
            for bad in ALL
            if bad.number not in but
        ],
    )


# A million empty rows and ten megabytes in a cell take the same reader half a minute on each way in: one way shows it.
LONG = frozenset({"B24", "B47"})


def totals():
    models = (Person, MenteeEntry, Guardianship, PeopleImport, CheckedRow, StoredFile)
    return [model.objects.count() for model in models]


def test_every_number_is_here():
    assert {bad.number for bad in ALL} == {f"B{number}" for number in range(1, 60)}


@cases()
def test_the_check_tells_what_is_wrong_or_reads_it_clean(programme, bad):
    if bad.refused:
        return
    made = domain.upload_people(programme, bad.build(), bad.name, base="mentees", actor=None)
    check = domain.check_import(made)
    if bad.errors:
        told = [("; ".join(map(str, row.issues)), row.status == ERROR) for row in check.rows]
        assert len(told) == len(bad.errors)
        for (issues, is_error), words in zip(told, bad.errors, strict=True):
            assert is_error == bool(words), issues
            assert words in issues
    assert bad.warning in " ".join(check.warnings)
    if bad.values:
        domain.apply_import(made, only_good=True, actor=None)
        person = Person.objects.order_by("pk").first()
        entry = MenteeEntry.objects.get(person=person)
        for name, value in bad.values.items():
            assert getattr(person if hasattr(person, name) else entry, name) == value
        if bad.number == "B24":
            return  # read often enough
        again = domain.upload_people(programme, bad.build(), bad.name, base="mentees", actor=None)
        counts = domain.check_import(again).counts
        assert (counts["new"], counts["changed"]) == (0, 0)


@cases(but=LONG)
def test_the_page_says_so_twice(programme, curator, signed_in, bad):
    client = signed_in(curator)
    before = totals()
    answers = [_by_page(client, bad) for _ in range(2)]
    assert answers[0] == answers[1]
    told, status = answers[0]
    assert status in {200, 422}
    for words in (bad.refused, *bad.errors, bad.warning):
        assert words in told
    if bad.refused:
        assert totals() == before
    assert not Person.objects.exists()
    assert "<script>alert" not in told


def _by_page(client, bad: Bad) -> tuple[str, int]:
    """What the page tells about a list, and its status; a list that was taken is given up again."""
    upload = SimpleUploadedFile(bad.name, bad.build())
    answer = client.post(reverse("mentorship:people_import"), {"file": upload, "base": "mentees"})
    if answer.status_code != 302:
        return _told(answer), answer.status_code
    if "/jobs/" in answer["Location"]:
        job = Job.objects.latest("pk")
        run_job(job.pk)
        job.refresh_from_db()
        if job.state != "done":
            return job.error, 422
    made = PeopleImport.objects.latest("pk")
    page = client.get(reverse("mentorship:people_import_check", args=[made.pk]))
    told, problem = _told(page), made.problem
    client.post(reverse("mentorship:people_import_discard", args=[made.pk]))
    if problem:  # kept for mapping by hand: nobody is stored, and it goes with its file here
        domain.PeopleImport.objects.filter(pk=made.pk).delete()
        StoredFile.objects.filter(pk=made.file_id).delete()
    client.get(reverse("mentorship:people_import"))  # what it said of the giving up is read
    told = re.sub(r"Проверено [0-9. :]+", "", told.replace(f"/{made.pk}/", "/N/"))
    return told, page.status_code


def _told(answer) -> str:
    """The text of the page's own part, marks taken out."""
    content = answer.content.decode()
    main = content[content.index("<main") : content.index("</main>")]
    main = main.replace("<b>", "").replace("</b>", "")
    token = 'name="csrfmiddlewaretoken" value="'
    parts = main.split(token)
    kept = parts[0] + "".join(part[part.index('"') :] for part in parts[1:])
    return unescape(kept) if "&lt;script" not in kept else kept


@cases(but=LONG)
def test_the_command_says_so_twice(programme, tmp_path, bad):
    path = tmp_path / bad.name
    path.write_bytes(bad.build())
    before = totals()
    answers = [_by_command(programme, path) for _ in range(2)]
    assert answers[0] == answers[1]
    told, failed = answers[0]
    assert failed == bool(bad.refused)
    if bad.refused:
        assert bad.refused in told["error"]
    else:
        issues = [
            "; ".join(f"{error['cell']}: {error['text']}".lstrip(": ") for error in row["errors"])
            for row in told["rows"]
        ]
        for words in bad.errors:
            assert any(words in issue for issue in issues)
        assert bad.warning in " ".join(told["warnings"])
    assert totals() == before


def _by_command(programme, path: Path) -> tuple[dict[str, object], bool]:
    out = io.StringIO()
    options = {"organization": programme.organization.code, "base": "mentees", "json": True, "dry_run": True}
    try:
        call_command("import_people", str(path), stdout=out, **options)
    except CommandError:
        return json.loads(out.getvalue()), True
    return json.loads(out.getvalue()), False
