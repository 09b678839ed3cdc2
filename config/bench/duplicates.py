"""Ten thousand newcomers looked for among a hundred thousand known people."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.core.management import call_command
from django.db import connection
from django_scopes import scopes_disabled

from config.bench.registry import Measurement, alternate, register, timed
from core.context import inside
from core.domain.organizations import create_organization
from core.models import Organization
from mentorship.likeness import keys_of_values
from mentorship.models import Person
from mentorship.naming import search_key
from mentorship.selectors.duplicates import Candidate, candidate, find_duplicates

KNOWN, NEW, REPEATED = 100_000, 10_000, 2_000
ROUNDS = 3
_ROOTS = (
    "Образц",
    "Пример",
    "Тест",
    "Опыт",
    "Учебн",
    "Ёжик",
    "Щегл",
    "Берёзк",
    "Сосн",
    "Рябинк",
    "Калинк",
    "Ветр",
)
_MIDDLES = ("", "ал", "ин", "ян", "ар", "ов", "ач", "уш", "иц", "ен", "ош", "ет", "ул", "ык", "ор", "еч")
_ENDS = ("ов", "ев", "ин", "ский", "ых", "енко", "ук", "ян")
_FIRST = ("Пётр", "Иван", "Артём", "Максим", "Лев", "Семён", "Павел", "Олег", "Юрий", "Денис", "Егор", "Илья",
          "Марк", "Роман", "Глеб", "Тимур", "Никита", "Матвей", "Степан", "Данил")  # fmt: skip
_FATHERS = ("Пет", "Ива", "Макси", "Дени", "Его", "Рома", "Гле", "Паве", "Оле", "Марко", "Степа", "Семё")


def people(seed: int) -> Iterator[dict[str, Any]]:
    """Invented people without end, common names more often than rare ones; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311
    while True:
        root = _ROOTS[int(chance.random() ** 2 * len(_ROOTS))]
        middle, end = chance.choice(_MIDDLES), chance.choice(_ENDS)
        number = chance.randrange(10**7)
        yield {
            "last_name": f"{root}{middle}{chance.choice(_MIDDLES)}{end}",
            "first_name": _FIRST[int(chance.random() ** 2 * len(_FIRST))],
            "middle_name": f"{chance.choice(_FATHERS)}{chance.choice('нмлт')}ович",
            "birth_date": date(2006, 1, 1) + timedelta(days=chance.randrange(1500)),
            "phone": f"+7999{number:07}",
            "email": f"person{number}@example.test",
        }


def fill() -> Organization:
    """An institution with a hundred thousand people in the measuring database."""
    call_command("migrate", interactive=False, verbosity=0)
    with scopes_disabled():
        organization = create_organization(
            code="duplicates",
            full_name="Колледж для измерений",
            short_name="Колледж",
            time_zone="Europe/Moscow",
        )
        source = people(1)
        for _ in range(KNOWN // 5000):
            Person.objects.bulk_create(_card(organization, values) for values in islice(source, 5000))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE mentorship_person")
    return organization


def _card(organization: Organization, values: dict[str, Any]) -> Person:
    names = (str(values[name]) for name in ("last_name", "first_name", "middle_name"))
    return Person(
        organization=organization, search_key=search_key(*names), **values, **keys_of_values(values)
    )


def newcomers() -> list[dict[str, Any]]:
    """Of ten thousand, two thousand are known already: some as they are, some with a typo or turned around."""
    known = list(islice(people(1), REPEATED))
    for number, values in enumerate(known):
        last = str(values["last_name"])
        if number % 4 == 1:
            values["last_name"] = last[:4] + "о" + last[5:]
        elif number % 4 == 2:
            values["last_name"], values["first_name"] = values["first_name"], last
        elif number % 4 == 3:
            values["birth_date"] = None
    return known + list(islice(people(2), NEW - REPEATED))


@register("people.duplicates_10k", "s")
def duplicates() -> Measurement:
    """Likeness against a bare join on the exact full name and birth date of the same people: what SQL alone tells."""
    organization = fill()
    rows = newcomers()

    def ours() -> object:
        candidates: list[Candidate] = [candidate(number, **values) for number, values in enumerate(rows)]
        with inside(organization):
            found = find_duplicates(organization, candidates)
        known = sum(number in found for number in range(REPEATED))
        if known < REPEATED * 0.99:
            raise RuntimeError(f"only {known} of {REPEATED} were found")
        return found

    def bare() -> object:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE newcomer (number int, key text, birth date) ON COMMIT PRESERVE ROWS"
            )
            cursor.executemany(
                "INSERT INTO newcomer VALUES (%s, %s, %s)",
                [
                    (number, search_key(*(str(row[name]) for name in ("last_name", "first_name", "middle_name"))),
                     row["birth_date"])
                    for number, row in enumerate(rows)
                ],
            )  # fmt: skip
            cursor.execute(
                "SELECT n.number, p.id FROM newcomer n JOIN mentorship_person p"
                " ON p.search_key = n.key AND p.birth_date = n.birth AND p.organization_id = %s",
                [organization.pk],
            )
            found = cursor.fetchall()
            cursor.execute("DROP TABLE newcomer")
        return found

    return alternate(lambda: timed(ours), lambda: timed(bare), rounds=ROUNDS)
