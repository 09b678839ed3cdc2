"""Variables and conditions that every order knows: the institution, the programme, the acts it may cite."""

from __future__ import annotations

from reports.citations import REFERENCES
from reports.wordings.declared import Variable

CURATOR = "куратор"
INSTITUTION = (
    Variable("учреждение", "полное наименование учреждения"),
    Variable("учреждение кратко", "сокращённое наименование"),
    Variable("учредитель", "учредитель"),
    Variable("город", "место издания"),
    Variable("руководитель", "должность и фамилия руководителя с инициалами", cases=True),
)
PROGRAMME = (
    Variable("программа", "название программы, без кавычек"),
    Variable("срок программы", "«с 1 сентября 2026 г. по 31 августа 2027 г.»"),
    Variable("учебный год", "«2026/27 учебный год» или годы программы"),
    Variable("куратор программы кому", "«Куратору программы наставничества Кураторовой Н. П., методисту,»"),
)
ACTS = tuple(Variable(one.variable, f"как после «в соответствии с»: {one.act.named}") for one in REFERENCES)
COMMON = (*INSTITUTION, *PROGRAMME, *ACTS)

MINORS = "есть несовершеннолетние"
GROUPS = "есть группы"
EMPLOYEES = "есть работники"
