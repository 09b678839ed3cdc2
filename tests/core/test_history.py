"""The audit trail in words."""

import pytest
from django.utils import timezone

from core.history import Change, action_title, told
from core.models import AuditEntry


def entry(**given: object) -> AuditEntry:
    values = {
        "action": "job.moved",
        "object_type": "core.job",
        "object_id": "1",
        "at": timezone.now(),
        **given,
    }
    return AuditEntry(**values)


@pytest.mark.parametrize(
    ("code", "words"),
    [("membership.granted", "Роль дана"), ("thing.approved", "Утверждено"), ("thing.odd", "thing.odd")],
)
def test_a_code_becomes_words(code: str, words: str) -> None:
    assert action_title(code) == words


def test_fields_and_values_are_told_as_on_the_pages() -> None:
    with timezone.override("Europe/Moscow"):
        line = told(
            [
                entry(
                    before={"state": "running", "finished_at": None},
                    after={
                        "state": "done",
                        "finished_at": "2026-11-21 02:44:42.110196+00:00",
                        "owner": 8,
                        "cancel_requested": True,
                        "unknown": ["ТМ-21", "ГД-11"],
                    },
                    role="curator",
                )
            ]
        )[0]
    assert line.role == "Куратор программы"
    assert line.changes == [
        Change("Состояние", "Выполняется", "Готово"),
        Change("Закончено", "", "21.11.2026 05:44"),
        Change("Кто начал", "", "запись №\u00a08"),
        Change("Cancel requested", "", "да"),
        Change("Unknown", "", "ТМ-21, ГД-11"),
    ]


def test_an_entry_of_a_model_that_is_gone_is_still_told() -> None:
    line = told([entry(object_type="old.thing", after={"name": "x"})])[0]
    assert line.changes == [Change("Name", "", "x")]


def test_values_within_values_are_told():
    (line,) = told(
        [
            entry(
                before={"columns": {"ФИО": "name", "лишнее": ""}},
                after={"columns": {}, "destroyed": [["Карточка", 2], ["Согласия", 1]]},
            )
        ]
    )
    assert [(change.before, change.after) for change in line.changes] == [
        ("ФИО: name", ""),
        ("", "Карточка: 2, Согласия: 1"),
    ]
