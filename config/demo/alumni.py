"""The demo's grateful graduates: one ready to help, one who has not been asked yet, one not in the base."""

from __future__ import annotations

import datetime as dt

from config.demo.house import House
from core.clock import today
from mentorship.domain.alumni import add_alumni, edit_alumnus, record_contact
from mentorship.domain.people import create_person
from mentorship.enums import PersonCategory

_GRADUATES = (
    ("Выпускнова", "Лада", "Игоревна", dt.date(1999, 3, 14)),
    ("Дипломов", "Остап", "Егорович", dt.date(2003, 11, 2)),
    ("Благодаров", "Фома", "Ильич", dt.date(1995, 7, 21)),
)


def bring_alumni(house: House) -> None:
    people = [
        create_person(
            house.organization,
            actor=house.curator,
            last_name=last,
            first_name=first,
            middle_name=middle,
            birth_date=born,
            category=PersonCategory.GRADUATE,
        )
        for last, first, middle, born in _GRADUATES
    ]
    ready, _ = add_alumni(people[:2], actor=house.curator, left_year=2021)
    record_contact(
        ready,
        consent_on=today(house.organization),
        consent_place="Папка «Выпускники», кабинет 214",
        actor=house.curator,
    )
    edit_alumnus(
        ready,
        actor=house.curator,
        work_place="ООО «Пробный код»",
        ready_mentor=True,
        ready_tell=True,
    )
