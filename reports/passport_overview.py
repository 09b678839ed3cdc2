"""What the passport's page says of each section: how much of it is filled, where it is edited. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

from core.russian import counted
from reports.passport_money import roubles
from reports.selectors.passports import PassportView, ProjectView


@dataclass(frozen=True)
class SectionLine:
    """`told` is one line of what is there; empty: nothing is, and the document will leave the section out."""

    code: str
    title: str
    told: str

    @property
    def chip(self) -> str:
        return "заполнено" if self.told else "не заполнено"

    @property
    def tone(self) -> str:
        return "ok" if self.told else "wait"


def overview(view: PassportView) -> list[SectionLine]:
    """The sections of the programme itself, in the order of the document."""
    programme, passport = view.programme, view.passport
    return [
        SectionLine("about", "Основание, цель и задачи", programme.goals.strip()[:160]),
        SectionLine("stages", "Сроки и этапы", _rows(len(view.stages), "этап", "этапа", "этапов")),
        SectionLine(
            "analysis", "Анализ состояния и механизмы", _joined(passport.analysis if passport else "")[:160]
        ),
        SectionLine("funding", "Финансирование", _funding(view)),
        SectionLine("resources", "Ресурсы", _rows(len(view.resources), "строка", "строки", "строк")),
        SectionLine("results", "Результаты, мониторинг, контроль", _joined(programme.expected_results)[:160]),
        SectionLine("risks", "Риски", _rows(len(view.risks), "риск", "риска", "рисков")),
    ]


@dataclass(frozen=True)
class ProjectLine:
    """The counts that the passport's page shows of a project."""

    view: ProjectView

    @property
    def parts(self) -> list[tuple[str, str, str]]:
        """Code of the section, its name, what is there."""
        view = self.view
        return [
            ("card", "Карточка", "заполнена" if view.project.goals else "не заполнена"),
            ("plan", "План", _rows(len(view.steps), "строка", "строки", "строк") or "нет"),
            ("risks", "Риски", _rows(len(view.risks), "риск", "риска", "рисков") or "нет"),
            ("budget", "Смета", _rows(len(view.costs), "строка", "строки", "строк") or "нет"),
        ]


def _rows(number: int, one: str, few: str, many: str) -> str:
    return counted(number, one, few, many) if number else ""


def _joined(text: str | None) -> str:
    return " ".join((text or "").split())


def _funding(view: PassportView) -> str:
    if view.funding.is_empty:
        return ""
    return f"Всего {roubles(view.funding.total)}"
