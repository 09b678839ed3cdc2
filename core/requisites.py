"""Numbers that the state gives to organisations, checked by their own check digits; no register is asked."""

from __future__ import annotations

import re

_SPACES = re.compile(r"[\s\u00a0-]+")
_KPP = re.compile(r"\d{4}[\dA-Z]{2}\d{3}")
_INN_WEIGHTS = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
INN_LENGTHS = (10, 12)
OGRN_LENGTHS = (13, 15)
#: Of an individual entrepreneur; an organisation has the shorter ones.
ENTREPRENEUR_INN, ENTREPRENEUR_OGRN = 12, 15


def inn_checks(digits: str) -> str:
    """The check digits of an ИНН by all its other digits: one for 9 (an organisation), two for 10 (a person).

    Приказ ФНС России от 29.06.2012 № ММВ-7-6/435@. Raises ValueError for another number of digits.
    """
    if len(digits) == 9:
        return _inn_digit(digits)
    if len(digits) == 10:
        first = _inn_digit(digits)
        return first + _inn_digit(digits + first)
    raise ValueError("an INN is reckoned from 9 or 10 digits")


def _inn_digit(digits: str) -> str:
    weights = _INN_WEIGHTS[-len(digits) :]
    return str(sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 % 10)


def ogrn_check(digits: str) -> str:
    """The check digit of an ОГРН by its first 12 digits, of an ОГРНИП by its first 14.

    Приказ Минфина России от 30.10.2017 № 165н. Raises ValueError for another number of digits.
    """
    if len(digits) not in {12, 14}:
        raise ValueError("an OGRN is reckoned from 12 or 14 digits")
    return str(int(digits) % (len(digits) - 1) % 10)


def clean_inn(text: str) -> str:
    """The digits of an ИНН, "" for nothing. Raises ValueError with a Russian message."""
    digits = _digits(text, INN_LENGTHS, "ИНН состоит из 10 цифр, у предпринимателя — из 12")
    checks = 1 if len(digits) == INN_LENGTHS[0] else 2
    if digits and inn_checks(digits[:-checks]) != digits[-checks:]:
        raise ValueError("В ИНН опечатка: контрольные цифры не сходятся")
    return digits


def clean_ogrn(text: str) -> str:
    """The digits of an ОГРН or ОГРНИП, "" for nothing. Raises ValueError with a Russian message."""
    digits = _digits(text, OGRN_LENGTHS, "ОГРН состоит из 13 цифр, ОГРНИП — из 15")
    if digits and ogrn_check(digits[:-1]) != digits[-1]:
        raise ValueError("В ОГРН опечатка: контрольная цифра не сходится")
    return digits


def clean_kpp(text: str) -> str:
    """A КПП without spaces, "" for nothing. Raises ValueError with a Russian message."""
    found = _SPACES.sub("", text).upper()
    if found and (not found.isascii() or _KPP.fullmatch(found) is None):
        raise ValueError("КПП состоит из 9 знаков")
    return found


def _digits(text: str, lengths: tuple[int, int], message: str) -> str:
    digits = _SPACES.sub("", text)
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) in lengths):
        raise ValueError(message)
    return digits
