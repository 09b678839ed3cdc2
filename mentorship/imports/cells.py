"""Cells → values: each function takes a cell and returns a value or raises ValueError in Russian."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from core.enums import Gender
from core.sheets import CellError, cell_text, parse_birth_date, parse_date
from mentorship.enums import GuardianshipKind, MeetingFormat, PersonCategory

_DIGITS = re.compile(r"[^0-9]+")
_EMAIL = re.compile(r"[^\s,;/|()<>]+@[^\s,;/|()<>]+")
_PHONE_WORDS = re.compile(
    r"(?<![а-яёa-z])(?:телефоны?|тел|моб|сот|м|т|дом|раб|whatsapp|tel|phone)\.?\s*:?\s*(?=[+0-9(])", re.I
)
_HOURS = re.compile(
    r"(?:до |около |примерно )?([0-9]+(?:[.,][0-9]+)?)(?:\s*[-–—]\s*[0-9]+(?:[.,][0-9]+)?)?"
    r"\s*(?:ч|час|часа|часов)?\.?\s*(?:/|в|за)?\s*(?:нед|неделю)?\.?"
)
_SIGNS = ("=", "+", "-", "@")
_LONE_SIGNS = re.compile(r"[=+\-@]+")
MAX_TEXT = 2000


def text(cell: object, *, limit: int = 300) -> str:
    """Clean text within `limit` characters."""
    value = " ".join(cell_text(cell).split())
    if len(value) > limit:
        raise ValueError(f"слишком длинное значение: {len(value)} знаков, можно {limit}")
    return "" if value[:1] in _SIGNS and _LONE_SIGNS.fullmatch(value) else value


def birth_date(cell: object, today: dt.date) -> dt.date:
    return parse_birth_date(cell, today=today)


def past_day(cell: object, today: dt.date) -> dt.date:
    """A day that has come, of this century."""
    day = parse_date(cell)
    if not day.year >= 2000 or day > today:
        raise ValueError(f"{day:%d.%m.%Y}: этот день ещё не наступил или слишком давний")
    return day


def link(cell: object) -> str:
    """An address of a page on the web; without a scheme «https» is meant."""
    value = cell_text(cell).strip()
    whole = value if re.match(r"(?i)https?://", value) else f"https://{value}"
    try:
        URLValidator(schemes=["http", "https"])(whole)
    except ValidationError:
        raise ValueError(f"«{value[:80]}» не похоже на адрес страницы") from None
    if len(whole) > 300:
        raise ValueError("слишком длинный адрес страницы: можно 300 знаков")
    return whole


def gender(cell: object) -> str:
    word = cell_text(cell).lower().strip(" .")
    if word.startswith("ж") or word in {"f", "female"}:
        return Gender.FEMALE
    if word.startswith("м") or word in {"m", "male"}:
        return Gender.MALE
    raise ValueError(f"«{cell_text(cell)}»: пол записывают как «м» или «ж»")


def phone(cell: object) -> str:
    """«+79991234567»; several numbers or words beside the number are refused."""
    if isinstance(cell, float) and not cell.is_integer():
        raise ValueError(f"«{cell}» не похоже на номер телефона")
    shown = _PHONE_WORDS.sub("", cell_text(cell)).strip()
    if re.search(r"[a-zа-я@]", shown.lower()):
        raise ValueError(f"«{shown[:60]}» не похоже на номер телефона")
    digits = _DIGITS.sub("", shown)
    if len(digits) == 11 and digits[0] in "78":
        return "+7" + digits[1:]
    if len(digits) == 10 and digits[0] == "9":
        return "+7" + digits
    if len(shown) <= 40 and (5 <= len(digits) <= 7 or (11 <= len(digits) <= 15 and shown.startswith("+"))):
        return shown
    if len(digits) in (20, 21, 22):
        raise ValueError(f"«{shown[:60]}»: здесь два номера, оставьте один")
    raise ValueError(f"«{shown[:60]}» не похоже на номер телефона: нужно 11 цифр")


def contacts(cell: object) -> tuple[str, str]:
    """(phone, e-mail) out of one cell: «8 900 000-00-01, anna@example.test»; either may be empty."""
    shown = cell_text(cell)
    found = _EMAIL.findall(shown)
    if len(found) > 1:
        raise ValueError(f"«{shown[:60]}»: здесь два адреса почты, оставьте один")
    rest = _EMAIL.sub(" ", shown).strip(" ,;/|\n")
    rest = re.sub(r"(?i)(?<![а-яёa-z])(?:e-?mail|эл\. ?почта|почта)\s*:?\s*$", "", rest).strip(" ,;/|\n")
    return (phone(rest) if rest else ""), (email(found[0].strip(".:")) if found else "")


def birth_year(cell: object, today: dt.date) -> int:
    """A year of birth; a full date gives its year."""
    match = re.fullmatch(r"([0-9]{4})\s*(?:г\.?\s*р?\.?|года?(?: рождения)?)?", cell_text(cell).lower())
    year = int(match[1]) if match else birth_date(cell, today).year
    if not today.year - 120 <= year <= today.year:
        raise ValueError(f"год рождения {year} невозможен")
    return year


def email(cell: object) -> str:
    value = cell_text(cell).strip().lower()
    try:
        validate_email(value)
    except ValidationError:
        raise ValueError(f"«{value[:80]}» не похоже на адрес почты") from None
    return value


def category(cell: object) -> str:
    word = cell_text(cell).lower()
    for stem, value in (
        ("студент", PersonCategory.STUDENT),
        ("ученик", PersonCategory.STUDENT),
        ("учени", PersonCategory.STUDENT),
        ("обучающ", PersonCategory.STUDENT),
        ("учащ", PersonCategory.STUDENT),
        ("преподав", PersonCategory.EMPLOYEE),
        ("педагог", PersonCategory.EMPLOYEE),
        ("учитель", PersonCategory.EMPLOYEE),
        ("мастер", PersonCategory.EMPLOYEE),
        ("работник", PersonCategory.EMPLOYEE),
        ("сотрудник", PersonCategory.EMPLOYEE),
        ("выпускни", PersonCategory.GRADUATE),
        ("работодател", PersonCategory.EMPLOYER),
        ("предприят", PersonCategory.EMPLOYER),
        ("родител", PersonCategory.PARENT),
        ("друг", PersonCategory.OTHER),
    ):
        if stem in word:
            return value
    raise ValueError(
        f"«{cell_text(cell)[:60]}»: категория неизвестна. Например: студент, педагог, работодатель"
    )


def meeting_format(cell: object) -> str:
    word = cell_text(cell).lower()
    for stem, value in (
        ("любо", MeetingFormat.ANY),
        ("всё равно", MeetingFormat.ANY),
        ("смеш", MeetingFormat.MIXED),
        ("очно-", MeetingFormat.MIXED),
        ("дист", MeetingFormat.REMOTE),
        ("онлайн", MeetingFormat.REMOTE),
        ("удал", MeetingFormat.REMOTE),
        ("очн", MeetingFormat.IN_PERSON),
        ("лично", MeetingFormat.IN_PERSON),
    ):
        if stem in word:
            return value
    raise ValueError(f"«{cell_text(cell)[:60]}»: формат встреч — очно, дистанционно, смешанно или любой")


def kind_of_guardian(cell: object) -> str:
    word = cell_text(cell).lower()
    if "мать" in word or "мама" in word:
        return GuardianshipKind.MOTHER
    if "отец" in word or "папа" in word:
        return GuardianshipKind.FATHER
    if "опекун" in word or "попечител" in word:
        return GuardianshipKind.GUARDIAN
    if "опек" in word or "учрежден" in word or "организац" in word:
        return GuardianshipKind.INSTITUTION
    raise ValueError(
        f"«{cell_text(cell)[:60]}»: кем приходится — мать, отец, опекун или представитель организации"
    )


def age_range(cell: object) -> tuple[int | None, int | None]:
    """«14–17», «от 14», «до 16», «любой» → whole years."""
    shown = cell_text(cell).lower()
    numbers = [int(number) for number in re.findall(r"[0-9]+", shown)]
    if any(not 5 <= number <= 99 for number in numbers) or len(numbers) > 2:
        raise ValueError(f"«{shown[:60]}»: возраст записывают как 14–17")
    if len(numbers) == 2:
        if numbers[1] < numbers[0]:
            raise ValueError(f"«{shown[:60]}»: второе число меньше первого")
        return numbers[0], numbers[1]
    if len(numbers) == 1:
        return (None, numbers[0]) if re.search(r"\bдо\b", shown) else (numbers[0], None)
    if "люб" in shown or "не важ" in shown:
        return None, None
    raise ValueError(f"«{shown[:60]}»: возраст записывают как 14–17")


def hours(cell: object) -> Decimal:
    """Hours a week; of a range the lower bound, since that much is promised."""
    shown = cell_text(cell).lower()
    match = _HOURS.fullmatch(shown)
    value = Decimal(match[1].replace(",", ".")) if match else Decimal(-1)
    if not 0 <= value <= 60:
        raise ValueError(f"«{shown[:60]}»: часов в неделю — число от 0 до 60")
    return value.quantize(Decimal("0.1"))


def capacity(cell: object) -> int:
    shown = cell_text(cell)
    if not re.fullmatch(r"[0-9]{1,2}", shown) or not 1 <= int(shown) <= 30:
        raise ValueError(f"«{shown[:60]}»: число наставляемых — от 1 до 30")
    return int(shown)


def refuse_error(cell: object) -> object:
    """An Excel error is no value: say so instead of keeping «#REF!»."""
    if isinstance(cell, CellError):
        raise ValueError(cell.message)
    return cell
