"""Lists of people in the demo's history: one that can still be undone, one whose rows wait to be mended."""

from config.demo.house import House
from mentorship.domain.imports import apply_import, upload_people
from mentorship.enums import ImportBase
from mentorship.models import Programme

_HEADER = (
    "ФИО;Дата рождения;Группа;Телефон;Мать;Телефон матери;Форма наставничества;Темы запросов;Основной запрос"
)
_NEWCOMERS = (
    "Новичков Егор Ильич;14.02.2010;ТМ-11;8 900 000-07-01;Новичкова Вера Павловна;8 900 000-07-02;"
    "Студент – студент;Адаптация в коллективе;перевёлся в ноябре, никого не знает",
    "Примерчук Алиса Олеговна;03.07.2010;ТМ-11;8 900 000-07-03;Примерчук Инна Львовна;8 900 000-07-04;"
    "Студент – студент;Совмещение работы и учёбы;успеть к сессии",
)
_TO_MEND = (
    "Тестовская Юлия Марковна;31.02.2010;ТМ-12;;Тестовская Ольга Игоревна;8 900 000-07-05;Студент – студент;;",
    "Образчук;05.05.2010;ТМ-12;8 900 000-07-06;;;Студент – студент;Шахматы;научиться выступать",
    "Черновиков Лев Артёмович;19.09.2010;ТМ-12;8 900 000-07-07;Черновикова Нина Ивановна;8 900 000-07-08;"
    "Студент – студент;Постановка целей и планирование времени;",
)


def bring_lists(house: House, programme: Programme) -> None:
    """Newcomers of November are in the base; a second list is uploaded and not yet applied."""
    for name, lines in (("Новички ноября.csv", _NEWCOMERS), ("Группа ТМ-12.csv", _TO_MEND)):
        made = upload_people(
            programme,
            "\r\n".join((_HEADER, *lines, "")).encode("cp1251"),
            name,
            base=ImportBase.MENTEES,
            actor=house.curator,
            later=True,
        )
        if lines is _NEWCOMERS:
            apply_import(made, only_good=False, actor=house.curator)
