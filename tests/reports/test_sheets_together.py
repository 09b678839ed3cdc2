"""Sheets of consents written a few at a time: the same rows as one by one, in few statements."""

from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.domain.files import read_file
from core.selectors.audit import history_of
from mentorship.domain.consents import ensure_needed
from mentorship.enums import ConsentState
from mentorship.models import Consent
from reports.domain.consents import keep_sheets, make_sheet, make_sheets, prepare_sheets
from reports.domain.drawing import rebuild_pdf
from reports.enums import DocumentState
from reports.models import Document, DocumentVersion
from reports.selectors.consents import consents_to_draw


def needed(college, part, actor):
    ensure_needed(college.programme, actor=actor)
    return list(consents_to_draw().order_by("pk")[part])


def bytes_kept():
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_sheets_written_together_are_those_written_one_by_one(bare_college):
    college = bare_college
    with college.as_curator() as user:
        few = needed(college, slice(0, 4), user)
        together = make_sheets(few, organization=college.org, actor=user)
        alone = make_sheet(consents_to_draw().order_by("pk")[4], organization=college.org, actor=user)
        assert [one.subject_id for one in together] == [consent.pk for consent in few]
        for one in (*together, alone):
            one.refresh_from_db()
            version = one.versions.get()
            assert (one.state, one.revision, one.pages, one.author) == (DocumentState.ISSUED, 1, 1, user)
            assert (one.date, version.is_draft, version.reason) == (clock.today(college.org), False, "")
            assert rebuild_pdf(version) == read_file(one.file) == read_file(version.file)
            consent = Consent.objects.get(pk=one.subject_id)
            assert (consent.state, consent.issued_on) == (ConsentState.ISSUED, one.date)
            last = [history_of(each).order_by("-pk").first() for each in (consent, one)]
            assert [each.action for each in last] == ["consent.issued", "document.issued"]
            assert {each.actor for each in last} == {user}
            assert last[1].before == {"state": "draft", "date": None}
            about = {("mentorship.consent", consent.pk), ("mentorship.person", consent.person_id)}
            assert set(one.subjects.values_list("model", "object_id")) == about


def test_more_sheets_at_once_cost_no_more_statements(bare_college):
    counts = []
    with bare_college.as_curator() as user:
        for part in (slice(0, 2), slice(2, 7)):
            few = needed(bare_college, part, user)
            with CaptureQueriesContext(connection) as asked:
                make_sheets(few, organization=bare_college.org, actor=user)
            counts.append(len(asked))
    assert counts[0] == counts[1] <= 26


def test_a_sheet_that_somebody_made_a_moment_earlier_leaves_the_others_written(bare_college):
    college = bare_college
    with college.as_curator() as user:
        few = needed(college, slice(0, 3), user)
        prepared = prepare_sheets(few, organization=college.org, actor=user)
        theirs = make_sheet(few[1], organization=college.org, actor=user)
        before = bytes_kept()
        made = keep_sheets(prepared, actor=user)
        assert made[1].pk == theirs.pk
        assert [one.subject_id for one in made] == [consent.pk for consent in few]
        assert [one.revision for one in made] == [1, 1, 1]
        assert Document.objects.count() == DocumentVersion.objects.count() == 3
        states = Consent.objects.filter(pk__in=[one.pk for one in few]).values_list("state", flat=True)
        assert set(states) == {ConsentState.ISSUED}
        assert len(bytes_kept() - before) == 2, "no file is left of what was not written"
