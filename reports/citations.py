"""Acts that documents cite, in one checked place: a wrong date or kind of act is copied for years otherwise.

Each act: the words for a preamble «в соответствии с …» (instrumental) and the source they were checked against.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from core.errors import DomainError
from core.russian import date_long, typography


@dataclass(frozen=True)
class Act:
    """`by` reads after «в соответствии с», `named` stands by itself in the nominative."""

    by: str
    named: str


def _act(by: str, named: str) -> Act:
    return Act(by=typography(by), named=typography(named))


TARGET_MODEL = _act(
    "распоряжением Министерства просвещения Российской Федерации от 25 декабря 2019 г. № Р-145 "
    "«Об утверждении методологии (целевой модели) наставничества обучающихся для организаций, осуществляющих "
    "образовательную деятельность по общеобразовательным, дополнительным общеобразовательным и программам "
    "среднего профессионального образования, в том числе с применением лучших практик обмена опытом между "
    "обучающимися»",
    "распоряжение Министерства просвещения Российской Федерации от 25 декабря 2019 г. № Р-145",
)
LABOUR_CODE_MENTORING = _act(
    "статьёй 351.8 Трудового кодекса Российской Федерации",
    "статья 351.8 Трудового кодекса Российской Федерации",
)
PERSONAL_DATA_LAW = _act(
    "Федеральным законом от 27 июля 2006 г. № 152-ФЗ «О персональных данных»",
    "Федеральный закон от 27 июля 2006 г. № 152-ФЗ «О персональных данных»",
)
CONSENT_ARTICLE = typography(
    "статьёй 9 Федерального закона от 27 июля 2006 г. № 152-ФЗ «О персональных данных»"
)

DISTRIBUTION_ORDER = _act(
    "приказом Федеральной службы по надзору в сфере связи, информационных технологий и массовых коммуникаций "
    "от 24 февраля 2021 г. № 18",
    "приказ Роскомнадзора от 24 февраля 2021 г. № 18",
)
SPECIAL_ARTICLE = typography(
    "статьями 9 и 10 Федерального закона от 27 июля 2006 г. № 152-ФЗ «О персональных данных»"
)
EDUCATION_LAW = _act(
    "Федеральным законом от 29 декабря 2012 г. № 273-ФЗ «Об образовании в Российской Федерации»",
    "Федеральный закон от 29 декабря 2012 г. № 273-ФЗ «Об образовании в Российской Федерации»",
)
PSYCHOLOGICAL_HELP = typography(
    "частью 3 статьи 42 Федерального закона от 29 декабря 2012 г. № 273-ФЗ "
    "«Об образовании в Российской Федерации»"
)
DISTRIBUTION_ARTICLE = typography(
    "статьями 9 и 10.1 Федерального закона от 27 июля 2006 г. № 152-ФЗ «О персональных данных»"
)


# --- the table of what may be cited ---


class ActStatus(StrEnum):
    """Whether an act is in force, and what a reader of the table has to know of it."""

    IN_FORCE = "действует"
    UNTIL = "действует до срока"
    REPLACED = "заменён"


@dataclass(frozen=True)
class Reference:
    """A line of the table: what the act is, its number and date, whether it is in force, when that was looked at.

    `variable` is its name in texts of documents: «{распоряжение о целевой модели}» is filled with `act.by`.
    """

    variable: str
    what: str
    number: str
    date: dt.date
    act: Act
    status: ActStatus = ActStatus.IN_FORCE
    until: dt.date | None = None
    checked_on: dt.date = dt.date(2026, 11, 21)

    def in_force(self, day: dt.date) -> bool:
        """Whether it may be cited in a document of the day."""
        ended = self.until is not None and day > self.until
        return self.status != ActStatus.REPLACED and not ended and day >= self.date


REFERENCES: tuple[Reference, ...] = (
    Reference(
        "распоряжение о целевой модели",
        "распоряжение Министерства просвещения Российской Федерации",
        "Р-145",
        dt.date(2019, 12, 25),
        TARGET_MODEL,
    ),
    Reference("закон об образовании", "федеральный закон", "273-ФЗ", dt.date(2012, 12, 29), EDUCATION_LAW),
    Reference(
        "закон о персональных данных", "федеральный закон", "152-ФЗ", dt.date(2006, 7, 27), PERSONAL_DATA_LAW
    ),
    Reference(
        "статья о наставничестве работников",
        "статья 351.8 Трудового кодекса, введена Федеральным законом",
        "381-ФЗ",
        dt.date(2024, 11, 9),
        LABOUR_CODE_MENTORING,
    ),
    Reference(
        "приказ о согласии на распространение",
        "приказ Роскомнадзора",
        "18",
        dt.date(2021, 2, 24),
        DISTRIBUTION_ORDER,
        status=ActStatus.UNTIL,
        until=dt.date(2027, 9, 1),
    ),
)
#: Articles that printed texts name by themselves, by the law that they stand in.
LAW_OF: dict[str, Act] = {
    "CONSENT_ARTICLE": PERSONAL_DATA_LAW,
    "SPECIAL_ARTICLE": PERSONAL_DATA_LAW,
    "DISTRIBUTION_ARTICLE": PERSONAL_DATA_LAW,
    "PSYCHOLOGICAL_HELP": EDUCATION_LAW,
}


def cite(act: Act, day: dt.date, *, cure: str = "Замените ссылку в тексте.") -> str:
    """The act as it reads after «в соответствии с» in a document of the day.

    DomainError once it is out of force, with `cure` for what to do. ValueError for an act outside the table.
    """
    found = next((one for one in REFERENCES if one.act is act), None)
    if found is None:
        raise ValueError(f"{act.named} is not in the table of what may be cited")
    if not found.in_force(day):
        raise DomainError(f"{act.named}: на {date_long(day)} не действует. {cure}", code="act")
    return act.by


#: Acts that a programme or a Положение may rest on, code → full title in the nominative: the table that an
#: institution ticks them in. What is not here (a regional order, its own act) it writes itself.
ACTS: dict[str, str] = {
    code: typography(text)
    for code, text in {
        "education": EDUCATION_LAW.named,
        "target_model": (
            "распоряжение Министерства просвещения Российской Федерации от 25 декабря 2019 г. № Р-145 "
            "«Об утверждении методологии (целевой модели) наставничества обучающихся для организаций, "
            "осуществляющих образовательную деятельность по общеобразовательным, дополнительным "
            "общеобразовательным и программам среднего профессионального образования, в том числе с применением "
            "лучших практик обмена опытом между обучающимися»"
        ),
        "guidelines": (
            "письмо Министерства просвещения Российской Федерации от 23 января 2020 г. № МР-42/02 "
            "о целевой модели наставничества и методических рекомендациях"
        ),
        "teachers": (
            "письмо Министерства просвещения Российской Федерации и Общероссийского Профсоюза образования "
            "от 21 декабря 2021 г. № АЗ-1128/08, № 657 о системе (целевой модели) наставничества педагогических "
            "работников"
        ),
        "concept": (
            "распоряжение Правительства Российской Федерации от 21 мая 2025 г. № 1264-р о Концепции развития "
            "наставничества в Российской Федерации на период до 2030 года"
        ),
        "labour": LABOUR_CODE_MENTORING.named,
        "personal_data": PERSONAL_DATA_LAW.named,
    }.items()
}
