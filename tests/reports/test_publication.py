"""What everybody sees: copies without the names of those who have not allowed it, the public page, its files."""

import datetime as dt
import io
import zipfile
from html import unescape

import pypdf
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from core.clock import today
from core.domain.files import read_file
from core.errors import DomainError
from core.names import Case, decline
from core.workflow import NotAllowed
from mentorship.enums import (
    ConsentKind,
    ConsentMethod,
    ConsentSigner,
    ConsentState,
    DistributionCategory,
    EntryState,
)
from mentorship.models import (
    Consent,
    DistributionItem,
    MentorEntry,
    Person,
    Practice,
    PracticePerson,
    Programme,
)
from mentorship.naming_text import Named
from reports.domain.public_page import edit_page, export_page
from reports.domain.publication import publish, withhold
from reports.domain.site_exports import mark_removed
from reports.models import Document, DocumentVersion, Publication, SiteExport, SiteExportItem
from reports.redacting import HIDDEN, Redactor
from reports.selectors.naming import site_is_open
from reports.selectors.public_page import shown_mentors, shown_page
from reports.selectors.publication import hidden_now, is_published, minors, published_documents
from reports.selectors.site_exports import site_tasks
from tests.reports.test_orders import make_draft, register, sign


@pytest.fixture
def order(college):
    return sign(college, register(college, make_draft(college)))


def allow(college, person, *categories, conditions=""):
    """A signed consent to distribution of these categories."""
    day = today(college.org)
    consent, _ = Consent.objects.update_or_create(
        organization=college.org,
        programme=college.programme,
        person=person,
        kind=ConsentKind.DISTRIBUTION,
        defaults={
            "signer": ConsentSigner.SELF,
            "state": ConsentState.SIGNED,
            "signed_on": day,
            "method": ConsentMethod.PAPER,
            "original_place": "папка 1",
        },
    )
    for category in categories:
        DistributionItem.objects.update_or_create(
            consent=consent, category=category, defaults={"is_allowed": True, "conditions": conditions}
        )
    return consent


def copy_text(publication):
    reader = pypdf.PdfReader(io.BytesIO(read_file(publication.file)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


NAMES = st.sampled_from(
    [
        Named("Примерова", "Анна", "Сергеевна", "female"),
        Named("Образцов", "Пётр", "Ильич", "male"),
        Named("Семёнова-Тестовая", "Алёна", "Игоревна", "female"),
    ]
)


@given(NAMES, st.sampled_from(list(Case)), st.sampled_from(["full", "short", "first", "alone", "upper"]))
def test_no_form_of_a_hidden_name_stays(person, case, way):
    whole = decline(person.last_name, person.first_name, person.middle_name, case, gender=person.gender)
    surname = whole.split()[0]
    letters = f"{person.first_name[0]}. {person.middle_name[0]}."
    text = {
        "full": whole,
        "short": f"{surname}\u00a0{letters}",
        "first": f"{letters} {surname}",
        "alone": surname.replace("ё", "е"),
        "upper": surname.upper(),
    }[way]
    made = Redactor([person]).text(f"Закрепить за {text}, группа ИС-21.")
    assert made == f"Закрепить за {HIDDEN}, группа ИС-21."


def test_a_namesake_is_hidden_whole():
    person = Named("Примерова", "Анна", "Сергеевна", "female")
    made = Redactor([person]).text("Поручить Примеровой Ольге Петровне, методисту")
    assert made == f"Поручить {HIDDEN}, методисту"


def test_what_stands_beside_a_hidden_name_goes_with_it_and_requisites_stay():
    person = Named("Примерова", "Анна", "Сергеевна", "female")
    content = {
        "signatory": {"full_name": "Примерова Анна Сергеевна"},
        "lines": [
            {"name": "Примерова А. С.", "occupation": "ИС-21", "number": 1},
            {"name": "Иной", "group": "А"},
        ],
    }
    made = Redactor([person]).content(content)
    assert made["signatory"] == content["signatory"]
    assert made["lines"][0] == {"name": HIDDEN, "occupation": "", "number": 1}
    assert made["lines"][1] == content["lines"][1]


@pytest.mark.parametrize(
    ("conditions", "is_open"),
    [
        ("", True),
        ("только на сайте колледжа", True),
        ("кроме сайта", False),
        ("не на сайте", False),
        ("только на стенде", False),
    ],
)
def test_conditions_of_a_consent_open_or_close_the_site(conditions, is_open):
    assert site_is_open(conditions) is is_open


def test_a_copy_names_only_grown_ups_who_allow_it(college, order):
    mentor, minor = college.people[-1], college.people[0]
    with college.as_curator() as user:
        allow(college, mentor, DistributionCategory.NAME)
        allow(college, minor, DistributionCategory.NAME)
        before = read_file(order.file)
        made = publish(order, actor=user)
        text = copy_text(made)
        assert mentor.last_name in text
        for person in college.people[:-1]:
            assert person.last_name not in text, person
        assert "Кураторов" not in text
        assert "П. И. Образцов" in text
        assert made.named == [mentor.pk]
        assert read_file(order.file) == before
        assert is_published(order)
        again = publish(order, actor=user, without_people=True)
        assert (again.pk, again.named) == (made.pk, [])
        assert mentor.last_name not in copy_text(again)


def test_a_withdrawn_consent_hides_the_copy_at_once(college, order):
    mentor = college.people[-1]
    with college.as_curator() as user:
        consent = allow(college, mentor, DistributionCategory.NAME)
        publish(order, actor=user)
        assert [one.document for one in published_documents(college.org)] == [order]
        Consent.objects.filter(pk=consent.pk).update(state=ConsentState.WITHDRAWN)
        assert published_documents(college.org) == []
        assert hidden_now(college.org) == 1
        publish(order, actor=user)
        assert is_published(order)


def test_a_decision_not_to_publish_says_why_and_is_taken_back(college, order):
    with college.as_curator() as user:
        with pytest.raises(DomainError, match="почему"):
            withhold(order, reason=" ", actor=user)
        withhold(order, reason="внутренний документ", actor=user)
        assert not is_published(order)
        publish(order, actor=user)
        assert is_published(order)
        withhold(order, reason="устарел", actor=user)
        assert not is_published(order)
        with pytest.raises(IntegrityError), transaction.atomic():
            Publication.objects.update(reason="")
    with college.as_director() as user, pytest.raises(NotAllowed):
        publish(order, actor=user)


def test_a_draft_and_a_name_unknown_to_the_portal_are_not_published(college, order):
    with college.as_curator() as user:
        draft_version = order.versions.order_by("-revision").first()
        content = draft_version.snapshot
        content["plans_due"] = "1 декабря, ответственный Чужестранцев А. А."
        type(draft_version).objects.filter(pk=draft_version.pk).update(snapshot=content)
        with pytest.raises(DomainError, match="Чужестранцев"):
            publish(order, actor=user)
        assert not Publication.objects.exists()


@pytest.fixture
def open_page(college, order):
    with college.as_curator() as user:
        Programme.objects.filter(pk=college.programme.pk).update(state="active")
        MentorEntry.objects.update(state=EntryState.PAIRED)
        edit_page(college.org, actor=user, is_on=True, intro="Помогаем освоиться.")
    return reverse("reports:public_page", args=[college.org.code])


def test_the_page_is_off_until_it_is_turned_on(college, client):
    address = reverse("reports:public_page", args=[college.org.code])
    assert client.get(address).status_code == 404
    assert client.get(reverse("reports:public_page", args=["net-takoy"])).status_code == 404


def test_nobody_without_the_consent_is_on_the_page_and_a_withdrawal_works_at_once(college, open_page, client):
    page = client.get(open_page).content.decode()
    assert "Помогаем освоиться." in page
    assert not any(person.last_name in page for person in college.people)
    mentor = college.people[-1]
    with scope(organization=college.org):
        mentor.position = "мастер"
        mentor.save(update_fields=["position"])
        consent = allow(college, mentor, DistributionCategory.NAME)
    page = client.get(open_page).content.decode()
    assert mentor.full_name in page
    assert "мастер" not in page  # another item of the consent
    with scope(organization=college.org):
        allow(college, mentor, DistributionCategory.STUDY_OR_WORK)
    assert "мастер" in client.get(open_page).content.decode()
    with scope(organization=college.org):
        Consent.objects.filter(pk=consent.pk).update(state=ConsentState.WITHDRAWN)
    assert mentor.last_name not in client.get(open_page).content.decode()


def test_minors_and_people_of_unknown_age_are_never_shown(college, open_page):
    mentor = college.people[-1]
    with scope(organization=college.org):
        allow(college, mentor, DistributionCategory.NAME)
        for born in (today(college.org) - dt.timedelta(days=365 * 16), None):
            mentor.birth_date = born
            mentor.save(update_fields=["birth_date"])
            assert shown_mentors(Programme.objects.get()) == []
            assert minors([mentor.pk], college.org) == {mentor.pk}


def test_a_consent_that_closes_the_site_shows_nobody(college, open_page):
    with scope(organization=college.org):
        allow(college, college.people[-1], DistributionCategory.NAME, conditions="кроме сайта")
        assert shown_page(college.org).mentors == []


def test_only_this_page_stands_in_a_frame_and_only_of_its_own_site(
    college, order, open_page, client, signed_in
):
    with college.as_curator() as user:
        edit_page(college.org, actor=user, frame_site="https://college.example/about")
        shown = publish(order, actor=user)
    answer = client.get(open_page)
    assert "frame-ancestors 'self' https://college.example" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    other = signed_in(college.curator).get(reverse("reports:documents"))
    assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
    assert other["X-Frame-Options"] == "DENY"
    copy = client.get(reverse("reports:public_document", args=[college.org.code, shown.pk]))
    assert b"".join(copy.streaming_content).startswith(b"%PDF")
    with college.as_curator() as user:
        withhold(order, reason="устарел", actor=user)
    gone = client.get(reverse("reports:public_document", args=[college.org.code, shown.pk]))
    assert gone.status_code == 404


def test_the_files_for_ones_own_site_need_nothing_else(college, order, open_page, signed_in):
    with college.as_curator() as user:
        # A heading with a name in it: what the copy hides, neither the list of the site nor the file's name tells.
        version = order.versions.latest("revision")
        heading = f"О поощрении: {college.people[0].full_name}"
        DocumentVersion.objects.filter(pk=version.pk).update(snapshot=version.snapshot | {"title": heading})
        Document.objects.filter(pk=order.pk).update(title=heading)
        order.refresh_from_db()
        made = publish(order, actor=user)
        assert HIDDEN in made.title
        assert college.people[0].last_name not in made.file.name
        archive = zipfile.ZipFile(io.BytesIO(export_page(college.org, actor=user)))
    assert sorted(archive.namelist()) == [f"documents/{made.pk}.pdf", "index.html", "public.css"]
    html = archive.read("index.html").decode()
    assert f'href="documents/{made.pk}.pdf"' in html
    assert "<script" not in html
    assert "/static/" not in html
    assert not any(person.last_name in html for person in college.people)


def test_markup_is_refused_and_text_is_escaped(college, open_page, client):
    with college.as_curator() as user:
        with pytest.raises(DomainError, match="без разметки"):
            edit_page(college.org, actor=user, intro="<script>alert(1)</script>")
        edit_page(college.org, actor=user, intro="5 < 6 & 7")
    assert "5 &lt; 6 &amp; 7" in client.get(open_page).content.decode()
    with college.as_director() as user, pytest.raises(NotAllowed):
        edit_page(college.org, actor=user, is_on=False)


def test_the_settings_and_the_decision_on_the_pages(college, order, signed_in):
    curator = signed_in(college.curator)
    form = {"is_on": "on", "intro": "Здравствуйте", "shows_documents": "on"}
    assert curator.post(reverse("reports:public_edit"), form).status_code == 302
    assert curator.post(reverse("reports:document_publish", args=[order.pk]), {}).status_code == 302
    page = curator.get(reverse("reports:public_edit")).content.decode()
    assert order.number in page
    assert "Здравствуйте" in curator.get(reverse("reports:public_preview")).content.decode()
    assert curator.post(reverse("reports:public_export"))["Content-Type"] == "application/zip"
    assert "Опубликован" in curator.get(reverse("reports:document", args=[order.pk])).content.decode()
    withheld = reverse("reports:document_withhold", args=[order.pk])
    assert curator.post(withheld, {"reason": "внутренний"}).status_code == 302


def open_tasks(college):
    with scope(organization=college.org):
        return [task.told for task in site_tasks(college.org)]


def test_what_went_out_follows_later_withdrawals(college, order, open_page, signed_in):
    """The files lie on the institution's own site: the portal says what to take off until somebody has done it."""
    mentor = college.people[-1]
    with college.as_curator() as user:
        Person.objects.filter(pk=mentor.pk).update(position="мастер")
        consent = allow(college, mentor, DistributionCategory.NAME, DistributionCategory.STUDY_OR_WORK)
        publish(order, actor=user)
        html = zipfile.ZipFile(io.BytesIO(export_page(college.org, actor=user))).read("index.html").decode()
        assert f"Страница выгружена {today(college.org):%d.%m.%Y}" in html
        assert mentor.full_name in html
        export = SiteExport.objects.get()
        assert (export.author, export.items.count()) == (user, 2)
    assert open_tasks(college) == []
    with scope(organization=college.org):
        DistributionItem.objects.filter(category=DistributionCategory.STUDY_OR_WORK).delete()
    assert open_tasks(college) == [f"Замените на сайте: наставник {mentor.full_name}"]
    with scope(organization=college.org):
        Consent.objects.filter(pk=consent.pk).update(state=ConsentState.WITHDRAWN)
    told = open_tasks(college)
    assert sorted(told) == [
        f"Снимите с сайта: документ «{order.title}» № {order.number}",
        f"Снимите с сайта: наставник {mentor.full_name}",
    ]
    curator = signed_in(college.curator)
    assert "Снимите с сайта" in curator.get(reverse("core:home")).content.decode()
    page = curator.get(reverse("reports:public_edit")).content.decode()
    assert all(line in unescape(page) for line in told)
    done = reverse("reports:public_taken_off")
    curator.post(done, {"key": f"person-{mentor.pk}"})
    assert [line for line in told if "документ" in line] == open_tasks(college)
    assert "не нужно" in curator.post(done, {"key": "person-0"}, follow=True).content.decode()


def test_a_replaced_copy_is_watched_on(college, order, open_page):
    with college.as_curator() as user:
        consent = allow(college, college.people[-1], DistributionCategory.NAME)
        edit_page(college.org, actor=user, shows_mentors=False)
        made = publish(order, actor=user)
        export_page(college.org, actor=user)
        publish(order, actor=user, without_people=True)
        (task,) = site_tasks(college.org)
        assert (task.replace, task.key) == (True, f"publication-{made.pk}")
        mark_removed(college.org, task.key, actor=user)
        assert site_tasks(college.org) == []
        Consent.objects.filter(pk=consent.pk).update(state=ConsentState.WITHDRAWN)
        assert site_tasks(college.org) == []  # the copy that stands there names nobody
        withhold(order, reason="устарел", actor=user)
        assert [one.told[:7] for one in site_tasks(college.org)] == ["Снимите"]
        with pytest.raises(IntegrityError), transaction.atomic():
            SiteExportItem.objects.update(mark="")
    with college.as_director() as user, pytest.raises(NotAllowed):
        mark_removed(college.org, task.key, actor=user)


def test_a_practice_of_somebody_who_closed_the_site_is_not_shown_there(college, open_page, client):
    mentor = college.people[-1]
    with scope(organization=college.org):
        allow(college, mentor, DistributionCategory.NAME, DistributionCategory.STORY)
        told = {"organization": college.org, "programme": college.programme, "pair": college.pairs[1]}
        practice = Practice.objects.create(
            **told, title="Рядом", is_named=True, state="published", published_on=today(college.org)
        )
        PracticePerson.objects.create(
            practice=practice,
            person=mentor,
            side="mentor",
            word="agreed",
            way="portal",
            said_at=timezone.now(),
        )
    page = client.get(open_page).content.decode()
    assert "Рядом" in page
    assert f"{mentor.full_name} (наставник)" in page
    with scope(organization=college.org):
        allow(college, mentor, DistributionCategory.STORY, conditions="только на стенде")
    assert "Рядом" not in client.get(open_page).content.decode()
