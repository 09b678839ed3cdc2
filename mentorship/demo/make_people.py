"""Makes `people.xlsx`, the demo list: 40 mentees and 20 mentors, all invented. The same bytes at every run.

`python -m mentorship.demo.make_people` writes it anew.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

FILE = Path(__file__).with_name("people.xlsx")
_MOMENT = dt.datetime(2026, 9, 1, 9, 0, 0)  # noqa: DTZ001 -- spreadsheets keep no zone

# Surnames that nobody takes for real ones, in both genders.
SURNAMES = (
    "Образцов", "Примеров", "Тестов", "Пробников", "Черновиков", "Макетов", "Шаблонов", "Учебников", "Заготовкин",
    "Демонстрантов", "Выдумкин", "Небылицын", "Сказочников", "Понарошкин", "Якобин", "Допустимов", "Условнов",
    "Иллюстраторов", "Примеркин", "Тетрадкин", "Страничкин", "Закладкин", "Запятаев", "Многоточев", "Кавычкин",
    "Скобкин", "Абзацев", "Заголовкин", "Сносочкин", "Строчкин",
)  # fmt: skip
MEN = ("Пётр", "Семён", "Артём", "Илья", "Фёдор", "Кирилл", "Егор", "Матвей", "Лев", "Савелий")
WOMEN = ("Анна", "Мария", "Софья", "Алёна", "Дарья", "Ксения", "Вера", "Полина", "Таисия", "Ульяна")
FATHERS = ("Ильич", "Олегович", "Львович", "Андреевич", "Петрович", "Сергеевич", "Фёдорович", "Никитич")
FATHERS_F = (
    "Ильинична",
    "Олеговна",
    "Львовна",
    "Андреевна",
    "Петровна",
    "Сергеевна",
    "Фёдоровна",
    "Никитична",
)
GROUPS = ("ТМ-21", "ТМ-22", "ГД-11", "ГД-12", "ИС-31", "СВ-21")
REQUESTS = (
    "Подтянуть математику и физику, трудно даётся электротехника",
    "Понять, кем работать после колледжа: сварщиком или наладчиком",
    "Научиться программировать станки с ЧПУ и подготовиться к чемпионату",
    "Освоиться в группе, пока мало с кем общаюсь",
    "Научиться выступать и защищать проект",
    "Совмещать учёбу и подработку, не успеваю сдавать зачёты",
    "Сделать свой проект: мастерская по ремонту велосипедов",
    "Подготовиться к олимпиаде по информатике",
)
INTERESTS = (
    "шахматы, программирование",
    "футбол, бег",
    "гитара, музыка",
    "фотография, видео",
    "сварка, техника",
    "настольные игры",
    "рисование, дизайн",
    "волонтёрство, походы",
)
# Elder students offer the same competences without the position and the employer.
COMPETENCES = (
    (
        "Математика и физика, подготовка к экзаменам",
        "Инженер-конструктор",
        "АО «Примерный механический завод»",
    ),
    (
        "Сварка, рабочая профессия, чемпионаты мастерства",
        "Сварщик шестого разряда",
        "ООО «Вымышленный завод»",
    ),
    ("Программирование станков с ЧПУ", "Инженер-технолог", "ООО «Вымышленный завод»"),
    (
        "Публичные выступления, защита проектов",
        "Начальник бюро обучения",
        "АО «Примерный механический завод»",
    ),
    ("Предпринимательство, свой проект, мастерская", "Руководитель мастерской", "ИП Понарошкин Л. Л."),
    ("Информатика, олимпиады, программирование", "Программист", "ООО «Пробный код»"),
    ("Общение в коллективе, адаптация, волонтёрство", "Специалист по персоналу", "ООО «Пробный код»"),
    ("Электротехника, наладка оборудования", "Наладчик", "ООО «Вымышленный завод»"),
)
FORMATS = ("очно", "любой", "смешанно", "дистанционно")


def _phone(number: int) -> str:
    """+7 (900) 000-…: a range that is given to nobody in these examples."""
    return f"+7 (900) 000-{number // 100:02}-{number % 100:02}"


def _name(rng: random.Random, number: int) -> tuple[str, str, str]:
    surname = SURNAMES[number % len(SURNAMES)]
    pick = rng.randrange(len(FATHERS))
    if number % 2:
        return f"{surname}а", WOMEN[rng.randrange(len(WOMEN))], FATHERS_F[pick]
    return surname, MEN[rng.randrange(len(MEN))], FATHERS[pick]


def mentee_rows() -> list[list[object]]:
    """40 mentees: four under 14, most 15–17 with a representative, ten grown up."""
    rng = random.Random(2026)  # noqa: S311 -- repeatable demo, not a secret
    rows: list[list[object]] = []
    for number in range(40):
        last, first, middle = _name(rng, number)
        age = 13 if number % 10 == 3 else 19 if number % 4 == 1 else 15 + number % 3
        born = dt.date(2026 - age, 1 + number % 8, 1 + number % 27)
        parent: list[object] = [None, None, None]
        if age < 18:
            mother = WOMEN[rng.randrange(len(WOMEN))]
            surname = last if number % 2 else f"{last}а"
            parent = [
                f"{surname} {mother} {FATHERS_F[number % len(FATHERS_F)]}",
                "мать",
                _phone(500 + number),
            ]
        form = "Студент – студент" if number % 3 else "Работодатель – студент"
        rows.append(
            [
                number + 1,
                f"{last} {first} {middle}",
                born,
                GROUPS[number % len(GROUPS)],
                _phone(number),
                f"mentee{number + 1}@example.test",
                form,
                REQUESTS[number % len(REQUESTS)],
                INTERESTS[number % len(INTERESTS)],
                FORMATS[number % len(FORMATS)],
                *parent,
            ]
        )
    return rows


def mentor_rows() -> list[list[object]]:
    """20 mentors: eight elder students (two of them minors), twelve from employers."""
    rng = random.Random(1945)  # noqa: S311 -- repeatable demo, not a secret
    rows: list[list[object]] = []
    for number in range(20):
        last, first, middle = _name(rng, number + 11)
        competences, position, employer = COMPETENCES[number % len(COMPETENCES)]
        student = number % 5 in {0, 2}
        age = (17 if number % 10 == 0 else 19) if student else 28 + number * 2
        parent: list[object] = [None, None, None]
        if age < 18:
            parent = [f"{last} Вера {FATHERS_F[number % len(FATHERS_F)]}", "мать", _phone(700 + number)]
            if not last.endswith("а"):
                parent[0] = f"{last}а Вера {FATHERS_F[number % len(FATHERS_F)]}"
        rows.append(
            [
                number + 1,
                f"{last} {first} {middle}",
                dt.date(2026 - age, 1 + number % 8, 1 + number % 27),
                "студент" if student else "работодатель",
                "ИС-31" if student else None,
                None if student else position,
                None if student else employer,
                _phone(800 + number),
                f"mentor{number + 1}@example.test",
                "Студент – студент" if student else "Работодатель – студент",
                competences,
                INTERESTS[(number + 3) % len(INTERESTS)],
                "14–20" if number % 2 else "любой",
                2 + number % 3,
                1 + number % 4,
                FORMATS[number % len(FORMATS)],
                *parent,
            ]
        )
    return rows


MENTEE_HEADER = (
    "№", "ФИО", "Дата рождения", "Группа", "Телефон", "E-mail", "Форма наставничества", "Основной запрос", "Интересы",
    "Формат встреч", "Законный представитель", "Кем приходится", "Телефон представителя",
)  # fmt: skip
MENTOR_HEADER = (
    "№", "ФИО", "Дата рождения", "Категория", "Группа", "Должность", "Место работы", "Телефон", "E-mail",
    "Форма наставничества", "Основные компетенции", "Интересы", "Желаемый возраст наставляемых", "Часов в неделю",
    "Сколько наставляемых", "Формат встреч", "Законный представитель", "Кем приходится", "Телефон представителя",
)  # fmt: skip


def make() -> bytes:
    """The workbook's bytes; times inside are fixed."""
    book = Workbook()
    book.properties.created = book.properties.modified = _MOMENT
    book.properties.creator = "Портал наставничества"
    for title, header, rows in (
        ("Наставляемые", MENTEE_HEADER, mentee_rows()),
        ("Наставники", MENTOR_HEADER, mentor_rows()),
    ):
        sheet = book.active if title == "Наставляемые" else book.create_sheet()
        sheet.title = title
        sheet.append([f"{title}: Приреченский политехнический колледж (вымышленные люди)"])
        sheet.append([])
        sheet.append(list(header))
        for cell in sheet[3]:
            cell.font = Font(bold=True)
        for row in rows:
            sheet.append(row)
        for row in sheet.iter_rows(min_row=4, min_col=3, max_col=3):
            row[0].number_format = "DD.MM.YYYY"
        sheet.freeze_panes = "A4"
    buffer = io.BytesIO()
    book.save(buffer)
    return _with_fixed_times(buffer.getvalue())


def _with_fixed_times(data: bytes) -> bytes:
    """openpyxl stamps the archive and the document with the moment of saving."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "docProps/core.xml":
                content = re.sub(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-09-01T09:00:00Z", content)
            fixed = zipfile.ZipInfo(info.filename, date_time=(2026, 9, 1, 9, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(fixed, content)
    return target.getvalue()


if __name__ == "__main__":
    FILE.write_bytes(make())
