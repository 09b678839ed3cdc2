# ruff: noqa: E501 -- a table is read line by line
"""The bad inputs B1–B59 of a list of people, each with what must come of it: a refusal, an error, or a clean value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl

from tests.data.bad import files

NAME = "Образцов Пётр Ильич"
HEADER = ["ФИО", "Дата рождения", "Группа", "Телефон", "Интересы", "Основной запрос"]
LISTS = Path(__file__).parents[1] / "people"
#: Emoji and invisible characters, spelled out so that an editor cannot lose them.
ZWSP, NBSP, RLO, ZWJ = "\u200b", "\u00a0", "\u202e", "\u200d"


@dataclass(frozen=True)
class Bad:
    """One input. `refused`: words of the refusal; else `errors` are words by row (none for a good row).

    `values`: what the first row's person or place holds in the end; `warning`: words told beside the rows.
    """

    number: str
    title: str
    build: Callable[[], bytes]
    refused: str = ""
    errors: tuple[str, ...] = ("",)
    values: dict[str, object] = field(default_factory=dict)
    warning: str = ""
    name: str = "list.xlsx"


def row(**cells: object) -> list[object]:
    """A good row with some cells replaced: name, born, group, phone, interests, request."""
    good: dict[str, object] = {
        "name": NAME, "born": "05.03.2009", "group": "ТМ-21", "phone": None, "interests": None, "request": None,
    }  # fmt: skip
    return list((good | cells).values())


def sheet(*rows: list[object], header: list[str] | None = None, **options: object) -> Callable[[], bytes]:
    """A workbook whose texts are texts, whatever they begin with."""

    def build() -> bytes:
        book = openpyxl.Workbook()
        for line in (header or HEADER, *rows):
            book.active.append(line)
        for cells in book.active.iter_rows():
            for cell in cells:
                if isinstance(cell.value, str) and not options.get("formulas"):
                    cell.data_type = "s"
        for area in options.get("merge", ()):  # type: ignore[attr-defined]
            book.active.merge_cells(area)
        return files.saved(book)

    return build


def one(**cells: object) -> Callable[[], bytes]:
    return sheet(row(**cells))


def text(*lines: str, encoding: str = "utf-8", end: str = "\r\n") -> Callable[[], bytes]:
    return lambda: end.join((*lines, "")).encode(encoding)


def raw(rows: str, **extra: str) -> Callable[[], bytes]:
    return lambda: files.raw_xlsx(files.sheet_xml(rows, before=extra.get("before", "")))


def _cells(reference: str, content: str) -> str:
    """The usual two rows, with the cell at `reference` replaced by XML."""
    usual = files.table_rows()
    start = usual.index(f'<c r="{reference}"')
    return usual[:start] + content + usual[usual.index("</c>", start) + 4 :]


def _hidden_first() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Служебный"
    book.active["A1"] = "не для печати"
    book.active.sheet_state = "hidden"
    book.create_sheet("Пусто")
    data = book.create_sheet("Список")
    for line in (HEADER, row()):
        data.append(line)
    book.active = 2
    return files.saved(book)


def _external_links() -> bytes:
    formula = '<c r="C2" t="str"><f>[1]Лист1!$A$1</f><v>ТМ-21</v></c>'
    link = '<?xml version="1.0"?><externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    return files.raw_xlsx(
        files.sheet_xml(_cells("C2", formula)), **{"xl/externalLinks/externalLink1.xml": link}
    )


def _dde() -> bytes:
    return files.raw_xlsx(
        files.sheet_xml(_cells("C2", '<c r="C2" t="str"><f>cmd|\'/c calc\'!A0</f><v>ТМ-21</v></c>'))
    )


@cache
def _million() -> bytes:
    return files.million_empty_rows()


def _epoch_1904() -> bytes:
    return files.workbook([HEADER, row(born=date(2009, 3, 5))], date1904=True)


def _dates() -> list[tuple[object, str]]:
    return [
        ("01 ноября 2012", ""),
        ("1.11.12", ""),
        ("2012-11-01", ""),
        (41214, ""),
        ("01.11.2012 г.", ""),
        ("11/01/2012", "читается двояко"),
        ("31.02.2012", "нет в календаре"),
        ("01.11.0012", "год 0012 невозможен"),
        ("ноябрь 2012", "нужна полная дата"),
    ]


def _names(count: int) -> list[str]:
    return [f"Образцов{'абвгдежзик'[place]} Пётр Ильич" for place in range(count)]


BORN = date(2012, 11, 1)
CSV = {"name": "list.csv"}
LINE = f"{NAME};05.03.2009;ТМ-21"
FILES = [
    Bad("B1", "entity bomb", files.entity_bomb, "объявление сущностей XML"),
    Bad("B2", "external entity", files.external_entity, "объявление сущностей XML"),
    Bad("B3", "200 MB of text in 1 MB", files.long_string_bomb, "похож на «архивную бомбу»"),
    Bad("B4", "100,000 members", files.many_members, "похож на «архивную бомбу»"),
    Bad("B5", "a cell at XFD1048576", files.far_cell, "данные доходят до ячейки XFD1048576"),
    *(
        Bad("B6", f"dimension {area}", raw(files.table_rows(), before=f'<dimension ref="{area}"/>'))
        for area in ("A1", "A1:XFD1048576", "1:49")
    ),
    Bad(
        "B7",
        "row 2147483647",
        raw(files.table_rows() + '<row r="2147483647"><c r="A2147483647"><v>1</v></c></row>'),
        "2147483647, это больше, чем можно прочитать",
    ),
    Bad(
        "B8",
        "a member ../../x",
        lambda: files.archive({"[Content_Types].xml": files.CONTENT_TYPES, "../../x": "1"}),
        "недопустимым именем",
    ),
    Bad("B9", "truncated", lambda: (data := sheet(row())())[: len(data) // 2], "передан не полностью"),
    Bad("B10", "empty", lambda: b"", "Файл пустой (0 байт)"),
    Bad("B11", "HTML", lambda: b"<html><table><tr><td>1</td></tr></table></html>", "Это веб-страница (HTML)"),
    Bad("B12", "XLS named .xlsx", (LISTS / "list.xls").read_bytes, errors=()),
    Bad("B13", "a plain archive", lambda: files.archive({"a.txt": "x"}), "Это архив ZIP"),
    Bad("B14", "encrypted", files.encrypted_workbook, "Файл защищён паролем"),
    Bad("B15", "macros", files.macro_workbook, "В файле есть макросы"),
    Bad("B16", "external link", _external_links, values={"group": "ТМ-21"}),
    Bad("B16", "DDE", _dde, values={"group": "ТМ-21"}),
    Bad("B17", "hidden sheet first, data on the third", _hidden_first, values={"group": "ТМ-21"}),
    Bad("B18", "two tables on a sheet", sheet(row(), [], HEADER, row()), "две таблицы — заголовки в строке 1 и в строке 4"),
    Bad(
        "B19",
        "one header over three columns",
        sheet(
            ["Образцов", "Пётр", "Ильич", "05.03.2009"],
            header=["ФИО", None, None, "Дата рождения"],  # type: ignore[list-item]
            merge=["A1:C1"],
        ),
        values={"last_name": "Образцов", "first_name": "Пётр", "middle_name": "Ильич"},
    ),
    Bad(
        "B20",
        "a group merged over its rows",
        sheet(*(row(name=name, group="ТМ-21" if not n else None) for n, name in enumerate(_names(3))), merge=["C2:C4"]),
        errors=("", "", ""),
        values={"group": "ТМ-21"},
    ),
    Bad(
        "B21",
        "a header of two lines",
        sheet(
            [None, "имя", "отчество", None],
            ["Образцов", "Пётр", "Ильич", "ТМ-21"],
            header=["Фамилия", None, None, "Группа"],  # type: ignore[list-item]
        ),
        values={"last_name": "Образцов", "first_name": "Пётр", "group": "ТМ-21"},
    ),
    Bad("B22", "titles above", sheet([], HEADER, row(), header=["Список наставляемых 2026/27"]), values={"group": "ТМ-21"}),
    Bad("B23", "a total below", sheet(row(), ["Итого", 1]), warning="Строка 3 («Итого») пропущена"),
    Bad("B24", "a million formatted empty rows", _million, values={"group": "ТМ-21"}),
    Bad(
        "B25",
        "a formula without a value",
        sheet(row(group='="ТМ-"&21'), formulas=True),
        errors=("C2: Группа — формула без вычисленного значения",),
    ),
    Bad("B26", "#REF!", raw(_cells("C2", '<c r="C2" t="e"><v>#REF!</v></c>')), errors=("C2: Группа — ошибка #REF!",)),
    Bad("B26", "#N/A", raw(_cells("B2", '<c r="B2" t="e"><v>#N/A</v></c>')), errors=("B2: Дата рождения — ошибка #N/A",)),
    Bad("B27", "a number as text", one(phone="79991234567"), values={"phone": "+79991234567"}),
    Bad("B27", "a phone as a number", one(phone=79991234567), values={"phone": "+79991234567"}),
    Bad("B27", "a phone gone scientific", one(phone="7.99912E+10"), errors=("D2: Телефон — «7.99912E+10» не похоже",)),
    Bad(
        "B28",
        "a SNILS that lost its zeros is not kept",
        sheet([NAME, 1234567], header=["ФИО", "СНИЛС"]),
        values={"last_name": "Образцов", "phone": ""},
    ),
    Bad("B29", "the epoch of 1904", _epoch_1904, values={"birth_date": date(2009, 3, 5)}),
    *(
        Bad("B30", f"the date {value}", one(born=value), errors=(words,), values={} if words else {"birth_date": BORN})
        for value, words in _dates()
    ),
    Bad("B31", "born tomorrow", one(born="01.01.2099"), errors=("дата рождения 01.01.2099 ещё не наступила",)),
    Bad("B31", "born long ago", one(born="01.01.1890"), errors=("больше 120 лет назад",)),
    Bad(
        "B32",
        "one field in two columns",
        sheet([NAME, "ТМ-21", "ТМ-22"], header=["ФИО", "Группа", "Класс"]),
        "колонка «Группа» встретилась дважды (B — «Группа» и C — «Класс»)",
    ),
    Bad(
        "B33",
        "columns reordered and renamed",
        sheet(["ТМ-21", "05.03.2009", NAME], header=["Класс", "Д.р.", "Ф. И. О. обучающегося"]),
        values={"last_name": "Образцов", "group": "ТМ-21", "birth_date": date(2009, 3, 5)},
    ),
    Bad(
        "B34",
        "no names",
        sheet(["05.03.2009", "ТМ-21"], header=["Дата рождения", "Группа"]),
        "нет обязательной колонки «ФИО»",
    ),
    Bad(
        "B35",
        "300 more columns",
        sheet([*row()[:3], *range(300)], header=[*HEADER[:3], *(f"Лишнее {n}" for n in range(300))]),
        values={"group": "ТМ-21"},
    ),
]  # fmt: skip
TEXTS = [
    *(
        Bad(number, encoding, text("ФИО;Дата рождения;Группа", LINE, encoding=encoding), values={"last_name": "Образцов"}, **CSV)
        for number, encoding in (("B36", "cp1251"), ("B37", "utf-8-sig"), ("B38", "utf-16"))
    ),
    Bad(
        "B39",
        "two encodings in one file",
        lambda: "ФИО;Группа\n".encode() + "Образцов Пётр;ТМ\n".encode("cp1251"),
        "Строка 2: в файле смешаны две кодировки",
        **CSV,
    ),
    *(
        Bad(
            "B40",
            f"delimiter {delimiter!r}",
            text(delimiter.join(("ФИО", "Дата рождения", "Группа")), LINE.replace(";", delimiter)),
            values={"group": "ТМ-21"},
            **CSV,
        )
        for delimiter in (";", ",", "\t")
    ),
    Bad("B41", "quoted line breaks", text("ФИО;Группа", f'"{NAME.replace(" ", chr(10), 1)}";ТМ-21'), values={"last_name": "Образцов", "first_name": "Пётр"}, **CSV),
    Bad("B42", "an unclosed quote", text("ФИО;Группа", f'{NAME};"ТМ'), "Строка 2: кавычка открыта и не закрыта", **CSV),
    Bad("B43", "a NUL byte", text("ФИО;Группа", f"{NAME};\x00"), "Строка 2: в файле есть нулевой байт", **CSV),
    Bad("B44", "a field of 200 kB", text("ФИО;Группа", f"{NAME};{'я' * 200_000}"), "Строка 2, колонка 2: слишком длинное значение", **CSV),
    Bad("B45", "a row longer than the header", text("ФИО;Группа", f"{NAME};ТМ-21;лишнее"), warning="справа от таблицы есть значения без заголовка", **CSV),
    Bad("B46", "carriage returns only", text("ФИО;Группа", f"{NAME};ТМ-21", end="\r"), values={"group": "ТМ-21"}, **CSV),
    Bad("B47", "10 MB in a cell", raw(_cells("C2", files.inline("C2", "я" * 5_000_000))), errors=("C2: Группа — слишком длинное значение: 5000000 знаков, можно 40",)),
    Bad("B48", "2,001 characters", one(request="я" * 2001), errors=("F2: Основной запрос — слишком длинное значение: 2001 знаков, можно 2000",)),
    Bad("B48", "2,000 characters", one(request="я" * 2000), values={"main_request": "я" * 2000}),
    *(Bad("B49", f"only {blank!r}", one(name=blank), errors=("A2: ФИО — не заполнено",)) for blank in ("   ", NBSP, ZWSP)),
    Bad("B50", "right-to-left override", one(name=f"Образцов {RLO}Пётр Ильич", interests=f"шах{RLO}маты"), values={"first_name": "Пётр", "interests": "шахматы"}),
    Bad("B51", "200 combining marks", one(name="Образцов П" + "\u0301" * 200 + "ётр Ильич"), errors=("A2: ФИО — слишком длинное значение: 219 знаков",)),
    Bad("B52", "a vertical tab", text("ФИО;Группа", "Образцов\x0bПётр;ТМ-21"), values={"first_name": "Пётр"}, **CSV),
    Bad("B52", "a lone surrogate", lambda: "ФИО;Группа\nОбразцов Пётр;".encode() + b"\xed\xa0\x80\n", "Строка 2: в файле смешаны две кодировки", **CSV),
    Bad("B52", "invalid UTF-8 under its mark", lambda: b"\xef\xbb\xbf" + "ФИО;Группа\nОбразцов Пётр;".encode() + b"\xff\n", "Строка 2: символы не в кодировке UTF-8", **CSV),
    Bad("B52", "a zero in XML", raw(_cells("C2", files.inline("C2", "&#0;"))), "Книга повреждена"),
    Bad("B53", "emoji in a name", one(name=f"Образцов Пётр 👨{ZWJ}👩{ZWJ}👧"), errors=("в имени могут быть только буквы",)),
    Bad("B53", "a flag in a text", one(interests="футбол 🇷🇺"), values={"interests": "футбол 🇷🇺"}),
    Bad("B54", "е for ё", one(name="ОБРАЗЦОВ ПЕТР ИЛЬИЧ"), values={"search_key": "образцов петр ильич"}),
    Bad("B54", "й as two characters", one(name="Майский Андрей".replace("й", "и\u0306")), values={"search_key": "майский андрей"}),
    Bad("B54", "a Latin letter", one(name="Oбрaзцoв Пётр Ильич"), values={"last_name": "Образцов", "search_key": "образцов петр ильич"}),
    Bad("B55", "a double surname", one(name="Примерова-Тестова Анна Олеговна"), values={"last_name": "Примерова-Тестова"}),
    Bad("B55", "оглы", one(name="Мамедов Али Гасан оглы"), values={"last_name": "Мамедов", "first_name": "Али", "middle_name": "Гасан оглы"}),
    Bad("B55", "one word", one(name="Образцов"), errors=("A2: ФИО — «Образцов»: нужны хотя бы фамилия и имя",)),
    Bad("B55", "no patronymic", one(name="Образцов Пётр"), values={"first_name": "Пётр", "middle_name": ""}),
    Bad("B55", "sixty letters", one(name=f"{'Я' + 'я' * 59} Пётр"), values={"last_name": "Я" + "я" * 59}),
    Bad("B55", "an apostrophe", one(name="Д'Артаньянов Пётр"), values={"last_name": "Д'Артаньянов"}),
    Bad("B55", "a Roman numeral", one(name="Образцов Пётр III"), values={"middle_name": "III"}),
    Bad("B56", "HYPERLINK", one(interests='=HYPERLINK("http://evil.test","x")'), values={"interests": '=HYPERLINK("http://evil.test","x")'}),
    Bad("B56", "a phone with a plus", one(phone="+7 (999) 123-45-67"), values={"phone": "+79991234567"}),
    Bad("B56", "a signed number", one(interests="-5"), values={"interests": "-5"}),
    Bad("B56", "@SUM", one(interests="@SUM(A1)"), values={"interests": "@SUM(A1)"}),
    Bad("B56", "a tab first", one(interests="\t=1+1"), values={"interests": "=1+1"}),
    *(
        Bad("B57", payload, one(interests=payload), values={"interests": payload})
        for payload in ("<script>alert(1)</script>", "{{7*7}}", "{% debug %}", "javascript:alert(1)")
    ),
    Bad("B58", "braces of a template", one(request="{{ pair.mentor.password }}"), values={"main_request": "{{ pair.mentor.password }}"}),
    Bad("B59", "CR and LF", one(group="ТМ\r\n21", interests="шахматы\r\nBcc: x@example.test"), values={"group": "ТМ 21", "interests": "шахматы Bcc: x@example.test"}),
]  # fmt: skip
ALL = [*FILES, *TEXTS]
