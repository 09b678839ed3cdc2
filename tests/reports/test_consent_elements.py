"""Every kind of consent for every signer, read back from its PDF: all that the law wants on the sheet is there."""

import datetime as dt

import pypdf
import pytest
from django.urls import reverse

from core.domain.files import read_file
from mentorship.ages import signer_for
from mentorship.domain.consents import ensure_needed
from mentorship.enums import ConsentKind, ConsentSigner
from mentorship.models import Consent, DistributionItem, SupplementaryAgreement
from reports.domain.consents import make_sheet
from reports.kinds import KIND_OF_CONSENT
from reports.models import Document
from reports.selectors.consents import consents_to_draw
from tests.reports.test_consents import text_of

BIRTH = {
    ConsentSigner.SELF: dt.date(2005, 4, 9),
    ConsentSigner.REPRESENTATIVE: dt.date(2014, 4, 9),
    ConsentSigner.REPRESENTATIVE_AND_TEENAGER: dt.date(2010, 4, 9),
}
OPERATOR = "Государственное бюджетное учреждение «Примерный колледж"
# 152-ФЗ art. 9 part 4, in its order; the second element concerns a representative only.
NINE = {
    "1 субъект": ["Тестова Мария Денисовна", "адрес", "когда и кем выдан"],
    "2 представитель": ["Тестов Денис Олегович", "г. Примерск, ул. Садовая, д. 2", "свидетельство о рождении",
                        "паспорт: №, когда и кем выдан"],
    "3 оператор": [OPERATOR, "адрес: г. Примерск, ул. Учебная, д. 1"],
    "4 цель": ["1. Цель"],
    "5 перечень": ["Перечень данных", "амилия, имя, отчество"],
    "6 кому поручено": ["Оператор не поручает обработку"],
    "7 действия и способы": ["сбор, запись", "с использованием средств автоматизации и без них"],
    "8 срок и отзыв": ["Согласие действует со дня подписания до", "отозвать в любое время письменным заявлением"],
    "9 подпись": ["подпись", "дата"],
}  # fmt: skip


def sheet(college, kind, signer) -> bytes:
    person = college.people[0]
    person.birth_date = BIRTH[signer]
    person.address = "г. Примерск, ул. Садовая, д. 2, кв. 1"
    person.save()
    with college.as_curator() as user:
        ensure_needed(college.programme, actor=user)
        consent = consents_to_draw().filter(person=person, kind=kind).first()
        if consent is None:
            known = consents_to_draw().filter(person=person).first()
            Consent.objects.create(
                organization=college.org, programme=college.programme, person=person, kind=kind,
                signer=signer_for(person.birth_date, college.programme.period_start),
                representative=known.representative if known else None,
            )  # fmt: skip
            consent = consents_to_draw().get(person=person, kind=kind)
        assert consent.signer == signer
        document = make_sheet(consent, organization=college.org, actor=user)
        return read_file(document.file)


@pytest.mark.parametrize("signer", BIRTH)
@pytest.mark.parametrize("kind", [ConsentKind.PROCESSING, ConsentKind.DISTRIBUTION])
def test_all_nine_elements_stand_in_it(bare_college, kind, signer):
    text = text_of(sheet(bare_college, kind, signer))
    for element, wanted in NINE.items():
        if element.startswith("2") and signer == ConsentSigner.SELF:
            assert "законный представитель" not in text.lower()
            continue
        for words in wanted:
            assert words in text, element
    assert ("подросток" in text) == (signer == ConsentSigner.REPRESENTATIVE_AND_TEENAGER)


@pytest.mark.parametrize("signer", BIRTH)
def test_distribution_is_chosen_item_by_item_and_silence_forbids(bare_college, signer):
    text = text_of(sheet(bare_college, ConsentKind.DISTRIBUTION, signer))
    for words in (
        "статьями 9 и 10.1 Федерального закона от 27 июля 2006 г. № 152-ФЗ",
        "от 24 февраля 2021 г. № 18",
        "телефон, электронная почта",
        "Информационные ресурсы оператора",
        "Категория данных – общие персональные данные",
        "Разрешаю", "Запрещаю", "Условия и запреты",
        "Фамилия, имя, отчество", "Фотография", "Видеозапись", "Достижения и награды",
        "Строка без отметки означает «запрещаю»",
        "в течение трёх рабочих дней",
    ):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("signer", BIRTH)
def test_psychological_help_rests_on_its_own_article(bare_college, signer):
    text = text_of(sheet(bare_college, ConsentKind.PSYCHOLOGICAL, signer)).replace("- ФЗ", "-ФЗ")
    assert "частью 3 статьи 42 Федерального закона от 29 декабря 2012 г. № 273-ФЗ" in text
    assert "педагог-психолог" in text
    assert "Отказ не влияет на обучение" in text


@pytest.mark.parametrize("signer", BIRTH)
@pytest.mark.parametrize("kind", KIND_OF_CONSENT)
def test_it_is_one_sheet_of_paper_tagged_and_with_its_fonts(bare_college, kind, signer, tmp_path):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(sheet(bare_college, kind, signer))
    reader = pypdf.PdfReader(path)
    assert len(reader.pages) <= 2
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfaid" in reader.xmp_metadata.stream.get_data().decode()
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_what_was_chosen_in_the_portal_is_printed(bare_college):
    person = bare_college.people[3]
    with bare_college.as_curator() as user:
        consent = Consent.objects.create(
            organization=bare_college.org, programme=bare_college.programme, person=person,
            kind=ConsentKind.DISTRIBUTION, signer=ConsentSigner.SELF,
        )  # fmt: skip
        DistributionItem.objects.create(consent=consent, category="name", is_allowed=True)
        DistributionItem.objects.create(consent=consent, category="photo", conditions="без подписи")
        document = make_sheet(
            consents_to_draw().get(pk=consent.pk), organization=bare_college.org, actor=user
        )
        rows = document.versions.get().snapshot["items"]
        assert [(row["allowed"], row["conditions"]) for row in rows[:3]] == [
            (True, ""), (None, ""), (False, "без подписи"),
        ]  # fmt: skip


def test_the_supplementary_agreement_tells_content_term_form_and_pay(bare_college, signed_in):
    person = bare_college.people[3]
    with bare_college.as_curator():
        agreement = SupplementaryAgreement.objects.create(
            organization=bare_college.org, programme=bare_college.programme, person=person, number="12",
            signed_on=dt.date(2026, 10, 1), starts_on=dt.date(2026, 10, 5), ends_on=dt.date(2027, 5, 31),
            content="помощь молодому преподавателю на рабочем месте", pay="13500.50",
            pay_terms="Положение об оплате труда, п. 4.2",
        )  # fmt: skip
    client = signed_in(bare_college.curator)
    address = reverse("reports:supplement_create", args=[agreement.pk])
    answer = client.post(address)
    assert answer.url == client.post(address).url  # pressed twice, it is one document
    with bare_college.as_curator():
        document = Document.objects.get(kind="supplement")
        text = text_of(read_file(document.file))
    for words in (
        "СОГЛАШЕНИЕ № 12", "статьёй 351.8 Трудового кодекса", "в лице директора Образцова П. И.",
        "Содержание работы: помощь молодому преподавателю на рабочем месте.",
        "Срок: с 5 октября 2026 г. по 31 мая 2027 г.", "Форма выполнения работы:",
        "Размер выплаты: 13 500,50 руб. в месяц", "основание: Положение об оплате труда, п. 4.2.",
        "три рабочих дня",
    ):  # fmt: skip
        assert words in text
