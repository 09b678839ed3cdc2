"""The journal of meetings as a document: of a pair and of a programme."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.personal_tokens import new_key
from mentorship.domain.meetings import miss_meeting
from mentorship.meeting_enums import MeetingKind as Kind
from reports.documents.meeting_journal import PAIR, PROGRAMME
from reports.domain.documents import create_document
from reports.models import Document
from reports.rendering import render_docx
from tests import factories
from tests.mentorship.meeting_world import START, held, working_pair

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def pair(org):
    return working_pair(factories.project(factories.programme(org)))


def test_a_journal_tells_days_and_people_but_not_agreements(pair, curator, signed_in):
    client = signed_in(curator)
    empty = client.post(reverse("reports:pair_journal", args=[pair.pk]), follow=True)
    assert "журнал составлять не из чего" in empty.content.decode()
    held(pair, Kind.ACQUAINTANCE, START, topic="Первые шаги", agreements="Тайное")
    held(pair, Kind.TRIAL, START + timedelta(days=2))
    miss_meeting(
        pair, form_key=new_key(), side="mentor", actor=None, kind=Kind.REGULAR, on=START, reason="Болезнь"
    )
    other = working_pair(pair.project)
    held(other, topic="Чужая тема")
    response = client.post(reverse("reports:pair_journal", args=[pair.pk]))
    made = Document.objects.get(kind=PAIR)
    assert response["Location"] == reverse("reports:document", args=[made.pk])
    told = str(made.versions.get().snapshot)
    assert "Первые шаги" in told
    assert "Тайное" not in told
    assert "Чужая тема" not in told
    client.post(reverse("reports:meeting_journal"))
    whole = Document.objects.get(kind=PROGRAMME)
    told = str(whole.versions.get().snapshot)
    assert "Чужая тема" in told
    assert "'missed': 1" in told
    client.post(reverse("reports:meeting_journal"))
    assert Document.objects.filter(kind=PROGRAMME).count() == 1


def test_the_journal_is_a_word_document_too(pair):
    held(pair, Kind.ACQUAINTANCE, START, topic="Первые шаги")
    made = create_document(PAIR, pair, organization=pair.organization, key="x", actor=None)
    from django.utils import timezone

    from reports.kinds import kind_of

    data = render_docx(
        kind_of(PAIR), made.versions.get().snapshot, moment=timezone.now().replace(microsecond=0)
    )
    assert data.startswith(b"PK")
