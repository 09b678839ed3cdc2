"""Pages of documents: who sees what, what each reading leaves in the trail, how many queries a list costs."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from core.domain.files import read_file
from core.enums import Role
from core.models import AuditEntry, Job
from core.registries import Viewer
from mentorship.enums import PairState
from mentorship.models import Pair
from reports import providers
from reports.domain.documents import return_document, send_to_sign
from reports.enums import DocumentState
from reports.models import Document
from tests import factories
from tests.reports.test_orders import make_draft, register


def reads(college, document):
    with scope(organization=college.org):
        return AuditEntry.objects.filter(action="document.read", object_id=str(document.pk)).count()


def plain_document(org, programme, **given):
    values = {"kind": "pairs_report", "title": "Отчёт", "subject_id": programme.pk, "programme": programme}
    return Document.objects.create(organization=org, **values | given)


@pytest.mark.slow
def test_the_whole_way_of_an_order_on_the_pages(college, signed_in):
    curator, director = signed_in(college.curator), signed_in(college.director)
    made = curator.post(reverse("reports:order_pairs_create"))
    address = made["Location"]
    with scope(organization=college.org):
        document = Document.objects.get()
    page = curator.get(address).content.decode()
    assert "Передать на подпись" in page
    assert "Отметить подписанным" not in page
    curator.post(reverse("reports:document_send", args=[document.pk]))
    queue = director.get(reverse("reports:signing")).content.decode()
    assert "О закреплении наставнических пар" in queue
    assert "Зарегистрировать отмеченные" in queue
    director.post(reverse("reports:register_many"), {"pk": document.pk})
    assert "нужна подпись" in director.get(reverse("reports:signing")).content.decode()
    with scope(organization=college.org):
        document.refresh_from_db()
        scan = SimpleUploadedFile("скан.pdf", read_file(document.file), content_type="application/pdf")
    form = {"signed_on": document.date.isoformat(), "scan": scan}
    signed = director.post(reverse("reports:document_sign", args=[document.pk]), form)
    assert signed.status_code == 302, signed.content.decode()[:2000]
    with scope(organization=college.org):
        document.refresh_from_db()
        assert document.state == DocumentState.SIGNED
        assert set(Pair.objects.values_list("state", flat=True)) == {PairState.ACTIVE}
    page = director.get(address).content.decode()
    assert "Образцов Пётр Ильич" in page
    assert "Подписан" in page
    assert "На подпись ничего нет" in director.get(reverse("reports:signing")).content.decode()


def test_drafts_are_sent_together_and_others_are_told(college, signed_in):
    draft = make_draft(college)
    with scope(organization=college.org):
        report = plain_document(college.org, college.programme, key="r")
    client, address = signed_in(college.curator), reverse("reports:documents")
    form = {"action": "send", "pk": [draft.pk, report.pk]}
    asked = client.post(address, form)
    assert asked.status_code == 200
    hidden = dict(asked.context["hidden"])
    answer = client.post(address, form | {"fingerprint": hidden["fingerprint"]}, follow=True).content.decode()
    assert "Передано на подпись: 1\u00a0документ." in answer
    assert "руководитель не подписывает" in answer
    with scope(organization=college.org):
        draft.refresh_from_db()
        assert draft.state == DocumentState.TO_SIGN


def test_every_reading_of_a_document_goes_to_the_trail(college, signed_in):
    document = make_draft(college)
    with college.as_curator() as user:
        send_to_sign(document, actor=user)
    director = signed_in(college.director)
    director.get(reverse("reports:document", args=[document.pk]))
    assert reads(college, document) == 1
    director.get(reverse("reports:signing"))
    assert reads(college, document) == 2


@pytest.mark.slow
def test_a_page_picture_opens_only_with_the_key_of_an_audited_page(college, signed_in):
    document = make_draft(college)
    curator, director = signed_in(college.curator), signed_in(college.director)
    context = curator.get(reverse("reports:document", args=[document.pk])).context
    url = context["pages"][0].url
    picture = curator.get(url)
    assert picture.status_code == 200
    assert picture["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert director.get(url).status_code == 404  # somebody else's key
    assert curator.get(url.partition("?")[0]).status_code == 404
    assert curator.get(url[:-1] + ("a" if url[-1] != "a" else "b")).status_code == 404
    beyond = url.replace("/pages/1.png", "/pages/99.png")
    assert curator.get(beyond).status_code == 404


@pytest.mark.slow
def test_a_file_is_downloaded_by_its_readers_only(college, signed_in):
    document = make_draft(college)
    address = reverse("core:file", args=[document.file_id])
    answer = signed_in(college.director).get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert body.startswith(b"%PDF")
    for role in (Role.PSYCHOLOGIST, Role.MENTOR, Role.ADMINISTRATOR):
        assert signed_in(factories.membership(college.org, role)).get(address).status_code in (403, 404)
    foreign = factories.membership(factories.organization(), Role.DIRECTOR)
    assert signed_in(foreign).get(address).status_code == 404


def test_a_project_curator_sees_no_single_persons_papers(college, signed_in):
    member = factories.membership(college.org, Role.PROJECT_CURATOR)
    with scope(organization=college.org):
        college.project.curators.add(member.user)
        consent = plain_document(
            college.org, college.programme, kind="consent_processing", key="c", title="Согласие Тестовой"
        )
        report = plain_document(college.org, college.programme, key="r")
        other = plain_document(college.org, factories.programme(college.org), key="o")
    client = signed_in(member)
    assert client.get(reverse("reports:document", args=[report.pk])).status_code == 200
    assert client.get(reverse("reports:document", args=[consent.pk])).status_code == 404
    assert client.get(reverse("reports:document", args=[other.pk])).status_code == 404
    listed = client.get(reverse("reports:documents") + "?kind=consent_processing").content.decode()
    assert "Согласие Тестовой" not in listed


def test_the_list_hides_consents_until_they_are_asked_for(college, signed_in):
    with scope(organization=college.org):
        plain_document(
            college.org, college.programme, kind="consent_processing", key="c", title="Согласие Тестовой"
        )
    client = signed_in(college.curator)
    assert "Согласие Тестовой" not in client.get(reverse("reports:documents")).content.decode()
    assert (
        "Согласие Тестовой"
        in client.get(reverse("reports:documents") + "?kind=consent_processing").content.decode()
    )


@pytest.mark.parametrize(
    "query", ["kind=нет", "state=xx", "date_after=вчера", "page=-1", "sort=password", "q=%00"]
)
def test_odd_addresses_of_the_list_are_no_errors(college, signed_in, query):
    assert signed_in(college.curator).get(reverse("reports:documents") + f"?{query}").status_code == 200


@pytest.mark.parametrize("url", ["reports:documents", "reports:signing", "reports:annual_report"])
def test_lists_cost_the_same_for_one_row_and_for_three(college, signed_in, queries_of, url):
    client = signed_in(college.director)

    def add(number):
        with scope(organization=college.org):
            plain_document(college.org, college.programme, key=f"r{number}", title=f"Отчёт {number}")
            plain_document(
                college.org, college.programme, kind="order_pairs", key=f"o{number}", title=f"Приказ {number}",
                state=DocumentState.TO_SIGN, sent_at=timezone.now(),
            )  # fmt: skip

    add(1)
    client.get(reverse(url))
    once = queries_of(lambda: client.get(reverse(url)))
    add(2)
    add(3)
    assert queries_of(lambda: client.get(reverse(url))) == once


def test_the_page_of_a_document_costs_the_same_whatever_its_history(college, signed_in, queries_of):
    document = make_draft(college)
    client = signed_in(college.curator)
    address = reverse("reports:document", args=[document.pk])
    client.get(address)
    once = queries_of(lambda: client.get(address))
    with college.as_curator() as user:
        send_to_sign(document, actor=user)
    for _ in range(3):
        client.get(address)
    assert queries_of(lambda: client.get(address)) == once


@pytest.mark.slow
def test_a_mistake_at_signing_keeps_the_form_and_says_why(college, signed_in):
    document = register(college, make_draft(college))
    form = {"signed_on": "2020-01-01", "scan": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}
    answer = signed_in(college.director).post(reverse("reports:document_sign", args=[document.pk]), form)
    assert answer.status_code == 422
    assert "2020-01-01" in answer.content.decode()


def test_buttons_without_a_programme_lead_to_making_one(org, curator, signed_in):
    client = signed_in(curator)
    for name in ("reports:order_pairs_create", "reports:consents_generate"):
        assert client.post(reverse(name))["Location"] == reverse("mentorship:programmes")
    assert client.get(reverse("reports:annual_report")).status_code == 200


def test_the_consents_button_starts_one_job(bare_college, signed_in):
    client = signed_in(bare_college.curator)
    first = client.post(reverse("reports:consents_generate"))
    second = client.post(reverse("reports:consents_generate"))
    assert first["Location"] == second["Location"]
    with scope(organization=bare_college.org):
        assert Job.objects.count() == 1


def viewer(college, membership):
    return Viewer(membership.user, membership, timezone.localdate(), college.programme)


def test_attention_tells_the_head_and_the_curator_what_to_do(college):
    document = make_draft(college)
    with college.as_curator():
        (row,) = providers.attention(viewer(college, college.curator))
        assert (row.why, row.action) == ("черновик", "Передать на подпись")
        assert providers.attention(viewer(college, college.director)) == []
    with college.as_curator() as user:
        send_to_sign(document, actor=user)
    with college.as_director() as user:
        (row,) = providers.attention(viewer(college, college.director))
        assert row.action == "Подписать 1"
        (item,) = (
            one
            for one in providers.navigation(viewer(college, college.director))
            if one.label == "На подпись"
        )
        assert item.count == 1
        return_document(document, actor=user, remark="Уточните период")
    with college.as_curator():
        (row,) = providers.attention(viewer(college, college.curator))
        assert (row.tone, row.detail) == ("bad", "Уточните период")
        assert providers.search(viewer(college, college.curator), "закреплении", 5)[0].label == document.title


def test_build_document_writes_a_pdf_and_keeps_nothing(college, tmp_path):
    from django.core.management import CommandError, call_command

    out, told = tmp_path / "order.pdf", io.StringIO()
    call_command("build_document", "order_pairs", subject=college.programme.pk, out=out, stdout=told)
    assert out.read_bytes().startswith(b"%PDF")
    with scope(organization=college.org):
        assert not Document.objects.exists()
    with pytest.raises(CommandError, match="не знает"):
        call_command("build_document", "нет", subject=1, out=out)
    with pytest.raises(CommandError, match="нет"):
        call_command("build_document", "order_pairs", subject=10**9, out=out)
