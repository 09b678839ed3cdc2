"""Acts that documents cite, in one checked place: a wrong date or kind of act is copied for years otherwise.

Each act: the words for a preamble «в соответствии с …» (instrumental) and the source they were checked against.
"""

from dataclasses import dataclass

from core.russian import NBSP, typography


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
CONSENT_ARTICLE = (
    f"стать{{}} 9 Федерального закона от 27{NBSP}июля 2006{NBSP}г. №{NBSP}152-ФЗ «О персональных данных»"
)
