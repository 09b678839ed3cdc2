"""Each kind of orders read back: PDF (text in its order, fonts, numbers of pages) and Word from the same content."""

import io
from datetime import date, time

import docx
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.domain.files import read_file
from core.enums import Role
from core.errors import DomainError
from mentorship.domain.pair_changes import ask_leaving
from mentorship.enums import EntryState
from mentorship.models import EventItem, MentorEntry, Pair
from reports.documents.awards import Honoured, OrderAward
from reports.documents.letterhead import Letterhead, Signatory
from reports.documents.order_award_text import award_filling
from reports.documents.order_text import text_for
from reports.domain.documents import build, register_document, send_to_sign
from reports.domain.drawing import rebuild_pdf
from reports.domain.orders import create_pairs_order
from reports.domain.preparing import prepare_by_recipe
from reports.domain.signing import sign_on_paper
from reports.enums import DocumentState
from reports.kinds import Source, kind_of
from reports.models import ApprovalRoute, Document
from reports.recipes import all_recipes, recipe_of
from reports.rendering import Requisites, render_docx, render_html, render_pdf
from reports.snapshot import freeze
from reports.wordings.declared import all_texts
from tests import factories
from tests.mentorship import fair, school
from tests.mentorship.conftest import today
from tests.reports.test_orders import register, sign

DAY = date(2026, 11, 16)
REGISTERED = Requisites(number="45-ОД", date=DAY)
ANNEX = "Приложение № 1 к приказу от 16 ноября 2026 г. № 45-ОД"


def flat(text):
    return " ".join(text.replace("\u00a0", " ").split())


def pdf_text(data):
    return flat(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages))


def word_text(data):
    body = docx.Document(io.BytesIO(data)).element.body
    paragraphs = body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p")
    tag = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
    return flat(" ".join("".join(one.text or "" for one in each.iter(tag)) for each in paragraphs))


def order_school(college):
    made = school.group(college.programme, place="кабинет 12")
    school.sessions(made)
    school.seat(made, *MentorEntry.objects.order_by("pk"))
    return made


def order_event(college):
    event = fair.event(college.programme, code="final", title="Итоговый праздник", place="Актовый зал")
    EventItem.objects.create(event=event, starts_at=time(14, 5), title="Открытие", speaker="Директор")
    return event


def order_end(college):
    MentorEntry.objects.filter(person__last_name="Примеров").update(
        state=EntryState.LEFT, state_reason="тайна", ended_on=DAY
    )
    return college.programme


def programme(college):
    return college.programme


CASES = [
    ("order_launch", programme, ["О внедрении целевой модели наставничества",
        "Федеральным законом от 29 декабря 2012 г. № 273-ФЗ", "1. Внедрить с 1 сентября 2026 г.",
        "3. Назначить ответственных", "(приложение № 1)",
        "Куратору программы наставничества Кураторовой Н. П., методисту,",
        "Контроль за исполнением", ANNEX, "Ответственные за внедрение", "Кураторова Нина Петровна"]),
    ("order_group", programme, ["О создании рабочей группы",
        "2. Назначить руководителем рабочей группы Кураторову Нину Петровну, методиста.", "3.1. подготовить",
        ANNEX, "Состав рабочей группы", "Кураторова Нина Петровна", "руководитель группы", "Образцов Пётр Ильич"]),
    ("order_curator", programme, ["О назначении куратора программы наставничества",
        "Кураторову Нину Петровну, методиста.", "2. Куратору программы", "2.1. формирование", "3. Контроль"]),
    ("order_base", programme, ["Об утверждении базы наставников", "2 наставника (приложение № 1)", ANNEX,
        "База наставников", "Образцова Анна Ильинична", "Примеров Савва Кузьмич"]),
    ("order_pairs", programme, ["О закреплении наставнических пар и групп", "1. Закрепить за наставниками",
        "Наставник", "Примеров Савва Кузьмич", "2. Наставникам совместно", "родителей (законных представителей)",
        "4. Контроль"]),
    ("order_school", order_school, ["Об организации обучения наставников «Школа наставников»", "объёмом 8 часов",
        "с 1 сентября 2026 г. по 31 мая 2027 г.", "2 слушателя (приложение № 2)", "Примерова А. Б.",
        ANNEX, "График занятий", "Занятие 1", "Приложение № 2", "Список слушателей", "Примеров Савва Кузьмич"]),
    ("order_event", order_event, ["О проведении мероприятия «Итоговый праздник»", "Место проведения: Актовый зал.",
        "охрану жизни и здоровья", ANNEX, "Программа мероприятия", "14:05", "Открытие", "Директор"]),
    ("order_programme", programme, ["Об утверждении программы наставничества", "(прилагается)",
        "(приложение № 1)", ANNEX, "Перечень проектов программы"]),
    ("order_end", order_end, ["О прекращении участия в программе",
        "1. Прекратить с 16.11.2026 участие Примерова Саввы Кузьмича (ГД-31) в программе",
        "2. Основание: личное заявление."]),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("code", "make", "told"), CASES, ids=[case[0] for case in CASES])
def test_an_order_reads_the_same_in_pdf_and_in_word(college, code, make, told):
    kind = kind_of(code)
    with college.as_curator():
        subject = make(college)
        snapshot = freeze(build(kind, subject, organization=college.org).content)
        pdf = render_pdf(kind, snapshot, kind.wording, REGISTERED, moment=timezone.now())
        word = render_docx(kind, snapshot, moment=timezone.now(), requisites=REGISTERED)
    frame = ["ПРИКАЗ", "16 ноября 2026 г.", "№ 45-ОД", told[0]]
    for text in (pdf_text(pdf), word_text(word)):
        place = 0
        for words in (*frame, *told[1:]):
            found = text.find(words, place)
            assert found >= 0, (
                f"«{words}» after «{text[max(0, place - 80) : place]}»: {text[place : place + 900]}"
            )
            place = found
        assert "{" not in text
        assert (
            text.index("ПРИКАЗЫВАЮ:") < text.index("1. ", text.index("ПРИКАЗ")) < text.index("П. И. Образцов")
        )
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert all("+" in font["/BaseFont"] for font in fonts), "every face is embedded as a subset"
    assert not flat(reader.pages[0].extract_text()).startswith("1 ")
    for number, page in enumerate(reader.pages[1:], start=2):
        assert flat(page.extract_text()).startswith(f"{number} ") or f" {number}" in flat(page.extract_text())
    assert "тайна" not in pdf_text(pdf)


def test_every_text_has_a_recipe_and_every_annex_begins_a_page(college):
    orders = [one.kind for one in all_texts() if one.kind.startswith("order_")]
    assert set(orders) <= {one.kind for one in all_recipes()}
    assert len(orders) >= 11
    kind = kind_of("order_base")
    with college.as_curator():
        snapshot = freeze(build(kind, college.programme, organization=college.org).content)
        pdf = render_pdf(kind, snapshot, "1", Requisites(is_draft=True), moment=timezone.now())
    pages = [flat(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert "ПРОЕКТ" in pages[0]
    assert "Приложение № 1" not in pages[0]
    assert "Приложение № 1" in pages[1]


def test_the_first_wording_of_an_old_order_is_drawn_as_it_was(college):
    kind = kind_of("order_pairs")
    with college.as_curator():
        snapshot = freeze(build(kind, college.programme, organization=college.org).content)
    del snapshot["text"]  # as snapshots were before clauses
    old = flat(render_html(kind, snapshot, "1", REGISTERED).replace("&nbsp;", " "))
    assert "1. Закрепить за наставниками наставляемых на период" in old
    assert 'class="grid order-pairs"' in old


def test_an_order_is_prepared_once_and_its_number_reaches_the_annex(college):
    with college.as_curator() as user:
        pk = college.programme.pk
        given = {"options": {"protocol": "протокол комиссии от 14 октября 2026 г. № 2"}, "actor": user}
        first = prepare_by_recipe(college.programme, "order_base", pk, **given)
        assert prepare_by_recipe(college.programme, "order_base", pk, **given).pk == first.pk
        assert "на основании решения комиссии по отбору (протокол комиссии" in pdf_text(read_file(first.file))
        send_to_sign(first, actor=user)
    with college.as_director() as head:
        register_document(first, actor=head)
        text = pdf_text(read_file(first.file))
        assert f"к приказу от {flat(text.split('к приказу от ')[1][:18])}" in text
        assert f"№ {first.number}" in text.split("Приложение № 1")[1]
        version = first.versions.first()
        assert rebuild_pdf(version) == read_file(version.file)
        sign_on_paper(
            first, actor=head, scan=read_file(first.file), scan_name="скан.pdf", signed_on=first.date
        )
        assert first.state == DocumentState.SIGNED
        entries = MentorEntry.objects.order_by("pk")
        assert {(one.state, one.order_number) for one in entries} == {("approved", first.number)}
    with college.as_curator() as user, pytest.raises(DomainError, match="Нет отобранных"):
        prepare_by_recipe(college.programme, "order_base", pk, actor=user, options={})


def test_what_stands_in_the_way_is_told(bare_college, signed_in):
    college = bare_college
    with college.as_curator() as user:
        for code in ("order_school", "order_event", "order_end"):
            assert recipe_of(code).obstacle(college.programme)
            with pytest.raises(DomainError):
                prepare_by_recipe(college.programme, code, college.programme.pk, actor=user, options={})
        college.programme.curator = None
        college.programme.save()
        assert "не указан куратор" in recipe_of("order_curator").obstacle(college.programme)
    shown = signed_in(college.curator).get(reverse("reports:prepare")).content.decode()
    assert "Сначала соберите учебную группу" in shown
    assert reverse("reports:prepare_kind", args=["order_group"]) in shown


def test_the_page_asks_what_the_kind_needs_and_opens_the_draft(college, signed_in):
    client, page = signed_in(college.curator), reverse("reports:prepare_kind", args=["order_group"])
    assert "Кто в рабочей группе" in client.get(page).content.decode()
    assert client.post(page, {}).status_code == 422
    chair, member = college.director.user_id, college.curator.user_id
    answer = client.post(page, {"members": [chair, member], "chair": chair}, follow=True)
    assert "О создании рабочей группы" in answer.content.decode()
    few = client.post(page, {"members": [chair], "chair": chair})
    assert few.status_code == 422
    assert "хотя бы два человека" in few.content.decode()


def test_a_kind_that_has_a_page_of_its_own_is_not_made_past_it(college, signed_in):
    client, page = signed_in(college.curator), reverse("reports:prepare_kind", args=["order_pairs"])
    for answer in (client.get(page), client.post(page, {})):
        assert (answer.status_code, answer["Location"]) == (302, reverse("mentorship:pairs"))
    with college.as_curator():
        assert not Document.objects.exists()


def test_the_list_of_kinds_costs_the_same_for_one_mentor_and_three(college, signed_in):
    client, page, counts = signed_in(college.curator), reverse("reports:prepare"), []
    client.get(page)
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))
        with college.as_curator():
            for _ in range(2):
                factories.mentor(college.programme, state=EntryState.SELECTED)
                factories.membership(college.org, Role.PSYCHOLOGIST)
    assert counts[0] == counts[1]


def test_the_route_of_the_kind_stands_on_the_sheet_of_visas(college):
    with college.as_curator():
        route = ApprovalRoute.objects.create(organization=college.org, kind="order_pairs")
        route.members.create(place=1, full_name="Проверкина Нина Петровна", position="методист")
        kind = kind_of("order_pairs")
        snapshot = freeze(build(kind, college.programme, organization=college.org).content)
    pdf = render_pdf(kind, snapshot, "2", REGISTERED, moment=timezone.now())
    word = render_docx(kind, snapshot, moment=timezone.now(), requisites=REGISTERED)
    for text in (pdf_text(pdf), word_text(word)):
        assert text.index("П. И. Образцов") < text.index("Согласовано:") < text.index("Н. П. Проверкина")
        assert text.index("Согласовано:") < text.index("ознакомлены")


@pytest.mark.slow
def test_an_amending_order_numbers_each_change(college):
    with college.as_curator() as user:
        sign(college, register(college, create_pairs_order(college.programme, actor=user)))
    with college.as_curator() as user:
        pair = max(Pair.objects.all(), key=lambda one: one.places.count())
        for place in list(pair.places.all())[:1]:
            ask_leaving(pair, place.mentee, on=today(), reason="Перевод", actor=user)
        order = Document.objects.get(kind="order_pair_changes")
        version = order.versions.first()
        kind = kind_of(order.kind)
        assert version.wording == "2"
        word = word_text(
            render_docx(kind, version.snapshot, moment=version.rendered_at, requisites=REGISTERED)
        )
        for text in (pdf_text(read_file(order.file)), word):
            assert "1. Внести изменения в приказ о закреплении" in text
            assert "1.1. С " in text
            assert "Основание: перевод." in text
            assert "2. Куратору программы" in text


def test_one_who_is_honoured_stands_in_running_text_in_the_accusative(college):
    content = OrderAward(
        "О поощрении", Letterhead("", "Колледж", "", "г. П", "", "", ""), Signatory("Директор", "П. И. Образцов", ""),
        college.programme.title, "", "протокол от 1 мая 2027 г.",
        [Honoured(1, "Примерова Савву Кузьмича", "ГД-31", "«Лучший наставник»", "за результаты")], "", [],
    )  # fmt: skip
    with college.as_curator():
        source = Source(college.programme, college.org, DAY)
        text = text_for(source, "order_award", award_filling(content, source, college.programme))
    lines = [flat(line.text) for line in text.lines]
    assert lines[1] == "Наградить Примерова Савву Кузьмича (ГД-31) («Лучший наставник») за результаты."
    assert "основание: протокол от 1 мая 2027 г.," in lines[0]
