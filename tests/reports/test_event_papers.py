"""Papers of events: the list in PDF and Word, certificates made once and void once the event is taken back."""

import pytest
from django.urls import reverse

from core.domain.files import read_file
from core.domain.job_run import run_job
from core.enums import Role
from core.errors import DomainError
from mentorship.domain.event_visits import mark_by_list
from mentorship.domain.events import hold_event, reopen_event
from reports.domain.event_papers import make_certificate, make_list, start_certificates
from reports.enums import DocumentState
from reports.models import Document, DocumentBatch
from tests import factories
from tests.mentorship import fair
from tests.reports.test_certificates import text_of

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def keeper(org):
    return factories.membership(org, Role.CURATOR)


@pytest.fixture
def event(org):
    """Two people came of three."""
    programme = factories.programme(org)
    made = fair.event(programme, code="final", title="Итоговый праздник")
    visits = fair.put(made, *(factories.mentee(programme).person for _ in range(3)))
    mark_by_list(made, present=[visit.pk for visit in visits[:2]], absent=[], actor=None)
    return made


def test_the_list_has_everybody_and_changes_by_versions(event, keeper, signed_in):
    document = make_list(event, actor=keeper.user)
    told = text_of(read_file(document.file))
    assert "Итоговый праздник" in told
    assert "Всего: 3 человека, присутствовали: 2" in told
    assert make_list(event, actor=keeper.user).revision == document.revision
    mark_by_list(event, present=[event.visits.get(attended_at=None).pk], absent=[], actor=None)
    assert make_list(event, actor=keeper.user).revision == document.revision + 1
    client = signed_in(keeper)
    assert client.get(reverse("reports:document_docx", args=[document.pk])).status_code == 200
    assert client.get(reverse("reports:document", args=[document.pk])).status_code == 200


def test_certificates_are_made_once_and_void_when_taken_back(event, keeper, signed_in):
    with pytest.raises(DomainError, match="Сначала отметьте"):
        start_certificates(event, actor=keeper.user)
    hold_event(event, actor=None)
    for _ in range(2):
        run_job(start_certificates(event, actor=keeper.user).pk)
    made = list(Document.objects.filter(kind="event_certificate").order_by("number_place"))
    assert len(made) == 2
    assert made[0].number.startswith("1-СУ/")
    assert "участие в мероприятии «Итоговый праздник»" in text_of(read_file(made[0].file))
    batch = DocumentBatch.objects.first()
    assert (batch.kind, batch.made) == ("event_certificates", 2)
    assert signed_in(keeper).get(reverse("reports:papers_batch", args=[batch.pk])).status_code == 200
    with pytest.raises(DomainError, match="не отмечено"):
        make_certificate(event.visits.get(attended_at=None), actor=None)
    reopen_event(event, reason="ошибка", actor=None)
    assert {one.state for one in Document.objects.filter(kind="event_certificate")} == {
        DocumentState.CANCELLED
    }
